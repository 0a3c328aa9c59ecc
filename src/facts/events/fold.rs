//! Events of one kind, counted: first, last, how many, and exact times of the last two hours.

use super::{
    event::{Event, Family, View},
    once::Once,
    trouble::Trouble,
};
use crate::{
    evidence::{Kind, Locator, Origin},
    facts::Seen,
};
use chrono::{DateTime, TimeDelta, Utc};
use std::{
    collections::{BTreeMap, BTreeSet},
    sync::Arc,
};

/// How far exact times reach back, from the newest of their kind.
const EXACT: TimeDelta = TimeDelta::hours(2);
/// Older events are kept by the piece of time they fall in.
const PIECE: i64 = 600;
const MOST_PIECES: usize = 4096;
/// Kinds of events that are told apart; a log made to have more loses the telling, not the counting.
const MOST_KEYS: usize = 2048;
const SAMPLES: usize = 5;

/// What makes two events the same kind.
#[derive(Clone, Debug, PartialEq, Eq, Hash, PartialOrd, Ord)]
pub struct Key {
    /// Who wrote it.
    pub family: Family,
    /// Its id.
    pub id: u32,
    /// What went wrong, where it says so.
    pub trouble: Option<Trouble>,
    /// The connector, by GUID.
    pub connector: Option<String>,
    /// True where the text names the connector as such.
    pub connector_is_explicit: bool,
    /// Domains (and, of the engine's events, connectors) that it names, in lower case.
    pub names: Vec<String>,
    /// A 657 with at least one success.
    pub succeeded: bool,
    /// A 657 with at least one failure.
    pub failed: bool,
}

/// One of the newest events of a kind.
#[derive(Clone, Debug, PartialEq)]
pub struct Sample {
    /// When.
    pub time: DateTime<Utc>,
    /// Where it was read.
    pub seen: Seen,
    /// Users whose password was refused.
    pub users: Vec<String>,
    /// For Microsoft's support.
    pub tracking_id: Option<String>,
    /// The service's server, for Microsoft's support.
    pub server_name: Option<String>,
}

/// Events of one kind.
#[derive(Clone, Debug)]
pub struct Tally {
    /// How many there were.
    pub count: u64,
    /// The first.
    pub first: DateTime<Utc>,
    /// The newest.
    pub last: DateTime<Utc>,
    /// The newest few, newest first.
    pub samples: Vec<Sample>,
    exact: BTreeMap<i64, u64>,
    pieces: BTreeMap<i64, Piece>,
}

#[derive(Clone, Copy, Debug)]
struct Piece {
    first: DateTime<Utc>,
    last: DateTime<Utc>,
    count: u64,
}

impl Tally {
    fn new(time: DateTime<Utc>) -> Tally {
        Tally {
            count: 0,
            first: time,
            last: time,
            samples: Vec::new(),
            exact: BTreeMap::new(),
            pieces: BTreeMap::new(),
        }
    }

    fn add(&mut self, time: DateTime<Utc>) {
        self.count += 1;
        self.first = self.first.min(time);
        self.last = self.last.max(time);
        let oldest = (self.last - EXACT).timestamp();
        if time.timestamp() >= oldest {
            *self.exact.entry(time.timestamp()).or_default() += 1;
        }
        while self.exact.first_key_value().is_some_and(|(t, _)| *t < oldest) {
            self.exact.pop_first();
        }
        let piece = self.pieces.entry(time.timestamp().div_euclid(PIECE)).or_insert(Piece {
            first: time,
            last: time,
            count: 0,
        });
        piece.first = piece.first.min(time);
        piece.last = piece.last.max(time);
        piece.count += 1;
        if self.pieces.len() > MOST_PIECES {
            self.pieces.pop_first();
        }
    }

    fn keep(&mut self, sample: Sample) {
        let at = self.samples.partition_point(|s| (s.time, s.seen.line) > (sample.time, sample.seen.line));
        if at < SAMPLES {
            self.samples.insert(at, sample);
            self.samples.truncate(SAMPLES);
        }
    }

    /// How many at or after `from`; exact within two hours of the newest.
    #[must_use]
    pub fn since(&self, from: DateTime<Utc>) -> u64 {
        self.exact.range(from.timestamp()..).map(|(_, n)| n).sum()
    }

    /// First, last and number by pieces of ten minutes, oldest first.
    pub fn pieces(&self) -> impl Iterator<Item = (DateTime<Utc>, DateTime<Utc>, u64)> {
        self.pieces.values().map(|p| (p.first, p.last, p.count))
    }

    /// First and number of those after `moment`.
    pub(super) fn after(&self, moment: Option<DateTime<Utc>>) -> Option<(DateTime<Utc>, u64)> {
        let Some(moment) = moment else { return Some((self.first, self.count)) };
        let later: Vec<&Piece> = self.pieces.values().filter(|p| p.last > moment).collect();
        let first = later.first().map(|p| if p.first > moment { p.first } else { p.last })?;
        Some((first, later.iter().map(|p| p.count).sum()))
    }
}

/// The events of one source and computer.
#[derive(Clone, Debug)]
pub(in crate::facts) struct Fold {
    pub tallies: BTreeMap<Key, Tally>,
    pub oldest: DateTime<Utc>,
    pub newest: DateTime<Utc>,
    /// True once a provider that is not ours was seen: the log was not filtered by provider.
    pub foreign: bool,
    /// True once one of our own providers was seen.
    pub ours: bool,
}

/// The events of all sources.
#[derive(Clone, Debug, Default)]
pub(in crate::facts) struct Folds {
    /// By source and computer.
    pub all: BTreeMap<(Arc<Origin>, String), Fold>,
    once: Once,
}

impl Folds {
    /// Takes an event that is not newer than `limit`; true where it is one more.
    pub fn push(&mut self, view: &View<'_>, limit: Option<DateTime<Utc>>) -> bool {
        let time = view.time;
        if limit.is_some_and(|limit| time > limit) {
            return false;
        }
        let key = (Arc::clone(&view.from.origin), view.machine.to_lowercase());
        let fold = self.all.entry(key).or_insert_with(|| Fold {
            tallies: BTreeMap::new(),
            oldest: time,
            newest: time,
            foreign: false,
            ours: false,
        });
        fold.oldest = fold.oldest.min(time);
        fold.newest = fold.newest.max(time);
        if Family::of(view.provider).is_none() {
            fold.foreign = true;
            return true;
        }
        fold.ours = true;
        let first = self.once.is_first(view);
        if let Some(event) = view.read().filter(|_| first) {
            fold.add(event, view.from);
        }
        first
    }

    /// The computers, by source, whose own events are of the products we read.
    pub fn machines(&self) -> BTreeSet<(&Arc<Origin>, &str)> {
        self.all
            .iter()
            .filter(|(_, f)| f.ours)
            .map(|((origin, machine), _)| (origin, machine.as_str()))
            .collect()
    }
}

impl Fold {
    fn add(&mut self, event: Event, from: &Locator) {
        let mut key = Key {
            family: event.family,
            id: event.id,
            trouble: event.trouble,
            connector: event.connector,
            connector_is_explicit: event.connector_is_explicit,
            names: event.names,
            succeeded: event.succeeded,
            failed: event.failed,
        };
        if self.tallies.len() >= MOST_KEYS && !self.tallies.contains_key(&key) {
            key.names.clear();
            if !key.connector_is_explicit {
                key.connector = None;
            }
        }
        let tally = self.tallies.entry(key).or_insert_with(|| Tally::new(event.time));
        tally.add(event.time);
        tally.keep(Sample {
            time: event.time,
            seen: Seen {
                origin: Arc::clone(&from.origin),
                kind: Kind::WinEvent,
                line: from.line,
                at: Some(event.time),
                as_of: None,
            },
            users: event.users,
            tracking_id: event.tracking_id,
            server_name: event.server_name,
        });
    }
}
