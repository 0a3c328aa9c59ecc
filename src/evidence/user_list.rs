//! A file of users: one a line, or the first column of a CSV file.

use super::text::{Line, Lines};

/// First lines of a CSV file that name the column.
const TITLES: [&str; 10] = [
    "user",
    "userprincipalname",
    "upn",
    "samaccountname",
    "distinguishedname",
    "mail",
    "email",
    "objectguid",
    "name",
    "immutableid",
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
    while let Ok(Some((_, line))) = lines.next_line() {
        let Line::Text { text, .. } = line else { continue };
        let user = first(text.trim());
        let title = users.is_empty() && TITLES.contains(&user.to_lowercase().as_str());
        if !user.is_empty() && !user.starts_with('#') && !title {
            users.push(user);
        }
    }
    users
}

fn first(line: &str) -> String {
    if let Some(quoted) = line.strip_prefix('"') {
        let mut out = String::new();
        let mut chars = quoted.chars().peekable();
        while let Some(c) = chars.next() {
            match c {
                '"' if chars.peek() == Some(&'"') => {
                    chars.next();
                    out.push('"');
                }
                '"' => break,
                c => out.push(c),
            }
        }
        return out.trim().to_owned();
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
}
