//! Single values: the many spellings of one thing.

use crate::evidence::{guid, stamp::Stamp};
use serde_json::{Map, Value};

pub(super) fn text(value: &Value) -> Option<String> {
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
pub(super) fn parts(o: &Map<String, Value>) -> Option<String> {
    let number = |name: &str| named(o, name).and_then(Value::as_i64);
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

pub(super) fn boolean(value: &Value) -> Option<bool> {
    match value {
        Value::Bool(b) => Some(*b),
        Value::String(s) if s.trim().eq_ignore_ascii_case("true") || s.trim() == "1" => Some(true),
        Value::String(s) if s.trim().eq_ignore_ascii_case("false") || s.trim() == "0" => Some(false),
        Value::Number(n) => match n.as_i64() {
            Some(0) => Some(false),
            Some(1) => Some(true),
            _ => None,
        },
        // A SwitchParameter.
        Value::Object(o) => named(o, "IsPresent").and_then(Value::as_bool),
        _ => None,
    }
}

/// A property, whatever the case of its name.
fn named<'a>(o: &'a Map<String, Value>, name: &str) -> Option<&'a Value> {
    o.iter().find(|(k, _)| k.eq_ignore_ascii_case(name)).map(|(_, v)| v)
}

pub(super) fn integer(value: &Value) -> Option<i64> {
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

pub(super) fn stamp(value: &Value) -> Option<Stamp> {
    match value {
        Value::Number(n) => n.as_i64().and_then(Stamp::from_filetime),
        Value::String(s) => Stamp::from_text(s),
        _ => None,
    }
}

pub(super) fn guid_of(value: &Value) -> Option<String> {
    match value {
        Value::String(s) => guid::from_text(s),
        Value::Array(items) => {
            let bytes: Option<Vec<u8>> =
                items.iter().map(|v| v.as_u64().and_then(|n| u8::try_from(n).ok())).collect();
            guid::from_bytes(&bytes?)
        }
        Value::Object(o) => named(o, "Guid").and_then(guid_of),
        _ => None,
    }
}

pub(super) fn enumerated(names: &[(i64, &str)], value: &Value) -> Option<String> {
    let number = integer(value).or_else(|| {
        let name = value.as_str()?.trim();
        names.iter().find(|(_, n)| n.eq_ignore_ascii_case(name)).map(|(number, _)| *number)
    })?;
    names.iter().find(|(n, _)| *n == number).map(|(_, name)| (*name).to_owned())
}

/// Reads a value; an empty text is no value.
pub(super) fn empty_or<T>(
    value: &Value,
    read: impl Fn(&Value) -> Option<T>,
    wanted: &str,
) -> Result<Option<T>, String> {
    if is_empty(value) {
        return Ok(None);
    }
    read(value).map(Some).ok_or_else(|| wrong(wanted, value))
}

/// An empty text stands where PowerShell had nothing to print.
pub(super) fn is_empty(value: &Value) -> bool {
    value.as_str().is_some_and(|s| s.trim().is_empty())
}

pub(super) fn choices(names: &[(i64, &str)]) -> String {
    let all: Vec<_> = names.iter().map(|(_, name)| *name).collect();
    format!("one of {}", all.join(", "))
}

pub(super) fn wrong(wanted: &str, value: &Value) -> String {
    // What lies deeper than its -Depth, ConvertTo-Json prints as text like this.
    let cut = value.as_str().is_some_and(|s| s.starts_with("@{") || names_a_type(s));
    let hint = if cut { " (cut off by ConvertTo-Json; collect it with -Depth 10)" } else { "" };
    format!("expected {wanted}, found {}{hint}", shown(value))
}

/// True for the full name of a .NET type: `System.Object[]`, `Microsoft.Identity.Connector`.
fn names_a_type(text: &str) -> bool {
    // What a generic type is of stands behind a tick, in brackets.
    let name = text.split(['`', '[']).next().unwrap_or_default();
    let label = |part: &str| {
        part.starts_with(|c: char| c.is_ascii_uppercase())
            && part.chars().all(|c| c.is_ascii_alphanumeric() || matches!(c, '_' | '+'))
    };
    name.starts_with("System.") || (name.matches('.').count() > 1 && name.split('.').all(label))
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
