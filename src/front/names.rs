//! Every text of the evidence that names a person, a computer, a network or the tenant. Redaction
//! looks for them in all that is handed on.

use crate::{
    diagnosis,
    evidence::{
        Class, Kind,
        shape::{self, Prop, Type},
    },
    facts::Facts,
    knowledge::questions,
    report::redact,
};
use serde_json::Value;
use std::collections::BTreeSet;

/// The names, each once, in a stable order.
#[must_use]
pub(super) fn names(facts: &Facts) -> Vec<diagnosis::Value> {
    let mut found = BTreeSet::new();
    for entity in facts.everything() {
        let props = shape::of(entity.kind()).props;
        for (name, value) in entity.values() {
            // The words of an answer are ours and name nobody; words that are not may.
            let ours = entity.kind() == Kind::OperatorAnswer && name == "Note";
            if ours && value.as_str().is_some_and(questions::is_label) {
                continue;
            }
            let prop = props.iter().find(|p| p.name.eq_ignore_ascii_case(name));
            match prop {
                Some(prop) => take(prop, value, prop.class, &mut found),
                // What this version does not know may name anybody.
                None => texts(value, Class::Person, &mut found),
            }
        }
    }
    let found_free = facts.messages().flat_map(redact::names);
    found.extend(found_free.map(|v| (v.class, v.text)));
    if let Ok(log) = facts.log() {
        for (key, tally) in log.tallies() {
            found.extend(key.names.iter().map(|n| (Class::Network, n.clone())));
            for sample in &tally.samples {
                found.extend(sample.users.iter().map(|u| (Class::Person, u.clone())));
                found.extend(sample.controller.iter().map(|dc| (Class::Host, dc.clone())));
                found.extend(sample.address.iter().map(|ip| (Class::Network, ip.to_string())));
            }
        }
    }
    found.extend(facts.servers().iter().map(|s| (Class::Host, s.clone())));
    found.extend(facts.tenant().map(|t| (Class::Tenant, t)));
    for connector in facts.entra_connectors() {
        found.insert((Class::Tenant, connector.name.clone()));
        let account = connector.parameter("ConnectivityParameters", "UserName");
        found.extend(account.map(|a| (Class::Person, a)));
    }
    for connector in facts.ad_connectors() {
        found.insert((Class::Network, connector.name.clone()));
        found.extend(connector.account().map(|a| (Class::Person, a)));
        for partition in &connector.partitions {
            let names = partition.domain.iter().chain(&partition.netbios).chain([&partition.dn]);
            found.extend(names.map(|n| (Class::Network, n.clone())));
            found.extend(
                partition.preferred_dcs.iter().chain(&partition.last_dc).map(|d| (Class::Host, d.clone())),
            );
        }
    }
    found.extend(facts.domains().iter().map(|d| (Class::Network, d.name.clone())));
    found.into_iter().map(|(class, text)| diagnosis::Value { text, class }).collect()
}

/// A property within an object has a class of its own; where that is public, it is.
fn take(prop: &Prop, value: &Value, class: Class, found: &mut BTreeSet<(Class, String)>) {
    match (prop.ty, value) {
        (Type::Objects(inner), Value::Array(items)) => {
            for item in items {
                within(inner, item, found);
            }
        }
        (Type::Object(inner), item) => within(inner, item, found),
        _ => texts(value, class, found),
    }
}

fn within(props: &[Prop], item: &Value, found: &mut BTreeSet<(Class, String)>) {
    let Some(item) = item.as_object() else { return };
    for (name, value) in item {
        match props.iter().find(|p| p.name.eq_ignore_ascii_case(name)) {
            Some(prop) => take(prop, value, prop.class, found),
            None => texts(value, Class::Person, found),
        }
    }
}

fn texts(value: &Value, class: Class, found: &mut BTreeSet<(Class, String)>) {
    match value {
        // What is nobody's name by its place may hold one all the same.
        Value::String(text) if class == Class::Public => {
            found.extend(redact::certain(text).into_iter().map(|v| (v.class, v.text)));
        }
        Value::String(text) if !text.trim().is_empty() => {
            found.insert((class, text.trim().to_owned()));
        }
        Value::Array(items) => {
            for item in items {
                texts(item, class, found);
            }
        }
        Value::Object(map) => {
            for item in map.values() {
                texts(item, class, found);
            }
        }
        _ => {}
    }
}
