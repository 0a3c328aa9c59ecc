//! The JSON Schema of a report, out of its types. It is open: readers take fields that later
//! revisions add.

use super::model::{REVISION, Report, SCHEMA};
use schemars::generate::SchemaSettings;
use serde_json::Value;

/// The schema with a line end.
#[must_use]
pub fn schema() -> String {
    let mut made = SchemaSettings::draft2020_12().into_generator().into_root_schema_for::<Report>();
    made.insert("title".to_owned(), Value::from(format!("{SCHEMA}, revision {REVISION}")));
    let mut out = serde_json::to_string_pretty(&made).unwrap_or_default();
    out.push('\n');
    out
}
