//! Is there a connector on either side?

use super::shown::row;
use crate::{
    diagnosis::{Hit, Need, Scope, Status, Value},
    evidence::Class,
    facts::{Connector, Facts},
};

/// connectors.ad
pub(super) fn ad(facts: &Facts, _: &Scope) -> Result<Vec<Hit>, Need> {
    let found: Vec<&Connector> = facts.ad_connectors().filter(|c| c.seen.is_some()).collect();
    counted(facts, &found, "no-ad-connector", None)
}

/// connectors.entra
pub(super) fn entra(facts: &Facts, _: &Scope) -> Result<Vec<Hit>, Need> {
    let found: Vec<&Connector> = facts.entra_connectors().filter(|c| c.seen.is_some()).collect();
    counted(facts, &found, "no-entra-connector", Some("several-entra-connectors"))
}

fn counted(
    facts: &Facts,
    found: &[&Connector],
    none: &'static str,
    several: Option<&'static str>,
) -> Result<Vec<Hit>, Need> {
    for connector in found {
        connector.entity.young_enough()?;
    }
    let names: Vec<&str> = found.iter().map(|c| c.name.as_str()).collect();
    let hit = match (found.len(), several) {
        (0, _) => {
            // That there is none can only be said when the list is known to be whole.
            let seen = facts.whole_list_of_connectors()?;
            let hit = Hit::cause(Status::Fail, none);
            return Ok(vec![hit.seen(row(
                "ConnectorTypeName",
                Some("at least one"),
                Value::public("none"),
                &seen,
            ))]);
        }
        (1, _) | (_, None) => Hit::pass(),
        (_, Some(several)) => Hit::cause(Status::Fail, several),
    };
    let class = if several.is_some() { Class::Tenant } else { Class::Network };
    let mut hit = hit
        .with("connector", Value::of(class, names.join(", ")))
        .with("found", Value::of(class, names.join(", ")))
        .with("count", Value::public(found.len().to_string()));
    for connector in found {
        if let Some(seen) = &connector.seen {
            hit = hit.seen(row("Name", None, Value::of(class, connector.name.clone()), seen));
        }
    }
    Ok(vec![hit])
}
