//! People as they are told apart in a list: from what was put together of them, or from one record.

use super::{
    asked::GUID,
    attributes::values,
    keep::{is_entra, names_of},
    person::Person,
};
use crate::{
    evidence::{Kind, Props, Who},
    facts::domain_of_dn,
};
use serde_json::Value;

/// The class that is the rule; any other is said.
const USUAL: &str = "user";

impl Person {
    /// What tells this one from others who go by the same name.
    pub(super) fn who(&self) -> Who {
        let stored = |p: &str| self.cloud.as_ref().and_then(|e| e.stored(p)?.as_str().map(str::to_owned));
        let guid = || self.directory.as_ref()?.stored("objectGUID")?.as_str().map(str::to_owned);
        let exact = self.dn.clone().or_else(guid).or_else(|| stored("onPremisesImmutableId"));
        let classes = self.directory.as_ref().and_then(|e| e.stored("objectClass")?.as_array()?.last());
        Who {
            name: self.name.clone(),
            domain: self.domain.clone(),
            connector: self.connector.clone(),
            class: class(classes),
            dn: self.dn.clone(),
            exact: exact.unwrap_or_else(|| self.name.clone()),
            names: Vec::new(),
        }
    }
}

fn class(last: Option<&Value>) -> Option<String> {
    last.and_then(Value::as_str).filter(|c| !c.eq_ignore_ascii_case(USUAL)).map(str::to_owned)
}

/// Whom a record is of; none where it names nobody.
#[must_use]
pub fn who(kind: Kind, props: &Props) -> Option<Who> {
    let text = |name: &str| props.text(name).filter(|t| !t.is_empty()).map(str::to_owned);
    let attribute = |name: &str| values(props.get("Attributes"), name).into_iter().find(|v| !v.is_empty());
    let dn = match kind {
        Kind::ADUser => text("distinguishedName"),
        Kind::ADSyncCSObject if !is_entra(props) => text("DistinguishedName"),
        Kind::ADSyncMVObject => in_directory(props),
        _ => None,
    };
    let upn = text("userPrincipalName").or_else(|| attribute("userPrincipalName"));
    let immutable = (kind == Kind::CloudUser).then(|| text("onPremisesImmutableId")).flatten();
    let name = upn.or_else(|| dn.clone())?;
    let class = match kind {
        Kind::ADUser => class(props.get("objectClass").and_then(|c| c.as_array()?.last())),
        Kind::ADSyncCSObject => class(props.get("ObjectType")),
        _ => None,
    };
    let mut names = names_of(kind, props).names;
    let shown = text("displayName").or_else(|| attribute("displayName"));
    names.extend(shown.map(|n| n.to_lowercase()));
    Some(Who {
        names: names.into_iter().map(|n| n.strip_prefix(GUID).map(str::to_owned).unwrap_or(n)).collect(),
        domain: dn.as_deref().and_then(domain_of_dn),
        connector: text("ConnectorName").filter(|_| kind == Kind::ADSyncCSObject && dn.is_some()),
        class,
        exact: dn.clone().or(immutable).unwrap_or_else(|| name.clone()),
        dn,
        name,
    })
}

/// The distinguished name in a forest, of an object of the metaverse.
fn in_directory(props: &Props) -> Option<String> {
    let rows = props.get("Lineage").and_then(Value::as_array)?;
    let dns = rows.iter().filter_map(|row| row.get("ConnectedCsObjectDN").and_then(Value::as_str));
    dns.filter(|dn| domain_of_dn(dn).is_some()).map(str::to_owned).next()
}
