//! What a look at a domain tells, and what it lacks.

use super::made::{
    CONTOSO, block, event, facts, healthy, is, judge, judge_all, line, one, without_events, wrong,
};
use chrono::TimeDelta;
use phs_doctor::{
    checks::{self, Order},
    diagnosis::Status,
    facts::Choices,
};
use serde_json::{Value, json};

const EMEA: &str = "emea.contoso.com";

/// Nothing proves the domain: its newest cycle failed, and no event names it.
fn unproved() -> Vec<Value> {
    let mut lines = healthy();
    lines.retain(|l| !(is(l, "WinEvent") && l.to_string().contains(EMEA)));
    for state in lines.iter_mut().filter(|l| l["data"]["DN"] == "DC=emea,DC=contoso,DC=com") {
        state["data"]["PasswordSyncLastCycleStatus"] = json!("Failed");
        state["data"]["PasswordSyncLastSuccessfulCycleStartTimestamp"] = json!("2026-11-20T07:03:58Z");
        state["data"]["PasswordSyncLastSuccessfulCycleEndTimestamp"] = json!("2026-11-20T07:04:00Z");
    }
    lines
}

fn emea<'a>(lines: &'a mut [Value], record: &'a str) -> impl Iterator<Item = &'a mut Value> {
    let named = |l: &Value| l["data"]["Domain"] == EMEA || l["data"]["ValidatedDomain"] == EMEA;
    lines.iter_mut().filter(move |l| is(l, record) && named(l)).map(|l| &mut l["data"])
}

#[test]
fn what_a_record_lacks_is_named() {
    for (record, property, check) in [
        ("ADReplicationRights", "GetChangesAll", "domain.account-permissions"),
        ("ADConnectorAccount", "Bind", "domain.account-credentials"),
        ("DomainController", "LdapAnswered", "domain.reachable"),
        ("DomainController", "Ports", "domain.reachable"),
    ] {
        let mut lines = unproved();
        lines.retain(|l| !(is(l, "ADSyncDomainReachabilityStatus") && l["data"]["ValidatedDomain"] == EMEA));
        emea(&mut lines, record).for_each(|data| data[property] = Value::Null);
        let judgement = judge(lines);
        let finding = one(&judgement, check, EMEA);
        assert_eq!(finding.status, Status::Unknown, "{}", line(finding));
        assert_eq!(finding.needs[0].property.as_deref(), Some(property));
        assert_eq!(finding.needs[0].why, phs_doctor::evidence::Why::NotInRecord, "{property}");
    }
    let old = Choices {
        max_age: Some(TimeDelta::hours(24)),
        now: Some("2026-11-22T09:12:00Z".parse().unwrap()),
        ..Choices::default()
    };
    let judgement = judge_all(&[("made".to_owned(), healthy())], old);
    let run = one(&judgement, "connector.last-run", "contoso.com");
    assert_eq!(run.needs[0].why, phs_doctor::evidence::Why::TooOld);
}

#[test]
fn the_engines_own_test_stands_beside_the_controllers() {
    let mut lines = healthy();
    emea(&mut lines, "ADSyncDomainReachabilityStatus").for_each(|data| {
        data["IsReachable"] = json!(false);
        data["ExceptionMessage"] = json!("The server is not operational.");
    });
    let judgement = judge(lines);
    let reachable = one(&judgement, "domain.reachable", EMEA);
    assert_eq!(reachable.status, Status::Pass, "a controller that answers is enough");
    let row = reachable.hit.evidence.iter().find(|e| e.label == "IsReachable").unwrap();
    assert_eq!((row.found.text.as_str(), row.expected.as_deref()), ("False", Some("True")));
}

#[test]
fn the_engines_message_says_which_stage_refused() {
    for (message, root) in [
        (
            "The user name or password is incorrect.",
            "domain.account-credentials emea.contoso.com fail account-bad-password",
        ),
        (
            "Kennwort falsch (0x8007052E)",
            "domain.account-credentials emea.contoso.com fail account-bad-password",
        ),
        ("No such host is known", "domain.reachable emea.contoso.com fail dc-name-not-resolvable"),
        (
            "The specified domain does not exist or cannot be contacted.",
            "domain.reachable emea.contoso.com fail dc-not-locatable",
        ),
        ("The server is not operational.", "domain.reachable emea.contoso.com fail domain-unreachable"),
    ] {
        let mut lines = unproved();
        let looked = ["DomainController", "ADConnectorAccount", "ADReplicationRights"];
        lines.retain(|l| !(looked.iter().any(|kind| is(l, kind)) && l["data"]["Domain"] == EMEA));
        emea(&mut lines, "ADSyncDomainReachabilityStatus").for_each(|data| {
            data["IsReachable"] = json!(false);
            data["ExceptionMessage"] = json!(message);
        });
        let (_, roots) = wrong(&judge(lines));
        assert_eq!(roots, [root], "{message}");
    }
}

/// Error 90 of one forest, five times, while the other is off on purpose.
fn ninety(of: &[(&str, &str)]) -> Vec<Value> {
    let mut lines = healthy();
    lines.retain(|l| !is(l, "ADSyncAADCompanyFeature"));
    let mut lines = without_events(lines, &[650, 651, 653, 654, 656, 657, 663]);
    for (second, (forest, id)) in of.iter().enumerate() {
        for minute in [20, 30, 40, 50, 55] {
            let block = block(id).replace("contoso.com", forest);
            lines.push(event(
                655,
                &format!("2026-11-20T08:{minute}:1{second}Z"),
                &format!("Error Code : 90 {block}"),
            ));
        }
    }
    for setting in lines.iter_mut().filter(|l| l["data"]["SourceConnector"] == "contoso.com") {
        setting["data"]["Enabled"] = json!(false);
    }
    lines
}

#[test]
fn a_forest_that_is_off_explains_no_error_of_another() {
    const FABRIKAM: &str = "a3d27b90-1c44-4e0e-8a5f-6b9f0c2e7722";
    let explained = |lines: Vec<Value>| {
        let sources = [("made".to_owned(), lines)];
        let judgement = checks::judge(&facts(&sources, Choices::default()), &Order::default());
        let of = |root: &phs_doctor::diagnosis::RootCause| {
            let mut told: Vec<String> = root.explains.iter().map(|i| line(&judgement.findings[*i])).collect();
            told.insert(0, line(judgement.root(root).unwrap()));
            told
        };
        judgement.roots.iter().map(of).collect::<Vec<_>>()
    };
    let roots = explained(ninety(&[("fabrikam.local", FABRIKAM)]));
    let first = |name: &str| roots.iter().find(|r| r[0].starts_with(name)).unwrap();
    let cloud = first("tenant.cloud-channel");
    assert!(cloud[0].ends_with("entra-phs-not-activated"));
    assert!(cloud.iter().any(|l| l.starts_with("connector.heartbeat fabrikam.local fail")), "{cloud:?}");
    let off = first("connector.phs-enabled contoso.com");
    assert!(off.iter().all(|l| !l.contains("fabrikam") && !l.starts_with("tenant.cloud")), "{off:?}");
    // Its own it does explain, and those of both it does not explain alone.
    let roots = explained(ninety(&[("contoso.com", CONTOSO)]));
    assert!(roots.iter().all(|r| !r[0].starts_with("tenant.cloud-channel")), "{roots:?}");
    let roots = explained(ninety(&[("contoso.com", CONTOSO), ("fabrikam.local", FABRIKAM)]));
    assert!(roots.iter().any(|r| r[0].starts_with("tenant.cloud-channel")), "{roots:?}");
}
