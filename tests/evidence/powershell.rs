//! Evidence lines in every form that Windows PowerShell 5.1 and its neighbours give values.

use super::collected::{Collected, at, line, lines};
use super::made_export::utf16;
use phs_doctor::evidence::{Kind, record::Content, text::MAX_LINE};
use serde_json::{Value, json};

/// One record with this data, and nothing to complain about.
fn data(kind: Kind, data: &Value) -> Collected {
    let out = line(&json!({ "record": kind.name(), "data": data }).to_string());
    assert_eq!(out.problems, [], "{data}");
    out
}

/// What a property of a kind becomes.
fn becomes(kind: Kind, property: &str, value: &Value) -> Value {
    let out = data(kind, &json!({ property: value }));
    let props = out.of(kind)[0];
    assert_eq!(props.bad(), []);
    props.get(property).cloned().unwrap_or(Value::Null)
}

/// The problem that a property of a kind gives.
fn refused(kind: Kind, property: &str, value: &Value) -> String {
    let text = json!({ "record": kind.name(), "data": { property: value, "Name": "kept" } }).to_string();
    let out = line(&text);
    let props = out.of(kind)[0];
    assert!(props.get(property).is_none(), "{props:?}");
    assert_eq!(props.text("Name").unwrap_or("kept"), "kept", "a bad property costs no other");
    assert_eq!((out.problems.len(), props.bad().len()), (1, 1));
    assert_eq!(out.problems[0].line, Some(1));
    out.problems[0].reason.clone()
}

#[test]
fn encodings_and_line_ends() {
    let text = "{\"record\":\"Header\",\"computer\":\"SYNC\u{d6}1\"}\r\n\r\n{\"record\":\"ADSyncScheduler\",\"data\":{\"StagingModeEnabled\":true}}\r\n";
    let big_endian: Vec<u8> =
        [0xfe, 0xff].into_iter().chain(text.encode_utf16().flat_map(u16::to_be_bytes)).collect();
    let marked = [&[0xef, 0xbb, 0xbf], text.as_bytes()].concat();
    let joined = format!("{text}\u{feff}{text}").into_bytes();
    for bytes in [
        text.as_bytes().to_vec(),
        text.replace('\r', "").into_bytes(),
        marked,
        utf16(text),
        big_endian,
        joined,
    ] {
        let out = lines(&bytes);
        assert_eq!(out.problems, []);
        assert_eq!(out.of(Kind::Header)[0].text("computer"), Some("SYNC\u{d6}1"));
        assert_eq!(out.of(Kind::ADSyncScheduler)[0].bool("StagingModeEnabled"), Some(true));
        assert_eq!(out.records[1].from.line, Some(3));
    }
}

#[test]
fn enumerations_by_number_and_by_name() {
    let status =
        |v: Value| becomes(Kind::ADSyncPartitionPasswordSyncState, "PasswordSyncLastCycleStatus", &v);
    for (number, name) in
        [(0, "None"), (1, "Successful"), (2, "Failed"), (3, "InProgress"), (4, "Interrupted")]
    {
        for form in [
            json!(number),
            json!(number.to_string()),
            json!(name),
            json!(name.to_uppercase()),
            json!({"value": number, "Value": name}),
        ] {
            assert_eq!(status(form.clone()), name, "{form}");
        }
    }
    let log = |v: Value| becomes(Kind::ADSyncCSObjectLog, "Status", &v);
    assert_eq!((log(json!(5)), log(json!("success"))), (json!("FilteredByTarget"), json!("Success")));
    assert_eq!(becomes(Kind::ADSyncRule, "Direction", &json!(1)), "Outbound");
    assert_eq!(becomes(Kind::ADSyncRule, "LinkType", &json!("Join")), "Join");
    let said = refused(Kind::ADSyncRule, "Direction", &json!(7));
    assert!(said.contains("ADSyncRule.Direction: expected one of Inbound, Outbound, found 7"), "{said}");
}

#[test]
fn services_by_number_and_by_name() {
    let status = |v: Value| becomes(Kind::Service, "Status", &v);
    assert_eq!((status(json!(4)), status(json!("Stopped"))), (json!("Running"), json!("Stopped")));
    let start = |v: Value| becomes(Kind::Service, "StartType", &v);
    assert_eq!((start(json!(4)), start(json!("Manual"))), (json!("Disabled"), json!("Manual")));
    // WMI says Auto; PowerShell 7 knows a delayed start.
    for form in [json!(2), json!("Automatic"), json!("Auto"), json!("AutomaticDelayedStart")] {
        assert_eq!(start(form.clone()), "Automatic", "{form}");
    }
}

#[test]
fn times_of_every_kind() {
    let time = |v: Value| becomes(Kind::ADUser, "pwdLastSet", &v);
    for (form, want) in [
        (json!("/Date(1489425342000)/"), "2017-03-13T17:15:42Z"),
        (
            json!({"value": "/Date(1489425342000)/", "DisplayHint": 2, "DateTime": "Monday"}),
            "2017-03-13T17:15:42Z",
        ),
        (json!("2026-11-20T09:12:00.123456789Z"), "2026-11-20T09:12:00.123456789Z"),
        (json!("2026-11-20T10:12:00.1234567+01:00"), "2026-11-20T09:12:00.123456700Z"),
        (json!("2026-11-20T09:12:00"), "2026-11-20T09:12:00Z"),
        (json!("0001-01-01T00:00:00"), "never"),
        (json!("/Date(-62135596800000)/"), "never"),
        (json!(0), "never"),
        (json!("0"), "never"),
        (json!(9_223_372_036_854_775_807_i64), "never"),
        (json!("9223372036854775807"), "never"),
        (json!(131_318_613_420_000_000_i64), "2017-02-18T03:15:42Z"),
        (json!("131318613420000000"), "2017-02-18T03:15:42Z"),
        (json!("20261120091200.0Z"), "2026-11-20T09:12:00Z"),
        (json!(["20261120091200.0Z"]), "2026-11-20T09:12:00Z"),
    ] {
        assert_eq!(time(form.clone()), want, "{form}");
    }
    assert_eq!(time(json!("")), Value::Null);
    assert!(refused(Kind::ADUser, "pwdLastSet", &json!("11/20/2026 9:12:00 AM")).contains("expected a time"));
    assert!(refused(Kind::ADUser, "pwdLastSet", &json!(true)).contains("found true"));
}

#[test]
fn booleans_numbers_and_texts() {
    let staging = |v: Value| becomes(Kind::ADSyncScheduler, "StagingModeEnabled", &v);
    for form in [
        json!(true),
        json!("True"),
        json!("true"),
        json!(1),
        json!("1"),
        json!({"value": true}),
        json!({"IsPresent": true}),
        json!([true]),
    ] {
        assert_eq!(staging(form.clone()), json!(true), "{form}");
    }
    assert_eq!((staging(json!("False")), staging(json!(0))), (json!(false), json!(false)));
    assert_eq!((staging(json!("")), staging(Value::Null)), (Value::Null, Value::Null));
    assert!(
        refused(Kind::ADSyncScheduler, "StagingModeEnabled", &json!("yes"))
            .contains("expected True or False, found \"yes\"")
    );
    let precedence = |v: Value| becomes(Kind::ADSyncRule, "Precedence", &v);
    for form in [json!(100), json!("100"), json!(100.0), json!("0x64")] {
        assert_eq!(precedence(form.clone()), json!(100), "{form}");
    }
    assert!(refused(Kind::ADSyncRule, "Precedence", &json!(1.5)).contains("a whole number"));
    let version = |v: Value| becomes(Kind::Server, "ConnectVersion", &v);
    assert_eq!(
        version(json!({"Major": 2, "Minor": 5, "Build": 79, "Revision": 0, "MajorRevision": 0})),
        "2.5.79.0"
    );
    assert_eq!(version(json!({"Major": 2, "Minor": 5, "Build": -1, "Revision": -1})), "2.5");
    let span = json!({"Ticks": 18_000_000_000_i64, "Days": 0, "Hours": 0, "Minutes": 30, "Seconds": 0});
    assert_eq!(becomes(Kind::ADSyncScheduler, "AllowedSyncCycleInterval", &span), "00:30:00");
}

#[test]
fn guids_of_every_kind() {
    let want = "b891884f-051e-4a83-95af-2544101c9083";
    let bytes = json!([79, 136, 145, 184, 30, 5, 131, 74, 149, 175, 37, 68, 16, 28, 144, 131]);
    for form in [
        json!("{B891884F-051E-4A83-95AF-2544101C9083}"),
        json!("b891884f051e4a8395af2544101c9083"),
        json!("T4iRuB4Fg0qVryVEEByQgw=="),
        json!({"value": "b891884f-051e-4a83-95af-2544101c9083", "Guid": "b891884f-051e-4a83-95af-2544101c9083"}),
        json!({"Guid": "b891884f-051e-4a83-95af-2544101c9083"}),
        bytes.clone(),
        json!({"value": bytes, "Count": 16}),
    ] {
        assert_eq!(becomes(Kind::ADSyncConnector, "Identifier", &form), want, "{form}");
    }
    assert!(refused(Kind::ADSyncConnector, "Identifier", &json!("contoso.com")).contains("expected a GUID"));
}

#[test]
fn lists_of_one_and_wrapped_lists() {
    let classes = |v: Value| becomes(Kind::ADUser, "objectClass", &v);
    assert_eq!(classes(json!(["top", "user"])), json!(["top", "user"]));
    assert_eq!(classes(json!({"value": ["top", "user"], "Count": 2})), json!(["top", "user"]));
    for form in
        [json!("user"), json!(["user"]), json!({"value": ["user"], "Count": 1}), json!([null, "user"])]
    {
        assert_eq!(classes(form.clone()), json!(["user"]), "{form}");
    }
    assert_eq!(classes(json!([])), json!([]));

    let scope =
        json!({"ContainerInclusionList": "OU=a,DC=x", "ContainerExclusionList": {"value": [], "Count": 0}});
    let partition = json!({"DN": "DC=x", "Selected": "True", "PreferredDCs": "dc1.x", "ConnectorPartitionScope": [scope]});
    for form in [
        partition.clone(),
        json!([partition]),
        json!({"value": [partition], "Count": 1}),
        json!({"Value": [partition], "Count": 1}),
        json!({"value": partition, "Count": 1}),
        json!({"Count": 1, "Value": partition}),
    ] {
        let out = data(Kind::ADSyncConnector, &json!({"Name": "x", "Partitions": form}));
        let connector = out.of(Kind::ADSyncConnector)[0];
        assert_eq!(at(connector, "Partitions/0/Selected"), &json!(true));
        assert_eq!(at(connector, "Partitions/0/PreferredDCs"), &json!(["dc1.x"]));
        let scope = at(connector, "Partitions/0/ConnectorPartitionScope");
        assert_eq!(scope, &json!({"ContainerInclusionList": ["OU=a,DC=x"], "ContainerExclusionList": []}));
    }
    let said = refused(Kind::ADSyncConnector, "Partitions", &json!("@{DN=DC=x; Selected=True}"));
    assert!(said.contains("ConvertTo-Json") && said.contains("-Depth"), "{said}");
}

#[test]
fn parameters_as_map_and_as_lists() {
    let want = json!({"forest-name": "contoso.com", "forest-port": "0"});
    let pair = |n: &str, v: Value| json!({"Name": n, "InputType": 0, "Value": v});
    let list = json!([pair("forest-name", json!("contoso.com")), pair("forest-port", json!(0))]);
    for form in [
        want.clone(),
        list.clone(),
        json!({"value": list, "Count": 2}),
        json!({"value": want, "Count": 1}),
        json!([{"Key": "forest-name", "Value": "contoso.com"}, {"Key": "forest-port", "Value": "0"}]),
        json!({"forest-name": {"Name": "forest-name", "Value": "contoso.com"}, "forest-port": {"value": "0", "Count": 1}}),
    ] {
        assert_eq!(becomes(Kind::ADSyncConnector, "ConnectivityParameters", &form), want, "{form}");
    }
    let one = becomes(Kind::ADSyncConnector, "GlobalParameters", &pair("Forest.FQDN", json!("contoso.com")));
    assert_eq!(one, json!({"Forest.FQDN": "contoso.com"}));
    let one = json!({"value": pair("Forest.FQDN", json!("contoso.com")), "Count": 1});
    let one = becomes(Kind::ADSyncConnector, "GlobalParameters", &one);
    assert_eq!(one, json!({"Forest.FQDN": "contoso.com"}));
}

#[test]
fn keys_in_any_case_and_missing_ones() {
    let out =
        line(r#"{"RECORD":"adsyncscheduler","Data":{"stagingmodeenabled":true,"SYNCCYCLEENABLED":null}}"#);
    assert_eq!((out.problems.len(), out.not_understood.len()), (0, 0));
    let scheduler = out.of(Kind::ADSyncScheduler)[0];
    assert_eq!(scheduler.bool("StagingModeEnabled"), Some(true));
    assert_eq!((scheduler.bool("SyncCycleEnabled"), scheduler.bad().len()), (None, 0));
}

#[test]
fn what_is_not_known_is_kept_and_noted() {
    let out = lines(b"{\"record\":\"ADSyncNovelty\",\"data\":{}}\n{\"record\":\"Server\",\"data\":{\"ComputerName\":\"A\",\"Colour\":{\"is\":\"blue\"}},\"mood\":1,\"source\":\"x\"}\n");
    assert_eq!(out.problems, []);
    assert_eq!(out.not_understood, ["ADSyncNovelty", "Server.Colour", "Server.(mood)"]);
    assert_eq!(at(out.of(Kind::Server)[0], "Colour/is"), "blue");
    let out = line(r#"{"record":"ADSyncConnector","data":{"Partitions":[{"DN":"DC=x","Shade":1}]}}"#);
    assert_eq!(out.not_understood, ["ADSyncConnector.Partitions[0].Shade"]);
}

#[test]
fn a_bad_line_costs_itself_and_says_where_and_why() {
    let good = "{\"record\":\"Server\",\"data\":{\"ComputerName\":\"A\"}}";
    for (bad, why) in [
        ("no json at all", "not JSON"),
        ("[1,2]", "not an object"),
        ("{\"data\":{}}", "no \"record\" in it"),
        ("{\"record\":7,\"data\":{}}", "\"record\" is 7, expected a name"),
        ("{\"record\":\"Server\"}", "neither \"data\" nor \"error\""),
        ("{\"record\":\"Server\",\"data\":\"text\"}", "\"data\" is \"text\", expected one object or null"),
        ("{\"record\":\"Server\",\"data\":[{},{}]}", "\"data\" is a list"),
        (&("[".repeat(5000) + &"]".repeat(5000)), "not JSON"),
    ] {
        let out = lines(format!("{good}\n{bad}\n{good}\n").as_bytes());
        assert_eq!(out.records.len(), 2, "{bad}");
        assert_eq!(out.problems.len(), 1, "{bad}");
        let problem = &out.problems[0];
        assert_eq!((problem.file.as_str(), problem.line), ("lines", Some(2)));
        assert!(problem.reason.contains(why) && !problem.reason.contains("cut off"), "{}", problem.reason);
    }
}

#[test]
fn a_cut_last_line_a_long_line_and_bytes_that_are_no_text() {
    let good = "{\"record\":\"Server\",\"data\":{\"ComputerName\":\"A\"}}\n";
    let out = lines(format!("{good}{{\"record\":\"Serv").as_bytes());
    assert_eq!(out.records.len(), 1);
    assert_eq!(out.problems[0].line, Some(2));
    assert!(out.problems[0].reason.contains("cut off"), "{}", out.problems[0].reason);

    let long = format!("{good}{{\"record\":\"{}\"}}\n{good}", "x".repeat(MAX_LINE));
    let out = lines(long.as_bytes());
    assert_eq!((out.records.len(), out.problems.len()), (2, 1));
    assert!(out.complains("lines", "was passed over; the longest accepted is 16777216"));
    assert_eq!(out.problems[0].line, Some(2));

    let out =
        lines(&[good.as_bytes(), b"{\"record\":\"Server\",\"data\":{\"ComputerName\":\"\xf6\"}}\n"].concat());
    assert_eq!(out.records.len(), 2);
    assert!(out.complains("lines", "bytes that are not text were replaced"));
}

#[test]
fn a_bad_time_of_observation_costs_only_itself() {
    let out = line(r#"{"record":"Server","observed_at":"yesterday","data":{"ComputerName":"A"}}"#);
    assert_eq!((out.records[0].at, out.of(Kind::Server)[0].text("ComputerName")), (None, Some("A")));
    assert!(out.complains("lines", "\"observed_at\" is \"yesterday\", expected a time"));
    let out =
        line(r#"{"record":"Server","observed_at":"2026-11-20T09:12:00+01:00","data":{"ComputerName":"A"}}"#);
    assert_eq!(out.problems, []);
    assert_eq!(out.records[0].at.unwrap().to_rfc3339(), "2026-11-20T08:12:00+00:00");
}

#[test]
fn errors_and_empty_answers() {
    let out = line(
        r#"{"record":"ADSyncAADCompanyFeature","error":{"Kind":"timeout","Message":"no answer in 60 s"}}"#,
    );
    let want = Content::Error { kind: "timeout".into(), message: "no answer in 60 s".into() };
    assert_eq!(out.records[0].content, want);
    let out = line(r#"{"record":"ADSyncScheduler","error":"it broke","data":null}"#);
    let want = Content::Error { kind: "failed".into(), message: "it broke".into() };
    assert_eq!(out.records[0].content, want);
    for data in ["null", "[]", "{\"value\":[],\"Count\":0}"] {
        let out = line(&format!(
            r#"{{"record":"ADUser","data":{data},"query":{{"mail":"a@b","token":"S3cret"}}}}"#
        ));
        let Content::Nothing(query) = &out.records[0].content else { panic!("{data}") };
        assert_eq!(query.get("mail"), Some(&json!("a@b")));
        assert!(!out.everything().contains("S3cret"));
    }
}

#[test]
fn secrets_are_dropped_at_any_depth() {
    for name in [
        "password",
        "Pwd",
        "unicodePwd",
        "AdminPassword",
        "userPwd",
        "clientSecret",
        "AccessToken",
        "NtHash",
        "lmpwdhash",
    ] {
        for (kind, data) in [
            (Kind::ADUser, json!({ name: "S3cret" })),
            (Kind::ADUser, json!({ name: [1, 2, "S3cret"] })),
            (Kind::ADUser, json!({ "extra": { "deep": [{ name: { "inside": "S3cret" } }] } })),
            (Kind::ADSyncConnector, json!({ "ConnectivityParameters": { name: "S3cret" } })),
            (
                Kind::ADSyncConnector,
                json!({ "ConnectivityParameters": [{ "Name": name, "Value": "S3cret" }] }),
            ),
            (
                Kind::ADSyncConnector,
                json!({ "ConnectivityParameters": [{ "Key": name, "Value": "S3cret" }] }),
            ),
            (
                Kind::ADSyncConnector,
                json!({ "Partitions": [{ "DN": "DC=x", "Parameters": { name: "S3cret" } }] }),
            ),
            (Kind::ADSyncGlobalSettingsParameter, json!({ "Name": name, "Value": "S3cret" })),
            (Kind::ADSyncCSObject, json!({ "Attributes": [{ "Name": name, "Values": ["S3cret"] }] })),
            (Kind::ADSyncCSObject, json!({ "Attributes": { "name": name, "values": "S3cret" } })),
            (Kind::Server, json!({ "extra": [{ "Key": name, "Value": "S3cret" }] })),
        ] {
            let text = json!({ "record": kind.name(), "data": data, name: "S3cret" }).to_string();
            let out = line(&text);
            assert!(!out.everything().contains("S3cret"), "{text}");
        }
    }
    let out = line(
        r#"{"record":"ADSyncAADCompanyFeature","data":{"PasswordHashSync":true,"NewPasswordHash":true}}"#,
    );
    let features = out.of(Kind::ADSyncAADCompanyFeature)[0];
    assert_eq!(features.bool("PasswordHashSync"), Some(true), "a state is no secret");
    let out = line(
        r#"{"record":"ADSyncCSObject","data":{"Attributes":[{"Name":"unicodePwd","Values":["x"]},{"Name":"cn","Values":["kept"]}]}}"#,
    );
    assert_eq!(at(out.of(Kind::ADSyncCSObject)[0], "Attributes/1/Values"), &json!(["kept"]));
}
