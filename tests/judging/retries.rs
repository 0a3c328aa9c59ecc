//! Attempts that were put off, results without a name, and how many attempts are kept.

use super::{
    made::{event, facts, is},
    users::{ANCHOR, DN, UPN, drop, has, judged, of, person, server, wrong},
};
use phs_doctor::{
    diagnosis::Status,
    facts::{Choices, people::Found},
};
use serde_json::{Value, json};

/// An event that puts passwords off: a list of users.
pub fn put_off(id: u32, time: &str) -> Value {
    let text = match id {
        0 => format!(
            "Password changes that failed are tried again:\n\nDN = CN=Other,DC=contoso,DC=com\nDN = {DN}"
        ),
        _ => format!("Items in the list of retries\nAnchor : {ANCHOR}, Dn : {DN}"),
    };
    event(id, time, &text)
}

#[test]
fn retries_warn_fail_and_are_over_once_the_password_arrived() {
    let newest = |rows: &[Value]| {
        let judgement = judged(|p| {
            drop(p, "ADSyncCSObjectLog");
            p.extend(rows.iter().cloned());
        });
        let found = judgement.findings.iter().find(|f| f.check.0 == "user.last-attempt").unwrap();
        (found.status, found.cause().map_or("", |c| c.0), found.hit.count)
    };
    let at = |minute: u32| format!("2026-11-20T08:{minute:02}:00Z");
    let told = |minute: u32, result: &str| {
        event(
            657,
            &at(minute),
            &format!("Password Change Result - Anchor : {ANCHOR}, Dn : {DN}, Result : {result}"),
        )
    };
    let waits = "waiting-for-retry";
    // A 605 and a 0 of the same minute are one.
    assert_eq!(newest(&[put_off(605, &at(2)), put_off(0, &at(2))]), (Status::Warn, waits, Some(1)));
    let often: Vec<Value> = (0..5).map(|i| put_off(0, &at(i * 6))).collect();
    assert_eq!(newest(&often), (Status::Fail, waits, Some(5)));
    let taken: Vec<Value> = often.iter().cloned().chain([told(40, "Success.")]).collect();
    assert_eq!(newest(&taken), (Status::Pass, "", None));
    // What failed is said before that it is tried again; what worked before is of an older password.
    let refused: Vec<Value> =
        [told(1, "Failed., Extended Error : 8344")].into_iter().chain(often.iter().cloned()).collect();
    assert_eq!(newest(&refused).1, "attempt-error");
    let earlier: Vec<Value> = [told(0, "Success."), put_off(605, &at(9))].into();
    assert_eq!(newest(&earlier), (Status::Warn, waits, Some(1)));
    let left: Vec<Value> =
        often.iter().cloned().chain([told(39, "Success."), put_off(606, &at(41))]).collect();
    assert_eq!(newest(&left).0, Status::Pass);
    // The list of retries says nothing against the channel.
    let judgement = judged(|p| p.extend((0..6).map(|i| put_off(0, &at(i * 8)))));
    assert!(
        judgement.findings.iter().all(|f| f.check.0 != "tenant.cloud-channel" || f.status == Status::Pass)
    );
}

#[test]
fn an_export_that_fails_says_how_often_and_since_when() {
    let judgement = judged(|p| {
        let target = of(p, "ADSyncCSObject", 1);
        target["data"]["HasExportError"] = json!(true);
        target["data"]["ExportError"] = json!({"ErrorName": "AttributeValueMustBeUnique", "RetryCount": 7,
            "InitialOccurrence": "2026-11-19T08:00:00Z", "LatestOccurrence": "/Date(1795165200000)/"});
    });
    let export = judgement.findings.iter().find(|f| f.check.0 == "user.export").unwrap();
    let retries = export.hit.evidence.iter().find(|e| e.label == "RetryCount").unwrap();
    assert_eq!(retries.found.text, "7");
    assert_eq!(export.hit.first_seen.unwrap().to_rfc3339(), "2026-11-19T08:00:00+00:00");
    assert_eq!(export.hit.last_seen.unwrap().to_rfc3339(), "2026-11-20T09:00:00+00:00");
}

#[test]
fn a_result_without_a_name_is_found_by_its_anchor() {
    let judgement = judged(|p| {
        drop(p, "ADSyncCSObjectLog");
        p.push(event(
            657,
            "2026-11-20T08:02:00Z",
            &format!("Password Change Result - Anchor: {ANCHOR}, Result: failed, Extended Error: 8344"),
        ));
    });
    has(&judgement, "user.last-attempt fail attempt-error");
}

#[test]
fn of_many_attempts_the_newest_of_each_user_are_kept() {
    let crowd = (0..40).flat_map(|user| (0..50).map(move |i| {
        event(
            656,
            &format!("2026-11-20T08:{:02}:{:02}Z", 10 + i % 40, user),
            &format!("Password Change Request - Anchor : AAAA, Dn : CN=User {user},DC=contoso,DC=com, Change Date : x"),
        )
    }));
    let mut lines = server();
    lines.extend(person().into_iter().filter(|l| !is(l, "ADSyncCSObjectLog")));
    let own = |minute: u32| {
        event(
            657,
            &format!("2026-11-20T08:{minute:02}:30Z"),
            &format!(
                "Password Change Result - Anchor : {ANCHOR}, Dn : {DN}, Result : Failed., Extended Error : {minute}"
            ),
        )
    };
    lines.extend((0..10).map(own));
    lines.extend(crowd);
    // As of then nothing but events is known.
    let users: Vec<String> = std::iter::once(DN.to_owned())
        .chain((0..40).map(|user| format!("CN=User {user},DC=contoso,DC=com")))
        .collect();
    for at in [None, Some("2026-11-20T08:05:00Z".parse().unwrap())] {
        let choices = Choices { users: users.clone(), at, ..Choices::default() };
        let facts = facts(&[("made".into(), lines.clone())], choices);
        let Found::One(ada) = &facts.people()[0] else { panic!("several") };
        let newest = ada.attempts.last().unwrap().time.to_rfc3339();
        let want = if at.is_some() { "2026-11-20T08:04:30+00:00" } else { "2026-11-20T08:09:30+00:00" };
        assert_eq!(newest, want);
    }
}

#[test]
fn what_was_not_asked_for_is_no_cloud_only_account() {
    // Get-MgUser without -Property knows a handful of names and nothing else.
    let judgement = judged(|p| {
        of(p, "CloudUser", 0)["data"] = json!({"userPrincipalName": UPN, "mail": UPN, "onPremisesImmutableId": null, "onPremisesSyncEnabled": null, "accountEnabled": null});
    });
    assert!(
        !wrong(&judgement).iter().any(|w| w.contains("not-synchronized-object")),
        "{:?}",
        wrong(&judgement)
    );
}
