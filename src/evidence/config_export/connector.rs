//! `Connectors/*.xml`: one connector a file, its partitions, and whether passwords are read from it.

use super::{Draft, partition, xml::Node};
use crate::evidence::{coerce, guid, kind::Kind};
use serde_json::{Map, Value};
use std::collections::BTreeMap;

/// A connector, and what its file says about password hash synchronization.
pub(super) struct Connector {
    /// Identifier in its canonical form, where the file has one.
    pub id: Option<String>,
    /// Its name; the identifier where the file has none.
    pub name: String,
    /// The connector itself.
    pub draft: Draft,
    /// The state of password hash synchronization; only connectors to a forest have it.
    pub passwords: Option<Passwords>,
}

/// `private-configuration/adma-configuration/password-hash-sync-config`. Other elements of these
/// files are also called `enabled` or speak of password sync, and mean something else.
pub(super) struct Passwords {
    /// As it stands there.
    pub enabled: Option<String>,
    /// The connector to the cloud, by its identifier.
    pub target: Option<String>,
}

/// Elements of the connector that are one property each.
const PLAIN: &[(&str, &str)] = &[
    ("id", "Identifier"),
    ("name", "Name"),
    ("category", "ConnectorTypeName"),
    ("subtype", "Subtype"),
    ("description", "Description"),
    ("version", "Version"),
    ("creation-time", "CreationTime"),
    ("last-modification-time", "LastModificationTime"),
];
/// Elements of the forest's configuration that say the same as parameters; older exports have only them.
const FOREST: &[&str] = &["forest-name", "forest-login-domain", "forest-login-user", "forest-port"];

/// The connector; none where the file does not even say which.
pub(super) fn read(root: &Node) -> Option<Connector> {
    let mut data = Map::new();
    for (element, property) in PLAIN {
        if let Some(text) = root.text(&[element])
            && (!text.is_empty() || *element == "subtype")
        {
            data.insert((*property).to_owned(), Value::from(text));
        }
    }
    let text = |property: &str| data.get(property).and_then(Value::as_str);
    let id = text("Identifier").and_then(guid::from_text);
    let name = text("Name").map(str::to_owned).or_else(|| id.clone())?;
    let private = root.child("private-configuration");
    let forest = private.and_then(|p| p.child("adma-configuration"));
    if let Some(private) = private {
        let (connectivity, global) = parameters(private, forest);
        data.insert("ConnectivityParameters".to_owned(), Value::Object(connectivity));
        data.insert("GlobalParameters".to_owned(), Value::Object(global));
    }
    if let Some(partitions) = root.child("ma-partition-data") {
        // Of a partition that was cut off it is not known what it leaves out.
        let whole = partitions.children.iter().filter(|p| p.is("partition") && p.is_whole());
        data.insert("Partitions".to_owned(), whole.map(partition::read).collect());
    }
    let passwords = forest.and_then(|f| f.child("password-hash-sync-config")).map(|config| Passwords {
        enabled: config.text(&["enabled"]).map(str::to_owned),
        target: config.text(&["target"]).filter(|t| !t.is_empty()).map(str::to_owned),
    });
    Some(Connector { id, name, draft: Draft::of(Kind::ADSyncConnector, data), passwords })
}

/// How the connector signs in, and what else it knows; never a password.
fn parameters(private: &Node, forest: Option<&Node>) -> (Map<String, Value>, Map<String, Value>) {
    let (mut connectivity, mut global) = (Map::new(), Map::new());
    let lists = private.children.iter().filter_map(|n| n.child("parameter-values"));
    for node in lists.flat_map(|list| list.children.iter()) {
        let Some((name, value)) = super::parameter(node) else { continue };
        let global_use = node.attribute("use").is_some_and(|u| u.eq_ignore_ascii_case("global"));
        let into = if global_use { &mut global } else { &mut connectivity };
        into.insert(name.to_owned(), Value::from(value));
    }
    for name in FOREST {
        if let Some(text) = forest.and_then(|f| f.text(&[name])).filter(|t| !t.is_empty()) {
            connectivity.entry((*name).to_owned()).or_insert_with(|| Value::from(text));
        }
    }
    connectivity.retain(|name, _| !coerce::is_secret(name));
    (connectivity, global)
}

/// What `Get-ADSyncAADPasswordSyncConfiguration` would say of each connector to a forest. `names`
/// are the connectors by identifier; a target without a file of its own stays an identifier.
pub(super) fn password_sync(connector: &Connector, names: &BTreeMap<String, String>) -> Option<Draft> {
    let passwords = connector.passwords.as_ref()?;
    let mut data = Map::new();
    data.insert("SourceConnector".to_owned(), Value::from(connector.name.clone()));
    if let Some(target) = &passwords.target {
        let id = guid::from_text(target).unwrap_or_else(|| target.clone());
        let name = names.get(&id).cloned().unwrap_or(id);
        data.insert("TargetConnector".to_owned(), Value::from(name));
    }
    if let Some(enabled) = &passwords.enabled {
        data.insert("Enabled".to_owned(), Value::from(enabled.clone()));
    }
    Some(Draft::of(Kind::ADSyncAADPasswordSyncConfiguration, data))
}
