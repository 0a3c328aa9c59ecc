//! One attempt to bring a user's password to Entra ID, as a log row or an event tells it.

use crate::facts::Seen;
use chrono::{DateTime, TimeDelta, Utc};

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

/// One attempt.
#[derive(Clone, Debug, PartialEq)]
pub struct Attempt {
    /// When.
    pub time: DateTime<Utc>,
    /// How it ended.
    pub outcome: Outcome,
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

/// The retries of the newest password: those since the last success; where that came after them, they
/// are over.
pub(super) fn retries(attempts: &[Attempt]) -> Option<Retries> {
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

impl Attempt {
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
