//! What no record may hold: text or bytes under a name that says password, hash or token.

use super::wrapped::unwrap;
use serde_json::{Map, Value};

/// Properties under these names, or names that end so, hold secrets: their content is dropped.
const SECRET_NAMES: [&str; 3] = ["password", "pwd", "unicodepwd"];
const SECRET_ENDINGS: [&str; 5] = ["password", "pwd", "secret", "token", "hash"];

/// True for a property whose content must not be kept.
#[must_use]
pub fn is_secret(name: &str) -> bool {
    let name = name.to_ascii_lowercase();
    SECRET_NAMES.contains(&name.as_str()) || SECRET_ENDINGS.iter().any(|end| name.ends_with(end))
}

/// `{"Name":"unicodePwd","Values":[…]}`: the secret is named in one property and held in another.
pub(super) fn names_a_secret(data: &Map<String, Value>) -> bool {
    let names = |k: &str| k.eq_ignore_ascii_case("name") || k.eq_ignore_ascii_case("key");
    // A text may be wrapped, as PowerShell does with one that carries notes.
    let secret = |v: &Value| match v {
        Value::String(name) => is_secret(name),
        wrapped => unwrap(wrapped.clone()).as_str().is_some_and(is_secret),
    };
    data.iter().any(|(k, v)| names(k) && secret(v))
}

pub(super) fn is_value_name(key: &str) -> bool {
    key.eq_ignore_ascii_case("value") || key.eq_ignore_ascii_case("values")
}

/// The value without what must not be kept, at any depth.
#[must_use]
pub fn without_secrets(value: Value) -> Value {
    match value {
        Value::Object(o) => {
            let named = names_a_secret(&o);
            Value::Object(
                o.into_iter()
                    .filter(|(k, v)| {
                        !((is_secret(k) && !v.is_boolean() && !v.is_null()) || (named && is_value_name(k)))
                    })
                    .map(|(k, v)| (k, without_secrets(v)))
                    .collect(),
            )
        }
        Value::Array(items) => Value::Array(items.into_iter().map(without_secrets).collect()),
        other => other,
    }
}
