//! How a remedy ended, what can be tried next, and what stays on the screen afterwards.

use super::{FindingKey, Model, page::Text};
use crate::{
    diagnosis::{Finding, Status, Verdict, length},
    knowledge,
    report::model::Verdict as Kept,
    session::{self, Choice, Proof, grace},
};
use chrono::{DateTime, TimeDelta, Utc};
use std::collections::BTreeMap;

/// How a remedy stands.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(super) enum Outcome {
    /// Newer evidence shows that it helped.
    Verified,
    /// The operator has seen that it helped.
    Seen,
    /// The operator says that the finding does not hold.
    SetAside,
    /// Newer evidence shows the same trouble.
    NotFixed,
    /// The operator says that it did not help.
    DidNotHelp,
    /// It was done, and shows by then.
    Pending(DateTime<Utc>),
    /// Some of it was done.
    Partly,
    /// Nothing of it was done.
    Untouched,
}

impl Outcome {
    /// A word for it.
    pub(super) const fn word(self) -> &'static str {
        match self {
            Outcome::Verified | Outcome::Seen => "SOLVED",
            Outcome::SetAside => "SET ASIDE",
            Outcome::Pending(_) => "PENDING",
            Outcome::Partly => "PARTLY",
            Outcome::NotFixed | Outcome::DidNotHelp => "NOT SOLVED",
            Outcome::Untouched => "NOT DONE",
        }
    }

    /// True where it is not to be tried again as long as the trouble shows.
    pub(super) const fn is_tried(self) -> bool {
        matches!(self, Outcome::Seen | Outcome::SetAside | Outcome::NotFixed | Outcome::DidNotHelp)
    }

    /// True where the trouble is gone.
    pub(super) const fn is_solved(self) -> bool {
        matches!(self, Outcome::Verified | Outcome::Seen)
    }
}

impl Model {
    /// What was chosen last at each step.
    pub(super) fn latest(&self, key: &FindingKey) -> BTreeMap<u32, &session::Action> {
        self.done_about(key).filter(|a| a.step > 0).map(|a| (a.step, a)).collect()
    }

    /// How a remedy stands. What the evidence proves counts also where nobody could write it down.
    pub(super) fn outcome(&self, key: &FindingKey) -> Outcome {
        match (self.outcome_so_far(key), self.proof(key).map(|(_, proof)| proof)) {
            (Outcome::Pending(_) | Outcome::Partly, Some(Proof::Verified)) => Outcome::Verified,
            (Outcome::Pending(_) | Outcome::Partly, Some(Proof::VerifiedByOperator)) => Outcome::Seen,
            (Outcome::Pending(_), Some(Proof::NotFixed)) => Outcome::NotFixed,
            (outcome, _) => outcome,
        }
    }

    /// How a remedy stands by what was done and written down.
    pub(super) fn outcome_so_far(&self, key: &FindingKey) -> Outcome {
        let last = self.done_about(key).last().map(|a| a.choice);
        match last {
            Some(Choice::Verified) => return Outcome::Verified,
            Some(Choice::VerifiedByOperator) => return Outcome::Seen,
            Some(Choice::Wrong) => return Outcome::SetAside,
            Some(Choice::NotFixed) => return Outcome::NotFixed,
            Some(Choice::DidNotHelp) => return Outcome::DidNotHelp,
            Some(Choice::Done | Choice::Skipped | Choice::Cannot) | None => {}
        }
        let Some(done) = self.acted(key) else { return Outcome::Untouched };
        let steps = self.remedy(key).map_or_else(Vec::new, |r| r.steps);
        let latest = self.latest(key);
        let whole = self.done_about(key).any(|a| a.step == 0 && a.choice == Choice::Done);
        // What was skipped was not needed: often a step is another way to do the one before.
        let open = (1u32..).zip(&steps).any(|(number, step)| {
            step.kind.acts() && latest.get(&number).is_none_or(|a| a.choice == Choice::Cannot)
        });
        if open && !whole { Outcome::Partly } else { Outcome::Pending(self.due(key, done)) }
    }

    /// When it shows at the latest.
    pub(super) fn due(&self, key: &FindingKey, done: DateTime<Utc>) -> DateTime<Utc> {
        if let Some((_, Proof::Pending(due))) = self.proof(key) {
            return due;
        }
        let checks = self.remedy(key).map_or_else(Vec::new, |r| r.verify);
        done + checks.iter().map(|check| grace(check)).max().unwrap_or(TimeDelta::zero())
    }

    /// What can be tried next: what else can be behind the same trouble first, then what fails besides.
    /// What was tried, or set aside, is not among it; nor what this one explains, unless it did not help.
    pub(super) fn next_causes(&self, key: &FindingKey) -> Vec<&Finding> {
        let Some(case) = self.case() else { return Vec::new() };
        let judgement = &case.judgement;
        let own =
            judgement.roots.iter().find(|r| judgement.root(r).is_some_and(|f| FindingKey::from(f) == *key));
        let explained: &[usize] = own.map_or(&[], |r| &r.explains);
        let others = judgement.roots.iter().filter(|r| own.is_none_or(|own| own.finding != r.finding));
        let (same, besides): (Vec<_>, Vec<_>) =
            others.partition(|r| r.explains.iter().any(|i| explained.contains(i)));
        let roots = |of: Vec<&crate::diagnosis::RootCause>| of.iter().map(|r| r.finding).collect::<Vec<_>>();
        let helps = self.outcome(key).is_solved() || matches!(self.outcome(key), Outcome::Pending(_));
        let follows = if helps { Vec::new() } else { explained.to_vec() };
        let order = [roots(same), follows, roots(besides)].concat();
        let mut out: Vec<&Finding> = Vec::new();
        for finding in order.iter().filter_map(|i| judgement.findings.get(*i)) {
            let next = FindingKey::from(finding);
            let fails = matches!(finding.status, Status::Fail) && knowledge::remedy(finding).is_some();
            if fails && next != *key && !out.contains(&finding) && !self.outcome(&next).is_tried() {
                out.push(finding);
            }
        }
        out
    }

    /// Every remedy that something was chosen about, oldest first.
    pub(super) fn followed(&self) -> Vec<FindingKey> {
        let mut keys: Vec<FindingKey> = Vec::new();
        for key in self.guide.actions.iter().filter_map(super::recorded::key) {
            if !keys.contains(&key) {
                keys.push(key);
            }
        }
        keys
    }

    /// A remedy and how it stands, in a line.
    pub(super) fn stands(&self, key: &FindingKey) -> Text {
        self.stands_within(key, usize::MAX)
    }

    /// The same in so many characters; the title gives way.
    fn stands_within(&self, key: &FindingKey, room: usize) -> Text {
        let title = self.remedy(key).map_or_else(|| key.check.0.to_owned(), |r| r.title);
        let outcome = self.outcome(key);
        let more = match outcome {
            Outcome::Pending(due) if due > self.clock.now => {
                format!(", shows by {} ({})", self.clock.at(due), length(due - self.clock.now))
            }
            Outcome::Pending(_) => ", newer evidence will tell".to_owned(),
            Outcome::Seen => ", seen by you".to_owned(),
            _ => String::new(),
        };
        let state = format!(": {}{more}", outcome.word());
        format!("{}{state}", clipped(&title, room.saturating_sub(state.chars().count())))
    }
}

/// Remedies that are named when the program ends.
const NAMED: usize = 3;
/// A line of that is not longer.
const LINE: usize = 76;

/// What stays on the screen when the program ends, in at most ten lines; nothing where nothing was read.
#[must_use]
pub fn summary(model: &Model) -> Vec<Text> {
    let mut lines = verdict(model);
    if lines.is_empty() && model.guide.saved.is_empty() {
        return lines;
    }
    let followed = model.followed();
    let more = followed.len().saturating_sub(NAMED);
    let newest = followed.iter().rev().take(NAMED);
    lines.extend(newest.map(|key| format!("Remedy: {}", model.stands_within(key, LINE - 8))));
    if more > 0 {
        lines.push(format!("And {more} more, see the session."));
    }
    if let Some(id) = &model.guide.session {
        let short = &id[id.len().saturating_sub(8)..];
        let state = match (&model.guide.held, model.guide.closed) {
            (Some(_), _) => "only read here: another program writes it",
            (None, true) => "closed",
            (None, false) => "saved",
        };
        lines.push(format!("Session {short}: {state}."));
        lines.push(format!("Go on with it: phs-doctor --resume {short}"));
    } else if let Some(reason) = &model.guide.unsaved {
        lines.push(format!("What you did is not kept: {reason}."));
    }
    lines.extend(model.guide.saved.iter().rev().take(2).map(|path| format!("Written: {path}")));
    lines
}

fn verdict(model: &Model) -> Vec<Text> {
    let (verdict, roots, computer, as_of) = if let Some(case) = model.case() {
        let judgement = &case.judgement;
        let roots = judgement.roots.iter().filter_map(|r| judgement.root(r));
        let roots: Vec<Text> = roots.map(|f| knowledge::finding(f).title).collect();
        (judgement.verdict, roots, case.environment.computer.clone(), judgement.evaluated_at)
    } else if let Some(kept) = &model.guide.stored {
        let verdict = match kept.report.verdict {
            Kept::Problem => Verdict::Problem,
            Kept::Incomplete => Verdict::Incomplete,
            Kept::Healthy => Verdict::Healthy,
        };
        let roots = kept.report.root_causes.iter().map(|r| r.title.clone()).collect();
        (verdict, roots, kept.report.environment.computer.clone(), kept.report.evaluated_at)
    } else {
        return Vec::new();
    };
    let mut lines = vec![match (verdict, roots.first()) {
        (Verdict::Problem, Some(root)) => clipped(&format!("PROBLEM: {root}"), LINE),
        (Verdict::Problem, None) => "PROBLEM".to_owned(),
        (Verdict::Incomplete, _) => "INCOMPLETE: nothing failed, and not everything is known".to_owned(),
        (Verdict::Healthy, _) => "HEALTHY: nothing failed".to_owned(),
    }];
    if roots.len() > 1 {
        lines.push(format!("And {} more root causes, see the report.", roots.len() - 1));
    }
    let about: Vec<Text> =
        [computer, as_of.map(|t| model.evidence_clock().as_of(t))].into_iter().flatten().collect();
    lines.push(about.join(", "));
    lines.retain(|line| !line.is_empty());
    lines
}

/// So much of a text as fits into so many characters.
fn clipped(text: &str, room: usize) -> Text {
    if text.chars().count() <= room {
        return text.to_owned();
    }
    text.chars().take(room.saturating_sub(3)).chain("...".chars()).collect()
}
