//! Attributes of connector-space and metaverse objects, as rows of names and values.

use crate::facts::Entity;
use serde_json::Value;

/// The values of an attribute of a connector-space or metaverse object.
#[must_use]
pub fn attribute(entity: &Entity, name: &str) -> Vec<String> {
    values(entity.stored("Attributes"), name)
}

/// The values of the attribute of this name.
pub(super) fn values(attributes: Option<&Value>, name: &str) -> Vec<String> {
    let rows = attributes.and_then(Value::as_array).into_iter().flatten();
    rows.filter(|r| r.get("Name").and_then(Value::as_str).is_some_and(|n| n.eq_ignore_ascii_case(name)))
        .flat_map(|r| r.get("Values").and_then(Value::as_array).into_iter().flatten())
        .filter_map(|v| v.as_str().map(str::to_owned))
        .filter(|v| !is_collection(v))
        .collect()
}

/// What stands where a collection was too deep to be printed: the name of its type.
fn is_collection(value: &str) -> bool {
    value.starts_with("System.Collections.") || value == "System.Object[]" || value == "System.String[]"
}

/// True where an attribute has values that were not printed.
#[must_use]
pub fn is_cut(entity: &Entity, name: &str) -> bool {
    let rows = entity.stored("Attributes").and_then(Value::as_array).into_iter().flatten();
    let mut own =
        rows.filter(|r| r.get("Name").and_then(Value::as_str).is_some_and(|n| n.eq_ignore_ascii_case(name)));
    own.any(|r| {
        let mut values = r.get("Values").and_then(Value::as_array).into_iter().flatten();
        values.any(|v| v.as_str().is_some_and(is_collection))
    })
}
