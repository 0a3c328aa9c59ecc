//! What is skipped, what explains what, and what the operator may choose.

use super::made::{facts, healthy, is, judge, line, one, with, without_events};
use phs_doctor::{
    checks::{self, Order},
    diagnosis::{Status, Verdict},
    facts::Choices,
};
use serde_json::json;

fn order(accept: &[&str], skip: &[&str], only: &[&str]) -> Order {
    let set = |all: &[&str]| all.iter().map(|s| (*s).to_owned()).collect();
    let mut order = Order { only: set(only), ..Order::default() };
    order.choice.accept = set(accept);
    order.choice.skip = set(skip);
    order
}

fn staging() -> Vec<serde_json::Value> {
    let lines = with(healthy(), "ADSyncScheduler", "StagingModeEnabled", &json!(true));
    without_events(lines, &[601, 650, 651, 653, 654, 656, 657, 663])
}

#[test]
fn staging_is_the_root_and_explains_the_silence() {
    let judgement = judge(staging());
    assert_eq!(judgement.verdict, Verdict::Problem);
    let root = judgement.root(&judgement.roots[0]).unwrap();
    assert_eq!(
        line(root),
        "server.staging-mode fail staging-mode-enabled".replace("mode fail", "mode  fail")
    );
    let heartbeat = one(&judgement, "connector.heartbeat", "contoso.com");
    assert_eq!(heartbeat.status, Status::Skipped);
    assert_eq!(heartbeat.blocked_by.as_ref().unwrap().check.0, "server.staging-mode");
    let explained: Vec<String> =
        judgement.roots[0].explains.iter().map(|i| line(&judgement.findings[*i])).collect();
    assert!(explained.contains(&"connector.heartbeat contoso.com skipped".to_owned()), "{explained:?}");
}

#[test]
fn accepted_staging_is_info_and_lets_the_rest_be_judged() {
    let facts = facts(&[("made".into(), staging())], Choices::default());
    let judgement = checks::judge(&facts, &order(&["staging-mode-enabled"], &[], &[]));
    let finding = one(&judgement, "server.staging-mode", "");
    assert_eq!((finding.status, finding.accepted), (Status::Info, true));
    assert_eq!(one(&judgement, "connector.heartbeat", "contoso.com").status, Status::Fail);
}

#[test]
fn a_skipped_check_is_not_required_and_blocks_nothing() {
    let mut lines = healthy();
    lines.retain(|l| !is(l, "Service"));
    assert_eq!(judge(lines.clone()).verdict, Verdict::Incomplete);
    let facts = facts(&[("made".into(), lines)], Choices::default());
    let judgement = checks::judge(&facts, &order(&[], &["server.service"], &[]));
    assert_eq!(judgement.verdict, Verdict::Healthy);
    assert_eq!(one(&judgement, "connector.heartbeat", "contoso.com").status, Status::Pass);
}

#[test]
fn only_runs_what_a_check_depends_on_too() {
    let facts = facts(&[("made".into(), healthy())], Choices::default());
    let judgement = checks::judge(&facts, &order(&[], &[], &["domain.account-permissions"]));
    let mut ids: Vec<&str> = judgement.findings.iter().map(|f| f.check.0).collect();
    ids.dedup();
    assert_eq!(
        ids,
        [
            "connectors.ad",
            "connector.phs-enabled",
            "domain.partition",
            "domain.reachable",
            "domain.account-credentials",
            "domain.account-permissions"
        ]
    );
}

#[test]
fn a_partition_that_is_not_selected_asks_nothing() {
    let mut lines = healthy();
    for connector in lines.iter_mut().filter(|l| is(l, "ADSyncConnector")) {
        for partition in connector["data"]["Partitions"].as_array_mut().into_iter().flatten() {
            if partition["DN"] == "DC=emea,DC=contoso,DC=com" {
                partition["Selected"] = json!(false);
            }
        }
    }
    lines.retain(|l| {
        !(is(l, "ADSyncPartitionPasswordSyncState") && l["data"]["DN"] == "DC=emea,DC=contoso,DC=com")
    });
    let judgement = judge(lines);
    assert_eq!(judgement.verdict, Verdict::Healthy);
    assert_eq!(one(&judgement, "domain.partition", "emea.contoso.com").status, Status::Info);
    for check in
        ["domain.reachable", "domain.account-credentials", "domain.account-permissions", "domain.last-cycle"]
    {
        let finding = one(&judgement, check, "emea.contoso.com");
        assert_eq!((finding.status, finding.required), (Status::Skipped, false), "{check}");
        assert_eq!(finding.blocked_by.as_ref().unwrap().check.0, "domain.partition");
    }
}

#[test]
fn a_call_that_failed_is_unknown_and_never_off() {
    let mut lines = healthy();
    for feature in lines.iter_mut().filter(|l| is(l, "ADSyncAADCompanyFeature")) {
        *feature = json!({"record": "ADSyncAADCompanyFeature", "error": {"kind": "timeout", "message": "no answer in 60 s"}});
    }
    let judgement = judge(lines);
    assert_eq!(one(&judgement, "tenant.phs-enabled", "").status, Status::Unknown);
    assert_eq!(one(&judgement, "tenant.local-cloud-agreement", "").status, Status::Unknown);
    assert_eq!(judgement.verdict, Verdict::Incomplete);
}

#[test]
fn versions() {
    let at = |version: &str, at: Option<&str>| {
        let lines = with(healthy(), "Server", "ConnectVersion", &json!(version));
        let lines = if at.is_some() { without_events(lines, &[]) } else { lines };
        let at = at.map(|t| t.parse().unwrap());
        let facts = facts(&[("made".into(), lines)], Choices { at, ..Choices::default() });
        let judgement = checks::judge(&facts, &order(&[], &[], &["server.version"]));
        line(one(&judgement, "server.version", "")).replace("server.version  ", "")
    };
    assert_eq!(at("2.6.84.0", None), "pass");
    assert_eq!(at("2.5.79.0", None), "pass");
    assert_eq!(at("2.5.76.0", None), "fail version-below-minimum");
    assert_eq!(at("2.6.79.0", None), "warn version-recalled");
    assert_eq!(at("1.6.16.0", None), "fail version-1x-retired");
}
