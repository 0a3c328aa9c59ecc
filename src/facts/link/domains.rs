//! The domains of each connector: its partitions, else whatever else names domains.

use crate::{
    evidence::Kind,
    facts::{Connector, Domain, Facts, domain_of_dn, events::Log, topology::may_hold_users},
};
use std::collections::BTreeMap;

/// What says whose a domain is: an identifier or a name.
type Whose = Option<String>;

/// The domains of all forests. Where a connector's partitions are known, they are its domains.
pub(super) fn of(facts: &Facts, connectors: &[Connector], recorded: bool) -> Vec<Domain> {
    let forests = || connectors.iter().filter(|c| c.is_ad());
    let mut domains: Vec<Domain> = forests().flat_map(of_partitions).collect();
    let open: Vec<&Connector> =
        forests().filter(|c| !domains.iter().any(|d| d.connector.as_ref() == Some(&c.name))).collect();
    if recorded && open.is_empty() {
        return domains;
    }
    let loose = loose(facts)
        .into_iter()
        .filter(|(name, _)| !domains.iter().any(|d| d.name == *name))
        .filter_map(|(name, whose)| place(name, whose, connectors, &open, recorded));
    let loose: Vec<Domain> = loose.collect();
    domains.extend(loose);
    domains
}

fn of_partitions(connector: &Connector) -> Vec<Domain> {
    let users = connector.partitions.iter().filter(|p| p.may_hold_users());
    let domain = |p: &crate::facts::Partition| {
        Some(Domain {
            connector: Some(connector.name.clone()),
            connector_id: connector.id.clone(),
            name: p.domain.clone()?,
            partition: Some(p.clone()),
            seen: connector.seen.clone(),
        })
    };
    users.filter_map(domain).collect()
}

/// A domain that no partition names, with its connector: the one that is named with it, else the one
/// it can only be, else the one whose name it bears. None where the connector's own partitions are
/// known, or where it is none of this server's.
fn place(
    name: String,
    whose: Whose,
    connectors: &[Connector],
    open: &[&Connector],
    recorded: bool,
) -> Option<Domain> {
    let is =
        |c: &&Connector, whose: &str| c.id.as_deref() == Some(whose) || c.name.eq_ignore_ascii_case(whose);
    let named = whose.as_deref().and_then(|whose| connectors.iter().find(|c| is(c, whose)));
    let id = whose.as_deref().and_then(crate::evidence::guid::from_text);
    let owner = match (named, &id) {
        (Some(named), _) => Some(*open.iter().find(|c| c.name == named.name)?),
        (None, Some(_)) if recorded && open.iter().all(|c| c.id.is_some()) => return None,
        (None, Some(_)) => None,
        (None, None) => likely(&name, open),
    };
    Some(Domain {
        connector: owner.map(|c| c.name.clone()).or(whose.filter(|_| id.is_none())),
        connector_id: owner.map_or(id, |c| c.id.clone()),
        name,
        partition: None,
        seen: None,
    })
}

/// The only connector whose domains are not known, else the nearest whose name the domain bears.
fn likely<'a>(name: &str, open: &[&'a Connector]) -> Option<&'a Connector> {
    if let [only] = open {
        return Some(only);
    }
    let bears = |c: &&&Connector| {
        let forest = c.name.to_lowercase();
        name.strip_suffix(&forest).is_some_and(|rest| rest.is_empty() || rest.ends_with('.'))
    };
    open.iter().filter(bears).max_by_key(|c| c.name.len()).copied()
}

/// The domains that states, directory records and events name, with whose they say they are.
fn loose(facts: &Facts) -> BTreeMap<String, Whose> {
    let mut names: BTreeMap<String, Whose> = BTreeMap::new();
    let mut put = |name: &str, whose: Whose| {
        let held = names.entry(name.to_lowercase()).or_default();
        if held.is_none() {
            *held = whose;
        }
    };
    for state in facts.all(Kind::ADSyncPartitionPasswordSyncState) {
        if let Some(dn) = state.text("DN").value().filter(|dn| may_hold_users(dn))
            && let Some(domain) = domain_of_dn(&dn)
        {
            put(&domain, state.text("ConnectorId").value());
        }
    }
    for (kind, property) in [
        (Kind::ADConnectorAccount, "Domain"),
        (Kind::ADReplicationRights, "Domain"),
        (Kind::ADSyncDomainReachabilityStatus, "ValidatedDomain"),
        (Kind::DomainController, "Domain"),
    ] {
        for entity in facts.all(kind) {
            if let Some(domain) = entity.text(property).value() {
                put(&domain, entity.text("ConnectorName").value());
            }
        }
    }
    for (name, connector) in facts.events.iter().flat_map(Log::domains) {
        put(&name, connector);
    }
    names.retain(|name, _| !name.starts_with("domaindnszones.") && !name.starts_with("forestdnszones."));
    names
}
