//! What is asked of the tenant.

mod channel;

pub(super) use channel::cloud_channel;

use super::shown::{flag, row, word};
use crate::{
    diagnosis::{Hit, Need, Scope, Status, Value},
    evidence::{Class, Kind},
    facts::{Fact, Facts},
};

/// tenant.phs-enabled: a call that failed is not "off".
pub(super) fn phs_enabled(facts: &Facts, _: &Scope) -> Result<Vec<Hit>, Need> {
    let (on, seen) = facts.one(Kind::ADSyncAADCompanyFeature).bool("PasswordHashSync").known()?;
    let hit = if on { Hit::pass() } else { Hit::cause(Status::Fail, "tenant-phs-disabled") };
    let hit = hit.seen(flag("PasswordHashSync", true, on, &seen));
    Ok(vec![if on { hit } else { channel::not_activated(facts, hit) }])
}

/// tenant.local-cloud-agreement: the tenant against "any connector to a forest is enabled". The side that
/// is off is the one that should be on.
pub(super) fn local_cloud_agreement(facts: &Facts, _: &Scope) -> Result<Vec<Hit>, Need> {
    let (cloud, cloud_seen) = facts.one(Kind::ADSyncAADCompanyFeature).bool("PasswordHashSync").known()?;
    let (mut known, mut gap) = (Vec::new(), None);
    for connector in facts.ad_connectors() {
        match facts.password_sync(connector).bool("Enabled") {
            Fact::Known(on, seen) => known.push((&connector.name, on, seen)),
            other => gap = other.known().err(),
        }
    }
    let on: Vec<&str> = known.iter().filter(|(_, on, _)| *on).map(|(name, ..)| name.as_str()).collect();
    let local = !on.is_empty();
    // "None is enabled" takes knowing all of them.
    if known.is_empty() || (!local && gap.is_some()) {
        return Err(gap.unwrap_or_else(|| facts.gap(Kind::ADSyncAADPasswordSyncConfiguration)).into());
    }
    let hit = match (local, cloud) {
        (true, false) => Hit::cause(Status::Fail, "enabled-locally-not-in-cloud"),
        (false, true) => Hit::cause(Status::Fail, "enabled-in-cloud-not-locally"),
        _ => Hit::pass().variant(if local { "both-on" } else { "both-off" }),
    };
    let named: Vec<&str> = if local { on } else { known.iter().map(|(name, ..)| name.as_str()).collect() };
    let missing = |here: bool, there: bool| (there && !here).then_some(word(true));
    let feature = Value::public(word(cloud));
    let mut hit = hit.with("connector", Value::of(Class::Network, named.join(", "))).seen(row(
        "PasswordHashSync",
        missing(cloud, local),
        feature,
        &cloud_seen,
    ));
    let several = known.len() > 1;
    for (name, on, seen) in &known {
        let label = if several { format!("Enabled ({name})") } else { "Enabled".to_owned() };
        hit = hit.seen(row(&label, missing(local, cloud), Value::public(word(*on)), seen));
    }
    Ok(vec![hit])
}
