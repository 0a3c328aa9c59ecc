//! When a password was set, when the logs were read, and what else is said of the newest password.

use super::{
    made::{CONTOSO, Lines, event, facts, is, one},
    retries::put_off,
    users::{ANCHOR, CS, DN, UPN, drop, has, judge_as, judge_for, judged, of, person, server, wrong},
};
use phs_doctor::{
    diagnosis::{Judgement, Status},
    evidence::Why,
    facts::{
        Choices,
        people::{Found, Outcome},
    },
};
use serde_json::{Value, json};

const NO_ROW: fn() -> Value = || json!({"record":"ADSyncCSObjectLog","data":null,"query":{"Identifier":CS}});

fn freshness(judgement: &Judgement) -> (Status, &'static str) {
    let found = one(judgement, "user.freshness", "");
    (found.status, found.cause().map_or("", |c| c.0))
}

fn set_at(time: &str) -> impl Fn(&mut Vec<Value>) {
    move |p| of(p, "ADUser", 0)["data"]["pwdLastSet"] = json!(time)
}

/// What a cmdlet prints: nothing says when.
fn undated(lines: Vec<Value>) -> Lines {
    let kinds = ["ADUser", "ADSyncCSObject", "ADSyncMVObject", "ADSyncCSObjectLog"];
    ("cmdlets".to_owned(), lines.into_iter().filter(|l| kinds.iter().any(|k| is(l, k))).collect())
}

#[test]
fn rows_alone_do_not_say_when_they_were_read() {
    for (status, cause) in [("Success", "changed-after-last-success"), ("FilteredByTarget", "stale-log-row")]
    {
        for set in ["2026-11-20T09:00:00Z", "2026-11-21T09:00:00Z"] {
            let mut people = person();
            set_at(set)(&mut people);
            of(&mut people, "ADSyncCSObjectLog", 0)["data"]["Status"] = json!(status);
            let (judgement, _) = judge_for(&[UPN], &[undated(people)]);
            assert_eq!(freshness(&judgement), (Status::Fail, cause), "{set}");
            assert!(!one(&judgement, "user.freshness", "").hit.values.contains_key("age"));
        }
    }
}

#[test]
fn a_log_says_nothing_of_a_password_set_after_it_was_read() {
    let later = |set: &str| {
        let mut people = person();
        let user: Vec<Value> = people.extract_if(.., |l| is(l, "ADUser")).collect();
        let mut user = vec![
            json!({"record":"Header","schema":"phs-evidence/1","collected_at":"2026-11-20T12:00:00Z","computer":"AADC01"}),
            user[0].clone(),
        ];
        user[1]["data"]["pwdLastSet"] = json!(set);
        let lines = server().into_iter().chain(people).collect();
        judge_for(&[UPN], &[("log".to_owned(), lines), ("directory".to_owned(), user)]).0
    };
    let after = later("2026-11-20T11:00:00Z");
    assert_eq!(freshness(&after).0, Status::Unknown);
    assert!(
        matches!(&one(&after, "user.freshness", "").needs[0].why, Why::NotEnough(why) if why.contains("take it again"))
    );
    assert_eq!(after.verdict.word(), "incomplete");
    // Windows count back from when the log was read.
    assert_eq!(freshness(&later("2026-11-20T09:11:00Z")), (Status::Info, "just-changed"));
    assert_eq!(freshness(&later("2026-11-20T09:00:00Z")), (Status::Fail, "changed-after-last-success"));
}

#[test]
fn without_a_row_the_change_is_on_its_way_unread_or_older_than_the_log() {
    let with = |set: &str| {
        let judgement = judged(|p| {
            *of(p, "ADSyncCSObjectLog", 0) = NO_ROW();
            set_at(set)(p);
        });
        let found = one(&judgement, "user.last-attempt", UPN);
        (found.status, found.cause().map_or("", |c| c.0), found.hit.variant)
    };
    assert_eq!(with("2026-11-20T09:10:00Z"), (Status::Info, "no-history", Some("on-its-way")));
    assert_eq!(with("2026-11-20T09:00:00Z"), (Status::Fail, "hash-not-read", None));
    assert_eq!(with("2026-11-10T09:00:00Z"), (Status::Warn, "no-history", None));
    assert_eq!(with("2026-11-20T10:00:00Z").0, Status::Unknown, "the log was read before");
}

#[test]
fn a_password_that_never_was_is_not_waited_for() {
    let judgement = judged(|p| of(p, "ADUser", 0)["data"]["pwdLastSet"] = json!(null));
    let found = one(&judgement, "user.freshness", UPN);
    assert_eq!((found.status, found.hit.variant), (Status::Pass, Some("none")));
}

#[test]
fn an_answer_that_is_newer_than_the_row_counts() {
    let told = |result: &str, time: &str| {
        event(657, time, &format!("Password Change Result - Anchor : {ANCHOR}, Dn : {DN}, Result : {result}"))
    };
    let fresh = judged(|p| {
        set_at("2026-11-20T08:29:00Z")(p);
        p.push(told("Success.", "2026-11-20T08:30:00Z"));
    });
    assert_eq!(freshness(&fresh), (Status::Pass, ""));
    assert_eq!(one(&fresh, "user.last-attempt", UPN).status, Status::Pass);
    // One rule for both: a row that was refused before is outdated, and so is one that was accepted.
    let after_a_refusal = judged(|p| {
        of(p, "ADSyncCSObjectLog", 0)["data"]["Status"] = json!("FilteredByTarget");
        set_at("2026-11-20T08:29:00Z")(p);
        p.push(told("Success.", "2026-11-20T08:30:00Z"));
    });
    assert_eq!(freshness(&after_a_refusal), (Status::Pass, ""));
    assert_eq!(one(&after_a_refusal, "user.last-attempt", UPN).status, Status::Pass);
    let refused = judged(|p| p.push(told("Failed.", "2026-11-20T08:30:00Z")));
    has(&refused, "user.last-attempt fail attempt-error");
    // What is told of the row's own attempt adds nothing.
    let same = judged(|p| p.push(told("Failed.", "2026-11-20T08:03:00Z")));
    assert_eq!(one(&same, "user.last-attempt", UPN).status, Status::Pass);
    let events = vec![told("Failed.", "2026-11-20T08:30:00Z")];
    let (judgement, _) = judge_for(&[UPN], &[undated(person()), ("log".to_owned(), events)]);
    has(&judgement, "user.last-attempt fail attempt-error");
}

#[test]
fn results_are_the_word_behind_their_label() {
    let told = |dn: &str, result: &str| {
        judged(|p| {
            drop(p, "ADSyncCSObjectLog");
            let text = format!(
                "Password Change Result - Anchor : {ANCHOR}, Dn : {dn}, PwdChangeOnLogon=False, Result : {result}"
            );
            p.push(event(657, "2026-11-20T08:03:00Z", &text));
        })
    };
    let status = |judgement: &Judgement| one(judgement, "user.last-attempt", UPN).status;
    let conflict = "Failed., Extended Error: {Conflict with CN=Bob,OU=Staff,DC=contoso,DC=com}";
    assert_eq!(status(&told(DN, conflict)), Status::Fail);
    assert_eq!(status(&told(DN, "Success., Extended Error: {}")), Status::Pass);
    assert_eq!(status(&told(DN, "success")), Status::Pass);
    assert_eq!(status(&told(DN, "FilteredByTarget.")), Status::Fail);
    // The name alone is the user's: somebody in the error is not.
    let of_bob =
        told("CN=Bob,DC=contoso,DC=com", &format!("Failed., Extended Error: {{Conflict with {DN}}}"));
    assert_eq!(status(&of_bob), Status::Fail, "found by the anchor");
    let results = one(&told(DN, conflict), "connector.phs-enabled", "contoso.com").status;
    assert_eq!(results, Status::Pass);
}

#[test]
fn of_one_second_the_answer_comes_after_what_was_sent() {
    let judgement = judged(|p| {
        drop(p, "ADSyncCSObjectLog");
        let at = "2026-11-20T08:03:00Z";
        p.push(event(
            657,
            at,
            &format!("Password Change Result - Anchor : {ANCHOR}, Dn : {DN}, Result : Success."),
        ));
        p.push(event(
            656,
            at,
            &format!("Password Change Request - Anchor : {ANCHOR}, Dn : {DN}, Change Date : x"),
        ));
    });
    assert_eq!(one(&judgement, "user.last-attempt", UPN).status, Status::Pass);
}

#[test]
fn retries_are_those_of_this_password() {
    let last = |change: &dyn Fn(&mut Vec<Value>)| {
        let judgement = judged(change);
        let found = one(&judgement, "user.last-attempt", UPN);
        (found.status, found.cause().map_or("", |c| c.0), found.hit.variant)
    };
    let five = |day: u32| (0..5).map(move |i| put_off(605, &format!("2026-11-{day}T08:{i}0:00Z")));
    // Of an older password.
    let older = last(&|p| {
        *of(p, "ADSyncCSObjectLog", 0) = NO_ROW();
        p.extend(five(18));
    });
    assert_eq!(older, (Status::Fail, "hash-not-read", None));
    // An answer that may pass did not.
    let asked_for = last(&|p| {
        of(p, "ADSyncCSObjectLog", 0)["data"]["Status"] = json!("RetryRequestedByTarget");
        p.extend((1..6).map(|i| put_off(605, &format!("2026-11-20T08:{i}0:00Z").replace("08:60", "09:00"))));
    });
    assert_eq!(asked_for, (Status::Fail, "waiting-for-retry", None));
    // Off the list, and nothing says how it ended: it was read, at any rate.
    let left = last(&|p| {
        *of(p, "ADSyncCSObjectLog", 0) = NO_ROW();
        p.extend(five(20));
        p.push(put_off(606, "2026-11-20T08:55:00Z"));
    });
    assert_eq!(left, (Status::Warn, "no-code-reported", Some("left")));
}

#[test]
fn filtered_although_the_password_was_not_temporary() {
    let variant = |set: Value| {
        let judgement = judged(|p| {
            of(p, "ADSyncCSObjectLog", 0)["data"]["Status"] = json!("FilteredByTarget");
            of(p, "ADUser", 0)["data"]["pwdLastSet"] = set.clone();
        });
        one(&judgement, "user.last-attempt", UPN).hit.variant
    };
    assert_eq!(variant(json!("2026-11-20T08:00:00Z")), Some("not-temporary"));
    assert_eq!(variant(json!("2026-11-20T08:30:00Z")), None);
    assert_eq!(variant(json!(0)), None);
}

#[test]
fn what_keeps_the_user_out_explains_that_the_password_waits() {
    let cases: [fn(&mut Vec<Value>); 5] = [
        |p| {
            of(p, "ADSyncRule", 0)["data"]["EnablePasswordSync"] = json!(false);
            of(p, "ADUser", 0)["data"]["userAccountControl"] = json!(514);
        },
        |p| of(p, "ADSyncRule", 1)["data"]["Disabled"] = json!(true),
        |p| of(p, "ADSyncCSObject", 1)["data"]["HasExportError"] = json!(true),
        |p| of(p, "ADSyncCSObject", 0)["data"]["IsConnector"] = json!(false),
        |p| {
            let all = of(p, "ADSyncMVObject", 0)["data"]["Attributes"].as_array_mut().unwrap();
            all.push(json!({"Name":"cloudFiltered","Values":["True"]}));
        },
    ];
    for case in cases {
        let judgement = judged(|p| {
            case(p);
            set_at("2026-11-20T08:30:00Z")(p);
        });
        assert_eq!(judgement.roots.len(), 1, "{:?}", wrong(&judgement));
        assert_ne!(judgement.root(&judgement.roots[0]).unwrap().check.0, "user.freshness");
    }
}

#[test]
fn a_rule_that_does_not_say_whether_it_carries_passwords_is_not_known() {
    for (rule, check) in [(0, "user.inbound-rule"), (1, "user.outbound-rule")] {
        let judgement = judged(|p| {
            of(p, "ADSyncRule", rule)["data"].as_object_mut().unwrap().remove("EnablePasswordSync");
        });
        let found = one(&judgement, check, UPN);
        assert_eq!(found.status, Status::Unknown);
        assert_eq!(found.needs[0].property.as_deref(), Some("EnablePasswordSync"));
    }
}

#[test]
fn what_nobody_asked_the_tenant_for_is_not_none() {
    let moved = |p: &mut Vec<Value>| {
        *of(p, "ADSyncCSObjectLog", 0) = NO_ROW();
        set_at("2026-10-01T00:00:00Z")(p);
    };
    let absent = judged(|p| {
        moved(p);
        of(p, "CloudUser", 0)["data"].as_object_mut().unwrap().remove("lastPasswordChangeDateTime");
    });
    assert!(!wrong(&absent).iter().any(|w| w.contains("moved-into-scope")), "{:?}", wrong(&absent));
    let null = judged(|p| {
        moved(p);
        of(p, "CloudUser", 0)["data"]["lastPasswordChangeDateTime"] = json!(null);
    });
    let found = one(&null, "user.cloud", UPN);
    assert_eq!(found.cause().map(|c| c.0), Some("moved-into-scope"));
    assert!(found.hit.evidence[0].source.starts_with("CloudUser"), "{}", found.hit.evidence[0].source);
}

#[test]
fn an_account_is_synchronized_by_proof_alone() {
    let cloud = |data: Value| {
        let judgement = judged(|p| of(p, "CloudUser", 0)["data"] = data.clone());
        let found = one(&judgement, "user.cloud", UPN);
        (found.status, found.cause().map_or("", |c| c.0), found.hit.variant)
    };
    let bare =
        json!({"userPrincipalName": UPN, "id": "b891884f-051e-4a83-95af-254410aa0009", "displayName": "Ada"});
    assert_eq!(cloud(bare).0, Status::Unknown);
    let other = json!({"userPrincipalName": UPN, "onPremisesImmutableId": "AAAAAAAAAAAAAAAAAAAAAA==", "onPremisesSyncEnabled": true});
    assert_eq!(cloud(other), (Status::Fail, "not-synchronized-object", Some("other-anchor")));
    assert_eq!(cloud(json!({"userPrincipalName": UPN, "onPremisesImmutableId": ANCHOR})).0, Status::Pass);
}

/// The password goes to the account with the anchor; who signs in with the name gets to the other one.
#[test]
fn a_name_that_another_account_holds_is_no_synchronized_user() {
    let other = |name: &str, data: Value| {
        let judgement = judged(|p| {
            of(p, "CloudUser", 0)["data"]["userPrincipalName"] = json!(name);
            of(p, "CloudUser", 0)["data"]["id"] = json!("b891884f-051e-4a83-95af-254410aa0009");
            p.push(json!({"record": "CloudUser", "data": data}));
        });
        let found = one(&judgement, "user.cloud", UPN).clone();
        (found.status, found.hit.variant)
    };
    let twin = json!({"userPrincipalName": UPN, "id": "b891884f-051e-4a83-95af-254410aa0010", "accountEnabled": true});
    let taken = (Status::Fail, Some("name-taken"));
    assert_eq!(other("ada4711@contoso.onmicrosoft.com", twin.clone()), taken);
    // The same account, read before it was matched and renamed; and somebody else of another name.
    let mut before = twin.clone();
    before["id"] = json!("b891884f-051e-4a83-95af-254410aa0009");
    assert_eq!(other("ada4711@contoso.onmicrosoft.com", before).0, Status::Pass);
    let mut bob = twin;
    bob["userPrincipalName"] = json!("bob@contoso.com");
    assert_eq!(other("ada4711@contoso.onmicrosoft.com", bob).0, Status::Pass);
}

/// Two outputs of one log overlap; one prints times to the second.
#[test]
fn a_row_that_two_files_hold_is_one_attempt() {
    let row = |status: &str, time: &str| json!({"record":"ADSyncCSObjectLog","data":{"ObjectId":CS,"Type":"PasswordSync","Status":status,"TimeStamp":time}});
    let mut lines = server();
    lines.extend(person().into_iter().filter(|l| l["record"] != "ADSyncCSObjectLog"));
    let rows = ["2026-11-20T08:02:00.123Z", "2026-11-20T08:04:00Z"].map(|t| row("FilteredByTarget", t));
    lines.extend(rows.clone());
    let mut again = rows.to_vec();
    again.push(row("FilteredByTarget", "2026-11-20T08:02:00Z"));
    again.push(row("Success", "2026-11-20T08:06:00Z"));
    let choices = Choices { users: vec![UPN.to_owned()], ..Choices::default() };
    let facts = facts(&[("a".to_owned(), lines), ("b".to_owned(), again)], choices);
    let Some(Found::One(person)) = facts.people().first() else { panic!("nobody") };
    let found: Vec<_> = person.attempts.iter().map(|a| a.outcome.clone()).collect();
    let filtered = Outcome::Logged("FilteredByTarget".into());
    assert_eq!(found, [filtered.clone(), filtered, Outcome::Logged("Success".into())]);
}

#[test]
fn a_password_that_expired_is_told_by_the_computed_flags() {
    let with = |set: Value, property: &str, value: Value| {
        let judgement = judged(|p| {
            of(p, "ADUser", 0)["data"]["pwdLastSet"] = set.clone();
            of(p, "ADUser", 0)["data"][property] = value.clone();
        });
        wrong(&judgement).iter().any(|w| w.contains("password-expired-by-design"))
    };
    let set = json!("2026-11-20T08:00:00Z");
    assert!(with(set.clone(), "msDS-User-Account-Control-Computed", json!(0x80_0000)));
    assert!(with(set, "PasswordExpired", json!(true)));
    assert!(!with(json!(0), "PasswordExpired", json!(true)), "it has to be changed, it did not expire");
}

#[test]
fn what_is_missing_is_named() {
    let gap = |check: &str, change: &dyn Fn(&mut Vec<Value>)| {
        let judgement = judged(change);
        let found = one(&judgement, check, UPN);
        assert_eq!(found.status, Status::Unknown, "{check}");
        found.needs[0].clone()
    };
    let unset = |p: &mut Vec<Value>| {
        let user = of(p, "ADUser", 0)["data"].as_object_mut().unwrap();
        user.remove("pwdLastSet");
        user.remove("whenCreated");
    };
    for check in ["user.temporary-password", "user.password-hash", "user.freshness"] {
        let gap = gap(check, &unset);
        assert_eq!((gap.property.as_deref(), &gap.why), (Some("pwdLastSet"), &Why::NotInRecord));
    }
    let unread = gap("user.freshness", &|p| set_at("yesterday")(p));
    assert!(matches!(unread.why, Why::Unreadable(_)), "{unread:?}");
    let no_target =
        |p: &mut Vec<Value>| p.retain(|l| l["data"]["ConnectorId"] == CONTOSO || !is(l, "ADSyncCSObject"));
    let side = gap("user.outbound-rule", &no_target);
    assert_eq!(side.property.as_deref(), Some("Entra side"));
    assert!(matches!(side.why, Why::NotEnough(_)), "{side:?}");
    let classless = gap("user.directory-object", &|p| {
        of(p, "ADUser", 0)["data"]["objectClass"] = json!([]);
        p.retain(|l| !is(l, "ADSyncCSObject"));
    });
    assert_eq!(classless.property.as_deref(), Some("objectClass"));
    let cut = gap("user.metaverse", &|p| {
        for attribute in of(p, "ADSyncMVObject", 0)["data"]["Attributes"].as_array_mut().unwrap() {
            attribute["Values"] = json!("System.Collections.Generic.List`1[System.String]");
        }
    });
    assert_eq!(cut.property.as_deref(), Some("Attributes"));
}

#[test]
fn what_a_row_and_an_export_say_of_their_errors_is_shown() {
    let said = |judgement: &Judgement, check: &str, label: &str| {
        let all = &one(judgement, check, UPN).hit.evidence;
        all.iter().find(|e| e.label == label).map(|e| e.found.text.clone())
    };
    let row = judged(|p| {
        of(p, "ADSyncCSObjectLog", 0)["data"]["Status"] = json!("Error");
        of(p, "ADSyncCSObjectLog", 0)["data"]["Details"] = json!("hr=8344");
    });
    assert_eq!(said(&row, "user.last-attempt", "Details").as_deref(), Some("hr=8344"));
    let export = judged(|p| {
        let target = of(p, "ADSyncCSObject", 1);
        target["data"]["HasExportError"] = json!(true);
        target["data"]["ExportError"] = json!({"ErrorName": "AttributeValueMustBeUnique", "ErrorLiteral": "in use",
            "ErrorExtraDetails": "UserPrincipalName"});
    });
    assert_eq!(said(&export, "user.export", "ErrorLiteral").as_deref(), Some("in use"));
    assert_eq!(said(&export, "user.export", "ErrorExtraDetails").as_deref(), Some("UserPrincipalName"));
    let duplicate = one(&export, "user.cloud", UPN);
    assert_eq!(duplicate.cause().map(|c| c.0), Some("duplicate-attribute"));
    assert_eq!(duplicate.hit.variant, Some("export"));
    let nameless = judged(|p| {
        of(p, "CloudUser", 0)["data"]["onPremisesProvisioningErrors"] =
            json!([{"category":"PropertyConflict"}]);
    });
    has(&nameless, "user.cloud fail duplicate-attribute");
}

#[test]
fn seed_000_pasted_from_a_console() {
    // FilteredByTarget, and the password was set since: cmdlets' output names no time of its own.
    let mut people = person();
    people.retain(|l| is(l, "ADUser") || is(l, "ADSyncCSObject") || is(l, "ADSyncCSObjectLog"));
    of(&mut people, "ADSyncCSObjectLog", 0)["data"]["Status"] = json!(5);
    set_at("2026-11-20T08:30:00Z")(&mut people);
    let judgement = judge_as(UPN, people);
    let root = judgement.root(&judgement.roots[0]).unwrap();
    assert_eq!(root.cause().map(|c| c.0), Some("stale-log-row"));
}
