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

/// tenant.local-cloud-agreement: the tenant against "any connector to a forest is enabled".
pub(super) fn local_cloud_agreement(facts: &Facts, _: &Scope) -> Result<Vec<Hit>, Need> {
    let (cloud, cloud_seen) = facts.one(Kind::ADSyncAADCompanyFeature).bool("PasswordHashSync").known()?;
    let mut enabled = None;
    let mut all_known = true;
    let mut gap = None;
    for connector in facts.ad_connectors() {
        match facts.password_sync(connector).bool("Enabled") {
            Fact::Known(on, seen) => {
                if on || enabled.is_none() {
                    enabled = Some((on, seen, connector.name.clone()));
                }
            }
            other => {
                all_known = false;
                gap = other.known().err();
            }
        }
    }
    let (local, seen, connector) = match enabled {
        Some((true, seen, name)) => (true, seen, name),
        // "None is enabled" takes knowing all of them.
        Some((false, seen, name)) if all_known => (false, seen, name),
        _ => return Err(gap.unwrap_or_else(|| facts.gap(Kind::ADSyncAADPasswordSyncConfiguration)).into()),
    };
    let hit = match (local, cloud) {
        (true, false) => Hit::cause(Status::Fail, "enabled-locally-not-in-cloud"),
        (false, true) => Hit::cause(Status::Fail, "enabled-in-cloud-not-locally"),
        _ => Hit::pass().variant(if local { "both-on" } else { "both-off" }),
    };
    Ok(vec![
        hit.with("connector", Value::of(Class::Network, connector))
            .seen(flag("PasswordHashSync", local, cloud, &cloud_seen))
            .seen(row("Enabled", Some(word(cloud)), Value::public(word(local)), &seen)),
    ])
}
