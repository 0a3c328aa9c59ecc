//! Lists and names with values, in the forms that Windows PowerShell 5.1 gives them.

use super::scalar::{text, wrong};
use serde_json::{Map, Value};

/// A list of texts.
pub(super) fn list(value: Value) -> Result<Value, String> {
    elements(value)
        .into_iter()
        .map(unwrap)
        .filter(|v| !v.is_null())
        .map(|v| text(&v).map(Value::from).ok_or_else(|| wrong("a list of texts", &v)))
        .collect::<Result<Vec<_>, _>>()
        .map(Value::Array)
}

/// PowerShell wraps values that carry notes: `{"value": x, "Count": n}`, `{"value": x, "DateTime": …}`.
pub(super) fn unwrap(value: Value) -> Value {
    match value {
        Value::Object(mut o) => match wrapping(&o).filter(|_| !is_pair(&o)) {
            Some(key) => unwrap(o.remove(&key).unwrap_or(Value::Null)),
            None => Value::Object(o),
        },
        Value::Array(mut items) if items.len() == 1 => items.pop().unwrap_or(Value::Null),
        other => other,
    }
}

/// The property that holds what is wrapped. `Value` beside `value` is the same as text, or a part of it.
fn wrapping(o: &Map<String, Value>) -> Option<String> {
    let exact = o.keys().find(|k| *k == "value");
    exact.or_else(|| o.keys().find(|k| k.eq_ignore_ascii_case("value"))).cloned()
}

/// A list, or the one element of one, beside its count.
pub(super) fn is_wrapped_list(o: &Map<String, Value>) -> bool {
    let counted = o.len() == 2 && o.keys().any(|k| k.eq_ignore_ascii_case("Count"));
    !is_pair(o) && wrapping(o).and_then(|key| o.get(&key)).is_some_and(|held| counted || held.is_array())
}

/// `{Name, Value}`, or `{Key, Value}` as dictionaries give.
pub(super) fn is_pair(o: &Map<String, Value>) -> bool {
    o.keys().any(|k| is_name(k)) && o.keys().any(|k| k.eq_ignore_ascii_case("Value"))
}

fn is_name(key: &str) -> bool {
    key.eq_ignore_ascii_case("Name") || key.eq_ignore_ascii_case("Key")
}

pub(super) fn pair(o: Map<String, Value>) -> (String, Value) {
    let mut name = String::new();
    let mut value = Value::Null;
    for (k, v) in o {
        if is_name(&k) {
            name = text(&v).unwrap_or_default();
        } else if k.eq_ignore_ascii_case("value") {
            value = v;
        }
    }
    (name, value)
}

pub(super) fn named_pairs(items: Vec<Value>) -> Vec<(String, Value)> {
    items
        .into_iter()
        .filter_map(|item| match item {
            Value::Object(o) => Some(pair(o)),
            _ => None,
        })
        .collect()
}

/// One element or many, wrapped or not.
#[must_use]
pub fn elements(value: Value) -> Vec<Value> {
    match value {
        Value::Array(items) => items,
        Value::Object(o) if is_wrapped_list(&o) => elements(unwrap_once(o)),
        Value::Null => Vec::new(),
        one => vec![one],
    }
}

pub(super) fn unwrap_once(mut o: Map<String, Value>) -> Value {
    wrapping(&o).and_then(|key| o.remove(&key)).unwrap_or(Value::Null)
}

/// The element of a list of one, nothing of an empty list; anything else as it is.
#[must_use]
pub fn only(value: Value) -> Value {
    let mut items = elements(value);
    if items.len() > 1 { Value::Array(items) } else { items.pop().unwrap_or(Value::Null) }
}
