//! What the operator gives for a directory: a controller or a domain, by name.

use std::net::IpAddr;

/// A directory to ask.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Address {
    /// A host, an IP address, or a domain.
    pub name: String,
    /// The port that was given.
    pub port: Option<u16>,
    /// True where the whole conversation is to be encrypted from its start (`ldaps://`).
    pub tls: bool,
}

/// Endings of files: a name with one of these is a misspelt path, no domain.
const FILE_ENDINGS: &[&str] =
    &["csv", "evtx", "gz", "htm", "html", "json", "jsonl", "log", "md", "ps1", "toml", "txt", "xml", "zip"];

impl Address {
    /// True for what names a directory by its scheme.
    #[must_use]
    pub fn is_one(given: &str) -> bool {
        scheme(given).is_some()
    }

    /// True for what could be the name of a domain: labels with dots, and not the name of a file.
    #[must_use]
    pub fn could_be_domain(given: &str) -> bool {
        let last = given.rsplit('.').next().unwrap_or_default().to_ascii_lowercase();
        given.contains('.')
            && given.parse::<IpAddr>().is_err()
            && is_host_name(given)
            && last.starts_with(|c: char| c.is_ascii_alphabetic())
            && !FILE_ENDINGS.contains(&last.as_str())
    }

    /// Reads `ldap://HOST[:PORT]`, `ldaps://HOST[:PORT]` or a bare name; or says what is wrong with it.
    pub fn parse(given: &str) -> Result<Address, String> {
        let accepted = "accepted are ldap://HOST, ldaps://HOST, either with :PORT, and the name of a domain";
        let (tls, rest) = scheme(given.trim()).unwrap_or((false, given.trim()));
        let rest = rest.strip_suffix('/').unwrap_or(rest);
        let (name, port) = match rest.strip_prefix('[').and_then(|r| r.split_once(']')) {
            Some((name, "")) => (name, None),
            Some((name, port)) => (name, port.strip_prefix(':')),
            None if rest.parse::<IpAddr>().is_ok() => (rest, None),
            None => rest.rsplit_once(':').map_or((rest, None), |(name, port)| (name, Some(port))),
        };
        if name.parse::<IpAddr>().is_err() && !is_host_name(name) {
            return Err(format!("\"{name}\" is no name of a host or domain; {accepted}"));
        }
        let port = match port.map(str::parse::<u16>) {
            None => None,
            Some(Ok(port)) if port > 0 => Some(port),
            Some(_) => return Err(format!("the port is no number from 1 to 65535; {accepted}")),
        };
        Ok(Address { name: name.trim_end_matches('.').to_ascii_lowercase(), port, tls })
    }
}

fn scheme(given: &str) -> Option<(bool, &str)> {
    let (scheme, rest) = given.split_once("://")?;
    match scheme.to_ascii_lowercase().as_str() {
        "ldap" => Some((false, rest)),
        "ldaps" => Some((true, rest)),
        _ => None,
    }
}

fn is_host_name(name: &str) -> bool {
    let name = name.strip_suffix('.').unwrap_or(name);
    let label = |l: &str| {
        !l.is_empty()
            && l.len() <= 63
            && !l.starts_with('-')
            && l.chars().all(|c| c.is_alphanumeric() || matches!(c, '-' | '_'))
    };
    name.len() <= 253 && name.split('.').all(label)
}

#[cfg(test)]
mod tests {
    use super::*;

    fn read(given: &str) -> Option<(String, Option<u16>, bool)> {
        Address::parse(given).ok().map(|a| (a.name, a.port, a.tls))
    }

    #[test]
    fn every_form() {
        assert_eq!(read("ldap://DC1.contoso.com"), Some(("dc1.contoso.com".into(), None, false)));
        assert_eq!(read("LDAPS://dc1:3269/"), Some(("dc1".into(), Some(3269), true)));
        assert_eq!(read("ldap://127.0.0.77:389"), Some(("127.0.0.77".into(), Some(389), false)));
        assert_eq!(read("ldaps://[fe80::1]:636"), Some(("fe80::1".into(), Some(636), true)));
        assert_eq!(read("contoso.com."), Some(("contoso.com".into(), None, false)));
        for wrong in
            ["ldap://", "ldap://a b", "ldap://dc1:0", "ldap://dc1:x", "ldap://dc1/ou=x", "ldap://a..b"]
        {
            assert_eq!(read(wrong), None, "{wrong}");
        }
    }

    #[test]
    fn a_misspelt_file_is_no_domain() {
        assert!(Address::could_be_domain("emea.contoso.com"));
        for file in ["evidence.jsonl", "log.evtx", "folder", "../contoso.com", "10.0.0.1", "a b.com"] {
            assert!(!Address::could_be_domain(file), "{file}");
        }
    }
}
