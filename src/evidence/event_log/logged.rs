//! One event as any kind of log or export tells it, and the record it becomes.

use super::Named;
use crate::evidence::{
    kind::Kind,
    record::{Content, Locator, Props, Record},
    stamp,
};
use chrono::{DateTime, Utc};
use serde_json::{Map, Value};
use std::{borrow::Cow, sync::Arc};

/// One event.
#[derive(Clone, Debug, Default, PartialEq)]
pub struct Logged {
    /// Who wrote it.
    pub provider: Arc<str>,
    /// Its id; ids of different providers collide.
    pub id: u32,
    /// 1 critical, 2 error, 3 warning, 4 information.
    pub level: Option<u8>,
    /// When it was written.
    pub time: Option<DateTime<Utc>>,
    /// Its number in the log it was written to.
    pub number: Option<u64>,
    /// The log it was written to.
    pub channel: Arc<str>,
    /// The computer that wrote it.
    pub computer: Arc<str>,
    /// The strings that were inserted into its message, in order.
    pub data: Vec<String>,
    /// The message, where the export holds it.
    pub message: Option<String>,
    /// What its text names, where it was looked for ahead.
    pub(super) named: Option<Arc<Named>>,
}

/// The source of password hash synchronization's own events.
const SYNCHRONIZATION: &str = "Directory Synchronization";
/// The sync engine, by its name of today and by those of older builds.
const ENGINE: [&str; 3] = ["ADSync", "FIMSynchronizationService", "FIMSynchronization"];

/// True for a provider whose events are read.
#[must_use]
pub fn is_ours(provider: &str) -> bool {
    is_synchronization(provider) || ENGINE.iter().any(|name| provider.eq_ignore_ascii_case(name))
}

/// True for an event that checks go by. The rest is the scheduler's and importer's narration.
#[must_use]
pub fn is_judged(provider: &str, id: u32) -> bool {
    if is_synchronization(provider) {
        matches!(id, 0 | 106 | 109 | 115 | 601..=668 | 906 | 1011 | 1012)
    } else {
        is_ours(provider)
    }
}

fn is_synchronization(provider: &str) -> bool {
    provider.eq_ignore_ascii_case(SYNCHRONIZATION)
}

impl Logged {
    /// Its text: the message, else the inserted strings, one a line.
    #[must_use]
    pub fn text(&self) -> Cow<'_, str> {
        match (&self.message, self.data.as_slice()) {
            (Some(message), _) if !message.trim().is_empty() => Cow::Borrowed(message),
            (_, [one]) => Cow::Borrowed(one),
            (_, all) => Cow::Owned(all.join("\n")),
        }
    }

    /// True where its text is missing, without which it says nothing; the engine has events without any.
    #[must_use]
    pub fn is_mute(&self) -> bool {
        is_synchronization(&self.provider) && self.text().trim().is_empty()
    }

    /// What its text names.
    #[must_use]
    pub fn named(&self) -> Cow<'_, Named> {
        self.named.as_deref().map_or_else(|| Cow::Owned(Named::of(&self.text())), Cow::Borrowed)
    }

    /// The record. The engine's events keep their strings apart, because only a message file of the
    /// product knows the sentence around them; the others hold their whole text in one string.
    #[must_use]
    pub fn record(self, from: Locator) -> Record {
        let mut map = Map::with_capacity(8);
        let whole = is_synchronization(&self.provider);
        map.insert("ProviderName".to_owned(), self.provider.as_ref().into());
        map.insert("Id".to_owned(), self.id.into());
        if let Some(level) = self.level {
            map.insert("Level".to_owned(), level.into());
        }
        if !self.channel.is_empty() {
            map.insert("LogName".to_owned(), self.channel.as_ref().into());
        }
        if let Some(time) = self.time {
            map.insert("TimeCreated".to_owned(), stamp::rfc3339(time).into());
        }
        if let Some(number) = self.number {
            map.insert("RecordId".to_owned(), number.into());
        }
        if !self.computer.is_empty() {
            map.insert("MachineName".to_owned(), self.computer.as_ref().into());
        }
        let message = self.message.filter(|m| !m.trim().is_empty());
        if let Some(message) = message {
            map.insert("Message".to_owned(), message.into());
        } else if whole {
            map.insert("Message".to_owned(), joined(self.data).into());
        } else if !self.data.is_empty() {
            map.insert("Data".to_owned(), self.data.into_iter().map(Value::from).collect());
        }
        let content = Content::Data(Props::new(map, Vec::new()));
        Record { kind: Kind::WinEvent, content, at: None, from }
    }
}

fn joined(mut data: Vec<String>) -> String {
    if data.len() == 1 { data.pop().unwrap_or_default() } else { data.join("\n") }
}
