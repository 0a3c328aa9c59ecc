//! An event as the library renders it: every layout there is.

use crate::evidence::{Stamp, event_log::Logged};
use serde_json::Value;

/// The event in a rendered document; none where it has no provider or id.
pub fn logged(document: &Value) -> Option<Logged> {
    let event = document.get("Event")?;
    let system = event.get("System")?;
    let provider = system.pointer("/Provider/#attributes/Name").and_then(Value::as_str)?;
    Some(Logged {
        provider: provider.into(),
        id: u32::try_from(number(system.get("EventID")?)?).ok()?,
        level: system.get("Level").and_then(number).and_then(|n| u8::try_from(n).ok()),
        time: system
            .pointer("/TimeCreated/#attributes/SystemTime")
            .and_then(Value::as_str)
            .and_then(Stamp::from_text)
            .and_then(Stamp::moment),
        number: system.get("EventRecordID").and_then(number),
        channel: text(system.get("Channel")).unwrap_or_default().into(),
        computer: text(system.get("Computer")).unwrap_or_default().into(),
        data: event.get("EventData").map(data).unwrap_or_default(),
        message: text(event.pointer("/RenderingInfo/Message")),
        ..Logged::default()
    })
}

/// Unnamed strings as a list; the values of named ones in their order.
fn data(event_data: &Value) -> Vec<String> {
    let Some(map) = event_data.as_object() else { return Vec::new() };
    let unnamed = map.get("Data").map(strings);
    unnamed.unwrap_or_else(|| {
        let named = map.iter().filter(|(name, _)| !name.starts_with('#') && *name != "Binary");
        named.flat_map(|(_, value)| strings(value)).collect()
    })
}

fn strings(value: &Value) -> Vec<String> {
    match value {
        Value::Array(items) => items.iter().flat_map(strings).collect(),
        Value::Object(map) => map.get("#text").map(strings).unwrap_or_default(),
        Value::Null => Vec::new(),
        Value::String(text) => vec![text.clone()],
        other => vec![other.to_string()],
    }
}

fn text(value: Option<&Value>) -> Option<String> {
    strings(value?).into_iter().next()
}

/// A number as a number, as text, or beside attributes.
fn number(value: &Value) -> Option<u64> {
    match value {
        Value::Number(n) => n.as_u64(),
        Value::String(s) => s.trim().parse().ok(),
        Value::Object(map) => map.get("#text").and_then(number),
        _ => None,
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use serde_json::json;

    #[test]
    fn every_form_of_a_number_and_of_data() {
        for id in [json!(654), json!("654"), json!({"#attributes": {"Qualifiers": 0}, "#text": 654})] {
            for data in [json!("a"), json!({"#text": "a"}), json!({"#text": ["a"]}), json!(["a"])] {
                let event = json!({"Event": {
                    "System": {"Provider": {"#attributes": {"Name": "ADSync"}}, "EventID": id,
                        "TimeCreated": {"#attributes": {"SystemTime": "2026-11-20T09:00:00.1234567Z"}}},
                    "EventData": {"Data": data, "Binary": "00"}}});
                let logged = logged(&event).unwrap();
                assert_eq!((logged.id, logged.data), (654, vec!["a".to_owned()]), "{event}");
                assert!(logged.time.is_some());
            }
        }
        assert!(logged(&json!({"Event": {"System": {"EventID": 1}}})).is_none());
    }
}
