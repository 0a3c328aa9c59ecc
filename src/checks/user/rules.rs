//! Is there, on either side, a synchronization rule that carries passwords and applies to the user?
//! Rules are told by their identifier and judged by `EnablePasswordSync`, never by name.

use super::{disabled, missing, named, person};
use crate::{
    checks::shown::{flag, lacking, row},
    diagnosis::{Hit, Need, Scope, Status, Value},
    evidence::{Kind, Why},
    facts::{Entity, Facts, Seen, people::Person},
};
use serde_json::Value as Json;

/// One side.
struct Side {
    direction: &'static str,
    none: &'static str,
    off: &'static str,
}

const INBOUND: Side =
    Side { direction: "Inbound", none: "no-inbound-phs-rule", off: "inbound-rule-disabled" };
const OUTBOUND: Side =
    Side { direction: "Outbound", none: "no-outbound-phs-rule", off: "outbound-rule-disabled" };

/// user.inbound-rule
pub(crate) fn inbound_rule(facts: &Facts, scope: &Scope) -> Result<Vec<Hit>, Need> {
    let person = person(facts, scope)?;
    let object = person.source.as_ref().ok_or_else(|| missing(facts, person, Kind::ADSyncCSObject, false))?;
    let hit = judged(facts, object, &INBOUND)?;
    let hit = match disabled(person) {
        // The default rule leaves disabled accounts out: that is why none applies.
        Some((true, seen)) if hit.cause.is_some_and(|c| c.0 == INBOUND.none) => {
            Hit::cause(Status::Fail, "account-disabled").seen(flag("account disabled", false, true, &seen))
        }
        _ => hit,
    };
    Ok(vec![named(person, hit)])
}

/// user.outbound-rule
pub(crate) fn outbound_rule(facts: &Facts, scope: &Scope) -> Result<Vec<Hit>, Need> {
    let person: &Person = person(facts, scope)?;
    let object = person.target.as_ref().ok_or_else(|| missing(facts, person, Kind::ADSyncCSObject, true))?;
    Ok(vec![named(person, judged(facts, object, &OUTBOUND)?)])
}

fn judged(facts: &Facts, object: &Entity, side: &Side) -> Result<Hit, Need> {
    let (lineage, seen) = object.value("Lineage").known()?;
    let applied: Vec<String> = lineage
        .as_array()
        .into_iter()
        .flatten()
        .filter_map(|r| r.get("SyncRuleInternalId").and_then(Json::as_str).map(str::to_owned))
        .collect();
    if facts.all(Kind::ADSyncRule).next().is_none() {
        return Err(facts.gap(Kind::ADSyncRule).into());
    }
    let rules: Vec<&Entity> = facts.all(Kind::ADSyncRule).filter(|r| carries_passwords(r)).collect();
    let has = |r: &&&Entity| r.text("InternalId").value().is_some_and(|id| applied.contains(&id));
    if let Some(rule) = rules.iter().find(|r| has(r) && !off(r)) {
        return Ok(with_rule(Hit::pass(), rule, &seen));
    }
    if let Some(rule) = rules.iter().find(has) {
        return Ok(with_rule(Hit::cause(Status::Fail, side.off), rule, &seen));
    }
    // A rule that does not say whether it carries passwords may be the one that does.
    let in_force = |r: &&Entity| r.text("InternalId").value().is_some_and(|id| applied.contains(&id));
    for rule in facts.all(Kind::ADSyncRule).filter(in_force) {
        rule.bool("EnablePasswordSync").known()?;
    }
    let unknown = applied
        .iter()
        .find(|id| !facts.all(Kind::ADSyncRule).any(|r| r.text("InternalId").value().as_ref() == Some(id)));
    if let Some(id) = unknown {
        let why = Why::NotEnough(format!("the rule {id} applies to the object, and no record describes it"));
        return Err(lacking(Kind::ADSyncRule, None, why));
    }
    let connector = object.text("ConnectorId").value();
    let mine = |r: &&&Entity| {
        let of = r.text("Connector").value();
        let direction = r.text("Direction").value().is_none_or(|d| d == side.direction);
        direction && of.zip(connector.as_ref()).is_none_or(|(a, b)| a == *b)
    };
    // The only rule of this side that could carry it is switched off.
    let mut of_side = rules.iter().filter(mine).peekable();
    if of_side.peek().is_some() && of_side.clone().all(|r| off(r)) {
        let rule = of_side.next().map(|r| with_rule(Hit::cause(Status::Fail, side.off), r, &seen));
        return rule.ok_or_else(|| facts.gap(Kind::ADSyncRule).into());
    }
    let found = Value::public(match applied.len() {
        0 => "no rule".to_owned(),
        1 => "1 rule, not with passwords".to_owned(),
        n => format!("{n} rules, none with passwords"),
    });
    Ok(Hit::cause(Status::Fail, side.none).seen(row(
        "Lineage",
        Some("a rule with EnablePasswordSync True"),
        found,
        &seen,
    )))
}

fn carries_passwords(rule: &Entity) -> bool {
    rule.bool("EnablePasswordSync").value() == Some(true)
}

fn off(rule: &Entity) -> bool {
    rule.bool("Disabled").value() == Some(true)
}

fn with_rule(hit: Hit, rule: &Entity, seen: &Seen) -> Hit {
    let name = rule.text("Name").value().or_else(|| rule.text("InternalId").value()).unwrap_or_default();
    let found = Value::public(format!("{name}{}", if off(rule) { " (disabled)" } else { "" }));
    hit.with("found", Value::public(name)).seen(row("rule with EnablePasswordSync True", None, found, seen))
}
