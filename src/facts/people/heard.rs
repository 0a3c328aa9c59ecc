//! Attempts in the event log: a 656 and a 657 have a line for each user, and so have the lists of retries
//! (605, 606, and one form of 0). Distinguished names hold commas, so a line is never split at them.

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
use std::{collections::HashMap, sync::Arc};

/// One user's line.
#[derive(Clone, Debug)]
pub(in crate::facts) struct HeardAttempt {
    /// The anchor as a GUID.
    pub anchor: Option<String>,
    /// Distinguished name; empty where the line has an anchor only.
    pub dn: String,
    pub attempt: Attempt,
}

impl HeardAttempt {
    /// As links to objects.
    pub fn linked(&self) -> (Option<String>, String, Attempt) {
        (self.anchor.as_deref().map(id), format!("dn:{}", self.dn.to_lowercase()), self.attempt.clone())
    }
}

/// Attempts of each user that are kept: the newest.
const MOST: usize = 64;

/// Attempts of wanted people, no more than the newest of each.
#[derive(Clone, Debug, Default)]
pub(in crate::facts) struct Heard(HashMap<String, Vec<HeardAttempt>>);

impl Heard {
    pub fn push(&mut self, heard: HeardAttempt) {
        let of = if heard.dn.is_empty() { heard.anchor.clone() } else { Some(heard.dn.to_lowercase()) };
        let all = self.0.entry(of.unwrap_or_default()).or_default();
        all.push(heard);
        if all.len() >= 2 * MOST {
            all.sort_by_key(|h| std::cmp::Reverse(h.attempt.time));
            all.truncate(MOST);
        }
    }

    pub fn clear(&mut self) {
        self.0.clear();
    }

    /// As links to objects, oldest first.
    pub fn linked(&self) -> Vec<(Option<String>, String, Attempt)> {
        let mut all: Vec<_> = self.0.values().flatten().map(HeardAttempt::linked).collect();
        all.sort_by(|a, b| (a.2.time, &a.1, &a.0).cmp(&(b.2.time, &b.1, &b.0)));
        all
    }
}

/// The attempts in an event; none in any that lists no users.
pub(in crate::facts) fn heard_attempts(record: &Record) -> Vec<HeardAttempt> {
    let Some(props) = record.props() else { return Vec::new() };
    let id = props.int("Id");
    let ours = props.text("ProviderName").and_then(Family::of) == Some(Family::DirectorySynchronization);
    let time = props.time("TimeCreated").and_then(Stamp::moment);
    let (true, Some(id @ (0 | 605 | 606 | 656 | 657)), Some(time)) = (ours, id, time) else {
        return Vec::new();
    };
    let data = props.get("Data").and_then(|d| d.as_array()).into_iter().flatten().filter_map(|d| d.as_str());
    let texts: Vec<&str> = props.text("Message").into_iter().chain(data).collect();
    if id == 0 && !texts.iter().any(|text| is_list_of_retries(text)) {
        return Vec::new();
    }
    let seen = Seen {
        origin: Arc::clone(&record.from.origin),
        kind: record.kind,
        line: record.from.line,
        at: Some(time),
        as_of: None,
    };
    let mut lines: Vec<&str> = texts.iter().flat_map(|text| text.lines()).collect();
    if matches!(id, 0 | 605 | 606) {
        // Several may stand in a line.
        lines = lines.into_iter().flat_map(|line| line.split(';')).collect();
    }
    lines
        .into_iter()
        .filter_map(|line| {
            let UserLine { anchor, dn, rest } = UserLine::read(line)?;
            let attempt = Attempt { time, outcome: outcome(id, rest), seen: seen.clone() };
            Some(HeardAttempt { anchor, dn, attempt })
        })
        .collect()
}

/// A line about one user.
pub(in crate::facts) struct UserLine<'a> {
    /// The anchor as a GUID.
    pub anchor: Option<String>,
    /// Distinguished name; empty where the line has an anchor only.
    pub dn: String,
    /// What stands behind both.
    pub rest: &'a str,
}

impl UserLine<'_> {
    /// Reads a line; none where it names nobody.
    pub fn read(line: &str) -> Option<UserLine<'_>> {
        let word = line.split([' ', ',', ':']).find(|word| guid_of_anchor(word).is_some());
        let anchor = word.and_then(guid_of_anchor);
        if let Some((dn, end)) = distinguished_name(line) {
            return Some(UserLine { anchor, dn, rest: line.get(end..).unwrap_or_default() });
        }
        let (_, rest) = line.split_once(word?)?;
        Some(UserLine { anchor, dn: String::new(), rest })
    }

    /// True where it tells of a failure.
    pub fn failed(&self) -> bool {
        failed(self.rest)
    }
}

/// A line that names an error, or says that it failed, is a failure.
fn failed(rest: &str) -> bool {
    let lower = rest.to_ascii_lowercase();
    lower.contains("fail") || lower.contains("error") || lower.contains("fehl")
}

/// One number stands for many things: this one names users, and no error beside them.
pub(in crate::facts) fn is_list_of_retries(text: &str) -> bool {
    let lower = text.to_ascii_lowercase();
    let wrong = ["exception", "aadsts", "error code", "0x8"];
    text.lines().any(|line| distinguished_name(line).is_some()) && !wrong.iter().any(|w| lower.contains(w))
}

fn outcome(id: i64, rest: &str) -> Outcome {
    match id {
        0 | 605 => Outcome::Queued,
        606 => Outcome::Left,
        656 => Outcome::Sent,
        _ if failed(rest) => Outcome::Refused(rest.trim_matches([' ', ',', '.', ':']).to_owned()),
        _ => Outcome::Taken,
    }
}

/// The anchor is the base64 of 16 bytes: 24 characters that end in two equals signs.
fn guid_of_anchor(word: &str) -> Option<String> {
    if word.len() == 24 && word.ends_with("==") { guid_of(word) } else { None }
}
