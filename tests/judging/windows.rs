//! How many, how old, and whether it ended.

use super::made::{
    CONTOSO, block, event, healthy, is, judge, judge_all, line, of, one, with, without_events, wrong,
};
use phs_doctor::{diagnosis::Status, facts::Choices};
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
fn a_success_that_a_failure_followed_ends_nothing() {
    // Five within the window, a batch after the fourth.
    let mut lines = without_recovery();
    for state in lines.iter_mut().filter(|l| is(l, "ADSyncPartitionPasswordSyncState")) {
        state["data"]["PasswordSyncLastCycleStatus"] = json!("Successful");
    }
    lines.extend([20, 30, 40, 50, 59].map(rpc));
    lines.push(event(656, "2026-11-20T08:55:00Z", &block(CONTOSO)));
    let judgement = judge(lines);
    let finding = one(&judgement, "domain.replication", "contoso.com");
    assert_eq!((finding.status, finding.hit.count), (Status::Fail, Some(5)));
    assert_eq!(finding.hit.first_seen.unwrap().to_rfc3339(), "2026-11-20T08:20:00+00:00");
}

#[test]
fn a_row_of_failures_is_counted_from_its_start_and_judged_by_its_window() {
    let mut lines = without_recovery();
    let early = |minute: u32| {
        let mut line = rpc(minute);
        line["data"]["TimeCreated"] = json!(format!("2026-11-20T07:{minute:02}:00Z"));
        line
    };
    lines.extend([1, 2, 3, 4, 5].map(early));
    lines.push(rpc(30));
    let judgement = judge(lines);
    let finding = one(&judgement, "domain.replication", "contoso.com");
    assert_eq!((finding.status, finding.hit.count), (Status::Warn, Some(6)));
    assert_eq!(finding.hit.first_seen.unwrap().to_rfc3339(), "2026-11-20T07:01:00+00:00");
    let window = finding.hit.evidence.iter().find(|row| row.label == "of them in the last 2 h");
    assert_eq!(window.unwrap().found.text, "1", "the number that decides is shown");
}

#[test]
fn a_full_synchronization_that_failed_days_ago_is_not_now() {
    for (time, want) in [
        ("2026-11-20T08:30:00Z", "connector.results contoso.com fail full-password-sync-failed"),
        ("2026-11-18T10:00:00Z", "connector.results contoso.com info full-password-sync-failed"),
    ] {
        let mut lines = without_events(healthy(), &[617, 618, 619, 622, 623]);
        lines.push(event(621, time, &format!("Full synchronization failed. {}", block(CONTOSO))));
        assert_eq!(line(one(&judge(lines), "connector.results", "contoso.com")), want);
    }
}

#[test]
fn a_domain_that_is_done_does_not_hide_one_that_is_not() {
    let mut lines = without_events(healthy(), &[617, 618, 619, 622, 623]);
    let mut put = |id, minute, domain: &str| {
        let text = format!("Full synchronization, domain {domain}. {}", block(CONTOSO));
        lines.push(event(id, &format!("2026-11-20T08:{minute}:00Z"), &text));
    };
    put(617, 10, "");
    put(618, 11, "emea.contoso.com");
    put(618, 12, "contoso.com");
    put(622, 30, "contoso.com");
    let judgement = judge(lines.clone());
    let finding = one(&judgement, "connector.results", "contoso.com");
    assert_eq!(finding.cause().unwrap().0, "full-password-sync-running");
    lines.push(event(623, "2026-11-20T08:40:00Z", &block(CONTOSO)));
    assert_eq!(one(&judge(lines), "connector.results", "contoso.com").status, Status::Pass);
}

#[test]
fn a_step_that_signs_in_nowhere_ends_no_refusal() {
    let run = |profile: &str, result: &str, time: &str| {
        json!({"record": "ADSyncRunProfileResult", "data": {"ConnectorName": "contoso.com",
            "RunProfileName": profile, "Result": result, "StartDate": time, "EndDate": time}})
    };
    let mut lines = healthy();
    lines.retain(|l| !is(l, "ADSyncRunProfileResult"));
    lines.push(run("Full Import", "stopped-server-down", "2026-11-19T09:01:20Z"));
    lines.push(run("Delta Import", "no-start-credentials", "2026-11-20T09:01:20Z"));
    lines.push(run("Delta Synchronization", "success", "2026-11-20T09:01:49Z"));
    let mut refused = event(6000, "2026-11-20T09:01:20Z", "contoso.com");
    refused["data"]["ProviderName"] = json!("ADSync");
    lines.push(refused);
    let found = |lines: &Vec<Value>| line(one(&judge(lines.clone()), "connector.last-run", "contoso.com"));
    assert_eq!(found(&lines), "connector.last-run contoso.com fail run-credentials-refused");
    lines.push(run("Export", "success", "2026-11-20T09:02:30Z"));
    assert_eq!(found(&lines), "connector.last-run contoso.com warn run-failed", "it signs in, and imports?");
    lines.push(run("Delta Import", "success", "2026-11-20T09:03:00Z"));
    assert_eq!(found(&lines), "connector.last-run contoso.com info run-credentials-refused");
}

#[test]
fn a_heartbeat_does_not_show_that_the_engine_recovered() {
    let mut lines = without_recovery();
    lines.retain(|l| !is(l, "ADSyncPartitionPasswordSyncState"));
    lines = without_events(lines, &[623, 651, 657]);
    let mut full = event(6323, "2026-11-20T08:30:00Z", "x");
    full["data"]["ProviderName"] = json!("ADSync");
    lines.push(full);
    lines.push(event(654, "2026-11-20T08:40:00Z", &block(CONTOSO)));
    assert!(one(&judge(lines.clone()), "server.engine", "").status > Status::Info);
    lines.push(event(651, "2026-11-20T08:41:00Z", &block(CONTOSO)));
    assert_eq!(one(&judge(lines), "server.engine", "").status, Status::Info);
}

#[test]
fn of_one_moment_the_later_number_is_newer() {
    for (first, second, want) in [(601, 602, Status::Fail), (602, 601, Status::Pass)] {
        let mut lines = healthy();
        // The lines of a file may stand in any order.
        for (id, number) in [(second, 900_002), (first, 900_001)] {
            let mut line = event(id, "2026-11-20T09:11:59Z", &block(CONTOSO));
            line["data"]["RecordId"] = json!(number);
            lines.push(line);
        }
        assert_eq!(one(&judge(lines), "connector.agent", "contoso.com").status, want, "{first} {second}");
    }
}

#[test]
fn a_log_that_ends_long_before_covers_no_more_than_it_holds() {
    let mut foreign = event(1, "2026-11-20T09:00:00Z", "x");
    foreign["data"]["ProviderName"] = json!("ESENT");
    let log = vec![event(654, "2026-11-20T08:00:00Z", &block(CONTOSO)), foreign];
    let at = Some("2026-11-20T15:00:00Z".parse().unwrap());
    let judgement = judge_all(&[("log".to_owned(), log)], Choices { at, ..Choices::default() });
    assert_eq!(line(one(&judgement, "server.event-log", "")), "server.event-log  warn log-covers-too-little");
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

/// The manager's own sign of life passes too, and is not called work.
#[test]
fn an_agent_that_is_alive_without_a_heartbeat_is_said_to_be_no_more() {
    let mut lines = without_events(healthy(), &[651, 654, 657, 663]);
    lines.push(event(663, "2026-11-20T09:00:00Z", &block(CONTOSO)));
    let variant = |lines| {
        let judgement = judge(lines);
        let finding = one(&judgement, "connector.heartbeat", "contoso.com");
        assert_eq!(finding.status, Status::Pass);
        finding.hit.variant
    };
    assert_eq!(variant(lines.clone()), Some("alive"));
    lines.push(event(657, "2026-11-20T08:00:00Z", &block(CONTOSO)));
    assert_eq!(variant(lines), Some("busy"), "work shows more, though it is older");
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

/// A definite failure of contoso.com.
fn denied(time: &str) -> Value {
    let text = format!("failed for domain: contoso.com. RPC Error 8453 : denied. {}", block(CONTOSO));
    event(611, &format!("2026-11-{time}Z"), &text)
}

/// Of the failures of contoso.com, with one cycle that succeeded then: since when, and how many.
fn counted(cycle: &str, failures: &[&str], sent: Option<&str>) -> (String, Option<u64>) {
    let mut lines = without_recovery();
    lines.retain(|l| !is(l, "ADReplicationRights"));
    for state in lines.iter_mut().filter(|l| is(l, "ADSyncPartitionPasswordSyncState")) {
        state["data"]["PasswordSyncLastCycleStatus"] = json!("Successful");
        for end in
            ["PasswordSyncLastSuccessfulCycleStartTimestamp", "PasswordSyncLastSuccessfulCycleEndTimestamp"]
        {
            state["data"][end] = json!(format!("2026-11-{cycle}Z"));
        }
    }
    lines.extend(failures.iter().map(|time| denied(time)));
    lines.extend(sent.map(|time| event(656, &format!("2026-11-{time}Z"), &block(CONTOSO))));
    let judgement = judge(lines);
    let finding = one(&judgement, "domain.account-permissions", "contoso.com");
    assert_eq!(finding.status, Status::Fail);
    (finding.hit.first_seen.unwrap().format("%dT%T").to_string(), finding.hit.count)
}

#[test]
fn a_failure_of_last_week_that_ended_is_not_part_of_this_one() {
    let failures = ["13T09:00:00", "20T09:02:00"];
    let since = |time: &str, count| (time.to_owned(), Some(count));
    assert_eq!(counted("13T09:30:00", &failures, Some("20T08:52:00")), since("20T09:02:00", 1));
    assert_eq!(counted("13T09:30:00", &failures, None), since("20T09:02:00", 1));
    assert_eq!(counted("13T08:30:00", &failures, None), since("13T09:00:00", 2), "nothing ended it");
    let within = ["13T09:00:00", "20T08:00:00", "20T09:02:00"];
    assert_eq!(counted("13T09:30:00", &within, Some("20T08:52:00")), since("20T08:00:00", 2));
}

#[test]
fn failures_are_counted_from_the_success_and_not_from_ten_minutes_around_it() {
    let failures = [
        "20T05:00:00",
        "20T05:00:30",
        "20T05:01:00",
        "20T05:01:30",
        "20T05:03:00",
        "20T05:05:00",
        "20T05:09:00",
        "20T09:02:00",
    ];
    for (cycle, want) in [
        ("20T05:02:00", ("20T05:03:00", 4)),
        ("20T05:00:10", ("20T05:00:30", 7)),
        ("20T05:08:59", ("20T05:09:00", 2)),
        ("20T04:00:00", ("20T05:00:00", 8)),
    ] {
        assert_eq!(counted(cycle, &failures, None), (want.0.to_owned(), Some(want.1)), "{cycle}");
    }
}

#[test]
fn what_is_over_shows_the_success_that_ended_it() {
    let shown = |lines: Vec<Value>, check: &str, scope: &str| {
        let judgement = judge(lines);
        let found = of(&judgement, check).into_iter();
        let mut over = found.filter(|f| f.hit.variant == Some("recovered"));
        let finding = over.find(|f| scope.is_empty() || super::made::place(f) == scope).unwrap();
        let newest = finding.hit.evidence.iter().max_by_key(|row| row.observed_at).unwrap();
        assert!(newest.observed_at > finding.hit.last_seen, "{:#?}", finding.hit.evidence);
        (newest.label.clone(), newest.found.text.clone())
    };
    let row = |label: &str, time: &str| (label.to_owned(), format!("2026-11-20 {time} UTC"));
    let mut lines = without_recovery();
    for state in lines.iter_mut().filter(|l| is(l, "ADSyncPartitionPasswordSyncState")) {
        state["data"]["PasswordSyncLastCycleStatus"] = json!("Successful");
    }
    lines.push(rpc(10));
    let mut sent = lines.clone();
    sent.push(event(656, "2026-11-20T08:20:00Z", &block(CONTOSO)));
    assert_eq!(
        shown(sent, "domain.replication", "contoso.com"),
        row("success: Directory Synchronization event 656", "08:20")
    );
    for state in lines.iter_mut().filter(|l| is(l, "ADSyncPartitionPasswordSyncState")) {
        state["data"]["PasswordSyncLastSuccessfulCycleEndTimestamp"] = json!("2026-11-20T08:30:00Z");
    }
    assert_eq!(shown(lines, "domain.replication", "contoso.com"), row("last successful cycle", "08:30"));
    let mut cloud = healthy();
    cloud.push(event(
        655,
        "2026-11-20T08:50:00Z",
        &format!("ping failed. Error Code: 81. {}", block(CONTOSO)),
    ));
    cloud.push(event(654, "2026-11-20T09:05:00Z", &format!("ping end. {}", block(CONTOSO))));
    assert_eq!(
        shown(cloud, "tenant.cloud-channel", ""),
        row("success: Directory Synchronization event 654", "09:05")
    );
    let mut expired = healthy();
    expired.push(event(1012, "2026-11-20T08:50:00Z", "certificate"));
    shown(expired, "tenant.cloud-channel", "");
    let mut engine = healthy();
    let mut full = event(6323, "2026-11-20T08:30:00Z", "x");
    full["data"]["ProviderName"] = json!("ADSync");
    engine.push(full);
    shown(engine, "server.engine", "");
}

#[test]
fn of_two_connectors_the_one_that_failed_last_is_told() {
    const FABRIKAM: &str = "a3d27b90-1c44-4e0e-8a5f-6b9f0c2e7722";
    let other = || block(FABRIKAM).replace("contoso.com", "fabrikam.local");
    let mut lines = without_events(healthy(), &[651, 654, 657]);
    let busy = "ping failed. Error Code: 81.";
    lines.push(event(655, "2026-11-20T01:46:00Z", &format!("{busy} {}", block(CONTOSO))));
    lines.push(event(655, "2026-11-20T08:30:00Z", &format!("{busy} {}", other())));
    lines.push(event(654, "2026-11-20T08:50:00Z", &format!("ping end. {}", other())));
    let judgement = judge(lines);
    let finding = one(&judgement, "tenant.cloud-channel", "");
    assert_eq!((finding.status, finding.hit.variant), (Status::Info, Some("recovered")));
    assert_eq!(finding.hit.last_seen.unwrap().to_rfc3339(), "2026-11-20T08:30:00+00:00");
    assert_eq!(finding.hit.connectors, ["fabrikam.local"]);
    let silent = finding.hit.evidence.iter().find(|row| row.label == "connector without a success since");
    assert_eq!(silent.unwrap().found.text, "contoso.com, 2026-11-20 01:46 UTC");
}
