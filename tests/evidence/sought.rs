//! One person out of many: what is left out, what is still counted, and what is still said.

use super::collected::{Collected, ask};
use phs_doctor::evidence::{Ask, Kind, open};
use serde_json::{Value, json};

fn person(i: usize) -> Value {
    json!({"ObjectId": format!("c5000000-0000-4000-8000-{i:012}"), "ConnectorId": "5f1c9a52-7f0b-4b1e-9d39-2a6c7e0b1d11",
        "DistinguishedName": format!("CN=User {i}\\, Ada,DC=contoso,DC=com"), "ObjectType": "user",
        "Attributes": [{"Name": "sAMAccountName", "Values": [format!("u{i}")]}]})
}

fn sought(text: &str, users: &[&str]) -> Collected {
    let wanted = Ask { users: users.iter().map(|u| (*u).to_owned()).collect(), ..Ask::default() };
    let mut opened = open::stream("people", &mut text.as_bytes()).unwrap();
    ask(opened[0].source.as_mut(), &wanted).unwrap()
}

fn lines() -> String {
    let people = (0..50).map(|i| json!({"record": "ADSyncCSObject", "data": person(i)}));
    let server = json!({"record": "ADSyncScheduler", "data": {"StagingModeEnabled": false}});
    people.chain([server]).map(|line| format!("{line}\n")).collect()
}

#[test]
fn of_people_only_who_is_sought_is_given_and_all_are_counted() {
    for user in ["cn=user 7\\, ada,dc=contoso,dc=com", "u7", "c5000000-0000-4000-8000-000000000007"] {
        let out = sought(&lines(), &[user]);
        assert_eq!(
            (out.of(Kind::ADSyncCSObject).len(), out.of(Kind::ADSyncScheduler).len()),
            (1, 1),
            "{user}"
        );
        assert_eq!((out.summary.records, out.problems.len()), (51, 0), "{user}");
    }
    assert_eq!(sought(&lines(), &["u7", "u8", "nobody"]).of(Kind::ADSyncCSObject).len(), 2);
    assert_eq!(sought(&lines(), &[]).of(Kind::ADSyncCSObject).len(), 50);
}

#[test]
fn damage_in_the_lines_of_others_is_still_said() {
    let whole = lines();
    let victim = whole.lines().nth(20).unwrap();
    for damaged in
        [&victim[..victim.len() - 9], &victim[9..], &victim.replacen("\":", ":", 1), &victim.repeat(2)]
    {
        let out = sought(&whole.replace(victim, damaged), &["u7"]);
        let said: Vec<_> = out.problems.iter().map(|p| p.line).collect();
        assert_eq!(said, [Some(21)], "{damaged}");
        assert_eq!(out.of(Kind::ADSyncCSObject).len(), 1);
    }
}

#[test]
fn a_list_that_a_cmdlet_printed_is_searched_in_the_same_way() {
    let list: Vec<Value> = (0..50).map(person).collect();
    for text in [serde_json::to_string_pretty(&list).unwrap(), serde_json::to_string(&list).unwrap()] {
        let out = sought(&text, &["u49"]);
        // The first of a list tells what the others are.
        let names: Vec<_> = out.of(Kind::ADSyncCSObject).iter().filter_map(|p| p.text("ObjectId")).collect();
        assert_eq!(names, ["c5000000-0000-4000-8000-000000000000", "c5000000-0000-4000-8000-000000000049"]);
        assert_eq!((out.summary.records, out.problems.len()), (50, 0));
    }
}

#[test]
fn rows_that_do_not_say_whose_they_are_are_given() {
    let row = |i: usize| json!({"Type": "PasswordSync", "Status": "Success", "Details": "", "TimeStamp": format!("2026-11-20T07:{i:02}:10Z")});
    let list: Vec<Value> = (0..5).map(row).collect();
    assert_eq!(sought(&json!(list).to_string(), &["u7"]).of(Kind::ADSyncCSObjectLog).len(), 5);
    let lines: String =
        list.iter().map(|r| format!("{}\n", json!({"record": "ADSyncCSObjectLog", "data": r}))).collect();
    assert_eq!(sought(&lines, &["u7"]).of(Kind::ADSyncCSObjectLog).len(), 5);
}
