//! A session is gone on with: whole, with sources that are gone or refused, or only to be read.

use super::story::{judged, keys, open, steps};
use chrono::{FixedOffset, TimeDelta};
use phs_doctor::{
    front::scenarios,
    report::{self, Meta, model::Verdict},
    session::{Choice, Session, SourceFile},
    wizard::{
        Block, Clock, Effect, Key, Model, Msg, Place, Reopened, SourceSpec, Tone, page, summary, update,
    },
};
use std::sync::Arc;

const CASE: &str = "staging-mode";

/// A session of two sources in which every step was done.
fn kept() -> Session {
    let case = scenarios::find(CASE).unwrap();
    let mut story = open(case, keys);
    steps(&mut story);
    let case = story.model.told().unwrap();
    let meta = Meta { generated_at: scenarios::time(), id: "0199".to_owned() };
    let source = |path: &str| SourceFile { path: path.to_owned(), ..SourceFile::default() };
    Session {
        id: "01999999-0000-7000-8000-00000000abcd".to_owned(),
        sources: vec![source("/export"), source("/events.evtx")],
        server: Some((serde_json::to_value(report::build(&case, &meta)).unwrap(), Vec::new())),
        actions: case.actions,
        ..Session::default()
    }
}

fn reopened(gone: &[&str], held: Option<&str>) -> (Model, Vec<Effect>) {
    let gone = gone.iter().map(|path| (*path).to_owned()).collect();
    open_again(Reopened { session: kept(), gone, held: held.map(str::to_owned), ..Reopened::default() })
}

fn taken_up(session: Session, gone: &[&str], changed: &[&str]) -> (Model, Vec<Effect>) {
    let all = |paths: &[&str]| paths.iter().map(|path| (*path).to_owned()).collect();
    open_again(Reopened { session, gone: all(gone), changed: all(changed), held: None })
}

/// What a page says of the sources of its session.
fn said(model: &Model) -> Vec<(&'static str, String)> {
    let field = |b: Block| match b {
        Block::Field(_, label, lines) => {
            let label = ["KEPT", "CHANGED"].into_iter().find(|word| *word == label)?;
            Some((label, lines.join(" ")))
        }
        _ => None,
    };
    page(model).body.into_iter().filter_map(field).collect()
}

fn gone_is(path: &str) -> Block {
    Block::Field(Tone::Warn, "GONE".to_owned(), vec![path.to_owned()])
}

fn open_again(reopened: Reopened) -> (Model, Vec<Effect>) {
    let clock = Clock { now: scenarios::time(), offset: |_| FixedOffset::east_opt(0).unwrap() };
    let mut model = Model::new(clock, Vec::new());
    let effects = update(&mut model, Msg::Resumed(Ok(Box::new(reopened))));
    (model, effects)
}

fn offered(model: &Model, text: &str) -> Option<usize> {
    page(model).offers.iter().position(|o| o.label == text)
}

fn names(effects: &[Effect]) -> Vec<String> {
    let [Effect::Read { sources, .. }] = effects else { panic!("{effects:?}") };
    sources.iter().map(|s| s.name().to_owned()).collect()
}

fn read(model: &mut Model) -> Vec<Effect> {
    let job = model.reading();
    update(model, Msg::Judged(job, Arc::new(judged(scenarios::find(CASE).unwrap().lines(), None))))
}

#[test]
fn whole_it_is_read_again_and_goes_on_where_it_was() {
    let (mut model, effects) = reopened(&[], None);
    assert_eq!(names(&effects), ["/export", "/events.evtx"]);
    assert!(read(&mut model).is_empty());
    assert!(matches!(model.place(), Place::Proof(_)), "{:?}", model.place());
    assert_eq!(model.session(), Some("01999999-0000-7000-8000-00000000abcd"));
    let said = summary(&model);
    assert!(
        said.len() <= 10 && said.iter().any(|l| l == "Go on with it: phs-doctor --resume 0000abcd"),
        "{said:?}"
    );
    assert!(said.iter().any(|l| l.starts_with("Remedy: ") && l.contains("PENDING")), "{said:?}");
}

#[test]
fn with_a_source_gone_it_says_which_shows_what_was_judged_and_goes_on_with_the_rest() {
    let (mut model, effects) = reopened(&["/export"], None);
    assert!(effects.is_empty(), "{effects:?}");
    assert_eq!(*model.place(), Place::Kept);
    let shown = page(&model);
    assert!(shown.body.contains(&gone_is("/export")), "{shown:?}");
    let failed =
        |b: &Block| matches!(b, Block::Item(i) if i.text == "Staging mode" && i.note == "on, expected off");
    assert!(shown.body.iter().any(failed), "{shown:?}");
    let meta = Meta { generated_at: scenarios::time(), id: "0200".to_owned() };
    let (report, _) = model.written(&meta).unwrap();
    assert_eq!((report.verdict, report.actions.len()), (Verdict::Problem, 5));
    let rest = offered(&model, "Go on with what is there").unwrap();
    let effects = update(&mut model, Msg::Choose(rest));
    assert_eq!(names(&effects), ["/events.evtx"]);
    read(&mut model);
    assert!(matches!(model.place(), Place::Proof(_)), "{:?}", model.place());
}

/// A session that holds the records of a source goes on without it, and says so once.
#[test]
fn what_the_session_holds_is_read_from_it() {
    let mut session = kept();
    session.sources[0].records = Some(scenarios::find(CASE).unwrap().lines().to_owned());
    let held = Arc::new(session.sources[0].clone());
    let (mut model, effects) = taken_up(session.clone(), &["/export"], &[]);
    let [Effect::Read { sources, .. }] = effects.as_slice() else { panic!("{effects:?}") };
    let wanted = [SourceSpec::Kept(Arc::clone(&held)), SourceSpec::Given("/events.evtx".to_owned())];
    assert_eq!(sources, &wanted);
    read(&mut model);
    assert!(matches!(model.place(), Place::Proof(_)), "{:?}", model.place());
    let gone = "export is gone; its records are read from the session.";
    assert_eq!(said(&model), [("KEPT", gone.to_owned())]);
    // It looks again, and stays on the page.
    update(&mut model, Msg::Tick(scenarios::time() + TimeDelta::hours(10)));
    assert!(model.busy());
    assert_eq!(said(&model), [("KEPT", gone.to_owned())]);
    read(&mut model);
    let next = offered(&model, "How it stands").unwrap();
    update(&mut model, Msg::Choose(next));
    assert_eq!(said(&model), []);

    // Another one is gone without records: what was judged, and on with what there is.
    let (mut model, effects) = taken_up(session, &["/export", "/events.evtx"], &[]);
    assert!(effects.is_empty() && *model.place() == Place::Kept, "{effects:?}");
    assert!(page(&model).body.contains(&gone_is("/events.evtx")), "{:?}", page(&model));
    let rest = offered(&model, "Go on with what is there").unwrap();
    let effects = update(&mut model, Msg::Choose(rest));
    let [Effect::Read { sources, .. }] = effects.as_slice() else { panic!("{effects:?}") };
    assert_eq!(sources, &wanted[..1]);
    read(&mut model);
    assert_eq!(said(&model), [("KEPT", gone.to_owned())]);
    // Nothing that is read here can change.
    let effects = update(&mut model, Msg::Tick(scenarios::time() + TimeDelta::hours(10)));
    assert!(effects.is_empty() && !model.busy(), "{effects:?}");
    assert_eq!(model.wakes(), None);
}

#[test]
fn a_file_that_has_changed_is_named_on_the_first_page() {
    let (mut model, effects) = taken_up(kept(), &[], &["/events.evtx"]);
    assert_eq!(names(&effects), ["/export", "/events.evtx"]);
    read(&mut model);
    let text = "events.evtx has changed since this session; it is read as it is now.";
    assert_eq!(said(&model), [("CHANGED", text.to_owned())]);
    update(&mut model, Msg::Key(Key::Esc));
    assert_eq!(said(&model), []);
}

#[test]
fn with_every_source_refused_what_was_judged_is_a_key_away() {
    let (mut model, _) = reopened(&[], None);
    let job = model.reading();
    update(&mut model, Msg::Refused(job, "/export: a password is needed".to_owned()));
    let mut nothing = judged(scenarios::find(CASE).unwrap().lines(), None);
    nothing.case.sources.clear();
    update(&mut model, Msg::Judged(job, Arc::new(nothing)));
    assert_eq!(*model.place(), Place::Trouble);
    let judged = offered(&model, "What was judged").unwrap();
    update(&mut model, Msg::Choose(judged));
    assert_eq!(*model.place(), Place::Kept);
}

#[test]
fn what_is_only_read_records_nothing_and_says_so() {
    let (mut model, _) = reopened(&[], Some("another program writes this session"));
    read(&mut model);
    assert!(page(&model).context.starts_with("read-only, "));
    let said = |b: &Block| matches!(b, Block::Field(_, label, _) if label == "READ-ONLY");
    assert!(page(&model).body.iter().any(said), "{:?}", page(&model).body);
    for offer in page(&model).offers {
        let records = matches!(offer.action, phs_doctor::wizard::Action::Chose(..));
        assert_eq!(records, offer.disabled.as_deref() == Some("read-only"), "{offer:?}");
    }
    // Proof comes, and is seen, and is not written.
    update(&mut model, Msg::Tick(scenarios::time() + TimeDelta::hours(10)));
    let later = super::healed::so_much_later(TimeDelta::hours(9));
    let job = model.reading();
    let effects = update(&mut model, Msg::Judged(job, Arc::new(judged(&later, None))));
    assert!(effects.is_empty(), "{effects:?}");
    assert!(page(&model).offers.iter().any(|o| o.label == "Go on"), "{:?}", page(&model));
    assert!(!model.told().unwrap().actions.iter().any(|a| a.choice == Choice::Verified));
}

/// Other evidence is another session: what was done about the one before does not count for it.
#[test]
fn another_case_begins_another_session() {
    let case = scenarios::find(CASE).unwrap();
    let mut story = open(case, keys);
    steps(&mut story);
    let before = story.model.sitting();
    story.model.start(vec![SourceSpec::BuiltIn("healthy".to_owned())]);
    assert!(story.model.sitting() > before && story.model.session().is_none());
    read(&mut story.model);
    assert!(story.model.told().unwrap().actions.is_empty());
    update(&mut story.model, Msg::Key(Key::Esc));
}
