//! Distinguished names in the one form in which they are compared: lower case, no blanks around commas and
//! equals signs, nothing quoted, and only escaped what the directory itself escapes.

/// What the directory writes with a backslash before it, wherever it stands in a value.
const ESCAPED: &str = ",+\"\\<>;";

/// What may stand around a name without being of it.
const BLANK: [char; 4] = [' ', '\t', '\r', '\n'];

/// The form in which two spellings of a distinguished name are the same; of any other text its lower case.
#[must_use]
pub fn same_dn(text: &str) -> String {
    let whole = text.trim_matches(BLANK);
    // A blank at the end may be escaped.
    let text = text.trim_start_matches(BLANK);
    if is_plain(whole) {
        return whole.to_lowercase();
    }
    let mut out = String::with_capacity(text.len());
    let mut rest = Some(text);
    while let Some(part) = rest {
        let Some((kind, behind)) = part.split_once('=') else { return whole.to_lowercase() };
        if kind.contains(',') {
            return whole.to_lowercase();
        }
        let (value, next) = value(behind);
        if !out.is_empty() {
            out.push(',');
        }
        out.push_str(&kind.trim_matches(' ').to_lowercase());
        out.push('=');
        escape(&value.to_lowercase(), &mut out);
        rest = next;
    }
    out
}

/// True for a name in the usual form, but for its case: most are.
fn is_plain(text: &str) -> bool {
    let (mut before, mut escaped) = (0, false);
    for byte in text.bytes() {
        if escaped {
            if !ESCAPED.as_bytes().contains(&byte) {
                return false;
            }
            (before, escaped) = (0, false);
            continue;
        }
        match (before, byte) {
            (_, b'"') | (b',' | b'=', b' ') | (b' ', b',' | b'=') => return false,
            _ => escaped = byte == b'\\',
        }
        before = byte;
    }
    !escaped
}

/// The value that a text begins with, and what stands behind its comma.
fn value(text: &str) -> (String, Option<&str>) {
    let text = text.trim_start_matches(' ');
    if let Some((quoted, behind)) = text.strip_prefix('"').and_then(quoted) {
        let next = behind.split_once(',').map(|(_, next)| next);
        return (quoted, next);
    }
    let mut bytes: Vec<u8> = Vec::new();
    // Blanks at the end belong to the value only where they are escaped.
    let mut kept = 0;
    let mut chars = text.char_indices();
    while let Some((at, c)) = chars.next() {
        match c {
            ',' => {
                bytes.truncate(kept.max(bytes.trim_ascii_end().len()));
                return (String::from_utf8_lossy(&bytes).into_owned(), text.get(at + 1..));
            }
            '\\' => {
                match text.get(at + 1..at + 3).and_then(byte) {
                    Some(byte) => {
                        bytes.push(byte);
                        chars.nth(1);
                    }
                    None => bytes.extend(chars.next().map_or('\\', |(_, c)| c).to_string().as_bytes()),
                }
                kept = bytes.len();
            }
            c => bytes.extend(c.encode_utf8(&mut [0; 4]).as_bytes()),
        }
    }
    bytes.truncate(kept.max(bytes.trim_ascii_end().len()));
    (String::from_utf8_lossy(&bytes).into_owned(), None)
}

fn byte(hex: &str) -> Option<u8> {
    let digits = hex.bytes().all(|b| b.is_ascii_hexdigit());
    u8::from_str_radix(hex, 16).ok().filter(|_| digits)
}

/// What stands before the closing quote, and behind it.
fn quoted(text: &str) -> Option<(String, &str)> {
    let mut out = String::new();
    let mut chars = text.char_indices();
    while let Some((at, c)) = chars.next() {
        match c {
            '"' => return Some((out, text.get(at + 1..)?)),
            '\\' => out.push(chars.next()?.1),
            c => out.push(c),
        }
    }
    None
}

fn escape(value: &str, out: &mut String) {
    let last = value.chars().count().saturating_sub(1);
    for (i, c) in value.chars().enumerate() {
        let edge = (c == ' ' && (i == 0 || i == last)) || (c == '#' && i == 0);
        match c {
            c if c.is_ascii_control() => out.extend(format!("\\{:02x}", u32::from(c)).chars()),
            c if edge || ESCAPED.contains(c) => out.extend(['\\', c]),
            c => out.push(c),
        }
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use proptest::prelude::*;

    #[test]
    fn one_form_for_all_spellings() {
        let want = "cn=byron\\, ada,ou=staff,dc=contoso,dc=com";
        for spelled in [
            "CN=Byron\\, Ada,OU=Staff,DC=contoso,DC=com",
            "CN=Byron\\2C Ada,OU=Staff,DC=contoso,DC=com",
            "cn=byron\\, ada, ou=staff, dc=contoso, dc=com",
            "CN = Byron\\, Ada , OU = Staff,DC=contoso,DC=com ",
            "CN=\"Byron, Ada\",OU=Staff,DC=contoso,DC=com",
        ] {
            assert_eq!(same_dn(spelled), want, "{spelled}");
        }
        assert_eq!(same_dn("CN=Ada\\0ACNF:1,DC=a"), "cn=ada\\0acnf:1,dc=a");
        assert_eq!(same_dn("CN=M\\C3\\BCller,DC=a"), same_dn("CN=MÜLLER,DC=a"));
        assert_ne!(same_dn("CN=Ada\\ ,DC=a"), same_dn("CN=Ada,DC=a"));
        assert_eq!(same_dn(" Ada@Contoso.com "), "ada@contoso.com");
        assert_eq!(same_dn("Byron, Ada"), "byron, ada");
        assert_eq!(same_dn(""), "");
    }

    /// The same name with blanks, quotes or numbers where they change nothing.
    fn spelled(values: &[String], how: u8) -> String {
        let one = |value: &String| match how {
            0 => {
                let mut out = String::from("CN=");
                escape(value, &mut out);
                out
            }
            1 => format!(
                "cn = {}",
                value.bytes().fold(String::new(), |all, byte| format!("{all}\\{byte:02X}"))
            ),
            _ => format!("CN= \"{}\" ", value.replace('\\', "\\\\").replace('"', "\\\"")),
        };
        values.iter().map(one).collect::<Vec<_>>().join(if how == 0 { "," } else { " , " })
    }

    proptest! {
        #[test]
        fn however_it_is_spelled(values in prop::collection::vec("[ -~äé\n]{1,12}", 1..5)) {
            let forms: Vec<String> = (0..3).map(|how| same_dn(&spelled(&values, how))).collect();
            prop_assert_eq!(&forms[0], &forms[1]);
            prop_assert_eq!(&forms[0], &forms[2]);
            prop_assert_eq!(&same_dn(&forms[0]), &forms[0]);
        }

        #[test]
        fn nothing_panics_and_a_form_is_its_own(text in "\\PC{0,60}") {
            let form = same_dn(&text);
            prop_assert_eq!(same_dn(&form), form);
        }
    }
}
