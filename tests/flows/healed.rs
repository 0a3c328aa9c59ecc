//! The healthy server of the built-in cases, at another time.

use chrono::{DateTime, SecondsFormat, TimeDelta, Utc};
use phs_doctor::front::scenarios;
use serde_json::Value;

/// Its evidence, so much later: every time in it is moved.
pub fn so_much_later(later: TimeDelta) -> String {
    moved_by(scenarios::find(scenarios::HEALTHY).unwrap().lines(), later)
}

/// Evidence with every time in it so much later.
pub fn moved_by(lines: &str, later: TimeDelta) -> String {
    let lines = lines.lines().map(|line| {
        let mut value: Value = serde_json::from_str(line).unwrap();
        moved(&mut value, later);
        format!("{value}\n")
    });
    lines.collect()
}

fn moved(value: &mut Value, later: TimeDelta) {
    match value {
        Value::String(text) => {
            if let Ok(time) = text.parse::<DateTime<Utc>>() {
                *text = (time + later).to_rfc3339_opts(SecondsFormat::Secs, true);
            }
        }
        Value::Array(items) => items.iter_mut().for_each(|item| moved(item, later)),
        Value::Object(map) => map.values_mut().for_each(|item| moved(item, later)),
        _ => {}
    }
}
