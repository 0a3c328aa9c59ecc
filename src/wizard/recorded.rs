//! What stands in the session, and what is due: the actions about a finding, and the next look.

use super::{Effect, FindingKey, Model, Place};
use crate::{
    catalog::{CAUSES, CHECKS, Cause},
    diagnosis::Scope,
    knowledge::StepKind,
    session::{self, Choice, Entry, Proof},
};
use chrono::{DateTime, TimeDelta, Utc};

/// Between two looks at evidence that may have changed: a cycle of password synchronization.
const LOOK: TimeDelta = TimeDelta::minutes(2);

impl Model {
    /// What was done about a finding, oldest first.
    pub(super) fn done_about(&self, key: &FindingKey) -> impl Iterator<Item = &session::Action> {
        self.guide.actions.iter().filter(move |a| is_about(a, key))
    }

    /// When something was last done about it. An answer to a question is nothing done; waiting is, where
    /// there is nothing else to do.
    pub(super) fn acted(&self, key: &FindingKey) -> Option<DateTime<Utc>> {
        let remedy = self.remedy(key);
        let kind = |step: u32| remedy.as_ref()?.steps.get((step as usize).checked_sub(1)?).map(|s| s.kind);
        let newest = |wanted: fn(StepKind) -> bool| {
            let done = self.done_about(key).filter(|a| a.choice == Choice::Done);
            // Evidence that was there already proves nothing, though its clock be ahead of this one.
            let at = |a: &session::Action| a.as_of.map_or(a.at, |t| t.max(a.at));
            done.filter(|a| kind(a.step).is_none_or(wanted)).map(at).max()
        };
        newest(StepKind::acts).or_else(|| newest(|k| k == StepKind::Wait))
    }

    /// When the evidence is read again by itself.
    pub(super) fn next_look(&self) -> Option<DateTime<Utc>> {
        self.guide.looked.map(|at| at + self.guide.every.unwrap_or(LOOK))
    }

    /// When it looks again by itself, where this page waits for proof.
    #[must_use]
    pub fn wakes(&self) -> Option<DateTime<Utc>> {
        let Place::Proof(key) = self.place() else { return None };
        let open = matches!(self.proof(key), Some((_, Proof::Pending(_) | Proof::NeedsNewer)));
        let next = self.next_look().unwrap_or(self.clock.now);
        (open && !self.specs.is_empty() && !self.still() && !self.busy()).then_some(next)
    }

    /// Looks so often by itself whether a remedy helped.
    pub fn look_every(&mut self, span: TimeDelta) {
        self.guide.every = Some(span);
    }

    /// True while something is written to disk; it counts once it is there.
    #[must_use]
    pub const fn pending(&self) -> bool {
        self.guide.writing.is_some() || self.guide.closing
    }

    /// The operator is done with the session.
    pub(super) fn finish(&mut self) -> Vec<Effect> {
        if self.pending() || self.guide.held.is_some() {
            return Vec::new();
        }
        self.guide.closing = true;
        vec![Effect::Append(Entry::Closed { at: self.clock.now })]
    }
}

/// What an action of a session was about, where this version knows it.
pub(super) fn key(action: &session::Action) -> Option<FindingKey> {
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

pub(super) fn scope(of: &Scope) -> session::Scope {
    session::Scope { connector: of.connector.clone(), domain: of.domain.clone(), user: of.user.clone() }
}
