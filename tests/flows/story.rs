//! An operator who follows remedies by keys or by numbered answers, and everything around the wizard.

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
use std::{
    collections::BTreeMap,
    ops::ControlFlow,
    sync::{Arc, Mutex},
};

/// After so long even a first synchronization shows.
pub const LATER: TimeDelta = TimeDelta::hours(9);

/// What came of these lines, for this user.
pub fn judged(lines: &str, user: Option<&str>) -> Judged {
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

/// Evidence, and whom it was judged for.
type Known = (String, Option<String>);

/// The same, and every test shares what came of it.
pub fn once(lines: &str, user: Option<&str>) -> Arc<Judged> {
    static BEFORE: Mutex<BTreeMap<Known, Arc<Judged>>> = Mutex::new(BTreeMap::new());
    let key = (lines.to_owned(), user.map(str::to_owned));
    if let Some(known) = BEFORE.lock().unwrap().get(&key) {
        return Arc::clone(known);
    }
    let new = Arc::new(judged(lines, user));
    BEFORE.lock().unwrap().insert(key, Arc::clone(&new));
    new
}

/// Presses a key, or answers with a line.
pub type Device = fn(&mut Model, &str) -> Vec<Effect>;

pub fn keys(model: &mut Model, answer: &str) -> Vec<Effect> {
    let mut effects = Vec::new();
    if model.in_field() {
        update(model, Msg::Text(answer.to_owned()));
        effects.extend(update(model, Msg::Key(Key::Enter)));
    } else {
        effects.extend(answer.chars().flat_map(|c| update(model, Msg::Key(Key::Char(c)))));
    }
    effects
}

pub fn lines(model: &mut Model, answer: &str) -> Vec<Effect> {
    let mut plain = Plain::new(Vec::new());
    plain.show(model).unwrap();
    plain.line(model, answer)
}

pub struct Story<'a> {
    pub model: Model,
    pub device: Device,
    pub case: &'a Scenario,
    pub appended: Vec<Choice>,
}

impl Story<'_> {
    pub fn answer(&mut self, answer: &str) {
        let effects = (self.device)(&mut self.model, answer);
        self.work(effects);
    }

    pub fn work(&mut self, effects: Vec<Effect>) {
        for effect in effects {
            let more = match effect {
                Effect::Append(Entry::Action(action)) => {
                    self.appended.push(action.choice);
                    update(&mut self.model, Msg::Appended(Ok(())))
                }
                Effect::Read { job, .. } => self.judged(job, self.case.lines(), None),
                Effect::Find { job, user, .. } => self.judged(job, self.case.lines(), Some(&user)),
                // Nobody looks at the list: the whole name is typed; nothing is on disk.
                Effect::Guess { .. } | Effect::Keep => Vec::new(),
                other => panic!("{other:?}"),
            };
            self.work(more);
        }
    }

    pub fn judged(&mut self, job: u64, lines: &str, user: Option<&str>) -> Vec<Effect> {
        update(&mut self.model, Msg::Judged(job, once(lines, user)))
    }

    pub fn page(&self) -> Page {
        page(&self.model)
    }

    pub fn says(&self, text: &str) -> bool {
        self.page().body.iter().any(|block| match block {
            Block::Field(_, label, lines) => label == text || lines.iter().any(|l| l.contains(text)),
            Block::Para(_, said) => said.contains(text),
            _ => false,
        })
    }

    /// The digit of the line with this text.
    pub fn digit(&self, text: &str) -> String {
        let found = self.page().body.into_iter().find_map(|block| match block {
            Block::Item(item) if item.text.contains(text) => item.number,
            _ => None,
        });
        found.unwrap_or_else(|| panic!("{}: no {text} on {:?}", self.case.name, self.page())).to_string()
    }
}

pub fn open(case: &Scenario, device: Device) -> Story<'_> {
    let clock = Clock { now: scenarios::time(), offset: |_| FixedOffset::east_opt(0).unwrap() };
    let mut story = Story { model: Model::new(clock, Vec::new()), device, case, appended: Vec::new() };
    let effects = story.model.start(vec![SourceSpec::Given("made".to_owned())]);
    story.work(effects);
    story.answer(if case.user.is_some() { "2" } else { "1" });
    if let Some(user) = &case.user {
        story.answer(user);
    }
    assert!(story.model.place().is_result(), "{}", case.name);
    story
}

pub fn broken() -> impl Iterator<Item = &'static Scenario> {
    scenarios::all().iter().filter(|case| {
        let judged = once(case.lines(), case.user.as_deref());
        judged.case.judgement.root(judged.case.judgement.roots.first().unwrap_or(&NONE)).is_some()
    })
}

pub const NONE: phs_doctor::diagnosis::RootCause =
    phs_doctor::diagnosis::RootCause { finding: usize::MAX, explains: Vec::new() };

/// Through the gate: nothing that changes something begins by Enter alone.
pub fn pass(story: &mut Story) {
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
pub fn steps(story: &mut Story) {
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

/// Every step is done, and the page that waits for proof is seen.
pub fn done(name: &str) -> Story<'static> {
    let mut story = open(scenarios::find(name).unwrap(), keys);
    steps(&mut story);
    assert!(matches!(story.model.place(), Place::Proof(_)), "{:?}", story.model.place());
    story
}

/// To the first step; every gate is passed.
pub fn begin(story: &mut Story) {
    story.answer(&story.digit("What to do"));
    story.answer(&story.digit("Begin"));
    if let Place::Gate(_) = story.model.place() {
        pass(story);
    }
    assert!(matches!(story.model.place(), Place::Step(_, 1)), "{:?}", story.model.place());
}
