//! Events in a list, and what they come to: the forms that `events` prints.

mod csv;
mod text;

use crate::knowledge::visible;
use chrono::{DateTime, Utc};
use serde::Serialize;
use serde_json::Value;

pub use csv::{head, row as csv_row};
pub use text::{overview as text_overview, row as text_row};

/// `of` as JSON in which nothing hides: of its texts whatever a terminal would act on, or an eye would not
/// see, is spelled out. Lines stay lines.
#[must_use]
pub fn shown(of: &impl Serialize) -> Value {
    // What is written is made of texts, numbers, times and lists; none of them can fail to be.
    let mut value = serde_json::to_value(of).unwrap_or_default();
    spell(&mut value);
    value
}

fn spell(value: &mut Value) {
    match value {
        Value::String(text) => *text = text.lines().map(visible).collect::<Vec<_>>().join("\n"),
        Value::Array(all) => all.iter_mut().for_each(spell),
        Value::Object(all) => all.values_mut().for_each(spell),
        Value::Null | Value::Bool(_) | Value::Number(_) => {}
    }
}

/// One event in a list.
#[derive(Clone, Debug, Default, PartialEq, Eq, Serialize)]
pub struct EventRow {
    /// When it was written.
    pub time: DateTime<Utc>,
    /// Who wrote it.
    pub provider: String,
    /// Its id.
    pub id: u32,
    /// 2 error, 3 warning, 4 information.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub level: Option<i64>,
    /// What it means.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub meaning: Option<String>,
    /// The domain that it is about.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub domain: Option<String>,
    /// The connector: its name, else its GUID.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub connector: Option<String>,
    /// Users that it names.
    #[serde(skip_serializing_if = "Vec::is_empty")]
    pub users: Vec<String>,
    /// How many passwords were taken and refused, where it says that.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub outcome: Option<String>,
    /// Why it failed, in a few words: a code or kind of error.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub cause: Option<String>,
    /// The innermost message of a failure.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub inner: Option<String>,
    /// For Microsoft's support.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub tracking_id: Option<String>,
    /// The service's server, for Microsoft's support.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub server: Option<String>,
    /// The computer that wrote it.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub computer: Option<String>,
    /// Its number in the log.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub number: Option<i64>,
    /// Its text: as it stands there, or, where only strings are kept, the sentence around them.
    pub text: String,
    /// The source that it came from.
    pub source: String,
}

/// What the events come to.
#[derive(Clone, Debug, Default, PartialEq, Eq, Serialize)]
pub struct EventOverview {
    /// The computers that wrote the events: what each came to is told apart.
    pub computers: Vec<String>,
    /// Events of the sync server that were counted.
    pub events: u64,
    /// The first and the last of them.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub from: Option<DateTime<Utc>>,
    /// The last of them.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub to: Option<DateTime<Utc>>,
    /// The logs themselves.
    pub logs: Vec<LogLine>,
    /// Signs of life and batches by connector.
    pub connectors: Vec<ChannelLine>,
    /// Failures by cause.
    pub failures: Vec<FailureLine>,
}

/// One log.
#[derive(Clone, Debug, Default, PartialEq, Eq, Serialize)]
pub struct LogLine {
    /// The source.
    pub source: String,
    /// The log's name.
    pub log: String,
    /// The start of what it covers, where that is known.
    pub oldest: Option<DateTime<Utc>>,
    /// The end of what it covers, where that is known.
    pub newest: Option<DateTime<Utc>>,
    /// Events of any provider.
    pub events: Option<i64>,
    /// True where something is missing or broken.
    pub damaged: bool,
    /// What is to be known about it.
    pub notes: Vec<String>,
}

/// One connector.
#[derive(Clone, Debug, Default, PartialEq, Eq, Serialize)]
pub struct ChannelLine {
    /// Its name, else its GUID; none for events that name no connector.
    pub connector: Option<String>,
    /// The computer that wrote the events.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub computer: Option<String>,
    /// Domains that its events name.
    pub domains: Vec<String>,
    /// Heartbeats that were answered.
    pub heartbeats: Option<Times>,
    /// Heartbeats that were refused.
    pub heartbeats_refused: u64,
    /// The last sign of life of any kind.
    pub last_sign: Option<DateTime<Utc>>,
    /// Spans of over 65 minutes without a sign of life.
    pub silent: Vec<Silence>,
    /// Batches that were sent.
    pub sent: u64,
    /// Batches that Entra ID took.
    pub taken: u64,
    /// Batches that Entra ID refused.
    pub refused: u64,
    /// Users whose password was taken.
    pub users_taken: u64,
    /// Users whose password was refused.
    pub users_refused: u64,
}

/// A span without a sign of life.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Serialize)]
pub struct Silence {
    /// The last sign before it, or the start of the log.
    pub from: DateTime<Utc>,
    /// The first sign after it; none where none came before the log ends.
    pub to: Option<DateTime<Utc>>,
}

/// How often and when.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Serialize)]
pub struct Times {
    /// How often.
    pub count: u64,
    /// First.
    pub first: DateTime<Utc>,
    /// Last.
    pub last: DateTime<Utc>,
}

/// Failures of one cause.
#[derive(Clone, Debug, PartialEq, Eq, Serialize)]
pub struct FailureLine {
    /// Who wrote the events.
    pub provider: String,
    /// Their id.
    pub id: u32,
    /// What they mean.
    pub meaning: Option<String>,
    /// Why, in a few words.
    pub cause: Option<String>,
    /// The domain.
    pub domain: Option<String>,
    /// The connector.
    pub connector: Option<String>,
    /// The computer that wrote the events.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub computer: Option<String>,
    /// How often, since when, until when.
    #[serde(flatten)]
    pub times: Times,
    /// The newest success of what failed, where it is later than the last failure and events tell of one.
    pub success_after: Option<DateTime<Utc>>,
}
