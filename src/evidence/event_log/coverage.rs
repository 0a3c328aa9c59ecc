//! What the logs in a source cover: span and size of each, what is missing, and whether it is the whole log
//! or an export of some providers.

use super::{
    holes::Holes,
    logged::{Logged, is_ours},
};
use crate::evidence::{
    kind::Kind,
    record::{Content, Locator, Props, Record},
    stamp,
};
use chrono::{DateTime, Utc};
use serde_json::{Map, Value};

/// How many different notes a record holds.
const MOST_NOTES: usize = 20;
/// How many logs are told apart in one source; an export may hold events of several.
const MOST_LOGS: usize = 16;
/// The log that the sync server writes to, and that is meant where none is named.
const LOG: &str = "Application";

/// What is seen of the logs in a source as it streams by.
#[derive(Debug, Default)]
pub struct Coverage {
    logs: Vec<Log>,
    /// The log of the last event.
    last: usize,
    /// Events of any log and provider.
    pub count: u64,
    damaged: bool,
    notes: Vec<String>,
    /// Where something is missing.
    pub holes: Holes,
}

/// One log.
#[derive(Debug, Default)]
struct Log {
    channel: String,
    oldest: Option<DateTime<Utc>>,
    newest: Option<DateTime<Utc>>,
    /// The lowest and the highest number of its events.
    numbers: Option<(u64, u64)>,
    count: u64,
    /// True once there was a provider that is not ours.
    foreign: bool,
}

impl Coverage {
    /// An event of any provider.
    pub fn saw(&mut self, event: &Logged) {
        self.count(&event.channel, is_ours(&event.provider), event.time, event.number);
    }

    /// An event of which no more than this is known.
    pub fn count(&mut self, channel: &str, ours: bool, time: Option<DateTime<Utc>>, number: Option<u64>) {
        self.count += 1;
        if let Some(time) = time {
            self.holes.saw(time);
        }
        let Some(log) = self.log(channel) else { return };
        log.count += 1;
        log.foreign |= !ours;
        if let Some(time) = time {
            log.oldest = Some(log.oldest.map_or(time, |t| t.min(time)));
            log.newest = Some(log.newest.map_or(time, |t| t.max(time)));
        }
        if let Some(number) = number {
            let (first, last) = log.numbers.unwrap_or((number, number));
            log.numbers = Some((first.min(number), last.max(number)));
        }
    }

    /// The log of this name; none where there are too many.
    fn log(&mut self, channel: &str) -> Option<&mut Log> {
        let channel = if channel.is_empty() { LOG } else { channel };
        if self.logs.get(self.last).is_none_or(|log| log.channel != channel) {
            let known = self.logs.iter().position(|log| log.channel.eq_ignore_ascii_case(channel));
            self.last = known.unwrap_or(self.logs.len());
            if known.is_none() && self.logs.len() < MOST_LOGS {
                self.logs.push(Log { channel: channel.to_owned(), ..Log::default() });
            }
        }
        self.logs.get_mut(self.last)
    }

    /// The events are a selection, by something else than their time.
    pub fn selected(&mut self) {
        self.holes.selected = true;
        self.note(
            "it is an export that leaves events out, by the numbers of those that are there".to_owned(),
        );
    }

    /// Something is missing or broken here, between the event before and the next.
    pub fn damage(&mut self, note: String) {
        self.damaged = true;
        self.holes.here();
        self.note(note);
    }

    /// Something that is no damage and worth knowing.
    pub fn note(&mut self, note: String) {
        if self.notes.len() < MOST_NOTES && !self.notes.contains(&note) {
            self.notes.push(note);
        }
    }

    /// A record for each log; none where there was no event at all. Which log a lost event was of is not
    /// known: it counts for the one that is judged, where that is among them.
    #[must_use]
    pub fn records(self, from: &Locator) -> Vec<Record> {
        let judged = self.logs.iter().any(Log::is_judged);
        let record = |log: Log| {
            let whose = !judged || log.is_judged();
            let notes = if whose { self.notes.clone() } else { Vec::new() };
            log.record(self.damaged && whose, notes, whose.then_some(&self.holes), from.clone())
        };
        self.logs.into_iter().map(record).collect()
    }
}

impl Log {
    fn is_judged(&self) -> bool {
        self.channel.eq_ignore_ascii_case(LOG)
    }

    /// Of a log without one foreign provider the end proves nothing, so it names no span: whoever exported
    /// it may have left out all the rest.
    fn record(self, damaged: bool, mut notes: Vec<String>, holes: Option<&Holes>, from: Locator) -> Record {
        let mut map = Map::new();
        map.insert("LogName".to_owned(), self.channel.into());
        if self.foreign {
            for (name, time) in [("OldestRecord", self.oldest), ("NewestRecord", self.newest)] {
                if let Some(time) = time {
                    map.insert(name.to_owned(), stamp::rfc3339(time).into());
                }
            }
            // By them two archives of a log are known to follow one another.
            if let Some((first, last)) = self.numbers {
                map.insert("FirstRecordId".to_owned(), first.into());
                map.insert("LastRecordId".to_owned(), last.into());
            }
            // Where only ours are there, a selection is by provider, and what is absent was none of ours.
            if let Some(holes) = holes {
                holes.put(&mut map);
            }
        } else {
            notes.push("it holds no provider but those of the sync server: an export filtered by provider, whose first and last event do not say which time it covers".to_owned());
        }
        map.insert("RecordCount".to_owned(), self.count.into());
        map.insert("Damaged".to_owned(), damaged.into());
        map.insert("Notes".to_owned(), notes.into_iter().map(Value::from).collect());
        let content = Content::Data(Props::new(map, Vec::new()));
        Record { kind: Kind::EventLogCoverage, content, at: self.newest, from }
    }
}
