//! Reports made for tests: of built-in cases, of lines of evidence, and by hand.

use chrono::{DateTime, TimeDelta, Utc};
use phs_doctor::{
    checks::{self, Order},
    evidence::{Ask, open},
    facts::{Choices, FactsBuilder, Gather, Tick},
    front::{case::case, scenarios},
    report::{
        self, Case, Meta,
        model::{Action, Finding, Report},
    },
};
use std::ops::ControlFlow;

pub fn meta() -> Meta {
    Meta { generated_at: scenarios::time(), id: "01999999-0000-7000-8000-000000000000".to_owned() }
}

/// What comes of these lines.
pub fn case_of(lines: &str) -> Option<Case> {
    case_for(lines, &[])
}

/// What comes of them for these users.
pub fn case_for(lines: &str, users: &[String]) -> Option<Case> {
    let opened = open::memory("made.jsonl", "evidence file", lines.as_bytes().to_vec());
    let choices = Choices { now: Some(scenarios::time()), users: users.to_vec(), ..Choices::default() };
    let mut gather = Gather::new(FactsBuilder::new(choices));
    let mut opened = [opened];
    for one in &mut opened {
        let all = &mut |_: Tick<'_>| ControlFlow::Continue(());
        gather.read(&one.origin, one.source.as_mut(), &Ask::default(), all).ok()?;
    }
    let facts = gather.settle(&mut opened, &mut |_| ControlFlow::Continue(()));
    let judgement = checks::judge(&facts, &Order { users: users.to_vec(), ..Order::default() });
    Some(case(&facts, judgement, &gather.notes))
}

pub fn scenario(name: &str) -> Report {
    let lines = scenarios::find(name).unwrap().lines();
    report::build(&case_of(lines).unwrap(), &meta())
}

/// A case with damage in its source, a fact that is missing, and actions.
pub fn everything() -> Report {
    let lines = scenarios::find("rights-missing").unwrap().lines();
    let lines: String =
        lines.lines().filter(|l| !l.contains("CompanyFeature")).map(|l| format!("{l}\n")).collect();
    let lines =
        format!("{lines}{{\"record\":\"Unheard\",\"data\":{{}}}}\nthis is no JSON\n{{\"record\":\"Ser");
    let mut made = report::build(&case_of(&lines).unwrap(), &meta());
    made.actions = vec![action(0, "did it"), action(5, "skipped it")];
    made
}

fn action(minutes: i64, choice: &str) -> Action {
    Action {
        at: at(minutes),
        by: format!("operator who {choice}"),
        remedy: "grant-replication-rights".to_owned(),
        step: 2,
        choice: choice.to_owned(),
        text: Some(format!("what was to be done by who {choice}")),
        note: Some(format!("a note on {choice}")),
        before: Some(format!("as it was before {choice}")),
        after: Some(format!("as it is after {choice}")),
    }
}

pub fn at(minutes: i64) -> DateTime<Utc> {
    scenarios::time() - TimeDelta::minutes(30) + TimeDelta::minutes(minutes)
}

/// A report with this many findings.
pub fn many(n: usize) -> Report {
    let mut made = scenario("rights-missing");
    let findings: Vec<Finding> = (0..n)
        .map(|i| {
            let mut one = made.findings[i % made.findings.len()].clone();
            one.scope.domain = Some(format!("d{i}.contoso.com"));
            one
        })
        .collect();
    made.findings = findings;
    made
}
