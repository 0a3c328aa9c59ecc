//! A last look: what still has the form of a mail address, a distinguished name, a SID or an address.

use super::{OURS, free, spelling};
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
    if lower.match_indices(['\\', '.']).any(|(at, sign)| beside_a_mark(&lower, at, sign)) {
        return Some("an account or a computer");
    }
    for word in free::words(text) {
        if free::account(word).is_some_and(|(_, name)| spelling::is_a_name(name)) {
            return Some("an account");
        }
        if free::share(word).is_some() {
            return Some("a computer's share");
        }
        if free::address(word).is_some() {
            return Some("a network address");
        }
        if free::folder_of_somebody(word).is_some() {
            return Some("a personal folder");
        }
        if free::dns(word).is_some_and(free::ends_like_a_network) {
            return Some("a computer or a domain");
        }
    }
    let numbers = lower.split(|c: char| !(c.is_ascii_digit() || c == '.'));
    numbers.map(|n| n.trim_matches('.')).any(address).then_some("a network address")
}

/// `[network-1]\name` and `name.[network-1]`.
fn beside_a_mark(lower: &str, at: usize, sign: &str) -> bool {
    let (before, behind) = (&lower[..at], &lower[at + sign.len()..]);
    let mark = |text: &str| ["[network-", "[tenant-", "[host-"].iter().any(|m| text.starts_with(m));
    if sign == "." {
        return before.ends_with(char::is_alphanumeric) && mark(behind);
    }
    let last = before.rfind('[').map(|from| &before[from..]).filter(|m| m.ends_with(']') && mark(m));
    last.is_some() && behind.starts_with(char::is_alphanumeric)
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
        alone && value.is_some_and(|c| !matches!(c, '[' | '<' | '{' | ' ' | '.' | ',' | '*' | '$' | '\''))
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
            "denied for CORPX\\zaphod",
            "[network-4]\\jdoe was refused",
            "DC07.[network-3] does not answer",
            "srvx99.heartofgold.example",
            "\\\\FILESRV\\c$",
            "2001:db8::17",
        ] {
            assert!(looks_like(text).is_some(), "{text}");
        }
        for text in [
            "Connect 2.6.84.0",
            "[person-1]@[network-1]",
            "CN=[person-1]",
            "CN=...",
            "-like 'DC=*' -replace '^DC='",
            "at 09:10 @ noon",
            "1.2.3",
            "[network-1]\\[person-2] on [host-1].[network-1]",
            "NT SERVICE\\ADSync reads HKLM:\\SOFTWARE\\Microsoft\\x of miiserver.exe.config",
            "https://learn.microsoft.com/entra/identity, see [network-1]. [host-2] answers",
            "[person-1]\\evidence.jsonl",
        ] {
            assert_eq!(looks_like(text), None, "{text}");
        }
    }
}
