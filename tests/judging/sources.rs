//! Several sources, several computers, and time.

use super::made::{
    CONTOSO, block, event, facts, healthy, is, judge, judge_all, line, one, with, without_events,
};
use phs_doctor::{
    checks::{self, Order},
    diagnosis::{Status, Verdict},
    evidence::{Ask, Kind, Why, open},
    facts::{Choices, Gather, Tick},
};
use serde_json::{Value, json};
use std::ops::ControlFlow;

fn later(lines: Vec<Value>, time: &str) -> Vec<Value> {
    lines
        .into_iter()
        .map(|mut l| {
            if is(&l, "Header") {
                if l["collected_at"].is_null() {
                    l["data"]["collected_at"] = json!(time);
                } else {
                    l["collected_at"] = json!(time);
                }
            }
            l
        })
        .collect()
}

fn only(record: &str, mut lines: Vec<Value>) -> Vec<Value> {
    lines.retain(|l| is(l, record) || is(l, "Header"));
    lines
}

#[test]
fn the_newest_observation_of_a_fact_wins_whatever_the_order() {
    let old = with(only("ADSyncScheduler", healthy()), "ADSyncScheduler", "StagingModeEnabled", &json!(true));
    let new = later(only("ADSyncScheduler", healthy()), "2026-11-20T10:00:00Z");
    for sources in [[("a", &old), ("b", &new)], [("b", &new), ("a", &old)]] {
        let sources: Vec<_> = sources.iter().map(|(n, l)| ((*n).to_owned(), (*l).clone())).collect();
        let judgement = judge_all(&sources, Choices::default());
        assert_eq!(one(&judgement, "server.staging-mode", "").status, Status::Pass);
    }
}

/// What names no time is as new as it was opened late, whatever its file is called.
#[test]
fn of_sources_without_a_time_the_one_opened_later_wins() {
    let feature = |on: bool| {
        let data = json!({"PasswordHashSync":on,"ForcePasswordChangeOnLogOn":false});
        vec![json!({"record":"ADSyncAADCompanyFeature","data":data})]
    };
    for (first, second) in [("before/feature.txt", "after/feature.txt"), ("a.txt", "b.txt")] {
        for on in [true, false] {
            let sources = [(first.to_owned(), feature(!on)), (second.to_owned(), feature(on))];
            let facts = facts(&sources, Choices::default());
            let found = facts.one(Kind::ADSyncAADCompanyFeature).bool("PasswordHashSync").value();
            assert_eq!(found, Some(on), "{first}, then {second}");
        }
    }
}

#[test]
fn an_error_never_replaces_a_value() {
    let newer = vec![
        json!({"record":"Header","schema":"phs-evidence/1","collected_at":"2026-11-20T11:00:00Z","computer":"AADC01","collector":"t"}),
        json!({"record":"ADSyncAADCompanyFeature","error":{"kind":"failed","message":"x"}}),
    ];
    let judgement = judge_all(&[("a".into(), healthy()), ("b".into(), newer)], Choices::default());
    assert_eq!(one(&judgement, "tenant.phs-enabled", "").status, Status::Pass);
}

/// Events that show a connector alive.
const LIFE: [u32; 9] = [650, 651, 652, 653, 654, 655, 656, 657, 663];

#[test]
fn a_log_that_could_not_be_read_is_no_silent_one() {
    let lost = || json!({"record":"WinEvent","error":{"kind":"timeout","message":"no answer in 60 s"}});
    let status = |sources: &[(String, Vec<Value>)]| {
        one(&judge_all(sources, Choices::default()), "connector.heartbeat", "contoso.com").status
    };
    // Its span is there and nothing else; or some of its events came before it broke off.
    let mut nothing = healthy();
    nothing.retain(|l| !is(l, "WinEvent"));
    for mut lines in [nothing, without_events(healthy(), &LIFE)] {
        assert_eq!(
            status(&[("a".into(), lines.clone())]),
            Status::Fail,
            "it is silent where nothing was lost"
        );
        lines.push(lost());
        assert_eq!(status(&[("a".into(), lines)]), Status::Unknown);
    }
    // Neither is one that the operator stopped reading, here at its last record.
    let lines = without_events(healthy(), &LIFE);
    let mut left = lines.len() - 1;
    let mut gather = Gather::default();
    let text: String = lines.iter().map(|l| format!("{l}\n")).collect();
    let mut opened = open::memory("a", "evidence file", text.into_bytes());
    let mut stop = |tick: Tick<'_>| {
        left -= usize::from(matches!(tick, Tick::Record(_)));
        if left == 0 { ControlFlow::Break(()) } else { ControlFlow::Continue(()) }
    };
    gather.read(&opened.origin, opened.source.as_mut(), &Ask::default(), &mut stop).unwrap();
    let judgement = checks::judge(&gather.builder.finish().0, &Order::default());
    assert_eq!(one(&judgement, "connector.heartbeat", "contoso.com").status, Status::Unknown);
    // Another source that holds the log makes up for it.
    let mut broken = only("ADSyncScheduler", healthy());
    broken.push(lost());
    assert_eq!(status(&[("a".into(), healthy()), ("b".into(), broken)]), Status::Pass);
}

#[test]
fn evidence_of_nine_stays_fresh_beside_a_log_of_three() {
    let log: Vec<Value> = (0..8)
        .map(|i| event(654, &format!("2026-11-20T{:02}:30:00Z", 8 + i), &block(CONTOSO)))
        .chain([{
            let mut foreign = event(1, "2026-11-20T15:31:00Z", "x");
            foreign["data"]["ProviderName"] = json!("ESENT");
            foreign
        }])
        .collect();
    let judgement = judge_all(&[("evidence".into(), healthy()), ("log".into(), log)], Choices::default());
    assert_eq!(one(&judgement, "domain.last-cycle", "contoso.com").status, Status::Pass);
    assert_eq!(one(&judgement, "connector.heartbeat", "contoso.com").status, Status::Pass);
    // Of the other forest the log knows nothing after nine.
    assert_eq!(one(&judgement, "connector.heartbeat", "fabrikam.local").status, Status::Fail);
    assert_eq!(judgement.evaluated_at.unwrap().to_rfc3339(), "2026-11-20T15:31:00+00:00");
}

#[test]
fn a_log_of_nothing_but_ours_proves_no_heartbeat() {
    let log: Vec<Value> = (0..10)
        .map(|i| event(654, &format!("2026-11-20T0{}:{:02}:00Z", 4 + i / 2, (i % 2) * 30), &block(CONTOSO)))
        .collect();
    let judgement = judge_all(&[("log".into(), log.clone())], Choices::default());
    assert_eq!(one(&judgement, "connector.heartbeat", CONTOSO).status, Status::Unknown);
    let at = Some("2026-11-20T08:40:00Z".parse().unwrap());
    let judgement = judge_all(&[("log".into(), log)], Choices { at, ..Choices::default() });
    assert_eq!(one(&judgement, "connector.heartbeat", CONTOSO).status, Status::Pass);
}

#[test]
fn an_older_log_does_not_date_an_export_of_nothing_but_ours() {
    let beats = |hours: std::ops::Range<u32>| -> Vec<Value> {
        hours.map(|h| event(654, &format!("2026-11-20T{h:02}:00:00Z"), &block(CONTOSO))).collect()
    };
    let foreign = |time: &str| {
        let mut line = event(1, time, "x");
        line["data"]["ProviderName"] = json!("ESENT");
        line
    };
    let mut old = beats(0..3);
    old.push(foreign("2026-11-20T02:30:00Z"));
    let status = |old: Vec<Value>| {
        let sources = [("old".to_owned(), old), ("export".to_owned(), beats(4..9))];
        let judgement = judge_all(&sources, Choices::default());
        ["connector.heartbeat", "connector.agent"].map(|check| one(&judgement, check, CONTOSO).status)
    };
    assert_eq!(status(old.clone()), [Status::Unknown; 2]);
    old.push(foreign("2026-11-20T07:50:00Z"));
    assert_eq!(status(old), [Status::Pass; 2], "what reaches the end dates it");
}

#[test]
fn two_computers_are_never_merged() {
    let other: Vec<Value> = healthy()
        .into_iter()
        .map(|l| serde_json::from_str(&l.to_string().replace("AADC01", "AADC02")).unwrap())
        .collect();
    let other = with(other, "ADSyncScheduler", "StagingModeEnabled", &json!(true));
    let sources = [("a".to_owned(), healthy()), ("b".to_owned(), other)];
    let undecided = facts(&sources, Choices::default());
    assert!(undecided.must_choose());
    assert_eq!(undecided.servers(), ["AADC01", "AADC02"]);
    for (server, want) in [("aadc01", Status::Pass), ("AADC02.contoso.com", Status::Fail)] {
        let judgement = judge_all(&sources, Choices { server: Some(server.into()), ..Choices::default() });
        assert_eq!(one(&judgement, "server.staging-mode", "").status, want, "{server}");
    }
}

#[test]
fn at_leaves_out_what_is_newer() {
    let mut lines = healthy();
    lines.push(event(602, "2026-11-20T09:11:30Z", &block(CONTOSO)));
    for line in &mut lines {
        if !is(line, "Header") && !is(line, "WinEvent") {
            line["observed_at"] = json!("2026-11-20T06:00:00Z");
        }
    }
    let now = judge_all(&[("a".into(), lines.clone())], Choices::default());
    assert_eq!(
        line(one(&now, "connector.agent", "contoso.com")),
        "connector.agent contoso.com fail agent-stopped"
    );
    let at = Some("2026-11-20T09:11:00Z".parse().unwrap());
    let before = judge_all(&[("a".into(), lines)], Choices { at, ..Choices::default() });
    assert_eq!(one(&before, "connector.agent", "contoso.com").status, Status::Pass);
}

#[test]
fn evidence_that_is_too_old_is_incomplete() {
    let now = Some("2026-11-22T09:12:00Z".parse().unwrap());
    let old = Choices { now, max_age: Some(chrono::TimeDelta::hours(24)), ..Choices::default() };
    let judgement = judge_all(&[("a".into(), healthy())], old);
    assert_eq!(judgement.verdict, Verdict::Incomplete);
    assert_eq!(one(&judgement, "server.staging-mode", "").status, Status::Unknown);
    let young = Choices { now, max_age: Some(chrono::TimeDelta::hours(72)), ..Choices::default() };
    assert_eq!(judge_all(&[("a".into(), healthy())], young).verdict, Verdict::Healthy);
}

#[test]
fn a_lone_log_is_worth_checking() {
    let log = without_events(healthy(), &[]).into_iter().filter(|l| is(l, "WinEvent")).chain([event(
        611,
        "2026-11-20T09:11:00Z",
        "failed for domain: contoso.com, domain controller hostname: dc1.contoso.com. RPC Error 8453 : x",
    )]);
    let judgement = judge_all(&[("log".into(), log.collect())], Choices::default());
    let finding =
        judgement.findings.iter().find(|f| f.cause().is_some_and(|c| c.0 == "replication-rights-missing"));
    assert_eq!(finding.unwrap().scope.domain.as_deref(), Some("contoso.com"));
}

#[test]
fn a_computer_of_another_domain_is_another_computer() {
    let of = |computer: &str| {
        vec![
            json!({"record":"Header","schema":"phs-evidence/1","collected_at":"2026-11-20T09:12:00Z","computer":computer,"collector":"t"}),
        ]
    };
    let servers = |names: &[&str], server: Option<&str>| {
        let sources: Vec<_> = names.iter().map(|n| ((*n).to_owned(), of(n))).collect();
        let facts = facts(&sources, Choices { server: server.map(str::to_owned), ..Choices::default() });
        (facts.servers().len(), facts.computer().map(str::to_owned))
    };
    let two = ["AADC01", "AADC01.contoso.com", "AADC01.fabrikam.com"];
    assert_eq!(servers(&two[..2], None), (1, Some("AADC01".to_owned())));
    assert_eq!(servers(&two, None), (2, None));
    assert_eq!(servers(&two, Some("aadc01.fabrikam.com")), (2, Some("AADC01.fabrikam.com".to_owned())));
    assert_eq!(servers(&two, Some("AADC01")), (2, None), "a name that both bear");
}

#[test]
fn what_is_newer_than_the_chosen_time_was_collected() {
    let at = "2026-11-01T00:00:00Z".parse().ok();
    let facts = facts(&[("a".into(), healthy())], Choices { at, ..Choices::default() });
    assert_eq!(facts.log().unwrap_err().why, Why::TooNew);
    assert_eq!(facts.gap(Kind::ADSyncScheduler).why, Why::TooNew);
    assert_eq!(facts.gap(Kind::CloudUser).why, Why::NotCollected);
}

/// Evidence calls a switch by the name that it has in the record that says so.
#[test]
fn a_switch_is_called_as_its_source_calls_it() {
    let said = |lines| {
        let judgement = judge(lines);
        let finding = one(&judgement, "server.scheduler", "").clone();
        (finding.status, finding.hit.evidence[0].label.clone(), finding.hit.evidence[0].source.clone())
    };
    let (status, label, source) = said(healthy());
    assert!(status == Status::Pass && label == "SyncCycleEnabled" && source.starts_with("ADSyncScheduler"));
    let mut exported = healthy();
    exported.retain(|l| !is(l, "ADSyncScheduler"));
    exported.push(json!({"record": "ADSyncGlobalSettingsParameter", "data": {
        "Name": "Microsoft.Synchronize.SynchronizationSchedule", "Value": "False"}}));
    let (status, label, source) = said(exported);
    assert_eq!((status, label.as_str()), (Status::Warn, "Microsoft.Synchronize.SynchronizationSchedule"));
    assert!(source.starts_with("ADSyncGlobalSettingsParameter"), "{source}");
}

/// Where every controller may be used, that is seen and dated like anything else.
#[test]
fn a_domain_without_preferred_controllers_says_what_was_looked_at() {
    let judgement = judge(healthy());
    for finding in super::made::of(&judgement, "domain.preferred-dcs") {
        assert_eq!(finding.status, Status::Pass);
        assert!(finding.hit.evidence.iter().all(|e| e.judged_at.is_some()));
        assert!(!finding.hit.evidence.is_empty(), "{:?}", finding.scope);
    }
}

#[test]
fn the_span_of_a_log_reaches_to_the_chosen_time() {
    let mut lines = without_events(healthy(), &LIFE);
    for line in &mut lines {
        if !is(line, "Header") && !is(line, "WinEvent") && !is(line, "EventLogCoverage") {
            line["observed_at"] = json!("2026-11-20T06:00:00Z");
        }
    }
    let found = |check: &str, at: &str| {
        let choices = Choices { at: Some(at.parse().unwrap()), ..Choices::default() };
        let judgement = judge_all(&[("a".into(), lines.clone())], choices);
        judgement.findings.iter().find(|f| f.check.0 == check).unwrap().status
    };
    assert_eq!(found("server.event-log", "2026-11-20T09:00:00Z"), Status::Pass);
    assert_eq!(found("connector.heartbeat", "2026-11-20T09:00:00Z"), Status::Fail);
    assert_eq!(found("server.event-log", "2026-11-13T07:00:00Z"), Status::Warn, "it began an hour before");
    assert_eq!(found("server.event-log", "2026-11-13T06:00:00Z"), Status::Unknown, "it begins later");
}
