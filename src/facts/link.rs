//! Connectors and domains, from whatever names them.

mod domains;
mod ids;

use super::{Connector, Domain, Entity, Facts, domain_of_dn, topology::same_id};
use crate::evidence::{Gap, Kind, guid};
use std::collections::BTreeSet;

/// Connectors and domains, from whatever names them.
pub(super) fn link(facts: &mut Facts) {
    let mut connectors: Vec<Connector> = facts.all(Kind::ADSyncConnector).map(Connector::read).collect();
    let recorded = !connectors.is_empty();
    if !recorded {
        connectors = configured(facts);
    }
    let mut strangers = ids::pair(facts, &mut connectors);
    // An identifier that may be one of those whose own is not known is no connector beside them.
    if !recorded && connectors.iter().all(|c| c.id.is_some()) {
        connectors.extend(strangers.drain(..).map(|id| nameless(facts, id)));
    }
    connectors.sort_by_key(|c| c.name.to_lowercase());
    let mut domains = domains::of(facts, &connectors, recorded);
    domains.sort_by(|a, b| (&a.connector, &a.name).cmp(&(&b.connector, &b.name)));
    facts.connectors = connectors;
    facts.domains = domains;
    facts.strangers = strangers;
}

/// Without a connector's record, the password sync settings name connectors.
fn configured(facts: &Facts) -> Vec<Connector> {
    let settings = facts.all(Kind::ADSyncAADPasswordSyncConfiguration);
    let names: BTreeSet<String> = settings.filter_map(|e| e.text("SourceConnector").value()).collect();
    names.into_iter().map(|name| nameless(facts, name)).collect()
}

/// A connector of which nothing but its name, or the identifier in its place, is known.
fn nameless(facts: &Facts, name: String) -> Connector {
    Connector {
        id: guid::from_text(&name),
        name,
        type_name: None,
        subtype: None,
        partitions: Vec::new(),
        entity: Entity::missing(Kind::ADSyncConnector, facts.gap(Kind::ADSyncConnector)),
        seen: None,
    }
}

impl Facts {
    /// An error where events name connectors by identifiers of which any may be this one's: then what
    /// it did not write is not known.
    pub fn told_apart(&self, connector: &Connector) -> Result<(), Gap> {
        if connector.id.is_some() || self.strangers.is_empty() {
            return Ok(());
        }
        connector.entity.text("Identifier").known().map(|_| ())
    }

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
