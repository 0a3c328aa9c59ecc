//! Checks of the server that its event log decides.

use crate::{
    checks::{
        heard::{self, Since, hit, is, is_engine},
        proof,
        shown::{flag, length, moment, row, word},
    },
    diagnosis::{Hit, Need, Scope, Status, Value},
    evidence::{Gap, Kind, Stamp, Why},
    facts::{
        Fact, Facts, Seen,
        events::{Key, Trouble},
    },
};
use chrono::{DateTime, TimeDelta, Utc};

/// The heartbeat is looked for in so long a span; a log that covers less answers little.
const ENOUGH: TimeDelta = TimeDelta::hours(3);

/// server.initial-sync: no password is sent before the first full synchronization has ended (613).
pub(crate) fn initial_sync(facts: &Facts, _: &Scope) -> Result<Vec<Hit>, Need> {
    let log = facts.log();
    let paused = log.as_ref().ok().and_then(|l| l.find(|k| is(k, &[613])));
    let success = any_success(facts);
    if let (Some(paused), Ok(log)) = (paused, &log)
        && success.as_ref().is_none_or(|(t, _)| *t < paused.last)
    {
        let none = Since::default();
        let mut found = hit("server.initial-sync", "full-sync-not-completed", log, &paused, none);
        if let Some(hit) = &mut found {
            hit.status = Status::Fail;
        }
        return Ok(found.into_iter().collect());
    }
    match success {
        Some((when, seen)) => {
            let found = Value::public(moment(when));
            Ok(vec![Hit::pass().seen(row("a password synchronization that succeeded", None, found, &seen))])
        }
        None => Err(log.err().unwrap_or_else(|| facts.gap(Kind::ADSyncPartitionPasswordSyncState)).into()),
    }
}

/// The newest sign that any domain was ever synchronized.
fn any_success(facts: &Facts) -> Option<(DateTime<Utc>, Seen)> {
    let cycles = facts
        .all(Kind::ADSyncPartitionPasswordSyncState)
        .filter_map(proof::last_success)
        .filter_map(|(stamp, seen)| stamp.moment().map(|t| (t, seen)));
    let heard = facts.log().ok().and_then(|l| l.find(|k| is(k, &[622, 623, 650, 656, 657]))).and_then(|s| {
        let seen = heard::newest(&s).map(|(_, seen)| seen.clone())?;
        Some((s.last, seen))
    });
    cycles.chain(heard).max_by_key(|(t, _)| *t)
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
        let success = any_success(facts).map(|(t, _)| t);
        let since = Since { success, life: log.newest(heard::is_life) };
        if let Some(hit) = hit("server.fips", "fips-blocks-md5", log, &events, since) {
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
            Value::public(format!("True {notes}").trim()),
            seen,
        )));
    }
    let covered = log.oldest.map(|t| log.as_of - t);
    if covered.is_none_or(|c| c < ENOUGH) {
        let shown = covered.map_or_else(|| "nothing".to_owned(), length);
        hits.push(
            Hit::cause(Status::Warn, "log-covers-too-little")
                .with("age", Value::public(shown))
                .seen(heard::span(log)),
        );
    }
    if hits.is_empty() {
        let shown = covered.map(length).unwrap_or_default();
        hits.push(Hit::pass().with("age", Value::public(shown)).seen(heard::span(log)));
    }
    Ok(hits)
}

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
    let heard_success = log.newest(|k| heard::is_cloud_success(k) || is(k, &[622, 623]));
    let cycle = facts
        .all(Kind::ADSyncPartitionPasswordSyncState)
        .filter_map(proof::last_success)
        .filter_map(|(stamp, _)| Stamp::moment(stamp))
        .max();
    let since = Since { success: heard_success.max(cycle), life: log.newest(heard::is_life) };
    let hits: Vec<Hit> = COMPLAINTS
        .iter()
        .filter_map(|(cause, phs, engine)| {
            let events = log.find(|k| is(k, phs) || is_engine(k, engine))?;
            hit("server.engine", cause, log, &events, since)
        })
        .collect();
    if !hits.is_empty() {
        return Ok(hits);
    }
    if !log.spans(TimeDelta::hours(2)) {
        return Err(short(log.as_of));
    }
    Ok(vec![Hit::pass().seen(heard::span(log))])
}

/// What is lacking when the log is too short to show that something did not happen.
pub(crate) fn short(as_of: DateTime<Utc>) -> Need {
    let why = format!("the log does not cover the hours before {}", moment(as_of));
    Gap { record: Kind::WinEvent, property: None, why: Why::NotEnough(why), last: None }.into()
}
