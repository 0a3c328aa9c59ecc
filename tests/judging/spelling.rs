//! Every built-in case gives the same findings however its records are ordered and spelled.

use super::made::{judge, wrong};
use chrono::{DateTime, Utc};
use phs_doctor::front::scenarios;
use proptest::prelude::*;
use serde_json::{Map, Value, json};

fn lines(case: &scenarios::Scenario) -> Vec<Value> {
    case.lines().lines().map(|l| serde_json::from_str(l).unwrap()).collect()
}

/// As `ConvertTo-Json` of Windows PowerShell 5.1 writes it.
fn as_powershell(value: Value, key: &str) -> Value {
    const NUMBERS: [(&str, &[&str]); 4] = [
        ("PasswordSyncLastCycleStatus", &["None", "Successful", "Failed", "InProgress", "Interrupted"]),
        ("Direction", &["Inbound", "Outbound"]),
        ("LinkType", &["Provision", "StickyJoin", "Join", "JoinNoFlow"]),
        ("NextSyncCyclePolicyType", &["Unspecified", "Delta", "Initial"]),
    ];
    match value {
        Value::String(s) => {
            if let Some((_, names)) = NUMBERS.iter().find(|(k, _)| *k == key)
                && let Some(at) = names.iter().position(|n| *n == s)
            {
                return json!(at);
            }
            match s.parse::<DateTime<Utc>>() {
                Ok(t) if key != "collected_at" && key != "observed_at" => {
                    json!(format!("/Date({})/", t.timestamp_millis()))
                }
                _ => Value::String(s),
            }
        }
        Value::Object(o)
            if key == "ConnectivityParameters" || key == "GlobalParameters" || key == "Parameters" =>
        {
            Value::Array(
                o.into_iter()
                    .map(|(name, value)| json!({"Name": name, "Value": value, "Scope": 0}))
                    .collect(),
            )
        }
        Value::Object(o) => Value::Object(
            o.into_iter()
                .map(|(k, v)| {
                    let v = as_powershell(v, &k);
                    (k, v)
                })
                .collect(),
        ),
        Value::Array(mut items) if items.len() == 1 => as_powershell(items.remove(0), key),
        Value::Array(items) => {
            let count = items.len();
            let items: Vec<Value> = items.into_iter().map(|v| as_powershell(v, key)).collect();
            json!({"value": items, "Count": count})
        }
        other => other,
    }
}

fn spelled(lines: Vec<Value>, spell: impl Fn(&str) -> String) -> Vec<Value> {
    lines
        .into_iter()
        .map(|mut line| {
            if let Some(text) = line["data"]["Message"].as_str() {
                line["data"]["Message"] = json!(spell(text));
            }
            line
        })
        .collect()
}

fn german(text: &str) -> String {
    [
        (
            "Password hash synchronization failed for domain",
            "Fehler bei der Kennworthashsynchronisierung, Domäne",
        ),
        ("domain controller hostname", "Hostname des Domänencontrollers"),
        ("domain controller IP address", "IP-Adresse des Domänencontrollers"),
        ("Details", "Einzelheiten"),
        ("RPC Error", "RPC-Fehler"),
        ("Error Code", "Fehlercode"),
        ("Replication access was denied", "Der Replikationszugriff wurde verweigert"),
        ("The RPC server is unavailable", "Der RPC-Server ist nicht verfügbar"),
        ("not activated for this company", "für dieses Unternehmen nicht aktiviert"),
    ]
    .iter()
    .fold(text.to_owned(), |t, (en, de)| t.replace(en, de))
}

fn same(what: &str, change: impl Fn(Vec<Value>) -> Vec<Value>) {
    for case in scenarios::all() {
        let plain = wrong(&judge(lines(case)));
        assert_eq!(wrong(&judge(change(lines(case)))), plain, "{} {what}", case.name);
    }
}

#[test]
fn as_windows_powershell_writes_it() {
    same("as 5.1 writes it", |lines| {
        lines
            .into_iter()
            .map(|l| match l {
                Value::Object(o) => Value::Object(
                    o.into_iter()
                        .map(|(k, v)| if k == "data" { (k, as_powershell(v, "data")) } else { (k, v) })
                        .collect::<Map<_, _>>(),
                ),
                other => other,
            })
            .collect()
    });
}

#[test]
fn with_the_prose_in_german() {
    same("in German", |lines| spelled(lines, german));
}

#[test]
fn with_other_spaces_and_line_ends() {
    same("without spaces at colons", |lines| spelled(lines, |t| t.replace(" : ", ":").replace(": ", ":")));
    same("with spaces at colons", |lines| spelled(lines, |t| t.replace(" : ", ": ").replace(": ", " :  ")));
    same("with CRLF", |lines| spelled(lines, |t| t.replace('\n', "\r\n")));
}

#[test]
fn with_guids_in_braces_and_capitals() {
    same("with GUIDs in braces", |lines| {
        lines
            .into_iter()
            .map(|mut l| {
                for key in ["Identifier", "ConnectorId"] {
                    if let Some(id) = l["data"][key].as_str() {
                        l["data"][key] = json!(format!("{{{}}}", id.to_uppercase()));
                    }
                }
                l
            })
            .collect()
    });
}

proptest! {
    #![proptest_config(ProptestConfig::with_cases(64))]

    #[test]
    fn in_any_order(which in 0..scenarios::all().len(), seed in any::<u64>()) {
        let case = &scenarios::all()[which];
        let plain = wrong(&judge(lines(case)));
        let mut shuffled = lines(case);
        let mut state = seed | 1;
        for i in (1..shuffled.len()).rev() {
            state = state.wrapping_mul(6_364_136_223_846_793_005).wrapping_add(1_442_695_040_888_963_407);
            shuffled.swap(i, usize::try_from(state >> 33).unwrap() % (i + 1));
        }
        prop_assert_eq!(wrong(&judge(shuffled)), plain);
    }
}
