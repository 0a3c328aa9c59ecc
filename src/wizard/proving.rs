//! Did it help? Evidence is read again, and what it proves is kept.

use super::{Effect, FindingKey, Model, Place, SourceSpec, ending::Outcome, page::Text, recorded::scope};
use crate::session::{self, Acted, Choice, Line, Proof};

impl Model {
    /// How each check that proves a remedy stands, and what that comes to.
    pub(super) fn proof(&self, key: &FindingKey) -> Option<(Vec<Line>, Proof)> {
        let done = self.acted(key)?;
        let taken = self.guide.taken.as_ref().filter(|(of, at)| of == key && *at > done).map(|(_, at)| *at);
        let remedy = self.remedy(key)?;
        let judgement = &self.case()?.judgement;
        Some(session::proof(Acted { done, taken }, &remedy.verify, &scope(&key.scope), judgement))
    }

    /// Reads the same evidence again, to see whether it shows more now.
    pub(super) fn look_again(&mut self) -> Vec<Effect> {
        if self.busy() || self.specs.is_empty() {
            return Vec::new();
        }
        self.guide.looked = Some(self.clock.now);
        self.guide.looking = true;
        self.status.clear();
        if let Some(user) = self.user().map(str::to_owned) {
            let shown = self.person.take().and_then(|(_, judged)| judged);
            let effects = self.find(user.clone(), true);
            // What was known stays on the page until there is more.
            self.person = Some((user, shown));
            return effects;
        }
        self.job += 1;
        self.refused.clear();
        let source = self.specs.first().map(|s| s.title().to_owned()).unwrap_or_default();
        self.work = Some(super::Progress { source, ..super::Progress::default() });
        vec![Effect::Read { job: self.job, sources: self.sources(), fresh: true }]
    }

    /// The operator says that what names no time was taken after it was done: what it proves is kept.
    pub(super) fn taken_after(&mut self, key: FindingKey) -> Vec<Effect> {
        self.guide.taken = Some((key.clone(), self.clock.now));
        match self.proven(&key) {
            Some(choice) => self.chose(key, 0, choice, "taken after it, as the operator says".to_owned()),
            None => Vec::new(),
        }
    }

    /// Time passes on the page that waits for proof.
    pub(super) fn wait(&mut self) -> Vec<Effect> {
        let Place::Proof(key) = self.place() else { return Vec::new() };
        let waits = self.is_open(key);
        let due = self.next_look().is_none_or(|at| self.clock.now >= at);
        if waits && due && !self.still() { self.look_again() } else { Vec::new() }
    }

    /// True where nothing can change, however often it is read.
    pub(super) fn still(&self) -> bool {
        !self.specs.is_empty() && self.specs.iter().all(SourceSpec::is_still)
    }

    /// New evidence was judged: what was waited for may be proven now.
    pub(super) fn settle(&mut self) -> Vec<Effect> {
        if let Some((key, place)) = self.guide.resuming.clone() {
            return self.go_on(&key, place);
        }
        if let Some(user) = self.guide.user.take_if(|_| self.work.is_none()) {
            return self.find(user, true);
        }
        if self.asking.output && self.work.is_none() {
            self.judged_output();
            return Vec::new();
        }
        let looked = !self.busy() && std::mem::take(&mut self.guide.looking);
        let Place::Proof(key) = self.place().clone() else { return self.settle_besides() };
        if let Some(choice) = self.proven(&key) {
            return self.chose(key, 0, choice, Text::new());
        }
        if looked && self.status.is_empty() && self.is_open(&key) {
            self.status = format!("Looked again at {}: no proof yet.", self.clock.at(self.clock.now));
        }
        Vec::new()
    }

    /// True where newer evidence is still to tell.
    fn is_open(&self, key: &FindingKey) -> bool {
        matches!(self.proof(key), Some((_, Proof::Pending(_) | Proof::NeedsNewer)))
    }

    /// What the evidence says of a remedy now, where that is not yet said.
    fn proven(&self, key: &FindingKey) -> Option<Choice> {
        let choice = match self.proof(key)?.1 {
            Proof::Verified => Choice::Verified,
            Proof::VerifiedByOperator => Choice::VerifiedByOperator,
            Proof::NotFixed => Choice::NotFixed,
            Proof::Pending(_) | Proof::NeedsNewer => return None,
        };
        let said = self.done_about(key).last().is_some_and(|a| a.choice == choice);
        (!said && self.guide.held.is_none()).then_some(choice)
    }

    /// Newer evidence came while the operator is on another page: what it proves is kept all the same.
    fn settle_besides(&mut self) -> Vec<Effect> {
        if self.busy() || self.pending() {
            return Vec::new();
        }
        let helped = |key: &FindingKey| {
            let choice = self.proven(key).filter(|c| *c != Choice::NotFixed)?;
            matches!(self.outcome_so_far(key), Outcome::Pending(_)).then_some(choice)
        };
        let found = self.followed().into_iter().find_map(|key| Some((helped(&key)?, key)));
        let Some((choice, key)) = found else { return Vec::new() };
        let title = self.remedy(&key).map_or_else(Text::new, |r| r.title);
        let effects = self.chose(key, 0, choice, Text::new());
        self.status = format!("It helped: {title}.");
        effects
    }
}
