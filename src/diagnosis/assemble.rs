//! Findings out of what the checks returned: what is skipped because of what, what the operator
//! accepts or leaves out, and the verdict.

use super::{Blocked, Evidence, Finding, Hit, Judgement, Need, Scope, Status, Verdict, roots};
use crate::catalog::{CAUSES, CauseRow, CheckId, Flow, Proof, Row, Severity};
use std::collections::{BTreeSet, HashMap};

/// What a check returned for a scope.
#[derive(Clone, Debug)]
pub struct Outcome {
    /// The row of the table.
    pub row: &'static Row,
    /// What it was run for.
    pub scope: Scope,
    /// What it said.
    pub result: Result<Vec<Hit>, Need>,
}

/// What the operator chose.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub struct Choice {
    /// Causes that are meant to be so.
    pub accept: BTreeSet<String>,
    /// Checks that are left out.
    pub skip: BTreeSet<String>,
}

/// Puts the outcomes, which stand in the order of the table, together.
#[must_use]
pub fn assemble(flow: Flow, outcomes: Vec<Outcome>, choice: &Choice) -> Judgement {
    let mut before = Before::default();
    for outcome in outcomes {
        let made = settle(outcome, &before, choice);
        before.extend(made);
    }
    let Before { findings, .. } = before;
    let roots = roots(&findings);
    let verdict = verdict(&findings);
    // An answer makes old evidence no younger, and dates none that names no time.
    let rows = || findings.iter().flat_map(|f| &f.hit.evidence);
    let answers_alone = rows().all(Evidence::is_operators);
    let dated = rows().filter(|e| answers_alone || !e.is_operators());
    let evaluated_at = dated.filter_map(|e| e.judged_at).max();
    Judgement { flow, findings, roots, verdict, evaluated_at }
}

/// What was found so far, by check and user: a list of a thousand users has many findings.
#[derive(Default)]
struct Before {
    findings: Vec<Finding>,
    places: HashMap<(&'static str, Option<String>), Vec<usize>>,
}

impl Before {
    fn extend(&mut self, made: Vec<Finding>) {
        for finding in made {
            let key = (finding.check.0, finding.scope.user.as_deref().map(str::to_ascii_lowercase));
            self.places.entry(key).or_default().push(self.findings.len());
            self.findings.push(finding);
        }
    }

    /// The findings of a check for a scope, or one that encloses it.
    fn of(&self, check: CheckId, scope: &Scope) -> impl Iterator<Item = &Finding> {
        let user = scope.user.as_deref().map(str::to_ascii_lowercase);
        let own = user.is_some().then_some(user);
        let keys = std::iter::once(None).chain(own).map(move |user| (check.0, user));
        keys.filter_map(|key| self.places.get(&key))
            .flatten()
            .filter_map(|place| self.findings.get(*place))
            .filter(|finding| finding.scope.encloses(scope))
    }
}

fn settle(outcome: Outcome, before: &Before, choice: &Choice) -> Vec<Finding> {
    let Outcome { row, scope, result } = outcome;
    let blank = |status| Finding {
        check: row.id,
        scope: scope.clone(),
        status,
        hit: Hit::of(status),
        blocked_by: None,
        needs: Vec::new(),
        required: row.required,
        accepted: false,
        left_out: false,
        closed: false,
    };
    if choice.skip.contains(row.id.0) {
        return vec![Finding { required: false, left_out: true, ..blank(Status::Skipped) }];
    }
    let block = block(row, &scope, before);
    if let Some(block) = &block {
        let own: Vec<Hit> = result.as_ref().map(|hits| own_failures(row, hits)).unwrap_or_default();
        if block.closes_scope || own.is_empty() {
            let required = row.required && !block.closes_scope;
            let closed = block.closes_scope;
            return vec![Finding {
                blocked_by: Some(block.by.clone()),
                required,
                closed,
                ..blank(Status::Skipped)
            }];
        }
        return own.into_iter().map(|hit| said(blank(hit.status), hit, choice)).collect();
    }
    match result {
        Ok(hits) => hits.into_iter().map(|hit| said(blank(hit.status), hit, choice)).collect(),
        Err(need) => {
            let required = row.required && need.required;
            vec![Finding { needs: need.gaps, required, ..blank(Status::Unknown) }]
        }
    }
}

fn said(blank: Finding, hit: Hit, choice: &Choice) -> Finding {
    let accepted = hit.cause.is_some_and(|c| choice.accept.contains(c.0)) && hit.status > Status::Info;
    let status = if accepted { Status::Info } else { hit.status };
    Finding { status, hit, accepted, ..blank }
}

struct Block {
    by: Blocked,
    closes_scope: bool,
}

/// What keeps a check from being judged: a failure or a skip of what it depends on, in this scope
/// or one that encloses it, or a scope that was closed.
fn block(row: &Row, scope: &Scope, before: &Before) -> Option<Block> {
    row.after.iter().find_map(|after| {
        before.of(*after, scope).find_map(|f| {
            let closes = f.cause().is_some_and(|c| cause_row(f.check.0, c.0).is_some_and(|r| r.closes_scope));
            if closes {
                let by = Blocked { check: f.check, scope: f.scope.clone() };
                return Some(Block { by, closes_scope: true });
            }
            match f.status {
                Status::Fail => {
                    let by = Blocked { check: f.check, scope: f.scope.clone() };
                    Some(Block { by, closes_scope: false })
                }
                Status::Skipped if !f.left_out => {
                    let by = f.blocked_by.clone()?;
                    // What a closed scope skips is not required, all the way down.
                    Some(Block { by, closes_scope: f.closed })
                }
                _ => None,
            }
        })
    })
}

/// The hits that carry evidence of their own failure.
fn own_failures(row: &Row, hits: &[Hit]) -> Vec<Hit> {
    hits.iter()
        .filter(|h| matches!(h.status, Status::Fail | Status::Warn))
        .filter(|h| h.cause.is_some_and(|c| cause_row(row.id.0, c.0).is_some_and(|r| r.proof == Proof::Own)))
        .cloned()
        .collect()
}

/// The row of a cause.
fn cause_row(check: &str, cause: &str) -> Option<&'static CauseRow> {
    CAUSES.iter().find(|r| r.check.0 == check && r.cause.0 == cause)
}

impl From<Severity> for Status {
    fn from(severity: Severity) -> Status {
        match severity {
            Severity::Info => Status::Info,
            Severity::Warn => Status::Warn,
            Severity::Fail => Status::Fail,
        }
    }
}

fn verdict(findings: &[Finding]) -> Verdict {
    if findings.iter().any(|f| f.status == Status::Fail) {
        return Verdict::Problem;
    }
    let open = findings.iter().any(|f| f.required && matches!(f.status, Status::Unknown | Status::Skipped));
    // Where nothing was judged, nothing is known to be well.
    if open || findings.is_empty() { Verdict::Incomplete } else { Verdict::Healthy }
}
