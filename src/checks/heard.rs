//! From events to a finding: how many, since when, whether they ended, and how bad that is.

use super::shown::{moment, row};
use crate::{
    catalog::{CAUSES, Cause, DEFINITE, PERSISTENT, Severity},
    diagnosis::{Hit, Need, Status, Value},
    evidence::{Class, Gap, Kind, Why},
    facts::{
        Connector, Domain, Facts, Seen,
        events::{Family, Key, Log, Streak, Trouble, WINDOW},
    },
};
use chrono::{DateTime, Utc};

/// Events of a connector that show it alive (650 to 657, and the manager's own 663).
pub(super) fn is_life(key: &Key) -> bool {
    is(key, &[650, 651, 652, 653, 654, 655, 656, 657, 663])
}

/// Events that show that Entra ID took something: a batch, a ping, a password.
pub(super) fn is_cloud_success(key: &Key) -> bool {
    is(key, &[651, 654]) || (is(key, &[657]) && key.succeeded)
}

/// A Directory Synchronization event with one of these ids.
pub(super) fn is(key: &Key, ids: &[u32]) -> bool {
    key.family == Family::DirectorySynchronization && ids.contains(&key.id)
}

/// An event of the sync engine with one of these ids.
pub(super) fn is_engine(key: &Key, ids: &[u32]) -> bool {
    key.family == Family::SyncEngine && ids.contains(&key.id)
}

/// True where the event belongs to the connector.
pub(super) fn of_connector(facts: &Facts, connector: &Connector, key: &Key) -> bool {
    let all: Vec<&Connector> = facts.ad_connectors().collect();
    key.is_of_connector(connector, &all, facts.domains())
}

/// True where the event belongs to the domain. One that names no known domain belongs to the only one.
pub(super) fn of_domain(facts: &Facts, domain: &Domain, key: &Key) -> bool {
    let nameless =
        || facts.domains().len() == 1 && !facts.domains().iter().any(|d| key.names.contains(&d.name));
    key.is_of_domain(domain) || nameless()
}

/// What came after a row of failures.
#[derive(Clone, Copy, Debug, Default)]
pub(super) struct Since {
    /// The newest success.
    pub success: Option<DateTime<Utc>>,
    /// The newest sign of life.
    pub life: Option<DateTime<Utc>>,
}

/// A cause seen in events; `None` where they ended before the window and success came after them.
pub(super) fn hit(
    check: &str,
    cause: &'static str,
    log: &Log,
    events: &Streak<'_>,
    since: Since,
) -> Option<Hit> {
    let recovered = since.success.is_some_and(|t| t > events.last);
    let now = events.last >= log.as_of - WINDOW;
    if recovered && !now {
        return None;
    }
    let quiet = !now && since.life.is_some_and(|t| t > events.last);
    let (status, variant) = match (recovered, quiet) {
        (true, _) => (Status::Info, Some("recovered")),
        (false, true) => (Status::Info, Some("not-seen-since")),
        (false, false) => {
            let until = if now { log.as_of } else { events.last };
            (standing(check, cause, events.in_window(until)), None)
        }
    };
    let start = if recovered { Some(log.as_of - WINDOW) } else { since.success };
    let (first, count) = events.after(start);
    let mut hit = Hit { variant, ..Hit::cause(status, cause) };
    hit.first_seen = Some(first);
    hit.last_seen = Some(events.last);
    hit.count = Some(count);
    hit = hit
        .with("since", Value::public(moment(first)))
        .with("last", Value::public(moment(events.last)))
        .with("count", Value::public(count.to_string()))
        .with("events", Value::public(ids(events)));
    if let Some(success) = since.success.filter(|_| recovered) {
        hit = hit.with("age", Value::public(moment(success)));
    }
    Some(details(hit, events))
}

/// How bad events are that nothing answered.
fn standing(check: &str, cause: &str, count: u64) -> Status {
    let row = CAUSES.iter().find(|r| r.check.0 == check && r.cause.0 == cause);
    let severity: Status = row.map_or(Severity::Fail, |r| r.severity).into();
    if DEFINITE.iter().any(|Cause(c)| *c == cause) || count >= PERSISTENT {
        severity
    } else {
        severity.min(Status::Warn)
    }
}

fn ids(events: &Streak<'_>) -> String {
    let mut ids: Vec<u32> = events.keys().map(|k| k.id).collect();
    ids.sort_unstable();
    ids.dedup();
    ids.iter().map(u32::to_string).collect::<Vec<_>>().join(", ")
}

/// Codes, ids for Microsoft's support, and a row for each of the newest events.
fn details(mut hit: Hit, events: &Streak<'_>) -> Hit {
    for (key, sample) in events.samples() {
        let code = key.trouble.and_then(Trouble::code);
        let label = format!("{} event {}", key.family.provider(), key.id);
        let found = code
            .as_ref()
            .map_or_else(|| moment(sample.time), |c| format!("code {c}, {}", moment(sample.time)));
        if let Some(code) = code {
            hit.values.entry("code").or_insert_with(|| Value::public(code));
        }
        if let Some(id) = &sample.tracking_id {
            hit.values.entry("tracking_id").or_insert_with(|| Value::public(id.clone()));
        }
        if let Some(name) = &sample.server_name {
            hit.values.entry("server_name").or_insert_with(|| Value::public(name.clone()));
        }
        hit = hit.seen(row(&label, None, Value::public(found), &sample.seen));
    }
    hit
}

/// The users whose password was refused in the newest of these events.
pub(super) fn users(events: &Streak<'_>) -> Vec<String> {
    let mut users: Vec<String> = Vec::new();
    for (_, sample) in events.samples() {
        for user in &sample.users {
            if !users.contains(user) {
                users.push(user.clone());
            }
        }
    }
    users
}

/// The users, as a value that fits a line.
pub(super) fn few(users: &[String]) -> Value {
    const MOST: usize = 5;
    let mut text = users.iter().take(MOST).cloned().collect::<Vec<_>>().join("; ");
    if users.len() > MOST {
        text = format!("{text} and {} more", users.len() - MOST);
    }
    Value::of(Class::Person, text)
}

/// A row that says what the log covers.
pub(super) fn span(log: &Log) -> crate::diagnosis::Evidence {
    let from = log.oldest.map_or_else(|| "?".to_owned(), moment);
    row(
        "Application log covers",
        None,
        Value::public(format!("{from} to {}", moment(log.covered_to))),
        &log.seen,
    )
}

/// Where an event stood, for a row of its own.
pub(super) fn newest<'a>(events: &Streak<'a>) -> Option<(&'a Key, &'a Seen)> {
    events.samples().first().map(|(k, s)| (*k, &s.seen))
}

/// What is lacking when the log says nothing either way.
pub(super) fn silent(why: &str) -> Need {
    Gap { record: Kind::WinEvent, property: None, why: Why::NotEnough(why.to_owned()), last: None }.into()
}
