//! One value of a list, as far as the list shows it.

use crate::evidence::{
    kind::Kind,
    shape::{Prop, Type},
};
use chrono::{NaiveDate, NaiveTime};
use serde_json::Value;

const CUT: &str = "it is cut off with \"...\"; set $FormatEnumerationLimit = -1 first, or save it with ConvertTo-Json -Depth 10";

/// What it is worth, or why it is worth nothing.
pub(super) fn read(kind: Kind, prop: Option<&Prop>, text: &str) -> Result<Value, String> {
    if text.contains('\u{fffd}') {
        return Err(
            "it holds letters of an encoding that cannot be told; save it with Out-File -Encoding UTF8"
                .to_owned(),
        );
    }
    let list = text.strip_prefix('{').and_then(|t| t.strip_suffix('}'));
    if is_cut(list.unwrap_or(text)) {
        return Err(CUT.to_owned());
    }
    let ty = prop.map(|p| p.ty);
    let names_only = matches!(ty, Some(Type::Map | Type::Objects(_) | Type::Object(_)));
    match list {
        _ if text.is_empty() => Ok(Value::Null),
        Some("") => Ok(Value::Array(Vec::new())),
        _ if names_only => {
            Err("a list shows only the names of its parts; save it with ConvertTo-Json -Depth 10".to_owned())
        }
        Some(inner) => Ok(Value::Array(elements(inner))),
        None if ty == Some(Type::Time) => time(kind, text),
        None => Ok(Value::from(text)),
    }
}

fn is_cut(text: &str) -> bool {
    text.ends_with("...") || text.ends_with('\u{2026}')
}

/// The elements of a collection. A comma and a blank stand between them; within a name they are escaped.
fn elements(inner: &str) -> Vec<Value> {
    let mut out = vec![String::new()];
    for part in inner.split(", ") {
        let escaped = out.last().is_some_and(|before| before.ends_with('\\'));
        match out.last_mut() {
            Some(before) if escaped => {
                before.push_str(", ");
                before.push_str(part);
            }
            Some(before) if before.is_empty() => before.push_str(part),
            _ => out.push(part.to_owned()),
        }
    }
    // A GUID as its bytes.
    let bytes: Option<Vec<u8>> = out.iter().map(|e| e.parse().ok()).collect();
    match bytes.filter(|b| b.len() == 16) {
        Some(bytes) => bytes.into_iter().map(Value::from).collect(),
        None => out.into_iter().map(Value::from).collect(),
    }
}

/// A time. The sync engine's and the tenant's are UTC, in the language of the computer; the directory's
/// are local, and nobody says where.
fn time(kind: Kind, text: &str) -> Result<Value, String> {
    let exact = text.bytes().all(|b| b.is_ascii_digit()) || text.ends_with('Z') || text.starts_with("/Date(");
    if exact {
        return Ok(Value::from(text));
    }
    if !(kind.name().starts_with("ADSync") || kind == Kind::CloudUser) {
        return Err(format!(
            "{text} names no time zone; the number of the attribute, or ConvertTo-Json, does"
        ));
    }
    written(text)
        .map(Value::from)
        .ok_or_else(|| format!("{text} can be two days; save it with ConvertTo-Json -Depth 10"))
}

/// A time as .NET writes it in some language; none where day and month can be mistaken for each other.
fn written(text: &str) -> Option<String> {
    let (date, clock) = text.split_once([' ', 'T'])?;
    let sign = date.chars().find(|c| !c.is_ascii_digit())?;
    let parts: Vec<u32> = date.split(sign).map(|p| p.parse().ok()).collect::<Option<_>>()?;
    let [a, b, c] = parts.as_slice() else { return None };
    let (year, month, day) = match (sign, *a, *b, *c) {
        (_, year, month, day) if year > 31 => (year, month, day),
        ('.' | '-', day, month, year) => (year, month, day),
        ('/', day, month, year) if day > 12 || day == month => (year, month, day),
        ('/', month, day, year) if day > 12 => (year, month, day),
        _ => return None,
    };
    let day = NaiveDate::from_ymd_opt(i32::try_from(year).ok().filter(|y| *y >= 1)?, month, day)?;
    let upper = clock.trim().to_ascii_uppercase().replace(['\u{202f}', '\u{a0}'], " ");
    let forms: &[&str] = &["%H:%M:%S", "%I:%M:%S %p", "%H.%M.%S"];
    let time = forms.iter().find_map(|form| NaiveTime::parse_from_str(&upper, form).ok())?;
    Some(format!("{}Z", day.and_time(time).format("%Y-%m-%dT%H:%M:%S")))
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn times_of_many_languages_and_none_that_can_be_two() {
        let want = Some("2026-11-20T08:02:05Z".to_owned());
        for text in [
            "11/20/2026 8:02:05 AM",
            "20/11/2026 08:02:05",
            "20.11.2026 08:02:05",
            "20-11-2026 08:02:05",
            "2026-11-20 08:02:05",
            "2026/11/20 8:02:05",
            "20/11/2026 8:02:05 am",
        ] {
            assert_eq!(written(text), want, "{text}");
        }
        assert_eq!(written("5/5/2026 8:02:05 PM").as_deref(), Some("2026-05-05T20:02:05Z"));
        for text in
            ["11/5/2026 8:02:05 AM", "yesterday", "11/20/2026", "20.13.2026 08:02:05", "1/1/1 1:1:1 x"]
        {
            assert_eq!(written(text), None, "{text}");
        }
    }

    #[test]
    fn collections() {
        let texts =
            |inner: &str| elements(inner).iter().map(|v| v.as_str().unwrap().to_owned()).collect::<Vec<_>>();
        assert_eq!(texts("a"), ["a"]);
        assert_eq!(texts("CN=Byron\\, Ada,DC=x, CN=b,DC=x"), ["CN=Byron\\, Ada,DC=x", "CN=b,DC=x"]);
        assert_eq!(elements("1, 2, 3, 4, 5, 6, 7, 8, 9, 10, 11, 12, 13, 14, 15, 255")[15], Value::from(255));
    }

    #[test]
    fn what_is_cut_off_is_worth_nothing() {
        for text in ["{a, b...}", "{a, b, c, d\u{2026}}", "CN=Ada...", "x\u{2026}", "S\u{fffd}"] {
            assert!(read(Kind::ADUser, None, text).is_err(), "{text}");
        }
        assert_eq!(read(Kind::ADUser, None, "{}"), Ok(Value::Array(Vec::new())));
    }
}
