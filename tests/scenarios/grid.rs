//! What every built-in case shows, in one file: `snapshots/scenarios__grid__every_case.snap`.

use super::{judged, named};
use phs_doctor::{catalog::CAUSES, diagnosis::Status, front::scenarios};
use std::{collections::BTreeSet, fmt::Write};

/// For each case its root causes, and below them everything else that is not as it should be.
#[test]
fn every_case() {
    let mut grid = String::new();
    for case in scenarios::all() {
        let judgement = judged(case);
        let roots: Vec<usize> = judgement.roots.iter().map(|r| r.finding).collect();
        let _ = writeln!(grid, "{}: {}", case.name, case.title);
        let amiss = (0..judgement.findings.len()).filter(|i| judgement.findings[*i].status != Status::Pass);
        for i in amiss {
            let finding = &judgement.findings[i];
            let s = &finding.scope;
            let place = s.user.as_ref().or(s.domain.as_ref()).or(s.connector.as_ref());
            let place = place.map_or_else(String::new, |p| format!("  ({p})"));
            let root = if roots.contains(&i) { "ROOT" } else { "    " };
            let name = named(&judgement, i);
            let _ =
                writeln!(grid, "  {root} {:7} {}{place}", finding.status.word(), name.trim_end_matches('/'));
        }
    }
    insta::assert_snapshot!(grid);
}

#[test]
fn every_cause_is_shown_by_a_case() {
    let mut shown: BTreeSet<String> = BTreeSet::new();
    for case in scenarios::all() {
        let judgement = judged(case);
        shown.extend((0..judgement.findings.len()).map(|i| named(&judgement, i)));
    }
    let all = CAUSES.iter().filter(|row| !row.check.0.starts_with("user."));
    let missing: Vec<String> =
        all.map(|row| format!("{}/{}", row.check.0, row.cause.0)).filter(|c| !shown.contains(c)).collect();
    assert_eq!(missing, Vec::<String>::new());
}
