//! Whose event is it?

use super::made::{CONTOSO, block, event, healthy, is, judge, of, one, without_events};
use phs_doctor::diagnosis::{Judgement, Status};
use serde_json::{Value, json};

fn quiet() -> Vec<Value> {
    let mut lines = without_events(healthy(), &[622, 650, 656]);
    for state in lines.iter_mut().filter(|l| is(l, "ADSyncPartitionPasswordSyncState")) {
        state["data"]["PasswordSyncLastSuccessfulCycleEndTimestamp"] = json!("2026-11-20T05:00:00Z");
        state["data"]["PasswordSyncLastSuccessfulCycleStartTimestamp"] = json!("2026-11-20T05:00:00Z");
    }
    lines
}

fn domains_with(judgement: &Judgement, cause: &str) -> Vec<String> {
    let hit =
        of(judgement, "domain.replication").into_iter().filter(|f| f.cause().is_some_and(|c| c.0 == cause));
    hit.filter_map(|f| f.scope.domain.clone()).collect()
}

#[test]
fn a_domain_is_a_whole_name() {
    for (named, want) in [
        ("contoso.com", "contoso.com"),
        ("emea.contoso.com", "emea.contoso.com"),
        ("EMEA.Contoso.COM", "emea.contoso.com"),
    ] {
        let mut lines = quiet();
        lines.push(event(
            611,
            "2026-11-20T09:00:00Z",
            &format!(
                "failed for domain: {named}, domain controller hostname: dc7.{named}. RPC Error 8439 : x"
            ),
        ));
        assert_eq!(domains_with(&judge(lines), "rpc-8439"), [want], "{named}");
    }
}

#[test]
fn a_domain_of_another_forest_is_left_alone() {
    let mut lines = quiet();
    lines.push(event(
        611,
        "2026-11-20T09:00:00Z",
        "failed for domain: contoso.com.evil.example. RPC Error 8439 : x",
    ));
    assert!(domains_with(&judge(lines), "rpc-8439").is_empty());
}

#[test]
fn the_guid_decides_and_the_tracking_id_does_not() {
    let text = format!(
        "failed. Error Code: 15. TrackingID : {CONTOSO}0 {}",
        block("0c2ad1c2-0000-0000-0000-000000000000")
    );
    let mut lines = healthy();
    lines.push(event(655, "2026-11-20T09:11:59Z", &text));
    // A connector that is not of this server: nobody's.
    let judgement = judge(lines);
    assert!(of(&judgement, "tenant.cloud-channel").iter().all(|f| f.status == Status::Pass));
    let mut lines = healthy();
    lines.push(event(
        655,
        "2026-11-20T09:11:59Z",
        &format!("Error Code: 15 {}", block(&CONTOSO.to_uppercase())),
    ));
    let judgement = judge(lines);
    let finding = one(&judgement, "tenant.cloud-channel", "");
    assert_eq!((finding.status, finding.cause().unwrap().0), (Status::Fail, "entra-dirsync-not-activated"));
    assert_eq!(finding.hit.values["connector"].text, "contoso.com");
}

#[test]
fn an_event_that_names_nobody_belongs_to_all() {
    let mut lines = healthy();
    lines.push(event(655, "2026-11-20T09:11:59Z", "Error Code: 15"));
    let judgement = judge(lines);
    assert_eq!(
        one(&judgement, "tenant.cloud-channel", "").hit.values["connector"].text,
        "contoso.com, fabrikam.local"
    );
}

#[test]
fn ids_of_other_providers_are_theirs() {
    let mut lines = healthy();
    for id in [609, 612, 902, 906, 6000, 6003, 105, 0, 611, 655] {
        for provider in ["ESENT", "Microsoft-Windows-Winlogon", "Directory Synchronization Helper", "ADSyncX"]
        {
            let mut line = event(id, "2026-11-20T09:11:59Z", "contoso.com RPC Error 8453 : Error Code: 90");
            line["data"]["ProviderName"] = json!(provider);
            lines.push(line);
        }
    }
    assert!(judge(lines).findings.iter().all(|f| f.status == Status::Pass));
}

#[test]
fn the_level_of_an_event_says_nothing() {
    for level in [0, 2, 4] {
        let mut lines = healthy();
        let mut line =
            event(115, "2026-11-20T09:11:59Z", "Access to Windows Azure Active Directory has been denied.");
        line["data"]["Level"] = json!(level);
        lines.push(line);
        let judgement = judge(lines);
        assert_eq!(one(&judgement, "tenant.cloud-channel", "").cause().unwrap().0, "entra-access-denied");
    }
}
