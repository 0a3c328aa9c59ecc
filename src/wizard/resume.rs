//! Going on with a session that was kept: the same evidence, the same answers, the same page.

use super::{Effect, FindingKey, Model, Place, SourceSpec, page::Text, recorded};
use crate::{
    diagnosis::Value,
    report::{self, model::Report},
    session::{Session, SourceFile},
};

/// A session that was opened again.
#[derive(Clone, Debug, Default)]
pub struct Reopened {
    /// What stands in it.
    pub session: Session,
    /// Sources of it that are not there any more.
    pub gone: Vec<Text>,
    /// Why nothing can be recorded in it, where another program writes it.
    pub held: Option<Text>,
}

/// What was judged when the session was written last.
#[derive(Clone, Debug)]
pub(super) struct Stored {
    /// The report.
    pub report: Report,
    /// The names in it.
    pub names: Vec<Value>,
    /// Sources that are not there any more.
    pub gone: Vec<Text>,
    /// Those that still are.
    pub left: Vec<SourceSpec>,
}

impl Model {
    /// Takes up a session. Where sources are gone, what was judged is shown in place of the page that was left.
    pub(super) fn resume(&mut self, reopened: Reopened) -> Vec<Effect> {
        let Reopened { session, gone, held } = reopened;
        let kept = report::kept(&session);
        let of = |s: &SourceFile| {
            if s.built_in { SourceSpec::BuiltIn(s.path.clone()) } else { SourceSpec::Given(s.path.clone()) }
        };
        let (left, missing): (Vec<_>, Vec<_>) =
            session.sources.iter().map(of).partition(|spec| !gone.iter().any(|path| path == spec.name()));
        self.stack.clear();
        let mut effects: Vec<Effect> =
            self.work.take().map(|_| Effect::Cancel(self.job)).into_iter().collect();
        self.job += 1;
        self.forget();
        let user = self.take_up(session.answers);
        let readable = missing.is_empty() && (!left.is_empty() || self.answers().is_some());
        if readable {
            effects.extend(self.read(left.clone(), true));
        }
        self.guide.stored = kept.ok().map(|(report, names)| Stored { report, names, gone, left });
        self.guide.session = Some(session.id);
        self.guide.closed = session.closed;
        self.guide.held = held;
        self.guide.user = user;
        self.guide.actions = session.actions;
        let last = self.guide.actions.iter().rev().find_map(|a| Some((recorded::key(a)?, a.step, a.choice)));
        self.guide.resuming = last.map(|(key, step, choice)| {
            let place = self.after(&key, step, choice);
            (key, place)
        });
        self.go(if readable { Place::Running } else { Place::Kept });
        effects
    }

    /// Goes on with the sources of a session that are still there.
    pub(super) fn without_what_is_gone(&mut self) -> Vec<Effect> {
        let left = self.guide.stored.as_ref().map_or_else(Vec::new, |s| s.left.clone());
        self.go(Place::Running);
        self.read(left, true)
    }

    /// The evidence is judged: to the page where the session was left.
    pub(super) fn go_on(&mut self, key: &FindingKey, place: Place) -> Vec<Effect> {
        // Where nothing could be read, the page of that says so.
        if self.busy() || self.judged.is_none() {
            return Vec::new();
        }
        if let Some(user) = &key.scope.user
            && self.person.is_none()
        {
            return self.find(user.clone(), true);
        }
        self.guide.resuming = None;
        let said = self.status.clone();
        self.stack = vec![Place::Result, Place::Todo(key.clone())];
        self.go(place);
        self.status = said;
        Vec::new()
    }

    /// The session that is written, or read, once there is one.
    #[must_use]
    pub fn session(&self) -> Option<&str> {
        self.guide.session.as_deref()
    }

    /// Grows with every session that is begun or taken up.
    #[must_use]
    pub const fn sitting(&self) -> u64 {
        self.guide.sitting
    }

    /// How many choices are recorded.
    #[must_use]
    pub const fn recorded(&self) -> usize {
        self.guide.actions.len()
    }

    /// Why nothing is recorded, where another program writes the session.
    #[must_use]
    pub fn held(&self) -> Option<&str> {
        self.guide.held.as_deref()
    }

    /// The report as far as there is one, and the names in it: of what was judged now, else of what a
    /// session holds.
    #[must_use]
    pub fn written(&self, meta: &report::Meta) -> Option<(Report, Vec<Value>)> {
        if let Some(case) = self.told() {
            return Some((report::build(&case, meta), case.names));
        }
        self.guide.stored.as_ref().map(|s| (s.report.clone(), s.names.clone()))
    }
}
