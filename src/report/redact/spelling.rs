//! The spellings in which a name can turn up in free text.

use crate::{diagnosis::Value, evidence::Class, knowledge::visible};
use std::collections::BTreeSet;

/// Values that name nobody though they stand where a name can: settings and words of the product. As
/// part of a name they are not looked for either, or texts would be torn apart.
const WORDS: [&str; 63] = [
    // Who says so where nobody gave a name.
    "operator",
    "true",
    "false",
    "yes",
    "no",
    "none",
    "null",
    "default",
    "user",
    "users",
    "person",
    "top",
    "contact",
    "group",
    "computer",
    "computers",
    "domain",
    "local",
    "com",
    "net",
    "org",
    "adsync",
    "administrator",
    "admin",
    "admins",
    "system",
    "service",
    "server",
    "sync",
    "password",
    "passwords",
    "synchronization",
    "active",
    "directory",
    "microsoft",
    "windows",
    "azure",
    "entra",
    "connect",
    "cloud",
    "tenant",
    "connector",
    "forest",
    "account",
    "accounts",
    "onmicrosoft",
    "builtin",
    "nt",
    "authority",
    "nt service\\adsync",
    "nt service",
    "network service",
    "localsystem",
    "enabled",
    "disabled",
    "success",
    "failed",
    "error",
    "everyone",
    "self",
    "passwordhashsync",
    "organizationalperson",
    "open",
];
/// Words that files of evidence are called by, and that say of nobody whose they are.
const OF_FILES: [&str; 30] = [
    "evidence",
    "export",
    "exports",
    "event",
    "events",
    "log",
    "logs",
    "application",
    "config",
    "connector",
    "connectors",
    "scheduler",
    "feature",
    "features",
    "global",
    "rule",
    "rules",
    "run",
    "runs",
    "report",
    "case",
    "collect",
    "collected",
    "output",
    "archive",
    "data",
    "phs",
    "doctor",
    "standard",
    "input",
];
/// A short form has at least this many characters.
const SHORTEST: usize = 3;

/// True for a text that could name somebody.
pub(super) fn is_a_name(text: &str) -> bool {
    let lower = text.trim().to_lowercase();
    let plain =
        lower.chars().all(|c| c.is_ascii_digit() || matches!(c, '.' | ':' | '-' | '+' | 't' | 'z' | ' '));
    let address = lower.split('.').count() == 4 && !lower.starts_with("0.") && lower.len() >= 7;
    lower.chars().count() >= SHORTEST
        && !WORDS.contains(&lower.as_str())
        && (!plain || (address && !is_version(&lower)))
        && !is_guid(&lower)
}

/// The part of a source's name that could give somebody away: folders do, and the file's own name
/// unless it is made of plain words.
pub(super) fn of_a_source(name: &str) -> Option<&str> {
    let (folder, own) = name.rsplit_once(['/', '\\']).map_or((None, name), |(f, own)| (Some(f), own));
    let stem = own.split_once('.').map_or(own, |(stem, _)| stem).to_lowercase();
    let plain = |word: &str| {
        word.chars().all(|c| c.is_ascii_digit()) || OF_FILES.contains(&word) || WORDS.contains(&word)
    };
    if !is_a_name(own) || stem.split(|c: char| !c.is_alphanumeric()).all(plain) {
        return folder.filter(|f| f.len() > 1);
    }
    Some(name)
}

/// Versions of the product look like addresses.
pub(super) fn is_version(text: &str) -> bool {
    let first = text.split('.').next().and_then(|n| n.parse::<u32>().ok());
    first.is_some_and(|n| n <= 2) || text.starts_with("10.0.") && text.split('.').any(|p| p.len() > 3)
}

fn is_guid(text: &str) -> bool {
    let bare = text.trim_matches(['{', '}']);
    bare.len() == 36 && bare.chars().all(|c| c.is_ascii_hexdigit() || c == '-')
}

/// Every spelling of a name, in lower case.
pub(super) fn all(name: &Value) -> BTreeSet<String> {
    let text = name.text.trim();
    let mut plain: BTreeSet<String> = BTreeSet::from([text.to_owned()]);
    match name.class {
        Class::Person => person(text, &mut plain),
        Class::Host => {
            plain.extend(text.split_once('.').map(|(short, _)| short.to_owned()));
        }
        Class::Network | Class::Tenant => network(text, &mut plain),
        Class::Public => {}
    }
    let mut out = BTreeSet::new();
    for spelling in plain {
        let spelling = spelling.trim();
        if spelling == text || is_a_name(spelling) {
            out.extend(escaped(spelling).into_iter().map(|s| s.to_lowercase()));
        }
    }
    out.retain(|s| !s.is_empty());
    out
}

/// A distinguished name, a UPN, `DOMAIN\name`, a name by its own.
fn person(text: &str, out: &mut BTreeSet<String>) {
    if let Some((_, name)) = text.rsplit_once('\\').filter(|(d, _)| !d.contains('=')) {
        out.insert(name.to_owned());
    }
    let address = text.split_once(':').filter(|(kind, _)| kind.len() <= 5).map_or(text, |(_, rest)| rest);
    if let Some((name, domain)) = address.rsplit_once('@') {
        out.extend([address.to_owned(), name.to_owned(), domain.to_owned()]);
    }
    if let Some(first) = rdns(text).first() {
        out.insert(text.replace("\\,", ","));
        out.insert(text.replace(", ", ",").replace(',', ", "));
        out.insert(first.clone());
        out.insert(first.replace('\\', ""));
    }
}

/// A DNS name and its distinguished name, and its first label, which is the short name mostly.
fn network(text: &str, out: &mut BTreeSet<String>) {
    let bare = text.strip_suffix(" - AAD").unwrap_or(text);
    out.insert(bare.to_owned());
    let lower = bare.to_lowercase();
    let labels: Vec<&str> = if lower.starts_with("dc=") {
        lower.split(',').filter_map(|p| p.trim().strip_prefix("dc=")).collect()
    } else if bare.contains('.') && !bare.contains([' ', '\\', '/']) && !bare.starts_with(char::is_numeric) {
        lower.split('.').collect()
    } else {
        return;
    };
    out.insert(labels.join("."));
    out.insert(labels.iter().map(|l| format!("dc={l}")).collect::<Vec<_>>().join(","));
    out.extend(labels.first().map(|l| (*l).to_owned()));
}

/// The values of a distinguished name's first parts, as they stand in it.
fn rdns(text: &str) -> Vec<String> {
    let lower = text.to_lowercase();
    if !["cn=", "ou=", "uid="].iter().any(|p| lower.starts_with(p)) {
        return Vec::new();
    }
    let mut parts = vec![String::new()];
    let mut escaped = false;
    for c in text.chars() {
        match c {
            ',' if !escaped => parts.push(String::new()),
            c => {
                if let Some(last) = parts.last_mut() {
                    last.push(c);
                }
            }
        }
        escaped = c == '\\' && !escaped;
    }
    parts.iter().filter_map(|p| p.split_once('=').map(|(_, value)| value.to_owned())).collect()
}

/// As it is, as screens show it, and as JSON, XML, addresses and PowerShell write it.
fn escaped(text: &str) -> Vec<String> {
    let xml = text.replace('&', "&amp;").replace('<', "&lt;").replace('>', "&gt;");
    vec![
        text.to_owned(),
        visible(text),
        text.replace('\\', "\\\\"),
        text.replace('\'', "''"),
        text.replace('@', "%40"),
        xml.replace('"', "&quot;"),
        xml,
    ]
}

#[cfg(test)]
mod tests {
    use super::*;

    fn has(class: Class, name: &str, wanted: &[&str]) {
        let all = all(&Value::of(class, name));
        for want in wanted {
            assert!(all.contains(*want), "{name}: {want} is not in {all:?}");
        }
    }

    #[test]
    fn one_name_in_many_spellings() {
        has(Class::Person, "CN=Byron\\, Ada,OU=Staff,DC=contoso,DC=com", &["byron\\, ada", "byron, ada"]);
        has(Class::Person, "ada.byron@contoso.com", &["ada.byron", "contoso.com", "ada.byron%40contoso.com"]);
        has(Class::Person, "CONTOSO\\ada", &["ada", "contoso\\\\ada"]);
        has(Class::Person, "SMTP:ada@contoso.com", &["ada@contoso.com"]);
        has(Class::Person, "O'Brien", &["o''brien"]);
        has(Class::Network, "DC=contoso,DC=com", &["contoso.com", "contoso"]);
        has(Class::Network, "contoso.com", &["dc=contoso,dc=com"]);
        has(Class::Host, "DC01.contoso.com", &["dc01"]);
    }

    #[test]
    fn settings_are_no_names() {
        for word in ["True", "12", "NT SERVICE\\ADSync", "2.6.84.0", "00:30:00", "ab"] {
            assert!(!is_a_name(word), "{word}");
        }
        assert!(is_a_name("10.10.0.11") && is_a_name("AADC01"));
    }
}
