//! A user as the operator typed it, in every form in which records can name the same one.

use super::dn::same_dn;
use crate::evidence::guid;

/// A user as asked for.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Asked {
    /// As it was typed.
    pub typed: String,
    /// `DOMAIN` of `DOMAIN\name`, in lower case.
    pub domain: Option<String>,
    /// What a record may hold of it, in lower case; GUIDs as [`id`].
    names: Vec<String>,
}

/// What stands before a GUID among other names.
pub(super) const GUID: &str = "guid:";

/// A GUID as it is compared with other names.
pub(super) fn id(guid: &str) -> String {
    format!("{GUID}{guid}")
}

/// The GUID that a text is: written as one, or as the base64 of its bytes (an immutable id).
pub(super) fn guid_of(text: &str) -> Option<String> {
    guid::from_text(text.trim())
}

/// What links a record to others by its anchor: a GUID in most tenants, any text in some.
pub(super) fn anchor_link(text: &str) -> String {
    guid_of(text).map_or_else(|| format!("anchor:{}", text.to_lowercase()), |guid| id(&guid))
}

/// True where two anchors are the same, whatever their spelling.
#[must_use]
pub fn same_anchor(a: &str, b: &str) -> bool {
    match (guid_of(a), guid_of(b)) {
        (Some(a), Some(b)) => a == b,
        // The base64 of anything else tells capitals and small letters apart.
        _ => a.trim() == b.trim(),
    }
}

impl Asked {
    /// Reads what the operator typed: distinguished name, UPN, sAMAccountName, DOMAIN\name, mail
    /// address, objectGUID or immutable id.
    #[must_use]
    pub fn new(typed: &str) -> Asked {
        let typed = typed.trim().to_owned();
        let lower = typed.to_lowercase();
        let mut names = Vec::new();
        let mut domain = None;
        match lower.split_once('\\') {
            Some((d, name)) if !lower.contains('=') && !name.is_empty() => {
                domain = Some(d.to_owned());
                names.push(name.to_owned());
            }
            _ => {
                names.push(same_dn(&typed));
                // As it was typed, for records that spell it the same way.
                if names[0] != lower {
                    names.push(lower);
                }
            }
        }
        names.extend(guid_of(&typed).map(|g| id(&g)));
        Asked { typed, domain, names }
    }

    /// True where one of a record's names is this user's.
    #[must_use]
    pub fn is_named(&self, names: &[String]) -> bool {
        self.names.iter().any(|n| names.contains(n))
    }

    /// Every name it goes by.
    pub fn names(&self) -> impl Iterator<Item = &String> {
        self.names.iter()
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn an_immutable_id_is_the_guid_it_encodes() {
        let guid = "b891884f-051e-4a83-95af-2544101c9083";
        assert_eq!(guid::base64(guid).as_deref(), Some("T4iRuB4Fg0qVryVEEByQgw=="));
        let by_id = Asked::new("T4iRuB4Fg0qVryVEEByQgw==");
        assert!(by_id.is_named(&[id(guid)]));
        assert!(Asked::new("{B891884F-051E-4A83-95AF-2544101C9083}").is_named(&[id(guid)]));
    }

    #[test]
    fn a_backslash_in_a_distinguished_name_is_no_domain() {
        let dn = Asked::new("CN=Byron\\, Ada,DC=contoso,DC=com");
        assert_eq!(dn.domain, None);
        let short = Asked::new("CONTOSO\\ada");
        assert_eq!(short.domain.as_deref(), Some("contoso"));
        assert!(short.is_named(&["ada".into()]));
    }
}
