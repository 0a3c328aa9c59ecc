//! The live source, with a PowerShell that does everything a PowerShell may do.

use crate::stage::{Heard, LIMITS, Stage, USER, all};
use phs_doctor::evidence::{
    Ask, Kind, KindSet, SourceError,
    connect_server::{Limits, SECTIONS, named},
};
use std::{
    collections::BTreeSet,
    fs, thread,
    time::{Duration, Instant},
};

/// The kinds of all sections but one, where no other gives them too.
fn without(section: &str) -> BTreeSet<Kind> {
    SECTIONS.iter().filter(|s| s.name != section).flat_map(|s| s.kinds).copied().collect()
}

#[test]
fn a_good_run_gives_every_kind_and_nothing_strange() {
    let stage = Stage::new("good", "");
    let (heard, summary) = stage.read(&all());
    assert_eq!(heard.errors(), []);
    assert_eq!((heard.said().as_str(), heard.strange.len()), ("", 0), "{:?}", heard.strange);
    let mut every = without("");
    every.insert(Kind::Header);
    assert_eq!(heard.values(), every);
    assert!(!summary.unwrap().stopped);
    // Every section ticks.
    let doing = heard.doing.join("\n");
    for (at, section) in SECTIONS.iter().enumerate() {
        let tick = format!("{} ({} of {})", section.title, at + 1, SECTIONS.len());
        assert!(doing.contains(&tick), "{doing}");
    }
    stage.nothing_is_left();
}

#[test]
fn whichever_section_hangs_the_others_are_read() {
    thread::scope(|scope| {
        for section in SECTIONS {
            scope.spawn(|| {
                let started = Instant::now();
                let stage = Stage::new("hang", section.name);
                let (heard, summary) = stage.read(&all());
                assert!(started.elapsed() < LIMITS.total, "{}", section.name);
                assert!(!summary.unwrap().stopped);
                let missing: Vec<_> = without(section.name).difference(&heard.values()).copied().collect();
                assert_eq!(missing, [], "{}: {}", section.name, heard.said());
                for kind in section.kinds {
                    let error = heard.errors().into_iter().find(|(k, ..)| k == kind);
                    let (_, why, message) = error.unwrap_or_else(|| panic!("{kind} is not accounted for"));
                    assert_eq!((why.as_str(), message.contains("no answer in 3 s")), ("timeout", true));
                }
                assert!(heard.said().contains(section.title), "{}", heard.said());
                let headers = heard.records.iter().filter(|r| r.kind == Kind::Header).count();
                assert_eq!(headers, 1);
                stage.nothing_is_left();
            });
        }
    });
}

#[test]
fn an_end_in_the_middle_costs_one_section() {
    let cases = [
        ("cut", "ended before its end"),
        ("killed", "ended from outside"),
        ("exit", "code 9: Die Ressource"),
    ];
    for (mode, words) in cases {
        let stage = Stage::new(mode, "rules");
        let (heard, summary) = stage.read(&all());
        assert!(summary.is_ok());
        let missing: Vec<_> = without("rules").difference(&heard.values()).copied().collect();
        assert_eq!(missing, [], "{mode}");
        let errors = heard.errors();
        assert_eq!(errors.len(), 1, "{mode}: {errors:?}");
        assert_eq!((errors[0].0, errors[0].1.as_str()), (Kind::ADSyncRule, "failed"));
        assert!(heard.said().contains(words), "{mode}: {}", heard.said());
        stage.nothing_is_left();
    }
}

#[test]
fn slow_utf_16_and_garbage_cost_nothing_that_is_good() {
    for mode in ["slow", "utf-16", "garbage"] {
        let stage = Stage::new(mode, "");
        let (heard, summary) = stage.read(&all());
        assert!(summary.is_ok(), "{mode}");
        assert_eq!(heard.errors(), [], "{mode}");
        let missing: Vec<_> = without("").difference(&heard.values()).copied().collect();
        assert_eq!(missing, [], "{mode}");
        assert_eq!(heard.problems.is_empty(), mode != "garbage", "{mode}: {}", heard.said());
        stage.nothing_is_left();
    }
}

fn refusal(mode: &str, limits: Limits) -> String {
    let stage = Stage::with(mode, "", limits);
    let (heard, summary) = stage.read(&all());
    stage.nothing_is_left();
    match summary {
        Err(SourceError::Unusable { reason, .. } | SourceError::Open { reason, .. }) => reason,
        Ok(_) => {
            assert!(heard.values().is_empty(), "{mode}: values came");
            assert!(!heard.errors().is_empty(), "{mode}: nothing was said of the kinds");
            heard.said()
        }
    }
}

#[test]
fn where_nothing_comes_a_sentence_says_why() {
    for (mode, words) in [
        ("silent", "PowerShell ended before its end"),
        ("silent-for-ever", "no answer in 3 s"),
        ("signed", "signed scripts only"),
        ("constrained", "constrained language mode"),
    ] {
        let said = refusal(mode, LIMITS);
        assert!(said.contains(words), "{mode}: {said}");
        assert_eq!(said.lines().count(), 1, "{mode}: {said}");
    }
}

#[test]
fn everything_together_has_a_limit() {
    let limits = Limits { section: Duration::from_secs(600), total: Duration::from_secs(2), ..LIMITS };
    let stage = Stage::with("hang", "rules", limits);
    let (heard, _) = stage.read(&all());
    assert!(heard.values().contains(&Kind::ADSyncConnector));
    assert!(heard.said().contains("the limit of 2 s for everything"), "{}", heard.said());
    let lost: BTreeSet<Kind> = heard.errors().into_iter().map(|(k, ..)| k).collect();
    assert!(lost.contains(&Kind::ADSyncRule) && lost.contains(&Kind::ADSyncAADCompanyFeature));
    stage.nothing_is_left();
}

#[test]
fn the_operator_ends_the_whole_tree_and_keeps_what_came() {
    let limits = Limits { section: Duration::from_secs(600), total: Duration::from_secs(600), ..LIMITS };
    let stage = Stage::with("hang-deaf", "rules", limits);
    let mut live = stage.server.open();
    let stopper = live.source.stopper();
    let reader = thread::spawn(move || {
        let mut heard = Heard::default();
        let summary = live.source.read(&all(), &mut heard);
        (heard, summary)
    });
    let until = Instant::now() + Duration::from_secs(30);
    while !stage.path("hangs").is_file() {
        assert!(Instant::now() < until, "the collector never came to the section in which it hangs");
        thread::yield_now();
    }
    stopper.stop();
    let (heard, summary) = reader.join().unwrap();
    assert!(summary.unwrap().stopped);
    assert!(heard.values().contains(&Kind::ADSyncConnector));
    // Of the rest it is said that it is not known; a log of which only the span came is no silent one.
    let lost: BTreeSet<Kind> = heard.errors().into_iter().map(|(k, ..)| k).collect();
    assert!(lost.contains(&Kind::ADSyncRule) && lost.contains(&Kind::WinEvent), "{lost:?}");
    stage.nothing_is_left();
    // What came can be read again, and nothing is started for that.
    fs::remove_file(stage.path("asked.json")).unwrap();
    let again = Ask { objects: vec!["x".to_owned()], ..all() };
    let (second, _) = stage.read(&again);
    assert_eq!(second.values(), heard.values());
    assert!(!stage.path("asked.json").exists());
}

#[test]
fn a_sink_that_has_seen_enough_ends_it_too() {
    let stage = Stage::new("hang", "rules");
    let mut heard = Heard { enough: Some(3), ..Heard::default() };
    let summary = stage.server.open().source.read(&all(), &mut heard).unwrap();
    assert!(summary.stopped);
    assert_eq!(heard.records.len(), 3);
    stage.nothing_is_left();
}

#[test]
fn another_look_collects_only_what_is_needed() {
    let stage = Stage::new("good", "");
    let (first, _) = stage.read(&Ask::default());
    assert!(!stage.asked().contains(&"user".to_owned()), "nobody was asked for");
    assert!(!first.values().contains(&Kind::ADUser));
    // A user: what is known of the server is not asked again, and all of it is given.
    let (with_user, _) = stage.read(&all());
    assert_eq!(stage.asked(), ["user"]);
    assert!(with_user.values().is_superset(&first.values()));
    assert!(with_user.values().contains(&Kind::ADUser));
    // The same user again: nothing.
    fs::remove_file(stage.path("asked.json")).unwrap();
    let (again, _) = stage.read(&Ask { users: vec![USER.to_uppercase()], ..Ask::default() });
    assert!(!stage.path("asked.json").exists());
    assert_eq!(again.records.len(), with_user.records.len());
    // What two checks need, anew: these sections, and only what they gave.
    let kinds = KindSet::of(&[Kind::ADSyncScheduler, Kind::WinEvent]);
    let (recheck, _) = stage.read(&Ask { kinds, ..Ask::default() });
    assert_eq!(stage.asked(), ["scheduler", "events", "engine-events", "service-events"]);
    assert_eq!(recheck.values(), BTreeSet::from([Kind::Header, Kind::ADSyncScheduler, Kind::WinEvent]));
    // Everything, anew.
    let (fresh, _) = stage.read(&Ask::default());
    assert_eq!(fresh.records.len(), first.records.len());
    assert!(
        named("scheduler").is_some()
            && stage.server.collected().unwrap().unwrap().contains("ADSyncScheduler")
    );
}

#[test]
fn a_program_that_cannot_be_started_is_named() {
    let stage = Stage::new("good", "");
    fs::remove_file(stage.powershell()).unwrap();
    let (heard, summary) = stage.read(&all());
    let said = summary.map_or_else(|e| e.to_string(), |_| heard.said());
    assert!(said.contains("could not be started"), "{said}");
}
