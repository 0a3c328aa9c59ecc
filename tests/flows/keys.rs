//! Keys in any order: no panic, and Esc leads back to the first page.

use chrono::FixedOffset;
use phs_doctor::{
    checks::{self, Order},
    evidence::Ask,
    facts::Gather,
    front::{case::case, scenarios},
    wizard::{
        Clock, Effect, Judged, Key, Model, Msg, Place, Scenario, SourceSpec, keys::BINDINGS, page, update,
    },
};
use proptest::prelude::*;
use std::{ops::ControlFlow, sync::Arc};

fn judged() -> &'static Judged {
    static JUDGED: std::sync::OnceLock<Judged> = std::sync::OnceLock::new();
    JUDGED.get_or_init(|| {
        let mut opened = scenarios::find("tenant-feature-off").unwrap().open();
        let mut gather = Gather::default();
        let all = &mut |_: phs_doctor::facts::Tick<'_>| ControlFlow::Continue(());
        gather.read(&opened.origin, opened.source.as_mut(), &Ask::default(), all).unwrap();
        let facts = gather.builder.finish().0;
        let judgement = checks::judge(&facts, &Order::default());
        Judged { case: case(&facts, judgement, &gather.notes), choose: vec![], done: true, stopped: false }
    })
}

fn model() -> Model {
    let clock = Clock { now: scenarios::time(), offset: |_| FixedOffset::east_opt(0).unwrap() };
    Model::new(clock, vec![Scenario { name: "healthy".into(), title: "All is well".into() }])
}

/// Does at once what the workers would do; every other reading names two servers.
fn work(model: &mut Model, effects: Vec<Effect>) -> bool {
    for effect in effects {
        let (job, choose, stopped) = match effect {
            Effect::Read { job, .. } if job % 2 == 0 => (job, vec!["A".into(), "B".into()], false),
            Effect::Find { job, most, user, .. } if most > 0 && job % 3 == 0 => {
                let rows = vec![phs_doctor::evidence::Who {
                    exact: user.clone(),
                    name: user.clone(),
                    ..Default::default()
                }];
                let several =
                    phs_doctor::wizard::Several { asked: user, rows, exact: job % 2 == 0, more: true };
                update(model, Msg::Several(job, several));
                continue;
            }
            Effect::Read { job, .. }
            | Effect::Judge { job, .. }
            | Effect::Find { job, .. }
            | Effect::Answer { job, .. } => (job, vec![], false),
            Effect::Cancel(job) => (job, vec![], true),
            Effect::Keep => continue,
            Effect::Append(_) => {
                update(model, Msg::Appended(Ok(())));
                continue;
            }
            Effect::Sessions => {
                update(model, Msg::Sessions(Vec::new()));
                continue;
            }
            Effect::Resume(id) | Effect::Copy(id) => {
                update(model, Msg::Copied(Ok(id)));
                continue;
            }
            Effect::Preview => {
                update(model, Msg::Previewed(Ok(phs_doctor::wizard::Preview::default())));
                continue;
            }
            Effect::Save(_, path) | Effect::WriteCollector(path) => {
                update(model, Msg::Saved(Ok(path)));
                continue;
            }
            Effect::Events { job, filter, .. } => {
                let hits = phs_doctor::wizard::Hits { filter, ..phs_doctor::wizard::Hits::default() };
                update(model, Msg::Events(job, hits));
                continue;
            }
            Effect::Guess { job, part, .. } => {
                let people = phs_doctor::wizard::People { part, done: job % 2 == 0, ..Default::default() };
                update(model, Msg::People(job, people));
                continue;
            }
            Effect::Quit => return false,
        };
        update(model, Msg::Judged(job, Arc::new(Judged { choose, stopped, ..judged().clone() })));
    }
    true
}

fn any_key() -> impl Strategy<Value = Key> {
    let bound: Vec<Key> = BINDINGS.iter().flat_map(|b| b.keys.iter().copied()).collect();
    let often = prop::sample::select(vec![Key::Enter, Key::Enter, Key::Down, Key::Char('1'), Key::Char('4')]);
    prop_oneof![
        4 => often,
        4 => prop::sample::select(bound),
        1 => any::<char>().prop_map(Key::Char),
    ]
}

proptest! {
    #![proptest_config(ProptestConfig::with_cases(64))]
    #[test]
    fn any_keys(keys in prop::collection::vec(any_key(), 0..80)) {
        let mut model = model();
        for key in keys {
            let effects = update(&mut model, Msg::Key(key));
            if !work(&mut model, effects) {
                return Ok(());
            }
            let page = page(&model);
            prop_assert!(page.selected.is_none_or(|at| at < page.offers.len()));
            prop_assert!(page.offers.is_empty() == page.selected.is_none());
        }
        for _ in 0..100 {
            let effects = update(&mut model, Msg::Key(Key::Esc));
            work(&mut model, effects);
        }
        prop_assert_eq!(model.place(), &Place::Menu);
    }
}

#[test]
fn what_is_disabled_says_why_and_does_nothing() {
    let mut model = model();
    model.start(vec![SourceSpec::Given("evidence.jsonl".to_owned())]);
    let effects = update(&mut model, Msg::Key(Key::Char('6')));
    assert!(effects.is_empty());
    assert_eq!(*model.place(), Place::Menu);
    assert!(page(&model).status.contains("not yet: the evidence is not judged"), "{}", page(&model).status);
}

#[test]
fn a_path_is_text_with_every_sign_in_it_and_loses_its_quotes() {
    let mut model = model();
    update(&mut model, Msg::Key(Key::Char('1')));
    for c in "\"C:\\q?/1 ä\"".chars() {
        assert!(update(&mut model, Msg::Key(Key::Char(c))).is_empty());
    }
    let effects = update(&mut model, Msg::Key(Key::Enter));
    let Some(Effect::Read { sources, .. }) = effects.first() else { panic!("{effects:?}") };
    assert_eq!(sources[0].name(), "C:\\q?/1 ä");
    assert_eq!(*model.place(), Place::Menu);
}

#[test]
fn no_key_is_bound_twice_and_every_binding_has_help() {
    let all: Vec<Key> = BINDINGS.iter().flat_map(|b| b.keys.iter().copied()).collect();
    for (i, key) in all.iter().enumerate() {
        assert!(!all[..i].contains(key), "{key:?} is bound twice");
    }
    for binding in BINDINGS {
        assert!(binding.help.ends_with('.') && !binding.shown.is_empty());
    }
}
