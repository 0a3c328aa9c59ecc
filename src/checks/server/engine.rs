//! Checks of the server that its event log decides.

use crate::{
    checks::{
        heard::{self, Since, Success, hit, is, is_engine, of_domain},
        shown::{flag, moment, row, word},
    },
    diagnosis::{Hit, Need, Scope, Status, Value, length},
    evidence::{Class, Gap, Kind, Why},
    facts::{
        Fact, Facts,
        events::{Key, Log, Trouble},
    },
};
use chrono::TimeDelta;

/// The heartbeat is looked for in so long a span; a log that covers less answers little.
const ENOUGH: TimeDelta = TimeDelta::hours(3);

/// server.initial-sync: no password is sent before the first full synchronization has ended (613).
pub(crate) fn initial_sync(facts: &Facts, _: &Scope) -> Result<Vec<Hit>, Need> {
    let log = facts.log();
    let paused = log.as_ref().ok().and_then(|l| l.find(|k| is(k, &[613])));
    let success = any_success(facts);
    if let (Some(paused), Ok(log)) = (paused, &log)
        && success.as_ref().is_none_or(|s| s.time < paused.last)
    {
        let none = Since::default();
        let mut found = hit("server.initial-sync", "full-sync-not-completed", log, &paused, &none);
        if let Some(hit) = &mut found {
            hit.status = Status::Fail;
        }
        return Ok(found.into_iter().collect());
    }
    match success {
        Some(mut success) => {
            for row in &mut success.rows {
                "a password synchronization that succeeded".clone_into(&mut row.label);
            }
            Ok(vec![Hit { evidence: success.rows, ..Hit::pass() }])
        }
        None => Err(log.err().unwrap_or_else(|| facts.gap(Kind::ADSyncPartitionPasswordSyncState)).into()),
    }
}

/// The newest sign that any domain was ever synchronized.
fn any_success(facts: &Facts) -> Option<Success> {
    let log = facts.log().ok();
    let heard = log.and_then(|log| Success::heard(log, |k| is(k, &[622, 623, 650, 656, 657])));
    Success::newest([any_cycle(facts), heard])
}

/// The newest cycle of any domain that succeeded.
fn any_cycle(facts: &Facts) -> Option<Success> {
    Success::newest(facts.all(Kind::ADSyncPartitionPasswordSyncState).map(Success::cycle))
}

/// server.fips: MD5 is needed, and a FIPS policy forbids it unless the service is exempt.
pub(crate) fn fips(facts: &Facts, _: &Scope) -> Result<Vec<Hit>, Need> {
    let server = facts.one(Kind::Server);
    let policy = server.bool("FipsPolicyEnabled");
    let exempt = server.bool("EnforceFipsPolicyDisabled");
    let told = |k: &Key| is(k, &[667]) || k.trouble == Some(Trouble::Fips);
    if let Ok(log) = facts.log()
        && let Some(events) = log.find(told)
    {
        let since = Since { success: any_success(facts), life: log.newest(heard::is_life) };
        if let Some(hit) = hit("server.fips", "fips-blocks-md5", log, &events, &since) {
            return Ok(vec![settings(hit, &policy, &exempt)]);
        }
    }
    let (on, _) = policy.clone().known()?;
    if !on {
        return Ok(vec![settings(Hit::pass(), &policy, &exempt)]);
    }
    let (exempted, _) = exempt.clone().known()?;
    let hit =
        if exempted { Hit::pass().variant("exempt") } else { Hit::cause(Status::Fail, "fips-blocks-md5") };
    Ok(vec![settings(hit, &policy, &exempt)])
}

fn settings(hit: Hit, policy: &Fact<bool>, exempt: &Fact<bool>) -> Hit {
    let mut hit = hit;
    if let Fact::Known(on, seen) = policy {
        hit = hit.seen(flag("FipsPolicyEnabled", false, *on, seen));
    }
    if let Fact::Known(on, seen) = exempt {
        // The exemption is only wanted where the policy is on.
        let expected = matches!(policy, Fact::Known(true, _)).then_some("True");
        hit = hit.seen(row("EnforceFipsPolicyDisabled", expected, Value::public(word(*on)), seen));
    }
    hit
}

/// server.event-log
pub(crate) fn event_log(facts: &Facts, _: &Scope) -> Result<Vec<Hit>, Need> {
    let log = facts.log()?;
    let mut hits = Vec::new();
    if let Some((notes, seen)) = &log.damage {
        let notes = notes.join("; ");
        let hit = Hit::cause(Status::Warn, "log-damaged").with("found", Value::public(notes.clone()));
        hits.push(hit.seen(row(
            "Damaged",
            Some("False"),
            Value::public(if notes.is_empty() { "True".to_owned() } else { format!("True, {notes}") }),
            seen,
        )));
    }
    let covered = log.oldest.map(|t| (log.covered_to - t).max(TimeDelta::zero()));
    if covered.is_none_or(|c| c < ENOUGH) {
        let shown = covered.map_or_else(|| "nothing".to_owned(), length);
        let hit = Hit::cause(Status::Warn, "log-covers-too-little");
        let hit = if log.leaves_out { hit.variant("leaves-out") } else { hit };
        hits.push(hit.with("age", Value::public(shown)).seen(heard::span(log)));
    }
    if hits.is_empty() {
        let shown = covered.map(length).unwrap_or_default();
        hits.push(Hit::pass().with("age", Value::public(shown)).seen(heard::span(log)));
    }
    Ok(hits)
}

const CHECK: &str = "server.engine";
/// What the sync engine complains of, and the events that say so.
const COMPLAINTS: [(&str, &[u32], &[u32]); 5] = [
    ("engine-database-unavailable", &[], &[2005, 6226, 6323]),
    ("engine-deadlock", &[665, 666], &[]),
    ("engine-utf8-locale", &[], &[6301]),
    ("engine-key-inaccessible", &[], &[6028]),
    ("engine-error", &[603, 604, 607, 614, 615, 621], &[]),
];

/// server.engine
pub(crate) fn engine(facts: &Facts, _: &Scope) -> Result<Vec<Hit>, Need> {
    let log = facts.log()?;
    // A heartbeat goes on without the database, and whatever becomes of the engine's own work.
    let worked = Success::heard(log, |k| is(k, &[622, 623, 651]) || is(k, &[657]) && k.succeeded);
    let since =
        Since { success: Success::newest([worked, any_cycle(facts)]), life: log.newest(heard::is_life) };
    let mut hits: Vec<Hit> = COMPLAINTS
        .iter()
        .filter_map(|(cause, phs, engine)| {
            let events = log.find(|k| is(k, phs) || is_engine(k, engine))?;
            hit(CHECK, cause, log, &events, &since)
        })
        .collect();
    if let Some(stray) = stray(facts, log) {
        match hits.iter_mut().find(|h| h.cause == stray.cause) {
            Some(hit) => hit.evidence.extend(stray.evidence),
            None => hits.push(stray),
        }
    }
    if !hits.is_empty() {
        return Ok(hits);
    }
    if !log.spans(TimeDelta::hours(2)) {
        return Err(short(log));
    }
    Ok(vec![Hit::pass().seen(heard::span(log))])
}

/// Failures of domains that are none of this server's, as far as is known: nobody else tells of them.
fn stray(facts: &Facts, log: &Log) -> Option<Hit> {
    let placed = |k: &Key| facts.domains().iter().any(|d| of_domain(facts, d, k));
    let lost =
        |k: &Key| is(k, &[611, 612, 616]) && k.trouble.is_some_and(|t| t != Trouble::Fips) && !placed(k);
    let events = log.find(lost)?;
    let since = Since { success: None, life: log.newest(heard::is_life) };
    let mut hit = hit(CHECK, "engine-error", log, &events, &since)?;
    if hit.variant.is_none() {
        hit.variant = Some("stray");
    }
    let mut named: Vec<&str> = Vec::new();
    for (key, sample) in events.samples() {
        let Some(name) = key.names.first().filter(|name| !named.contains(&name.as_str())) else { continue };
        named.push(name);
        hit = hit.seen(row("names", None, Value::of(Class::Network, name.clone()), &sample.seen));
    }
    if named.is_empty() {
        hit.variant = hit.variant.map(|_| "nameless");
        return Some(hit);
    }
    let named = named.join(", ");
    Some(hit.with("found", Value::of(Class::Network, named)))
}

/// What is lacking when the log is too short to show that something did not happen.
pub(crate) fn short(log: &Log) -> Need {
    let why = if log.leaves_out {
        "the export leaves events out, so that what is not in it may have happened".to_owned()
    } else {
        format!("the log does not cover the hours before {}", moment(log.as_of))
    };
    Gap { record: Kind::WinEvent, property: None, why: Why::NotEnough(why), last: None }.into()
}
