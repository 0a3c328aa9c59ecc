//! What logs come to.

use super::{
    made::{START, SYNC, healthy, phs, refused},
    reading::{has, judged, judged_as_of, read},
    writer::{CHUNK, Event, HEADER, log},
};

#[test]
fn a_log_alone_is_worth_judging() {
    let fine = judged(&[&log(&healthy())]);
    assert!(has(&fine, "connector.heartbeat", "Pass"), "{fine:#?}");
    assert!(has(&fine, "server.event-log", "Pass"), "{fine:#?}");
    let wrong = judged(&[&log(&refused())]);
    assert!(
        has(&wrong, "domain.account-permissions", "Fail Some(\"replication-rights-missing\")"),
        "{wrong:#?}"
    );
}

#[test]
fn the_same_ids_of_other_programs_are_not_ours() {
    let others = [
        ("ESENT", 611),
        ("Microsoft-Windows-Security-SPP", 652),
        ("Winlogon", 6000),
        ("gupdate", 0),
        ("VMTools", 105),
    ];
    let events: Vec<Event> = others
        .iter()
        .zip(0..)
        .map(|((p, id), i)| Event::new(p, *id, START + i, "RPC Error 8453 for contoso.com"))
        .collect();
    let found = read(&log(&events)).unwrap();
    assert!(found.events.is_empty(), "{:?}", found.events);
    assert_eq!(found.count(), Some(5));
    // Providers are told by name, whatever its case.
    let spelled = [
        Event::new("Directory synchronization", 654, START, "x"),
        Event::new("FIMSynchronizationService", 6050, START, "x"),
    ];
    assert_eq!(read(&log(&spelled)).unwrap().events.len(), 2);
}

#[test]
fn the_end_of_an_export_of_one_provider_proves_nothing() {
    let ours: Vec<Event> = healthy().into_iter().filter(|e| e.provider == SYNC).collect();
    let found = read(&log(&ours)).unwrap();
    let coverage = found.coverage[0].props().unwrap();
    assert!(coverage.text("NewestRecord").is_none());
    let judged = judged(&[&log(&ours)]);
    assert!(!has(&judged, "connector.heartbeat", "Pass"), "{judged:#?}");
}

#[test]
fn an_export_that_leaves_events_out_is_no_damage() {
    let mut events = healthy();
    events.retain(|e| e.id != 916 || e.time % 60 == 5);
    for (event, number) in events.iter_mut().zip(1_u64..) {
        event.number = Some(1000 + number * 3);
    }
    let found = read(&log(&events)).unwrap();
    assert!(!found.damaged() && found.problems.is_empty(), "{:?}", found.problems);
    let notes = found.coverage[0].props().unwrap().get("Notes").unwrap().to_string();
    assert!(notes.contains("leaves events out"), "{notes}");
}

#[test]
fn archives_of_one_log_are_one_series() {
    let events = healthy();
    let (old, new) = events.split_at(events.len() - 40);
    let alone = judged(&[&log(new)]);
    assert!(has(&alone, "server.event-log", "log-covers-too-little"), "{alone:#?}");
    let both = judged(&[&log(new), &log(old)]);
    assert!(has(&both, "server.event-log", "Pass"), "{both:#?}");
}

#[test]
fn the_texts_are_those_that_were_written() {
    let text = "Grüße 😀 \u{202e}\u{1}";
    let events = [phs(654, START, "first"), phs(654, START + 1, text), phs(654, START + 2, "last")];
    let found = read(&log(&events)).unwrap();
    assert!(found.events[1].contains("Grüße 😀"), "{:?}", found.events);
    assert_eq!(found.events.len(), 3);
}

#[test]
fn a_hole_in_a_log_proves_no_silence() {
    let mut events = healthy();
    events.retain(|e| e.id == 916 || e.time < START + 3600);
    let whole = log(&events);
    let silent = judged(&[&whole]);
    assert!(has(&silent, "connector.heartbeat", "Fail"), "nothing is lost: {silent:#?}");
    // The first part and the last events are there; what lay between is lost.
    let mut hole = whole.clone();
    hole[HEADER + CHUNK..whole.len() - CHUNK].fill(0);
    let judged = judged(&[&hole]);
    assert!(has(&judged, "server.event-log", "log-damaged"), "{judged:#?}");
    assert!(has(&judged, "server.event-log", "log-covers-too-little"), "{judged:#?}");
    for check in ["connector.heartbeat", "connector.agent"] {
        assert!(has(&judged, check, "Unknown"), "{judged:#?}");
    }
}

#[test]
fn an_export_that_leaves_events_out_proves_no_silence() {
    // As by level: heartbeats are information.
    let mut events = healthy();
    for (event, number) in events.iter_mut().zip(1000_u64..) {
        event.number = Some(number);
    }
    events.retain(|e| e.id == 916 || e.time < START + 60);
    let judged = judged(&[&log(&events)]);
    assert!(has(&judged, "server.event-log", "log-covers-too-little"), "{judged:#?}");
    for check in ["connector.heartbeat", "connector.agent"] {
        assert!(has(&judged, check, "Unknown"), "{judged:#?}");
    }
}

#[test]
fn as_of_a_chosen_time_a_log_covers_what_lies_before_it() {
    // Other programs write all the time; ours fell silent after an hour and came back.
    let mut events = healthy();
    events.retain(|e| e.id == 916 || e.time < START + 3600 || e.time > START + 17_000);
    let whole = log(&events);
    for at in [START + 3000, START + 12_600, START + 16_000, START + 17_500] {
        let ended: Vec<Event> = events.iter().filter(|e| e.time <= at).cloned().collect();
        assert_eq!(judged_as_of(&[&whole], Some(at)), judged_as_of(&[&log(&ended)], Some(at)), "{at}");
    }
    let silent = judged_as_of(&[&whole], Some(START + 16_000));
    assert!(has(&silent, "server.event-log", "Pass"), "{silent:#?}");
    assert!(has(&silent, "connector.heartbeat", "Fail"), "{silent:#?}");
    // Within a hole nothing is known, and before the log begins neither.
    let mut hole = whole.clone();
    hole[HEADER + CHUNK..whole.len() - CHUNK].fill(0);
    let lost = judged_as_of(&[&hole], Some(START + 16_000));
    assert!(has(&lost, "connector.heartbeat", "Unknown"), "{lost:#?}");
    let before = judged_as_of(&[&whole], Some(START - 60));
    assert!(has(&before, "server.event-log", "Unknown"), "{before:#?}");
}

#[test]
fn between_two_numbers_that_follow_one_another_nothing_is_lost() {
    let mut events = healthy();
    events.retain(|e| !(START + 9000..START + 12_000).contains(&e.time));
    for (event, number) in events.iter_mut().zip(500..) {
        event.number = Some(number);
    }
    let whole = judged(&[&log(&events)]);
    assert!(has(&whole, "server.event-log", "Pass"), "{whole:#?}");
    let seam = events.iter().position(|e| e.time >= START + 12_000).unwrap();
    let (old, new) = events.split_at(seam);
    assert_eq!(judged(&[&log(new), &log(old)]), whole);
    let short = |old: &[Event]| {
        let found = judged(&[&log(old), &log(new)]);
        assert!(has(&found, "server.event-log", "log-covers-too-little"), "{found:#?}");
    };
    short(&old[..seam - 1]);
    // A log that was cleared counts from one again.
    let mut other = old.to_vec();
    for (event, number) in other.iter_mut().zip(1..) {
        event.number = Some(number);
    }
    short(&other);
}
