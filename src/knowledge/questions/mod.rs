//! Questions for the operator where evidence is missing. What can be asked is data in
//! `assets/knowledge/questions`; an answer becomes records `OperatorAnswer`, one for each check that it
//! decides. Nothing is made up beside them: what was typed as a name is kept as a name.

mod table;

use super::fill::{self, Names};
use crate::{
    catalog::{Cause, CheckId, ScopeKind},
    diagnosis::Scope,
};
use chrono::{DateTime, SecondsFormat, Utc};
use serde_json::{Value, json};
use table::{Question, row, table};

pub use table::{Symptom, symptoms};

/// The question that names the domain.
pub const BEGIN: &str = "begin";
/// What stands in the place of a check where an answer says what is seen of a user.
pub const SYMPTOM: &str = "symptom";
/// What stands in a record where the operator cannot tell.
const CANNOT: &str = "I cannot tell";
/// The value of it.
const UNKNOWN: &str = "unknown";

/// A question as the catalog of answers has it.
#[derive(Clone, Debug)]
pub struct Known {
    /// Its id.
    pub id: &'static str,
    /// What it is about.
    pub over: ScopeKind,
    /// The check that it is put for before all.
    pub first: CheckId,
    /// What each answer decides.
    pub answers: Vec<Vec<(CheckId, Option<Cause>)>>,
}

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
    /// What can be chosen: ids and labels.
    pub options: Vec<(&'static str, String)>,
    /// What can be typed instead, where something can.
    pub typed: Option<String>,
    question: &'static Question,
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

/// A question about nothing in particular, as the reference shows it.
#[derive(Clone, Debug)]
pub struct General {
    /// Its id.
    pub id: &'static str,
    /// What is asked.
    pub title: String,
    /// Why that matters.
    pub why: String,
    /// How to find out, a line a step.
    pub how: Vec<String>,
    /// A command that prints it, where one does.
    pub command: Option<String>,
    /// What can be answered.
    pub answers: Vec<String>,
    /// The causes that an answer names, as `check/cause`.
    pub causes: Vec<String>,
}

/// Every question, about nothing in particular.
#[must_use]
pub fn general() -> Vec<General> {
    let blanks = fill::blanks(&std::collections::BTreeMap::new());
    let one = |q: &'static Question| {
        let decided = q.options.iter().flat_map(table::Choice::decided);
        let mut causes: Vec<String> =
            decided.filter_map(|(check, cause)| Some(format!("{}/{}", check.0, cause?.0))).collect();
        causes.sort();
        causes.dedup();
        General {
            id: &q.id,
            title: fill::text(&q.title, &blanks),
            why: fill::text(&q.why, &blanks),
            how: q.how.iter().map(|t| fill::text(t, &blanks)).collect(),
            command: q.command.as_ref().map(|c| fill::command(c, &Names::new()).0),
            answers: q.options.iter().map(|c| c.label.clone()).collect(),
            causes,
        }
    };
    table().iter().map(one).collect()
}

/// Every question but the one that names the domain.
#[must_use]
pub fn known() -> Vec<Known> {
    let one = |q: &'static Question| {
        let first = row(&q.first)?.id;
        let mut answers: Vec<_> = q.options.iter().map(table::Choice::decided).collect();
        // What is typed as it is decides its check, one way or the other.
        answers.extend(q.typed.iter().filter_map(|t| Some(vec![(row(t.check.as_ref()?)?.id, None)])));
        Some(Known { id: &q.id, over: q.over, first, answers })
    };
    table().iter().filter_map(one).collect()
}

/// A question about a thing, with the names filled in.
#[must_use]
pub fn ask(id: &str, scope: &Scope, names: &Names) -> Option<Asked> {
    let question = table().iter().find(|q| q.id == id)?;
    let text = |t: &String| fill::text(t, names);
    Some(Asked {
        id: &question.id,
        scope: scope.clone(),
        title: text(&question.title),
        why: text(&question.why),
        how: question.how.iter().map(text).collect(),
        command: question.command.as_ref().map(|c| fill::command(c, names).0),
        options: question
            .options
            .iter()
            .filter(|c| !c.typed)
            .map(|c| (c.id.as_str(), c.label.clone()))
            .collect(),
        typed: question.typed.as_ref().map(|t| t.label.clone()),
        question,
    })
}

/// How a record calls a question about something.
#[must_use]
pub fn as_told(id: &str, scope: &Scope) -> String {
    scope.name().map_or_else(|| id.to_owned(), |name| format!("{id} {name}"))
}

/// True where a record calls a question of ours so, or what is seen of a user: such an answer stands
/// beside those about checks.
#[must_use]
pub fn is_question(told: &str) -> bool {
    let id = told.split_whitespace().next().unwrap_or_default();
    id == SYMPTOM || table().iter().any(|q| q.id == id)
}

/// True for the words of an answer: they stand in these files and name nobody.
#[must_use]
pub fn is_label(text: &str) -> bool {
    let choices = table().iter().flat_map(|q| &q.options);
    text == CANNOT
        || text.chars().all(|c| c.is_ascii_digit() || c == '.')
        || choices.map(|c| &c.label).chain(symptoms().iter().map(|s| &s.label)).any(|l| l == text)
}

/// What was seen of a user, as a record.
#[must_use]
pub fn seen(symptom: &Symptom, user: &str, by: &str, at: DateTime<Utc>) -> Value {
    told(&format!("{SYMPTOM} {user}"), &symptom.id, &symptom.label, by, at)
}

impl Asked {
    /// The records of an answer; in words what is wrong with it, where something is.
    pub fn answer(&self, said: &Said, by: &str, at: DateTime<Utc>) -> Result<Vec<Value>, String> {
        match said {
            Said::Unknown => {
                let open = [(self.question.first.as_str(), UNKNOWN.to_owned())];
                Ok(self.records(&open, UNKNOWN, CANNOT, by, at))
            }
            Said::Typed(text) => self.typed(text.trim(), by, at),
            Said::Option(id) => {
                let choice = self.question.options.iter().find(|c| c.id == *id);
                let choice = choice.ok_or_else(|| format!("there is no answer \"{id}\""))?;
                Ok(self.chosen(choice, by, at))
            }
        }
    }

    fn typed(&self, text: &str, by: &str, at: DateTime<Utc>) -> Result<Vec<Value>, String> {
        let Some(typed) = &self.question.typed else {
            return Err("this question takes no text; choose one of the answers".to_owned());
        };
        if text.is_empty() {
            return Err(format!("type something first: {}", typed.label));
        }
        if self.question.begin {
            let (connector, domain) = table::forest(text)?;
            let forest = json!({ "SourceConnector": connector });
            let place = json!({ "ConnectorName": connector, "Domain": domain });
            return Ok(vec![
                record("ADSyncAADPasswordSyncConfiguration", &forest, at),
                record("ADConnectorAccount", &place, at),
            ]);
        }
        if let Some(check) = &typed.check {
            let text = table::version(text)?;
            return Ok(self.records(&[(check.as_str(), text.clone())], &text, &text, by, at));
        }
        let choice = self.question.meant(text).ok_or_else(|| {
            let short: String = text.chars().take(40).collect();
            format!(
                "nothing is known of \"{short}\"; choose one of the answers, or open the command's output"
            )
        })?;
        Ok(self.chosen(choice, by, at))
    }

    fn chosen(&self, choice: &table::Choice, by: &str, at: DateTime<Utc>) -> Vec<Value> {
        let says: Vec<(&str, String)> =
            choice.decides.iter().map(|(check, says)| (check.as_str(), says.clone())).collect();
        self.records(&says, &choice.id, &choice.label, by, at)
    }

    /// A record of the answer itself, then one for each check that it decides.
    fn records(
        &self,
        says: &[(&str, String)],
        value: &str,
        note: &str,
        by: &str,
        at: DateTime<Utc>,
    ) -> Vec<Value> {
        let own = told(&as_told(self.id, &self.scope), value, note, by, at);
        let decided =
            says.iter().filter_map(|(check, value)| Some(told(&self.place(check)?, value, note, by, at)));
        std::iter::once(own).chain(decided).collect()
    }

    /// Check and place, as an answer names them.
    fn place(&self, check: &str) -> Option<String> {
        let name = match row(check)?.over {
            ScopeKind::Server | ScopeKind::Tenant => return Some(check.to_owned()),
            ScopeKind::Connector => self.scope.connector.as_ref(),
            ScopeKind::Domain => self.scope.domain.as_ref(),
            ScopeKind::User => self.scope.user.as_ref(),
        };
        Some(format!("{check} {}", name?))
    }
}

fn told(question: &str, value: &str, note: &str, by: &str, at: DateTime<Utc>) -> Value {
    let data = json!({ "Question": question, "Value": value, "Note": note, "By": by, "At": time(at) });
    record("OperatorAnswer", &data, at)
}

fn record(kind: &str, data: &Value, at: DateTime<Utc>) -> Value {
    json!({ "record": kind, "observed_at": time(at), "data": data })
}

fn time(at: DateTime<Utc>) -> String {
    at.to_rfc3339_opts(SecondsFormat::Millis, true)
}

/// The commands of the questions as they are written, with a name to find each by.
#[cfg(test)]
pub(super) fn commands() -> Vec<(String, String)> {
    table().iter().filter_map(|q| Some((q.id.clone(), q.command.clone()?))).collect()
}

#[cfg(test)]
mod tests;
