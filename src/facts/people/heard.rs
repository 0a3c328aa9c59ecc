//! Attempts in the event log: a 656 and a 657 have a line for each user. Distinguished names hold
//! commas, so a line is never split at them.

use super::{
    asked::{guid_of, id},
    attempt::{Attempt, Outcome},
};
use crate::{
    evidence::Kind,
    facts::{
        Seen,
        events::{Family, View, distinguished_name, is_refusal},
    },
};
use std::sync::Arc;

/// One user's line.
#[derive(Clone, Debug)]
pub(in crate::facts) struct HeardAttempt {
    /// The anchor as a GUID.
    pub anchor: Option<String>,
    pub dn: String,
    pub attempt: Attempt,
}

impl HeardAttempt {
    /// As links to objects.
    pub fn linked(&self) -> (Option<String>, String, Attempt) {
        (self.anchor.as_deref().map(id), format!("dn:{}", self.dn.to_lowercase()), self.attempt.clone())
    }
}

/// The attempts in an event; none in any but 656 and 657.
pub(in crate::facts) fn heard_attempts(event: &View<'_>) -> Vec<HeardAttempt> {
    let ours = Family::of(event.provider) == Some(Family::DirectorySynchronization);
    let (true, id @ (656 | 657), time) = (ours, event.id, event.time) else { return Vec::new() };
    let seen = Seen {
        origin: Arc::clone(&event.from.origin),
        kind: Kind::WinEvent,
        line: event.from.line,
        at: Some(time),
        as_of: None,
    };
    let attempt = |line: &str| {
        let dn = distinguished_name(line)?;
        let rest = line.get(dn.end..).unwrap_or_default();
        let attempt = Attempt { time, outcome: outcome(id, rest), seen: seen.clone() };
        Some(HeardAttempt { anchor: anchor(line), dn: line.get(dn)?.to_owned(), attempt })
    };
    event.text.lines().filter_map(attempt).collect()
}

fn outcome(id: u32, rest: &str) -> Outcome {
    if id == 656 {
        Outcome::Sent
    } else if is_refusal(rest) {
        Outcome::Refused(rest.trim_matches([' ', ',', '.']).to_owned())
    } else {
        Outcome::Taken
    }
}

/// The anchor is the base64 of 16 bytes: 24 characters that end in two equals signs.
fn anchor(line: &str) -> Option<String> {
    line.split([' ', ',', ':']).filter(|word| word.len() == 24 && word.ends_with("==")).find_map(guid_of)
}
