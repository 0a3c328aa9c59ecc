//! The page that waits for proof: what proves that it helped, and what its keys do while that changes.

use super::{
    healed,
    story::{LATER, Story, done, keys, once, open},
};
use chrono::TimeDelta;
use phs_doctor::{
    diagnosis::{Evidence, Status, Value},
    front::{plain::Plain, scenarios},
    session::Choice,
    wizard::{Action, Effect, Judged, Key, Msg, Place, update},
};
use std::sync::Arc;

/// Looks at evidence again that this came of.
fn look(story: &mut Story, judged: Judged) {
    story.model.look_every(TimeDelta::zero());
    let now = story.model.clock.now;
    let effects = update(&mut story.model, Msg::Tick(now));
    let [Effect::Read { job, .. }] = effects.as_slice() else { panic!("{effects:?}") };
    let effects = update(&mut story.model, Msg::Judged(*job, Arc::new(judged)));
    story.work(effects);
}

/// A server that is well, and whose events still tell of what was wrong and is over.
fn recovered(story: &Story, check: &str) -> Judged {
    let mut judged = Judged::clone(&once(&healed::so_much_later(LATER), None));
    let before = once(story.case.lines(), None);
    let findings = &before.case.judgement.findings;
    let mut over = findings.iter().find(|f| f.check.0 == check && f.status == Status::Fail).unwrap().clone();
    over.status = Status::Info;
    over.hit.variant = Some("recovered");
    let at = Some(scenarios::time() + LATER);
    over.hit.evidence.push(Evidence {
        label: "Directory Synchronization event 650".to_owned(),
        expected: None,
        found: Value::public(""),
        source: "made".to_owned(),
        observed_at: at,
        judged_at: at,
    });
    let findings = &mut judged.case.judgement.findings;
    findings.retain(|f| !(f.check == over.check && f.scope == over.scope));
    findings.push(over);
    judged
}

#[test]
fn trouble_that_is_over_is_proof_and_no_dead_end() {
    let mut story = done("rights-missing");
    let (title, check) = ("Give the account both", "domain.account-permissions");
    let judged = recovered(&story, check);
    look(&mut story, judged);
    assert_eq!(story.appended.last(), Some(&Choice::Verified), "{:?}", story.page());
    assert!(matches!(story.model.place(), Place::End(_)), "{:?}", story.model.place());
    assert!(story.says("SOLVED") && story.says(title), "{:?}", story.page());
    update(&mut story.model, Msg::Key(Key::Esc));
    assert!(matches!(story.model.place(), Place::Todo(_)), "{:?}", story.model.place());
    assert!(story.says(title), "{:?}", story.page());
}

#[test]
fn what_was_done_stays_in_the_words_in_which_it_was_shown() {
    let mut story = open(scenarios::find("rights-missing").unwrap(), keys);
    super::story::begin(&mut story);
    let mut said = Vec::new();
    let mut kept = Vec::new();
    while let Place::Step(..) = story.model.place() {
        let effects = keys(&mut story.model, "1");
        let [Effect::Append(phs_doctor::session::Entry::Action(action))] = effects.as_slice() else {
            panic!("{effects:?}")
        };
        said.push(action.text.clone().unwrap());
        kept.push(action.step);
        story.work(effects);
    }
    assert!(said.iter().any(|text| text.contains("contoso.com")), "{said:?}");
    // Nothing of the finding is left to fill its steps from.
    look(&mut story, Judged::clone(&once(&healed::so_much_later(LATER), None)));
    assert!(story.says("SOLVED"), "{:?}", story.page());
    let changed = story.page().body.into_iter().find_map(|block| match block {
        phs_doctor::wizard::Block::Field(_, label, lines) if label == "Changed" => Some(lines),
        _ => None,
    });
    let changed = changed.unwrap();
    assert!(!changed.is_empty() && changed.len() <= said.len());
    for line in &changed {
        assert!(said.iter().any(|text| line.ends_with(text.as_str())), "{line}: {said:?}");
        assert!(!line.contains(": See ") && !line.contains(": Look "), "it only looks: {line}");
    }
    let told = story.model.told().unwrap();
    assert_eq!(told.actions[0].text.as_ref(), said.first());
}

/// The lines that can be chosen, but for those that come and go.
fn numbered(story: &Story) -> Vec<(Option<u8>, String)> {
    let lines = story.page().body.into_iter().filter_map(|block| match block {
        phs_doctor::wizard::Block::Item(item) if item.number.is_some() => Some((item.number, item.text)),
        _ => None,
    });
    lines
        .filter(|(_, text)| !["Answer by hand", "It was taken after that"].contains(&text.as_str()))
        .collect()
}

#[test]
fn no_number_gets_another_meaning_under_the_hand() {
    let mut story = done("staging-mode");
    let before = numbered(&story);
    // What tells of it is gone: a question could.
    let mut less = Judged::clone(&once(story.case.lines(), None));
    for finding in &mut less.case.judgement.findings {
        if finding.check.0 == "server.staging-mode" {
            (finding.status, finding.hit.cause) = (Status::Unknown, None);
            finding.hit.evidence.clear();
        }
    }
    look(&mut story, less);
    assert!(story.digit("Answer by hand") > story.digit("How it stands"));
    assert_eq!(numbered(&story), before);
    // Where the selected line is gone and comes again, the selection is where it was.
    update(&mut story.model, Msg::Key(Key::End));
    let at = story.page().selected.unwrap();
    assert!(matches!(story.page().offers[at].action, Action::Go(Place::Question(..))));
}

#[test]
fn what_the_operator_has_seen_is_asked_once_more() {
    let mut story = done("staging-mode");
    let before = story.appended.len();
    story.answer(&story.digit("I have seen that it works"));
    assert_eq!(story.page().selected, Some(0), "the way back is chosen");
    story.answer("1");
    assert!(matches!(story.model.place(), Place::Proof(_)), "{:?}", story.model.place());
    assert_eq!(story.appended.len(), before, "nothing is recorded");
    story.answer(&story.digit("I have seen that it works"));
    story.answer("2");
    assert_eq!(story.appended.last(), Some(&Choice::VerifiedByOperator));
    assert!(story.says("SOLVED"), "{:?}", story.page());
    update(&mut story.model, Msg::Key(Key::Esc));
    assert!(matches!(story.model.place(), Place::Todo(_)), "{:?}", story.model.place());
}

/// What names no time proves nothing of itself, and what the operator says of it.
#[test]
fn evidence_without_a_time_counts_when_the_operator_says_that_it_is_newer() {
    let timeless = |lines: &str| {
        let mut judged = Judged::clone(&once(lines, None));
        for evidence in judged.case.judgement.findings.iter_mut().flat_map(|f| &mut f.hit.evidence) {
            (evidence.observed_at, evidence.judged_at) = (None, None);
        }
        judged.case.judgement.evaluated_at = None;
        judged
    };
    for (healed, proof) in [(true, Choice::Verified), (false, Choice::NotFixed)] {
        let mut story = done("staging-mode");
        story.model.clock.now += TimeDelta::hours(1);
        let lines = if healed { healed::so_much_later(LATER) } else { story.case.lines().to_owned() };
        look(&mut story, timeless(&lines));
        assert!(story.says("names no time"), "{:?}", story.page());
        story.answer(&story.digit("It was taken after that"));
        assert_eq!(story.appended.last(), Some(&proof), "{:?}", story.page());
        let told = story.model.told().unwrap();
        assert!(told.actions.last().unwrap().note.as_ref().unwrap().contains("as the operator says"));
    }
}

#[test]
fn as_numbered_lines_the_page_is_printed_again_when_its_lines_change() {
    let mut story = done("staging-mode");
    let mut plain = Plain::new(Vec::new());
    let mut less = Judged::clone(&once(story.case.lines(), None));
    for finding in &mut less.case.judgement.findings {
        if finding.check.0 == "server.staging-mode" {
            (finding.status, finding.hit.cause) = (Status::Unknown, None);
            finding.hit.evidence.clear();
        }
    }
    plain.show(&story.model).unwrap();
    let same = Judged::clone(&once(story.case.lines(), None));
    look(&mut story, same);
    plain.show(&story.model).unwrap();
    look(&mut story, less);
    plain.show(&story.model).unwrap();
    let text = String::from_utf8(plain.into_inner()).unwrap();
    assert_eq!(text.matches("Did it help?").count(), 2, "{text}");
    assert_eq!(text.matches("Answer by hand").count(), 1, "{text}");
}
