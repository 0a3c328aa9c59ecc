//! JSON: one document.

use super::model::Report;

/// Writes a report as JSON with a line end.
#[must_use]
pub fn write(report: &Report) -> String {
    // A report is made of texts, numbers, times and lists; none of them can fail to be written.
    let mut out = serde_json::to_string_pretty(report).unwrap_or_default();
    out.push('\n');
    out
}

/// Reads a report of any version that was ever written.
pub fn read(text: &str) -> serde_json::Result<Report> {
    serde_json::from_str(text)
}
