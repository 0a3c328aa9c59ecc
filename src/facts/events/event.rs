//! One event, read.

use super::{names, trouble::Trouble};
use crate::{
    evidence::{Record, Stamp},
    facts::people::{UserLine, is_list_of_retries},
};
use chrono::{DateTime, Utc};
use std::borrow::Cow;

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

/// The time, the computer and, where a family of ours wrote it, the event.
pub(super) struct Read {
    pub time: DateTime<Utc>,
    pub machine: Option<String>,
    pub event: Option<Event>,
}

/// Reads an event record; `None` where it has no time, provider or id.
pub(super) fn read(record: &Record) -> Option<Read> {
    let props = record.props()?;
    let time = props.time("TimeCreated").and_then(Stamp::moment)?;
    let id = u32::try_from(props.int("Id")?).ok()?;
    let family = Family::of(props.text("ProviderName")?);
    let machine = props.text("MachineName").map(str::to_owned);
    let text: Cow<'_, str> = match (props.text("Message"), props.get("Data").and_then(|d| d.as_array())) {
        (Some(message), _) if !message.trim().is_empty() => Cow::Borrowed(message),
        (_, Some(data)) => Cow::Owned(data.iter().filter_map(|d| d.as_str()).collect::<Vec<_>>().join("\n")),
        _ => Cow::Borrowed(""),
    };
    Some(Read { time, machine, event: family.map(|family| event(family, id, time, &text)) })
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
        if user.failed() {
            event.failed = true;
            if event.users.len() < 50 {
                event.users.push(if user.dn.is_empty() { user.anchor.unwrap_or_default() } else { user.dn });
            }
        } else {
            event.succeeded = true;
        }
    }
}

/// The distinguished name in a line, and where it ends; commas within it are its own.
pub(in crate::facts) fn distinguished_name(line: &str) -> Option<(String, usize)> {
    let lower = line.to_ascii_lowercase();
    let start = ["cn=", "ou=", "uid="].iter().filter_map(|p| lower.find(p)).min()?;
    let last = lower.rfind("dc=")?;
    let label = lower.get(last + 3..)?;
    let end = last + 3 + label.find(|c: char| !(c.is_alphanumeric() || c == '-')).unwrap_or(label.len());
    (start < last).then(|| line.get(start..end).map(|dn| (dn.to_owned(), end)))?
}
