//! The last attempt to bring the password to Entra ID.

use super::{
    missing, named,
    newest::{ON_ITS_WAY, newest, read_before, unread},
    password_set, person,
};
use crate::{
    checks::shown::{moment, row},
    diagnosis::{Hit, Need, Scope, Status, Value, length},
    evidence::{Class, Kind},
    facts::{
        Facts, Seen,
        people::{Attempt, KEPT, Outcome, Person, Retries},
    },
};
use chrono::{DateTime, TimeDelta, Utc};

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
    let changed = password_set(person).and_then(|(stamp, _)| stamp.moment());
    let newest = newest(person);
    if let Some(need) = unread(person, newest.map(|a| a.time)) {
        return Err(need);
    }
    let retries = person.retries(changed);
    if let Some(attempt) = newest {
        return Ok(vec![ended(person, attempt, changed, retries.as_ref())]);
    }
    if let Some(retries) = retries.as_ref().filter(|r| r.waits) {
        return Ok(vec![waits(person, retries, None)]);
    }
    let asked = person.found_none(Kind::ADSyncCSObjectLog, false);
    let (Some(seen), Some(_)) = (asked, person.source.as_ref()) else {
        return Err(missing(facts, person, Kind::ADSyncCSObjectLog, false));
    };
    let hit = match &retries {
        Some(retries) => put_off(Hit::cause(Status::Warn, "no-code-reported").variant("left"), retries)
            .with("last", Value::public(moment(retries.last)))
            .with("count", Value::public(times(retries.count))),
        None => without_row(facts, changed, seen)?,
    };
    let mut hit = hit.seen(row("password sync log", Some("a row"), Value::public("none"), seen));
    if let Some(changed) = changed {
        hit = hit.with("since", Value::public(moment(changed)));
    }
    Ok(vec![named(person, hit)])
}

/// How the newest attempt ended, or that the password is put off since.
fn ended(
    person: &Person,
    attempt: &Attempt,
    changed: Option<DateTime<Utc>>,
    retries: Option<&Retries>,
) -> Hit {
    let (hit, label, found) = of_attempt(attempt);
    let expected = (hit.status > Status::Info).then_some("Success");
    let hit = match retries {
        // A success that is older than a retry is of an older password; an answer that may pass did not.
        Some(retries)
            if retries.waits
                && retries.last > attempt.time
                && (hit.status <= Status::Info
                    || (hit.status == Status::Warn && retries.count >= PERSISTENT)) =>
        {
            return waits(person, retries, Some(attempt));
        }
        Some(retries) => put_off(hit, retries),
        None => hit,
    };
    let not_temporary = attempt.is_logged("FilteredByTarget") && changed.is_some_and(|t| t <= attempt.time);
    let hit = if not_temporary { hit.variant("not-temporary") } else { hit };
    let shown = Value::public(format!("{found}, {}", moment(attempt.time)));
    let mut hit = hit
        .with("status", Value::public(found))
        .with("last", Value::public(moment(attempt.time)))
        .seen(row(label, expected, shown, &attempt.seen));
    if let Some(changed) = changed.filter(|_| not_temporary) {
        hit = hit.with("since", Value::public(moment(changed)));
    }
    if let Some(details) = attempt.details.as_ref().filter(|_| hit.cause.is_some()) {
        hit = hit.seen(row("Details", None, Value::of(Class::Person, details.clone()), &attempt.seen));
    }
    hit.last_seen = Some(attempt.time);
    named(person, hit)
}

/// An object that is there, and nothing in the log of it.
fn without_row(facts: &Facts, changed: Option<DateTime<Utc>>, seen: &Seen) -> Result<Hit, Need> {
    let Some((changed, read)) = changed.zip(facts.read_at(seen)) else {
        return Ok(Hit::cause(Status::Warn, "no-history"));
    };
    let age = read - changed;
    if age < TimeDelta::zero() {
        return Err(read_before(Kind::ADSyncCSObjectLog, read, changed));
    }
    let hit = if age <= ON_ITS_WAY {
        Hit::cause(Status::Info, "no-history").variant("on-its-way")
    } else if age <= KEPT {
        Hit::cause(Status::Fail, "hash-not-read")
    } else {
        Hit::cause(Status::Warn, "no-history")
    };
    Ok(hit.with("age", Value::public(length(age))))
}

fn times(count: u64) -> String {
    if count == 1 { "once".to_owned() } else { format!("{count} times") }
}

/// Nothing but retries since the newest attempt, if there ever was one.
fn waits(person: &Person, retries: &Retries, before: Option<&Attempt>) -> Hit {
    let mut hit = put_off(waiting(retries.count), retries)
        .with("since", Value::public(moment(retries.first)))
        .with("last", Value::public(moment(retries.last)))
        .with("count", Value::public(times(retries.count)));
    if let Some(before) = before {
        let (_, label, found) = of_attempt(before);
        let found = Value::public(format!("{found}, {}", moment(before.time)));
        hit = hit.seen(row(label, None, found, &before.seen));
    }
    (hit.first_seen, hit.last_seen, hit.count) =
        (Some(retries.first), Some(retries.last), Some(retries.count));
    named(person, hit)
}
