//! What a check says: how it is, what it saw, what it lacks.

use crate::{
    catalog::Cause,
    evidence::{Class, Gap},
};
use chrono::{DateTime, Utc};
use std::collections::BTreeMap;

/// The result of a check.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Hash, PartialOrd, Ord)]
pub enum Status {
    /// As it should be.
    Pass,
    /// By design, or worth knowing.
    Info,
    /// Works now, or works partly.
    Warn,
    /// Broken.
    Fail,
    /// A fact that is needed is missing.
    Unknown,
    /// Something it depends on is broken.
    Skipped,
}

impl Status {
    /// The word of the contract.
    #[must_use]
    pub const fn word(self) -> &'static str {
        match self {
            Status::Pass => "pass",
            Status::Info => "info",
            Status::Warn => "warn",
            Status::Fail => "fail",
            Status::Unknown => "unknown",
            Status::Skipped => "skipped",
        }
    }

    /// The mark on screens and in text: six characters.
    #[must_use]
    pub const fn mark(self) -> &'static str {
        match self {
            Status::Pass => "[ OK ]",
            Status::Info => "[INFO]",
            Status::Warn => "[WARN]",
            Status::Fail => "[FAIL]",
            Status::Unknown => "[ ?? ]",
            Status::Skipped => "[SKIP]",
        }
    }
}

/// A text from the evidence, and whom it may name.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Value {
    /// The text, as it came: escaped by whoever shows it.
    pub text: String,
    /// Whom it may name.
    pub class: Class,
}

impl Value {
    /// A text that names nobody.
    #[must_use]
    pub fn public(text: impl Into<String>) -> Value {
        Value { text: text.into(), class: Class::Public }
    }

    /// A text of this class.
    #[must_use]
    pub fn of(class: Class, text: impl Into<String>) -> Value {
        Value { text: text.into(), class }
    }
}

/// Values for the places in a text, by the name of the place.
pub type Values = BTreeMap<&'static str, Value>;

/// One thing that was seen.
#[derive(Clone, Debug, PartialEq)]
pub struct Evidence {
    /// What was looked at, by the cmdlet's or the log's own name.
    pub label: String,
    /// What it should be, where that can be said.
    pub expected: Option<String>,
    /// What it is.
    pub found: Value,
    /// Which source says so.
    pub source: String,
    /// When it was so.
    pub observed_at: Option<DateTime<Utc>>,
    /// As of when it was judged: the newest observation of its source.
    pub judged_at: Option<DateTime<Utc>>,
}

/// What a check saw: one good result, or one cause.
#[derive(Clone, Debug, PartialEq)]
pub struct Hit {
    /// The result.
    pub status: Status,
    /// What is wrong, where something is.
    pub cause: Option<Cause>,
    /// Values for the texts.
    pub values: Values,
    /// What it rests on.
    pub evidence: Vec<Evidence>,
    /// First event of it, for what is seen in events.
    pub first_seen: Option<DateTime<Utc>>,
    /// Newest event of it.
    pub last_seen: Option<DateTime<Utc>>,
    /// How many events.
    pub count: Option<u64>,
    /// The connectors that it is about, where its scope is wider; none for all that the scope holds.
    pub connectors: Vec<String>,
    /// A different wording: `cause.variant` in the knowledge files, where one cause needs two.
    pub variant: Option<&'static str>,
}

impl Hit {
    /// A result with nothing wrong.
    #[must_use]
    pub fn of(status: Status) -> Hit {
        Hit {
            status,
            cause: None,
            values: Values::new(),
            evidence: Vec::new(),
            first_seen: None,
            last_seen: None,
            count: None,
            connectors: Vec::new(),
            variant: None,
        }
    }

    /// As it should be.
    #[must_use]
    pub fn pass() -> Hit {
        Hit::of(Status::Pass)
    }

    /// Something wrong.
    #[must_use]
    pub fn cause(status: Status, cause: &'static str) -> Hit {
        Hit { cause: Some(Cause(cause)), ..Hit::of(status) }
    }

    /// With a value for the texts.
    #[must_use]
    pub fn with(mut self, name: &'static str, value: Value) -> Hit {
        self.values.insert(name, value);
        self
    }

    /// With a piece of evidence.
    #[must_use]
    pub fn seen(mut self, evidence: Evidence) -> Hit {
        self.evidence.push(evidence);
        self
    }

    /// In a different wording.
    #[must_use]
    pub const fn variant(mut self, variant: &'static str) -> Hit {
        self.variant = Some(variant);
        self
    }
}

/// Facts that a check cannot do without.
#[derive(Clone, Debug, PartialEq)]
pub struct Need {
    /// What is missing; never empty.
    pub gaps: Vec<Gap>,
    /// False where the verdict can do without this answer in this case.
    pub required: bool,
}

impl From<Gap> for Need {
    fn from(gap: Gap) -> Need {
        Need { gaps: vec![gap], required: true }
    }
}
