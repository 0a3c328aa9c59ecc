//! Where the operator can be.

use super::pages::directory::Field as DirectoryField;
use crate::{
    catalog::{Cause, CheckId},
    diagnosis::{Finding, Scope},
    knowledge::Sort,
    report::Format,
    session::Choice,
};

/// Where the operator is.
#[derive(Clone, Debug, PartialEq, Eq, PartialOrd, Ord)]
pub enum Place {
    /// The first page.
    Menu,
    /// Typing the path of evidence.
    Open,
    /// The built-in cases.
    Scenarios,
    /// Evidence is being read and judged.
    Running,
    /// The result as a tree.
    Result,
    /// The same of one user.
    Person,
    /// One finding.
    Finding(FindingKey),
    /// What to do about a finding.
    Todo(FindingKey),
    /// Which evidence is missing.
    Missing,
    /// Which of several servers is to be judged.
    Servers,
    /// Everything that can be looked up.
    Reference,
    /// Everything of one kind.
    Shelf(Sort),
    /// One thing, by kind and key.
    Article(Sort, String),
    /// Sources and what was wrong with them.
    Evidence,
    /// Typing whose password it is.
    User,
    /// Which of several who may be meant.
    Matches,
    /// In which form the report is written.
    Report,
    /// With or without names.
    Names(Format),
    /// Typing where to.
    Save(SaveAs),
    /// What to know before the first step of a remedy.
    Gate(FindingKey),
    /// One step of a remedy, counted from 1.
    Step(FindingKey, u32),
    /// What a session holds whose sources are gone.
    Kept,
    /// Typing a reason.
    Reason(FindingKey, u32, Choice),
    /// Waiting for proof.
    Proof(FindingKey),
    /// Really seen that it works?
    Seen(FindingKey),
    /// How a remedy ended.
    End(FindingKey),
    /// The sessions that are kept.
    Sessions,
    /// Something went wrong.
    Trouble,
    /// What the keys do.
    Help,
    /// Really quit?
    Quit,
    /// How the directory is to be asked.
    Directory,
    /// One line of that.
    DirectoryField(DirectoryField),
    /// Events of the sources.
    Events,
    /// One of them, by its place in the list.
    Event(usize),
    /// Typing which events.
    EventFilter,
    /// The script to carry to the server.
    Collector,
    /// Which question to begin with, without evidence.
    Manual,
    /// A question, by its id, about something.
    Question(&'static str, Scope),
    /// Typing the answer to it.
    Typing(&'static str, Scope),
    /// What is seen of the user.
    Symptoms,
    /// What else stops a sign-in.
    Elsewhere,
}

impl Place {
    /// True for a result as a tree.
    #[must_use]
    pub fn is_result(&self) -> bool {
        matches!(self, Place::Result | Place::Person)
    }
}

/// What tells findings apart.
#[derive(Clone, Debug, PartialEq, Eq, PartialOrd, Ord)]
pub struct FindingKey {
    /// The check.
    pub check: CheckId,
    /// What it was run for.
    pub scope: Scope,
    /// What is wrong.
    pub cause: Option<Cause>,
}

impl From<&Finding> for FindingKey {
    fn from(finding: &Finding) -> FindingKey {
        FindingKey { check: finding.check, scope: finding.scope.clone(), cause: finding.cause() }
    }
}

/// How a report is written.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord)]
pub struct SaveAs {
    /// Its form.
    pub format: Format,
    /// Whether names are taken out.
    pub names: Names,
}

/// Whether names are taken out of a report.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq, PartialOrd, Ord)]
pub enum Names {
    /// They stay.
    #[default]
    Stay,
    /// They are taken out, and whatever still looks like one stops it.
    Out,
    /// They are taken out, and what still looks like one is handed on.
    OutAnyway,
}
