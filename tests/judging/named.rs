//! Who is who: people with the same names, one person under several, and what is damaged of somebody.

use super::{
    made::{CONTOSO, Lines, event, facts, is, line, one},
    users::{
        ANCHOR, CS, DN, GUID, MV, UPN, drop, has, judge_as, judge_for, judged, of, person, server, wrong,
    },
};
use phs_doctor::{
    diagnosis::{Judgement, Status},
    evidence::Why,
    facts::{Choices, people::Found},
};
use serde_json::{Value, json};

const FABRIKAM: &str = "a3d27b90-1c44-4e0e-8a5f-6b9f0c2e7722";
const OTHER: &str = "CN=Ada Two,OU=Staff,DC=fabrikam,DC=local";
const OTHER_CS: &str = "11111111-0000-0000-0000-000000000002";

/// Somebody else's object in the other forest, and the user that belongs to it.
fn other(mv: &str) -> Vec<Value> {
    vec![
        json!({"record":"ADUser","data":{"distinguishedName":OTHER,"objectGUID":"b891884f-051e-4a83-95af-254410aa0002",
            "objectClass":["top","person","organizationalPerson","user"],"userPrincipalName":UPN,"sAMAccountName":"ada2",
            "userAccountControl":512,"pwdLastSet":"2026-11-20T08:00:00Z","whenCreated":"2020-01-01T00:00:00Z"}}),
        json!({"record":"ADSyncCSObject","data":{"ObjectId":OTHER_CS,"ConnectorId":FABRIKAM,"ConnectorName":"fabrikam.local",
            "DistinguishedName":OTHER,"ObjectType":"user","IsConnector":true,"ConnectedMVObjectId":mv,"Lineage":[],
            "Attributes":[{"Name":"userPrincipalName","Values":[UPN]}]}}),
        row(OTHER_CS, "Success", "2026-11-20T08:20:00Z"),
    ]
}

fn row(object: &str, status: &str, time: &str) -> Value {
    json!({"record":"ADSyncCSObjectLog","data":{"ObjectId":object,"Type":"PasswordSync","Status":status,"TimeStamp":time}})
}

fn with(people: Vec<Value>, more: Vec<Value>) -> Vec<Value> {
    server().into_iter().chain(people).chain(more).collect()
}

fn made(lines: Vec<Value>) -> [Lines; 1] {
    [("made".to_owned(), lines)]
}

fn found(user: &str, lines: &[Value]) -> Found {
    let choices = Choices { users: vec![user.to_owned()], ..Choices::default() };
    facts(&made(lines.to_vec()), choices).people()[0].clone()
}

fn attempt(judgement: &Judgement, user: &str) -> (Status, &'static str) {
    let found = one(judgement, "user.last-attempt", user);
    (found.status, found.cause().map_or("", |c| c.0))
}

#[test]
fn two_people_with_one_sign_in_name_are_two() {
    let mut people = person();
    of(&mut people, "ADSyncCSObjectLog", 0)["data"]["Status"] = json!("Error");
    let lines = with(people, other("22222222-0000-0000-0000-000000000002"));
    match found(UPN, &lines) {
        Found::Several(all) => {
            let exact: Vec<&str> = all.iter().map(|who| who.exact.as_str()).collect();
            assert_eq!(exact, [DN, OTHER]);
        }
        Found::One(person) => panic!("{}", person.name),
    }
    assert_eq!(attempt(&judge_as(DN, lines.clone()), UPN), (Status::Fail, "attempt-error"));
    assert_eq!(attempt(&judge_as(OTHER, lines.clone()), UPN), (Status::Pass, ""));
    // Asked for together, each keeps what is known of it, in whatever order.
    for users in [[DN, OTHER], [OTHER, DN]] {
        let (judgement, _) = judge_for(&users, &made(lines.clone()));
        let attempts: Vec<(Option<&str>, Status)> = judgement
            .findings
            .iter()
            .filter(|f| f.check.0 == "user.last-attempt")
            .map(|f| (f.scope.domain.as_deref(), f.status))
            .collect();
        assert!(attempts.contains(&(Some("contoso.com"), Status::Fail)), "{attempts:?}");
        assert!(attempts.contains(&(Some("fabrikam.local"), Status::Pass)), "{attempts:?}");
    }
}

#[test]
fn a_cloud_account_without_an_anchor_is_of_the_one_person_with_its_name() {
    let bare = |lines: &mut Vec<Value>| {
        of(lines, "CloudUser", 0)["data"]["onPremisesImmutableId"] = json!(null);
    };
    let mut people = person();
    bare(&mut people);
    let Found::One(ada) = found(DN, &with(people.clone(), Vec::new())) else { panic!("several") };
    assert!(ada.cloud.is_some());
    // With two of the name nobody knows whose it is.
    let lines = with(people, other("22222222-0000-0000-0000-000000000002"));
    let Found::One(ada) = found(DN, &lines) else { panic!("several") };
    assert!(ada.cloud.is_none());
}

#[test]
fn somebody_under_two_names_is_reported_once() {
    let (judgement, _) =
        judge_for(&[UPN, "CONTOSO\\ada", &UPN.to_uppercase()], &made(with(person(), Vec::new())));
    let seen: Vec<String> = judgement.findings.iter().map(line).collect();
    let once: std::collections::BTreeSet<&String> = seen.iter().collect();
    assert_eq!(once.len(), seen.len(), "{seen:?}");
}

#[test]
fn of_somebody_in_two_forests_each_object_has_its_own_attempts() {
    let mut linked = other(MV);
    linked[2] = row(OTHER_CS, "Error", "2026-11-20T08:30:00Z");
    // Joined to one metaverse object, so it is one person; the other directory was not asked.
    linked.remove(0);
    let mut people = person();
    let lineage = json!({"ConnectedCsObjectDN":OTHER,"ConnectedCsObjectId":OTHER_CS,"ConnectorName":"fabrikam.local","ConnectorId":FABRIKAM});
    of(&mut people, "ADSyncMVObject", 0)["data"]["Lineage"].as_array_mut().unwrap().push(lineage);
    let lines = with(people, linked);
    assert_eq!(attempt(&judge_as(UPN, lines.clone()), UPN), (Status::Pass, ""));
    let judgement = judge_as(OTHER, lines);
    let finding = judgement.findings.iter().find(|f| f.check.0 == "user.last-attempt").unwrap();
    assert_eq!(finding.cause().map(|c| c.0), Some("attempt-error"));
    assert_eq!(finding.scope.connector.as_deref(), Some("fabrikam.local"));
    assert_eq!(finding.scope.domain.as_deref(), Some("fabrikam.local"));
    let directory = judgement.findings.iter().find(|f| f.check.0 == "user.temporary-password").unwrap();
    assert_eq!(directory.status, Status::Unknown, "the other forest's user is not this one's");
}

#[test]
fn a_domain_is_named_by_its_partition_else_by_the_metaverse() {
    let nameless = |mut lines: Vec<Value>| {
        for line in lines.iter_mut().filter(|l| is(l, "ADSyncConnector")) {
            for partition in line["data"]["Partitions"].as_array_mut().into_iter().flatten() {
                partition["Parameters"].as_object_mut().unwrap().remove("Domain.Netbios");
            }
        }
        lines
    };
    let mut people = person();
    for attribute in of(&mut people, "ADSyncMVObject", 0)["data"]["Attributes"].as_array_mut().unwrap() {
        if attribute["Name"] == "domainNetBios" {
            attribute["Values"] = json!(["CORP"]);
        }
    }
    let is_there = |user: &str, lines: &[Value]| matches!(found(user, lines), Found::One(p) if p.name == UPN);
    let lines = with(people, Vec::new());
    assert!(is_there("CONTOSO\\ada", &lines) && !is_there("CORP\\ada", &lines));
    let lines = nameless(lines);
    assert!(is_there("CORP\\ada", &lines) && !is_there("CONTOSO\\ada", &lines));
    let mut lines = lines;
    lines.retain(|l| !is(l, "ADSyncMVObject"));
    assert!(is_there("CONTOSO\\ada", &lines) && !is_there("CORP\\ada", &lines));
}

#[test]
fn a_distinguished_name_may_be_spelled_otherwise() {
    let lines = with(person(), Vec::new());
    for spelled in [
        "CN=Byron\\, Ada, OU=Staff, DC=contoso, DC=com",
        "cn=Byron\\2C Ada,OU=Staff,DC=contoso,DC=com",
        "CN=\"Byron, Ada\",OU=Staff,DC=contoso,DC=com",
    ] {
        assert_eq!(wrong(&judge_as(spelled, lines.clone())), Vec::<String>::new(), "{spelled}");
        let judgement = judged(|p| {
            drop(p, "ADSyncCSObjectLog");
            let text = format!(
                "Password Change Result - Anchor : AAAA, Dn : {spelled}, PwdChangeOnLogon=False, Result : Failed."
            );
            p.push(event(657, "2026-11-20T08:03:00Z", &text));
        });
        has(&judgement, "user.last-attempt fail attempt-error");
    }
    let mut excluded = lines;
    excluded.retain(|l| !is(l, "ADSyncCSObject"));
    for line in excluded.iter_mut().filter(|l| is(l, "ADSyncConnector") && l["data"]["Identifier"] == CONTOSO)
    {
        for partition in line["data"]["Partitions"].as_array_mut().unwrap() {
            partition["ConnectorPartitionScope"] =
                json!({"ContainerExclusionList": ["ou=staff, dc=contoso, dc=com"]});
        }
    }
    has(&judge_as(UPN, excluded), "user.connector-space fail filtered-by-ou");
}

#[test]
fn an_anchor_that_is_no_guid_is_a_name_too() {
    const OWN: &str = "RU1QMTIzNDU=";
    let mut people = person();
    let swap =
        |value: &mut Value| *value = serde_json::from_str(&value.to_string().replace(ANCHOR, OWN)).unwrap();
    people.iter_mut().for_each(swap);
    drop(&mut people, "ADSyncCSObjectLog");
    people.push(event(
        657,
        "2026-11-20T08:03:00Z",
        &format!("Password Change Result - Anchor : {OWN}, Dn : CN=Old,DC=contoso,DC=com, Result : Success."),
    ));
    for user in [OWN, UPN] {
        assert_eq!(wrong(&judge_as(user, with(people.clone(), Vec::new()))), Vec::<String>::new(), "{user}");
    }
}

#[test]
fn damage_in_what_only_a_later_pass_reads_is_told() {
    let mut people: Vec<Value> = person().into_iter().rev().collect();
    of(&mut people, "ADSyncCSObjectLog", 0)["data"]["Status"] = json!("Nonsense");
    let (judgement, notes) = judge_for(&[UPN], &made(with(people, Vec::new())));
    assert_eq!(notes.len(), 1);
    let told = notes[0].problems.iter().filter(|p| p.reason.contains("Status")).count();
    assert_eq!(told, 1, "{:?}", notes[0].problems);
    let found = one(&judgement, "user.last-attempt", UPN);
    assert_eq!(found.status, Status::Unknown);
    assert!(matches!(found.needs[0].why, Why::Unreadable(_)), "{:?}", found.needs);
}

#[test]
fn a_row_that_cannot_be_read_and_may_be_the_newest_is_not_passed_over() {
    let unread = |property: &str, time: &str| {
        judged(|p| {
            let mut row = row(CS, "Success", time);
            row["data"][property] = json!("?");
            p.push(row);
        })
    };
    let is_unknown =
        |judgement: &Judgement| one(judgement, "user.last-attempt", UPN).status == Status::Unknown;
    assert!(is_unknown(&unread("Status", "2026-11-20T08:30:00Z")));
    assert!(is_unknown(&unread("TimeStamp", "")));
    assert!(!is_unknown(&unread("Status", "2026-11-20T07:30:00Z")), "it is not the newest");
}

#[test]
fn rows_that_do_not_say_whose_they_are_are_of_the_only_one() {
    let mut people = person();
    let bare =
        json!({"record":"ADSyncCSObjectLog","data":{"Status":"Error","TimeStamp":"2026-11-20T08:02:00Z"}});
    *of(&mut people, "ADSyncCSObjectLog", 0) = bare;
    let lines = with(people, other("22222222-0000-0000-0000-000000000002"));
    assert_eq!(attempt(&judge_as(DN, lines.clone()), UPN), (Status::Fail, "attempt-error"));
    let (judgement, _) = judge_for(&[DN, OTHER], &made(lines));
    let unknown =
        judgement.findings.iter().find(|f| f.check.0 == "user.last-attempt" && f.status == Status::Unknown);
    assert!(matches!(unknown.unwrap().needs[0].why, Why::NotEnough(_)));
}

#[test]
fn who_is_gone_from_the_directory_is_not_found_there() {
    let judgement = judged(|p| {
        *of(p, "ADUser", 0) = json!({"record":"ADUser","data":null,"query":{"objectGUID":GUID}});
    });
    let found = one(&judgement, "user.directory-object", UPN);
    assert_eq!((found.status, found.cause().map(|c| c.0)), (Status::Fail, Some("user-not-found")));
    assert_eq!((found.hit.variant, found.hit.evidence.len()), (Some("copy"), 2));
}
