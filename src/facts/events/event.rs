//! One event, read.

use super::{names, trouble::Trouble};
use crate::{
    evidence::{
        Locator, Record, Stamp,
        event_log::{Logged, Named},
    },
    facts::people::{UserLine, is_list_of_retries},
};
use chrono::{DateTime, Utc};
use core::net::IpAddr;
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
#[expect(
    clippy::struct_excessive_bools,
    reason = "four independent facts about an event, each asked for by name"
)]
pub(super) struct Event {
    pub family: Family,
    pub id: u32,
    pub time: DateTime<Utc>,
    pub connector: Option<String>,
    pub connector_is_explicit: bool,
    pub partition: bool,
    pub names: Vec<String>,
    pub trouble: Option<Trouble>,
    /// Whether a 657 holds a success, a failure.
    pub succeeded: bool,
    pub failed: bool,
    /// Users whose password was refused (657).
    pub users: Vec<String>,
    pub tracking_id: Option<String>,
    pub server_name: Option<String>,
    /// The domain controller of a 611, by name and address.
    pub controller: (Option<String>, Option<IpAddr>),
}

/// What every kind of event has, wherever it was read.
pub(in crate::facts) struct View<'a> {
    pub provider: &'a str,
    /// None where the provider is none of ours.
    pub family: Option<Family>,
    pub id: u32,
    pub time: DateTime<Utc>,
    pub machine: &'a str,
    pub log: &'a str,
    /// Its number in the log.
    pub number: Option<u64>,
    pub text: Cow<'a, str>,
    pub from: &'a Locator,
    /// The event as its log told it, where it did.
    logged: Option<&'a Logged>,
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
        let provider = props.text("ProviderName")?;
        Some(View {
            provider,
            family: Family::of(provider),
            id: u32::try_from(props.int("Id")?).ok()?,
            time: props.time("TimeCreated").and_then(Stamp::moment)?,
            machine: props.text("MachineName").unwrap_or_default(),
            log: props.text("LogName").unwrap_or_default(),
            number: props.int("RecordId").and_then(|n| u64::try_from(n).ok()),
            text,
            from: &record.from,
            logged: None,
        })
    }

    /// An event as its log tells it; none where it has no time.
    pub fn of_logged(event: &'a Logged, from: &'a Locator) -> Option<View<'a>> {
        Some(View {
            provider: &event.provider,
            family: Family::of(&event.provider),
            id: event.id,
            time: event.time?,
            machine: &event.computer,
            log: &event.channel,
            number: event.number,
            text: event.text(),
            from,
            logged: Some(event),
        })
    }

    /// What it says, where a family of ours wrote it.
    pub(super) fn read(&self) -> Option<Event> {
        let family = self.family?;
        let named = self.logged.map_or_else(|| Cow::Owned(Named::of(&self.text)), Logged::named);
        Some(event(family, self.id, self.time, &self.text, named.into_owned()))
    }
}

/// The domains that an event is about. A 611 says by place which one, and names controllers beside it; a
/// 616 names a controller, be it by one label.
fn about(id: u32, text: &str, mut all: Vec<String>) -> Vec<String> {
    match id {
        611 => {
            let Some((name, said)) = names::domain(text) else { return all };
            // The partition stands before all others.
            let partition = text.contains("<partition-name>");
            if partition && !(said && name.contains('.')) {
                // It spells out what one label means, and knows better than a place that is unsure.
                all.truncate(1);
                all.extend(said.then_some(name));
                all.dedup();
                return all;
            }
            // Behind a colon that is not a domain's there may be a controller; its domain stands beside it.
            let domain = all.into_iter().find(|d| !said && is_within(&name, d));
            vec![domain.unwrap_or(name)]
        }
        616 => {
            let name = names::short_controller(text).filter(|name| !all.contains(name));
            all.extend(name);
            all
        }
        _ => all,
    }
}

/// True for a name that has this domain for its end.
fn is_within(name: &str, domain: &str) -> bool {
    name.strip_suffix(domain).is_some_and(|host| host.ends_with('.'))
}

fn event(family: Family, id: u32, time: DateTime<Utc>, text: &str, named: Named) -> Event {
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
    let mut event = Event {
        family,
        id,
        time,
        connector: named.connector,
        connector_is_explicit: named.connector_is_explicit,
        partition: named.partition,
        names: match family {
            Phs => about(id, text, named.domains),
            // The engine's events name the connector itself among their strings.
            Engine => {
                let lines =
                    text.lines().map(|l| l.trim().to_lowercase()).filter(|l| !l.is_empty() && l.len() <= 64);
                lines.take(4).chain(named.domains).collect()
            }
        },
        trouble,
        succeeded: false,
        failed: false,
        users: Vec::new(),
        tracking_id: None,
        server_name: None,
        controller: (None, None),
    };
    if trouble.is_some() {
        event.tracking_id = names::tracking_id(text);
        event.server_name = names::server_name(text);
        if family == Phs && matches!(id, 611 | 612) {
            event.controller = names::controller(text);
        }
    }
    if family == Phs && id == 657 {
        outcomes(text, &mut event);
    }
    event
}

/// A 657 has a line for each user.
fn outcomes(text: &str, event: &mut Event) {
    let ends = memchr::memchr_iter(b'\n', text.as_bytes()).chain([text.len()]);
    let mut from = 0;
    for end in ends {
        let line = text.get(std::mem::replace(&mut from, end + 1)..end).unwrap_or_default();
        let line = line.strip_suffix('\r').unwrap_or(line);
        // Nearly every line: whose it is does not matter here.
        if TAKEN.iter().any(|taken| line.ends_with(taken)) {
            event.succeeded = true;
            continue;
        }
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

/// What stands behind a user, nearly always.
const TAKEN: [&str; 2] =
    [", PwdChangeOnLogon=False, Result : Success.", ", PwdChangeOnLogon=True, Result : Success."];

/// True for a result that is not a success: by the word behind `Result`, and where nothing is called so,
/// by a word of failure in any of it.
pub(in crate::facts) fn is_refusal(behind: &str) -> bool {
    if TAKEN.contains(&behind) {
        return false;
    }
    if let Some(result) = result(behind) {
        return !starts(result.as_bytes(), "succe");
    }
    let words = ["fail", "error", "fehl"];
    memchr::memchr_iter(b'f', behind.as_bytes())
        .chain(memchr::memchr_iter(b'F', behind.as_bytes()))
        .chain(memchr::memchr2_iter(b'e', b'E', behind.as_bytes()))
        .any(|at| words.iter().any(|w| starts(behind.as_bytes().get(at..).unwrap_or_default(), w)))
}

/// What stands behind the label of the result.
fn result(behind: &str) -> Option<&str> {
    let at = memchr::memchr2_iter(b'r', b'R', behind.as_bytes())
        .find(|at| starts(behind.as_bytes().get(*at..).unwrap_or_default(), "result"))?;
    Some(behind.get(at + "result".len()..)?.trim_start().strip_prefix([':', '='])?.trim_start())
}

/// What can follow a distinguished name in a line about a user.
const LABELS: [&str; 3] = ["pwdchangeonlogon", "result", "change date"];

/// Where the distinguished name of a line ends, by the label behind it; none where no label says so, as in
/// other languages. A comma within the name is escaped.
pub(in crate::facts) fn end_of_name(line: &str) -> Option<usize> {
    if let Some(head) = TAKEN.iter().find_map(|taken| line.strip_suffix(taken)) {
        return Some(head.len());
    }
    let bytes = line.as_bytes();
    memchr::memchr_iter(b',', bytes).find(|comma| {
        let rest = bytes.get(comma + 1..).unwrap_or_default().trim_ascii_start();
        let escaped = *comma > 0 && bytes[comma - 1] == b'\\';
        !escaped && is_label(rest)
    })
}

fn is_label(text: &[u8]) -> bool {
    if !matches!(text.first(), Some(b'P' | b'p' | b'R' | b'r' | b'C' | b'c')) {
        return false;
    }
    let label = LABELS.iter().find(|label| starts(text, label));
    label.is_some_and(|label| matches!(text[label.len()..].trim_ascii_start(), [b':' | b'=', ..]))
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
