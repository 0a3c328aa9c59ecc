//! JSON Lines: what belongs together on a line of its own, for tools that read as it comes.

use super::model::Report;
use serde::Serialize;
use serde_json::{Value, json};

/// Writes a report as one line for the whole, then one for each root cause, finding, remedy, action,
/// source and mark; `part` says which.
#[must_use]
pub fn write(report: &Report) -> String {
    let whole = json!({
        "schema": report.schema, "id": report.id, "tool": report.tool, "generated_at": report.generated_at,
        "evaluated_at": report.evaluated_at, "flow": report.flow, "verdict": report.verdict,
        "environment": report.environment, "redaction": report.redaction,
    });
    let mut out = line("report", &whole);
    out.push_str(&lines("root_cause", &report.root_causes));
    out.push_str(&lines("finding", &report.findings));
    out.push_str(&lines("remedy", &report.remedies));
    out.push_str(&lines("action", &report.actions));
    out.push_str(&lines("source", &report.sources));
    out.push_str(&lines("mark", &report.timeline));
    out
}

fn lines<T: Serialize>(part: &str, all: &[T]) -> String {
    all.iter().map(|one| line(part, one)).collect()
}

fn line<T: Serialize>(part: &str, one: &T) -> String {
    let mut object = serde_json::Map::from_iter([("part".to_owned(), Value::from(part))]);
    if let Ok(Value::Object(fields)) = serde_json::to_value(one) {
        object.extend(fields);
    }
    let mut out = Value::Object(object).to_string();
    out.push('\n');
    out
}
