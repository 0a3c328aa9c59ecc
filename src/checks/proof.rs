//! Facts that prove more than one check: a cycle that succeeded a few minutes ago has reached the
//! domain, signed in and been allowed to replicate.

use crate::{
    evidence::Stamp,
    facts::{Domain, Entity, Facts, Seen},
};
use chrono::{DateTime, TimeDelta, Utc};

/// A success no older than this is proof; cycles run every two minutes.
pub(super) const FRESH: TimeDelta = TimeDelta::minutes(30);

/// The end of the last successful cycle, or its start where the end is not there.
pub(super) fn last_success(state: &Entity) -> Option<(Stamp, Seen)> {
    let time = |name: &str| state.time(name).known().ok();
    time("PasswordSyncLastSuccessfulCycleEndTimestamp")
        .or_else(|| time("PasswordSyncLastSuccessfulCycleStartTimestamp"))
}

/// The fresh success of a domain's password synchronization, where its last cycle shows one.
pub(super) fn fresh_cycle(facts: &Facts, domain: &Domain) -> Option<(DateTime<Utc>, Seen)> {
    let state = facts.partition_state(domain);
    let (status, _) = state.text("PasswordSyncLastCycleStatus").known().ok()?;
    if status != "Successful" && status != "InProgress" {
        return None;
    }
    let (Stamp::At(last), seen) = last_success(&state)? else { return None };
    let now = seen.as_of?;
    (now - last <= FRESH).then_some((last, seen))
}
