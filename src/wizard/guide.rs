//! Leading through a remedy: what the operator chose at which step, and what proves that it helped.

use super::{Action, Effect, FindingKey, Model, Place, SourceSpec, msg::SessionLine, page::Text};
use crate::{
    catalog::{CAUSES, CHECKS, Cause},
    diagnosis::{Finding, Scope, Status},
    knowledge::{self, Remedy, Risk},
    session::{self, Choice, Entry, Line, Proof, Session},
};
use chrono::{DateTime, TimeDelta, Utc};

/// Between two looks at evidence that may have changed: a cycle of password synchronization.
const LOOK: TimeDelta = TimeDelta::minutes(2);

/// What the wizard knows of the session.
#[derive(Clone, Debug, Default)]
pub(super) struct Guide {
    /// What the operator did, oldest first.
    pub actions: Vec<session::Action>,
    /// What is being written to disk; it does not count before it is there.
    writing: Option<(FindingKey, session::Action)>,
    /// Why nothing is kept on disk, where that is so.
    pub unsaved: Option<Text>,
    /// The user whom the answers of a resumed session are about.
    user: Option<Text>,
    /// Where a resumed session goes on, once the evidence was read again.
    pub resuming: Option<(FindingKey, Place)>,
    /// The sessions that are kept.
    pub kept: Vec<SessionLine>,
    /// When the evidence was last read again for proof.
    looked: Option<DateTime<Utc>>,
}

impl Model {
    /// The remedy of a finding, also when it does not show any more.
    pub(super) fn remedy(&self, key: &FindingKey) -> Option<Remedy> {
        if let Some((_, finding)) = self.finding(key) {
            return knowledge::remedy(finding);
        }
        knowledge::remedy(&Finding { scope: key.scope.clone(), ..Finding::bare(key.check, key.cause?) })
    }

    /// What was done about a finding, oldest first.
    pub(super) fn done_about(&self, key: &FindingKey) -> impl Iterator<Item = &session::Action> {
        self.guide.actions.iter().filter(move |a| is_about(a, key))
    }

    /// The newest step that was done for it.
    pub(super) fn acted(&self, key: &FindingKey) -> Option<DateTime<Utc>> {
        self.done_about(key).filter(|a| a.choice == Choice::Done).map(|a| a.at).max()
    }

    /// How each check that proves a remedy stands, and what that comes to.
    pub(super) fn proof(&self, key: &FindingKey) -> Option<(Vec<Line>, Proof)> {
        let done = self.acted(key)?;
        let remedy = self.remedy(key)?;
        let judgement = &self.case()?.judgement;
        Some(session::proof(done, &remedy.verify, &scope(&key.scope), judgement))
    }

    /// True where a remedy asks before its first step.
    pub(super) fn is_risky(&self, key: &FindingKey) -> bool {
        self.remedy(key).is_some_and(|r| r.risk >= Risk::Medium)
    }

    /// Begins a remedy, or goes on where it was left.
    pub(super) fn begin(&mut self, key: FindingKey) {
        let last = self.done_about(&key).filter(|a| a.step > 0).last().map(|a| (a.step, a.choice));
        let place = match last {
            Some((step, choice)) => self.after(&key, step, choice),
            None if self.is_risky(&key) => Place::Gate(key),
            None => Place::Step(key, 1),
        };
        self.go(place);
    }

    /// Where a choice leads.
    fn after(&self, key: &FindingKey, step: u32, choice: Choice) -> Place {
        let steps = self.remedy(key).map_or(0, |r| r.steps.len());
        match choice {
            Choice::Done | Choice::Skipped | Choice::Cannot if (step as usize) < steps => {
                Place::Step(key.clone(), step + 1)
            }
            Choice::Done | Choice::Skipped | Choice::Cannot if self.acted(key).is_some() => {
                Place::Proof(key.clone())
            }
            Choice::NotFixed => Place::Proof(key.clone()),
            _ => Place::End(key.clone()),
        }
    }

    /// The operator chose; it counts once it is on disk.
    pub(super) fn chose(&mut self, key: FindingKey, step: u32, choice: Choice, note: Text) -> Vec<Effect> {
        if self.guide.writing.is_some() {
            return Vec::new();
        }
        let seen = self.seen(&key);
        let proven = matches!(choice, Choice::Verified | Choice::NotFixed | Choice::VerifiedByOperator);
        let first = self.done_about(&key).find_map(|a| a.before.clone());
        let action = session::Action {
            at: self.clock.now,
            by: self.operator.clone(),
            check: key.check.0.to_owned(),
            scope: scope(&key.scope),
            cause: key.cause.map(|c| c.0.to_owned()),
            remedy: self.remedy(&key).map_or_else(String::new, |r| r.id),
            step,
            choice,
            note: (!note.is_empty()).then_some(note),
            before: if proven { first } else { seen.clone() },
            after: if proven { seen } else { None },
        };
        self.guide.writing = Some((key, action.clone()));
        vec![Effect::Append(Entry::Action(action))]
    }

    /// How it looks now, in a few words.
    fn seen(&self, key: &FindingKey) -> Option<Text> {
        let findings = &self.case()?.judgement.findings;
        let same = |f: &&Finding| f.check == key.check && f.scope == key.scope;
        let finding = self.finding(key).map(|(_, f)| f).or_else(|| findings.iter().find(same))?;
        Some(format!("{}: {}", finding.status.word(), knowledge::finding(finding).short))
    }

    /// It is on disk, or it is not and why.
    pub(super) fn appended(&mut self, result: Result<(), Text>) {
        let Some((key, action)) = self.guide.writing.take() else {
            // An answer: it counts all the same, and that it is not kept is said.
            if let Err(reason) = result {
                self.unsaved(reason);
            }
            return;
        };
        let (step, choice) = (action.step, action.choice);
        self.guide.actions.push(action);
        let told = self.status.clone();
        if step > 0 {
            let next = self.after(&key, step, choice);
            self.instead(next);
        } else if choice != Choice::NotFixed {
            self.instead(Place::End(key));
        }
        self.status = told;
        if let Err(reason) = result {
            self.unsaved(reason);
        }
    }

    fn unsaved(&mut self, reason: Text) {
        self.status = format!("Not kept on disk: {reason}. It counts only until you leave the program.");
        self.guide.unsaved = Some(reason);
    }

    /// Reads the same evidence again, to see whether it shows more now.
    pub(super) fn look_again(&mut self) -> Vec<Effect> {
        if self.busy() || self.specs.is_empty() {
            return Vec::new();
        }
        self.guide.looked = Some(self.clock.now);
        if let Some(user) = self.user().map(str::to_owned) {
            let shown = self.person.take().and_then(|(_, judged)| judged);
            let effects = self.find(user.clone());
            // What was known stays on the page until there is more.
            self.person = Some((user, shown));
            return effects;
        }
        self.job += 1;
        self.refused.clear();
        let source = self.specs.first().map(|s| s.name().to_owned()).unwrap_or_default();
        self.work = Some(super::Progress { source, ..super::Progress::default() });
        vec![Effect::Read { job: self.job, sources: self.sources(), fresh: true }]
    }

    /// Time passes on the page that waits for proof.
    pub(super) fn wait(&mut self) -> Vec<Effect> {
        let Place::Proof(key) = self.place() else { return Vec::new() };
        let waits = matches!(self.proof(&key.clone()), Some((_, Proof::Pending(_) | Proof::NeedsNewer)));
        let due = self.guide.looked.is_none_or(|at| self.clock.now >= at + LOOK);
        if waits && due && !self.played() { self.look_again() } else { Vec::new() }
    }

    /// True where nothing can change: a built-in case.
    pub(super) fn played(&self) -> bool {
        !self.specs.is_empty() && self.specs.iter().all(|s| matches!(s, SourceSpec::BuiltIn(_)))
    }

    /// When the evidence is read again by itself.
    pub(super) fn next_look(&self) -> Option<DateTime<Utc>> {
        self.guide.looked.map(|at| at + LOOK)
    }

    /// New evidence was judged: what was waited for may be proven now.
    pub(super) fn settle(&mut self) -> Vec<Effect> {
        if let Some((key, place)) = self.guide.resuming.clone() {
            return self.go_on(&key, place);
        }
        if let Some(user) = self.guide.user.take_if(|_| self.work.is_none()) {
            return self.find(user);
        }
        let Place::Proof(key) = self.place().clone() else { return Vec::new() };
        let choice = match self.proof(&key) {
            Some((_, Proof::Verified)) => Choice::Verified,
            Some((_, Proof::VerifiedByOperator)) => Choice::VerifiedByOperator,
            Some((_, Proof::NotFixed)) => Choice::NotFixed,
            _ => return Vec::new(),
        };
        let said = self.done_about(&key).last().is_some_and(|a| a.choice == choice);
        if said { Vec::new() } else { self.chose(key, 0, choice, Text::new()) }
    }

    /// Takes up a session: the same evidence, the same answers, the same page.
    pub(super) fn resume(&mut self, session: Session) -> Vec<Effect> {
        let spec = |s: session::SourceFile| {
            if s.built_in { SourceSpec::BuiltIn(s.path) } else { SourceSpec::Given(s.path) }
        };
        let sources: Vec<SourceSpec> = session.sources.into_iter().map(spec).collect();
        self.guide.actions = session.actions;
        self.guide.writing = None;
        let last = self.guide.actions.iter().rev().find_map(|a| Some((key(a)?, a.step, a.choice)));
        self.stack.clear();
        self.go(Place::Running);
        self.start(Vec::new());
        self.guide.user = self.take_up(session.answers);
        let effects = self.read(sources, true);
        self.guide.resuming = last.map(|(key, step, choice)| {
            let place = self.after(&key, step, choice);
            (key, place)
        });
        effects
    }

    fn go_on(&mut self, key: &FindingKey, place: Place) -> Vec<Effect> {
        if self.busy() {
            return Vec::new();
        }
        if let Some(user) = &key.scope.user
            && self.person.is_none()
        {
            return self.find(user.clone());
        }
        self.guide.resuming = None;
        self.stack = vec![Place::Result, Place::Todo(key.clone())];
        self.go(place);
        Vec::new()
    }

    /// Failed findings that are not this one and that it does not explain: what to try next.
    pub(super) fn other_roots(&self, key: &FindingKey) -> Vec<&Finding> {
        let Some(case) = self.case() else { return Vec::new() };
        let roots = case.judgement.roots.iter().filter_map(|r| case.judgement.root(r));
        roots.filter(|f| FindingKey::from(*f) != *key && f.status == Status::Fail).collect()
    }
}

/// What an action of a session was about, where this version knows it.
fn key(action: &session::Action) -> Option<FindingKey> {
    let row = CHECKS.iter().find(|row| row.id.0 == action.check)?;
    let cause =
        |name: &String| CAUSES.iter().find(|c| c.check == row.id && c.cause.0 == name).map(|c| c.cause);
    let cause: Option<Cause> = action.cause.as_ref().and_then(cause);
    let session::Scope { connector, domain, user } = action.scope.clone();
    Some(FindingKey { check: row.id, scope: Scope { kind: row.over, connector, domain, user }, cause })
}

fn is_about(action: &session::Action, key: &FindingKey) -> bool {
    action.check == key.check.0
        && action.cause.as_deref() == key.cause.map(|c| c.0)
        && action.scope == scope(&key.scope)
}

fn scope(of: &Scope) -> session::Scope {
    session::Scope { connector: of.connector.clone(), domain: of.domain.clone(), user: of.user.clone() }
}

/// What a choice at a step does.
pub(super) fn choose(model: &mut Model, action: Action) -> Vec<Effect> {
    match action {
        Action::Begin(key) => {
            model.begin(key);
            Vec::new()
        }
        Action::Enter(key) => {
            model.instead(Place::Step(key, 1));
            Vec::new()
        }
        Action::Chose(key, step, choice @ (Choice::Cannot | Choice::Wrong)) => {
            model.go(Place::Reason(key, step, choice));
            Vec::new()
        }
        Action::Chose(key, step, choice) => model.chose(key, step, choice, Text::new()),
        Action::Again => model.look_again(),
        Action::Resume(id) => vec![Effect::Resume(id)],
        Action::Copy(text) => vec![Effect::Copy(text)],
        _ => Vec::new(),
    }
}
