//! Connectors and domains where not everything names them.

use super::made::{CONTOSO, event, healthy, is, judge, line, of, one, without_events, wrong};
use phs_doctor::diagnosis::{Judgement, Status, Verdict};
use serde_json::{Value, json};

/// A domain that fails: its newest cycle, with five errors and nothing good after it.
fn emea_fails() -> Vec<Value> {
    let mut lines = without_events(healthy(), &[650, 656]);
    for state in lines.iter_mut().filter(|l| l["data"]["DN"] == "DC=emea,DC=contoso,DC=com") {
        state["data"]["PasswordSyncLastCycleStatus"] = json!("Failed");
        for end in ["Start", "End"] {
            let property = format!("PasswordSyncLastSuccessfulCycle{end}Timestamp");
            state["data"][property] = json!("2026-11-20T07:04:00Z");
        }
    }
    for minute in [10, 20, 30, 40, 50] {
        lines.push(event(
            611,
            &format!("2026-11-20T08:{minute}:00Z"),
            "failed for domain: emea.contoso.com, domain controller hostname: dc7.emea.contoso.com. Details: RPC Error 1722 : x",
        ));
    }
    lines
}

fn forests(lines: &mut [Value]) -> impl Iterator<Item = &mut Value> {
    lines
        .iter_mut()
        .filter(|l| is(l, "ADSyncConnector") && l["data"]["ConnectorTypeName"] == "AD")
        .map(|l| &mut l["data"])
}

fn domains(judgement: &Judgement) -> Vec<String> {
    of(judgement, "domain.last-cycle").into_iter().filter_map(|f| f.scope.domain.clone()).collect()
}

#[test]
fn a_domain_does_not_vanish_with_the_partitions() {
    let all = ["contoso.com", "emea.contoso.com", "fabrikam.local"];
    for partitions in [json!(null), json!([]), json!(["Microsoft.X.Partition", "Microsoft.X.Partition"])] {
        let mut lines = emea_fails();
        forests(&mut lines).for_each(|c| c["Partitions"] = partitions.clone());
        let judgement = judge(lines);
        assert_eq!(domains(&judgement), all, "{partitions}");
        let (_, roots) = wrong(&judgement);
        assert_eq!(roots, ["domain.replication emea.contoso.com fail rpc-1722"], "{partitions}");
        let emea = one(&judgement, "domain.partition", "emea.contoso.com");
        assert_eq!((emea.status, emea.scope.connector.as_deref()), (Status::Unknown, Some("contoso.com")));
        assert_eq!(emea.needs[0].property.as_deref(), Some("Partitions"), "{partitions}");
    }
    let mut lines = emea_fails();
    if let Some(first) = forests(&mut lines).next() {
        first["Partitions"] = json!([]);
    }
    let judgement = judge(lines);
    assert_eq!(domains(&judgement), all);
    assert_eq!(one(&judgement, "domain.partition", "fabrikam.local").status, Status::Pass);
}

#[test]
fn a_forest_without_a_domain_is_not_judged_healthy() {
    let mut lines = healthy();
    forests(&mut lines).for_each(|c| c["Partitions"] = json!([]));
    lines.retain(|l| {
        let domains =
            ["ADSyncPartitionPasswordSyncState", "DomainController", "WinEvent", "EventLogCoverage"];
        !domains.iter().any(|kind| is(l, kind))
            && l["data"]["Domain"].is_null()
            && !is(l, "ADSyncDomainReachabilityStatus")
    });
    let judgement = judge(lines);
    let asked: Vec<String> = of(&judgement, "domain.partition").iter().map(|f| line(f)).collect();
    assert_eq!(asked, ["domain.partition contoso.com unknown", "domain.partition fabrikam.local unknown"]);
    assert_eq!(judgement.verdict, Verdict::Incomplete);
    assert!(of(&judgement, "domain.partition").iter().all(|f| f.required));
}

/// What is said of the channels, by connector.
fn channels(judgement: &Judgement) -> Vec<String> {
    let checks = ["connector.heartbeat", "connector.agent", "connector.results"];
    checks.iter().flat_map(|check| of(judgement, check)).map(line).collect()
}

#[test]
fn names_are_paired_with_the_identifiers_of_events() {
    let without = |kinds: &[&str]| {
        let mut lines = healthy();
        lines.retain(|l| !kinds.iter().any(|kind| is(l, kind)));
        lines
    };
    let failed =
        || json!({"record": "ADSyncConnector", "error": {"kind": "timeout", "message": "no answer in 60 s"}});
    let bare = || {
        let mut lines = healthy();
        lines.retain(|l| is(l, "WinEvent") || is(l, "ADSyncAADPasswordSyncConfiguration") || is(l, "Header"));
        lines
    };
    let mut refused = without(&["ADSyncConnector"]);
    refused.push(failed());
    let mut single = bare();
    single.retain(|l| !l.to_string().contains("fabrikam"));
    for (lines, forests) in [
        (without(&["ADSyncConnector"]), 2),
        (refused, 2),
        (without(&["ADSyncConnector", "ADSyncRunProfileResult", "ADSyncPartitionPasswordSyncState"]), 2),
        (bare(), 2),
        (single, 1),
    ] {
        let judgement = judge(lines);
        let names = ["contoso.com", "fabrikam.local"];
        let want: Vec<String> = ["heartbeat", "agent", "results"]
            .iter()
            .flat_map(|c| names.iter().take(forests).map(move |n| format!("connector.{c} {n} pass")))
            .collect();
        assert_eq!(channels(&judgement), want);
        assert_eq!(judgement.verdict, Verdict::Incomplete);
    }
}

#[test]
fn an_identifier_that_may_be_anybodys_shows_nobody_silent() {
    let mut lines = healthy();
    lines.retain(|l| is(l, "WinEvent") || is(l, "Header"));
    for name in ["Forest A", "Forest B"] {
        lines.push(json!({"record": "ADSyncAADPasswordSyncConfiguration", "data": {
            "SourceConnector": name, "TargetConnector": "contoso.onmicrosoft.com - AAD", "Enabled": true}}));
    }
    let judgement = judge(lines.clone());
    assert!(channels(&judgement).iter().all(|l| l.ends_with("unknown")), "{:?}", channels(&judgement));
    let needs = &one(&judgement, "connector.heartbeat", "Forest A").needs;
    assert_eq!(needs[0].property.as_deref(), Some("Identifier"));
    // What such an event says of the channel to Entra ID is heard all the same.
    let mut failing = without_events(lines, &[650, 651, 653, 654, 656, 657]);
    let block = super::made::block(CONTOSO);
    failing.push(event(655, "2026-11-20T09:11:00Z", &format!("Error Code: 15 {block}")));
    let finding = judge(failing);
    assert_eq!(one(&finding, "tenant.cloud-channel", "").status, Status::Fail);
}
