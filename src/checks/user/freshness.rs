//! Whether the password changed since the last attempt.

use super::{
    missing, named,
    newest::{ON_ITS_WAY, newest, read_before, unread},
    password::never_had,
    password_set, person, unset,
};
use crate::{
    checks::shown::{moment, row},
    diagnosis::{Hit, Need, Scope, Status, Value, length},
    evidence::{Kind, Stamp},
    facts::{Facts, Seen, people::Attempt},
};
use chrono::{DateTime, TimeDelta, Utc};

/// user.freshness
pub(crate) fn freshness(facts: &Facts, scope: &Scope) -> Result<Vec<Hit>, Need> {
    let person = person(facts, scope)?;
    let newest = newest(person);
    let Some((stamp, seen)) = password_set(person) else {
        // user.password-hash says so; there is no password that could wait.
        if let Some(seen) = never_had(person) {
            let found = row("pwdLastSet", None, Value::public("none"), &seen);
            return Ok(vec![named(person, Hit::pass().variant("none").seen(found))]);
        }
        return Err(Need { required: newest.is_some(), ..unset(facts, person) });
    };
    let Stamp::At(changed) = stamp else {
        let found = Value::public("0 (must be changed at next sign-in)");
        return Ok(vec![named(
            person,
            Hit::pass().variant("temporary").seen(row("pwdLastSet", None, found, &seen)),
        )]);
    };
    let attempt = match (newest, unread(person, newest.map(|a| a.time).max(Some(changed)))) {
        (Some(attempt), _) if changed <= attempt.time => attempt,
        (_, Some(need)) => return Err(need),
        (Some(attempt), None) => attempt,
        (None, None) => {
            let need = missing(facts, person, Kind::ADSyncCSObjectLog, false);
            return Err(Need { required: false, ..need });
        }
    };
    let hit = judged(facts, changed, &seen, attempt)?
        .with("since", Value::public(moment(changed)))
        .with("last", Value::public(moment(attempt.time)))
        .seen(row("pwdLastSet", None, Value::public(moment(changed)), &seen))
        .seen(row("newest attempt", None, Value::public(moment(attempt.time)), &attempt.seen));
    Ok(vec![named(person, hit)])
}

/// What tells of attempts says nothing about a password that was set after it was read.
fn judged(facts: &Facts, changed: DateTime<Utc>, set: &Seen, attempt: &Attempt) -> Result<Hit, Need> {
    if changed <= attempt.time {
        return Ok(Hit::pass());
    }
    let read = facts.read_at(&attempt.seen);
    if let Some(read) = read.filter(|read| *read < changed) {
        return Err(read_before(attempt.seen.kind, read, changed));
    }
    // Where nobody knows when the attempts were read, the directory's own time has to do.
    let now = read.or_else(|| facts.read_at(set));
    let age = now.map(|now| now - changed).filter(|age| *age >= TimeDelta::zero());
    let hit = match age {
        Some(age) if age <= ON_ITS_WAY => Hit::cause(Status::Info, "just-changed"),
        _ if attempt.is_logged("FilteredByTarget") => Hit::cause(Status::Fail, "stale-log-row"),
        _ => Hit::cause(Status::Fail, "changed-after-last-success"),
    };
    Ok(match age {
        Some(age) => hit.with("age", Value::public(length(age))),
        None if hit.cause.is_some_and(|c| c.0 == "changed-after-last-success") => hit.variant("undated"),
        None => hit,
    })
}
