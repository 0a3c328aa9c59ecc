//! What logs come to.

use super::{
    made::{START, SYNC, healthy, phs, refused},
    reading::{has, judged, read},
    writer::{Event, log},
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
