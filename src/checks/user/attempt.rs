//! The last attempt to bring the password to Entra ID, and whether the password changed since.

use super::{missing, named, password_set, person};
use crate::{
    checks::shown::{length, moment, row},
    diagnosis::{Hit, Need, Scope, Status, Value},
    evidence::{Kind, Stamp},
    facts::{
        Entity, Facts, Seen,
        people::{Attempt, Outcome, Person, Retries},
    },
};
use chrono::{DateTime, TimeDelta, Utc};

/// Cycles run every two minutes; a change younger than this is on its way.
const ON_ITS_WAY: TimeDelta = TimeDelta::minutes(5);
/// So long are results kept (seed 001).
const KEPT: TimeDelta = TimeDelta::days(7);

/// So many of something that can pass by itself do not.
const PERSISTENT: u64 = 5;

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
        // They are told apart by `newest`.
        Outcome::Queued | Outcome::Left => (waiting(1), "event 605", "waits for a retry".to_owned()),
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
    let told = |a: &&Attempt| matches!(a.outcome, Outcome::Sent | Outcome::Taken | Outcome::Refused(_));
    rows.or_else(|| person.attempts.iter().rev().find(told))
}

/// A password that failed and is tried again: as long as that may pass by itself, a warning.
fn waiting(count: u64) -> Hit {
    let status = if count >= PERSISTENT { Status::Fail } else { Status::Warn };
    Hit::cause(status, "waiting-for-retry")
}

/// The retries as evidence: still going on, or over.
fn put_off(hit: Hit, retries: &Retries) -> Hit {
    let found = match retries.count {
        1 => format!("once, {}", moment(retries.last)),
        n => format!("{n} times, {} to {}", moment(retries.first), moment(retries.last)),
    };
    let expected = retries.waits.then_some("none");
    hit.seen(row("put off for a retry (events 605, 0)", expected, Value::public(found), &retries.seen))
}

/// user.last-attempt
pub(crate) fn last_attempt(facts: &Facts, scope: &Scope) -> Result<Vec<Hit>, Need> {
    let person = person(facts, scope)?;
    if let Some(attempt) = newest(person) {
        let (hit, label, found) = of_attempt(attempt);
        let expected = (hit.status > Status::Info).then_some("Success");
        // A success that is older than a retry is of an older password.
        let mut hit = match person.retries() {
            Some(retries) if retries.waits && retries.last > attempt.time && hit.cause.is_none() => {
                return Ok(vec![waits(person, &retries, Some(attempt))]);
            }
            Some(retries) => put_off(hit, &retries),
            None => hit,
        };
        hit = hit
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
    if let Some(retries) = person.retries().filter(|r| r.waits) {
        return Ok(vec![waits(person, &retries, None)]);
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

/// Nothing but retries since the last success, if there ever was one.
fn waits(person: &Person, retries: &Retries, success: Option<&Attempt>) -> Hit {
    let mut hit = put_off(waiting(retries.count), retries)
        .with("since", Value::public(moment(retries.first)))
        .with("last", Value::public(moment(retries.last)))
        .with(
            "count",
            Value::public(if retries.count == 1 {
                "once".to_owned()
            } else {
                format!("{} times", retries.count)
            }),
        );
    if let Some(success) = success {
        let (_, label, found) = of_attempt(success);
        hit = hit.seen(row(
            label,
            None,
            Value::public(format!("{found}, {}", moment(success.time))),
            &success.seen,
        ));
    }
    (hit.first_seen, hit.last_seen, hit.count) =
        (Some(retries.first), Some(retries.last), Some(retries.count));
    named(person, hit)
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
