//! Output of cmdlets, saved with ConvertTo-Json as it came.

use super::{
    collected::{Collected, at, read},
    made_export::utf16,
};
use phs_doctor::{
    evidence::{Ask, Gap, Kind, Why, open, shape},
    knowledge::{self, Names},
};
use serde_json::{Value, json};

fn saved(bytes: &[u8]) -> Collected {
    let mut opened = open::stream("saved.json", &mut &bytes[..]).unwrap();
    assert_eq!((opened.len(), opened[0].origin.kind), (1, "cmdlet output"));
    read(opened[0].source.as_mut()).unwrap()
}

fn printed(value: &Value) -> Collected {
    let text = serde_json::to_string_pretty(value).unwrap();
    let out = saved(text.as_bytes());
    assert_eq!(out.problems, [], "{text}");
    assert_eq!(saved(&utf16(&text.replace('\n', "\r\n"))).records, out.records);
    out
}

const SCHEDULER: &str = r#"{
    "AllowedSyncCycleInterval":  {
                                     "Ticks":  18000000000,
                                     "Days":  0,
                                     "Hours":  0,
                                     "Minutes":  30
                                 },
    "NextSyncCyclePolicyType":  1,
    "NextSyncCycleStartTimeInUTC":  "\/Date(1671709550000)\/",
    "SyncCycleEnabled":  true,
    "StagingModeEnabled":  true,
    "SchedulerSuspended":  false
}
"#;

#[test]
fn one_object_over_many_lines() {
    for bytes in [SCHEDULER.as_bytes().to_vec(), utf16(SCHEDULER)] {
        let out = saved(&bytes);
        assert_eq!((out.problems.len(), out.not_understood.len(), out.records.len()), (0, 0, 1));
        let scheduler = out.of(Kind::ADSyncScheduler)[0];
        assert_eq!(scheduler.bool("StagingModeEnabled"), Some(true));
        assert_eq!(scheduler.text("NextSyncCyclePolicyType"), Some("Delta"));
        assert_eq!(scheduler.text("NextSyncCycleStartTimeInUTC"), Some("2022-12-22T11:45:50Z"));
        assert_eq!(scheduler.text("AllowedSyncCycleInterval"), Some("00:30:00"));
        assert_eq!((out.records[0].at, out.records[0].from.line), (None, None));
    }
}

#[test]
fn each_cmdlet_is_told_by_what_it_prints() {
    let id = "11111111-aaaa-4bbb-8ccc-000000000001";
    for (kind, object) in [
        (Kind::ADSyncAADCompanyFeature, json!({"PasswordHashSync": true, "UserWriteback": false})),
        (
            Kind::ADSyncAADPasswordSyncConfiguration,
            json!({"SourceConnector": "a", "TargetConnector": "b", "Enabled": false}),
        ),
        (
            Kind::ADSyncPartitionPasswordSyncState,
            json!({"ConnectorId": id, "DN": "DC=a", "PasswordSyncLastCycleStatus": 2}),
        ),
        (
            Kind::ADSyncDomainReachabilityStatus,
            json!({"ValidatedDomain": "a", "IsReachable": false, "ExceptionMessage": "no"}),
        ),
        (
            Kind::ADSyncConnector,
            json!({"Name": "a", "Identifier": id, "ConnectorTypeName": "AD", "Partitions": []}),
        ),
        (
            Kind::ADSyncRule,
            json!({"Identifier": id, "Name": "r", "Direction": 0, "Precedence": 100, "SourceObjectType": "user", "EnablePasswordSync": true}),
        ),
        (
            Kind::ADSyncRunProfileResult,
            json!({"ConnectorName": "a", "RunProfileName": "Export", "Result": "success"}),
        ),
        (
            Kind::ADSyncCSObject,
            json!({"ObjectId": id, "ConnectorId": id, "DistinguishedName": "CN=u", "ObjectType": "user", "Lineage": [], "Attributes": []}),
        ),
        (Kind::ADSyncMVObject, json!({"ObjectId": id, "Lineage": [], "Attributes": []})),
        (
            Kind::ADSyncCSObjectLog,
            json!({"Type": "PasswordSync", "Status": 6, "Details": "", "TimeStamp": "2026-11-20T09:12:00"}),
        ),
        (
            Kind::ADSyncGlobalSettingsParameter,
            json!({"Name": "Microsoft.Synchronize.StagingMode", "InputType": 0, "Scope": 5, "Value": "True"}),
        ),
        (Kind::Service, json!({"Name": "ADSync", "Status": 4, "StartType": 2})),
        (Kind::ADUser, json!({"DistinguishedName": "CN=u", "ObjectGUID": id, "ObjectClass": "user"})),
        (Kind::CloudUser, json!({"userPrincipalName": "u@a", "onPremisesImmutableId": null})),
        (Kind::CloudUser, json!({"UserPrincipalName": "u@a", "OnPremisesSyncEnabled": true})),
    ] {
        for form in [object.clone(), json!([object]), json!({"value": [object], "Count": 1})] {
            let out = printed(&form);
            assert_eq!(out.records.iter().map(|r| r.kind).collect::<Vec<_>>(), [kind], "{form}");
        }
        let out = printed(&json!([object, object]));
        assert_eq!(out.of(kind).len(), 2);
    }
    let domain = printed(
        &json!({"@odata.context": "x", "value": [{"id": "contoso.com", "authenticationType": "Federated", "isVerified": true}]}),
    );
    let domain = domain.of(Kind::CloudDomain)[0];
    assert_eq!(
        (domain.text("name"), domain.text("authenticationType")),
        (Some("contoso.com"), Some("Federated"))
    );
}

#[test]
fn global_settings_give_a_record_for_each_parameter() {
    let parameter =
        |n: &str, v: &str| json!({"Name": n, "InputType": 0, "Scope": 5, "Value": v, "PageNumber": 0});
    let (a, b) = (parameter("Microsoft.Synchronize.StagingMode", "True"), parameter("Microsoft.A", "1"));
    for parameters in [
        json!([a, b]),
        json!({"value": [a, b], "Count": 2}),
        json!({"Microsoft.Synchronize.StagingMode": a, "Microsoft.A": "1"}),
    ] {
        let out = printed(
            &json!({"Version": 1, "SqlSchemaVersion": 2, "InstanceId": "x", "Schema": {}, "Parameters": parameters}),
        );
        assert_eq!(out.not_understood, [""; 0]);
        let staging =
            out.one(Kind::ADSyncGlobalSettingsParameter, "Name", "Microsoft.Synchronize.StagingMode");
        assert_eq!(staging.text("Value"), Some("True"));
        assert_eq!(out.records.len(), 2);
    }
}

#[test]
fn outputs_one_after_the_other() {
    let state = r#"[{"ConnectorId":"11111111-aaaa-4bbb-8ccc-000000000001","DN":"DC=a","PasswordSyncLastCycleStatus":1}]"#;
    let out = saved(format!("{SCHEDULER}\r\n{state}\r\nnull\r\n{SCHEDULER}").as_bytes());
    assert_eq!(out.problems, []);
    let kinds: Vec<_> = out.records.iter().map(|r| r.kind).collect();
    assert_eq!(kinds, [Kind::ADSyncScheduler, Kind::ADSyncPartitionPasswordSyncState, Kind::ADSyncScheduler]);
}

#[test]
fn what_is_cut_foreign_or_secret_costs_only_itself() {
    let out = saved(format!("{SCHEDULER}[{{\"DN\":\"DC=a\",\n\"Password").as_bytes());
    assert_eq!(out.records.len(), 1);
    assert!(out.complains("saved.json", "it is no JSON from here on"), "{:?}", out.problems);
    assert_eq!(out.problems[0].line, Some(15));

    let out = saved(format!("[{SCHEDULER},{{\"Colour\":1}},7,{SCHEDULER}]").as_bytes());
    assert_eq!((out.records.len(), out.problems.len()), (2, 2));
    assert!(out.complains("saved.json", "object 2 is of no known cmdlet (its first properties are Colour)"));
    assert!(out.complains("saved.json", "object 3 is 7, no object"));

    let user = json!({"DistinguishedName": "CN=u", "ObjectGUID": "x", "ObjectClass": "user", "unicodePwd": "S3cret", "More": {"NtHash": "S3cret"}});
    let out = saved(user.to_string().as_bytes());
    assert!(!out.everything().contains("S3cret"));
    assert!(out.complains("saved.json", "ADUser.ObjectGUID: expected a GUID"));
}

#[test]
fn a_long_list_is_never_held_and_can_be_ended() {
    let object = r#"{"Name":"ADSync","Status":4,"StartType":2}"#;
    let list = format!("[{}]", vec![object; 5000].join(","));
    let mut opened = open::stream("saved.json", &mut list.as_bytes()).unwrap();
    let mut out = Collected { most: Some(3), ..Collected::default() };
    let summary = opened[0].source.read(&Ask::default(), &mut out).unwrap();
    assert!(summary.stopped && out.problems.is_empty());
    assert_eq!(out.records.len(), 3);
    opened[0].source.stopper().stop();
    let out = read(opened[0].source.as_mut()).unwrap();
    assert!(out.summary.stopped && out.records.is_empty());
}

#[test]
fn an_object_without_end_is_not_held() {
    let mut huge = br#"[{"Name":"ADSync","Status":4,"StartType":2},{"Name":""#.to_vec();
    huge.resize(huge.len() + 70 * 1024 * 1024, b'x');
    let out = saved(&huge);
    assert_eq!(out.records.len(), 1);
    assert!(out.complains("saved.json", "an object of over 64 MB"), "{:?}", out.problems);
}

#[test]
fn a_parameter_in_a_map_keeps_its_name() {
    let out = printed(
        &json!([{"Name": "a", "Identifier": "11111111-aaaa-4bbb-8ccc-000000000001", "ConnectorTypeName": "AD",
        "Partitions": [{"DN": "DC=a", "Parameters": [{"Name": "dc-failover", "Value": "0"}]}]}]),
    );
    assert_eq!(at(out.of(Kind::ADSyncConnector)[0], "Partitions/0/Parameters/dc-failover"), "0");
}

/// What is read by a person, or is a log; nothing prints it as a record.
const NO_RECORD: [&str; 10] = [
    "Header",
    "WinEvent",
    "ADConnectorAccount",
    "ADReplicationRights",
    "DomainController",
    "OperatorAnswer",
    "Server.FipsPolicyEnabled",
    "Server.EnforceFipsPolicyDisabled",
    "Server.PasswordSyncTraceVerbose",
    "Server.Tls12Enabled",
];

/// The names of the properties that a command selects; none where it prints all of them.
fn selected(command: &str) -> Vec<String> {
    let mut list = match command.rsplit_once("Select-Object ") {
        Some((_, list)) => list.split(" | ConvertTo-Json").next().unwrap().to_owned(),
        None => return Vec::new(),
    };
    while let Some((before, rest)) = list.split_once("@{ n = '") {
        let (name, rest) = rest.split_once('\'').unwrap();
        list = format!("{before}{name}{}", rest.split_once(" } }").unwrap().1);
    }
    list.trim_start_matches("-First 50 ").split(',').map(|name| name.trim().to_owned()).collect()
}

/// What the program tells somebody to run, it can read.
#[test]
fn what_a_command_for_missing_evidence_prints_is_evidence() {
    let mut met = 0;
    for kind in Kind::ALL.iter().copied() {
        let properties = shape::of(kind).props.iter().map(|p| Some(p.name.to_owned()));
        for property in properties.chain([None, Some("Entra side".to_owned())]) {
            let name = property.as_ref().map_or(kind.name().to_owned(), |p| format!("{kind}.{p}"));
            if NO_RECORD.iter().any(|n| *n == kind.name() || *n == name) {
                continue;
            }
            let gap = Gap { record: kind, property, why: Why::NotCollected, last: None };
            let how = knowledge::how_to(&gap, &Names::new());
            let command = how.command.unwrap();
            assert!(command.ends_with(" | ConvertTo-Json -Depth 10"), "{name}: {command}");
            // Where it is shown it is said how it is saved.
            assert!(knowledge::is_evidence(&command), "{name}: {command}");
            let names = selected(&command);
            if names.is_empty() {
                assert!(command.contains("Get-ADSync"), "{name}: all that {command} prints is not known");
                continue;
            }
            met += 1;
            let object: Value = names.iter().map(|n| (n.clone(), Value::Null)).collect();
            let kinds: Vec<Kind> = printed(&object).records.iter().map(|r| r.kind).collect();
            assert_eq!(kinds, [kind], "{name}: {names:?}");
        }
    }
    assert!(met > 60, "only {met}");
}

#[test]
fn a_service_is_read_as_wmi_prints_it() {
    let out = printed(
        &json!({"Name": "ADSync", "State": "Running", "StartMode": "Auto", "Status": "OK", "StartName": "CONTOSO\\svc"}),
    );
    let service = out.of(Kind::Service)[0];
    let found = ["Status", "StartType", "StartName"].map(|name| service.text(name));
    assert_eq!(found, [Some("Running"), Some("Automatic"), Some("CONTOSO\\svc")]);
}

/// ConvertTo-Json without -Depth prints the type's name where an object lies too deep.
#[test]
fn what_was_cut_off_says_how_to_get_it() {
    for cut in [
        "Microsoft.IdentityManagement.PowerShell.ObjectModel.ConnectorPartitionScope",
        "System.Collections.Generic.List`1[System.Object]",
        "@{DN=DC=contoso}",
    ] {
        let partition = json!({"DN": "DC=contoso", "ConnectorPartitionScope": cut});
        let connector = json!({"Name": "a", "Identifier": "11111111-aaaa-4bbb-8ccc-000000000001", "ConnectorTypeName": "AD", "Partitions": [partition]});
        let out = saved(connector.to_string().as_bytes());
        let said = format!("{:?} {:?}", out.problems, out.records);
        assert!(said.contains("collect it with -Depth 10"), "{said}");
    }
}
