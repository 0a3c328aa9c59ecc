//! The way through the pages: what is kept, where Esc leads, what is chosen at first.

use super::story::{Story, begin, keys, lines, open};
use phs_doctor::{
    front::scenarios,
    knowledge,
    wizard::{Action, Effect, Hits, Key, Msg, Place, page, update},
};

fn story(name: &str) -> Story<'static> {
    open(scenarios::find(name).unwrap(), keys)
}

fn esc(story: &mut Story) {
    update(&mut story.model, Msg::Key(Key::Esc));
}

#[test]
fn from_the_server_to_a_user_and_back() {
    let mut story = story("rights-missing");
    story.answer(&story.digit("One user's password"));
    story.answer("ada@contoso.com");
    assert_eq!(*story.model.place(), Place::Person);
    assert_eq!((story.model.user(), story.page().selected), (Some("ada@contoso.com"), Some(0)));
    esc(&mut story);
    assert_eq!((story.model.place(), story.model.user()), (&Place::Result, None));
    assert!(story.says("PROBLEM") && story.page().title.contains("does not work at all"));
    esc(&mut story);
    assert_eq!(*story.model.place(), Place::Menu);
}

/// `pwdLastSet` 0 hides when the password was set: the one that was accepted may be another.
#[test]
fn a_temporary_password_is_not_called_fine() {
    let mut story = story("user-temporary-synchronized");
    assert!(story.says("HEALTHY") && story.says("it is not known that the newest password"));
    assert!(story.says("The last one that Entra ID accepted is of 07:43:10"), "{:?}", story.page().body);
    story.answer(&story.digit("If sign-in still fails"));
    assert!(story.says("NOT SURE") && !story.says("FINE"));
}

#[test]
fn what_is_warned_of_is_not_called_as_it_should_be() {
    let mut story = story("log-damaged");
    assert!(story.says("Nothing failed.") && story.says("1 check with a warning"), "{:?}", story.page().body);
    story.answer(&story.digit("If sign-in still fails"));
    assert!(story.says("NOT SURE") && !story.says("as it should be"));
}

#[test]
fn how_what_a_command_prints_is_saved_is_said_once() {
    let mut story = story("healthy");
    story.answer(&story.digit("One user's password"));
    story.answer("nobody@contoso.com");
    story.answer(&story.digit("Get the missing evidence"));
    let page = format!("{:?}", story.page().body);
    assert!(page.matches("| ConvertTo-Json").count() > 1, "{page}");
    assert_eq!(page.matches(knowledge::SAVE).count(), 1, "{page}");
}

#[test]
fn another_result_is_read_from_the_top() {
    let mut story = story("healthy");
    update(&mut story.model, Msg::Key(Key::Down));
    assert_eq!(story.page().selected, Some(1));
    esc(&mut story);
    story.answer("1");
    assert_eq!((story.model.place(), story.page().selected), (&Place::Result, Some(1)), "the same one");
    esc(&mut story);
    story.answer(&story.digit("Evidence"));
    story.answer(&story.digit("Open more evidence"));
    story.answer("newer.jsonl");
    story.answer("1");
    assert_eq!((story.model.place(), story.page().selected), (&Place::Result, Some(0)));
}

/// The list and the words stay, and the reason is said where they are mended.
#[test]
fn a_filter_that_is_not_understood_costs_nothing() {
    let mut story = story("rights-missing");
    let start = update(&mut story.model, Msg::Key(Key::Esc));
    story.work(start);
    story.answer(&story.digit("Evidence"));
    let found = |story: &mut Story, filter: &str| {
        let hits = Hits { filter: filter.to_owned(), ..Hits::default() };
        let job = story.model.reading();
        update(&mut story.model, Msg::Events(job, hits));
    };
    let asked = keys(&mut story.model, "2");
    assert!(matches!(asked.as_slice(), [Effect::Events { .. }]), "{asked:?}");
    found(&mut story, "failures");
    story.answer(&story.digit("Narrow it down"));
    assert_eq!(story.page().input.unwrap().text, "failures", "it is narrowed down from what is shown");
    keys(&mut story.model, " since:yesterday");
    let job = story.model.reading();
    update(&mut story.model, Msg::Mistyped(job, "yesterday is no time".to_owned()));
    assert_eq!(*story.model.place(), Place::EventFilter);
    assert_eq!(story.page().input.unwrap().text, "failures since:yesterday");
    assert!(story.page().status.contains("no time"));
    esc(&mut story);
    assert!(story.says("failures") && !story.says("being read"), "{:?}", story.page());
}

#[test]
fn the_answer_before_a_change_is_no_every_time() {
    let mut story = story("forest-off");
    begin(&mut story);
    while !matches!(story.model.place(), Place::Todo(_)) {
        esc(&mut story);
    }
    let key = story.model.place().clone();
    let Place::Todo(of) = key else { unreachable!() };
    update(&mut story.model, Msg::Key(Key::Char('1')));
    assert!(matches!(story.model.place(), Place::Gate(_)), "{:?}", story.model.place());
    assert_eq!(story.page().offers[story.page().selected.unwrap()].action, Action::Back, "{of:?}");
}

#[test]
fn a_filter_that_is_typed_is_told_so_in_the_key_line() {
    let mut story = story("rights-missing");
    update(&mut story.model, Msg::Key(Key::Char('/')));
    let shown: Vec<String> = story.page().keys.into_iter().map(|k| k.keys).collect();
    assert_eq!(shown, ["Enter", "Esc"]);
}

#[test]
fn c_copies_the_selected_command_of_several() {
    let mut story = story("rights-missing");
    story.answer(&story.digit("What to do"));
    let copies = |story: &Story| {
        let offers = page(&story.model).offers;
        let texts = offers
            .into_iter()
            .filter_map(|o| if let Action::Copy(text) = o.action { Some(text) } else { None });
        texts.collect::<Vec<_>>()
    };
    let all = copies(&story);
    assert!(all.len() > 1, "{all:?}");
    let press = |story: &mut Story| match update(&mut story.model, Msg::Key(Key::Char('c'))).as_slice() {
        [Effect::Copy(text)] => text.clone(),
        other => panic!("{other:?}"),
    };
    assert_eq!(press(&mut story), all[0]);
    update(&mut story.model, Msg::Key(Key::End));
    assert_eq!(press(&mut story), all[all.len() - 1]);
}

/// A line in numbered questions stands for what stood in the field before.
#[test]
fn a_line_is_an_answer_of_its_own() {
    let mut story = open(scenarios::find("rights-missing").unwrap(), lines);
    esc(&mut story);
    story.answer(&story.digit("Evidence"));
    story.answer(&story.digit("Open more"));
    for path in ["wrong.jsonl", "right.jsonl"] {
        let effects = lines(&mut story.model, path);
        let [Effect::Read { job, sources, .. }] = effects.as_slice() else { panic!("{effects:?}") };
        assert_eq!(sources.last().unwrap().name(), path);
        update(&mut story.model, Msg::Refused(*job, format!("{path}: there is nothing under this name")));
        story.judged(*job, story.case.lines(), None);
        story.answer(&story.digit("Evidence"));
        story.answer(&story.digit("Open more"));
    }
}
