//! Keys in any order, with evidence that changes, disks that fail and programs that end in between: what
//! stands in the journal was chosen by the operator, or proven by newer evidence; and nothing else does.

use super::healed;
use chrono::{DateTime, FixedOffset, TimeDelta, Utc};
use phs_doctor::{
    checks::{self, Order},
    evidence::{Ask, open},
    facts::{Choices, FactsBuilder, Gather},
    front::{case::case, scenarios},
    session::{self, Choice, Entry, SCHEMA, replay},
    wizard::{
        Action, Clock, Effect, Hits, Judged, Key, Model, Msg, Place, Preview, Reopened, SourceSpec,
        keys::BINDINGS, page, update,
    },
};
use proptest::{
    prelude::*,
    test_runner::{Config, TestRunner},
};
use std::{
    cell::RefCell,
    collections::BTreeSet,
    ops::ControlFlow,
    sync::{Arc, OnceLock},
};

/// What the server says when it is read.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
enum Server {
    /// What it said at first.
    AsItWas,
    /// The same trouble, a day later.
    StillBroken,
    /// All is well, a day later.
    Healed,
}

/// What happens next.
#[derive(Clone, Debug)]
enum Event {
    Key(Key),
    /// Typing, and Enter where there is a field.
    Typed(&'static str),
    Later(i64),
    Server(Server),
    /// From here on writing fails, or works again.
    Disk(bool),
    /// What is being written takes until then.
    Written,
    /// The program ends and goes on with its session; true where another one writes it.
    Reopened(bool),
}

fn judged(server: Server) -> Arc<Judged> {
    static ALL: OnceLock<[Arc<Judged>; 3]> = OnceLock::new();
    let all = ALL.get_or_init(|| {
        let broken = scenarios::find("staging-mode").unwrap().lines();
        let later = healed::moved_by(broken, TimeDelta::days(1));
        let well = healed::so_much_later(TimeDelta::days(1));
        [made(broken), made(&later), made(&well)]
    });
    Arc::clone(&all[server as usize])
}

fn made(lines: &str) -> Arc<Judged> {
    let mut opened = open::memory("made", "evidence file", lines.as_bytes().to_vec());
    let mut gather = Gather::new(FactsBuilder::new(Choices::default()));
    let all = &mut |_: phs_doctor::facts::Tick<'_>| ControlFlow::Continue(());
    gather.read(&opened.origin, opened.source.as_mut(), &Ask::default(), all).unwrap();
    let facts = gather.builder.finish().0;
    let judgement = checks::judge(&facts, &Order::default());
    let case = case(&facts, judgement, &gather.notes);
    Arc::new(Judged { case, choose: Vec::new(), done: true, stopped: false })
}

fn model(now: DateTime<Utc>) -> Model {
    Model::new(Clock { now, offset: |_| FixedOffset::east_opt(0).unwrap() }, Vec::new())
}

/// The program, its disk, and the operator's word for everything on it.
struct World {
    model: Model,
    server: Server,
    disk: bool,
    /// The lines on disk.
    journal: String,
    /// A line that is being written.
    writing: Option<Entry>,
    /// What the operator chose, or newer evidence proved, in words.
    words: Vec<String>,
    /// Whether something was lost because the disk failed.
    lost: bool,
    kinds: BTreeSet<&'static str>,
}

impl World {
    fn new() -> World {
        let mut world = World {
            model: model(scenarios::time()),
            server: Server::AsItWas,
            disk: true,
            journal: String::new(),
            writing: None,
            words: Vec::new(),
            lost: false,
            kinds: BTreeSet::new(),
        };
        let effects = world.model.start(vec![SourceSpec::Given("made".to_owned())]);
        world.work(effects, None);
        world
    }

    fn happens(&mut self, event: &Event) {
        match event {
            Event::Key(key) => self.press(*key),
            Event::Typed(text) => {
                if self.model.in_field() {
                    update(&mut self.model, Msg::Text((*text).to_owned()));
                    self.press(Key::Enter);
                }
            }
            Event::Later(minutes) => {
                let now = self.model.clock.now + TimeDelta::minutes(*minutes);
                let effects = update(&mut self.model, Msg::Tick(now));
                self.work(effects, None);
            }
            Event::Server(server) => self.server = *server,
            Event::Disk(works) => self.disk = *works,
            Event::Written => self.write(),
            Event::Reopened(held) => self.reopen(*held),
        }
    }

    /// A key, and what the operator says with it.
    fn press(&mut self, key: Key) {
        let shown = page(&self.model);
        let chosen = match (key, self.model.place()) {
            (Key::Enter, Place::Reason(of, step, choice)) => Some(Action::Chose(of.clone(), *step, *choice)),
            _ if self.model.in_field() => None,
            (Key::Enter, _) => shown.selected.map(|at| shown.offers[at].action.clone()),
            (Key::Char(c), _) if c.is_ascii_digit() => {
                let digit = c.to_digit(10).and_then(|d| shown.digit(u8::try_from(d).unwrap()));
                digit.map(|at| shown.offers[at].action.clone())
            }
            _ => None,
        };
        let effects = update(&mut self.model, Msg::Key(key));
        self.work(effects, chosen.as_ref());
    }

    fn work(&mut self, effects: Vec<Effect>, chosen: Option<&Action>) {
        for effect in effects {
            let more = match effect {
                Effect::Append(Entry::Answer { .. }) => {
                    assert!(self.model.held().is_none(), "a session that is only read");
                    update(&mut self.model, Msg::Appended(Ok(())))
                }
                Effect::Append(entry) => {
                    self.check(&entry, chosen);
                    assert!(self.writing.is_none(), "one line after the other");
                    self.writing = Some(entry);
                    Vec::new()
                }
                Effect::Read { job, .. }
                | Effect::Find { job, .. }
                | Effect::Judge { job, .. }
                | Effect::Answer { job, .. } => {
                    update(&mut self.model, Msg::Judged(job, judged(self.server)))
                }
                Effect::Sessions => update(&mut self.model, Msg::Sessions(Vec::new())),
                Effect::Copy(text) => update(&mut self.model, Msg::Copied(Ok(text))),
                Effect::Preview => update(&mut self.model, Msg::Previewed(Ok(Preview::default()))),
                Effect::Save(_, path) | Effect::WriteCollector(path) => {
                    update(&mut self.model, Msg::Saved(Ok(path)))
                }
                Effect::Events { job, filter, .. } => {
                    update(&mut self.model, Msg::Events(job, Hits { filter, ..Hits::default() }))
                }
                Effect::Guess { .. }
                | Effect::Keep
                | Effect::Resume(_)
                | Effect::Cancel(_)
                | Effect::Quit => Vec::new(),
            };
            self.work(more, None);
        }
    }

    /// Nothing is recorded that nobody chose, or that no newer evidence shows.
    fn check(&mut self, entry: &Entry, chosen: Option<&Action>) {
        assert!(self.model.held().is_none(), "a session that is only read: {entry:?}");
        match (entry, chosen) {
            (Entry::Action(a), Some(Action::Chose(key, step, choice))) => {
                assert_eq!((a.check.as_str(), a.step, a.choice), (key.check.0, *step, *choice));
                let reasoned = matches!(choice, Choice::Cannot | Choice::Wrong);
                assert!(!reasoned || a.note.as_ref().is_some_and(|n| !n.trim().is_empty()), "{a:?}");
                self.kinds.insert(choice.word());
            }
            (Entry::Action(a), _) => {
                let proof = match self.server {
                    Server::AsItWas => None,
                    Server::StillBroken => Some(Choice::NotFixed),
                    Server::Healed => Some(Choice::Verified),
                };
                assert_eq!((Some(a.choice), a.step), (proof, 0), "nobody chose {a:?}; {chosen:?}");
                assert!(self.done().iter().any(|b| b.choice == Choice::Done && b.check == a.check), "{a:?}");
                self.kinds.insert(a.choice.word());
            }
            (Entry::Closed { .. }, Some(Action::Finish)) => {
                self.kinds.insert("closed");
            }
            other => panic!("nobody asked for {other:?}"),
        }
    }

    /// What was written last is on disk, or it is not.
    fn write(&mut self) {
        let Some(entry) = self.writing.take() else { return };
        let result = if self.disk { Ok(()) } else { Err("the disk is full".to_owned()) };
        if let Entry::Action(action) = &entry {
            self.words.push(word(action));
        }
        if self.disk {
            if self.journal.is_empty() {
                let (schema, id, at) = (SCHEMA.to_owned(), "0199".to_owned(), self.model.clock.now);
                self.line(&Entry::Opened { schema, id, at, tool: String::new(), built_in: false });
                let path = "made".to_owned();
                self.line(&Entry::Source(session::SourceFile { path, ..session::SourceFile::default() }));
                update(&mut self.model, Msg::Begun("0199".to_owned()));
            }
            self.line(&entry);
        } else {
            self.lost = true;
        }
        let effects = update(&mut self.model, Msg::Appended(result));
        self.work(effects, None);
    }

    fn line(&mut self, entry: &Entry) {
        self.journal += &serde_json::to_string(entry).unwrap();
        self.journal.push('\n');
    }

    /// The program ended, and is started again with what is on disk.
    fn reopen(&mut self, held: bool) {
        let Ok(session) = replay(&self.journal) else { return };
        // What was not on disk yet did not count.
        self.writing = None;
        self.words = session.actions.iter().map(word).collect();
        self.lost = false;
        self.model = model(self.model.clock.now);
        let held = held.then(|| "another program writes this session".to_owned());
        let reopened = Reopened { session, held, ..Reopened::default() };
        let effects = update(&mut self.model, Msg::Resumed(Ok(Box::new(reopened))));
        self.work(effects, None);
    }

    fn done(&self) -> Vec<session::Action> {
        self.model.told().map_or_else(Vec::new, |case| case.actions)
    }

    /// What the program says was done is what was chosen, and what is on disk, unless it failed.
    fn holds(&self) {
        let done: Vec<String> = self.done().iter().map(word).collect();
        assert_eq!(done, self.words);
        if !self.lost && !self.journal.is_empty() {
            let kept: Vec<String> = replay(&self.journal).unwrap().actions.iter().map(word).collect();
            assert_eq!(kept, self.words);
        }
        let page = page(&self.model);
        assert!(page.selected.is_none_or(|at| at < page.offers.len()));
    }

    fn back_to_the_menu(&mut self) {
        for _ in 0..80 {
            self.press(Key::Esc);
        }
        assert_eq!(*self.model.place(), Place::Menu);
    }
}

fn word(action: &session::Action) -> String {
    format!("{} {} {} {:?}", action.check, action.step, action.choice.word(), action.note)
}

fn any_event() -> impl Strategy<Value = Event> {
    let digit = prop::sample::select(vec!['1', '1', '1', '1', '2', '3', '4', '5', '6', '7']);
    let bound: Vec<Key> = BINDINGS.iter().flat_map(|b| b.keys.iter().copied()).collect();
    let typed = prop::sample::select(vec!["AADC01", "AADC01", "aadc01 CHG1", "not mine", "", "  "]);
    let server = prop::sample::select(vec![Server::AsItWas, Server::StillBroken, Server::Healed]);
    prop_oneof![
        24 => digit.prop_map(|c| Event::Key(Key::Char(c))),
        10 => Just(Event::Written),
        6 => typed.prop_map(Event::Typed),
        4 => prop::sample::select(bound).prop_map(Event::Key),
        4 => Just(Event::Key(Key::Enter)),
        3 => (0..600_i64).prop_map(Event::Later),
        2 => server.prop_map(Event::Server),
        1 => any::<char>().prop_map(|c| Event::Key(Key::Char(c))),
        1 => (0..4).prop_map(|n| Event::Disk(n > 0)),
        1 => (0..4).prop_map(|n| Event::Reopened(n == 0)),
    ]
}

#[test]
fn the_journal_holds_what_was_chosen_and_nothing_else() {
    let recorded = RefCell::new(BTreeSet::new());
    let mut runner = TestRunner::new_with_rng(
        Config { failure_persistence: None, ..Config::with_cases(256) },
        proptest::test_runner::TestRng::deterministic_rng(proptest::test_runner::RngAlgorithm::ChaCha),
    );
    let told = runner.run(&prop::collection::vec(any_event(), 0..160), |events| {
        let mut world = World::new();
        for key in ['1', '1', '1'] {
            world.press(Key::Char(key));
        }
        for event in &events {
            world.happens(event);
            world.holds();
        }
        world.back_to_the_menu();
        recorded.borrow_mut().extend(world.kinds);
        Ok(())
    });
    told.unwrap();
    // It is no proof that nothing wrong is recorded where nothing is.
    let recorded = recorded.into_inner();
    for kind in [
        "done",
        "skipped",
        "cannot",
        "did-not-help",
        "wrong",
        "verified",
        "not-fixed",
        "verified-by-operator",
    ] {
        assert!(recorded.contains(kind), "{kind} is not among {recorded:?}");
    }
    assert!(recorded.contains("closed"), "{recorded:?}");
}
