//! The last attempt to bring the password to Entra ID, and whether the password changed since.

use super::{missing, named, password_set, person};
use crate::{
    checks::shown::{length, moment, row},
    diagnosis::{Hit, Need, Scope, Status, Value},
    evidence::{Kind, Stamp},
    facts::{
        Entity, Facts, Seen,
        people::{Attempt, Outcome, Person},
    },
};
use chrono::{DateTime, TimeDelta, Utc};

/// Cycles run every two minutes; a change younger than this is on its way.
const ON_ITS_WAY: TimeDelta = TimeDelta::minutes(5);
/// So long are results kept (seed 001).
const KEPT: TimeDelta = TimeDelta::days(7);

/// What the status of a log row means.
fn of_status(status: &str) -> Hit {
    match status {
        "Success" => Hit::pass(),
        "FilteredByTarget" => Hit::cause(Status::Fail, "filtered-by-target"),
        "NoTargetConnection" => Hit::cause(Status::Fail, "no-target-connection"),
        "SourceConnectorNotPresent" => Hit::cause(Status::Fail, "source-connector-not-present"),
        "TargetNotExportedToDirectory" => Hit::cause(Status::Fail, "target-not-exported"),
        "MigratedCheckDetailsForMoreInfo" => Hit::cause(Status::Info, "migrated-log-entry"),
        "Error" => Hit::cause(Status::Fail, "attempt-error"),
        "MissingAttribute" => Hit::cause(Status::Fail, "missing-attribute"),
        "RetryRequestedByTarget" => Hit::cause(Status::Warn, "retry-requested"),
        "NoCodeReportedByTarget" => Hit::cause(Status::Warn, "no-code-reported"),
        _ => Hit::cause(Status::Fail, "attempt-unknown"),
    }
}

fn of_attempt(attempt: &Attempt) -> (Hit, &'static str, String) {
    match &attempt.outcome {
        Outcome::Logged(status) => (of_status(status), "Status", status.clone()),
        Outcome::Taken => (Hit::pass(), "event 657", "taken".to_owned()),
        Outcome::Sent => (
            Hit::cause(Status::Warn, "no-code-reported").variant("sent"),
            "event 656",
            "sent, no answer".to_owned(),
        ),
        Outcome::Refused(why) => (Hit::cause(Status::Fail, "attempt-error"), "event 657", why.clone()),
    }
}

/// The newest row of the log; where there is none, the newest event about the user.
fn newest(person: &Person) -> Option<&Attempt> {
    let rows = person.attempts.iter().rev().find(|a| matches!(a.outcome, Outcome::Logged(_)));
    let answer = || person.attempts.iter().rev().find(|a| !matches!(a.outcome, Outcome::Logged(_)));
    rows.or_else(answer)
}

/// user.last-attempt
pub(crate) fn last_attempt(facts: &Facts, scope: &Scope) -> Result<Vec<Hit>, Need> {
    let person = person(facts, scope)?;
    if let Some(attempt) = newest(person) {
        let (hit, label, found) = of_attempt(attempt);
        let expected = (hit.status > Status::Info).then_some("Success");
        let mut hit = hit
            .with("status", Value::public(found.clone()))
            .with("last", Value::public(moment(attempt.time)))
            .seen(row(
                label,
                expected,
                Value::public(format!("{found}, {}", moment(attempt.time))),
                &attempt.seen,
            ));
        hit.last_seen = Some(attempt.time);
        return Ok(vec![named(person, hit)]);
    }
    let asked = person.found_none(Kind::ADSyncCSObjectLog, false);
    let (Some(seen), Some(_)) = (asked, person.source.as_ref()) else {
        return Err(missing(facts, person, Kind::ADSyncCSObjectLog, false));
    };
    let changed = password_set(person).and_then(|(stamp, _)| stamp.moment());
    let age = changed.zip(seen.as_of).map(|(t, now)| now - t);
    let hit = match age {
        Some(age) if age <= KEPT && age > ON_ITS_WAY => Hit::cause(Status::Fail, "hash-not-read"),
        _ => Hit::cause(Status::Warn, "no-history"),
    };
    let mut hit = hit.seen(row("password sync log", Some("a row"), Value::public("none"), seen));
    if let Some(changed) = changed {
        hit = hit.with("since", Value::public(moment(changed)));
    }
    Ok(vec![named(person, hit)])
}

/// user.freshness
pub(crate) fn freshness(facts: &Facts, scope: &Scope) -> Result<Vec<Hit>, Need> {
    let person = person(facts, scope)?;
    let Some((stamp, seen)) = password_set(person) else {
        return Err(Need {
            required: newest(person).is_some(),
            ..missing(facts, person, Kind::ADUser, false)
        });
    };
    let Stamp::At(changed) = stamp else {
        let found = Value::public("0 (must be changed at next sign-in)");
        return Ok(vec![named(
            person,
            Hit::pass().variant("temporary").seen(row("pwdLastSet", None, found, &seen)),
        )]);
    };
    let Some(attempt) = newest(person) else {
        return Err(Need { required: false, ..missing(facts, person, Kind::ADSyncCSObjectLog, false) });
    };
    let hit = judged(changed, &seen, attempt);
    let hit = hit
        .with("since", Value::public(moment(changed)))
        .with("last", Value::public(moment(attempt.time)))
        .seen(row("pwdLastSet", None, Value::public(moment(changed)), &seen))
        .seen(row("newest attempt", None, Value::public(moment(attempt.time)), &attempt.seen));
    Ok(vec![named(person, hit)])
}

fn judged(changed: DateTime<Utc>, seen: &Seen, attempt: &Attempt) -> Hit {
    if changed <= attempt.time {
        return Hit::pass();
    }
    // The newer of the two sources says how long ago the change was.
    let now = seen.as_of.max(attempt.seen.as_of);
    let age = now.map(|now| now - changed);
    let hit = match age {
        Some(age) if age <= ON_ITS_WAY => Hit::cause(Status::Info, "just-changed"),
        _ if attempt.outcome == Outcome::Logged("FilteredByTarget".into()) => {
            Hit::cause(Status::Fail, "stale-log-row")
        }
        _ => Hit::cause(Status::Fail, "changed-after-last-success"),
    };
    match age {
        Some(age) => hit.with("age", Value::public(length(age))),
        None => hit,
    }
}

/// The newest row of the object log, for comparison with the tenant's own time.
pub(super) fn newest_row(person: &Person) -> Option<&Attempt> {
    newest(person)
}

/// True where the log was asked for and holds nothing of the user.
pub(super) fn no_rows(person: &Person) -> bool {
    person.attempts.is_empty()
        && person.found_none(Kind::ADSyncCSObjectLog, false).is_some()
        && person.source.as_ref().and_then(Entity::seen).is_some()
}
