//! One attempt to bring a user's password to Entra ID, as a log row or an event tells it.

use crate::facts::Seen;
use chrono::{DateTime, Utc};

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
