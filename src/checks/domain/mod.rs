//! What is asked of each domain.

mod access;
mod controllers;
mod cycle;
mod partition;
mod probe;

pub(super) use access::{account_credentials, account_permissions, reachable, replication};
pub(super) use cycle::last_cycle;
pub(super) use partition::{partition, preferred_dcs};

use crate::{
    diagnosis::{Hit, Value},
    evidence::Class,
    facts::{Connector, Domain, Facts},
};

/// With the names of the domain, its connector and the account that reads it.
pub(super) fn named(facts: &Facts, domain: &Domain, hit: Hit) -> Hit {
    let mut hit = hit.with("domain", Value::of(Class::Network, domain.name.clone()));
    if let Some(connector) = &domain.connector {
        hit = hit.with("connector", Value::of(Class::Network, connector.clone()));
    }
    let account = facts
        .ad_connectors()
        .find(|c| Some(&c.name) == domain.connector.as_ref())
        .and_then(Connector::account);
    if let Some(account) = account
        && !hit.values.contains_key("account")
    {
        hit = hit.with("account", Value::of(Class::Person, account));
    }
    hit
}
