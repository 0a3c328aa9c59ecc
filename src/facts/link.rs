//! Connectors and domains, from whatever names them.

use super::{Connector, Domain, Entity, Facts, domain_of_dn, events::Log, topology::same_id};
use crate::evidence::Kind;
use std::collections::{BTreeMap, BTreeSet};

/// Connectors and domains, from whatever names them.
pub(super) fn link(facts: &mut Facts) {
    let mut connectors: Vec<Connector> = facts.all(Kind::ADSyncConnector).map(Connector::read).collect();
    connectors.sort_by_key(|c| c.name.to_lowercase());
    let known = !connectors.is_empty();
    if !known {
        connectors = nameless(facts);
    }
    let mut domains: Vec<Domain> = connectors.iter().filter(|c| c.is_ad()).flat_map(domains_of).collect();
    if !known {
        domains.extend(loose_domains(facts, &domains));
    }
    domains.sort_by(|a, b| (&a.connector, &a.name).cmp(&(&b.connector, &b.name)));
    facts.connectors = connectors;
    facts.domains = domains;
}

fn domains_of(connector: &Connector) -> Vec<Domain> {
    connector
        .partitions
        .iter()
        .filter(|p| p.may_hold_users())
        .filter_map(|p| {
            Some(Domain {
                connector: Some(connector.name.clone()),
                connector_id: connector.id.clone(),
                name: p.domain.clone()?,
                partition: Some(p.clone()),
                seen: connector.seen.clone(),
            })
        })
        .collect()
}

/// Without a connector's record, the password sync settings and the partition states name connectors.
fn nameless(facts: &Facts) -> Vec<Connector> {
    let sources =
        facts.all(Kind::ADSyncAADPasswordSyncConfiguration).filter_map(|e| e.text("SourceConnector").value());
    let ids = facts.all(Kind::ADSyncPartitionPasswordSyncState).filter_map(|e| e.text("ConnectorId").value());
    let heard = facts.events.iter().flat_map(Log::connectors);
    let mut names: BTreeSet<String> = sources.collect();
    if names.is_empty() {
        names = ids.chain(heard).collect();
    }
    names
        .into_iter()
        .map(|name| Connector {
            id: crate::evidence::guid::from_text(&name),
            name: name.clone(),
            type_name: None,
            subtype: None,
            partitions: Vec::new(),
            entity: Entity::missing(Kind::ADSyncConnector, facts.gap(Kind::ADSyncConnector)),
            seen: None,
        })
        .collect()
}

/// Without a connector's record, the partition states and the directory records name domains.
fn loose_domains(facts: &Facts, known: &[Domain]) -> Vec<Domain> {
    let mut names: BTreeMap<String, Option<String>> = BTreeMap::new();
    for state in facts.all(Kind::ADSyncPartitionPasswordSyncState) {
        if let Some(domain) = state.text("DN").value().and_then(|dn| domain_of_dn(&dn)) {
            names.entry(domain).or_insert(state.text("ConnectorId").value());
        }
    }
    for account in facts.all(Kind::ADConnectorAccount) {
        let names_both = account.text("Domain").value().zip(account.text("ConnectorName").value());
        if let Some((domain, connector)) = names_both {
            names.entry(domain.to_lowercase()).or_insert(Some(connector));
        }
    }
    for (kind, property) in [
        (Kind::ADSyncDomainReachabilityStatus, "ValidatedDomain"),
        (Kind::ADConnectorAccount, "Domain"),
        (Kind::ADReplicationRights, "Domain"),
        (Kind::DomainController, "Domain"),
    ] {
        for entity in facts.all(kind) {
            if let Some(domain) = entity.text(property).value() {
                names.entry(domain.to_lowercase()).or_insert(None);
            }
        }
    }
    for (name, connector) in facts.events.iter().flat_map(Log::domains) {
        names.entry(name).or_insert(connector);
    }
    names
        .into_iter()
        .filter(|(name, _)| !known.iter().any(|d| d.name == *name))
        .map(|(name, id)| Domain {
            connector: id.clone(),
            connector_id: id,
            name,
            partition: None,
            seen: None,
        })
        .collect()
}

impl Facts {
    /// The state of a domain's password synchronization.
    #[must_use]
    pub fn partition_state(&self, domain: &Domain) -> Entity {
        let fits = |e: &&Entity| {
            let dn = e.text("DN").value();
            let named = dn.as_deref().and_then(domain_of_dn).as_deref() == Some(domain.name.as_str())
                && dn.as_deref().is_some_and(|d| d.to_ascii_uppercase().starts_with("DC="));
            let id = e.text("ConnectorId").value();
            named && id.zip(domain.connector_id.as_ref()).is_none_or(|(a, b)| same_id(&a, b))
        };
        let found = self.all(Kind::ADSyncPartitionPasswordSyncState).find(fits);
        found.cloned().unwrap_or_else(|| {
            Entity::missing(
                Kind::ADSyncPartitionPasswordSyncState,
                self.gap(Kind::ADSyncPartitionPasswordSyncState),
            )
        })
    }
}
