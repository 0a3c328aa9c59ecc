//! The JSON Schema of a line of evidence, out of the table of shapes. It says what a collector should
//! write; readers take more spellings than that, and every field they do not know.

use super::{
    kind::Kind,
    shape::{self, Prop, Type},
};
use serde_json::{Map, Value, json};

/// The schema that lines name in their header.
pub const SCHEMA: &str = "phs-evidence/1";
/// Its revision: raised with every change of the shapes. A revision only adds.
pub const REVISION: u32 = 2;

/// The schema with a line end.
#[must_use]
pub fn schema() -> String {
    let kinds: Vec<Value> = Kind::ALL.iter().filter(|k| **k != Kind::Header).map(|k| record(*k)).collect();
    let made = json!({
        "$schema": "https://json-schema.org/draft/2020-12/schema",
        "title": format!("a line of {SCHEMA}, revision {REVISION}"),
        "type": "object",
        "required": ["record"],
        "properties": {
            "record": {"type": "string"},
            "source": {"type": "string"},
            "observed_at": {"type": "string", "format": "date-time"},
            "query": {"type": "object"},
            "error": {
                "type": "object",
                "required": ["kind"],
                "properties": {
                    "kind": {"enum": ["not-available", "access-denied", "timeout", "failed"]},
                    "message": {"type": "string"},
                },
            },
        },
        "oneOf": [header(), {"anyOf": kinds}, unknown()],
    });
    let mut out = serde_json::to_string_pretty(&made).unwrap_or_default();
    out.push('\n');
    out
}

fn header() -> Value {
    let mut properties = properties(shape::of(Kind::Header).props);
    properties.insert("record".to_owned(), json!({"const": Kind::Header.name()}));
    json!({"required": ["schema"], "properties": properties})
}

fn record(kind: Kind) -> Value {
    json!({
        "properties": {
            "record": {"const": kind.name()},
            "data": {"type": ["object", "null"], "properties": properties(shape::of(kind).props)},
        },
        "anyOf": [{"required": ["data"]}, {"required": ["error"]}],
    })
}

/// A record of a later version.
fn unknown() -> Value {
    let known: Vec<&str> = Kind::ALL.iter().map(|k| k.name()).collect();
    json!({"properties": {"record": {"not": {"enum": known}}}})
}

fn properties(props: &[Prop]) -> Map<String, Value> {
    props.iter().map(|p| (p.name.to_owned(), value(p.ty))).collect()
}

fn value(ty: Type) -> Value {
    match ty {
        Type::Text => json!({"type": ["string", "number", "boolean", "null"]}),
        Type::Bool => json!({"type": ["boolean", "string", "integer", "null"]}),
        Type::Int => json!({"type": ["integer", "string", "null"]}),
        Type::Time => json!({"type": ["string", "integer", "null"]}),
        Type::Guid => json!({"type": ["string", "array", "null"]}),
        Type::Enum(names) => {
            let names: Vec<&str> = names.iter().map(|(_, name)| *name).collect();
            json!({"anyOf": [{"enum": names}, {"type": ["integer", "null"]}]})
        }
        Type::List => json!({"type": ["array", "string", "object", "null"]}),
        Type::Map => json!({"type": ["object", "array", "null"]}),
        Type::Objects(props) => json!({
            "anyOf": [
                {"type": "array", "items": {"type": "object", "properties": properties(props)}},
                {"type": ["object", "null"], "properties": properties(props)},
            ]
        }),
        Type::Object(props) => json!({"type": ["object", "null"], "properties": properties(props)}),
    }
}
