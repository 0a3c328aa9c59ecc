//! Every built-in case gives what it was made for, and the healthy one gives nothing.

#![allow(clippy::unwrap_used, reason = "a test that cannot go on fails")]

use phs_doctor::{
    checks::{self, Order},
    diagnosis::{Judgement, Status, Verdict},
    evidence::{Ask, open},
    facts::{Choices, FactsBuilder, Gather},
    front::scenarios::{self, Scenario},
};
use std::ops::ControlFlow;

#[path = "scenarios/grid.rs"]
mod grid;
#[path = "scenarios/pairs.rs"]
mod pairs;

fn judged(case: &Scenario) -> Judgement {
    judged_of(case.lines(), &case.user.iter().cloned().collect::<Vec<_>>())
}

/// The judgement of these lines, as of the time of the built-in cases.
fn judged_of(lines: &str, users: &[String]) -> Judgement {
    let at = Some(scenarios::time());
    let mut gather =
        Gather::new(FactsBuilder::new(Choices { at, now: at, users: users.to_vec(), ..Choices::default() }));
    let mut opened = [open::memory("case", "built-in case", lines.as_bytes().to_vec())];
    for one in &mut opened {
        gather
            .read(&one.origin, one.source.as_mut(), &Ask::default(), &mut |_| ControlFlow::Continue(()))
            .unwrap();
    }
    let facts = gather.settle(&mut opened, &mut |_| ControlFlow::Continue(()));
    checks::judge(&facts, &Order { users: users.to_vec(), ..Order::default() })
}

fn named(judgement: &Judgement, finding: usize) -> String {
    let of = &judgement.findings[finding];
    format!("{}/{}", of.check.0, of.cause().map_or("", |c| c.0))
}

#[test]
fn the_healthy_case_has_nothing_wrong_and_nothing_unknown() {
    let judgement = judged(scenarios::find(scenarios::HEALTHY).unwrap());
    let bad: Vec<String> = judgement
        .findings
        .iter()
        .filter(|f| f.status != Status::Pass)
        .map(|f| format!("{} {:?} {:?} {:?}", f.check.0, f.scope, f.status, f.needs))
        .collect();
    assert_eq!(bad, Vec::<String>::new());
    assert_eq!(judgement.verdict, Verdict::Healthy);
}

#[test]
fn every_case_gives_what_it_was_made_for() {
    let mut wrong = Vec::new();
    for case in scenarios::all().iter().filter(|c| c.name != scenarios::HEALTHY) {
        let judgement = judged(case);
        let wanted = case.root.clone().unwrap();
        let found = (0..judgement.findings.len()).find(|i| named(&judgement, *i) == wanted);
        let roots: Vec<String> = judgement.roots.iter().map(|r| named(&judgement, r.finding)).collect();
        let good = match found {
            Some(i) if judgement.findings[i].status == Status::Fail => {
                roots.iter().all(|r| *r == wanted) && !roots.is_empty()
            }
            Some(_) => roots.is_empty(),
            None => false,
        };
        if !good {
            wrong.push(format!(
                "{}: wanted {wanted} ({}), roots {roots:?}",
                case.name,
                if found.is_some() { "found" } else { "not found" }
            ));
        }
    }
    assert!(wrong.is_empty(), "\n{}", wrong.join("\n"));
}
