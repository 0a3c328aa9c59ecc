//! One attempt to bring a user's password to Entra ID, as a log row or an event tells it.

use crate::facts::Seen;
use chrono::{DateTime, TimeDelta, Utc};
use std::collections::HashSet;

/// How it ended.
#[derive(Clone, Debug, PartialEq, Eq)]
pub enum Outcome {
    /// The status of a row of the object log.
    Logged(String),
    /// Sent (656).
    Sent,
    /// Taken (657).
    Taken,
    /// Refused (657), with what the event says of it.
    Refused(String),
    /// It failed and waits for a retry (605, 0).
    Queued,
    /// It waits for no retry any more: it worked or was given up (606).
    Left,
}

/// So long are rows of the object log kept (seed 001).
pub const KEPT: TimeDelta = TimeDelta::days(7);

/// One attempt.
#[derive(Clone, Debug, PartialEq)]
pub struct Attempt {
    /// When.
    pub time: DateTime<Utc>,
    /// How it ended.
    pub outcome: Outcome,
    /// `Details` of a row, where it has any.
    pub details: Option<String>,
    /// Where it was read.
    pub seen: Seen,
}

/// Passwords are read every two minutes: what is closer together is one attempt.
const CYCLE: TimeDelta = TimeDelta::minutes(2);

/// How often an attempt was put off since the last one that worked.
#[derive(Clone, Debug, PartialEq)]
pub struct Retries {
    /// How often.
    pub count: u64,
    /// The first time.
    pub first: DateTime<Utc>,
    /// The newest.
    pub last: DateTime<Utc>,
    /// Where the newest was read.
    pub seen: Seen,
    /// True while a retry is still to come.
    pub waits: bool,
}

/// The retries of the newest password, which was set at a known time or not: those since then and since the
/// last success; where that came after them, they are over.
pub(super) fn retries(attempts: &[Attempt], set: Option<DateTime<Utc>>) -> Option<Retries> {
    let older = attempts.iter().position(|a| set.is_none_or(|t| a.time >= t)).unwrap_or(attempts.len());
    let attempts = &attempts[older..];
    let queued = |a: &&Attempt| a.outcome == Outcome::Queued;
    let newest = attempts.iter().rposition(|a| queued(&a))?;
    let before = attempts[..newest].iter().rposition(Attempt::succeeded).map_or(0, |at| at + 1);
    let mut all: Vec<&Attempt> = attempts[before..=newest].iter().filter(queued).collect();
    // A 605 and a 0 tell of the same.
    all.dedup_by(|next, kept| next.time - kept.time < CYCLE);
    let (first, last) = (all.first()?, all.last()?);
    let over = |a: &Attempt| a.succeeded() || a.outcome == Outcome::Left;
    Some(Retries {
        count: u64::try_from(all.len()).unwrap_or(u64::MAX),
        first: first.time,
        last: last.time,
        seen: last.seen.clone(),
        waits: !attempts[newest + 1..].iter().any(over),
    })
}

/// Without rows that came twice: two outputs of one log overlap, and one prints a time to the second only.
/// What was read last stays.
pub(super) fn once(attempts: &mut Vec<Attempt>) {
    let mut met = HashSet::new();
    attempts.reverse();
    attempts.retain(|attempt| match &attempt.outcome {
        Outcome::Logged(status) => met.insert((attempt.time.timestamp(), status.clone())),
        _ => true,
    });
    attempts.reverse();
}

impl Attempt {
    /// True for a row of the object log.
    #[must_use]
    pub const fn is_row(&self) -> bool {
        matches!(self.outcome, Outcome::Logged(_))
    }

    /// True where the status of a row is this.
    #[must_use]
    pub fn is_logged(&self, status: &str) -> bool {
        matches!(&self.outcome, Outcome::Logged(s) if s == status)
    }

    /// True for an answer of Entra ID in the event log.
    #[must_use]
    pub const fn is_answer(&self) -> bool {
        matches!(self.outcome, Outcome::Taken | Outcome::Refused(_))
    }

    /// True where Entra ID has the password.
    #[must_use]
    pub fn succeeded(&self) -> bool {
        match &self.outcome {
            Outcome::Taken => true,
            Outcome::Logged(status) => status == "Success",
            _ => false,
        }
    }
}
