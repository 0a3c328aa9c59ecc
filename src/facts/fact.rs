//! A fact is known, or asked for and not there, or not known and why.

use crate::evidence::{Gap, Kind, Origin, Why};
use chrono::{DateTime, Utc};
use std::sync::Arc;

/// Where and when a fact was seen.
#[derive(Clone, Debug, PartialEq)]
pub struct Seen {
    /// The source.
    pub origin: Arc<Origin>,
    /// The kind of record.
    pub kind: Kind,
    /// The line in it.
    pub line: Option<u64>,
    /// When it was observed.
    pub at: Option<DateTime<Utc>>,
    /// As of when it is judged: the newest observation of its source. None where the source names no time.
    pub as_of: Option<DateTime<Utc>>,
}

/// Something a check wants to know.
#[derive(Clone, Debug, PartialEq)]
pub enum Fact<T> {
    /// Known.
    Known(T, Seen),
    /// Asked for, and there is none.
    Absent(Kind, Seen),
    /// Not known.
    Unknown(Gap),
}

impl<T> Fact<T> {
    /// The value, or what is missing; `?` on it makes a check unknown.
    pub fn known(self) -> Result<(T, Seen), Gap> {
        match self {
            Fact::Known(value, seen) => Ok((value, seen)),
            Fact::Absent(record, seen) => Err(Gap {
                record,
                property: None,
                why: Why::NotFound,
                last: seen.at.map(|t| ("none".into(), Some(t))),
            }),
            Fact::Unknown(gap) => Err(gap),
        }
    }

    /// The value where it is known.
    pub fn value(self) -> Option<T> {
        self.known().ok().map(|(value, _)| value)
    }

    /// Another value made of this one.
    pub fn map<U>(self, make: impl FnOnce(T) -> U) -> Fact<U> {
        match self {
            Fact::Known(value, seen) => Fact::Known(make(value), seen),
            Fact::Absent(kind, seen) => Fact::Absent(kind, seen),
            Fact::Unknown(gap) => Fact::Unknown(gap),
        }
    }

    /// The newer of two observations of the same thing; one that is known where the other is not.
    #[must_use]
    pub fn or_newer(self, other: Fact<T>) -> Fact<T> {
        match (&self, &other) {
            (Fact::Known(_, mine), Fact::Known(_, theirs)) if theirs.at > mine.at => other,
            (Fact::Known(..), _) => self,
            (_, Fact::Known(..)) => other,
            // Of two reasons, the one that says more: a failure or a bad value before "not collected".
            (Fact::Unknown(gap), Fact::Unknown(_)) if gap.why == Why::NotCollected => other,
            _ => self,
        }
    }
}
