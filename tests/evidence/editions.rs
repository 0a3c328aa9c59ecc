//! What each cmdlet prints through ConvertTo-Json in Windows PowerShell 5.1 and in PowerShell 7: other
//! forms, the same facts.

use super::{
    collected::{Collected, read},
    made_export::utf16,
};
use chrono::{DateTime, Utc};
use phs_doctor::evidence::{Kind, open, shape};
use serde_json::{Value, json};

const ID: &str = "11111111-aaaa-4bbb-8ccc-000000000001";

fn saved(bytes: &[u8]) -> Collected {
    let mut opened = open::stream("saved.json", &mut &bytes[..]).unwrap();
    assert_eq!(opened[0].origin.kind, "cmdlet output");
    read(opened[0].source.as_mut()).unwrap()
}

/// A value as 5.1 prints it: `/Date(ms)/` for a time, an enumeration's number for its name, one element
/// for a list of one.
fn older(value: &Value) -> Value {
    match value {
        Value::String(text) => text.parse::<DateTime<Utc>>().map_or_else(
            |_| number(text).map_or_else(|| value.clone(), Value::from),
            |t| Value::from(format!("/Date({})/", t.timestamp_millis())),
        ),
        Value::Array(all) => match all.as_slice() {
            [one] if !one.is_object() => older(one),
            all => json!({"value": all.iter().map(older).collect::<Vec<_>>(), "Count": all.len()}),
        },
        Value::Object(map) => map.iter().map(|(k, v)| (k.clone(), older(v))).collect(),
        other => other.clone(),
    }
}

/// The number that stands for a name.
fn number(name: &str) -> Option<i64> {
    let all = [
        shape::LOG_STATUS,
        shape::CYCLE_STATUS,
        &[(0, "Inbound"), (1, "Outbound"), (2, "Join"), (1, "Delta")],
    ];
    all.into_iter().flatten().find(|(_, n)| *n == name).map(|(number, _)| *number)
}

fn every() -> Vec<(Kind, Value)> {
    let attribute = |name: &str, value: &str| json!({"Name": name, "Type": 0, "IsMultiValued": false, "Values": [value, value]});
    vec![
        (
            Kind::ADSyncScheduler,
            json!({"AllowedSyncCycleInterval": "00:30:00", "NextSyncCyclePolicyType": "Delta", "NextSyncCycleStartTimeInUTC": "2026-11-20T09:32:00Z", "SyncCycleEnabled": true, "StagingModeEnabled": false, "SchedulerSuspended": false}),
        ),
        (
            Kind::ADSyncRule,
            json!({"Identifier": ID, "InternalId": ID, "Name": "In", "Direction": "Inbound", "Precedence": 102, "Disabled": false, "Connector": ID, "SourceObjectType": "user", "LinkType": "Join", "EnablePasswordSync": true}),
        ),
        (
            Kind::ADSyncPartitionPasswordSyncState,
            json!({"ConnectorId": ID, "DN": "DC=a", "PasswordSyncLastSuccessfulCycleEndTimestamp": "2026-11-20T09:10:00Z", "PasswordSyncLastCycleStatus": "Successful"}),
        ),
        (
            Kind::ADSyncAADCompanyFeature,
            json!({"PasswordHashSync": true, "ForcePasswordChangeOnLogOn": false, "UserWriteback": false}),
        ),
        (
            Kind::ADSyncAADPasswordSyncConfiguration,
            json!({"SourceConnector": "a", "TargetConnector": "b", "Enabled": true}),
        ),
        (
            Kind::ADSyncConnector,
            json!({"Name": "a", "Identifier": ID, "ConnectorTypeName": "AD", "ConnectivityParameters": [{"Name": "forest-name", "Value": "a"}, {"Name": "forest-login-user", "Value": "u"}], "Partitions": [{"DN": "DC=a", "Selected": true, "IsDomain": true}, {"DN": "DC=b", "Selected": false, "IsDomain": true}]}),
        ),
        (
            Kind::ADSyncCSObject,
            json!({"ObjectId": ID, "ConnectorId": ID, "ConnectorName": "a", "DistinguishedName": "CN=u,DC=a", "ObjectType": "user", "IsConnector": true, "HasExportError": false, "ConnectedMVObjectId": ID, "Lineage": [{"SyncRuleInternalId": ID, "SyncRuleName": "In", "Operation": "Provision"}, {"SyncRuleInternalId": ID, "SyncRuleName": "Up", "Operation": "Provision"}], "Attributes": [attribute("mail", "u@a"), attribute("sAMAccountName", "u")]}),
        ),
        (
            Kind::ADSyncMVObject,
            json!({"ObjectId": ID, "Lineage": [{"ConnectedCsObjectDN": "CN=u,DC=a", "ConnectedCsObjectId": ID, "ConnectorName": "a", "ConnectorId": ID}, {"ConnectedCsObjectDN": "CN={1}", "ConnectedCsObjectId": ID, "ConnectorName": "b - AAD", "ConnectorId": ID}], "Attributes": [attribute("sourceAnchor", "x"), attribute("userPrincipalName", "u@a")]}),
        ),
        (
            Kind::ADSyncCSObjectLog,
            json!({"Anchor": "T4iRuB4Fg0qVryVEEKoAAQ==", "Type": "PasswordSync", "Status": "FilteredByTarget", "Details": "", "TimeStamp": "2026-11-20T08:02:00Z"}),
        ),
        (
            Kind::ADUser,
            json!({"DistinguishedName": "CN=u,DC=a", "ObjectGUID": ID, "ObjectClass": "user", "UserPrincipalName": "u@a", "sAMAccountName": "u", "proxyAddresses": ["SMTP:u@a"], "memberOf": ["CN=g,DC=a", "CN=h,DC=a"], "userAccountControl": 512, "pwdLastSet": 134_080_128_630_000_000_i64, "accountExpires": 0, "whenCreated": "2021-03-01T09:00:00Z", "mS-DS-ConsistencyGuid": [79, 137, 184, 145, 30, 5, 74, 131, 149, 175, 37, 68, 16, 28, 144, 131]}),
        ),
        (
            Kind::CloudUser,
            json!({"UserPrincipalName": "u@a", "OnPremisesImmutableId": "T4iRuB4Fg0qVryVEEKoAAQ==", "OnPremisesSyncEnabled": true, "AccountEnabled": true, "LastPasswordChangeDateTime": "2026-11-20T07:43:12Z", "OnPremisesProvisioningErrors": []}),
        ),
        (
            Kind::CloudDomain,
            json!({"Id": "contoso.com", "AuthenticationType": "Managed", "IsVerified": true}),
        ),
    ]
}

#[test]
fn the_same_facts_of_both() {
    for (kind, object) in every() {
        let newer = saved(serde_json::to_string_pretty(&object).unwrap().as_bytes());
        assert_eq!((newer.problems.len(), newer.records.len()), (0, 1), "{kind}: {:?}", newer.problems);
        assert_eq!(newer.records[0].kind, kind);
        let mut old = older(&object);
        if let Some(bytes) = object.get("mS-DS-ConsistencyGuid") {
            // Bytes stay a list of numbers.
            old["mS-DS-ConsistencyGuid"] = bytes.clone();
        }
        let text =
            serde_json::to_string_pretty(&old).unwrap().replace('\n', "\r\n").replace("/Date", "\\/Date");
        assert_ne!(text, serde_json::to_string_pretty(&object).unwrap());
        let in_51 = saved(&utf16(&text));
        assert_eq!(in_51.problems, [], "{kind}: {text}");
        assert_eq!(in_51.of(kind), newer.of(kind), "{kind}: {text}");
        // A list of one is a list in 7 and the object itself in 5.1; two are a list in both.
        assert_eq!(saved(json!([object]).to_string().as_bytes()).of(kind), newer.of(kind));
        assert_eq!(saved(&utf16(&json!([old, old]).to_string())).of(kind).len(), 2);
    }
}
