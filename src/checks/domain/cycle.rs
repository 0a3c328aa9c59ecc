//! When did password synchronization of the domain last run, and how did it end?

use super::named;
use crate::{
    checks::{
        proof::{self, FRESH},
        shown::{self, age, lacking, moment, row},
    },
    diagnosis::{Hit, Need, Scope, Status, Value, length},
    evidence::{Kind, Stamp, Why},
    facts::Facts,
};
use chrono::TimeDelta;

/// Older than this, the last success is a failure.
const TOO_OLD: TimeDelta = TimeDelta::hours(3);
const KIND: Kind = Kind::ADSyncPartitionPasswordSyncState;

/// domain.last-cycle: the first of its causes that holds.
pub(crate) fn last_cycle(facts: &Facts, scope: &Scope) -> Result<Vec<Hit>, Need> {
    let domain = shown::domain(facts, scope)?;
    let state = facts.partition_state(domain);
    let (status, seen) = state.text("PasswordSyncLastCycleStatus").known()?;
    let success = proof::last_success(&state);
    let last = success.as_ref().and_then(|(s, _)| s.moment());
    let since = last.and_then(|t| age(seen.as_of, t));
    let hit = match status.as_str() {
        "None" => Hit::cause(Status::Fail, "never-tried"),
        _ if matches!(success, Some((Stamp::Never, _))) => Hit::cause(Status::Fail, "never-succeeded"),
        "Failed" => Hit::cause(Status::Fail, "last-cycle-failed"),
        "Interrupted" => Hit::cause(Status::Fail, "last-cycle-interrupted"),
        _ => {
            if success.is_none() {
                let property = "PasswordSyncLastSuccessfulCycleEndTimestamp";
                return Err(lacking(KIND, Some(property), Why::NotInRecord));
            }
            let Some(since) = since else {
                let why =
                    Why::NotEnough("no source says when this was observed, so its age is not known".into());
                return Err(lacking(KIND, None, why));
            };
            if since > TOO_OLD {
                Hit::cause(Status::Fail, "last-success-stale")
            } else if since > FRESH {
                Hit::cause(Status::Warn, "last-success-stale")
            } else {
                Hit::pass()
            }
        }
    };
    let good = hit.status == Status::Pass;
    let mut hit = named(facts, domain, hit).with("status", Value::public(status.clone())).seen(row(
        "PasswordSyncLastCycleStatus",
        Some("Successful"),
        Value::public(status),
        &seen,
    ));
    if let Some((stamp, at)) = success {
        let found = stamp.moment().map_or_else(|| "never".to_owned(), moment);
        hit = hit.with("last", Value::public(found.clone())).seen(row(
            "PasswordSyncLastSuccessfulCycleEndTimestamp",
            (!good).then_some("within the last 30 min"),
            Value::public(found),
            &at,
        ));
    }
    if let Some(since) = since {
        hit = hit.with("age", Value::public(length(since)));
    }
    Ok(vec![hit])
}
