//! Which records are kept, and what links them: a record is kept when it names someone who was asked
//! for, or is linked to one that was kept. What was linked too late is brought by another pass.

use super::{
    asked::{Asked, anchor_link, guid_of, id},
    attributes::values,
    dn::same_dn,
};
use crate::evidence::{Kind, Props, Record, guid};
use serde_json::Value;
use std::collections::BTreeSet;

/// Links that one person can have; more means that the evidence is not of one person.
const MOST_LINKS: usize = 20_000;

/// Who is wanted, and by which names and links.
#[derive(Clone, Debug, Default)]
pub(in crate::facts) struct Keep {
    pub asked: Vec<Asked>,
    names: BTreeSet<String>,
    links: BTreeSet<String>,
    grown: bool,
}

/// What a record is called, and what it is linked by.
#[derive(Debug, Default)]
pub(super) struct Identity {
    /// Identity by which someone can be asked for.
    pub names: Vec<String>,
    /// Links to other records.
    pub links: Vec<String>,
    /// Identity that only hint at other records: two people can have the same.
    pub hints: Vec<String>,
}

impl Keep {
    pub fn new(users: &[String]) -> Keep {
        let asked: Vec<Asked> = users.iter().map(|u| Asked::new(u)).collect();
        let names = asked.iter().flat_map(Asked::names).cloned().collect();
        Keep { asked, names, ..Keep::default() }
    }

    /// True for a record that is to be kept; what it is linked by is wanted from then on.
    pub fn wants(&mut self, record: &Record) -> bool {
        if self.asked.is_empty() {
            return false;
        }
        // An answer "there is none", or an error, is small and may be about them.
        let Some(props) = record.props() else { return true };
        let Identity { names, links, hints } = names_of(record.kind, props);
        let wanted = names.iter().any(|n| self.names.contains(n))
            || links.iter().chain(&hints).any(|l| self.links.contains(l))
            // The output of the cmdlet for one object does not say for which.
            || (record.kind == Kind::ADSyncCSObjectLog && links.is_empty());
        if wanted && self.links.len() < MOST_LINKS {
            for link in links.into_iter().chain(hints) {
                self.grown |= self.links.insert(link);
            }
        }
        wanted
    }

    /// True where an attempt in an event is one of theirs.
    pub fn wants_attempt(&self, anchor: Option<&str>, dn: &str) -> bool {
        let dn = format!("dn:{}", same_dn(dn));
        let by_anchor = |text: &str| {
            let link = anchor_link(text);
            self.links.contains(&link) || self.names.contains(link.trim_start_matches("anchor:"))
        };
        self.links.contains(&dn) || self.names.contains(&dn[3..]) || anchor.is_some_and(by_anchor)
    }

    /// True where links were found in this pass that an earlier part of it did not know.
    pub fn grew(&mut self) -> bool {
        std::mem::take(&mut self.grown)
    }

    /// The names of everyone who was asked for, as values of a record.
    pub fn names(&self) -> impl Iterator<Item = String> {
        self.names.iter().map(|name| bare(name))
    }

    /// What links records to the wanted people, as values of a record.
    pub fn links(&self) -> impl Iterator<Item = String> {
        self.links.iter().map(|link| bare(link))
    }
}

/// A name or a link without what says which it is.
fn bare(name: &str) -> String {
    let kinds = ["guid:", "dn:", "cs:", "mv:", "upn:", "anchor:"];
    kinds.iter().find_map(|kind| name.strip_prefix(kind)).unwrap_or(name).to_owned()
}

/// The names and links of a record.
pub(super) fn names_of(kind: Kind, props: &Props) -> Identity {
    let mut out = Identity::default();
    let text = |name: &str| props.text(name).filter(|t| !t.is_empty());
    match kind {
        Kind::ADUser => {
            for name in ["userPrincipalName", "sAMAccountName", "mail"] {
                out.name(text(name));
            }
            for address in props.get("proxyAddresses").and_then(Value::as_array).into_iter().flatten() {
                out.name(address.as_str().and_then(|a| a.split_once(':')).map(|(_, mail)| mail));
            }
            out.dn(text("distinguishedName"));
            out.guid(text("objectGUID"));
            out.guid(text("mS-DS-ConsistencyGuid"));
            out.hint(text("userPrincipalName"));
        }
        Kind::ADSyncCSObject => {
            let entra = is_entra(props);
            if !entra {
                out.dn(text("DistinguishedName"));
            }
            out.attributes(
                props,
                &["userPrincipalName", "sAMAccountName", "mail"],
                &["objectGUID", "mS-DS-ConsistencyGuid", "sourceAnchor"],
            );
            out.link("cs:", text("ObjectId"));
            out.link("mv:", text("ConnectedMVObjectId").filter(|g| !guid::is_empty(g)));
        }
        Kind::ADSyncMVObject => {
            out.attributes(
                props,
                &["userPrincipalName", "accountName", "mail"],
                &["sourceAnchor", "objectGUID"],
            );
            out.link("mv:", text("ObjectId"));
            for row in props.get("Lineage").and_then(Value::as_array).into_iter().flatten() {
                let cell = |name: &str| row.get(name).and_then(Value::as_str);
                out.link("cs:", cell("ConnectedCsObjectId"));
                out.dn(cell("ConnectedCsObjectDN").filter(|dn| dn.to_lowercase().contains("dc=")));
            }
        }
        Kind::ADSyncCSObjectLog => {
            out.link("cs:", text("ObjectId"));
            out.anchor(text("Anchor"));
        }
        Kind::CloudUser => {
            out.name(text("userPrincipalName"));
            out.name(text("mail"));
            out.anchor(text("onPremisesImmutableId"));
            out.hint(text("userPrincipalName"));
        }
        _ => {}
    }
    out
}

/// What hints at records of a sign-in name.
pub(super) fn upn_hint(upn: &str) -> String {
    format!("upn:{}", upn.to_lowercase())
}

/// True for an object of the connector to Microsoft Entra ID.
pub(super) fn is_entra(props: &Props) -> bool {
    props.text("ConnectorId") == Some(crate::facts::ENTRA_CONNECTOR)
        || props.text("ConnectorName").is_some_and(|n| n.to_lowercase().ends_with(" - aad"))
        || props.text("DistinguishedName").is_some_and(|dn| dn.to_lowercase().starts_with("cn={"))
}

impl Identity {
    fn name(&mut self, name: Option<&str>) {
        self.names.extend(name.map(str::to_lowercase));
    }

    fn link(&mut self, prefix: &str, value: Option<&str>) {
        self.links.extend(value.map(|v| format!("{prefix}{}", v.to_lowercase())));
    }

    fn dn(&mut self, dn: Option<&str>) {
        let dn = dn.map(same_dn);
        self.links.extend(dn.as_ref().map(|dn| format!("dn:{dn}")));
        self.names.extend(dn);
    }

    /// A sign-in name: the tenant's account is found by it where no immutable id leads to it.
    fn hint(&mut self, upn: Option<&str>) {
        self.hints.extend(upn.map(upn_hint));
    }

    fn guid(&mut self, text: Option<&str>) {
        if let Some(guid) = text.and_then(guid_of) {
            self.names.push(id(&guid));
            self.links.push(id(&guid));
        }
    }

    fn anchor(&mut self, text: Option<&str>) {
        let link = text.map(anchor_link);
        self.names.extend(link.as_ref().map(|l| l.trim_start_matches("anchor:").to_owned()));
        self.links.extend(link);
    }

    fn attributes(&mut self, props: &Props, named: &[&str], guids: &[&str]) {
        for name in named {
            for value in values(props.get("Attributes"), name) {
                self.name(Some(&value));
                if *name == "userPrincipalName" {
                    self.hint(Some(&value));
                }
            }
        }
        for name in guids {
            for value in values(props.get("Attributes"), name) {
                if *name == "sourceAnchor" { self.anchor(Some(&value)) } else { self.guid(Some(&value)) }
            }
        }
    }
}
