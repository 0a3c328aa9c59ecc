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

#[path = "scenarios/commands.rs"]
mod commands;
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

/// Every cause of a user has a case: a healthy server, changed. A row that was never exported is found
/// by two checks, and the one that explains the other is what its case is for.
#[test]
fn every_cause_of_a_user_has_a_case() {
    let cases = scenarios::all().iter().filter(|c| c.user.is_some());
    let found: Vec<String> = cases
        .flat_map(|case| {
            let judgement = judged(case);
            (0..judgement.findings.len()).map(|i| named(&judgement, i)).collect::<Vec<_>>()
        })
        .collect();
    for row in phs_doctor::catalog::CAUSES.iter().filter(|r| r.check.0.starts_with("user.")) {
        let id = format!("{}/{}", row.check.0, row.cause.0);
        assert!(found.contains(&id), "{id}");
    }
}

/// The user of those cases is fine as long as nothing is changed.
#[test]
fn the_user_of_the_healthy_case_is_fine() {
    let mut twin = scenarios::find(scenarios::HEALTHY).unwrap().clone();
    twin.user = Some("ada@contoso.com".to_owned());
    let judgement = judged(&twin);
    let bad: Vec<_> = judgement.findings.iter().filter(|f| f.status != Status::Pass).collect();
    assert!(bad.is_empty(), "{bad:?}");
    assert_eq!(judgement.verdict, Verdict::Healthy);
    for case in scenarios::all().iter().filter(|c| c.user.is_some()) {
        let own: Vec<&str> = twin.lines().lines().collect();
        let same = case.lines().lines().filter(|line| own.contains(line)).count();
        assert!(same >= 25, "{} has {same} records of the healthy one", case.name);
    }
}

/// Created disabled with a temporary password, enabled later: one synchronization of this one user.
#[test]
fn who_was_enabled_later_is_synchronized_once_more() {
    let case = scenarios::find("user-never-sent").unwrap();
    let judgement = judged(case);
    let root = judgement.root(&judgement.roots[0]).unwrap();
    assert_eq!(root.cause().unwrap().0, "stale-log-row");
    let explained = judgement.roots[0].explains.iter().map(|i| judgement.findings[*i].check.0);
    assert!(explained.into_iter().any(|check| check == "user.last-attempt"));
    let printed = std::process::Command::new(env!("CARGO_BIN_EXE_phs-doctor"))
        .args(["demo", "user-never-sent", "--check", "--format", "json"])
        .output()
        .unwrap();
    let text = String::from_utf8(printed.stdout).unwrap();
    assert!(text.contains("Invoke-ADSyncCSObjectPasswordHashSync"), "{text}");
}
