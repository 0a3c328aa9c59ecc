//! What is taken out, is out.

use super::made;
use phs_doctor::{
    evidence::{
        Class, Kind,
        shape::{self, Prop, Type},
    },
    front::scenarios,
    report::{self, Format, redact::redact},
};
use proptest::prelude::*;
use serde_json::{Map, Value, json};

/// A record of this kind with a marker of its class in every text, and one of a person's in what is public.
fn record(kind: Kind, markers: &dyn Fn(Class) -> String) -> Value {
    json!({"record": kind.name(), "data": object(shape::of(kind).props, markers)})
}

fn object(props: &[Prop], markers: &dyn Fn(Class) -> String) -> Map<String, Value> {
    props.iter().map(|p| (p.name.to_owned(), value(p, markers))).collect()
}

fn value(prop: &Prop, markers: &dyn Fn(Class) -> String) -> Value {
    let class = if prop.class == Class::Public { Class::Person } else { prop.class };
    let marker = markers(class);
    match prop.ty {
        Type::Text => Value::from(marker),
        Type::Bool => Value::from(false),
        Type::Int => Value::from(611),
        Type::Time => Value::from("2026-11-20T09:00:00Z"),
        Type::Guid => Value::from("5f1c9a52-7f0b-4b1e-9d39-2a6c7e0b1d11"),
        Type::Enum(names) => Value::from(names[0].1),
        Type::List => json!([marker]),
        Type::Map => json!({"forest-login-user": marker, "UserName": marker}),
        Type::Objects(props) => json!([object(props, markers)]),
        Type::Object(props) => Value::Object(object(props, markers)),
    }
}

fn gone(lines: &str, markers: &[String]) {
    let Some(case) = made::case_of(lines) else { return };
    let made = report::build(&case, &made::meta());
    let done = redact(&made, &case.names).unwrap();
    for format in Format::ALL {
        let text = format.write(&done.report).to_lowercase();
        for marker in markers {
            assert!(
                !text.contains(&marker.to_lowercase()),
                "{format:?} holds {marker}: {:?}",
                text.lines().find(|l| l.contains(&marker.to_lowercase()))
            );
        }
    }
}

/// One kind at a time, in a server that is whole.
fn plant(kind: Kind, person: &str, host: &str, network: &str, tenant: &str) {
    let markers = |class: Class| match class {
        Class::Person | Class::Public => person.to_owned(),
        Class::Host => host.to_owned(),
        Class::Network => network.to_owned(),
        Class::Tenant => tenant.to_owned(),
    };
    let own = record(kind, &markers);
    let base = scenarios::find("rights-missing").unwrap().lines();
    let same = format!("\"record\":\"{}\"", kind.name());
    let others: String = base
        .lines()
        .filter(|l| !l.contains(&same) || kind == Kind::WinEvent)
        .map(|l| format!("{l}\n"))
        .collect();
    let all = [person, host, network, tenant].map(str::to_owned);
    // A person's marker in public fields is known by the field of a person that holds it.
    let known = json!({"record": "Service", "data": {"Name": "Known", "StartName": person}});
    gone(&format!("{others}{own}\n{known}\n"), &all);
}

#[test]
fn no_marker_survives_in_any_field_of_any_kind() {
    for kind in Kind::ALL.iter().filter(|k| **k != Kind::Header) {
        plant(
            *kind,
            "zqperson.one@zqmail.test",
            "zqhost9.zqlan.test",
            "zqnet.test",
            "zqtenant.onmicrosoft.com",
        );
    }
}

#[test]
fn nor_does_any_name_of_the_built_in_cases() {
    for case in scenarios::all().iter().step_by(5) {
        gone(
            case.lines(),
            &["contoso", "fabrikam", "aadc01", "MSOL_4f0c", "10.10.0.1", "dc01."].map(str::to_owned),
        );
    }
}

#[test]
fn nobody_is_two_and_no_two_are_one() {
    let case = made::case_of(scenarios::find("rights-missing").unwrap().lines()).unwrap();
    let made = report::build(&case, &made::meta());
    let done = redact(&made, &case.names).unwrap();
    assert!(done.leaks.is_empty(), "{:?}", done.leaks);
    let environment = &done.report.environment;
    assert_eq!(environment.connectors.len(), 2);
    assert_ne!(environment.connectors[0], environment.connectors[1]);
    assert!(
        environment.connectors.iter().all(|c| c.starts_with("[network-")),
        "{:?}",
        environment.connectors
    );
    assert!(environment.tenant.as_ref().unwrap().starts_with("[tenant-"));
    assert!(environment.computer.as_ref().unwrap().starts_with("[host-"));
    assert_eq!(done.report.findings.len(), made.findings.len());
    assert!(done.report.redaction.applied && done.report.redaction.counts["host"] >= 1);
    let again = redact(&made, &case.names).unwrap();
    assert_eq!(again.report, done.report);
}

/// The healthy case with a line more, as it is handed on without names.
fn with_line(line: &Value) -> report::redact::Redacted {
    let lines = scenarios::find("healthy").unwrap().lines();
    let kind = line["record"].as_str().unwrap();
    let lines: String = lines
        .lines()
        .filter(|l| !l.contains("CompanyFeature") || kind != "ADSyncAADCompanyFeature")
        .map(|l| format!("{l}\n"))
        .collect();
    let case = made::case_of(&format!("{lines}{line}\n")).unwrap();
    redact(&report::build(&case, &made::meta()), &case.names).unwrap()
}

#[test]
fn names_in_messages_are_taken_out_whoever_they_are() {
    for (message, name) in [
        ("Access denied for CORPX\\zaphod", "zaphod"),
        ("Access denied for CONTOSO\\jdoe", "jdoe"),
        ("cannot reach DC07.emea.contoso.com", "dc07"),
        ("No answer from srvx99.heartofgold.example", "srvx99"),
        ("\\\\FILESRV\\c$ denied", "filesrv"),
        ("2001:db8::17 refused", "2001:db8"),
        ("connect 203.0.113.77:389", "203.0.113.77"),
        ("user trillian@krikkit.example refused", "krikkit"),
        ("path C:\\Users\\zaphod\\file", "zaphod"),
        ("CN=Marvin,OU=Krikkit,DC=heartofgold,DC=example", "heartofgold"),
    ] {
        let error =
            json!({"record": "ADSyncAADCompanyFeature", "error": {"kind": "failed", "message": message}});
        for line in [error, json!({"record": "Server", "data": {"IsElevated": message}})] {
            let done = with_line(&line);
            assert!(done.leaks.is_empty(), "{message}: {:?}", done.leaks);
            for format in Format::ALL {
                let text = format.write(&done.report).to_lowercase();
                assert!(!text.contains(name), "{format:?} holds {name}");
            }
        }
    }
    let unknown = with_line(&json!({"record": "zaphod@krikkit.example", "data": {}}));
    assert!(unknown.leaks.is_empty() && !Format::Json.write(&unknown.report).contains("krikkit"));
}

#[test]
fn folders_and_files_may_bear_a_name() {
    for (name, want) in [
        ("/x/Mueller export", "[person-1]"),
        ("/x/Mueller/evidence.jsonl", "[person-1]/evidence.jsonl"),
        ("C:\\x\\Mueller.jsonl", "[person-1]"),
        ("evidence.jsonl", "evidence.jsonl"),
        ("standard input", "standard input"),
    ] {
        let mut made = made::scenario("healthy");
        made.sources[0].name = name.to_owned();
        made.findings[0].evidence[0].source = format!("Server in {name}, line 2");
        let done = redact(&made, &[]).unwrap();
        assert_eq!(done.report.sources[0].name, want, "{name}");
        let row = &done.report.findings[0].evidence[0].source;
        assert_eq!(*row, format!("Server in {want}, line 2"), "{name}");
    }
}

#[test]
fn no_case_is_held_back() {
    for case in scenarios::all().iter().skip(1).step_by(4) {
        let users: Vec<String> = case.user.iter().cloned().collect();
        let made = made::case_for(case.lines(), &users).unwrap();
        let done = redact(&report::build(&made, &made::meta()), &made.names).unwrap();
        assert!(done.leaks.is_empty(), "{}: {:?}", case.name, done.leaks);
    }
    // Nearly nothing is known: each need says how it is found.
    for users in [&[][..], &["ada@contoso.com".to_owned()]] {
        let made = made::case_for("{\"record\":\"ADSyncScheduler\",\"data\":{}}\n", users).unwrap();
        let done = redact(&report::build(&made, &made::meta()), &made.names).unwrap();
        assert!(done.leaks.is_empty(), "{:?}", done.leaks);
    }
    // The words of the remedies with paths and keys of Windows in them.
    for name in ["fips-policy", "tls-disabled", "database-full", "dc-name-unknown", "dc-not-found"] {
        let made = made::case_of(scenarios::find(name).unwrap().lines()).unwrap();
        let done = redact(&report::build(&made, &made::meta()), &made.names).unwrap();
        assert!(done.leaks.is_empty(), "{name}: {:?}", done.leaks);
    }
}

#[test]
fn what_still_looks_like_a_name_is_told() {
    let mut made = made::scenario("healthy");
    made.findings[0].summary = "ask grace@elsewhere.example, CN=Grace,OU=x or 192.168.7.9".to_owned();
    let done = redact(&made, &[]).unwrap();
    assert!(done.leaks.iter().any(|l| l.at == "findings[0].summary"), "{:?}", done.leaks);
}

proptest! {
    #![proptest_config(ProptestConfig::with_cases(8))]
    #[test]
    fn whatever_they_are_called(
        person in "zq[a-z]{3,9}\\.[a-zäöü']{2,8}x@[a-z]{4,9}q\\.test",
        host in "zh[a-z0-9]{4,10}x",
        network in "zn[a-z]{4,9}q\\.(local|test)",
        tenant in "zt[a-z]{4,9}q\\.onmicrosoft\\.com",
        kind in 1..Kind::ALL.len(),
    ) {
        plant(Kind::ALL[kind], &person, &host, &network, &tenant);
    }
}

/// Who gave no name is called by a word of ours.
#[test]
fn a_choice_is_no_name() {
    for by in ["operator", "verified"] {
        let mut made = made::everything();
        made.actions.truncate(1);
        made.actions[0].by = by.to_owned();
        made.actions[0].choice = "verified-by-operator".to_owned();
        made.actions[0].note = Some("as the operator says".to_owned());
        let done = redact(&made, &[]).unwrap().report;
        assert_eq!(done.actions[0].choice, "verified-by-operator");
        assert_eq!(done.actions[0].note.as_deref(), Some("as the operator says"));
    }
}
