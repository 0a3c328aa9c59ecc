//! Going on with a session that was kept: the same evidence, the same answers, the same page.

use super::{Effect, FindingKey, Model, Place, SourceSpec, Tone, page::Text, recorded};
use crate::{
    diagnosis::Value,
    evidence::{
        connect_server,
        open::{DASH, STDIN},
    },
    report::{self, model::Report},
    session::Session,
};
use std::sync::Arc;

/// A session that was opened again.
#[derive(Clone, Debug, Default)]
pub struct Reopened {
    /// What stands in it.
    pub session: Session,
    /// Sources of it that are not there any more, whether it holds their records or not.
    pub gone: Vec<Text>,
    /// Files of it that are there, and are not what they were.
    pub changed: Vec<Text>,
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
    /// Sources that are not there any more, and whose records it does not hold.
    pub gone: Vec<Text>,
    /// Those that can be read.
    pub left: Vec<SourceSpec>,
}

/// What the operator is to know of the sources of a session: a word, and what it says.
pub(super) type News = (Tone, &'static str, Text);

/// A source of which the session holds the records is gone.
fn news_of_kept(path: &str) -> News {
    let gone = match path {
        DASH => format!("{STDIN} is gone"),
        connect_server::NAME => "This computer is not the Connect server that was read".to_owned(),
        file => format!("{} is gone", short(file)),
    };
    (Tone::Note, "KEPT", format!("{gone}; its records are read from the session."))
}

/// A file is not what it was.
fn news_of_changed(path: &str) -> News {
    let text = format!("{} has changed since this session; it is read as it is now.", short(path));
    (Tone::Warn, "CHANGED", text)
}

/// A path without its folder, on whatever system it was written.
fn short(path: &str) -> &str {
    path.rsplit(['/', '\\']).next().filter(|name| !name.is_empty()).unwrap_or(path)
}

impl Model {
    /// Takes up a session. Where sources are gone, what was judged is shown in place of the page that was left.
    pub(super) fn resume(&mut self, reopened: Reopened) -> Vec<Effect> {
        let Reopened { mut session, gone, changed, held } = reopened;
        let judged = report::kept(&session);
        let (mut left, mut missing, mut news) = (Vec::new(), Vec::new(), Vec::new());
        for source in std::mem::take(&mut session.sources) {
            match (gone.contains(&source.path), &source.records) {
                (true, None) => missing.push(source.path),
                (true, Some(_)) => {
                    news.push(news_of_kept(&source.path));
                    left.push(SourceSpec::Kept(Arc::new(source)));
                }
                (false, _) if source.built_in => left.push(SourceSpec::BuiltIn(source.path)),
                (false, _) => left.push(SourceSpec::Given(source.path)),
            }
        }
        news.extend(changed.iter().map(|path| news_of_changed(path)));
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
        self.guide.stored = judged.ok().map(|(report, names)| Stored { report, names, gone: missing, left });
        self.guide.news = (news, None);
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
        self.stack = vec![self.result(), Place::Todo(key.clone())];
        self.go(place);
        self.status = said;
        // Evidence that is newer than the session may prove it at once.
        self.settle()
    }

    /// What was read is judged: what there is to know of it is said on the page that is seen first.
    pub(super) fn arrived(&mut self) {
        let (news, at) = &mut self.guide.news;
        if !news.is_empty() && at.is_none() && self.work.is_none() {
            *at = Some(self.stack.last().cloned().unwrap_or(Place::Menu));
        }
    }

    /// What is to be said on this page of the sources of the session.
    pub(super) fn news(&self) -> &[News] {
        let (news, at) = &self.guide.news;
        if at.as_ref().is_none_or(|at| at == self.place()) { news } else { &[] }
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
