//! One event, read.

use super::{names, trouble::Trouble};
use crate::{
    evidence::{Locator, Record, Stamp, event_log::Logged},
    facts::people::{UserLine, is_list_of_retries},
};
use chrono::{DateTime, Utc};
use std::{borrow::Cow, ops::Range};

/// Who wrote an event. Ids collide between providers, so the two always go together.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Hash, PartialOrd, Ord)]
pub enum Family {
    /// `Directory Synchronization`.
    DirectorySynchronization,
    /// `ADSync`, once `FIMSynchronizationService`.
    SyncEngine,
}

impl Family {
    /// The family of a provider, whatever the case of its name.
    #[must_use]
    pub fn of(provider: &str) -> Option<Family> {
        let is = |name: &str| provider.eq_ignore_ascii_case(name);
        if is("Directory Synchronization") {
            Some(Family::DirectorySynchronization)
        } else if is("ADSync") || is("FIMSynchronizationService") || is("FIMSynchronization") {
            Some(Family::SyncEngine)
        } else {
            None
        }
    }

    /// The provider's name today.
    #[must_use]
    pub const fn provider(self) -> &'static str {
        match self {
            Family::DirectorySynchronization => "Directory Synchronization",
            Family::SyncEngine => "ADSync",
        }
    }
}

/// What of an event is kept.
pub(super) struct Event {
    pub family: Family,
    pub id: u32,
    pub time: DateTime<Utc>,
    pub connector: Option<String>,
    pub connector_is_explicit: bool,
    pub names: Vec<String>,
    pub trouble: Option<Trouble>,
    /// Whether a 657 holds a success, a failure.
    pub succeeded: bool,
    pub failed: bool,
    /// Users whose password was refused (657).
    pub users: Vec<String>,
    pub tracking_id: Option<String>,
    pub server_name: Option<String>,
}

/// What every kind of event has, wherever it was read.
pub(in crate::facts) struct View<'a> {
    pub provider: &'a str,
    pub id: u32,
    pub time: DateTime<Utc>,
    pub machine: &'a str,
    pub log: &'a str,
    /// Its number in the log.
    pub number: Option<u64>,
    pub text: Cow<'a, str>,
    pub from: &'a Locator,
}

impl<'a> View<'a> {
    /// An event's record; none where it has no time, provider or id.
    pub fn of(record: &'a Record) -> Option<View<'a>> {
        let props = record.props()?;
        let text = match (props.text("Message"), props.get("Data").and_then(|d| d.as_array())) {
            (Some(message), _) if !message.trim().is_empty() => Cow::Borrowed(message),
            (_, Some(data)) => {
                Cow::Owned(data.iter().filter_map(|d| d.as_str()).collect::<Vec<_>>().join("\n"))
            }
            _ => Cow::Borrowed(""),
        };
        Some(View {
            provider: props.text("ProviderName")?,
            id: u32::try_from(props.int("Id")?).ok()?,
            time: props.time("TimeCreated").and_then(Stamp::moment)?,
            machine: props.text("MachineName").unwrap_or_default(),
            log: props.text("LogName").unwrap_or_default(),
            number: props.int("RecordId").and_then(|n| u64::try_from(n).ok()),
            text,
            from: &record.from,
        })
    }

    /// An event as its log tells it; none where it has no time.
    pub fn of_logged(event: &'a Logged, from: &'a Locator) -> Option<View<'a>> {
        Some(View {
            provider: &event.provider,
            id: event.id,
            time: event.time?,
            machine: &event.computer,
            log: &event.channel,
            number: event.number,
            text: event.text(),
            from,
        })
    }

    /// What it says, where a family of ours wrote it.
    pub(super) fn read(&self) -> Option<Event> {
        Some(event(Family::of(self.provider)?, self.id, self.time, &self.text))
    }
}

fn event(family: Family, id: u32, time: DateTime<Utc>, text: &str) -> Event {
    use Family::{DirectorySynchronization as Phs, SyncEngine as Engine};
    let trouble = match (family, id) {
        (Phs, 603 | 604 | 607 | 611 | 612 | 614 | 615 | 616 | 621 | 664 | 665 | 666) => {
            Some(Trouble::of_domain(text))
        }
        // Users whose passwords are tried again; the channel is not said to be broken.
        (Phs, 0) if is_list_of_retries(text) => None,
        (Phs, 0 | 106 | 109 | 115 | 652 | 655 | 659 | 662 | 906) | (Engine, 6900) => {
            Some(Trouble::of_cloud(text))
        }
        _ => None,
    };
    let found = names::connector(text);
    let mut event = Event {
        family,
        id,
        time,
        connector: found.as_ref().map(|(guid, _)| guid.clone()),
        connector_is_explicit: found.is_some_and(|(_, explicit)| explicit),
        names: match family {
            Phs => names::domains(text),
            // The engine's events name the connector itself among their strings.
            Engine => {
                let lines =
                    text.lines().map(|l| l.trim().to_lowercase()).filter(|l| !l.is_empty() && l.len() <= 64);
                lines.take(4).chain(names::domains(text)).collect()
            }
        },
        trouble,
        succeeded: false,
        failed: false,
        users: Vec::new(),
        tracking_id: None,
        server_name: None,
    };
    if trouble.is_some() {
        event.tracking_id = names::tracking_id(text);
        event.server_name = names::server_name(text);
    }
    if family == Phs && id == 657 {
        outcomes(text, &mut event);
    }
    event
}

/// A 657 has a line for each user; a line that names an error, or says that it failed, is a failure.
fn outcomes(text: &str, event: &mut Event) {
    for line in text.lines() {
        let Some(user) = UserLine::read(line) else { continue };
        if is_refusal(user.rest) {
            event.failed = true;
            if event.users.len() < 50 {
                event.users.push(user.name());
            }
        } else {
            event.succeeded = true;
        }
    }
}

/// True for a result that names an error or says that it failed.
pub(in crate::facts) fn is_refusal(result: &str) -> bool {
    let words = ["fail", "error", "fehl"];
    // Nearly always "Success", without one of their first letters behind which the rest could stand.
    memchr::memchr_iter(b'f', result.as_bytes())
        .chain(memchr::memchr_iter(b'F', result.as_bytes()))
        .chain(memchr::memchr2_iter(b'e', b'E', result.as_bytes()))
        .any(|at| words.iter().any(|w| starts(result.as_bytes().get(at..).unwrap_or_default(), w)))
}

fn starts(bytes: &[u8], word: &str) -> bool {
    bytes.get(..word.len()).is_some_and(|b| b.eq_ignore_ascii_case(word.as_bytes()))
}

/// Where the distinguished name in a line stands; commas within it are its own.
pub(in crate::facts) fn distinguished_name(line: &str) -> Option<Range<usize>> {
    let bytes = line.as_bytes();
    let named = |at: usize, kind: &str| {
        at.checked_sub(kind.len()).is_some_and(|from| starts(bytes.get(from..).unwrap_or_default(), kind))
    };
    let start = memchr::memchr_iter(b'=', bytes).find_map(|at| {
        let kind = ["cn", "ou", "uid"].into_iter().find(|kind| named(at, kind))?;
        Some(at - kind.len())
    })?;
    let label = memchr::memrchr_iter(b'=', bytes).find(|at| named(*at, "dc"))? + 1;
    let rest = line.get(label..)?;
    let end = label + rest.find(|c: char| !(c.is_alphanumeric() || c == '-')).unwrap_or(rest.len());
    (start + 3 < label).then_some(start..end)
}
