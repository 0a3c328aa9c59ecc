//! Events of one kind, counted: first, last, how many, and exact times of the last two hours.

use super::{
    event::{Event, Family, View},
    once::Once,
    piece::Piece,
    row::Row,
    trouble::Trouble,
};
use crate::{
    evidence::{Kind, Origin},
    facts::Seen,
};
use chrono::{DateTime, TimeDelta, Utc};
use core::net::IpAddr;
use std::{
    collections::{BTreeMap, BTreeSet},
    sync::Arc,
};

/// How far exact times reach back, from the newest of their kind.
const EXACT: TimeDelta = TimeDelta::hours(2);
/// Older events are kept by the piece of time they fall in.
const MOST_PIECES: usize = 4096;
/// Kinds of events that are told apart; a log made to have more loses the telling, not the counting.
const MOST_KEYS: usize = 2048;
const SAMPLES: usize = 5;

/// What makes two events the same kind.
#[derive(Clone, Debug, PartialEq, Eq, Hash, PartialOrd, Ord)]
#[expect(
    clippy::struct_excessive_bools,
    reason = "four independent facts about an event, each asked for by name"
)]
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
    /// True where the text names a partition; it is the first of the names.
    pub partition: bool,
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
    /// Its number in the log.
    pub number: Option<u64>,
    /// Where it was read.
    pub seen: Seen,
    /// Users whose password was refused.
    pub users: Vec<String>,
    /// For Microsoft's support.
    pub tracking_id: Option<String>,
    /// The service's server, for Microsoft's support.
    pub server_name: Option<String>,
    /// The domain controller that it is about, by host name.
    pub controller: Option<String>,
    /// And by address.
    pub address: Option<IpAddr>,
}

impl Sample {
    /// Where it stands among events: by time, then by number, then by where it was read.
    pub(super) const fn place(&self) -> (DateTime<Utc>, Option<u64>, Option<u64>) {
        (self.time, self.number, self.seen.line)
    }
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
    /// The first and the number of each second.
    exact: Row<(DateTime<Utc>, u64)>,
    pieces: Row<Piece>,
}

impl Tally {
    fn new(time: DateTime<Utc>) -> Tally {
        Tally {
            count: 0,
            first: time,
            last: time,
            samples: Vec::new(),
            exact: Row::default(),
            pieces: Row::default(),
        }
    }

    fn add(&mut self, time: DateTime<Utc>) {
        self.count += 1;
        self.first = self.first.min(time);
        self.last = self.last.max(time);
        let oldest = (self.last - EXACT).timestamp();
        if time.timestamp() >= oldest {
            self.exact.change(
                time.timestamp(),
                || (time, 0),
                |(first, count)| {
                    *first = time.min(*first);
                    *count += 1;
                },
            );
        }
        self.exact.forget_before(oldest);
        self.pieces.change(Piece::number(time), || Piece::new(time), |piece| piece.add(time));
        self.pieces.bound(MOST_PIECES);
    }

    fn keep(&mut self, sample: Sample) {
        let at = self.samples.partition_point(|s| s.place() > sample.place());
        if at < SAMPLES {
            self.samples.insert(at, sample);
            self.samples.truncate(SAMPLES);
        }
    }

    /// The first at or after the second of `from`, and how many there are from it on; exact within two hours
    /// of the newest.
    pub(super) fn since(&self, from: DateTime<Utc>) -> Option<(DateTime<Utc>, u64)> {
        let mut all = self.exact.from(from.timestamp());
        let (first, count) = all.next()?.1;
        Some((*first, count + all.map(|(_, (_, count))| count).sum::<u64>()))
    }

    /// First, last and number by pieces of ten minutes, oldest first.
    pub fn pieces(&self) -> impl Iterator<Item = (DateTime<Utc>, DateTime<Utc>, u64)> {
        self.pieces.values().map(|p| (p.first, p.last, p.count))
    }

    /// First and number of those after `moment`.
    pub(super) fn after(&self, moment: Option<DateTime<Utc>>) -> Option<(DateTime<Utc>, u64)> {
        let Some(moment) = moment else { return Some((self.first, self.count)) };
        let mut later = self.pieces.values().filter_map(|piece| piece.after(moment));
        let (first, count) = later.next()?;
        Some((first, count + later.map(|(_, count)| count).sum::<u64>()))
    }
}

/// The events of one source and computer.
#[derive(Clone, Debug)]
pub(in crate::facts) struct Fold {
    pub tallies: BTreeMap<Key, Tally>,
    pub oldest: DateTime<Utc>,
    pub newest: DateTime<Utc>,
    /// True once there was an event of a provider that is not ours: the log was not filtered by provider.
    pub foreign: bool,
    /// True once one of our own providers was seen.
    pub ours: bool,
}

/// The events of all sources.
#[derive(Clone, Debug, Default)]
pub(in crate::facts) struct Folds {
    /// By source and computer.
    pub all: BTreeMap<(Arc<Origin>, String), Fold>,
    /// The computer of the last event as it was spelled, and in lower case.
    spelled: (String, String),
    /// Where the last event went: the next one mostly goes there too.
    last: Option<(Arc<Origin>, String)>,
    once: Once,
}

impl Folds {
    /// Takes an event that is not newer than `limit`; true where it is one more.
    pub fn push(&mut self, view: &View<'_>, limit: Option<DateTime<Utc>>) -> bool {
        let time = view.time;
        if limit.is_some_and(|limit| time > limit) {
            return false;
        }
        if self.spelled.0 != view.machine {
            self.spelled = (view.machine.to_owned(), view.machine.to_lowercase());
        }
        let machine = &self.spelled.1;
        let there =
            |(origin, m): &(Arc<Origin>, String)| Arc::ptr_eq(origin, &view.from.origin) && m == machine;
        let last = self.last.take().filter(there);
        let key = last.unwrap_or_else(|| (Arc::clone(&view.from.origin), machine.clone()));
        if !self.all.contains_key(&key) {
            self.all.insert(key.clone(), Fold::new(time));
        }
        let fold = self.all.get_mut(&key);
        self.last = Some(key);
        let Some(fold) = fold else { return false };
        fold.oldest = fold.oldest.min(time);
        fold.newest = fold.newest.max(time);
        if view.family.is_none() {
            fold.foreign = true;
            return true;
        }
        fold.ours = true;
        let first = self.once.is_first(view);
        if let Some(event) = view.read().filter(|_| first) {
            fold.add(event, view);
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
    const fn new(time: DateTime<Utc>) -> Fold {
        Fold { tallies: BTreeMap::new(), oldest: time, newest: time, foreign: false, ours: false }
    }

    fn add(&mut self, event: Event, view: &View<'_>) {
        let mut key = Key {
            family: event.family,
            id: event.id,
            trouble: event.trouble,
            connector: event.connector,
            connector_is_explicit: event.connector_is_explicit,
            partition: event.partition,
            names: event.names,
            succeeded: event.succeeded,
            failed: event.failed,
        };
        if self.tallies.len() >= MOST_KEYS && !self.tallies.contains_key(&key) {
            key.names.clear();
            key.partition = false;
            if !key.connector_is_explicit {
                key.connector = None;
            }
        }
        let tally = self.tallies.entry(key).or_insert_with(|| Tally::new(event.time));
        tally.add(event.time);
        tally.keep(Sample {
            time: event.time,
            number: view.number,
            seen: Seen {
                origin: Arc::clone(&view.from.origin),
                kind: Kind::WinEvent,
                line: view.from.line,
                at: Some(event.time),
                as_of: None,
            },
            users: event.users,
            tracking_id: event.tracking_id,
            server_name: event.server_name,
            controller: event.controller.0,
            address: event.controller.1,
        });
    }
}
