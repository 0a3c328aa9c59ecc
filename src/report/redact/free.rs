//! What looks like a name in words that somebody else wrote: messages of errors, values that are not
//! what they should be. There no class tells what a word is, so its form has to.

use super::spelling;
use crate::{diagnosis::Value, evidence::Class};
use std::net::{Ipv4Addr, Ipv6Addr};

/// Ends of names in networks. Code and files have dots too.
const ENDS: [&str; 30] = [
    "com",
    "net",
    "org",
    "info",
    "biz",
    "local",
    "localdomain",
    "lan",
    "corp",
    "internal",
    "intern",
    "intra",
    "intranet",
    "home",
    "priv",
    "private",
    "dom",
    "root",
    "loc",
    "example",
    "test",
    "invalid",
    "de",
    "at",
    "ch",
    "uk",
    "eu",
    "fr",
    "nl",
    "it",
];
/// Ends of words that have dots and name no computer.
const FILES: [&str; 21] = [
    "exe", "dll", "config", "ps1", "psm1", "psd1", "xml", "json", "jsonl", "txt", "log", "evtx", "csv",
    "mdf", "ldf", "html", "htm", "md", "cs", "zip", "ini",
];
/// How names in code begin.
const CODE: [&str; 5] = ["system.", "microsoft.", "mscorlib.", "newtonsoft.", "windows."];
/// Where Microsoft answers: names of nobody who is diagnosed.
const MICROSOFTS: [&str; 8] = [
    "microsoft.com",
    "microsoftonline.com",
    "microsoftonline-p.com",
    "windows.net",
    "windowsazure.com",
    "azure.com",
    "office.com",
    "msappproxy.net",
];
/// What stands before a backslash where Windows itself is meant, a place in its registry, or the second
/// half of a folder's name, such as that of C:\Program Files\Microsoft Azure AD Sync\Bin.
const WINDOWS: [&str; 12] = [
    "authority",
    "service",
    "builtin",
    "apppool",
    "domain",
    "hklm",
    "hkcu",
    "hkey_local_machine",
    "files",
    "sync",
    "connect",
    "framework64",
];

/// Every name that a message seems to hold.
#[must_use]
pub fn names(text: &str) -> Vec<Value> {
    let mut found: Vec<Value> = dn(text).map(|dn| Value::of(Class::Person, dn)).into_iter().collect();
    for word in words(text) {
        found.extend(sure(word));
        if let Some(host) = dns(word).filter(|host| host.split('.').count() > 2 || ends_like_a_network(host))
        {
            let class = if host.to_lowercase().ends_with(".onmicrosoft.com") {
                Class::Tenant
            } else if host.split('.').count() > 2 {
                Class::Host
            } else {
                Class::Network
            };
            found.push(Value::of(class, host));
        }
    }
    found
}

/// Names by signs that nothing else has: mail addresses, accounts, folders of people, addresses.
#[must_use]
pub fn certain(text: &str) -> Vec<Value> {
    let dn = dn(text).map(|dn| Value::of(Class::Person, dn));
    dn.into_iter().chain(words(text).flat_map(sure)).collect()
}

fn sure(word: &str) -> Vec<Value> {
    if word.contains('@') && word.len() > 2 && !word.starts_with('@') {
        return vec![Value::of(Class::Person, word)];
    }
    if word.to_lowercase().starts_with("s-1-5-21-") {
        return vec![Value::of(Class::Person, word)];
    }
    if let Some(address) = address(word) {
        return vec![Value::of(Class::Network, address)];
    }
    if let Some((_, name)) = account(word) {
        return vec![Value::of(Class::Person, word), Value::of(Class::Person, name)];
    }
    if let Some(host) = share(word) {
        return vec![Value::of(Class::Host, word), Value::of(Class::Host, host)];
    }
    folder_of_somebody(word).map(|name| Value::of(Class::Person, name)).into_iter().collect()
}

/// The words of a text, without the signs around them.
pub(super) fn words(text: &str) -> impl Iterator<Item = &str> {
    let between = |c: char| c.is_whitespace() || "\"'`“”‘’„()<>{}[]|,;=".contains(c);
    text.split(between).map(|word| word.trim_end_matches(['.', ':', '!', '?'])).filter(|w| !w.is_empty())
}

/// Domain and name of `CORP\name`.
pub(super) fn account(word: &str) -> Option<(&str, &str)> {
    let (domain, name) = word.split_once('\\')?;
    let name = name.trim_start_matches('\\');
    let label = |t: &str, also: &str| {
        !t.is_empty() && t.chars().all(|c| c.is_alphanumeric() || "-_.".contains(c) || also.contains(c))
    };
    let begins = |t: &str| t.starts_with(char::is_alphanumeric);
    let lettered = domain.contains(char::is_alphabetic);
    let named = label(domain, "") && lettered && begins(domain) && label(name, "$") && begins(name);
    let windows = WINDOWS.contains(&domain.to_lowercase().as_str());
    (named && !windows && !is_file(name)).then_some((domain, name))
}

/// The computer of `\\SERVER\share`, also with every backslash twice, as JSON writes it.
pub(super) fn share(word: &str) -> Option<&str> {
    let signs = |text: &str| text.len() - text.trim_start_matches('\\').len();
    let host = word.trim_start_matches('\\').split('\\').next()?;
    let behind = word.get(signs(word) + host.len()..)?;
    let named = host.len() > 1 && host.chars().all(|c| c.is_alphanumeric() || "-_.".contains(c));
    let share = matches!((signs(word), signs(behind)), (2, 1) | (4, 2));
    (named && share && spelling::is_a_name(host)).then_some(host)
}

/// An address of a computer, without port and zone.
pub(super) fn address(word: &str) -> Option<&str> {
    let bare = word.split('%').next().unwrap_or(word);
    // Two colons alone, or one and a word, stand in code.
    let six = bare.starts_with(|c: char| c.is_ascii_hexdigit()) && bare.parse::<Ipv6Addr>().is_ok();
    if six {
        return Some(bare);
    }
    let four = bare.split(':').next().unwrap_or(bare);
    (four.parse::<Ipv4Addr>().is_ok() && !spelling::is_version(four)).then_some(four)
}

/// The name in `C:\Users\name\…` and `/home/name/…`.
pub(super) fn folder_of_somebody(word: &str) -> Option<&str> {
    let mut parts = word.split(['\\', '/']).filter(|p| !p.is_empty());
    parts.find(|p| p.eq_ignore_ascii_case("users") || *p == "home")?;
    parts.next().filter(|name| spelling::is_a_name(name))
}

/// A name with dots that is no code, no file and none of Microsoft's: of a word, or of an address in it.
pub(super) fn dns(word: &str) -> Option<&str> {
    let rest = word.split_once("://").map_or(word, |(_, rest)| rest);
    let host = rest.split(['/', ':', '\\', '?', '#']).next()?.trim_matches('.');
    let lower = host.to_lowercase();
    let labels: Vec<&str> = lower.split('.').collect();
    let label = |l: &&str| !l.is_empty() && l.chars().all(|c| c.is_alphanumeric() || "-_".contains(c));
    let last = labels.last()?;
    let named = labels.len() > 1
        && labels.iter().all(label)
        && last.chars().count() > 1
        && last.chars().all(char::is_alphabetic)
        && !last.ends_with("exception");
    let ours = MICROSOFTS.iter().any(|m| lower == *m || lower.ends_with(&format!(".{m}")));
    let code = CODE.iter().any(|c| lower.starts_with(c)) || is_file(&lower);
    (named && !ours && !code).then_some(host)
}

pub(super) fn ends_like_a_network(host: &str) -> bool {
    host.rsplit('.').next().is_some_and(|last| ENDS.contains(&last.to_lowercase().as_str()))
}

fn is_file(name: &str) -> bool {
    name.rsplit_once('.').is_some_and(|(_, end)| FILES.contains(&end.to_lowercase().as_str()))
}

/// A distinguished name, up to the end of its domain or of the phrase.
fn dn(text: &str) -> Option<&str> {
    let lower = text.to_ascii_lowercase();
    let starts = |kind: &str| {
        lower.match_indices(kind).map(|(at, _)| at).find(|at| {
            !lower.get(..*at).and_then(|t| t.chars().next_back()).is_some_and(char::is_alphanumeric)
        })
    };
    let start = ["cn=", "ou=", "uid=", "dc="].iter().filter_map(|kind| starts(kind)).min()?;
    let rest = text.get(start..)?;
    let phrase = rest.find(['"', '\'', ';', '<', '>', '\n', ')']).unwrap_or(rest.len());
    let rest = rest.get(..phrase)?;
    let domain = rest.to_ascii_lowercase().rfind("dc=").map(|at| at + 3);
    let label = |at: usize| {
        let tail = rest.get(at..).unwrap_or_default();
        at + tail.find(|c: char| !(c.is_alphanumeric() || c == '-')).unwrap_or(tail.len())
    };
    rest.get(..domain.map_or(rest.len(), label)).map(str::trim_end)
}

#[cfg(test)]
mod tests {
    use super::*;

    fn found(text: &str) -> Vec<String> {
        names(text).into_iter().map(|v| v.text).collect()
    }

    #[test]
    fn names_in_messages() {
        for (text, want) in [
            ("Access denied for CORPX\\zaphod.", "CORPX\\zaphod"),
            ("found \"CORPX\\\\zaphod\"", "zaphod"),
            ("cannot reach DC07.emea.contoso.com", "DC07.emea.contoso.com"),
            ("cannot reach proxy01.corp.contoso.net:8080", "proxy01.corp.contoso.net"),
            ("https://proxy01.contoso.net:8080/ refused", "proxy01.contoso.net"),
            ("no answer from heartofgold.example", "heartofgold.example"),
            ("\\\\FILESRV\\c$ denied", "FILESRV"),
            ("\"\\\\\\\\FILESRV\\\\c$\"", "FILESRV"),
            ("2001:db8::17 refused", "2001:db8::17"),
            ("connect to [fe80::1c2d:3e4f%7]:389", "fe80::1c2d:3e4f"),
            ("connect 203.0.113.77:389", "203.0.113.77"),
            ("user jdoe@contoso.com needs MFA", "jdoe@contoso.com"),
            ("C:\\Users\\zaphod\\file", "zaphod"),
            ("CN=Ada Byron,OU=Staff,DC=contoso,DC=com is gone", "CN=Ada Byron,OU=Staff,DC=contoso,DC=com"),
            ("S-1-5-21-1-2-3-500 has no right", "S-1-5-21-1-2-3-500"),
            ("tenant contoso2.onmicrosoft.com", "contoso2.onmicrosoft.com"),
        ] {
            assert!(found(text).iter().any(|f| f == want), "{text}: {:?}", found(text));
        }
    }

    #[test]
    fn what_names_nobody() {
        for text in [
            "see https://learn.microsoft.com/entra/x and login.microsoftonline.com",
            "System.Net.WebException at Microsoft.Online.Coexistence.Client",
            "miiserver.exe.config in C:\\Program Files\\Microsoft Azure AD Sync\\Bin",
            "HKLM:\\SOFTWARE\\Microsoft\\.NETFramework\\v4.0.30319 and NT SERVICE\\ADSync, BUILTIN\\Administrators",
            "HKLM:\\SYSTEM\\CurrentControlSet\\Control\\SecurityProviders\\SCHANNEL\\Protocols\\TLS 1.2\\Client",
            "version 2.6.84.0 and 10.0.20348.2227 at 09:12:00",
            "[System.Math]::Abs(1) and [x]::add",
            "no answer in 60 s (0x80070005)",
        ] {
            assert_eq!(found(text), Vec::<String>::new(), "{text}");
        }
    }
}
