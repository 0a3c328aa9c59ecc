//! What a log covers: its span, its size, what is missing of it, and whether it is the whole log or an
//! export of some providers.

use super::logged::{Logged, is_ours};
use crate::evidence::{
    kind::Kind,
    record::{Content, Locator, Props, Record},
    stamp,
};
use chrono::{DateTime, Utc};
use serde_json::{Map, Value};

/// How many different notes a record holds.
const MOST_NOTES: usize = 20;

/// What is seen of a log as it streams by.
#[derive(Debug, Default)]
pub struct Coverage {
    channel: String,
    oldest: Option<DateTime<Utc>>,
    newest: Option<DateTime<Utc>>,
    /// Events of any provider.
    pub count: u64,
    foreign: bool,
    damaged: bool,
    notes: Vec<String>,
}

impl Coverage {
    /// An event of any provider.
    pub fn saw(&mut self, event: &Logged) {
        self.name(&event.channel);
        self.count(is_ours(&event.provider), event.time);
    }

    /// An event of which no more than this is known.
    pub fn count(&mut self, ours: bool, time: Option<DateTime<Utc>>) {
        self.count += 1;
        self.foreign |= !ours;
        if let Some(time) = time {
            self.oldest = Some(self.oldest.map_or(time, |t| t.min(time)));
            self.newest = Some(self.newest.map_or(time, |t| t.max(time)));
        }
    }

    /// The log that the first event names is the log.
    pub fn name(&mut self, channel: &str) {
        if self.channel.is_empty() {
            channel.clone_into(&mut self.channel);
        }
    }

    /// Something is missing or broken.
    pub fn damage(&mut self, note: String) {
        self.damaged = true;
        self.note(note);
    }

    /// Something that is no damage and worth knowing.
    pub fn note(&mut self, note: String) {
        if self.notes.len() < MOST_NOTES && !self.notes.contains(&note) {
            self.notes.push(note);
        }
    }

    /// True where something is missing or broken.
    #[must_use]
    pub const fn is_damaged(&self) -> bool {
        self.damaged
    }

    /// The record; none where there was no event at all. Of a log without one foreign provider the end
    /// proves nothing, so it names no span: whoever exported it may have left out all the rest.
    #[must_use]
    pub fn record(mut self, from: Locator) -> Option<Record> {
        if self.count == 0 && !self.damaged {
            return None;
        }
        let mut map = Map::new();
        let channel = if self.channel.is_empty() { "Application" } else { &self.channel };
        map.insert("LogName".to_owned(), channel.into());
        if self.foreign {
            for (name, time) in [("OldestRecord", self.oldest), ("NewestRecord", self.newest)] {
                if let Some(time) = time {
                    map.insert(name.to_owned(), stamp::rfc3339(time).into());
                }
            }
        } else if self.count > 0 {
            self.note("it holds no provider but those of the sync server: an export filtered by provider, whose first and last event do not say which time it covers".to_owned());
        }
        map.insert("RecordCount".to_owned(), self.count.into());
        map.insert("Damaged".to_owned(), self.damaged.into());
        map.insert("Notes".to_owned(), self.notes.into_iter().map(Value::from).collect());
        let content = Content::Data(Props::new(map, Vec::new()));
        Some(Record { kind: Kind::EventLogCoverage, content, at: self.newest, from })
    }
}
