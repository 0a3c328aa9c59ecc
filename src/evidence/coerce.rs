//! Brings a JSON object, as Windows PowerShell 5.1 or anything else wrote it, to the canonical
//! form of its [`shape`](super::shape): exact spelling of names, booleans as booleans, enumerations
//! by name, times in RFC 3339, GUIDs in one form, one element where a list belongs as a list.

use super::{
    guid,
    kind::Kind,
    record::Props,
    shape::{self, Prop, Type},
    stamp::Stamp,
};
use serde_json::{Map, Value};

/// Properties under these names, or names that end so, hold secrets: their content is dropped.
const SECRET_NAMES: [&str; 3] = ["password", "pwd", "unicodepwd"];
const SECRET_ENDINGS: [&str; 5] = ["password", "pwd", "secret", "token", "hash"];

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
    Coerced { props: Props::new(map, walk.bad), unknown: walk.unknown }
}

/// True for a property whose content must not be kept.
#[must_use]
pub fn is_secret(name: &str) -> bool {
    let name = name.to_ascii_lowercase();
    SECRET_NAMES.contains(&name.as_str()) || SECRET_ENDINGS.iter().any(|end| name.ends_with(end))
}

#[derive(Default)]
struct Walk {
    bad: Vec<(String, String)>,
    unknown: Vec<String>,
}

impl Walk {
    fn object(&mut self, props: &[Prop], data: Map<String, Value>, path: &str) -> Map<String, Value> {
        let mut out = Map::new();
        let named_secret = names_a_secret(&data);
        for (key, value) in data {
            let at = if path.is_empty() { key.clone() } else { format!("{path}.{key}") };
            if value.is_null() || (named_secret && is_value_name(&key)) {
                continue;
            }
            let known = props.iter().find(|p| p.name.eq_ignore_ascii_case(&key));
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
        if value.is_null() {
            return Ok(None);
        }
        let whole = match ty {
            Type::Text => Some(Value::from(text(&value).ok_or_else(|| wrong("text", &value))?)),
            Type::Bool => Some(Value::from(boolean(&value).ok_or_else(|| wrong("True or False", &value))?)),
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
            Value::Object(o) if is_pair(&o) => vec![pair(o)],
            Value::Object(o) if is_wrapped_list(&o) => named_pairs(elements(Value::Object(o))),
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

/// `{"Name":"unicodePwd","Values":[…]}`: the secret is named in one property and held in another.
fn names_a_secret(data: &Map<String, Value>) -> bool {
    data.iter().any(|(k, v)| k.eq_ignore_ascii_case("name") && v.as_str().is_some_and(is_secret))
}

fn is_value_name(key: &str) -> bool {
    key.eq_ignore_ascii_case("value") || key.eq_ignore_ascii_case("values")
}

fn without_secrets(value: Value) -> Value {
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

/// PowerShell wraps values that carry notes: `{"value": x, "Count": n}`, `{"value": x, "DateTime": …}`.
fn unwrap(value: Value) -> Value {
    match value {
        Value::Object(mut o) => match o.keys().find(|k| *k == "value").cloned() {
            Some(key) => unwrap(o.remove(&key).unwrap_or(Value::Null)),
            None => Value::Object(o),
        },
        Value::Array(mut items) if items.len() == 1 => items.pop().unwrap_or(Value::Null),
        other => other,
    }
}

fn is_wrapped_list(o: &Map<String, Value>) -> bool {
    o.get("value").is_some_and(Value::is_array)
}

fn is_pair(o: &Map<String, Value>) -> bool {
    let has = |name: &str| o.keys().any(|k| k.eq_ignore_ascii_case(name));
    has("Name") && has("Value") && o.get("value").is_none_or(|v| !v.is_array())
}

fn pair(o: Map<String, Value>) -> (String, Value) {
    let mut name = String::new();
    let mut value = Value::Null;
    for (k, v) in o {
        if k.eq_ignore_ascii_case("name") {
            name = text(&v).unwrap_or_default();
        } else if k.eq_ignore_ascii_case("value") {
            value = v;
        }
    }
    (name, value)
}

fn named_pairs(items: Vec<Value>) -> Vec<(String, Value)> {
    items
        .into_iter()
        .filter_map(|item| match item {
            Value::Object(o) => Some(pair(o)),
            _ => None,
        })
        .collect()
}

/// One element or many, wrapped or not.
fn elements(value: Value) -> Vec<Value> {
    match value {
        Value::Array(items) => items,
        Value::Object(mut o) if is_wrapped_list(&o) => match o.remove("value") {
            Some(Value::Array(items)) => items,
            _ => Vec::new(),
        },
        Value::Null => Vec::new(),
        one => vec![one],
    }
}

/// The element of a list of one; anything else as it is.
#[must_use]
pub fn only(value: Value) -> Value {
    let mut items = elements(value);
    if items.len() == 1 { items.pop().unwrap_or(Value::Null) } else { Value::Array(items) }
}

fn list(value: Value) -> Result<Value, String> {
    elements(value)
        .into_iter()
        .map(unwrap)
        .filter(|v| !v.is_null())
        .map(|v| text(&v).map(Value::from).ok_or_else(|| wrong("a list of texts", &v)))
        .collect::<Result<Vec<_>, _>>()
        .map(Value::Array)
}

fn text(value: &Value) -> Option<String> {
    match value {
        Value::String(s) => Some(s.clone()),
        Value::Number(n) => Some(n.to_string()),
        Value::Bool(b) => Some(if *b { "True" } else { "False" }.to_owned()),
        // A TimeSpan or a Version comes as an object of its parts; its text is what is wanted.
        Value::Object(o) => parts(o),
        Value::Array(_) | Value::Null => None,
    }
}

/// `[version]` and `[timespan]` as 5.1 serializes them.
fn parts(o: &Map<String, Value>) -> Option<String> {
    let number =
        |name: &str| o.iter().find(|(k, _)| k.eq_ignore_ascii_case(name)).and_then(|(_, v)| v.as_i64());
    if let (Some(major), Some(minor)) = (number("Major"), number("Minor")) {
        let rest = [number("Build"), number("Revision")].into_iter().flatten().filter(|n| *n >= 0);
        return Some(rest.fold(format!("{major}.{minor}"), |v, n| format!("{v}.{n}")));
    }
    if let (Some(_), Some(d), Some(h)) = (number("Ticks"), number("Days"), number("Hours")) {
        let (m, s) = (number("Minutes").unwrap_or(0), number("Seconds").unwrap_or(0));
        let days = if d == 0 { String::new() } else { format!("{d}.") };
        return Some(format!("{days}{h:02}:{m:02}:{s:02}"));
    }
    None
}

fn boolean(value: &Value) -> Option<bool> {
    match value {
        Value::Bool(b) => Some(*b),
        Value::String(s) if s.trim().eq_ignore_ascii_case("true") || s.trim() == "1" => Some(true),
        Value::String(s) if s.trim().eq_ignore_ascii_case("false") || s.trim() == "0" => Some(false),
        Value::Number(n) => match n.as_i64() {
            Some(0) => Some(false),
            Some(1) => Some(true),
            _ => None,
        },
        _ => None,
    }
}

fn integer(value: &Value) -> Option<i64> {
    match value {
        Value::Number(n) => n.as_i64().or_else(|| {
            n.as_f64().filter(|f| f.fract() == 0.0).and_then(|f| {
                #[expect(
                    clippy::cast_possible_truncation,
                    reason = "checked to be whole; out of range saturates"
                )]
                let whole = f as i64;
                f.is_finite().then_some(whole)
            })
        }),
        Value::String(s) => {
            let s = s.trim();
            s.strip_prefix("0x").map_or_else(|| s.parse().ok(), |hex| i64::from_str_radix(hex, 16).ok())
        }
        _ => None,
    }
}

fn stamp(value: &Value) -> Option<Stamp> {
    match value {
        Value::Number(n) => n.as_i64().and_then(Stamp::from_filetime),
        Value::String(s) => Stamp::from_text(s),
        _ => None,
    }
}

fn guid_of(value: &Value) -> Option<String> {
    match value {
        Value::String(s) => guid::from_text(s),
        Value::Array(items) => {
            let bytes: Option<Vec<u8>> =
                items.iter().map(|v| v.as_u64().and_then(|n| u8::try_from(n).ok())).collect();
            guid::from_bytes(&bytes?)
        }
        Value::Object(o) => {
            o.iter().find(|(k, _)| k.eq_ignore_ascii_case("guid")).and_then(|(_, v)| guid_of(v))
        }
        _ => None,
    }
}

fn enumerated(names: &[(i64, &str)], value: &Value) -> Option<String> {
    let number = integer(value);
    names
        .iter()
        .find(|(n, name)| {
            number == Some(*n) || value.as_str().is_some_and(|s| s.trim().eq_ignore_ascii_case(name))
        })
        .map(|(_, name)| (*name).to_owned())
}

/// Reads a value; an empty text is no value.
fn empty_or<T>(value: &Value, read: impl Fn(&Value) -> Option<T>, wanted: &str) -> Result<Option<T>, String> {
    if value.as_str().is_some_and(|s| s.trim().is_empty()) {
        return Ok(None);
    }
    read(value).map(Some).ok_or_else(|| wrong(wanted, value))
}

fn choices(names: &[(i64, &str)]) -> String {
    let all: Vec<_> = names.iter().map(|(_, name)| *name).collect();
    format!("one of {}", all.join(", "))
}

fn wrong(wanted: &str, value: &Value) -> String {
    format!("expected {wanted}, found {}", shown(value))
}

/// A value for a message: short.
#[must_use]
pub fn shown(value: &Value) -> String {
    let found = match value {
        Value::Object(_) => "an object".to_owned(),
        Value::Array(_) => "a list".to_owned(),
        other => other.to_string(),
    };
    if found.chars().count() > 60 { found.chars().take(57).collect::<String>() + "..." } else { found }
}
