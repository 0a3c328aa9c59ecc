//! Newer evidence, however it comes, is what proves a remedy, and is kept as proof.

use super::{
    healed,
    story::{LATER, Story, done, keys, once},
};
use phs_doctor::{
    session::Choice,
    wizard::{Effect, Judged, Key, Msg, Place, SourceSpec, update},
};
use std::sync::Arc;

/// Types a path, and what is behind it is a server that is well.
fn typed(story: &mut Story, path: &str) {
    let healed = healed::so_much_later(LATER);
    update(&mut story.model, Msg::Text(path.to_owned()));
    let mut effects = update(&mut story.model, Msg::Key(Key::Enter));
    loop {
        let mut next = Vec::new();
        for effect in effects {
            let user = match &effect {
                Effect::Read { sources, .. } => {
                    assert_eq!(sources.last().map(SourceSpec::name), Some(path));
                    None
                }
                Effect::Find { user, .. } => Some(user.clone()),
                _ => {
                    story.work(vec![effect]);
                    continue;
                }
            };
            let job = story.model.reading();
            next.extend(update(&mut story.model, Msg::Judged(job, once(&healed, user.as_deref()))));
        }
        if next.is_empty() {
            break;
        }
        effects = next;
    }
}

#[test]
fn what_is_opened_for_proof_leads_back_to_it() {
    for name in ["staging-mode", "user-attempt-filtered"] {
        let mut story = done(name);
        story.answer(&story.digit("Open newer evidence"));
        typed(&mut story, "newer.jsonl");
        assert_eq!(story.appended.last(), Some(&Choice::Verified), "{name}: {:?}", story.page());
        assert!(matches!(story.model.place(), Place::End(_)), "{name}: {:?}", story.model.place());
        assert!(story.says("SOLVED"), "{name}: {:?}", story.page());
    }
}

#[test]
fn what_is_opened_elsewhere_proves_it_as_well() {
    let mut story = done("staging-mode");
    while *story.model.place() != Place::Menu {
        update(&mut story.model, Msg::Key(Key::Esc));
    }
    story.answer(&story.digit("Evidence"));
    story.answer(&story.digit("Open more"));
    typed(&mut story, "newer.jsonl");
    assert_eq!(*story.model.place(), Place::Menu, "nobody is called away");
    assert_eq!(story.appended.last(), Some(&Choice::Verified));
    // The result says what was done, and how it stands.
    story.answer("1");
    story.answer(&story.digit("What was done"));
    assert!(story.says("SOLVED"), "{:?}", story.page());
}

/// Who misspelled the path mends it.
#[test]
fn a_path_that_is_wrong_stands_in_its_field() {
    let mut story = done("staging-mode");
    story.answer(&story.digit("Open newer evidence"));
    update(&mut story.model, Msg::Text("newr.jsonl".to_owned()));
    update(&mut story.model, Msg::Key(Key::Enter));
    let job = story.model.reading();
    update(&mut story.model, Msg::Refused(job, "newr.jsonl: there is nothing under this name".to_owned()));
    story.judged(job, story.case.lines(), None);
    assert!(matches!(story.model.place(), Place::Proof(_)), "{:?}", story.model.place());
    assert!(story.model.specs().iter().all(|s| s.name() != "newr.jsonl"), "it is no source of the session");
    story.answer(&story.digit("Open newer evidence"));
    let text = |story: &Story| story.page().input.unwrap().text;
    assert_eq!(text(&story), "newr.jsonl");
    // Another path that is pasted stands in its place, and is mended by what is typed.
    update(&mut story.model, Msg::Text("newer.json".to_owned()));
    update(&mut story.model, Msg::Key(Key::Char('l')));
    update(&mut story.model, Msg::Text("/of/it".to_owned()));
    assert_eq!(text(&story), "newer.jsonl/of/it");
    assert!(story.page().keys.iter().any(|hint| hint.keys == "Ctrl+U"));
    update(&mut story.model, Msg::Key(Key::Clear));
    assert_eq!(text(&story), "");
    assert!(!story.page().keys.iter().any(|hint| hint.keys == "Ctrl+U"), "nothing is left to empty");
}

/// It is on disk also where it proves nothing.
#[test]
fn what_is_opened_within_a_session_is_a_source_of_it() {
    let mut story = done("staging-mode");
    let open = |story: &mut Story| {
        story.answer(&story.digit("Open newer evidence"));
        update(&mut story.model, Msg::Text("older.jsonl".to_owned()));
        update(&mut story.model, Msg::Key(Key::Enter));
        let job = story.model.reading();
        story.judged(job, story.case.lines(), None)
    };
    assert!(!open(&mut story).contains(&Effect::Keep), "there is no session");
    update(&mut story.model, Msg::Begun("0199".to_owned()));
    assert!(open(&mut story).contains(&Effect::Keep));
}

/// What is judged before all is read says nothing of the look.
#[test]
fn a_look_ends_with_all_of_its_evidence() {
    let mut story = done("staging-mode");
    let digit = story.digit("Check now");
    let effects = keys(&mut story.model, &digit);
    let [Effect::Read { job, .. }] = effects.as_slice() else { panic!("{effects:?}") };
    let all = once(story.case.lines(), None);
    let part = Judged { done: false, ..Judged::clone(&all) };
    update(&mut story.model, Msg::Judged(*job, Arc::new(part)));
    assert!(!story.page().status.contains("Looked again"), "{}", story.page().status);
    update(&mut story.model, Msg::Judged(*job, all));
    assert!(story.page().status.contains("Looked again"), "{}", story.page().status);
}
