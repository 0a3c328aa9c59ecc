//! The timeline out of the facts: what the folded events, the cycles and the runs say happened when.

use crate::{
    evidence::{Kind, Stamp},
    facts::{
        Connector, Entity, Facts,
        events::{Family, Key, Log},
    },
    report::timeline::{Mark, MarkKind},
};
use chrono::{DateTime, TimeDelta, Utc};
use std::collections::BTreeMap;

/// How far the timeline reaches back from its newest mark.
const REACH: TimeDelta = TimeDelta::days(3);
/// How many marks one thing of one kind may have.
const MOST_OF_A_KIND: i64 = 96;
/// How many marks there may be in all; the oldest go first.
const MOST: usize = 1500;
/// Events are folded by pieces of ten minutes; nothing finer is told apart.
const PIECE: i64 = 600;

type Time = DateTime<Utc>;
/// First, last, how many.
type Span = (Time, Time, u64);
type Series = BTreeMap<(String, MarkKind, String), Vec<Span>>;

/// The marks, oldest first.
#[must_use]
pub(super) fn timeline(facts: &Facts) -> Vec<Mark> {
    let mut series = Series::new();
    if let Ok(log) = facts.log() {
        events(facts, log, &mut series);
    }
    cycles(facts, &mut series);
    runs(facts, &mut series);
    passwords(facts, &mut series);
    let Some(newest) = series.values().flatten().map(|s| s.1).max() else { return Vec::new() };
    let from = newest - REACH;
    for spans in series.values_mut() {
        spans.retain(|s| s.1 >= from);
    }
    let Some(oldest) = series.values().flatten().map(|s| s.0).min() else { return Vec::new() };
    let width = ((newest - oldest).num_seconds() / (MOST_OF_A_KIND * PIECE) + 1) * PIECE;
    let mut marks: Vec<Mark> = series.into_iter().flat_map(|(of, spans)| thin(&of, spans, width)).collect();
    marks.sort();
    marks.drain(..marks.len().saturating_sub(MOST));
    if let Ok(log) = facts.log() {
        marks.extend(coverage(log, oldest, newest));
        marks.sort();
    }
    marks
}

/// Spans that begin in the same piece of time become one mark.
fn thin((lane, kind, label): &(String, MarkKind, String), mut spans: Vec<Span>, width: i64) -> Vec<Mark> {
    spans.sort_unstable();
    let mut made: Vec<(i64, Span)> = Vec::new();
    for span in spans {
        let piece = span.0.timestamp().div_euclid(width);
        match made.last_mut().filter(|(p, _)| *p == piece) {
            Some((_, whole)) => *whole = (whole.0, whole.1.max(span.1), whole.2 + span.2),
            None => made.push((piece, span)),
        }
    }
    let mark = |(_, (first, last, count)): (i64, Span)| Mark {
        at: first,
        until: (last != first).then_some(last),
        lane: lane.clone(),
        kind: *kind,
        label: label.clone(),
        count: (count > 1).then_some(count),
    };
    made.into_iter().map(mark).collect()
}

fn events(facts: &Facts, log: &Log, series: &mut Series) {
    let connectors: Vec<&Connector> = facts.ad_connectors().collect();
    for (key, tally) in log.tallies() {
        let Some((kind, label)) = meaning(key) else { continue };
        for lane in lanes(facts, &connectors, key, kind) {
            series.entry((lane, kind, label.clone())).or_default().extend(tally.pieces());
        }
    }
}

/// What an event is on the timeline; none for those that say nothing about the way of a password.
fn meaning(key: &Key) -> Option<(MarkKind, String)> {
    if let Some(trouble) = key.trouble {
        let code = trouble.code().map_or_else(String::new, |c| format!(", code {c}"));
        return Some((MarkKind::Failure, format!("Event {}{code}", key.id)));
    }
    let (kind, label) = match (key.family, key.id) {
        (Family::DirectorySynchronization, 654) => (MarkKind::Heartbeat, "Heartbeat, event 654"),
        (Family::DirectorySynchronization, 657) if key.failed => {
            (MarkKind::Failure, "Password refused, event 657")
        }
        (Family::DirectorySynchronization, 657) => (MarkKind::Batch, "Passwords handed over, event 657"),
        (Family::DirectorySynchronization, 622 | 623) => {
            (MarkKind::Cycle, "Full password synchronization done")
        }
        (Family::DirectorySynchronization, 602 | 609 | 610 | 613 | 667) => {
            return Some((MarkKind::Failure, format!("Event {}", key.id)));
        }
        _ => return None,
    };
    Some((kind, label.to_owned()))
}

/// The things an event happened to: the domain that a failure names, else its connector.
fn lanes(facts: &Facts, connectors: &[&Connector], key: &Key, kind: MarkKind) -> Vec<String> {
    if kind == MarkKind::Failure {
        let named: Vec<String> =
            facts.domains().iter().filter(|d| key.is_of_domain(d)).map(|d| domain(&d.name)).collect();
        if !named.is_empty() {
            return named;
        }
    }
    let of = |c: &&&Connector| key.is_of_connector(c, connectors, facts.domains());
    let named: Vec<String> = connectors.iter().filter(of).map(|c| format!("Forest {}", c.name)).collect();
    if named.is_empty() { vec!["Server".to_owned()] } else { named }
}

fn domain(name: &str) -> String {
    format!("Domain {name}")
}

/// The newest cycle of each domain, and the newest that succeeded.
fn cycles(facts: &Facts, series: &mut Series) {
    for state in facts.all(Kind::ADSyncPartitionPasswordSyncState) {
        let name = state.text("DN").value().and_then(|dn| crate::facts::domain_of_dn(&dn));
        let Some(name) = name else { continue };
        let status = state.text("PasswordSyncLastCycleStatus").value().unwrap_or_default();
        let mut put = |kind, label: String, start: &str, end: &str| {
            let Some(from) = moment(state, start) else { return };
            let to = moment(state, end).filter(|t| *t >= from).unwrap_or(from);
            series.entry((domain(&name), kind, label)).or_default().push((from, to, 1));
        };
        put(
            MarkKind::Cycle,
            "Cycle that succeeded".to_owned(),
            "PasswordSyncLastSuccessfulCycleStartTimestamp",
            "PasswordSyncLastSuccessfulCycleEndTimestamp",
        );
        if status != "Successful" && !status.is_empty() {
            let kind = if status == "InProgress" { MarkKind::Cycle } else { MarkKind::Failure };
            put(
                kind,
                format!("Cycle, status {status}"),
                "PasswordSyncLastCycleStartTimestamp",
                "PasswordSyncLastCycleEndTimestamp",
            );
        }
    }
}

fn runs(facts: &Facts, series: &mut Series) {
    for run in facts.each(Kind::ADSyncRunProfileResult) {
        let (Some(name), Some(from)) = (run.text("ConnectorName").value(), moment(run, "StartDate")) else {
            continue;
        };
        let profile = run.text("RunProfileName").value().unwrap_or_default();
        let result = run.text("Result").value().unwrap_or_default();
        let good = result.eq_ignore_ascii_case("success") || result.eq_ignore_ascii_case("in-progress");
        let kind = if good { MarkKind::Cycle } else { MarkKind::Failure };
        let to = moment(run, "EndDate").filter(|t| *t >= from).unwrap_or(from);
        let lane = format!("Runs of {name}");
        series.entry((lane, kind, format!("{profile}: {result}"))).or_default().push((from, to, 1));
    }
}

fn passwords(facts: &Facts, series: &mut Series) {
    for user in facts.all(Kind::ADUser).take(20) {
        let name = ["userPrincipalName", "sAMAccountName", "distinguishedName"];
        let name = name.iter().find_map(|p| user.text(p).value());
        if let (Some(name), Some(at)) = (name, moment(user, "pwdLastSet")) {
            let key = (format!("User {name}"), MarkKind::Password, "Password changed".to_owned());
            series.entry(key).or_default().push((at, at, 1));
        }
    }
}

fn moment(entity: &Entity, property: &str) -> Option<Time> {
    entity.time(property).value().and_then(Stamp::moment)
}

/// What of the axis the event log covers, and what it does not.
fn coverage(log: &Log, oldest: Time, newest: Time) -> Vec<Mark> {
    let from = log.oldest.unwrap_or(log.covered_to).max(oldest);
    let to = log.covered_to.min(newest);
    let mark = |kind: MarkKind, label: &str, at: Time, until: Time| {
        let lane = "Event log".to_owned();
        (until > at).then(|| Mark {
            at,
            until: Some(until),
            lane,
            kind,
            label: label.to_owned(),
            count: None,
        })
    };
    let marks = [
        mark(MarkKind::Gap, "Not covered by the event log", oldest, from),
        mark(MarkKind::Covered, "Covered by the event log", from, to),
        mark(MarkKind::Gap, "Not covered by the event log", to.max(from), newest),
    ];
    marks.into_iter().flatten().collect()
}
