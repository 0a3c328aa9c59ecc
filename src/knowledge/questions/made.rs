//! The records that an answer stands for, out of the short forms of the table.

use super::{super::fill::Names, table::EventDoc};
use chrono::{DateTime, SecondsFormat, TimeDelta, Utc};
use serde_json::{Map, Value, json};
use sha2::{Digest, Sha256};

const ENTRA: &str = "b891884f-051e-4a83-95af-2544101c9083";
/// So many events of a kind count as lasting.
const LASTING: i64 = 5;

/// The names, and an id for everything that evidence has none of, so that answers about one thing meet.
pub(super) fn with_ids(mut names: Names) -> Names {
    let connector = names.get("connector").cloned().unwrap_or_default();
    let user = names.get("user").cloned().unwrap_or_default();
    let mut put = |place: &'static str, of: &str| {
        if !of.is_empty() && !names.contains_key(place) {
            names.insert(place, guid(&format!("{place} {}", of.to_lowercase())));
        }
    };
    put("connector_guid", &connector);
    put("second_guid", &connector);
    for place in ["user_guid", "source_guid", "mv_guid", "target_guid", "inbound_guid", "outbound_guid"] {
        put(place, &user);
    }
    names
}

/// An id that is always the same for the same text.
fn guid(text: &str) -> String {
    let hash = Sha256::digest(text.as_bytes());
    let hex: String = hash.iter().take(16).map(|b| format!("{b:02x}")).collect();
    let part = |from: usize, to: usize| hex.get(from..to).unwrap_or_default();
    [part(0, 8), part(8, 12), part(12, 16), part(16, 20), part(20, 32)].join("-")
}

/// The record of the answer itself.
pub(super) fn own(question: &str, value: &str, note: &str, by: &str, at: DateTime<Utc>) -> Value {
    let data = json!({ "Question": question, "Value": value, "Note": note, "By": by, "At": time(at) });
    json!({ "record": "OperatorAnswer", "data": data })
}

/// The lines of the evidence format, each observed when the answer was given.
pub(super) fn stamped(records: Vec<Value>, at: DateTime<Utc>) -> String {
    let mut out = String::new();
    for mut record in records {
        if let Value::Object(line) = &mut record {
            line.insert("observed_at".to_owned(), Value::from(time(at)));
        }
        out.push_str(&record.to_string());
        out.push('\n');
    }
    out
}

/// The records of an answer.
pub(super) fn lines(
    records: &[String],
    events: &[EventDoc],
    names: &Names,
    as_of: DateTime<Utc>,
) -> Vec<Value> {
    let mut out: Vec<Value> = records.iter().flat_map(|short| long(short)).collect();
    for event in events {
        let last = if event.once { 1 } else { LASTING };
        for back in (0..last).rev() {
            let when = time(as_of - TimeDelta::minutes(5 * back));
            let text = format!("{} <connector-id>{{connector_id}}</connector-id>", event.text);
            let data = json!({ "ProviderName": event.provider, "Id": event.id, "Level": 2, "LogName": "Application", "TimeCreated": when, "Message": text });
            out.push(json!({ "record": "WinEvent", "data": data }));
        }
    }
    for record in &mut out {
        fill(record, names, as_of);
    }
    out
}

/// A record as the table writes it: JSON, or a word for what many answers hold.
fn long(short: &str) -> Vec<Value> {
    let at = short.find(['{', '[']).unwrap_or(short.len());
    let (word, rest) = short.split_at(at);
    let own: Value = serde_json::from_str(rest).unwrap_or_else(|_| json!({}));
    let of = |record: &str, fixed: Value| {
        let mut data = fixed;
        if let (Value::Object(data), Value::Object(own)) = (&mut data, own.clone()) {
            data.extend(own);
        }
        json!({ "record": record, "data": data })
    };
    match word {
        "" => vec![own],
        "COVERAGE" => {
            let span =
                json!({ "LogName": "Application", "OldestRecord": "{days_ago}", "NewestRecord": "{now}" });
            vec![of("EventLogCoverage", span)]
        }
        "ENTRA" => vec![of(
            "ADSyncConnector",
            json!({ "Name": "Microsoft Entra ID", "Identifier": ENTRA, "ConnectorTypeName": "Extensible2", "Subtype": "Windows Azure Active Directory (Microsoft)" }),
        )],
        "AD" => {
            let data = json!({ "Name": "{connector}", "Identifier": "{connector_guid}", "ConnectorTypeName": "AD", "Partitions": [own] });
            vec![json!({ "record": "ADSyncConnector", "data": data })]
        }
        "USER" => vec![of(
            "ADUser",
            json!({ "objectGUID": "{user_guid}", "distinguishedName": "{user_dn}", "userPrincipalName": "{user_upn}" }),
        )],
        "SOURCE" => vec![of("ADSyncCSObject", source())],
        "MV" => vec![metaverse(&own)],
        "LINKED" => vec![lineage(&json!([{ "ConnectorId": ENTRA, "ConnectedCsObjectId": "{target_guid}" }]))],
        "UNLINKED" => vec![lineage(&json!([]))],
        "TARGET" => vec![of("ADSyncCSObject", target())],
        "LOG" => {
            vec![of("ADSyncCSObjectLog", json!({ "ObjectId": "{source_guid}", "Type": "PasswordSync" }))]
        }
        "CLOUD" => vec![of(
            "CloudUser",
            json!({ "userPrincipalName": "{user_upn}", "onPremisesImmutableId": "{user_guid}" }),
        )],
        "INBOUND" => rule(&own, "Inbound", "In from AD - User AccountEnabled", source()),
        "OUTBOUND" => rule(&own, "Outbound", "Out to Microsoft Entra ID - User Join", target()),
        _ => Vec::new(),
    }
}

fn names_of_user() -> Value {
    json!([
        { "Name": "objectGUID", "Values": ["{user_guid}"] },
        { "Name": "userPrincipalName", "Values": ["{user_upn}"] },
    ])
}

fn source() -> Value {
    json!({ "ObjectId": "{source_guid}", "ConnectorId": "{connector_guid}", "ConnectorName": "{connector}", "DistinguishedName": "{user_dn}", "ConnectedMVObjectId": "{mv_guid}", "Attributes": names_of_user() })
}

fn target() -> Value {
    json!({ "ObjectId": "{target_guid}", "ConnectorId": ENTRA, "ConnectedMVObjectId": "{mv_guid}" })
}

fn lineage(rows: &Value) -> Value {
    json!({ "record": "ADSyncMVObject", "data": { "ObjectId": "{mv_guid}", "Lineage": rows } })
}

/// A metaverse object with these attributes.
fn metaverse(own: &Value) -> Value {
    let value = |name: &str| match name {
        "sourceAnchor" => ("sourceAnchor", "{user_guid}"),
        "domainNetBios" => ("domainNetBios", "{netbios}"),
        "cloudFiltered" => ("cloudFiltered", "True"),
        "wrongFQDN" => ("domainFQDN", "another domain"),
        _ => ("domainFQDN", "{domain}"),
    };
    let mut rows = names_of_user();
    if let Value::Array(rows) = &mut rows {
        for name in own.as_array().into_iter().flatten().filter_map(Value::as_str) {
            let (name, value) = value(name);
            rows.push(json!({ "Name": name, "Values": [value] }));
        }
    }
    json!({ "record": "ADSyncMVObject", "data": { "ObjectId": "{mv_guid}", "Attributes": rows } })
}

/// A rule that carries passwords, and whether it applied to the object.
fn rule(own: &Value, direction: &str, name: &str, object: Value) -> Vec<Value> {
    let flag = |name: &str| own.get(name).and_then(Value::as_bool).unwrap_or(false);
    let inbound = direction == "Inbound";
    let id = if inbound { "{inbound_guid}" } else { "{outbound_guid}" };
    let connector = if inbound { "{connector_guid}" } else { ENTRA };
    let rule = json!({ "Identifier": id, "InternalId": id, "Name": name, "Direction": direction, "Connector": connector, "EnablePasswordSync": true, "Disabled": flag("Disabled") });
    let rows = if flag("applied") { json!([{ "SyncRuleInternalId": id }]) } else { json!([]) };
    let mut object = object;
    if let Value::Object(object) = &mut object {
        object.insert("Lineage".to_owned(), rows);
    }
    vec![
        json!({ "record": "ADSyncRule", "data": rule }),
        json!({ "record": "ADSyncCSObject", "data": object }),
    ]
}

/// Fills places; what has no value is left out.
fn fill(value: &mut Value, names: &Names, as_of: DateTime<Utc>) {
    match value {
        Value::String(text) => *text = filled(text, names, as_of),
        Value::Array(items) => {
            for item in items.iter_mut() {
                fill(item, names, as_of);
            }
            items.retain(|i| i.as_str() != Some(""));
        }
        Value::Object(map) => fill_map(map, names, as_of),
        _ => {}
    }
}

fn fill_map(map: &mut Map<String, Value>, names: &Names, as_of: DateTime<Utc>) {
    for item in map.values_mut() {
        fill(item, names, as_of);
    }
    map.retain(|_, item| item.as_str() != Some(""));
}

fn filled(text: &str, names: &Names, as_of: DateTime<Utc>) -> String {
    super::super::fill::raw(text, |place| {
        let back = match place {
            "now" => TimeDelta::zero(),
            "moments_ago" => TimeDelta::minutes(2),
            "hour_ago" => TimeDelta::hours(1),
            "hours_ago" => TimeDelta::hours(4),
            "day_ago" => TimeDelta::days(1),
            "days_ago" => TimeDelta::days(5),
            "month_ago" => TimeDelta::days(30),
            _ => return names.get(place).cloned().unwrap_or_default(),
        };
        time(as_of - back)
    })
}

fn time(at: DateTime<Utc>) -> String {
    at.to_rfc3339_opts(SecondsFormat::Secs, true)
}
