//! What a source is to the rest of the program: it is asked, and records come.

use super::{
    event_log::Logged,
    kind::KindSet,
    record::{Locator, Problem, Record},
};
use chrono::{DateTime, Utc};
use std::{
    ops::ControlFlow,
    sync::{
        Arc,
        atomic::{AtomicBool, Ordering},
    },
};

/// What is wanted of a source. A source may give more; it may leave out what is not asked for.
#[derive(Clone, Debug, Default, PartialEq)]
pub struct Ask {
    /// The kinds of records; empty for all.
    pub kinds: KindSet,
    /// Names of users. Where these or `objects` are given, a record of a person that holds none of
    /// them may be left out.
    pub users: Vec<String>,
    /// Objects (GUIDs, distinguished names) that earlier passes found to matter.
    pub objects: Vec<String>,
    /// A part of a name: of people, only records that hold it are wanted.
    pub part: Option<String>,
    /// Events to give in full, beside those that are judged.
    pub events: Option<EventQuery>,
    /// Accounts that connectors sign in with, where earlier sources named them.
    pub accounts: Vec<AskedAccount>,
}

/// An account that a connector signs in with.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub struct AskedAccount {
    /// The connector, by name.
    pub connector: Option<String>,
    /// The account, as DOMAIN\name where both are known.
    pub name: String,
    /// The domains that the connector reads, in lower case; empty for not known.
    pub domains: Vec<String>,
    /// The controllers that it is to use.
    pub preferred: Vec<String>,
}

/// Which events are wanted in full.
#[derive(Clone, Debug, Default, PartialEq)]
pub struct EventQuery {
    /// No older than this.
    pub since: Option<DateTime<Utc>>,
    /// No newer than this.
    pub until: Option<DateTime<Utc>>,
    /// Only these ids; empty for all.
    pub ids: Vec<u32>,
    /// Only events that hold this text, whatever its case.
    pub text: Option<String>,
}

impl EventQuery {
    /// True for an event of this id and time; text is for whoever reads it.
    #[must_use]
    pub fn admits(&self, id: u32, time: Option<DateTime<Utc>>) -> bool {
        (self.ids.is_empty() || self.ids.contains(&id))
            && time.is_none_or(|t| self.since.is_none_or(|s| t >= s) && self.until.is_none_or(|u| t <= u))
    }
}

/// Takes what a source gives.
pub trait Sink {
    /// One record. [`ControlFlow::Break`] ends the reading; what came is kept.
    fn take(&mut self, record: Record) -> ControlFlow<()>;
    /// One event of a log. Who has no use for it as it is gets its record.
    fn event(&mut self, event: Logged, from: &Locator) -> ControlFlow<()> {
        self.take(event.record(from.clone()))
    }
    /// Something that could not be used.
    fn problem(&mut self, problem: Problem);
    /// A record kind or property that this version does not know; `name` as it stood there.
    fn not_understood(&mut self, name: &str);
    /// How much is done, in units of the source's choosing, of how much where that is known.
    fn progress(&mut self, done: u64, of: Option<u64>);
    /// What is being done, in a few words, where that is not said by the records.
    fn doing(&mut self, _what: &str) {}
}

/// What a reading came to.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq)]
pub struct Summary {
    /// Usable records that are there, asked for or not.
    pub records: u64,
    /// True when the operator or the sink ended it early.
    pub stopped: bool,
}

/// Why nothing at all can be had from a source. The message says which, why, and what is accepted.
#[derive(Debug, thiserror::Error)]
pub enum SourceError {
    /// The operating system refused.
    #[error("{name}: {reason}")]
    Open {
        /// The source as it was given.
        name: String,
        /// Why, in words.
        reason: String,
    },
    /// It could be opened and holds nothing of use.
    #[error("{name}: {reason}")]
    Unusable {
        /// The source as it was given.
        name: String,
        /// Why, and what would be accepted.
        reason: String,
    },
}

impl SourceError {
    /// A reading of the source of this name came to no usable record; `first` is the first thing in it that
    /// could not be used.
    #[must_use]
    pub fn nothing(name: &str, first: Option<&Problem>) -> SourceError {
        let why = first.map_or_else(
            || "no record in it that this program knows".to_owned(),
            |p| p.line.map_or_else(|| p.reason.clone(), |l| format!("line {l}: {}", p.reason)),
        );
        SourceError::Unusable { name: name.to_owned(), reason: format!("nothing in it can be used; {why}") }
    }
}

/// Ends a reading from another thread.
#[derive(Clone, Debug, Default)]
pub struct Stopper(Arc<AtomicBool>);

impl Stopper {
    /// Asks the reading to end.
    pub fn stop(&self) {
        self.0.store(true, Ordering::Relaxed);
    }

    /// True once it was asked to end.
    #[must_use]
    pub fn stopped(&self) -> bool {
        self.0.load(Ordering::Relaxed)
    }
}

/// Anything that can be read, and read again.
pub trait Source: Send {
    /// Reads everything that `ask` wants, in one pass.
    fn read(&mut self, ask: &Ask, out: &mut dyn Sink) -> Result<Summary, SourceError>;
    /// A handle that ends the reading.
    fn stopper(&self) -> Stopper;
}
