//! What is asked of each connector to a forest.

mod channel;
mod runs;

pub(super) use channel::{agent, heartbeat};
pub(super) use runs::{last_run, results};

use super::{shown, shown::flag};
use crate::{
    diagnosis::{Hit, Need, Scope, Status, Value},
    evidence::Class,
    facts::Facts,
};

/// connector.phs-enabled
pub(super) fn phs_enabled(facts: &Facts, scope: &Scope) -> Result<Vec<Hit>, Need> {
    let connector = shown::connector(facts, scope)?;
    let (on, seen) = facts.password_sync(connector).bool("Enabled").known()?;
    let hit = if on { Hit::pass() } else { Hit::cause(Status::Fail, "connector-phs-disabled") };
    Ok(vec![
        hit.with("connector", Value::of(Class::Network, connector.name.clone()))
            .seen(flag("Enabled", true, on, &seen)),
    ])
}
