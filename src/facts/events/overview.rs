//! Events at a glance: signs of life and batches of each connector, and failures by cause with since when.
//! What is kept does not grow with the log.

use super::{
    event::Family,
    told::{Refusal, Told},
    trouble::Trouble,
};
use chrono::{DateTime, TimeDelta, Utc};
use std::collections::{BTreeMap, BTreeSet};

/// A quiet channel writes a heartbeat every 30 minutes; two that fail to come are a gap.
const SILENCE: TimeDelta = TimeDelta::minutes(65);
/// Events that show that a connector lives: heartbeats, batches, results, the manager itself.
const LIFE: [u32; 6] = [650, 651, 654, 656, 657, 663];
/// Events that show that the passwords of a domain that they name were read.
const READ: [u32; 3] = [622, 650, 656];
/// So many minutes with a sign of life are kept for each connector: half a year.
const MOST_MINUTES: usize = 262_144;
/// So many connectors and so many failures are told apart.
const MOST: usize = 512;

/// A time without a sign of life: from when, and until when where one came after it.
pub type Silence = (DateTime<Utc>, Option<DateTime<Utc>>);

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
    /// When passwords of a domain were last read, by domain, and connector where the event names it.
    read: BTreeMap<(String, Option<String>), DateTime<Utc>>,
}

/// One connector.
#[derive(Clone, Debug, Default)]
pub struct Channel {
    /// Domains that its events name.
    pub domains: BTreeSet<String>,
    /// Heartbeats that were answered (654).
    pub beats: Option<Count>,
    /// Heartbeats that were refused (655).
    pub beats_refused: u64,
    /// Batches that were sent (650), taken (651) and refused (652).
    pub batches: [u64; 3],
    /// Users whose password was taken, and refused (657).
    pub users: (u64, u64),
    /// Its newest success: 651, 654, or a 657 with one.
    pub success: Option<DateTime<Utc>>,
    /// True once an event named it as a connector.
    named: bool,
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
    /// Of refused passwords: result and kind of error.
    pub refusal: Option<String>,
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
    /// Takes an event, in any order; `failed` where it tells of a failure.
    pub fn add(&mut self, told: &Told, failed: bool) {
        self.events += 1;
        let (first, last) = self.span.unwrap_or((told.time, told.time));
        self.span = Some((first.min(told.time), last.max(told.time)));
        if failed {
            self.fail(told);
        }
        if told.family != Family::DirectorySynchronization {
            return;
        }
        let name = told.connector.clone().unwrap_or_default();
        if self.channels.len() < MOST || self.channels.contains_key(&name) {
            self.channels.entry(name).or_default().add(told);
        }
        if READ.contains(&told.id) {
            for domain in &told.domains {
                let key = (domain.clone(), told.connector.clone().filter(|_| told.connector_is_explicit));
                if self.read.len() < MOST || self.read.contains_key(&key) {
                    let last = self.read.entry(key).or_insert(told.time);
                    *last = told.time.max(*last);
                }
            }
        }
    }

    fn fail(&mut self, told: &Told) {
        let kinds: BTreeSet<String> = told.refusals.iter().map(Refusal::kind).collect();
        let kinds = if kinds.is_empty() { vec![None] } else { kinds.into_iter().map(Some).collect() };
        for refusal in kinds {
            let mut failure = Failure {
                family: told.family,
                id: told.id,
                trouble: told.trouble,
                refusal,
                connector: told.connector.clone(),
                domain: told.domains.first().cloned(),
            };
            // Errors may be worded in more ways than can be told apart.
            if self.failures.len() >= MOST / 2 && !self.failures.contains_key(&failure) {
                failure.refusal = None;
            }
            if self.failures.len() < MOST || self.failures.contains_key(&failure) {
                self.failures.entry(failure).or_insert_with(|| Count::new(told.time)).add(told.time);
            }
        }
    }

    /// When what failed last worked, where events tell: of a domain, when its passwords were read; of the
    /// way to Entra ID, when the connector, or any where none is named, had a success.
    #[must_use]
    pub fn success_of(&self, failure: &Failure) -> Option<DateTime<Utc>> {
        match (failure.family, failure.id) {
            (Family::DirectorySynchronization, 611 | 612 | 616 | 621 | 665 | 666) => {
                let domain = failure.domain.as_ref()?;
                let same = |a: &Option<String>, b: &Option<String>| a.is_none() || b.is_none() || a == b;
                let read = self.read.iter().filter(|((d, c), _)| d == domain && same(c, &failure.connector));
                read.map(|(_, time)| *time).max()
            }
            (Family::DirectorySynchronization, 0 | 106 | 109 | 115 | 652 | 655 | 659 | 662 | 906 | 1012)
            | (Family::SyncEngine, 6900) => self.success_of_connector(failure.connector.as_deref()),
            _ => None,
        }
    }

    /// When the connector, or any where none is named, last had a success.
    fn success_of_connector(&self, connector: Option<&str>) -> Option<DateTime<Utc>> {
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
        self.named |= told.connector_is_explicit;
        match told.id {
            655 => self.beats_refused += 1,
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

    /// Times without a sign of life of over 65 minutes within this span, oldest first: between signs, before
    /// the first, and after the last (without an end). An end of the span that is not known is none.
    #[must_use]
    pub fn silences(&self, from: Option<DateTime<Utc>>, to: Option<DateTime<Utc>>) -> Vec<Silence> {
        let mut last = from;
        let mut out = Vec::new();
        for sign in self.minutes.iter().filter_map(|minute| DateTime::from_timestamp(minute * 60, 0)) {
            out.extend(last.filter(|last| sign - last > SILENCE).map(|last| (last, Some(sign))));
            last = Some(sign);
        }
        let until_end = last.filter(|last| to.is_some_and(|to| to - last > SILENCE));
        out.extend(until_end.map(|last| (last, None)));
        out
    }

    /// The last sign of life, to the minute.
    #[must_use]
    pub fn last_sign(&self) -> Option<DateTime<Utc>> {
        DateTime::from_timestamp(self.minutes.last()? * 60, 0)
    }

    /// True where it is worth a line: what is only some GUID in a text is no connector.
    #[must_use]
    pub fn is_connector(&self) -> bool {
        self.named || !self.minutes.is_empty() || self.batches.iter().any(|n| *n > 0)
    }
}
