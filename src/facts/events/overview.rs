//! Events at a glance: signs of life and batches of each connector, and failures by cause with since when.
//! What is kept does not grow with the log.

use super::{event::Family, told::Told, trouble::Trouble};
use chrono::{DateTime, TimeDelta, Utc};
use std::collections::{BTreeMap, BTreeSet};

/// A quiet channel writes a heartbeat every 30 minutes; two that fail to come are a gap.
const SILENCE: TimeDelta = TimeDelta::minutes(65);
/// Events that show that a connector lives: heartbeats, batches, results, the manager itself.
const LIFE: [u32; 6] = [650, 651, 654, 656, 657, 663];
/// So many minutes with a sign of life are kept for each connector: half a year.
const MOST_MINUTES: usize = 262_144;
/// So many connectors and so many failures are told apart.
const MOST: usize = 512;

/// The glance.
#[derive(Clone, Debug, Default)]
pub struct Overview {
    /// By connector GUID; empty where events name none.
    pub channels: BTreeMap<String, Channel>,
    /// By what failed.
    pub failures: BTreeMap<Failure, Count>,
    /// Events that were counted.
    pub events: u64,
    /// Time of the first and the last of them.
    pub span: Option<(DateTime<Utc>, DateTime<Utc>)>,
}

/// One connector.
#[derive(Clone, Debug, Default)]
pub struct Channel {
    /// Domains that its events name.
    pub domains: BTreeSet<String>,
    /// Heartbeats that were answered (654).
    pub beats: Option<Count>,
    /// Batches that were sent (650), taken (651) and refused (652).
    pub batches: [u64; 3],
    /// Users whose password was taken, and refused (657).
    pub users: (u64, u64),
    /// Its newest success: 651, 654, or a 657 with one.
    pub success: Option<DateTime<Utc>>,
    minutes: BTreeSet<i64>,
}

/// How often and when.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct Count {
    /// How often.
    pub count: u64,
    /// First.
    pub first: DateTime<Utc>,
    /// Last.
    pub last: DateTime<Utc>,
}

/// What failed: the event, why, and where.
#[derive(Clone, Debug, PartialEq, Eq, PartialOrd, Ord)]
pub struct Failure {
    /// Whose event.
    pub family: Family,
    /// Its id.
    pub id: u32,
    /// Why.
    pub trouble: Option<Trouble>,
    /// The connector by GUID.
    pub connector: Option<String>,
    /// The domain.
    pub domain: Option<String>,
}

impl Count {
    fn new(time: DateTime<Utc>) -> Count {
        Count { count: 0, first: time, last: time }
    }

    fn add(&mut self, time: DateTime<Utc>) {
        self.count += 1;
        self.first = self.first.min(time);
        self.last = self.last.max(time);
    }
}

impl Overview {
    /// Takes an event, in any order.
    pub fn add(&mut self, told: &Told) {
        self.events += 1;
        let (first, last) = self.span.unwrap_or((told.time, told.time));
        self.span = Some((first.min(told.time), last.max(told.time)));
        if told.is_failure() {
            let failure = Failure {
                family: told.family,
                id: told.id,
                trouble: told.trouble,
                connector: told.connector.clone(),
                domain: told.domains.first().cloned(),
            };
            if self.failures.len() < MOST || self.failures.contains_key(&failure) {
                self.failures.entry(failure).or_insert_with(|| Count::new(told.time)).add(told.time);
            }
        }
        if told.family == Family::DirectorySynchronization {
            let name = told.connector.clone().unwrap_or_default();
            if self.channels.len() < MOST || self.channels.contains_key(&name) {
                self.channels.entry(name).or_default().add(told);
            }
        }
    }

    /// When the connector, or any where none is named, last had a success.
    #[must_use]
    pub fn success_of(&self, connector: Option<&str>) -> Option<DateTime<Utc>> {
        let all = self.channels.iter().filter(|(id, _)| connector.is_none_or(|c| c == id.as_str()));
        all.filter_map(|(_, c)| c.success).max()
    }
}

impl Channel {
    fn add(&mut self, told: &Told) {
        if self.domains.len() < 8 {
            self.domains.extend(told.domains.first().cloned());
        }
        if LIFE.contains(&told.id) && self.minutes.len() < MOST_MINUTES {
            self.minutes.insert(told.time.timestamp().div_euclid(60));
        }
        match told.id {
            654 => self.beats.get_or_insert_with(|| Count::new(told.time)).add(told.time),
            650..=652 => self.batches[usize::try_from(told.id - 650).unwrap_or_default()] += 1,
            657 => {
                self.users.0 += told.results.0 as u64;
                self.users.1 += told.results.1 as u64;
            }
            _ => {}
        }
        if matches!(told.id, 651 | 654) || told.results.0 > 0 {
            self.success = self.success.max(Some(told.time));
        }
    }

    /// Times without a sign of life of over 65 minutes, between signs of life, oldest first.
    #[must_use]
    pub fn gaps(&self) -> Vec<(DateTime<Utc>, DateTime<Utc>)> {
        let minutes: Vec<i64> = self.minutes.iter().copied().collect();
        let time = |minute: i64| DateTime::from_timestamp(minute * 60, 0);
        let wide = minutes.windows(2).filter(|w| TimeDelta::minutes(w[1] - w[0]) > SILENCE);
        wide.filter_map(|w| Some((time(w[0])?, time(w[1])?))).collect()
    }

    /// The last sign of life, to the minute.
    #[must_use]
    pub fn last_sign(&self) -> Option<DateTime<Utc>> {
        DateTime::from_timestamp(self.minutes.last()? * 60, 0)
    }

    /// True where it is worth a line: events that only name a connector show nothing of its life.
    #[must_use]
    pub fn lives(&self) -> bool {
        !self.minutes.is_empty() || self.batches.iter().any(|n| *n > 0)
    }
}
