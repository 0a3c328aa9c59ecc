//! What happened when: marks in lanes, on one axis.

use super::model::Report;
use chrono::{DateTime, Utc};
use schemars::JsonSchema;
use serde::{Deserialize, Serialize};

/// What kind of thing happened.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord, Hash, Serialize, Deserialize, JsonSchema)]
#[serde(rename_all = "lowercase")]
pub enum MarkKind {
    /// A sign of life.
    Heartbeat,
    /// A cycle or a run.
    Cycle,
    /// Passwords were handed over.
    Batch,
    /// Something failed.
    Failure,
    /// A password was changed.
    Password,
    /// The operator did something.
    Action,
    /// The event log covers this span.
    Covered,
    /// The event log does not cover this span.
    Gap,
}

impl MarkKind {
    /// A word for it.
    #[must_use]
    pub const fn word(self) -> &'static str {
        match self {
            MarkKind::Heartbeat => "heartbeat",
            MarkKind::Cycle => "cycle",
            MarkKind::Batch => "passwords handed over",
            MarkKind::Failure => "failure",
            MarkKind::Password => "password changed",
            MarkKind::Action => "done by the operator",
            MarkKind::Covered => "covered by the event log",
            MarkKind::Gap => "not covered by the event log",
        }
    }
}

/// Something at a time, or several of its kind close together.
#[derive(Clone, Debug, PartialEq, Eq, PartialOrd, Ord, Serialize, Deserialize, JsonSchema)]
pub struct Mark {
    /// When, or when the first of them.
    pub at: DateTime<Utc>,
    /// When the last of them, or when it ended; none where that is the same time.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub until: Option<DateTime<Utc>>,
    /// What it happened to.
    pub lane: String,
    /// What kind of thing.
    pub kind: MarkKind,
    /// What, in a few words.
    pub label: String,
    /// How many, where it is more than one.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub count: Option<u64>,
}

impl Mark {
    /// When it ended.
    #[must_use]
    pub fn end(&self) -> DateTime<Utc> {
        self.until.unwrap_or(self.at)
    }
}

/// The marks of a report, what the operator did among them, oldest first.
#[must_use]
pub fn marks(report: &Report) -> Vec<Mark> {
    let done = report.actions.iter().map(|a| Mark {
        at: a.at,
        until: None,
        lane: "What was done".to_owned(),
        kind: MarkKind::Action,
        label: format!("{} step {}: {}", a.remedy, a.step, a.choice),
        count: None,
    });
    let mut all: Vec<Mark> = report.timeline.iter().cloned().chain(done).collect();
    all.sort();
    all
}
