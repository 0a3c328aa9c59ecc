//! What the operator answered: kept in the session, and read as a source.

use super::{
    Effect, Model, SourceSpec,
    asking::{Asking, lines},
    page::Text,
};
use crate::{
    knowledge::questions::{self, SYMPTOM},
    session::Entry,
};
use serde_json::Value;

impl Model {
    /// Keeps records in the session.
    pub(super) fn keep(&mut self, records: Vec<Value>) -> Vec<Effect> {
        self.asking.records.extend(records.iter().cloned());
        if let Some(reason) = self.held() {
            // It counts here, and is not kept in a session that another program writes.
            self.status = format!("Not recorded: {reason}.");
            return Vec::new();
        }
        self.asking.writing += records.len();
        records.into_iter().map(|record| Effect::Append(Entry::Answer { record })).collect()
    }

    /// What is read: the sources, and the answers.
    pub(super) fn sources(&self) -> Vec<SourceSpec> {
        self.specs.iter().cloned().chain(self.answers()).collect()
    }

    /// The answers as a source.
    pub(super) fn answers(&self) -> Option<SourceSpec> {
        let records = &self.asking.records;
        (!records.is_empty()).then(|| SourceSpec::Answers(name_of_answers(&self.operator), lines(records)))
    }

    /// Takes up the answers of a session; the user that they are about, where they are about one.
    pub(super) fn take_up(&mut self, records: Vec<Value>) -> Option<Text> {
        let mut newest_first = records.iter().rev().filter_map(question);
        let of_user = |check: &str| check.starts_with("user.") || check == SYMPTOM;
        let user = newest_first.next().filter(|(check, _)| of_user(check)).map(|(_, name)| name.to_owned());
        let symptom = records.iter().rev().find(|r| question(r).is_some_and(|(check, _)| check == SYMPTOM));
        let id = symptom.and_then(|r| r["data"]["Value"].as_str());
        self.asking = Asking {
            symptom: id.and_then(|id| questions::symptoms().iter().find(|s| s.id == id)),
            records,
            ..Asking::default()
        };
        user
    }
}

/// What answers are called among the sources.
#[must_use]
pub fn name_of_answers(by: &str) -> Text {
    format!("answers of {by}")
}

/// Check and name of what a record answers.
fn question(record: &Value) -> Option<(&str, &str)> {
    let text = record["data"]["Question"].as_str()?;
    Some(text.split_once(' ').unwrap_or((text, "")))
}
