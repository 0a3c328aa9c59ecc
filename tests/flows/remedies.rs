//! Every remedy is followed to its end: each step done, then evidence of a server that is well again,
//! and the story ends verified; by keys and by numbered answers.

use super::{
    healed,
    story::{Device, LATER, begin, broken, keys, lines, open, pass, steps},
};
use chrono::TimeDelta;
use phs_doctor::{
    front::scenarios,
    session::Choice,
    wizard::{Effect, Msg, Place, update},
};

fn follow(device: Device) {
    let healed = healed::so_much_later(LATER);
    let (mut followed, mut unproven) = (0, Vec::new());
    for case in broken() {
        let mut story = open(case, device);
        steps(&mut story);
        assert!(matches!(story.model.place(), Place::Proof(_)), "{}: {:?}", case.name, story.model.place());
        // The same evidence again proves nothing.
        story.answer(&story.digit("Check now"));
        assert!(!story.appended.contains(&Choice::NotFixed), "{}", case.name);
        assert!(matches!(story.model.place(), Place::Proof(_)), "{}", case.name);
        let (job, user) = (story.model.reading(), case.user.clone());
        let more = story.judged(job, &healed, user.as_deref());
        story.work(more);
        if story.appended.last() != Some(&Choice::Verified) || !story.says("SOLVED") {
            unproven.push(format!("{}: {:?}", case.name, story.page().body));
        }
        followed += 1;
    }
    assert!(unproven.is_empty(), "{}", unproven.join("\n"));
    assert!(followed > 80, "only {followed}");
}

#[test]
fn every_remedy_ends_verified_by_keys() {
    follow(keys);
}

#[test]
fn every_remedy_ends_verified_by_answers() {
    follow(lines);
}

/// From cause to cause, none of which helps; each is offered once, and at the end stands what support asks for.
#[test]
fn what_does_not_help_leads_to_the_next_cause_and_at_last_to_support() {
    for case in broken() {
        let mut story = open(case, keys);
        story.answer(&story.digit("What to do"));
        let mut tried = Vec::new();
        loop {
            let Place::Todo(key) = story.model.place().clone() else { panic!("{:?}", story.model.place()) };
            assert!(!tried.contains(&key), "{}: {key:?} again", case.name);
            tried.push(key);
            let never = story.says("NEVER");
            story.answer(&story.digit(if never { "Who can do this" } else { "Begin" }));
            if never {
                story.answer(&story.digit("This finding is wrong"));
                story.answer("support says so");
            } else {
                if let Place::Gate(_) = story.model.place() {
                    pass(&mut story);
                }
                story.answer(&story.digit("did not help"));
                assert_eq!(story.appended.last(), Some(&Choice::DidNotHelp));
                assert!(story.says("NOT SOLVED"), "{}", case.name);
            }
            assert!(matches!(story.model.place(), Place::End(_)));
            if !story.says("What else it can be") {
                break;
            }
            story.answer("1");
        }
        assert!(story.says("Ruled out") && story.says("Collect"), "{}: {:?}", case.name, story.page());
        let findings = &story.model.case().unwrap().judgement.findings;
        let ids = findings.iter().any(|f| f.hit.values.contains_key("tracking_id"));
        assert!(!ids || story.says("Tracking ids"), "{}: {:?}", case.name, story.page());
    }
}

/// Hours later, and with a clock behind that of the evidence: the same file is no news.
#[test]
fn a_file_read_again_never_says_not_fixed() {
    for ahead in [TimeDelta::zero(), TimeDelta::hours(3)] {
        for case in broken() {
            let mut story = open(case, keys);
            update(&mut story.model, Msg::Tick(scenarios::time() - ahead));
            steps(&mut story);
            for hours in [0, 2, 50] {
                let more = update(&mut story.model, Msg::Tick(scenarios::time() + TimeDelta::hours(hours)));
                story.work(more);
                story.answer(&story.digit("Check now"));
                assert!(matches!(story.model.place(), Place::Proof(_)), "{}: {ahead} {hours}", case.name);
            }
            let proven = [Choice::NotFixed, Choice::Verified];
            assert!(!story.appended.iter().any(|c| proven.contains(c)), "{}: {ahead}", case.name);
        }
    }
}

#[test]
fn a_reason_is_kept_and_a_step_that_cannot_be_done_is_left() {
    let case = scenarios::find("staging-mode").unwrap();
    let mut story = open(case, keys);
    begin(&mut story);
    story.answer(&story.digit("cannot"));
    assert!(matches!(story.model.place(), Place::Reason(..)));
    story.answer("");
    assert!(story.appended.is_empty(), "a reason is asked for");
    story.answer("the other team, until Friday");
    assert_eq!(story.appended, [Choice::Cannot]);
    assert!(matches!(story.model.place(), Place::Step(_, 2)), "{:?}", story.model.place());
    let told = story.model.told().unwrap();
    assert_eq!(told.actions[0].note.as_deref(), Some("the other team, until Friday"));
    assert!(told.actions[0].before.as_deref().is_some_and(|b| b.starts_with("fail")), "{:?}", told.actions);
}

#[test]
fn what_cannot_be_written_is_said_and_counts_until_the_end() {
    let case = scenarios::find("staging-mode").unwrap();
    let mut story = open(case, keys);
    begin(&mut story);
    let effects = keys(&mut story.model, "1");
    assert!(matches!(effects.as_slice(), [Effect::Append(_)]));
    assert!(matches!(story.model.place(), Place::Step(_, 1)), "not before it is on disk");
    update(&mut story.model, Msg::Appended(Err("the disk is full".to_owned())));
    assert!(matches!(story.model.place(), Place::Step(_, 2)));
    assert!(story.page().status.contains("the disk is full"));
}

#[test]
fn an_answered_question_is_nothing_done() {
    let case = scenarios::find("staging-mode").unwrap();
    let mut story = open(case, keys);
    begin(&mut story);
    story.answer(&story.digit("Answered"));
    while let Place::Step(..) = story.model.place() {
        story.answer(&story.digit("Skip"));
    }
    assert!(matches!(story.model.place(), Place::End(_)), "{:?}", story.model.place());
    assert!(story.says("No step was done"), "{:?}", story.page());
}
