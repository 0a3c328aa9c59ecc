//! Facts as evidence rows, and the small shapes that checks share.

use crate::{
    diagnosis::{Evidence, Need, Value},
    evidence::{Gap, Kind, Why},
    facts::{Connector, Domain, Facts, Seen, events::Log},
};
use chrono::{DateTime, TimeDelta, Utc};

/// One evidence row.
pub(super) fn row(label: &str, expected: Option<&str>, found: Value, seen: &Seen) -> Evidence {
    let line = seen.line.map_or_else(String::new, |l| format!(", line {l}"));
    Evidence {
        label: label.to_owned(),
        expected: expected.map(str::to_owned),
        found,
        source: format!("{} in {}{line}", seen.kind, seen.origin.name),
        observed_at: seen.at,
        judged_at: seen.as_of,
    }
}

/// A row for a yes-or-no property.
pub(super) fn flag(label: &str, expected: bool, found: bool, seen: &Seen) -> Evidence {
    row(label, Some(word(expected)), Value::public(word(found)), seen)
}

/// PowerShell's spelling.
pub(super) const fn word(flag: bool) -> &'static str {
    if flag { "True" } else { "False" }
}

/// What a check lacks when a record is there and does not say enough.
pub(super) fn lacking(record: Kind, property: Option<&str>, why: Why) -> Need {
    Need::from(Gap { record, property: property.map(str::to_owned), why, last: None })
}

/// The domain that a scope names.
pub(super) fn domain<'a>(facts: &'a Facts, scope: &crate::diagnosis::Scope) -> Result<&'a Domain, Need> {
    facts
        .domains()
        .iter()
        .find(|d| Some(&d.name) == scope.domain.as_ref() && d.connector == scope.connector)
        .ok_or_else(|| no_partition(facts, scope.connector.as_deref()))
}

/// What is lacking where no partition of a connector says what a domain is like.
pub(super) fn no_partition(facts: &Facts, connector: Option<&str>) -> Need {
    let found = facts.ad_connectors().find(|c| Some(c.name.as_str()) == connector);
    let Some(connector) = found else { return facts.gap(Kind::ADSyncConnector).into() };
    match connector.entity.value("Partitions").known() {
        Ok(_) => {
            let why = Why::NotEnough(format!("the connector {} has none that is a domain", connector.name));
            lacking(Kind::ADSyncConnector, Some("Partitions"), why)
        }
        Err(gap) => gap.into(),
    }
}

/// The connector that a scope names.
pub(super) fn connector<'a>(
    facts: &'a Facts,
    scope: &crate::diagnosis::Scope,
) -> Result<&'a Connector, Need> {
    facts
        .ad_connectors()
        .find(|c| Some(&c.name) == scope.connector.as_ref())
        .ok_or_else(|| Need::from(facts.gap(Kind::ADSyncConnector)))
}

/// The connector that a scope names, and the log; an error where events cannot be told to be its own.
pub(super) fn heard<'a>(
    facts: &'a Facts,
    scope: &crate::diagnosis::Scope,
) -> Result<(&'a Connector, &'a Log), Need> {
    let connector = connector(facts, scope)?;
    let log = facts.log()?;
    facts.told_apart(connector)?;
    Ok((connector, log))
}

/// How long before `as_of` something was; none where no time is known. Never negative.
pub(super) fn age(as_of: Option<DateTime<Utc>>, then: DateTime<Utc>) -> Option<TimeDelta> {
    as_of.map(|now| (now - then).max(TimeDelta::zero()))
}

/// A moment in UTC, to the minute, as texts show it.
pub(super) fn moment(t: DateTime<Utc>) -> String {
    t.format("%Y-%m-%d %H:%M UTC").to_string()
}
