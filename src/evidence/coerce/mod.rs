//! Brings a JSON object, as Windows PowerShell 5.1 or anything else wrote it, to the canonical
//! form of its [`shape`](super::shape): exact spelling of names, booleans as booleans, enumerations
//! by name, times in RFC 3339, GUIDs in one form, one element where a list belongs as a list.

mod scalar;
mod secret;
mod wrapped;

use super::{
    kind::Kind,
    record::Props,
    shape::{self, Prop, Type},
};
use scalar::{boolean, choices, empty_or, enumerated, guid_of, integer, is_empty, stamp, text, wrong};
use secret::{is_value_name, names_a_secret};
use serde_json::{Map, Value};
use wrapped::{is_pair, is_wrapped_list, list, named_pairs, pair, unwrap, unwrap_once};

pub use scalar::shown;
pub use secret::{is_secret, without_secrets};
pub use wrapped::{elements, only};

/// What became of an object.
#[derive(Debug, Default)]
pub struct Coerced {
    /// The properties by type, and those that could not be brought to theirs.
    pub props: Props,
    /// Properties that the shape does not know, as they were spelled.
    pub unknown: Vec<String>,
}

/// Brings `data` to the shape of `kind`.
#[must_use]
pub fn object(kind: Kind, data: Map<String, Value>) -> Coerced {
    let mut walk = Walk::default();
    let map = walk.object(shape::of(kind).props, data, "");
    Coerced { props: Props::new(map, walk.bad).with_blank(walk.blank), unknown: walk.unknown }
}

#[derive(Default)]
struct Walk {
    bad: Vec<(String, String)>,
    unknown: Vec<String>,
    /// Properties of the object itself that have no value.
    blank: Vec<String>,
}

impl Walk {
    fn object(&mut self, props: &[Prop], data: Map<String, Value>, path: &str) -> Map<String, Value> {
        let mut out = Map::new();
        let named_secret = names_a_secret(&data);
        for (key, value) in data {
            let at = if path.is_empty() { key.clone() } else { format!("{path}.{key}") };
            if named_secret && is_value_name(&key) {
                continue;
            }
            let known = props.iter().find(|p| p.name.eq_ignore_ascii_case(&key));
            if value.is_null() {
                self.blank.extend(known.filter(|_| path.is_empty()).map(|p| p.name.to_owned()));
                continue;
            }
            if known.is_none() && is_secret(&key) && !value.is_boolean() {
                continue;
            }
            let Some(prop) = known else {
                // Kept as it is, so that nothing is lost, without what must not be kept.
                self.unknown.push(at);
                out.insert(key, without_secrets(value));
                continue;
            };
            match self.value(prop.ty, value, &at) {
                Ok(Some(v)) => {
                    out.insert(prop.name.to_owned(), v);
                }
                Ok(None) if path.is_empty() => self.blank.push(prop.name.to_owned()),
                Ok(None) => {}
                Err(reason) => self.bad.push((at, reason)),
            }
        }
        out
    }

    fn value(&mut self, ty: Type, value: Value, path: &str) -> Result<Option<Value>, String> {
        let value = match ty {
            Type::Map | Type::Objects(_) | Type::Object(_) => value,
            _ => unwrap(value),
        };
        if value.is_null() || (is_empty(&value) && ty != Type::Text) {
            return Ok(None);
        }
        let whole = match ty {
            Type::Text => Some(Value::from(text(&value).ok_or_else(|| wrong("text", &value))?)),
            Type::Bool => empty_or(&value, boolean, "True or False")?.map(Value::from),
            Type::Int => empty_or(&value, integer, "a whole number")?.map(Value::from),
            Type::Time => {
                empty_or(&value, stamp, "a time (ISO 8601, /Date(ms)/, FILETIME or generalized time)")?
                    .map(|t| Value::from(t.to_string()))
            }
            Type::Guid => empty_or(&value, guid_of, "a GUID")?.map(Value::from),
            Type::Enum(names) => {
                empty_or(&value, |v| enumerated(names, v), &choices(names))?.map(Value::from)
            }
            Type::List => Some(list(value)?),
            Type::Map => Some(self.map(value, path)?),
            Type::Object(props) => match only(value) {
                Value::Object(o) => Some(Value::Object(self.object(props, o, path))),
                Value::Null => None,
                other => return Err(wrong("an object", &other)),
            },
            Type::Objects(props) => Some(self.objects(props, value, path)?),
        };
        Ok(whole)
    }

    fn objects(&mut self, props: &[Prop], value: Value, path: &str) -> Result<Value, String> {
        let mut out = Vec::new();
        for (i, item) in elements(value).into_iter().enumerate() {
            match item {
                Value::Object(o) => out.push(Value::Object(self.object(props, o, &format!("{path}[{i}]")))),
                Value::Null => {}
                other if out.is_empty() && i == 0 => return Err(wrong("a list of objects", &other)),
                other => self.bad.push((format!("{path}[{i}]"), wrong("an object", &other))),
            }
        }
        Ok(Value::Array(out))
    }

    /// Parameters as `{name: value}`, as a list of `{Name, Value}`, or as an object that holds either.
    fn map(&mut self, value: Value, path: &str) -> Result<Value, String> {
        let mut out = Map::new();
        let pairs: Vec<(String, Value)> = match value {
            Value::Null => Vec::new(),
            Value::Object(o) if is_pair(&o) => vec![pair(o)],
            Value::Object(o) if is_wrapped_list(&o) => return self.map(unwrap_once(o), path),
            Value::Object(o) => o.into_iter().collect(),
            Value::Array(items) => named_pairs(items),
            other => return Err(wrong("names and values", &other)),
        };
        for (name, value) in pairs {
            if is_secret(&name) || name.is_empty() {
                continue;
            }
            match unwrap(value) {
                Value::Null => {}
                Value::Object(o) => match o.into_iter().find(|(k, _)| k.eq_ignore_ascii_case("value")) {
                    Some((_, v)) => {
                        text(&v).map(|t| out.insert(name, Value::from(t)));
                    }
                    None => {
                        self.bad.push((format!("{path}.{name}"), "an object where a value belongs".into()));
                    }
                },
                v => match text(&v) {
                    Some(t) => {
                        out.insert(name, Value::from(t));
                    }
                    None => self.bad.push((format!("{path}.{name}"), wrong("text", &v))),
                },
            }
        }
        Ok(Value::Object(out))
    }
}
