//! Users of the directory: found by any of their names, and who shares a name with them.

use super::{
    Refusal,
    entry::Entry,
    link::{Link, escaped, escaped_bytes},
    metadata::{UNICODE_PWD, changed},
};
use crate::evidence::{guid, stamp::rfc3339};
use serde_json::{Map, Value, json};

const TEXTS: &[&str] = &[
    "userPrincipalName",
    "sAMAccountName",
    "mail",
    "displayName",
    "userAccountControl",
    "msDS-User-Account-Control-Computed",
    "pwdLastSet",
    "whenCreated",
    "accountExpires",
    "lockoutTime",
    "adminDescription",
    "msExchRecipientTypeDetails",
    "primaryGroupID",
];
const LISTS: &[&str] = &["objectClass", "proxyAddresses", "memberOf"];
const GUIDS: &[&str] = &["objectGUID", "mS-DS-ConsistencyGuid"];
const CHANGES: &str = "replPropertyMetaData";
/// So many of the same name are enough to say that it is not unique.
const MOST: usize = 20;

/// One user.
#[derive(Debug)]
pub(super) struct User {
    pub dn: String,
    pub record: Map<String, Value>,
}

/// Everyone who goes by what was asked for.
pub(super) fn find(link: &mut Link, context: &str, asked: &str) -> Result<Vec<User>, Refusal> {
    let wanted: Vec<&str> = [TEXTS, LISTS, GUIDS, &[CHANGES]].concat();
    let found: Vec<Entry> = if asked.contains('=') && asked.contains(',') {
        link.one(asked, &wanted)?.into_iter().collect()
    } else {
        link.all(context, &filter(asked, &super::controller::domain_of(context)), &wanted)?
    };
    found.into_iter().take(MOST).map(|entry| user(link, context, &entry)).collect()
}

/// The filter for what the operator typed. Whatever it is, it only ever stands for itself.
fn filter(asked: &str, domain: &str) -> String {
    let asked = asked.trim();
    let short = asked.split_once('\\').map_or(asked, |(_, name)| name);
    let text = escaped(short);
    let mut any = format!("(sAMAccountName={text})(userPrincipalName={text})(mail={text})");
    if let Some((name, suffix)) = short.split_once('@') {
        any += "(proxyAddresses=smtp:";
        any += &text;
        any.push(')');
        // Every account also has the name that its domain makes of its short one.
        if suffix.eq_ignore_ascii_case(domain) {
            any = format!("{any}(&(!(userPrincipalName=*))(sAMAccountName={}))", escaped(name));
        }
    }
    if let Some(bytes) = guid::from_text(asked).and_then(|g| guid_bytes(&g)) {
        let bytes = escaped_bytes(&bytes);
        any = format!("{any}(objectGUID={bytes})(mS-DS-ConsistencyGuid={bytes})");
    }
    format!("(|{any})")
}

/// The bytes of a GUID in Windows' order.
fn guid_bytes(text: &str) -> Option<Vec<u8>> {
    let hex: String = text.chars().filter(char::is_ascii_hexdigit).collect();
    let bytes: Option<Vec<u8>> =
        (0..32).step_by(2).map(|i| u8::from_str_radix(hex.get(i..i + 2)?, 16).ok()).collect();
    let bytes = bytes?;
    let order = [3, 2, 1, 0, 5, 4, 7, 6, 8, 9, 10, 11, 12, 13, 14, 15];
    order.iter().map(|i| bytes.get(*i).copied()).collect()
}

fn user(link: &mut Link, context: &str, entry: &Entry) -> Result<User, Refusal> {
    let mut record = Map::new();
    record.insert("distinguishedName".to_owned(), entry.dn.clone().into());
    for name in TEXTS {
        record.extend(entry.text(name).map(|value| ((*name).to_owned(), value.into())));
    }
    for name in LISTS {
        let values = entry.texts(name);
        if !values.is_empty() {
            record.insert((*name).to_owned(), json!(values));
        }
    }
    for name in GUIDS {
        let value = entry.bytes(name).first().and_then(|b| guid::from_bytes(b));
        record.extend(value.map(|value| ((*name).to_owned(), value.into())));
    }
    let written = entry.bytes(CHANGES).first().and_then(|b| changed(b, UNICODE_PWD));
    record.extend(written.map(|t| ("unicodePwdChangedAt".to_owned(), rfc3339(t).into())));
    let shared = shared(link, context, entry)?;
    if !shared.is_empty() {
        record.insert("SharedNames".to_owned(), json!(shared));
    }
    Ok(User { dn: entry.dn.clone(), record })
}

/// Names that the tenant wants to be unique and that others have too, a sentence for each.
fn shared(link: &mut Link, context: &str, entry: &Entry) -> Result<Vec<String>, Refusal> {
    let mut names: Vec<(&str, String)> = Vec::new();
    names.extend(entry.text("userPrincipalName").map(|v| ("userPrincipalName", v)));
    names.extend(entry.texts("proxyAddresses").into_iter().map(|v| ("proxyAddresses", v)));
    let mut out = Vec::new();
    for (attribute, value) in names.into_iter().take(MOST) {
        let filter = format!("({attribute}={})", escaped(&value));
        let others: Vec<String> = link
            .all(context, &filter, &["cn"])?
            .into_iter()
            .map(|e| e.dn)
            .filter(|dn| !dn.eq_ignore_ascii_case(&entry.dn))
            .take(MOST)
            .collect();
        if !others.is_empty() {
            out.push(format!("{attribute} {value} is also that of {}", others.join("; ")));
        }
    }
    Ok(out)
}

/// When the password was last set, as one controller knows it: in the directory's own number.
pub(super) fn password_set(link: &mut Link, dn: &str) -> Option<String> {
    link.one(dn, &["pwdLastSet"]).ok().flatten()?.text("pwdLastSet")
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn what_is_typed_only_stands_for_itself() {
        for hostile in ["*", "x)(objectClass=*", "a\\*b", "(", "x\0y", "ü*"] {
            let made = filter(hostile, "contoso.com");
            assert!(ldap3::parse_filter(&made).is_ok(), "{made}");
            let inside = made.trim_start_matches("(|");
            assert!(!inside.contains("=*)"), "{made}");
            assert!(!made.contains("(objectClass"), "{made}");
        }
    }

    #[test]
    fn every_name_of_a_user_is_looked_for() {
        assert!(filter("CONTOSO\\ada", "contoso.com").starts_with("(|(sAMAccountName=ada)"));
        assert!(filter("ada@contoso.com", "contoso.com").contains("(proxyAddresses=smtp:ada@contoso.com)"));
        let by_guid = filter("{b891884f-051e-4a83-95af-2544101c9083}", "contoso.com");
        assert!(by_guid.contains("(objectGUID=\\4f\\88\\91\\b8\\1e\\05\\83\\4a\\95\\af"), "{by_guid}");
    }
}
