//! Which identifier is whose: events and states name connectors by GUID, settings by name.

use crate::{
    evidence::Kind,
    facts::{
        Connector, ENTRA_CONNECTOR, Entity, Facts, domain_of_dn,
        events::{Family, Key, Log},
    },
};
use std::collections::{BTreeMap, BTreeSet};

/// What each identifier is seen with: names of connectors and of domains, in lower case.
type Seen = BTreeMap<String, BTreeSet<String>>;

/// Gives connectors without an identifier the one that is seen with their name or a domain of theirs,
/// else the only one that is left; the identifiers that nobody got.
pub(super) fn pair(facts: &Facts, connectors: &mut [Connector]) -> Vec<String> {
    let mut left = sightings(facts);
    left.remove(ENTRA_CONNECTOR);
    left.retain(|id, _| !connectors.iter().any(|c| c.id.as_ref() == Some(id)));
    let fits: Vec<Option<String>> = connectors.iter().map(|c| fitting(facts, c, &left)).collect();
    for (connector, id) in connectors.iter_mut().zip(&fits) {
        // An identifier that fits two is nobody's.
        if id.is_some() && fits.iter().filter(|other| *other == id).count() == 1 {
            connector.id.clone_from(id);
        }
    }
    left.retain(|id, _| !connectors.iter().any(|c| c.id.as_ref() == Some(id)));
    let mut open = connectors.iter_mut().filter(|c| c.is_ad() && c.id.is_none());
    if left.len() == 1
        && let (Some(only), None) = (open.next(), open.next())
    {
        only.id = left.pop_first().map(|(id, _)| id);
    }
    left.into_keys().collect()
}

/// The one identifier that is seen with the connector.
fn fitting(facts: &Facts, connector: &Connector, left: &Seen) -> Option<String> {
    if connector.id.is_some() || !connector.is_ad() {
        return None;
    }
    let named = names(facts, &connector.name);
    let mut fitting = left.iter().filter(|(_, seen)| !seen.is_disjoint(&named)).map(|(id, _)| id);
    let first = fitting.next()?;
    fitting.next().is_none().then(|| first.clone())
}

/// What a connector is called, and the domains that records give it by name. A forest's connector
/// has the forest's name unless somebody changed it.
fn names(facts: &Facts, connector: &str) -> BTreeSet<String> {
    let own = [
        (Kind::ADSyncDomainReachabilityStatus, "ValidatedDomain"),
        (Kind::ADConnectorAccount, "Domain"),
        (Kind::ADReplicationRights, "Domain"),
    ];
    let domains = own.into_iter().flat_map(|(kind, domain)| {
        let mine = |e: &&Entity| {
            e.text("ConnectorName").value().is_some_and(|name| name.eq_ignore_ascii_case(connector))
        };
        facts.all(kind).filter(mine).filter_map(move |e| e.text(domain).value())
    });
    domains.chain([connector.to_owned()]).map(|name| name.to_lowercase()).collect()
}

fn sightings(facts: &Facts) -> Seen {
    let mut seen = Seen::new();
    let mut put = |id: Option<String>, with: Option<String>| {
        if let Some(id) = id {
            seen.entry(id).or_default().extend(with.map(|name| name.to_lowercase()));
        }
    };
    for state in facts.all(Kind::ADSyncPartitionPasswordSyncState) {
        let domain = state.text("DN").value().and_then(|dn| domain_of_dn(&dn));
        put(state.text("ConnectorId").value(), domain);
    }
    for run in facts.each(Kind::ADSyncRunProfileResult) {
        put(run.text("ConnectorId").value(), run.text("ConnectorName").value());
    }
    let events = facts.events.iter().flat_map(Log::tallies).map(|(key, _)| key);
    for key in events.filter(|k| k.connector_is_explicit) {
        put(key.connector.clone(), partition(key));
    }
    seen
}

/// The partition that an event names beside its connector.
fn partition(key: &Key) -> Option<String> {
    key.names.first().filter(|_| key.family == Family::DirectorySynchronization).cloned()
}
