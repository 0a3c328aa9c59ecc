//! How many, how old, and whether it ended.

use super::made::{CONTOSO, block, event, healthy, is, judge, line, of, one, with, without_events, wrong};
use phs_doctor::diagnosis::Status;
use serde_json::{Value, json};

/// A failure of a domain that may pass by itself.
fn rpc(minute: u32) -> Value {
    event(
        611,
        &format!("2026-11-20T08:{minute:02}:00Z"),
        &format!(
            "Password hash synchronization failed for domain: contoso.com, domain controller hostname: dc1.contoso.com. Details: X ---> RPC Error 1722 : The RPC server is unavailable. {}",
            block(CONTOSO)
        ),
    )
}

/// Contoso's last cycle ended at seven and failed since, so that nothing answers events after that.
fn without_recovery() -> Vec<Value> {
    let mut lines = without_events(healthy(), &[622, 650, 656]);
    for state in lines.iter_mut().filter(|l| is(l, "ADSyncPartitionPasswordSyncState")) {
        if state["data"]["DN"] == "DC=contoso,DC=com" {
            state["data"]["PasswordSyncLastCycleStatus"] = json!("Failed");
            state["data"]["PasswordSyncLastSuccessfulCycleStartTimestamp"] = json!("2026-11-20T06:59:00Z");
            state["data"]["PasswordSyncLastSuccessfulCycleEndTimestamp"] = json!("2026-11-20T07:00:00Z");
        }
    }
    lines
}

#[test]
fn four_transient_failures_warn_and_five_fail() {
    for (count, want) in [(1, Status::Warn), (4, Status::Warn), (5, Status::Fail)] {
        let mut lines = without_recovery();
        lines.extend((0..count).map(rpc));
        let judgement = judge(lines);
        let finding = one(&judgement, "domain.replication", "contoso.com");
        assert_eq!(finding.status, want, "{count}");
        assert_eq!(finding.cause().unwrap().0, "rpc-1722");
        assert_eq!(finding.hit.count, Some(u64::from(count)));
        assert_eq!(finding.hit.first_seen.unwrap().to_rfc3339(), "2026-11-20T08:00:00+00:00");
        assert!(of(&judgement, "domain.replication").iter().filter(|f| f.status > Status::Info).count() == 1);
    }
}

#[test]
fn one_definite_failure_fails() {
    let mut lines = without_recovery();
    lines.push(event(
        611,
        "2026-11-20T08:30:00Z",
        "failed for domain: contoso.com. RPC Error 8453 : Replication access was denied.",
    ));
    let judgement = judge(lines);
    // The rights probe of the healthy server is as old as its header, thus newer than the event: it wins.
    assert_eq!(one(&judgement, "domain.account-permissions", "contoso.com").status, Status::Info);
    let mut lines = without_recovery();
    lines.retain(|l| !is(l, "ADReplicationRights"));
    lines.push(event(
        611,
        "2026-11-20T08:30:00Z",
        "failed for domain: contoso.com. RPC Error 8453 : Replication access was denied.",
    ));
    let judgement = judge(lines);
    let finding = one(&judgement, "domain.account-permissions", "contoso.com");
    assert_eq!((finding.status, finding.cause().unwrap().0), (Status::Fail, "replication-rights-missing"));
}

#[test]
fn a_success_after_the_newest_failure_ends_it() {
    let mut lines = healthy();
    lines.extend((0..6).map(rpc));
    let judgement = judge(lines);
    let finding = one(&judgement, "domain.replication", "contoso.com");
    assert_eq!((finding.status, finding.hit.variant), (Status::Info, Some("recovered")));
    assert!(judgement.roots.is_empty());
}

#[test]
fn failures_before_the_window_stand_until_something_shows_life() {
    let early = |minute: u32| {
        let mut line = rpc(minute);
        line["data"]["TimeCreated"] = json!(format!("2026-11-20T04:{minute:02}:00Z"));
        line
    };
    let mut quiet = without_recovery();
    for state in quiet.iter_mut().filter(|l| is(l, "ADSyncPartitionPasswordSyncState")) {
        state["data"]["PasswordSyncLastSuccessfulCycleStartTimestamp"] = json!("2026-11-20T03:00:00Z");
        state["data"]["PasswordSyncLastSuccessfulCycleEndTimestamp"] = json!("2026-11-20T03:00:00Z");
    }
    quiet.extend((0..6).map(early));
    let alive = judge(quiet.clone());
    let finding = one(&alive, "domain.replication", "contoso.com");
    assert_eq!((finding.status, finding.hit.variant), (Status::Info, Some("not-seen-since")));
    let dead = judge(without_events(quiet, &[650, 651, 652, 653, 654, 655, 656, 657, 663]));
    assert_eq!(one(&dead, "domain.replication", "contoso.com").status, Status::Fail);
}

#[test]
fn a_heartbeat_of_three_hours_ago_is_enough_and_an_older_one_is_not() {
    for (time, want) in [("06:12:00", Status::Pass), ("06:11:59", Status::Fail)] {
        let mut lines = without_events(healthy(), &[651, 654, 657, 663]);
        lines.push(event(654, &format!("2026-11-20T{time}Z"), &block(CONTOSO)));
        let judgement = judge(lines);
        assert_eq!(one(&judgement, "connector.heartbeat", "contoso.com").status, want, "{time}");
    }
}

#[test]
fn a_busy_channel_needs_no_heartbeat() {
    let mut lines = without_events(healthy(), &[651, 654, 657, 663]);
    lines.push(event(651, "2026-11-20T09:00:00Z", &block(CONTOSO)));
    let finding_of = |lines| line(one(&judge(lines), "connector.heartbeat", "contoso.com"));
    assert_eq!(finding_of(lines), "connector.heartbeat contoso.com pass");
}

#[test]
fn a_log_too_short_leaves_the_heartbeat_open() {
    let mut lines = without_events(healthy(), &[651, 654, 657, 663]);
    lines.retain(|l| !is(l, "WinEvent") || l["data"]["TimeCreated"].as_str().unwrap() > "2026-11-20T08");
    let lines = with(lines, "EventLogCoverage", "OldestRecord", &json!("2026-11-20T08:00:00Z"));
    let judgement = judge(lines);
    assert_eq!(one(&judgement, "connector.heartbeat", "contoso.com").status, Status::Unknown);
    assert_eq!(one(&judgement, "server.event-log", "").cause().unwrap().0, "log-covers-too-little");
}

#[test]
fn the_last_cycle_by_the_minute() {
    let at = |time: &str, status: &str| {
        let mut lines = healthy();
        for state in lines.iter_mut().filter(|l| is(l, "ADSyncPartitionPasswordSyncState")) {
            state["data"]["PasswordSyncLastCycleStatus"] = json!(status);
            state["data"]["PasswordSyncLastSuccessfulCycleEndTimestamp"] = json!(time);
        }
        line(one(&judge(lines), "domain.last-cycle", "contoso.com"))
    };
    assert_eq!(at("2026-11-20T08:42:00Z", "Successful"), "domain.last-cycle contoso.com pass");
    assert_eq!(
        at("2026-11-20T08:41:59Z", "Successful"),
        "domain.last-cycle contoso.com warn last-success-stale"
    );
    assert_eq!(
        at("2026-11-20T06:12:00Z", "InProgress"),
        "domain.last-cycle contoso.com warn last-success-stale"
    );
    assert_eq!(
        at("2026-11-20T06:11:59Z", "Successful"),
        "domain.last-cycle contoso.com fail last-success-stale"
    );
    assert_eq!(at("2026-11-20T09:11:00Z", "Failed"), "domain.last-cycle contoso.com fail last-cycle-failed");
    assert_eq!(
        at("2026-11-20T09:11:00Z", "Interrupted"),
        "domain.last-cycle contoso.com fail last-cycle-interrupted"
    );
    assert_eq!(at("0001-01-01T00:00:00Z", "Failed"), "domain.last-cycle contoso.com fail never-succeeded");
    assert_eq!(at("0001-01-01T00:00:00Z", "None"), "domain.last-cycle contoso.com fail never-tried");
}

#[test]
fn a_healthy_server_has_nothing_wrong() {
    assert_eq!(wrong(&judge(healthy())), (vec![], vec![]));
}

#[test]
fn certificates_count_from_the_whole_log() {
    let old = |id: u32, time: &str| event(id, time, "certificate");
    let mut lines = healthy();
    lines.push(old(1011, "2026-11-19T01:00:00Z"));
    assert_eq!(
        line(one(&judge(lines.clone()), "tenant.cloud-channel", "")),
        "tenant.cloud-channel  warn entra-certificate-expiring"
    );
    let mut dead = without_events(lines, &[651, 654, 657]);
    dead.push(old(1012, "2026-11-19T02:00:00Z"));
    let judgement = judge(dead);
    assert!(
        of(&judgement, "tenant.cloud-channel")
            .iter()
            .any(
                |f| f.cause().is_some_and(|c| c.0 == "entra-certificate-expired") && f.status == Status::Fail
            )
    );
}
