//! Models of the wizard on every page, made of built-in cases.

use chrono::{DateTime, FixedOffset, TimeDelta, Utc};
use phs_doctor::{
    checks::{self, Order},
    diagnosis::{OPERATOR, Value},
    evidence::{Ask, Who, open},
    facts::{Choices, FactsBuilder, Gather},
    front::{
        case::case,
        scenarios,
        tui::{Screen, Theme},
    },
    report::{self, Meta, events::EventRow},
    session::{Session, SourceFile},
    wizard::{
        Action, Clock, Effect, Hits, Judged, Key, Model, Msg, Page, People, Place, Preview, Progress,
        Reopened, Scenario, SessionLine, Several, SourceSpec, page, update,
    },
};
use ratatui::{Terminal, backend::TestBackend};
use std::{ops::ControlFlow, sync::Arc};

pub const COLOUR: Theme = Theme { colour: true, ascii: false };
pub const MONO: Theme = Theme { colour: false, ascii: false };
pub const ASCII: Theme = Theme { colour: false, ascii: true };

pub fn judged(name: &str) -> Judged {
    judged_for(name, &[])
}

fn judged_for(name: &str, users: &[String]) -> Judged {
    judged_of(vec![scenarios::find(name).unwrap().open()], users)
}

fn judged_of(mut opened: Vec<open::Opened>, users: &[String]) -> Judged {
    let choices = Choices { users: users.to_vec(), ..Choices::default() };
    let mut gather = Gather::new(FactsBuilder::new(choices));
    for one in &mut opened {
        gather
            .read(&one.origin, one.source.as_mut(), &Ask::default(), &mut |_| ControlFlow::Continue(()))
            .unwrap();
    }
    let facts = gather.settle(&mut opened, &mut |_| ControlFlow::Continue(()));
    let judgement = checks::judge(&facts, &Order { users: users.to_vec(), ..Order::default() });
    Judged { case: case(&facts, judgement, &gather.notes), choose: Vec::new(), done: true, stopped: false }
}

pub fn now() -> DateTime<Utc> {
    scenarios::time() + TimeDelta::seconds(44)
}

pub fn empty() -> Model {
    let clock = Clock { now: now(), offset: |_| FixedOffset::east_opt(3600).unwrap() };
    let cases = ["healthy", "staging-mode"];
    let cases = cases.iter().map(|n| Scenario { name: (*n).into(), title: format!("About {n}") }).collect();
    Model::new(clock, cases)
}

pub fn on(judged: Judged) -> Model {
    let mut model = empty();
    model.start(vec![SourceSpec::Given("evidence.jsonl".into())]);
    update(&mut model, Msg::Judged(1, Arc::new(judged)));
    model
}

pub fn press(model: &mut Model, keys: &[Key]) {
    for key in keys {
        update(model, Msg::Key(*key));
    }
}

/// Chooses the first offer that leads where `wanted` says.
pub fn choose(model: &mut Model, wanted: impl Fn(&Action) -> bool) {
    let offer = page(model).offers.iter().position(|o| wanted(&o.action));
    let offer = offer.unwrap_or_else(|| panic!("not offered: {:#?}", page(model).offers));
    update(model, Msg::Choose(offer));
}

fn at(mut model: Model, path: &[Key]) -> Model {
    press(&mut model, path);
    model
}

/// Without evidence, at the first question that has answers to choose from.
fn asked(user: Option<&str>) -> Model {
    let mut model = at(empty(), &[Key::Char('3'), Key::Char(if user.is_some() { '2' } else { '1' })]);
    update(&mut model, Msg::Text(user.unwrap_or("contoso.com").into()));
    let effects = update(&mut model, Msg::Key(Key::Enter));
    let users: Vec<String> = user.map(str::to_owned).into_iter().collect();
    for effect in effects {
        let (job, lines) = match effect {
            Effect::Answer { job, lines, .. } => (job, lines),
            Effect::Find { job, .. } => (job, String::new()),
            _ => continue,
        };
        let answers = open::memory("answers of ada", OPERATOR, lines.into_bytes());
        let opened = if user.is_some() { Vec::new() } else { vec![answers] };
        update(&mut model, Msg::Judged(job, Arc::new(judged_of(opened, &users))));
    }
    model
}

/// Only what the configuration says is known; on the page that says what is missing.
fn missing() -> Model {
    let healthy = scenarios::find("healthy").unwrap().lines();
    let events = ["WinEvent", "EventLogCoverage", "ADSyncPartitionPasswordSyncState"];
    let kept = healthy.lines().filter(|l| !events.iter().any(|e| l.contains(&format!("\"record\":\"{e}\""))));
    let lines: String = kept.map(|l| format!("{l}\n")).collect();
    let opened = vec![open::memory("evidence.jsonl", "evidence file", lines.into_bytes())];
    let mut model = at(on(judged_of(opened, &[])), &[Key::Char('1')]);
    choose(&mut model, |a| *a == Action::Go(Place::Missing));
    model
}

/// Evidence that tries to steer the terminal.
pub fn hostile() -> Model {
    let mut judged = judged("tenant-feature-off");
    judged.case.environment.computer = Some("\x1b[2J\x1b]0;owned\x07EVIL".into());
    judged.case.sources[0].name = "a\u{202e}b\r\nc\u{9b}31m".into();
    for finding in &mut judged.case.judgement.findings {
        for evidence in &mut finding.hit.evidence {
            evidence.found = Value::public("x\x1b[31m\x08\x08\n\tend ".repeat(20));
        }
    }
    let mut model = on(judged);
    press(&mut model, &[Key::Char('1')]);
    choose(&mut model, |a| matches!(a, Action::Go(Place::Finding(_))));
    model
}

/// The wizard after one user was asked for.
fn user(case: &str) -> Model {
    let mut model = at(on(judged("healthy")), &[Key::Char('2')]);
    update(&mut model, Msg::Text("ada".into()));
    let effects = update(&mut model, Msg::Key(Key::Enter));
    let [Effect::Find { job, user, .. }] = effects.as_slice() else { panic!("{effects:?}") };
    let judged = judged_for(case, std::slice::from_ref(user));
    update(&mut model, Msg::Judged(*job, Arc::new(judged)));
    model
}

/// People whose names hold what is being typed.
fn typed(done: bool) -> Model {
    let mut model = at(on(judged("healthy")), &[Key::Char('2')]);
    let effects = update(&mut model, Msg::Text("ad".into()));
    let [Effect::Guess { job, .. }] = effects.as_slice() else { panic!("{effects:?}") };
    let people = People { part: "ad".into(), rows: rows(), done, ..People::default() };
    update(&mut model, Msg::People(*job, people));
    press(&mut model, &[Key::Down]);
    model
}

fn rows() -> Vec<Who> {
    let who = |name: &str, domain: &str, dn: &str| Who {
        name: name.into(),
        domain: Some(domain.into()),
        connector: Some("contoso.com".into()),
        dn: Some(dn.into()),
        exact: dn.into(),
        ..Who::default()
    };
    vec![
        who("ada@contoso.com", "contoso.com", "CN=Byron\\, Ada,OU=Staff,DC=contoso,DC=com"),
        who("ada@emea.contoso.com", "emea.contoso.com", "CN=Ada King,OU=Staff,DC=emea,DC=contoso,DC=com"),
    ]
}

/// Several go by the name that was asked for.
fn matches(exact: bool) -> Model {
    let mut model = at(on(judged("healthy")), &[Key::Char('2')]);
    update(&mut model, Msg::Text("ada".into()));
    let effects = update(&mut model, Msg::Key(Key::Enter));
    let [Effect::Find { job, .. }] = effects.as_slice() else { panic!("{effects:?}") };
    let several = Several { asked: "ada".into(), rows: rows(), exact, more: !exact };
    update(&mut model, Msg::Several(*job, several));
    model
}

fn deep(wanted: impl Fn(&Action) -> bool) -> Model {
    let mut model = on(judged("tenant-feature-off"));
    press(&mut model, &[Key::Char('1')]);
    choose(&mut model, wanted);
    model
}

fn reading() -> Model {
    let mut model = empty();
    model.start(vec![SourceSpec::Given("live server AADC01".into())]);
    let progress =
        Progress { source: "live server AADC01".into(), doing: "WinEvent".into(), percent: Some(41) };
    update(&mut model, Msg::Judged(1, Arc::new(Judged { done: false, ..judged("tenant-feature-off") })));
    update(&mut model, Msg::Progress(1, progress));
    model
}

/// The form for the directory, filled in; on one of its lines.
fn directory(line: Option<char>) -> Model {
    let mut model = on(judged("rights-missing"));
    choose(&mut model, |a| matches!(a, Action::Go(Place::Directory)));
    for (line, text) in [('1', "ldaps://dc1.contoso.com"), ('2', "reader@contoso.com"), ('3', "geheim")] {
        press(&mut model, &[Key::Char(line)]);
        update(&mut model, Msg::Text(text.into()));
        press(&mut model, &[Key::Enter]);
    }
    press(&mut model, &line.map(Key::Char).into_iter().collect::<Vec<_>>());
    model
}

/// Nothing of what was given could be read.
fn refused(failed: &Judged) -> Model {
    let mut model = empty();
    model.start(vec![SourceSpec::Given("notes.docx".into())]);
    update(&mut model, Msg::Refused(1, "notes.docx: this is no evidence that this program knows".into()));
    let mut nothing = failed.clone();
    nothing.case.sources.clear();
    update(&mut model, Msg::Judged(1, Arc::new(nothing)));
    model
}

/// The program itself has failed.
fn broken() -> Model {
    let mut model = empty();
    model.start(vec![SourceSpec::Given("evidence.jsonl".into())]);
    update(&mut model, Msg::Failed(1, "reading the evidence".into(), "index out of bounds".into()));
    model
}

/// Every page under a name.
pub fn all() -> Vec<(&'static str, Model)> {
    use Key::Char;
    let failed = judged("tenant-feature-off");
    let old = {
        let mut model = on(failed.clone());
        update(&mut model, Msg::Tick(now() + TimeDelta::days(3)));
        // Evidence that is no built-in case has an age.
        let mut judged = failed.clone();
        judged.case.sources[0].kind = "evidence file".into();
        model.start(vec![SourceSpec::Given("evidence.jsonl".into())]);
        update(&mut model, Msg::Judged(2, Arc::new(judged)));
        model
    };
    let several = on(Judged { choose: vec!["AADC01".into(), "AADC02".into()], ..failed.clone() });
    let filtered = {
        let mut model = at(on(failed.clone()), &[Char('1'), Char('/')]);
        update(&mut model, Msg::Text("service".into()));
        model
    };
    vec![
        ("menu-empty", empty()),
        ("menu-reading", reading()),
        ("menu", on(failed.clone())),
        ("open", at(empty(), &[Char('1')])),
        ("scenarios", at(empty(), &[Char('4')])),
        ("running", at(reading(), &[Char('1')])),
        ("result", at(on(failed.clone()), &[Char('1')])),
        ("result-healthy", at(on(judged("healthy")), &[Char('1')])),
        ("result-old", at(old, &[Char('1')])),
        ("result-filtered", filtered),
        ("finding", deep(|a| matches!(a, Action::Go(Place::Finding(_))))),
        ("todo", deep(|a| matches!(a, Action::Go(Place::Todo(_))))),
        ("missing", missing()),
        ("manual", at(empty(), &[Char('3')])),
        ("question", asked(None)),
        ("question-typed", at(empty(), &[Char('3'), Char('1')])),
        ("question-user", at(asked(Some("ada@contoso.com")), &[Char('6')])),
        ("symptoms", asked(Some("ada@contoso.com"))),
        ("elsewhere", at(on(judged("healthy")), &[Char('1'), Char('1')])),
        ("elsewhere-user", at(user("healthy"), &[Char('1')])),
        ("servers", at(several, &[Char('1')])),
        ("reference", at(empty(), &[Char('5')])),
        ("shelf", at(empty(), &[Char('5'), Char('4')])),
        ("article", at(empty(), &[Char('5'), Char('1'), Key::Enter])),
        ("search", at(empty(), &[Char('5'), Char('/'), Char('1'), Char('7'), Char('2'), Char('2')])),
        ("evidence", at(on(failed.clone()), &[Char('4')])),
        ("events", events(3)),
        ("events-filter", {
            let mut model = events(3);
            choose(&mut model, |a| matches!(a, Action::Go(Place::EventFilter)));
            update(&mut model, Msg::Text("denied id:611 domain:contoso.com".into()));
            model
        }),
        ("event", {
            let mut model = events(3);
            choose(&mut model, |a| matches!(a, Action::Go(Place::Event(1))));
            model
        }),
        ("gate", followed("staging-mode", 0)),
        ("gate-medium", followed("tenant-feature-off", 0)),
        ("gate-never", followed("entra-tenant-not-found", 0)),
        ("step", followed("staging-mode", 1)),
        ("reason", at(followed("staging-mode", 1), &[Char('3')])),
        ("proof", followed("tenant-feature-off", 9)),
        ("end", ended(&[Char('4')])),
        ("seen", at(followed("tenant-feature-off", 9), &[Char('3')])),
        ("end-solved", ended(&[Char('3'), Char('2')])),
        ("end-pending", at(followed("tenant-feature-off", 9), &[Char('6')])),
        ("kept", reopened(true, false)),
        ("read-only", reopened(false, true)),
        ("sessions", sessions()),
        ("report", at(on(failed.clone()), &[Char('6')])),
        ("names", names(&failed)),
        ("save", at(on(failed), &[Char('6'), Char('1'), Char('1')])),
        ("user", at(on(judged("healthy")), &[Char('2')])),
        ("user-typed", typed(true)),
        ("user-looking", typed(false)),
        ("user-several", matches(true)),
        ("user-part", matches(false)),
        ("user-waits", user("user-waits-for-retry")),
        ("user-fine", user("healthy")),
        ("user-result", user("user-never-sent")),
        ("trouble-refused", refused(&judged("tenant-feature-off"))),
        ("trouble-fault", broken()),
        ("help", at(empty(), &[Char('?')])),
        ("quit", at(empty(), &[Key::Interrupt])),
        ("directory", directory(None)),
        ("directory-password", directory(Some('3'))),
        ("directory-try", directory(Some('6'))),
    ]
}

/// So many events were found, every third a failure, with text that tries to steer the terminal.
pub fn events(count: usize) -> Model {
    let mut model = at(on(judged("rights-missing")), &[Key::Char('4')]);
    let offers = page(&model).offers;
    let offer = offers.iter().position(|o| matches!(o.action, Action::Events(_))).unwrap();
    let effects = update(&mut model, Msg::Choose(offer));
    let [Effect::Events { job, .. }] = effects.as_slice() else { panic!("{effects:?}") };
    let row = |i: usize| {
        let failed = i % 3 == 1;
        EventRow {
            time: scenarios::time() - TimeDelta::minutes(i64::try_from(count - i).unwrap()),
            provider: "Directory Synchronization".into(),
            id: if failed { 611 } else { 654 },
            meaning: Some(if failed { "A domain could not be read" } else { "Heartbeat answered" }.into()),
            domain: Some("contoso.com".into()),
            connector: Some("contoso.com".into()),
            cause: failed.then(|| "error 8453: Replication access was denied".into()),
            inner: failed.then(|| "RPC Error 8453 : Replication access was denied.".into()),
            computer: Some("AADC01".into()),
            text: "Password hash synchronization\r\n\x1b[31mred\x1b[0m \u{202e}turned\u{7}\n".repeat(3),
            source: "application.evtx".into(),
            ..EventRow::default()
        }
    };
    let rows = (0..count).map(row).collect();
    let hits = Hits { filter: String::new(), rows, more: count >= 200, stopped: false };
    update(&mut model, Msg::Events(*job, hits));
    model
}

/// A remedy is being followed: so many pages further than its first.
fn followed(case: &str, pages: usize) -> Model {
    let mut model = at(on(judged(case)), &[Key::Char('1'), Key::Char('1'), Key::Char('1')]);
    for _ in 0..pages {
        let key = match model.place() {
            Place::Gate(_) if model.in_field() => {
                update(&mut model, Msg::Text("aadc01 CHG0042".into()));
                Key::Enter
            }
            Place::Gate(_) => Key::Char('2'),
            Place::Step(..) => Key::Char('1'),
            _ => break,
        };
        update(&mut model, Msg::Key(key));
        update(&mut model, Msg::Appended(Ok(())));
    }
    model
}

/// A remedy was followed, and this was said of its proof.
fn ended(choice: &[Key]) -> Model {
    let mut model = at(followed("tenant-feature-off", 9), choice);
    update(&mut model, Msg::Appended(Ok(())));
    model
}

/// A session is gone on with: its sources are gone, or another program writes it.
fn reopened(gone: bool, held: bool) -> Model {
    let before = followed("staging-mode", 2);
    let case = before.told().unwrap();
    let meta = Meta { generated_at: now(), id: "0199".to_owned() };
    let path = "/evidence/server.jsonl".to_owned();
    let session = Session {
        id: "01999999-0000-7000-8000-000000000000".to_owned(),
        sources: vec![SourceFile { path: path.clone(), ..SourceFile::default() }],
        server: Some((serde_json::to_value(report::build(&case, &meta)).unwrap(), Vec::new())),
        actions: case.actions,
        ..Session::default()
    };
    let mut model = empty();
    let held = held.then(|| "another program writes this session".to_owned());
    let gone = gone.then_some(path).into_iter().collect();
    let reopened = Reopened { session, gone, held, ..Reopened::default() };
    for effect in update(&mut model, Msg::Resumed(Ok(Box::new(reopened)))) {
        let Effect::Read { job, .. } = effect else { panic!("{effect:?}") };
        update(&mut model, Msg::Judged(job, Arc::new(judged("staging-mode"))));
    }
    model
}

fn sessions() -> Model {
    let mut model = at(empty(), &[Key::Char('6')]);
    let line = |about: &str, closed| SessionLine {
        id: "0199".to_owned(),
        at: Some(scenarios::time()),
        about: about.to_owned(),
        closed,
    };
    update(&mut model, Msg::Sessions(vec![line("Staging mode, AADC01", false), line("FIPS, AADC02", true)]));
    model
}

/// The names of a report were looked through, and something is left.
fn names(judged: &Judged) -> Model {
    let mut model = at(on(judged.clone()), &[Key::Char('6'), Key::Char('2')]);
    let counts = [("host".to_owned(), 3), ("person".to_owned(), 12)].into();
    let leaks = vec!["an address: \"10.20.0.11\" (findings/7/summary)".to_owned()];
    update(&mut model, Msg::Previewed(Ok(Preview { counts, leaks })));
    model
}

/// A screen that pages are drawn on.
pub struct Stage {
    pub terminal: Terminal<TestBackend>,
    pub screen: Screen,
}

impl Stage {
    pub fn new(width: u16, height: u16, theme: Theme) -> Stage {
        Stage {
            terminal: Terminal::new(TestBackend::new(width, height)).unwrap(),
            screen: Screen::new(theme),
        }
    }

    pub fn draw(&mut self, model: &Model, page: &Page) {
        self.terminal.draw(|frame| self.screen.draw(frame, model.place(), page)).unwrap();
    }

    pub fn text(&self) -> String {
        self.terminal.backend().to_string()
    }

    pub fn lines(&self) -> Vec<String> {
        let buffer = self.terminal.backend().buffer();
        let width = usize::from(buffer.area.width);
        buffer
            .content
            .chunks(width)
            .map(|row| row.iter().map(ratatui::buffer::Cell::symbol).collect())
            .collect()
    }
}
