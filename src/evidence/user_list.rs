//! A file of users: one a line, or a column of a CSV file.

use super::text::{Line, Lines};

/// Titles of columns that name a user, the surest first; letters and digits alone, in lower case.
const TITLES: [&str; 16] = [
    "userprincipalname",
    "upn",
    "distinguishedname",
    "dn",
    "objectguid",
    "onpremisesimmutableid",
    "immutableid",
    "samaccountname",
    "mail",
    "email",
    "emailaddress",
    "primarysmtpaddress",
    "user",
    "users",
    "username",
    "name",
];

/// The users in a file.
pub fn file(path: &std::path::Path) -> std::io::Result<Vec<String>> {
    std::fs::read(path).map(|bytes| read(&bytes))
}

/// The users in it. A distinguished name holds commas: a line that begins like one is taken whole,
/// unless it is quoted.
#[must_use]
pub fn read(bytes: &[u8]) -> Vec<String> {
    let mut lines = Lines::new(bytes);
    let mut users = Vec::new();
    let mut column = None;
    let mut first = true;
    while let Ok(Some((_, line))) = lines.next_line() {
        let Line::Text { text, .. } = line else { continue };
        let text = text.trim();
        // What a comment, an object's type or a spreadsheet's separator says names nobody.
        if text.is_empty() || text.starts_with('#') || text.to_ascii_lowercase().starts_with("sep=") {
            continue;
        }
        if std::mem::take(&mut first) {
            column = Column::of(text);
            if column.is_some() {
                continue;
            }
        }
        let user = column.map_or_else(|| first_cell(text), |column| column.cell(text));
        users.extend((!user.is_empty() && !user.starts_with('#')).then_some(user));
    }
    users
}

/// The column that names users.
#[derive(Clone, Copy)]
struct Column {
    place: usize,
    /// What stands between columns; none where there is one alone.
    between: Option<char>,
}

impl Column {
    /// By the titles in a line; none where it holds no title.
    fn of(titles: &str) -> Option<Column> {
        let counted = [',', ';', '\t'].map(|c| (cells(titles, c).len(), c));
        let most = counted.into_iter().rev().max_by_key(|(count, _)| *count);
        let between = most.filter(|(count, _)| *count > 1).map(|(_, c)| c);
        let titles: Vec<String> = match between {
            Some(c) => cells(titles, c).iter().map(|cell| bare(cell)).collect(),
            None => vec![bare(titles)],
        };
        let place = TITLES.iter().find_map(|known| titles.iter().position(|title| title == known))?;
        Some(Column { place, between })
    }

    fn cell(self, line: &str) -> String {
        match self.between {
            Some(between) if self.place > 0 || between != ',' => {
                cells(line, between).into_iter().nth(self.place).unwrap_or_default()
            }
            _ => first_cell(line),
        }
    }
}

/// A title without blanks, dashes and quotes.
fn bare(title: &str) -> String {
    title.chars().filter(|c| c.is_alphanumeric()).flat_map(char::to_lowercase).collect()
}

/// The cells of a line.
fn cells(line: &str, between: char) -> Vec<String> {
    let mut cells = vec![String::new()];
    let mut quoted = false;
    let mut chars = line.chars().peekable();
    while let Some(c) = chars.next() {
        let Some(cell) = cells.last_mut() else { break };
        match c {
            '"' if quoted && chars.peek() == Some(&'"') => {
                chars.next();
                cell.push('"');
            }
            '"' if quoted || cell.trim().is_empty() => quoted = !quoted,
            c if c == between && !quoted => cells.push(String::new()),
            c => cell.push(c),
        }
    }
    cells.iter().map(|cell| cell.trim().to_owned()).collect()
}

fn first_cell(line: &str) -> String {
    if line.starts_with('"') {
        return cells(line, ',').swap_remove(0);
    }
    let lower = line.to_ascii_lowercase();
    if lower.starts_with("cn=") || lower.starts_with("ou=") || lower.starts_with("uid=") {
        return line.to_owned();
    }
    line.split([',', ';', '\t']).next().unwrap_or_default().trim().to_owned()
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn lines_and_columns() {
        let file = "UserPrincipalName,Department\r\nada@contoso.com,Staff\r\n\r\n# left\r\nCN=Byron\\, Ada,DC=contoso,DC=com\r\n\"CN=King, Bob,DC=contoso,DC=com\",x\r\nCONTOSO\\eve\n";
        assert_eq!(
            read(file.as_bytes()),
            [
                "ada@contoso.com",
                "CN=Byron\\, Ada,DC=contoso,DC=com",
                "CN=King, Bob,DC=contoso,DC=com",
                "CONTOSO\\eve"
            ]
        );
    }
    #[test]
    fn a_known_title_chooses_the_column() {
        for file in [
            "\"DisplayName\",\"UserPrincipalName\"\r\n\"Byron, Ada\",\"ada@contoso.com\"\r\n",
            "Name,SamAccountName,UserPrincipalName\nAda Byron,ada,ada@contoso.com\n",
            "User Principal Name\nada@contoso.com\n",
            "sep=;\nDept;User principal name\nx;ada@contoso.com\n",
            "#TYPE Selected.User\n\"Mail\"\t\"GivenName\"\nada@contoso.com\tAda\n",
            "\"UserPrincipalName\"\n\"ada@contoso.com\"\n",
        ] {
            assert_eq!(read(file.as_bytes()), ["ada@contoso.com"], "{file}");
        }
        assert_eq!(read(b"GivenName,SamAccountName\nAda,ada\nBob\n"), ["ada"]);
        assert_eq!(read(b"onPremisesImmutableId\nLh0Mb0s6XUyOnwobLD1OXw==\n"), ["Lh0Mb0s6XUyOnwobLD1OXw=="]);
        let names = "\"Enabled\",\"DistinguishedName\"\n\"True\",\"CN=Byron\\, Ada,DC=contoso,DC=com\"\n";
        assert_eq!(read(names.as_bytes()), ["CN=Byron\\, Ada,DC=contoso,DC=com"]);
        assert_eq!(read(b"DistinguishedName\nCN=Ada,DC=contoso,DC=com\n"), ["CN=Ada,DC=contoso,DC=com"]);
    }
}
