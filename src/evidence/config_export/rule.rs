//! `SynchronizationRules/*.xml`: one rule a file.

use super::{Draft, xml::Node};
use crate::evidence::kind::Kind;
use serde_json::{Map, Value, json};

/// The properties that are one element each, under the names that `Get-ADSyncRule` gives them.
const PLAIN: &[(&str, &str)] = &[
    ("id", "Identifier"),
    ("internal-id", "InternalId"),
    ("name", "Name"),
    ("description", "Description"),
    ("version", "Version"),
    ("immutable-tag", "ImmutableTag"),
    ("direction", "Direction"),
    ("precedence", "Precedence"),
    ("disabled", "Disabled"),
    ("connector", "Connector"),
    ("sourceObjectType", "SourceObjectType"),
    ("targetObjectType", "TargetObjectType"),
    ("linkType", "LinkType"),
    ("EnablePasswordSync", "EnablePasswordSync"),
];

/// The rule; none where the file does not even say which.
pub(super) fn read(root: &Node) -> Option<Draft> {
    let mut data = Map::new();
    for (element, property) in PLAIN {
        if let Some(text) = root.text(&[element]).filter(|t| !t.is_empty()) {
            data.insert((*property).to_owned(), Value::from(text));
        }
    }
    data.get("Identifier").or_else(|| data.get("Name"))?;
    // Half a filter would let in objects that the rest of it keeps out.
    if let Some(criteria) = root.child("synchronizationCriteria").filter(|c| c.is_whole()) {
        data.insert("ScopeFilter".to_owned(), groups(criteria));
    }
    Some(Draft::of(Kind::ADSyncRule, data))
}

/// Groups of conditions: an object is in scope when every condition of one group holds.
fn groups(criteria: &Node) -> Value {
    let groups = criteria.children.iter().filter(|c| c.is("conditions")).map(|group| {
        let conditions = group.children.iter().filter(|c| c.is("scope")).map(|scope| {
            json!({
                "Attribute": scope.text(&["csAttribute"]),
                "ComparisonOperator": scope.text(&["csOperator"]),
                "ComparisonValue": scope.text(&["csValue"]),
            })
        });
        json!({ "ScopeConditionList": conditions.collect::<Vec<_>>() })
    });
    Value::Array(groups.collect())
}
