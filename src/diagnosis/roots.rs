//! Which failed findings are the ones to fix, and what each of them explains.

use super::{Finding, RootCause, Status};
use crate::catalog::{Cause, EXPLANATIONS};

/// The failed findings that no other failed finding explains: what explains most first, then in the
/// order of the tables.
#[must_use]
pub fn roots(findings: &[Finding]) -> Vec<RootCause> {
    let failed: Vec<usize> = (0..findings.len()).filter(|i| findings[*i].status == Status::Fail).collect();
    let mut roots: Vec<RootCause> = failed
        .iter()
        .copied()
        .filter(|i| !failed.iter().any(|by| by != i && explains(&findings[*by], &findings[*i])))
        .map(|i| RootCause { finding: i, explains: reach(findings, i) })
        .collect();
    roots.sort_by_key(|r| std::cmp::Reverse(r.explains.len()));
    roots
}

/// Everything that a finding explains, directly or through what it explains.
fn reach(findings: &[Finding], root: usize) -> Vec<usize> {
    let mut seen = vec![false; findings.len()];
    let mut open = vec![root];
    while let Some(by) = open.pop() {
        for (i, finding) in findings.iter().enumerate() {
            let ails = matches!(finding.status, Status::Fail | Status::Warn | Status::Skipped);
            if !ails || i == root || seen[i] || i == by {
                continue;
            }
            let waits = finding
                .blocked_by
                .as_ref()
                .is_some_and(|b| b.check == findings[by].check && b.scope == findings[by].scope);
            if waits || explains(&findings[by], finding) {
                seen[i] = true;
                open.push(i);
            }
        }
    }
    (0..findings.len()).filter(|i| seen[*i]).collect()
}

/// True where a rule says that `by` explains `of` and the two touch.
fn explains(by: &Finding, of: &Finding) -> bool {
    let among =
        |list: &[Cause], cause: Option<Cause>| list.is_empty() || cause.is_some_and(|c| list.contains(&c));
    (by.check != of.check || by.scope != of.scope)
        && by.scope.touches(&of.scope)
        && EXPLANATIONS.iter().any(|rule| {
            rule.by == by.check
                && rule.of == of.check
                && among(rule.causes, by.cause())
                // A skipped finding has no cause to compare.
                && (of.status == Status::Skipped || among(rule.of_causes, of.cause()))
        })
}
