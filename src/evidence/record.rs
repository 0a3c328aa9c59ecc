//! One piece of evidence, already in canonical form, and what is said when a piece is bad.

use super::{kind::Kind, stamp::Stamp};
use chrono::{DateTime, Utc};
use serde_json::{Map, Value};
use std::sync::Arc;

/// A source by name: the path or address as the operator gave it, and what it turned out to be.
#[derive(Clone, Debug, PartialEq, Eq, Hash, PartialOrd, Ord)]
pub struct Origin {
    /// The path or address as it was given.
    pub name: String,
    /// What it is: "evidence file", "configuration export", "built-in case" …
    pub kind: &'static str,
}

/// Where a record stood.
#[derive(Clone, Debug, PartialEq)]
pub struct Locator {
    /// The source.
    pub origin: Arc<Origin>,
    /// The file within a folder, where the source is one.
    pub file: Option<Arc<str>>,
    /// The line, counted from 1, where the source has lines.
    pub line: Option<u64>,
}

/// Something in a source that could not be used, in words for the operator.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Problem {
    /// The file, as the operator would type it.
    pub file: String,
    /// The line, counted from 1.
    pub line: Option<u64>,
    /// What is wrong and what would be accepted.
    pub reason: String,
}

/// The properties of a record. Values that are there have the type of their [`super::shape`];
/// one that could not be read is not there, and [`Props::bad`] says why.
#[derive(Clone, Debug, Default, PartialEq)]
pub struct Props {
    map: Map<String, Value>,
    bad: Vec<(String, String)>,
    blank: Vec<String>,
}

/// Why a fact is not known.
#[derive(Clone, Debug, PartialEq)]
pub enum Why {
    /// No source holds such a record.
    NotCollected,
    /// The record is there, without this property.
    NotInRecord,
    /// Collecting it failed: the kind (`timeout`, `access-denied` …) and the message.
    Failed(String, String),
    /// The property is there and cannot be read.
    Unreadable(String),
    /// Asked for, and there is none.
    NotFound,
    /// Older than the operator accepts.
    TooOld,
    /// All that there is of it is newer than the time that the operator chose to judge as of.
    TooNew,
    /// It is there and does not suffice: the reason in words.
    NotEnough(String),
}

/// A fact that is not known: which, and why.
#[derive(Clone, Debug, PartialEq)]
pub struct Gap {
    /// The kind of record that would hold it.
    pub record: Kind,
    /// The property that is missing; none for the whole record.
    pub property: Option<String>,
    /// Why it is not known.
    pub why: Why,
    /// The last value known, and when it was seen.
    pub last: Option<(String, Option<DateTime<Utc>>)>,
}

/// What a record says.
#[derive(Clone, Debug, PartialEq)]
pub enum Content {
    /// An object.
    Data(Props),
    /// It was asked for and there is none; the query that was put.
    Nothing(Map<String, Value>),
    /// Collecting it failed: kind and message.
    Error {
        /// `not-available`, `access-denied`, `timeout` or `failed`.
        kind: String,
        /// The message, as it came.
        message: String,
    },
}

/// One piece of evidence.
#[derive(Clone, Debug, PartialEq)]
pub struct Record {
    /// What it describes.
    pub kind: Kind,
    /// What it says.
    pub content: Content,
    /// When it was observed, where the record itself says so.
    pub at: Option<DateTime<Utc>>,
    /// Where it stood.
    pub from: Locator,
}

impl Record {
    /// The properties, unless the record is an error or an empty answer.
    #[must_use]
    pub const fn props(&self) -> Option<&Props> {
        match &self.content {
            Content::Data(p) => Some(p),
            _ => None,
        }
    }
}

impl Props {
    /// Properties that have been brought to their types, and those that could not be.
    #[must_use]
    pub const fn new(map: Map<String, Value>, bad: Vec<(String, String)>) -> Props {
        Props { map, bad, blank: Vec::new() }
    }

    /// With the properties that are there without a value.
    #[must_use]
    pub fn with_blank(self, blank: Vec<String>) -> Props {
        Props { blank, ..self }
    }

    /// Properties that are there without a value: somebody asked for them, and there is none.
    #[must_use]
    pub fn blank(&self) -> &[String] {
        &self.blank
    }

    /// The canonical value.
    #[must_use]
    pub fn get(&self, name: &str) -> Option<&Value> {
        self.map.get(name)
    }

    /// All properties that could be read.
    pub fn iter(&self) -> impl Iterator<Item = (&String, &Value)> {
        self.map.iter()
    }

    /// Properties that could not be read, with the reason.
    #[must_use]
    pub fn bad(&self) -> &[(String, String)] {
        &self.bad
    }

    /// Takes a property back that cannot be read after all.
    pub fn refuse(&mut self, name: &str, reason: &str) {
        self.map.remove(name);
        self.bad.push((name.to_owned(), reason.to_owned()));
    }

    /// A text.
    #[must_use]
    pub fn text(&self, name: &str) -> Option<&str> {
        self.get(name).and_then(Value::as_str)
    }

    /// A whole number.
    #[must_use]
    pub fn int(&self, name: &str) -> Option<i64> {
        self.get(name).and_then(Value::as_i64)
    }

    /// Yes or no.
    #[must_use]
    pub fn bool(&self, name: &str) -> Option<bool> {
        self.get(name).and_then(Value::as_bool)
    }

    /// A time.
    #[must_use]
    pub fn time(&self, name: &str) -> Option<Stamp> {
        self.text(name).and_then(Stamp::from_text)
    }
}
