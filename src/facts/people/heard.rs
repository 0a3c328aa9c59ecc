//! Attempts in the event log: a 656 and a 657 have a line for each user, and so have the lists of retries
//! (605, 606, and one form of 0). Distinguished names hold commas, so a line is never split at them.

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
pub(in crate::facts) fn heard_attempts(event: &View<'_>) -> Vec<HeardAttempt> {
    let ours = Family::of(event.provider) == Some(Family::DirectorySynchronization);
    let (true, id @ (0 | 605 | 606 | 656 | 657), time) = (ours, event.id, event.time) else {
        return Vec::new();
    };
    if id == 0 && !is_list_of_retries(&event.text) {
        return Vec::new();
    }
    let seen = Seen {
        origin: Arc::clone(&event.from.origin),
        kind: Kind::WinEvent,
        line: event.from.line,
        at: Some(time),
        as_of: None,
    };
    let mut lines: Vec<&str> = event.text.lines().collect();
    if matches!(id, 0 | 605 | 606) {
        // Several may stand in a line.
        lines = lines.into_iter().flat_map(|line| line.split(';')).collect();
    }
    let attempt = |line: &str| {
        let user = UserLine::read(line)?;
        let attempt = Attempt { time, outcome: outcome(id, user.rest), seen: seen.clone() };
        Some(HeardAttempt { anchor: user.anchor(), dn: user.dn.to_owned(), attempt })
    };
    lines.into_iter().filter_map(attempt).collect()
}

/// A line about one user.
pub(in crate::facts) struct UserLine<'a> {
    line: &'a str,
    /// Distinguished name; empty where the line has an anchor only.
    pub dn: &'a str,
    /// What stands behind both.
    pub rest: &'a str,
}

impl<'a> UserLine<'a> {
    /// Reads a line; none where it names nobody.
    pub fn read(line: &'a str) -> Option<UserLine<'a>> {
        if let Some(dn) = distinguished_name(line) {
            let rest = line.get(dn.end..).unwrap_or_default();
            return Some(UserLine { line, dn: line.get(dn)?, rest });
        }
        let (_, rest) = line.split_once(anchor(line)?.0)?;
        Some(UserLine { line, dn: "", rest })
    }

    /// The anchor as a GUID.
    pub fn anchor(&self) -> Option<String> {
        anchor(self.line).map(|(_, guid)| guid)
    }

    /// The distinguished name, else the anchor.
    pub fn name(&self) -> String {
        if self.dn.is_empty() { self.anchor().unwrap_or_default() } else { self.dn.to_owned() }
    }
}

/// One number stands for many things: this one names users, and no error beside them.
pub(in crate::facts) fn is_list_of_retries(text: &str) -> bool {
    let lower = text.to_ascii_lowercase();
    let wrong = ["exception", "aadsts", "error code", "0x8"];
    text.lines().any(|line| distinguished_name(line).is_some()) && !wrong.iter().any(|w| lower.contains(w))
}

fn outcome(id: u32, rest: &str) -> Outcome {
    match id {
        0 | 605 => Outcome::Queued,
        606 => Outcome::Left,
        656 => Outcome::Sent,
        _ if is_refusal(rest) => Outcome::Refused(rest.trim_matches([' ', ',', '.', ':']).to_owned()),
        _ => Outcome::Taken,
    }
}

/// The anchor in a line, as it stands there and as a GUID: the base64 of 16 bytes, 24 characters that end in
/// two equals signs.
fn anchor(line: &str) -> Option<(&str, String)> {
    let mut words = line.split([' ', ',', ':']).filter(|word| word.len() == 24 && word.ends_with("=="));
    words.find_map(|word| Some((word, guid_of(word)?)))
}
