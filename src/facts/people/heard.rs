//! Attempts in the event log: a 656 and a 657 have a line for each user. Distinguished names hold
//! commas, so a line is never split at them.

use super::{
    asked::{guid_of, id},
    attempt::{Attempt, Outcome},
};
use crate::{
    evidence::{Record, Stamp},
    facts::{
        Seen,
        events::{Family, distinguished_name},
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
pub(in crate::facts) fn heard_attempts(record: &Record) -> Vec<HeardAttempt> {
    let Some(props) = record.props() else { return Vec::new() };
    let id = props.int("Id");
    let ours = props.text("ProviderName").and_then(Family::of) == Some(Family::DirectorySynchronization);
    let time = props.time("TimeCreated").and_then(Stamp::moment);
    let (true, Some(id @ (656 | 657)), Some(time)) = (ours, id, time) else { return Vec::new() };
    let data = props.get("Data").and_then(|d| d.as_array()).into_iter().flatten().filter_map(|d| d.as_str());
    let lines = props.text("Message").into_iter().chain(data).flat_map(str::lines);
    let seen = Seen {
        origin: Arc::clone(&record.from.origin),
        kind: record.kind,
        line: record.from.line,
        at: Some(time),
        as_of: None,
    };
    lines
        .filter_map(|line| {
            let (dn, end) = distinguished_name(line)?;
            let rest = line.get(end..).unwrap_or_default();
            let attempt = Attempt { time, outcome: outcome(id, rest), seen: seen.clone() };
            Some(HeardAttempt { anchor: anchor(line), dn, attempt })
        })
        .collect()
}

fn outcome(id: i64, rest: &str) -> Outcome {
    let lower = rest.to_ascii_lowercase();
    if id == 656 {
        Outcome::Sent
    } else if lower.contains("fail") || lower.contains("error") || lower.contains("fehl") {
        Outcome::Refused(rest.trim_matches([' ', ',', '.']).to_owned())
    } else {
        Outcome::Taken
    }
}

/// The anchor is the base64 of 16 bytes: 24 characters that end in two equals signs.
fn anchor(line: &str) -> Option<String> {
    line.split([' ', ',', ':']).filter(|word| word.len() == 24 && word.ends_with("==")).find_map(guid_of)
}
