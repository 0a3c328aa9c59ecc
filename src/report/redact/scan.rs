//! A last look: what still has the form of a mail address, a distinguished name, a SID or an address.

use super::{OURS, spelling};
use serde_json::Value;

/// Something that looks like a name after all names were taken out.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Leak {
    /// What it looks like.
    pub what: &'static str,
    /// Where it stands: the fields that lead to it.
    pub at: String,
    /// The text it stands in, cut short.
    pub text: String,
}

/// Every leak, by where it stands.
pub(super) fn scan(report: &Value) -> Vec<Leak> {
    let mut out = Vec::new();
    look(report, "", "", &mut out);
    out
}

fn look(value: &Value, field: &str, path: &str, out: &mut Vec<Leak>) {
    match value {
        Value::String(text) if !OURS.contains(&field) => {
            if let Some(what) = looks_like(text) {
                let text = text.chars().take(80).collect();
                out.push(Leak { what, at: path.to_owned(), text });
            }
        }
        Value::Array(items) => {
            for (i, item) in items.iter().enumerate() {
                look(item, field, &format!("{path}[{i}]"), out);
            }
        }
        Value::Object(map) => {
            for (name, value) in map.iter().filter(|(n, _)| *n != "tool" && *n != "redaction") {
                let path = if path.is_empty() { name.clone() } else { format!("{path}.{name}") };
                look(value, name, &path, out);
            }
        }
        _ => {}
    }
}

fn looks_like(text: &str) -> Option<&'static str> {
    let lower = text.to_lowercase();
    if lower.split(['@']).zip(lower.split('@').skip(1)).any(|(before, behind)| mail(before, behind)) {
        return Some("a mail address or user principal name");
    }
    if ["cn=", "ou=", "dc=", "uid="].iter().any(|p| part_of_a_dn(&lower, p)) {
        return Some("a distinguished name");
    }
    if lower.contains("s-1-5-21-") {
        return Some("a security identifier");
    }
    if lower.contains(".onmicrosoft.com") {
        return Some("a tenant's name");
    }
    if lower.contains("\\users\\") || lower.contains("/home/") {
        return Some("a personal folder");
    }
    let numbers = lower.split(|c: char| !(c.is_ascii_digit() || c == '.'));
    numbers.map(|n| n.trim_matches('.')).any(address).then_some("a network address")
}

/// A word right before the sign, and a name or a mark right behind it.
fn mail(before: &str, behind: &str) -> bool {
    let start = before.chars().next_back().is_some_and(|c| c.is_alphanumeric() || "._-+%'".contains(c));
    let domain: String =
        behind.chars().take_while(|c| c.is_alphanumeric() || matches!(c, '.' | '-' | '[')).collect();
    start && (domain.contains('.') || domain.starts_with('['))
}

/// `cn=Ada`, and not `cn=[person-1]`.
fn part_of_a_dn(lower: &str, kind: &str) -> bool {
    lower.match_indices(kind).any(|(at, _)| {
        let alone = !lower[..at].chars().next_back().is_some_and(char::is_alphanumeric);
        let value = lower[at + kind.len()..].chars().next();
        alone && value.is_some_and(|c| !matches!(c, '[' | '<' | '{' | ' ' | '.' | ',' | '*' | '$'))
    })
}

fn address(text: &str) -> bool {
    let parts: Vec<&str> = text.split('.').collect();
    parts.len() == 4
        && parts.iter().all(|p| p.len() <= 3 && p.parse::<u16>().is_ok_and(|n| n <= 255))
        && !spelling::is_version(text)
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn forms_are_known() {
        for text in [
            "mail ada@contoso.com now",
            "ada@[network-1]",
            "CN=Ada,[network-1]",
            "S-1-5-21-1-2-3-500",
            "at 10.20.30.40, port 88",
            "C:\\Users\\ada\\x",
            "contoso.onmicrosoft.com",
        ] {
            assert!(looks_like(text).is_some(), "{text}");
        }
        for text in [
            "Connect 2.6.84.0",
            "[person-1]@[network-1]",
            "CN=[person-1]",
            "CN=...",
            "at 09:10 @ noon",
            "1.2.3",
        ] {
            assert_eq!(looks_like(text), None, "{text}");
        }
    }
}
