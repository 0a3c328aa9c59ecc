//! The shape of the JSON, and the text as a person reads it.

use phs_doctor::{
    checks::{self, Order},
    diagnosis::Choice,
    evidence::Ask,
    facts::{Choices, FactsBuilder, Gather},
    front::{case::case, scenarios},
    report::{self, Meta, json, model::Report, text},
};
use std::ops::ControlFlow;

fn report(name: &str) -> Report {
    let at = Some(scenarios::time());
    let mut gather = Gather::new(FactsBuilder::new(Choices { at, now: at, ..Choices::default() }));
    let mut opened = scenarios::find(name).unwrap().open();
    gather
        .read(&opened.origin, opened.source.as_mut(), &Ask::default(), &mut |_| ControlFlow::Continue(()))
        .unwrap();
    let facts = gather.builder.finish().0;
    let judgement = checks::judge(&facts, &Order { choice: Choice::default(), ..Order::default() });
    let meta =
        Meta { generated_at: scenarios::time(), id: "01890000-0000-7000-8000-000000000000".to_owned() };
    report::build(&case(&facts, judgement, &gather.notes), &meta)
}

#[test]
fn json_reads_back_as_it_was_written() {
    for scenario in scenarios::all() {
        let made = report(&scenario.name);
        assert_eq!(json::read(&json::write(&made)).unwrap(), made, "{}", scenario.name);
    }
}

#[test]
fn readers_stay_open_to_new_fields() {
    let mut value: serde_json::Value = serde_json::from_str(&json::write(&report("healthy"))).unwrap();
    value["later"] = serde_json::json!({ "field": 1 });
    value["findings"][0]["later"] = serde_json::json!(true);
    json::read(&value.to_string()).unwrap();
}

#[test]
fn remedies_are_those_that_findings_name_and_checks_verify_them() {
    for scenario in scenarios::all() {
        let made = report(&scenario.name);
        let named: Vec<&String> = made.findings.iter().filter_map(|f| f.remedy.as_ref()).collect();
        for remedy in &made.remedies {
            assert!(named.contains(&&remedy.id), "{}: {}", scenario.name, remedy.id);
        }
        for id in named {
            assert_eq!(made.remedies.iter().filter(|r| r.id == *id).count(), 1, "{}: {id}", scenario.name);
        }
    }
}

#[test]
fn lines_fit_eighty_columns_unless_they_are_commands_or_links() {
    for scenario in scenarios::all() {
        let made = report(&scenario.name);
        let needs = made.findings.iter().flat_map(|f| &f.needs).filter_map(|n| n.how.as_deref());
        let steps = made.remedies.iter().flat_map(|r| &r.steps).filter_map(|s| s.command.as_deref());
        let commands: Vec<&str> = needs.chain(steps).flat_map(str::lines).collect();
        for line in text::write(&made).lines().filter(|l| l.chars().count() > 80) {
            let whole = commands.contains(&line) || line.trim_start().starts_with("https://");
            assert!(whole, "{}: {line}", scenario.name);
        }
    }
}

#[test]
fn every_finding_stands_in_the_text() {
    for scenario in scenarios::all() {
        let made = report(&scenario.name);
        let text = text::write(&made);
        let marks = ["[ OK ] ", "[INFO] ", "[WARN] ", "[FAIL] ", "[ ?? ] ", "[SKIP] "];
        let marked = |l: &&str| marks.iter().any(|m| l.trim_start().starts_with(m));
        let marks = text.lines().filter(marked).count();
        assert_eq!(marks, made.findings.len(), "{}", scenario.name);
    }
}

#[test]
fn text_of_a_healthy_server() {
    insta::assert_snapshot!(text::write(&report("healthy")));
}

#[test]
fn text_of_a_forest_that_is_off() {
    insta::assert_snapshot!(text::write(&report("forest-off")));
}
