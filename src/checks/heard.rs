//! From events to a finding: how many, since when, whether they ended, and how bad that is.

use super::{
    proof,
    shown::{moment, row},
};
use crate::{
    catalog::{CAUSES, Cause, DEFINITE, PERSISTENT, Severity},
    diagnosis::{Evidence, Hit, Need, Status, Value},
    evidence::{Class, Gap, Kind, Why, who},
    facts::{
        Connector, Domain, Entity, Facts, Seen,
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

/// True where the event belongs to the domain. One that names no domain at all belongs to the only one.
pub(super) fn of_domain(facts: &Facts, domain: &Domain, key: &Key) -> bool {
    let only = facts.domains().len() == 1;
    if !is(key, &[616]) {
        return key.is_of_domain(domain) || only && key.names.is_empty();
    }
    // A 616 names a controller: whose it is decides, then the partition beside it.
    let whose: [&dyn Fn(&Domain) -> bool; 2] = [&|d| has_controller(facts, d, key), &|d| key.is_of_domain(d)];
    let found = whose.iter().find(|is_of| facts.domains().iter().any(is_of));
    found.map_or(only, |is_of| is_of(domain))
}

/// True where the event names a preferred controller of the domain, or one that lies in it.
fn has_controller(facts: &Facts, domain: &Domain, key: &Key) -> bool {
    let label = |host: &str| host.split('.').next().unwrap_or_default().to_lowercase();
    let whole = |a: &str, b: &str| a.contains('.') && b.contains('.');
    let same = |a: &str, b: &str| if whole(a, b) { a.eq_ignore_ascii_case(b) } else { label(a) == label(b) };
    // emea.contoso.com is no controller of contoso.com.
    let is_domain = |name: &str| facts.domains().iter().any(|d| d.name == name);
    let preferred = domain.partition.iter().flat_map(|p| &p.preferred_dcs);
    let lies_in = |host: &str| host.split_once('.').is_some_and(|(_, rest)| rest == domain.name);
    key.names
        .iter()
        .filter(|name| !is_domain(name))
        .any(|name| lies_in(name) || preferred.clone().any(|dc| same(dc, name)))
}

/// Something that worked, and what shows it.
#[derive(Clone, Debug)]
pub(super) struct Success {
    pub time: DateTime<Utc>,
    pub rows: Vec<Evidence>,
}

impl Success {
    /// With one row.
    pub fn seen(label: &str, time: DateTime<Utc>, seen: &Seen) -> Success {
        Success { time, rows: vec![row(label, None, Value::public(moment(time)), seen)] }
    }

    /// The newest event that `want` holds for.
    pub fn heard(log: &Log, want: impl Fn(&Key) -> bool) -> Option<Success> {
        let events = log.find(want)?;
        let (key, seen) = newest(&events)?;
        let label = format!("success: {} event {}", key.family.provider(), key.id);
        Some(Success::seen(&label, events.last, seen))
    }

    /// The last successful cycle of a domain.
    pub fn cycle(state: &Entity) -> Option<Success> {
        let (stamp, seen) = proof::last_success(state)?;
        Some(Success::seen("last successful cycle", stamp.moment()?, &seen))
    }

    /// The newest of these.
    pub fn newest(all: impl IntoIterator<Item = Option<Success>>) -> Option<Success> {
        all.into_iter().flatten().max_by_key(|success| success.time)
    }
}

/// What came after a row of failures.
#[derive(Clone, Debug, Default)]
pub(super) struct Since {
    /// The newest success.
    pub success: Option<Success>,
    /// The newest sign of life.
    pub life: Option<DateTime<Utc>>,
}

/// How a row of failures stands; where several do, the last of these says most.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord)]
pub(super) enum State {
    /// It lies before the window, and life went on after it.
    Quiet,
    /// A success came after it, of late.
    Recovered,
    /// Nothing says that it ended.
    Standing,
}

/// How failures stand of which the newest was then; none where they ended before the window.
pub(super) fn state(log: &Log, last: DateTime<Utc>, since: &Since) -> Option<State> {
    let now = last >= log.as_of - WINDOW;
    let later = |t: Option<DateTime<Utc>>| t.is_some_and(|t| t > last);
    match (later(since.success.as_ref().map(|s| s.time)), now, later(since.life)) {
        (true, false, _) => None,
        (true, true, _) => Some(State::Recovered),
        (false, false, true) => Some(State::Quiet),
        (false, ..) => Some(State::Standing),
    }
}

/// A cause seen in events; `None` where they ended before the window and success came after them.
pub(super) fn hit(
    check: &str,
    cause: &'static str,
    log: &Log,
    events: &Streak<'_>,
    since: &Since,
) -> Option<Hit> {
    let state = state(log, events.last, since)?;
    let now = events.last >= log.as_of - WINDOW;
    let until = if now { log.as_of } else { events.last };
    let window = events.in_window(until);
    let (status, variant) = match state {
        State::Recovered => (Status::Info, Some("recovered")),
        State::Quiet => (Status::Info, Some("not-seen-since")),
        State::Standing => (standing(check, cause, window.1), None),
    };
    let success = since.success.as_ref();
    let (first, count) = match success.map(|s| s.time) {
        // One within the window that a failure followed ended nothing: all of the window counts.
        Some(time) if time >= until - WINDOW => window,
        before => events.after(before),
    };
    let mut hit = Hit { variant, ..Hit::cause(status, cause) };
    hit = timed(hit, first, events.last, count).with("events", Value::public(ids(events)));
    hit = details(hit, events);
    if let Some(success) = success.filter(|_| state == State::Recovered) {
        hit = hit.with("age", Value::public(moment(success.time)));
        hit.evidence.extend(success.rows.iter().cloned());
    }
    if window.1 < count
        && let Some((_, seen)) = newest(events)
    {
        let found = Value::public(window.1.to_string());
        let label = if now { "of them in the last 2 h" } else { "of them in the 2 h before the newest" };
        hit = hit.seen(row(label, None, found, seen));
    }
    Some(hit)
}

/// When something was seen first and last, and how often; `since`, `last` and `count` in texts.
pub(super) fn timed(mut hit: Hit, first: DateTime<Utc>, last: DateTime<Utc>, count: u64) -> Hit {
    hit.first_seen = Some(first);
    hit.last_seen = Some(last);
    hit.count = Some(count);
    hit.with("since", Value::public(moment(first)))
        .with("last", Value::public(moment(last)))
        .with("count", Value::public(count.to_string()))
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
    controllers(hit, events)
}

/// The domain controllers that the newest of these events name; the newest is the one to look at.
fn controllers(mut hit: Hit, events: &Streak<'_>) -> Hit {
    let mut told: Vec<String> = Vec::new();
    for (_, sample) in events.samples() {
        let address = sample.address.map(|a| a.to_string());
        let Some(name) = sample.controller.clone().or_else(|| address.clone()) else { continue };
        if told.iter().any(|t| t.eq_ignore_ascii_case(&name)) {
            continue;
        }
        let value = Value::of(Class::Host, name.clone());
        hit.values.entry("dc").or_insert_with(|| value.clone());
        hit = hit.seen(row("domain controller", None, value, &sample.seen));
        if let Some(address) = address.filter(|a| *a != name) {
            hit = hit.seen(row("its address", None, Value::of(Class::Network, address), &sample.seen));
        }
        told.push(name);
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
    Value::of(Class::Person, who::few(users, 5))
}

/// A row that says what the log covers.
pub(super) fn span(log: &Log) -> Evidence {
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
