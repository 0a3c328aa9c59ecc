//! The same event given twice counts once.

use super::{
    made::{START, healthy, phs, refused},
    reading::{has, judged},
    writer::{Event, log},
};
use assert_cmd::Command;
use chrono::DateTime;
use std::fmt::Write;

fn numbered(mut events: Vec<Event>) -> Vec<Event> {
    for (event, number) in events.iter_mut().zip(1..) {
        event.number = Some(number);
    }
    events
}

fn time(event: &Event) -> String {
    DateTime::from_timestamp(i64::try_from(event.time).unwrap(), 0).unwrap().to_rfc3339()
}

fn xml(events: &[Event]) -> Vec<u8> {
    let mut out = String::new();
    for (event, place) in events.iter().zip(1..) {
        let text = event.strings[0].replace('&', "&amp;").replace('<', "&lt;");
        write!(
            out,
            "<Event xmlns='http://schemas.microsoft.com/win/2004/08/events/event'><System><Provider Name='{}'/>\
             <EventID>{}</EventID><Level>4</Level><TimeCreated SystemTime='{}'/><EventRecordID>{}</EventRecordID>\
             <Channel>Application</Channel><Computer>AADC01.contoso.com</Computer></System>\
             <EventData><Data>{text}</Data></EventData></Event>",
            event.provider,
            event.id,
            time(event),
            event.number.unwrap_or(place),
        )
        .unwrap();
    }
    out.into_bytes()
}

/// As `Get-WinEvent | ConvertTo-Json` writes them, with or without their numbers.
fn json(events: &[Event], numbers: bool) -> Vec<u8> {
    let object = |event: &Event| {
        serde_json::json!({
            "Message": event.strings[0], "Id": event.id, "ProviderName": event.provider, "LogName": "Application",
            "RecordId": event.number.filter(|_| numbers), "MachineName": "aadc01", "TimeCreated": time(event),
        })
    };
    serde_json::to_vec(&events.iter().map(object).collect::<Vec<_>>()).unwrap()
}

#[test]
fn a_log_and_its_exports_are_one_log() {
    let events = numbered(refused());
    let alone = judged(&[&log(&events)]);
    assert!(has(&alone, "domain.account-permissions", "Some(20)"), "{alone:#?}");
    assert_eq!(judged(&[&log(&events), &xml(&events)]), alone);
    assert_eq!(judged(&[&xml(&events), &log(&events)]), alone);
    assert_eq!(judged(&[&log(&events), &json(&events, true), &xml(&events)]), alone);
}

#[test]
fn logs_that_overlap_are_one_log() {
    let events = numbered(refused());
    let whole = judged(&[&log(&events)]);
    let (old, new) = (log(&events[..600]), log(&events[200..]));
    assert_eq!(judged(&[&old, &new]), whole);
    assert_eq!(judged(&[&new, &old, &new]), whole);
}

#[test]
fn without_numbers_their_texts_tell_two_sources_apart_and_not_one() {
    let events = refused();
    let alone = judged(&[&json(&events, false)]);
    assert!(has(&alone, "domain.account-permissions", "Some(20)"), "{alone:#?}");
    assert_eq!(judged(&[&json(&events, false), &json(&events[40..], false)]), alone);
    // Two in the same second with the same text are two.
    let mut double = events.clone();
    double.extend(events.iter().filter(|e| e.id == 611).cloned());
    double.sort_by_key(|e| e.time);
    let two = judged(&[&json(&double, false)]);
    assert!(has(&two, "domain.account-permissions", "Some(40)"), "{two:#?}");
}

#[test]
fn a_log_that_was_cleared_counts_from_one_again() {
    let before = numbered(refused());
    let mut after = before.clone();
    for event in &mut after {
        event.time += 1;
    }
    let both = judged(&[&log(&before), &log(&after)]);
    assert!(has(&both, "domain.account-permissions", "Some(40)"), "{both:#?}");
}

#[test]
fn another_event_with_the_same_number_is_another() {
    let event = |number, time| Event { number: Some(number), ..phs(611, time, "RPC Error 8453") };
    let count = |logs: &[&[u8]], want: u64| {
        let found = judged(logs);
        assert!(has(&found, "domain.account-permissions", &format!("Some({want})")), "{found:#?}");
    };
    let one = log(&[event(7, START)]);
    count(&[&one, &one], 1);
    count(&[&one, &log(&[event(7, START + 1)])], 2);
    count(&[&one, &log(&[event(8, START)])], 2);
}

#[test]
fn the_list_holds_each_event_once() {
    let folder = tempfile::tempdir().unwrap();
    let events = numbered(healthy());
    let (first, second) = (folder.path().join("a.evtx"), folder.path().join("b.xml"));
    std::fs::write(&first, log(&events[..600])).unwrap();
    std::fs::write(&second, xml(&events[300..])).unwrap();
    let list = |sources: &[&std::path::Path]| {
        let mut command = Command::cargo_bin("phs-doctor").unwrap();
        let out = command.arg("events").args(sources).args(["--format", "json"]).output().unwrap();
        let value: serde_json::Value = serde_json::from_slice(&out.stdout).unwrap();
        (value["events"].as_array().unwrap().len(), value["overview"]["events"].as_u64())
    };
    let ours = events.iter().filter(|e| e.provider == "Directory Synchronization").count();
    assert_eq!(list(&[&first, &second]), (ours, Some(ours as u64)));
}
