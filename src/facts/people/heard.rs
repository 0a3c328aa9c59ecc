//! Attempts in the event log: a 656 and a 657 have a line for each user, and so have the lists of retries
//! (605, 606, and one form of 0). Distinguished names hold commas, so a line is never split at them.

use super::{
    asked::{anchor_link, guid_of},
    attempt::{Attempt, Outcome},
    dn::same_dn,
};
use crate::{
    evidence::{Kind, guid},
    facts::{
        Seen,
        events::{Family, View, distinguished_name, end_of_name, is_refusal},
    },
};
use memchr::memmem::Finder;
use std::{
    collections::{BTreeSet, HashMap},
    sync::{Arc, LazyLock},
};

/// One user's line.
#[derive(Clone, Debug)]
pub(in crate::facts) struct HeardAttempt {
    /// The anchor as a GUID; as it stands there where it is none.
    pub anchor: Option<String>,
    /// Distinguished name; empty where the line has an anchor only.
    pub dn: String,
    pub attempt: Attempt,
}

/// An attempt with the links that say of whom it is.
pub(in crate::facts) type Linked = (Vec<String>, Attempt);

impl HeardAttempt {
    /// As links to objects.
    fn linked(&self) -> Linked {
        let dn = (!self.dn.is_empty()).then(|| format!("dn:{}", same_dn(&self.dn)));
        (self.anchor.as_deref().map(anchor_link).into_iter().chain(dn).collect(), self.attempt.clone())
    }
}

/// Attempts of each user that are kept: the newest.
const MOST: usize = 64;

/// Attempts of wanted people, no more than the newest of each.
#[derive(Clone, Debug, Default)]
pub(in crate::facts) struct Heard(HashMap<String, Vec<HeardAttempt>>);

impl Heard {
    pub fn push(&mut self, heard: HeardAttempt) {
        let of = if heard.dn.is_empty() { heard.anchor.clone() } else { Some(same_dn(&heard.dn)) };
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

    /// Distinguished names and anchors, as they stand there; an anchor of nothing but zeros is nobody's.
    pub fn names(&self) -> BTreeSet<String> {
        let all = self.0.values().flatten();
        all.flat_map(|heard| heard.anchor.clone().into_iter().chain([heard.dn.clone()]))
            .filter(|name| !name.is_empty() && !guid::is_empty(name))
            .collect()
    }

    /// As links to objects, oldest first.
    pub fn linked(&self) -> Vec<Linked> {
        let mut all: Vec<_> = self.0.values().flatten().map(HeardAttempt::linked).collect();
        all.sort_by(|a, b| (a.1.time, &a.0).cmp(&(b.1.time, &b.0)));
        all
    }
}

/// The attempts in an event; none in any that lists no users.
pub(in crate::facts) fn heard_attempts(event: &View<'_>) -> Vec<HeardAttempt> {
    let ours = event.family == Some(Family::DirectorySynchronization);
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
        let attempt = Attempt { time, outcome: outcome(id, user.rest), details: None, seen: seen.clone() };
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
        // Without either there is neither an anchor nor a distinguished name.
        memchr::memchr2(b'=', b':', line.as_bytes())?;
        // What a label ends is all of the name, and nothing behind it is.
        let end = end_of_name(line).unwrap_or(line.len());
        let (head, rest) = line.split_at_checked(end)?;
        if let Some(dn) = distinguished_name(head) {
            if end < line.len() {
                return Some(UserLine { line, dn: head.get(dn.start..)?.trim_end(), rest });
            }
            let rest = line.get(dn.end..).unwrap_or_default();
            return Some(UserLine { line, dn: line.get(dn)?, rest });
        }
        let (_, rest) = line.split_once(anchor(line)?)?;
        Some(UserLine { line, dn: "", rest })
    }

    /// The anchor as a GUID; as it stands there where it is none.
    pub fn anchor(&self) -> Option<String> {
        anchor(self.line).map(|text| guid_of(text).unwrap_or_else(|| text.to_owned()))
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

/// What the anchor is called.
static ANCHOR: LazyLock<Finder<'static>> = LazyLock::new(|| Finder::new("Anchor"));

/// The anchor in a line, as it stands there: the word that is called so, else what looks like the base64 of
/// a GUID, 24 characters that end in two equals signs.
fn anchor(line: &str) -> Option<&str> {
    let word = |c: char| [' ', ',', ':'].contains(&c);
    let named = ANCHOR.find(line.as_bytes()).and_then(|at| {
        let behind = line.get(at + ANCHOR.needle().len()..)?.trim_start().strip_prefix(':')?.trim_start();
        behind.split(word).next().filter(|text| !text.is_empty())
    });
    let is_guid = |text: &&str| text.len() == 24 && text.ends_with("==") && guid_of(text).is_some();
    named.or_else(|| line.split(word).find(is_guid))
}
