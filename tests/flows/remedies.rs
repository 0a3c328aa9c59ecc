//! Every remedy is followed to its end: each step done, then evidence of a server that is well again,
//! and the story ends verified; by keys and by numbered answers.

use super::healed;
use chrono::{FixedOffset, TimeDelta};
use phs_doctor::{
    checks::{self, Order},
    evidence::{Ask, open},
    facts::{Choices, FactsBuilder, Gather},
    front::{
        case::case,
        plain::Plain,
        scenarios::{self, Scenario},
    },
    session::{Choice, Entry},
    wizard::{Block, Clock, Effect, Judged, Key, Model, Msg, Page, Place, SourceSpec, page, update},
};
use std::{collections::BTreeMap, ops::ControlFlow, sync::Arc};

/// After so long even a first synchronization shows.
const LATER: TimeDelta = TimeDelta::hours(9);

/// What came of these lines, for this user.
fn judged(lines: &str, user: Option<&str>) -> Judged {
    let users: Vec<String> = user.map(str::to_owned).into_iter().collect();
    let mut opened = [open::memory("made", "evidence file", lines.as_bytes().to_vec())];
    let choices = Choices { users: users.clone(), ..Choices::default() };
    let mut gather = Gather::new(FactsBuilder::new(choices));
    let [one] = &mut opened;
    gather
        .read(&one.origin, one.source.as_mut(), &Ask::default(), &mut |_| ControlFlow::Continue(()))
        .unwrap();
    let facts = gather.settle(&mut opened, &mut |_| ControlFlow::Continue(()));
    let judgement = checks::judge(&facts, &Order { users, ..Order::default() });
    let case = case(&facts, judgement, &gather.notes);
    Judged { case, choose: Vec::new(), done: true, stopped: false }
}

/// Presses a key, or answers with a line.
type Device = fn(&mut Model, &str) -> Vec<Effect>;

fn keys(model: &mut Model, answer: &str) -> Vec<Effect> {
    let mut effects = Vec::new();
    if model.in_field() {
        update(model, Msg::Text(answer.to_owned()));
        effects.extend(update(model, Msg::Key(Key::Enter)));
    } else {
        effects.extend(answer.chars().flat_map(|c| update(model, Msg::Key(Key::Char(c)))));
    }
    effects
}

fn lines(model: &mut Model, answer: &str) -> Vec<Effect> {
    let mut plain = Plain::new(Vec::new());
    plain.show(model).unwrap();
    plain.line(model, answer)
}

struct Story<'a> {
    model: Model,
    device: Device,
    case: &'a Scenario,
    appended: Vec<Choice>,
    /// What came of the same evidence before.
    before: BTreeMap<(String, Option<String>), Arc<Judged>>,
}

impl Story<'_> {
    fn answer(&mut self, answer: &str) {
        let effects = (self.device)(&mut self.model, answer);
        self.work(effects);
    }

    fn work(&mut self, effects: Vec<Effect>) {
        for effect in effects {
            let more = match effect {
                Effect::Append(Entry::Action(action)) => {
                    self.appended.push(action.choice);
                    update(&mut self.model, Msg::Appended(Ok(())))
                }
                Effect::Read { job, .. } => self.judged(job, self.case.lines(), None),
                Effect::Find { job, user, .. } => self.judged(job, self.case.lines(), Some(&user)),
                other => panic!("{other:?}"),
            };
            self.work(more);
        }
    }

    fn judged(&mut self, job: u64, lines: &str, user: Option<&str>) -> Vec<Effect> {
        let key = (lines.to_owned(), user.map(str::to_owned));
        let judged = self.before.entry(key).or_insert_with(|| Arc::new(judged(lines, user)));
        update(&mut self.model, Msg::Judged(job, Arc::clone(judged)))
    }

    fn page(&self) -> Page {
        page(&self.model)
    }

    fn says(&self, text: &str) -> bool {
        self.page().body.iter().any(|block| match block {
            Block::Field(_, label, lines) => label == text || lines.iter().any(|l| l.contains(text)),
            Block::Para(_, said) => said.contains(text),
            _ => false,
        })
    }

    /// The digit of the line with this text.
    fn digit(&self, text: &str) -> String {
        let found = self.page().body.into_iter().find_map(|block| match block {
            Block::Item(item) if item.text.contains(text) => item.number,
            _ => None,
        });
        found.unwrap_or_else(|| panic!("{}: no {text} on {:?}", self.case.name, self.page())).to_string()
    }
}

fn open(case: &Scenario, device: Device) -> Story<'_> {
    let clock = Clock { now: scenarios::time(), offset: |_| FixedOffset::east_opt(0).unwrap() };
    let mut story = Story {
        model: Model::new(clock, Vec::new()),
        device,
        case,
        appended: Vec::new(),
        before: BTreeMap::new(),
    };
    let effects = story.model.start(vec![SourceSpec::Given("made".to_owned())]);
    story.work(effects);
    story.answer(if case.user.is_some() { "2" } else { "1" });
    if let Some(user) = &case.user {
        story.answer(user);
    }
    assert_eq!(*story.model.place(), Place::Result, "{}", case.name);
    story
}

fn broken() -> impl Iterator<Item = &'static Scenario> {
    scenarios::all().iter().filter(|case| {
        let judged = judged(case.lines(), case.user.as_deref());
        judged.case.judgement.root(judged.case.judgement.roots.first().unwrap_or(&NONE)).is_some()
    })
}

const NONE: phs_doctor::diagnosis::RootCause =
    phs_doctor::diagnosis::RootCause { finding: usize::MAX, explains: Vec::new() };

/// Through the gate: nothing that changes something begins by Enter alone.
fn pass(story: &mut Story) {
    let name = story.case.name.clone();
    if story.says("NEVER") {
        assert_eq!(story.page().selected, Some(0), "{name}: the way back is chosen");
        story.answer(&story.digit("It was done"));
    } else if let Some(input) = story.page().input {
        assert!(story.says("HIGH"), "{name}");
        for wrong in ["", "yes", "2"] {
            story.answer(wrong);
            assert!(matches!(story.model.place(), Place::Gate(_)), "{name}: {wrong:?} opens nothing");
        }
        story.answer(&input.label.replace(" [ticket]", ""));
    } else {
        assert!(story.says("LOW") || story.says("MEDIUM"), "{name}");
        assert_eq!(story.page().selected, Some(0), "{name}: the way back is chosen");
        story.answer("2");
    }
}

/// Does every step; stands where the proof is waited for.
fn steps(story: &mut Story) {
    story.answer(&story.digit("What to do"));
    let begin = if story.says("NEVER") { "Who can do this" } else { "Begin" };
    story.answer(&story.digit(begin));
    if let Place::Gate(_) = story.model.place() {
        pass(story);
    }
    while let Place::Step(..) = story.model.place() {
        story.answer("1");
    }
}

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
        let events = case.lines().contains("TrackingID");
        assert!(!events || story.says("Tracking ids"), "{}: {:?}", case.name, story.page());
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

/// To the first step; every gate is passed.
fn begin(story: &mut Story) {
    story.answer(&story.digit("What to do"));
    story.answer(&story.digit("Begin"));
    if let Place::Gate(_) = story.model.place() {
        pass(story);
    }
    assert!(matches!(story.model.place(), Place::Step(_, 1)), "{:?}", story.model.place());
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
