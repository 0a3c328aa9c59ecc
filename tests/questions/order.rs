//! Which question is put: what decides most, what the symptom says, and none that changes nothing.

use super::operator::*;
use phs_doctor::{
    catalog::CHECKS,
    diagnosis::{Finding, Judgement, Scope, Status, Supply, supplies},
    front::scenarios,
    knowledge::{
        Known,
        questions::{self, BEGIN, Said},
    },
    wizard::{Action, Key, Msg, Place, update},
};
use proptest::prelude::*;

fn key(judgement: &Judgement) -> Vec<(&'static str, Scope, Status, Option<&'static str>)> {
    let one = |f: &Finding| (f.check.0, f.scope.clone(), f.status, f.cause().map(|c| c.0));
    judgement.findings.iter().map(one).collect()
}

/// Goes from the result to the first question, where there is one.
fn to_questions(operator: &mut Operator) -> bool {
    if !operator.page().offers.iter().any(|o| o.label == "Get the missing evidence") {
        return false;
    }
    operator.choose("Get the missing evidence");
    let label = operator.page().offers.iter().find(|o| o.action == Action::Ask).map(|o| o.label.clone());
    label.is_some_and(|label| {
        operator.choose(&label);
        if *operator.model.place() == Place::Symptoms {
            operator.choose("Something else, or I cannot tell");
        }
        true
    })
}

/// True where some answer to this question changes what is shown.
fn changes(operator: &Operator, id: &'static str, scope: &Scope, user: Option<&str>) -> bool {
    let now = key(operator.judgement());
    let asked = questions::ask(id, scope, &Known::of(&[]).names(scope)).unwrap();
    let said = if id == BEGIN {
        vec![Said::Typed(DOMAIN.to_owned())]
    } else {
        asked.options.iter().map(|(option, _)| Said::Option((*option).to_owned())).collect()
    };
    said.iter().any(|said| {
        let records = asked.answer(said, "ada", operator.model.clock.now).unwrap();
        let more: String = records.iter().map(|r| format!("{r}\n")).collect();
        let answers = operator.answers.clone() + &more;
        let sources = [
            ("evidence", "evidence file", operator.evidence.clone()),
            ("answers", phs_doctor::diagnosis::OPERATOR, answers),
        ];
        key(&judge(&sources, user).case.judgement) != now
    })
}

proptest! {
    #![proptest_config(ProptestConfig { cases: 24, failure_persistence: None, ..ProptestConfig::default() })]
    #[test]
    fn no_question_is_put_whose_answers_change_nothing(
        case in any::<prop::sample::Index>(),
        kept in prop::collection::vec(any::<bool>(), 64),
        answers in prop::collection::vec(any::<prop::sample::Index>(), 4),
        user in any::<bool>(),
    ) {
        let case = case.get(scenarios::all());
        let lines = case.lines().lines().enumerate().filter(|(i, _)| *i == 0 || kept[i % kept.len()]);
        let evidence: String = lines.map(|(_, line)| format!("{line}\n")).collect();
        let mut operator = Operator::with(keys, evidence);
        operator.answer(if user { "2" } else { "1" });
        let user = user.then_some(USER);
        if let Some(user) = user {
            operator.answer(user);
        }
        if *operator.model.place() == Place::Result && to_questions(&mut operator) {
            for answer in answers {
                match operator.model.place().clone() {
                    Place::Question(id, scope) => {
                        prop_assert!(changes(&operator, id, &scope, user), "{}: {id} {scope:?}", case.name);
                        let labels: Vec<String> = operator.page().offers.iter()
                            .filter(|o| matches!(o.action, Action::Answer(..)))
                            .map(|o| o.label.clone()).collect();
                        let label = answer.get(&labels).clone();
                        operator.choose(&label);
                    }
                    Place::Typing(id, scope) => {
                        prop_assert!(changes(&operator, id, &scope, user), "{}: {id}", case.name);
                        operator.answer(DOMAIN);
                    }
                    _ => break,
                }
            }
        }
    }
}

#[test]
fn what_cannot_be_told_is_not_asked_again() {
    let mut operator = Operator::new(keys);
    operator.begin(false);
    operator.answer(DOMAIN);
    let mut seen = Vec::new();
    while let Place::Question(id, scope) = operator.model.place().clone() {
        assert!(!seen.contains(&(id, scope.clone())), "{id} twice");
        seen.push((id, scope));
        operator.choose("I cannot tell");
    }
    assert!(seen.len() > 10, "{seen:?}");
    assert!(operator.judgement().findings.iter().all(|f| f.status == Status::Unknown));
    assert!(!operator.page().offers.iter().any(|o| o.action == Action::Ask));
}

#[test]
fn the_symptom_says_what_is_asked_first() {
    for symptom in questions::symptoms() {
        let mut operator = Operator::new(keys);
        operator.begin(true);
        operator.choose(&symptom.label);
        for first in &symptom.first {
            let Place::Question(id, _) = operator.model.place().clone() else {
                panic!("{:?}", operator.page())
            };
            assert_eq!(id, first, "{}", symptom.id);
            operator.choose("I cannot tell");
        }
    }
}

#[test]
fn the_source_that_answers_most_stands_on_top_and_questions_follow() {
    let export = ["ADSyncConnector", "ADSyncRule", "ADSyncGlobalSettingsParameter", "Header"];
    let healthy = scenarios::find(scenarios::HEALTHY).unwrap();
    let evidence = of_kinds(healthy.lines(), &export);
    let mut operator = Operator::with(keys, evidence);
    operator.answer("1");
    let all = supplies(operator.judgement());
    assert!(all.windows(2).all(|two| two[0].1 >= two[1].1), "{all:?}");
    assert_eq!(all[0].0, Supply::Collector);
    assert!(all.iter().any(|(s, n)| *s == Supply::EventLog && *n > 0), "{all:?}");
    operator.choose("Get the missing evidence");
    let labels: Vec<String> = operator.page().offers.iter().map(|o| o.label.clone()).collect();
    assert_eq!(labels[0], "Run the collector on the server");
    let questions = labels.iter().position(|l| l.starts_with("Answer up to")).unwrap();
    let log = labels.iter().position(|l| l == "Open an event log").unwrap();
    assert!(log < questions, "{labels:?}");
}

#[test]
fn good_answers_end_where_the_password_is_not_the_reason() {
    let table = table();
    for user in [false, true] {
        let mut operator = Operator::new(lines);
        operator.begin(user);
        if user {
            operator.choose("Something else, or I cannot tell");
        }
        loop {
            match operator.model.place().clone() {
                Place::Typing(..) => operator.answer(DOMAIN),
                Place::Question(id, _) => {
                    let question = table.iter().find(|q| q.id == id).unwrap();
                    let good = |c: &&Choice| !c.typed && c.decides.values().all(|says| says == "pass");
                    let label = question.options.iter().find(good).unwrap().label.clone();
                    operator.choose(&label);
                }
                _ => break,
            }
        }
        assert!(operator.says("HEALTHY"), "{:?}", operator.page());
        operator.choose("If sign-in still fails");
        let title = operator.page().title;
        assert_eq!(title, if user { "This user is fine" } else { "It is not password hash synchronization" });
        assert!(operator.says("Conditional Access"));
        let asked = operator.judgement().findings.iter().filter(|f| f.status == Status::Pass).count();
        assert!(asked > 10 && asked <= CHECKS.len());
    }
}

/// The page of "Open its output" is a page of questions: what is opened there is an answer, too.
#[test]
fn after_the_output_of_a_command_the_questions_go_on() {
    let healthy = scenarios::find(scenarios::HEALTHY).unwrap();
    for (device, user) in [(keys as Device, false), (keys, true), (lines, false), (lines, true)] {
        let mut operator = Operator::new(device);
        operator.begin(user);
        if user {
            operator.choose("Something else, or I cannot tell");
        } else {
            operator.answer(DOMAIN);
        }
        let Place::Question(first, scope) = operator.model.place().clone() else {
            panic!("{:?}", operator.page())
        };
        // Nothing of it tells what was asked: the same question stands there again.
        operator.open_output(&of_kinds(healthy.lines(), &["Header"]));
        assert_eq!(*operator.model.place(), Place::Question(first, scope.clone()), "{user}");
        assert_eq!(operator.model.user(), user.then_some(USER));
        // A path that is wrong stands there to be mended, and names no evidence.
        operator.unreadable = Some("output.jsno");
        operator.choose("Open its output");
        operator.answer("output.jsno");
        assert_eq!(*operator.model.place(), Place::Open, "{user}");
        assert_eq!(operator.page().input.map(|i| i.text).as_deref(), Some("output.jsno"));
        assert!(operator.page().status.contains("nothing under this name"));
        let effects = update(&mut operator.model, Msg::Key(Key::Esc));
        operator.work(effects);
        assert_eq!(*operator.model.place(), Place::Question(first, scope.clone()), "{user}");
        // All of it does: nothing is left to ask of the server or the user.
        operator.open_output(healthy.lines());
        assert!(operator.says("HEALTHY"), "{:?}", operator.page());
        assert_eq!(operator.model.user(), user.then_some(USER));
    }
    // Most of it: another question follows, and the way back does not lead through the one that was answered.
    let mut operator = Operator::new(keys);
    operator.begin(false);
    operator.answer(DOMAIN);
    let first = operator.model.place().clone();
    let most = healthy
        .lines()
        .lines()
        .filter(|l| !l.contains("\"WinEvent\""))
        .map(|l| format!("{l}\n"))
        .collect::<String>();
    operator.open_output(&most);
    let next = operator.model.place().clone();
    assert!(matches!(next, Place::Question(..)) && next != first, "{next:?}");
    let effects = update(&mut operator.model, Msg::Key(Key::Esc));
    operator.work(effects);
    assert!(!matches!(operator.model.place(), Place::Question(..)), "{:?}", operator.page());
}

fn of_kinds(lines: &str, kinds: &[&str]) -> String {
    let of = |line: &&str| kinds.iter().any(|kind| line.contains(&format!("\"record\":\"{kind}\"")));
    lines.lines().filter(of).map(|l| format!("{l}\n")).collect()
}
