//! Questions in place of evidence: which is put next, and what an answer does.

use super::{Effect, Model, Place, Progress};
use crate::{
    catalog::{CheckId, Flow, ScopeKind},
    diagnosis::{Askable, Finding, Next, Scope, next},
    evidence::Kind,
    knowledge::{
        Known, Names,
        questions::{self, Asked, BEGIN, Said, Symptom},
    },
};
use serde_json::Value;

/// What the operator answered, and how far the questions are.
#[derive(Clone, Debug, Default)]
pub(super) struct Asking {
    /// Every answer, as records of evidence.
    pub records: Vec<Value>,
    /// What is seen of the user.
    pub symptom: Option<&'static Symptom>,
    /// Whether one question follows the other.
    pub walk: Walk,
    /// How many were answered on this walk.
    pub answered: usize,
    /// An answer that is being judged.
    pub pending: Vec<Value>,
    /// True while evidence is read that was opened in place of an answer.
    pub output: bool,
    /// How many lines are being written to disk.
    pub writing: usize,
    /// The server as a whole was not judged with the newest answers.
    pub stale: bool,
}

/// Whether one question follows the other.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq)]
pub(super) enum Walk {
    /// Each is put by itself.
    #[default]
    Still,
    /// Until a cause is found.
    ToACause,
    /// All of them: the operator asked for them though a cause is known.
    ToTheEnd,
}

impl Asking {
    /// True while one question follows the other.
    pub fn walks(&self) -> bool {
        self.walk != Walk::Still
    }
}

/// Records as a source holds them: one a line.
pub(super) fn lines(records: &[Value]) -> String {
    records.iter().map(|r| format!("{r}\n")).collect()
}

impl Model {
    /// The questions that are worth putting now, the best first.
    pub(super) fn questions(&self) -> Vec<Next<&'static str>> {
        let begin = || Next { what: BEGIN, scope: Scope::server(), decides: 1, explains: false };
        let Some(case) = self.case() else { return vec![begin()] };
        let judgement = &case.judgement;
        let mut askable = Vec::new();
        for known in questions::known() {
            for scope in scopes(&judgement.findings, known.over) {
                let answered = self.was_answered(known.id, known.first, &scope);
                askable.push(Askable { what: known.id, scope, answered, answers: known.answers.clone() });
            }
        }
        let mut list = next(judgement, askable);
        if let Some(symptom) = self.asking.symptom.filter(|_| judgement.flow == Flow::User) {
            let rank = |id: &str| symptom.first.iter().position(|f| f == id).unwrap_or(usize::MAX);
            list.sort_by_key(|n| rank(n.what));
        }
        let nameless = !judgement.findings.iter().any(|f| f.scope.kind == ScopeKind::Connector);
        if nameless && !self.was_named() && !self.lists_connectors() {
            let at = if judgement.flow == Flow::All { 0 } else { list.len() };
            list.insert(at, begin());
        }
        list
    }

    /// True where the question was answered here, or in a session before that nobody could tell.
    fn was_answered(&self, id: &str, first: CheckId, scope: &Scope) -> bool {
        let told = questions::as_told(id, scope);
        let here = self.asking.records.iter().any(|r| r["data"]["Question"] == told.as_str());
        let open = |f: &&Finding| f.check == first && scope.speaks_of(&f.scope);
        let cannot = |f: &Finding| f.needs.iter().any(|g| g.record == Kind::OperatorAnswer);
        here || self.case().is_some_and(|c| c.judgement.findings.iter().filter(open).any(cannot))
    }

    /// True where evidence lists the connectors: a name would add none.
    fn lists_connectors(&self) -> bool {
        let findings = self.whole().into_iter().flat_map(|c| &c.judgement.findings);
        let mut listed = findings.filter(|f| f.check.0.starts_with("connectors."));
        listed.any(|f| f.hit.evidence.iter().any(|e| !e.is_operators()))
    }

    /// True where the operator named a domain.
    fn was_named(&self) -> bool {
        self.asking.records.iter().any(|r| r["record"] == "ADConnectorAccount")
    }

    /// A question with the names of what it is about.
    pub(super) fn asked(&self, id: &str, scope: &Scope) -> Option<Asked> {
        questions::ask(id, scope, &self.names_of(scope))
    }

    /// The names that are known of a thing: its own, and those of its findings.
    fn names_of(&self, scope: &Scope) -> Names {
        let findings = self.case().map_or(&[][..], |c| &c.judgement.findings);
        Known::of(findings).names(scope)
    }

    /// The question that an answer about a finding belongs to.
    pub(super) fn question_about(&self, finding: &Finding) -> Option<(&'static str, Scope)> {
        let findings = &self.case()?.judgement.findings;
        let all = questions::known();
        let own = all.iter().find(|k| k.first == finding.check);
        let decides = |k: &&questions::Known| k.answers.iter().flatten().any(|(c, _)| *c == finding.check);
        let known = own.or_else(|| all.iter().find(decides))?;
        let scope = scopes(findings, known.over).into_iter().find(|s| s.speaks_of(&finding.scope))?;
        Some((known.id, scope))
    }

    /// Goes on to the next question; to the result where a cause was found that no question can explain,
    /// or nothing is left to ask.
    pub(super) fn ask_next(&mut self) {
        let list = self.questions();
        let found = self.case().is_some_and(|c| !c.judgement.roots.is_empty());
        let first = list
            .first()
            .filter(|_| !found || self.asking.walk == Walk::ToTheEnd || list.iter().any(|n| n.explains));
        let place = match first {
            Some(n) if n.what == BEGIN => Place::Typing(BEGIN, n.scope.clone()),
            Some(n) => Place::Question(n.what, n.scope.clone()),
            None => self.result(),
        };
        let fresh = !matches!(self.place(), Place::Question(..) | Place::Typing(..) | Place::Symptoms);
        if place.is_result() {
            self.asking.walk = Walk::Still;
            self.stack.clear();
            self.go(place);
        } else if fresh {
            self.go(place);
        } else {
            while matches!(self.place(), Place::Question(..) | Place::Typing(..) | Place::Symptoms) {
                self.stack.pop();
            }
            self.go(place);
        }
    }

    /// Begins to put questions.
    pub(super) fn walk(&mut self) {
        if !self.asking.walks() {
            self.asking.walk = Walk::ToACause;
        }
        self.asking.answered = 0;
        self.ask_next();
    }

    /// The operator answers. It counts once it was judged.
    pub(super) fn say(&mut self, id: &'static str, scope: &Scope, said: &Said) -> Vec<Effect> {
        if self.busy() {
            "Not yet: the evidence is still being read.".clone_into(&mut self.status);
            return Vec::new();
        }
        let made = self.asked(id, scope).map(|asked| asked.answer(said, &self.operator, self.clock.now));
        let records = match made {
            Some(Ok(records)) => records,
            Some(Err(reason)) => {
                self.status = format!("Not taken: {reason}.");
                return Vec::new();
            }
            None => return Vec::new(),
        };
        self.here().text.clear();
        let lines = lines(&records);
        self.asking.pending = records;
        vec![self.judge_again(lines)]
    }

    /// Judges with these records beside what was read.
    pub(super) fn judge_again(&mut self, lines: String) -> Effect {
        self.job += 1;
        self.work = Some(Progress { source: "your answer".to_owned(), ..Progress::default() });
        let user = self.user().map(str::to_owned);
        self.asking.stale = user.is_some();
        Effect::Answer { job: self.job, lines, by: self.operator.clone(), user }
    }

    /// What is seen of the user.
    pub(super) fn see(&mut self, symptom: Option<&'static Symptom>) -> Vec<Effect> {
        self.asking.symptom = symptom;
        let user = self.user().map(str::to_owned);
        let seen =
            symptom.zip(user).map(|(s, user)| questions::seen(s, &user, &self.operator, self.clock.now));
        let effects = self.keep(seen.into_iter().collect());
        self.walk();
        effects
    }

    /// The answer was judged: on to the next page.
    pub(super) fn judged_answer(&mut self) -> Vec<Effect> {
        if self.asking.pending.is_empty() {
            return Vec::new();
        }
        let records = std::mem::take(&mut self.asking.pending);
        self.asking.answered += 1;
        let effects = self.keep(records);
        let told = std::mem::take(&mut self.status);
        let below = self.stack.len().checked_sub(2).and_then(|at| self.stack.get(at));
        if matches!(below, Some(Place::Proof(_))) {
            self.back();
        } else {
            self.go_on_asking();
        }
        self.status = told;
        effects
    }

    /// To the next question where one follows the other, else to the result.
    pub(super) fn go_on_asking(&mut self) {
        if self.asking.walks() {
            self.ask_next();
        } else {
            self.stack.clear();
            self.go(self.result());
        }
    }
}

/// What the result holds of this kind.
fn scopes(findings: &[Finding], kind: ScopeKind) -> Vec<Scope> {
    match kind {
        ScopeKind::Server => return vec![Scope::server()],
        ScopeKind::Tenant => return vec![Scope::tenant()],
        ScopeKind::Connector | ScopeKind::Domain | ScopeKind::User => {}
    }
    let mut scopes: Vec<Scope> = Vec::new();
    for finding in findings.iter().filter(|f| f.scope.kind == kind) {
        if !scopes.contains(&finding.scope) {
            scopes.push(finding.scope.clone());
        }
    }
    scopes
}
