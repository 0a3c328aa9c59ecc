//! Questions for the operator where evidence is missing. What can be asked is data in
//! `assets/knowledge/questions`; an answer becomes records of evidence.

mod made;
mod table;

use super::fill::{self, Names};
use crate::{catalog::ScopeKind, diagnosis::Scope};
use chrono::{DateTime, Utc};
use table::{Choice, Question, table};

pub use table::{Symptom, symptoms};

/// A question about something named.
#[derive(Clone, Debug, PartialEq)]
pub struct Asked {
    /// The id of the question.
    pub id: &'static str,
    /// What it is about.
    pub scope: Scope,
    /// What is asked.
    pub title: String,
    /// Why that matters.
    pub why: String,
    /// How to find out, a line a step.
    pub how: Vec<String>,
    /// A command that prints it, where one does.
    pub command: Option<String>,
    /// What can be answered: ids and labels.
    pub options: Vec<(&'static str, String)>,
    /// What can be typed instead, where something can.
    pub typed: Option<String>,
    /// How many findings an answer can decide, at most; 0 before that was tried.
    pub decides: usize,
    question: &'static Question,
    names: Names,
}

/// What the operator said.
#[derive(Clone, Debug, PartialEq, Eq)]
pub enum Said {
    /// The option with this id.
    Option(String),
    /// What was typed.
    Typed(String),
    /// It cannot be told.
    Unknown,
}

/// An answer: what it says, in the evidence format.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Answer {
    /// The answer in a few words, as a source of evidence.
    pub name: String,
    /// The record `OperatorAnswer` and the records it stands for, a line each.
    pub lines: String,
}

/// The question that gives a domain its name, where no evidence does.
#[must_use]
pub fn begin() -> Option<Asked> {
    table().iter().find(|q| q.begin).map(|q| asked(q, &Scope::server(), Names::new()))
}

/// Every question that can be put about a thing of this kind, with the checks that it is for.
pub fn about(kind: ScopeKind) -> impl Iterator<Item = (&'static str, &'static [String])> {
    table().iter().filter(move |q| !q.begin && q.over == kind).map(|q| (q.id.as_str(), q.checks.as_slice()))
}

/// A question about a thing, with the names filled in.
#[must_use]
pub fn ask(id: &str, scope: &Scope, names: Names) -> Option<Asked> {
    table().iter().find(|q| q.id == id).map(|q| asked(q, scope, names))
}

fn asked(question: &'static Question, scope: &Scope, names: Names) -> Asked {
    let names = made::with_ids(names);
    let text = |t: &String| fill::text(t, &names);
    let possible = |c: &&'static Choice| names.contains_key(c.needs.as_str()) || c.needs.is_empty();
    Asked {
        id: &question.id,
        scope: scope.clone(),
        title: text(&question.title),
        why: text(&question.why),
        how: question.how.iter().map(text).collect(),
        command: question.command.as_ref().map(|c| fill::command(c, &names).0),
        options: question.options.iter().filter(possible).map(|c| (c.id.as_str(), text(&c.label))).collect(),
        typed: question.typed.as_ref().map(|t| text(&t.label)),
        decides: 0,
        question,
        names,
    }
}

impl Asked {
    /// True for the same question about the same thing.
    #[must_use]
    pub fn is(&self, id: &str, scope: &Scope) -> bool {
        self.id == id && self.scope == *scope
    }

    /// What an answer says; in words what is wrong with it, where something is.
    ///
    /// `as_of` is the time that the rest of the evidence is judged as of: an answer says how things
    /// are now, and moves no clock.
    pub fn answer(
        &self,
        said: &Said,
        by: &str,
        at: DateTime<Utc>,
        as_of: DateTime<Utc>,
    ) -> Result<Answer, String> {
        let mut lines = Vec::new();
        let (value, label) = match said {
            Said::Unknown => ("unknown".to_owned(), "cannot tell".to_owned()),
            Said::Typed(text) => {
                let Some(typed) = &self.question.typed else {
                    return Err("this question takes no text; choose one of the answers".to_owned());
                };
                let text = typed.accepts(text, self.question.begin)?;
                let mut names = self.names.clone();
                names.insert("typed", typed.as_words(&text));
                lines = made::lines(&typed.records, &typed.events, &names, as_of);
                (text.clone(), text)
            }
            Said::Option(id) => {
                let choice = self.question.options.iter().find(|c| c.id == *id);
                let choice = choice.ok_or_else(|| format!("there is no answer \"{id}\""))?;
                lines = made::lines(&choice.records, &choice.events, &self.names, as_of);
                (choice.id.clone(), fill::text(&choice.label, &self.names))
            }
        };
        let about = self.scope.user.as_ref().or(self.scope.domain.as_ref()).or(self.scope.connector.as_ref());
        let question = about.map_or_else(|| self.id.to_owned(), |a| format!("{} {a}", self.id));
        let own = made::own(&question, &value, &format!("{} {label}", self.title), by, at);
        lines.insert(0, own);
        Ok(Answer { name: format!("answer of {by}: {label}"), lines: made::stamped(lines, at) })
    }
}

#[cfg(test)]
mod tests;
