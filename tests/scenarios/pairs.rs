//! Two faults at once: both are shown, or one explains the other.

use super::judged_of;
use phs_doctor::{
    diagnosis::{Judgement, Status},
    front::scenarios::{self, Scenario},
};
use serde_json::Value;
use std::{
    collections::{BTreeMap, BTreeSet},
    fmt::Write,
};

/// What makes a record the same one after a change: its kind and what names it.
fn name(record: &Value) -> String {
    let data = &record["data"];
    let named = |key: &str| data[key].as_str().unwrap_or_default().to_owned();
    let keys: &[&str] = match record["record"].as_str().unwrap_or_default() {
        "WinEvent" => return record.to_string(),
        "ADSyncGlobalSettingsParameter" => &["Name"],
        "ADSyncPartitionPasswordSyncState" => &["ConnectorId", "DN"],
        "ADSyncConnector" | "ADSyncRule" => &["Identifier"],
        "ADSyncRunProfileResult" => &["ConnectorName", "RunProfileName", "StartDate"],
        "ADSyncDomainReachabilityStatus" => &["ValidatedDomain"],
        "DomainController" => &["HostName"],
        "ADConnectorAccount" | "ADReplicationRights" => &["Domain"],
        "ADSyncCSObject" | "ADSyncMVObject" => &["ObjectId"],
        "ADSyncCSObjectLog" => &["ObjectId", "TimeStamp"],
        "ADUser" => &["distinguishedName"],
        "CloudUser" => &["userPrincipalName"],
        "CloudDomain" => &["name"],
        _ => &[],
    };
    keys.iter().fold(record["record"].to_string(), |all, key| format!("{all}|{}", named(key)))
}

/// What both changed: none where they say two things of one fact.
fn merged(base: Option<&Value>, a: Option<&Value>, b: Option<&Value>) -> Result<Option<Value>, ()> {
    if a == b || b == base {
        return Ok(a.cloned());
    }
    if a == base {
        return Ok(b.cloned());
    }
    let (Some(Value::Object(a)), Some(Value::Object(b))) = (a, b) else { return Err(()) };
    let empty = serde_json::Map::new();
    let base = base.and_then(Value::as_object).unwrap_or(&empty);
    let mut all = serde_json::Map::new();
    for key in a.keys().chain(b.keys().filter(|k| !a.contains_key(*k))) {
        if let Some(value) = merged(base.get(key), a.get(key), b.get(key))? {
            all.insert(key.clone(), value);
        }
    }
    Ok(Some(Value::Object(all)))
}

fn by_name(case: &Scenario) -> BTreeMap<String, Value> {
    let records = case.lines().lines().map(|l| serde_json::from_str::<Value>(l).unwrap());
    records.map(|r| (name(&r), r)).collect()
}

type Named = BTreeMap<String, Value>;

fn both(healthy: &Named, a: &Named, b: &Named) -> Option<String> {
    let keys: BTreeSet<&String> = healthy.keys().chain(a.keys()).chain(b.keys()).collect();
    let mut out = String::new();
    for (number, key) in (1_u64..).zip(keys) {
        if let Some(mut record) = merged(healthy.get(key), a.get(key), b.get(key)).ok()? {
            // Each case counts its events for itself; in one log no two have one number.
            if let Some(of_event) = record.pointer_mut("/data/RecordId") {
                *of_event = number.into();
            }
            let _ = writeln!(out, "{record}");
        }
    }
    Some(out)
}

/// Cases of a silence: a later event of the other case ends it.
const SILENCE: [&str; 3] = ["agent-silent", "agent-stopped", "no-heartbeat"];

/// Why the cause of `case` needs not be missed beside `other`; none where it got lost.
fn told(judgement: &Judgement, case: &Scenario, other: &Scenario, events: bool) -> Option<&'static str> {
    fn named(case: &Scenario) -> (&str, &str) {
        case.root.as_deref().and_then(|r| r.split_once('/')).unwrap()
    }
    let ((check, found), (beside, its)) = (named(case), named(other));
    let shown = |check: &str, cause: &str| {
        judgement.findings.iter().any(|f| f.check.0 == check && f.cause().is_some_and(|c| c.0 == cause))
    };
    let with = |status| judgement.findings.iter().any(|f| f.check.0 == check && f.status == status);
    let explained = |i: &usize| judgement.findings[*i].check.0 == check;
    if shown(check, found) {
        return Some("shown");
    }
    if judgement.roots.iter().any(|r| r.explains.iter().any(explained)) || with(Status::Skipped) {
        return Some("explained by what it waits for");
    }
    if check == beside && shown(check, its) {
        return Some("one check, one state: the other is the worse");
    }
    if check.starts_with("connectors.") && beside.starts_with("connectors.") {
        return Some("together they leave other connectors than either of them");
    }
    if shown("connectors.ad", "no-ad-connector") {
        return Some("without a forest there is nothing it could be about");
    }
    if SILENCE.contains(&case.name.as_str()) && (events || with(Status::Unknown)) {
        return Some("the agent spoke later, or nobody can tell that it was silent");
    }
    None
}

fn index(random: u64, below: usize) -> usize {
    usize::try_from(random % u64::try_from(below).unwrap()).unwrap()
}

/// Pairs by a fixed seed; `PAIRS=all` takes every one of them.
#[test]
fn of_two_faults_none_is_lost() {
    let cases: Vec<(&Scenario, Named)> =
        scenarios::all().iter().filter(|c| c.name != scenarios::HEALTHY).map(|c| (c, by_name(c))).collect();
    let healthy = by_name(scenarios::find(scenarios::HEALTHY).unwrap());
    let (mut lost, mut tried) = (Vec::new(), 0);
    let every: Vec<(usize, usize)> =
        (0..cases.len()).flat_map(|a| (a + 1..cases.len()).map(move |b| (a, b))).collect();
    let mut seed = 20_261_120_u64;
    let mut next = || {
        seed = seed.wrapping_mul(6_364_136_223_846_793_005).wrapping_add(1_442_695_040_888_963_407);
        every[index(seed >> 20, every.len())]
    };
    let all = std::env::var_os("PAIRS").is_some_and(|v| v == "all");
    let chosen = if all { every.clone() } else { (0..80).map(|_| next()).collect() };
    for (a, b) in chosen {
        let (a, b) = (&cases[a], &cases[b]);
        // Two cases that say two things of one fact are no pair.
        let Some(lines) = both(&healthy, &a.1, &b.1) else { continue };
        tried += 1;
        for (case, other) in [(a, b), (b, a)] {
            let users: Vec<String> = case.0.user.iter().cloned().collect();
            let events = other.1.keys().any(|k| !healthy.contains_key(k) && k.contains("WinEvent"));
            if told(&judged_of(&lines, &users), case.0, other.0, events).is_none() {
                lost.push(format!("{} beside {}", case.0.name, other.0.name));
            }
        }
    }
    assert!(tried >= 30, "only {tried} pairs");
    assert!(lost.is_empty(), "of {tried} pairs\n{}", lost.join("\n"));
}
