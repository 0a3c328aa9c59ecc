//! One partition of a connector: whether it is selected, what of it, and which controllers serve it.

use super::xml::Node;
use crate::evidence::coerce;
use serde_json::{Map, Value, json};

/// Elements that are one property each.
const PLAIN: &[(&str, &str)] = &[
    ("id", "Identifier"),
    ("selected", "Selected"),
    ("version", "Version"),
    ("creation-time", "CreationTime"),
    ("last-modification-time", "LastModificationTime"),
];
/// Elements of the custom data that are properties of the partition and no parameters.
const OWN: &[&str] = &["dn", "name", "is-domain"];
/// The directory's own bookkeeping; large, and nobody's business.
const NEVER: &[&str] = &["cookie", "water-mark"];

/// The partition as `Get-ADSyncConnector` shows it.
pub(super) fn read(node: &Node) -> Value {
    let custom = node.child("custom-data").and_then(|c| c.children.iter().find(|d| is_partition_data(d)));
    let of_custom = |name: &str| custom.and_then(|c| c.text(&[name])).filter(|t| !t.is_empty());
    let own = |name: &str| node.text(&[name]).filter(|t| !t.is_empty());
    let mut data = Map::new();
    let mut put = |name: &str, value: Option<&str>| {
        value.map(|v| data.insert(name.to_owned(), Value::from(v)));
    };
    for (element, property) in PLAIN {
        put(property, own(element));
    }
    put("DN", of_custom("dn").or_else(|| own("name")));
    put("Name", own("display-name").or_else(|| of_custom("name")));
    put("IsDomain", of_custom("is-domain"));
    let parameters = parameters(node, custom);
    let preferred = preferred(custom, &parameters);
    data.insert("PreferredDCs".to_owned(), Value::from(preferred));
    data.insert("Parameters".to_owned(), Value::Object(parameters));
    if let Some(filter) = node.child("filter") {
        data.insert("ConnectorPartitionScope".to_owned(), scope(filter));
    }
    Value::Object(data)
}

fn is_partition_data(node: &Node) -> bool {
    node.name.to_ascii_lowercase().ends_with("-partition-data")
}

/// The parameters, and what stands only in the custom data.
fn parameters(node: &Node, custom: Option<&Node>) -> Map<String, Value> {
    let mut out = Map::new();
    let listed = node.child("parameter-values").map_or(&[][..], |list| &list.children);
    for (name, value) in listed.iter().filter_map(super::parameter) {
        out.insert(name.to_owned(), Value::from(value));
    }
    for leaf in custom.map_or(&[][..], |c| &c.children).iter().filter(|c| c.children.is_empty()) {
        let known = OWN.iter().any(|o| leaf.is(o)) || is_preferred(&leaf.name);
        if let Some(text) = leaf.text(&[]).filter(|t| !known && !t.is_empty()) {
            out.entry(leaf.name.clone()).or_insert_with(|| Value::from(text));
        }
    }
    out.retain(|name, _| !coerce::is_secret(name) && !NEVER.iter().any(|n| n.eq_ignore_ascii_case(name)));
    out
}

fn scope(filter: &Node) -> Value {
    let list = |path: &[&str]| filter.at(path).map(Node::texts);
    json!({
        "ObjectClasses": list(&["object-classes"]),
        "ContainerInclusionList": list(&["containers", "inclusions"]),
        "ContainerExclusionList": list(&["containers", "exclusions"]),
    })
}

/// The preferred controllers. Microsoft's own documenter of such exports reads
/// `adma-partition-data/preferred-dcs/preferred-dc`; none of the exports at hand has one, so other
/// spellings that say the same (`preferred-dc-list/dc`, a parameter `preferred-dcs` with a list in
/// it) are taken as well, whatever their case.
fn preferred(custom: Option<&Node>, parameters: &Map<String, Value>) -> Vec<String> {
    let elements = custom.map_or(&[][..], |c| &c.children).iter().filter(|c| is_preferred(&c.name));
    let mut out: Vec<String> = elements.flat_map(Node::texts).flat_map(names).collect();
    for (_, value) in parameters.iter().filter(|(name, _)| is_preferred(name)) {
        for name in value.as_str().map(names).into_iter().flatten() {
            if !out.iter().any(|o| o.eq_ignore_ascii_case(&name)) {
                out.push(name);
            }
        }
    }
    out
}

fn is_preferred(name: &str) -> bool {
    let bare: String = name.chars().filter(char::is_ascii_alphanumeric).collect();
    let bare = bare.to_ascii_lowercase();
    ["preferreddc", "preferreddomaincontroller"].iter().any(|start| {
        bare.strip_prefix(start).is_some_and(|rest| ["", "s", "list", "slist", "names"].contains(&rest))
    })
}

/// Host names hold none of the characters that lists are written with.
fn names(list: &str) -> Vec<String> {
    let parts = list.split(|c: char| c.is_whitespace() || matches!(c, ',' | ';' | '|'));
    parts.filter(|p| !p.is_empty()).map(str::to_owned).collect()
}
