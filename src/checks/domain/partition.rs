//! Is the domain one that passwords are read from, and from which controllers?

use super::{named, probe::since};
use crate::{
    checks::{
        heard::{self, is, of_domain},
        shown::{self, flag, lacking, row},
    },
    diagnosis::{Hit, Need, Scope, Status, Value},
    evidence::{Class, Kind, Why},
    facts::{Domain, Facts, Partition, Seen},
};

fn record<'a>(facts: &Facts, domain: &'a Domain) -> Result<(&'a Partition, &'a Seen), Need> {
    if let Some(connector) = facts.ad_connectors().find(|c| Some(&c.name) == domain.connector.as_ref()) {
        connector.entity.young_enough()?;
    }
    match (&domain.partition, &domain.seen) {
        (Some(partition), Some(seen)) => Ok((partition, seen)),
        _ => Err(shown::no_partition(facts, domain.connector.as_deref())),
    }
}

/// domain.partition
pub(crate) fn partition(facts: &Facts, scope: &Scope) -> Result<Vec<Hit>, Need> {
    let domain = shown::domain(facts, scope)?;
    let (partition, seen) = record(facts, domain)?;
    let missing = |name: &str| lacking(Kind::ADSyncConnector, Some(name), Why::NotInRecord);
    let Some(selected) = partition.selected else { return Err(missing("Partitions.Selected")) };
    if !selected {
        let hit = Hit::cause(Status::Info, "partition-not-selected");
        return Ok(vec![named(facts, domain, hit).seen(row("Selected", None, Value::public("False"), seen))]);
    }
    let Some(is_domain) = partition.is_domain else { return Err(missing("Partitions.IsDomain")) };
    let hit = if is_domain { Hit::pass() } else { Hit::cause(Status::Fail, "partition-not-domain") };
    Ok(vec![
        named(facts, domain, hit)
            .seen(flag("Selected", true, true, seen))
            .seen(flag("IsDomain", true, is_domain, seen)),
    ])
}

/// domain.preferred-dcs
pub(crate) fn preferred_dcs(facts: &Facts, scope: &Scope) -> Result<Vec<Hit>, Need> {
    let domain = shown::domain(facts, scope)?;
    let unreachable = lost_preferred(facts, domain);
    let (partition, seen) = match (record(facts, domain), unreachable.clone()) {
        (Ok(known), _) => known,
        (Err(_), Some(hit)) => return Ok(vec![named(facts, domain, hit)]),
        (Err(need), None) => return Err(need),
    };
    let only = match (partition.preferred_only, partition.preferred_dcs.is_empty()) {
        (Some(only), _) => only,
        // Without a list there is nothing to prefer.
        (None, true) => false,
        (None, false) if unreachable.is_some() => false,
        (None, false) => {
            return Err(lacking(
                Kind::ADSyncConnector,
                Some("Partitions.Parameters.dc-failover"),
                Why::NotInRecord,
            ));
        }
    };
    let list = partition.preferred_dcs.join(", ");
    let hit = if only { Hit::cause(Status::Info, "preferred-dcs-only") } else { Hit::pass() };
    let mut hit = named(facts, domain, unreachable.unwrap_or(hit));
    if partition.preferred_only.is_some() {
        hit = hit.seen(row("dc-failover", None, Value::public(if only { "0" } else { "1" }), seen));
    }
    if list.is_empty() {
        hit = hit.seen(row("PreferredDCs", None, Value::public("none"), seen));
    } else {
        let list = Value::of(Class::Host, list);
        hit = hit.with("dcs", list.clone()).seen(row("PreferredDCs", None, list, seen));
    }
    Ok(vec![hit])
}

/// Preferred controllers that could not be reached (616).
fn lost_preferred(facts: &Facts, domain: &Domain) -> Option<Hit> {
    let log = facts.log().ok()?;
    let events = log.find(|k| is(k, &[616]) && of_domain(facts, domain, k))?;
    let since = since(facts, domain, None);
    let hit = heard::hit("domain.preferred-dcs", "preferred-dc-unreachable", log, &events, &since)?;
    let is_domain = |name: &&String| facts.domains().iter().any(|d| d.name == **name);
    let dc = events.samples().into_iter().find_map(|(k, _)| k.names.iter().find(|n| !is_domain(n)));
    Some(match dc {
        Some(dc) => hit.with("dc", Value::of(Class::Host, dc.clone())),
        None => hit,
    })
}
