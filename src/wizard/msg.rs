//! What happens to the wizard, and what it wants done.

use super::{Key, page::Text};
use crate::{
    catalog::{Cause, CheckId},
    diagnosis::{Finding, Scope},
    knowledge::Sort,
    report::Case,
};
use chrono::{DateTime, Utc};
use std::sync::Arc;

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
    /// Writing the report to a file.
    Save,
    /// Something went wrong.
    Trouble,
    /// What the keys do.
    Help,
    /// Really quit?
    Quit,
    /// The script to carry to the server.
    Collector,
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

/// What can be done on a page.
#[derive(Clone, Debug, PartialEq, Eq)]
pub enum Action {
    /// Go to a page.
    Go(Place),
    /// See the result of flow `all`, or watch it come.
    Diagnose,
    /// Read this as well.
    Read(SourceSpec),
    /// Judge this computer.
    Choose(String),
    /// Open or close a group of the tree.
    Toggle(String),
    /// Write the report to the path that was typed.
    Save(SaveAs),
    /// Stop reading and keep what came.
    Stop,
    /// Go back one page.
    Back,
    /// Leave the program.
    Leave,
}

/// A format that the wizard can write a report in.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord)]
pub enum SaveAs {
    /// For people.
    Text,
    /// For programs.
    Json,
}

/// Something to read.
#[derive(Clone, Debug, PartialEq, Eq)]
pub enum SourceSpec {
    /// A path, `-` for standard input, or another address as the operator typed it.
    Given(String),
    /// A built-in case, by name.
    BuiltIn(String),
}

impl SourceSpec {
    /// What it is called on pages.
    #[must_use]
    pub fn name(&self) -> &str {
        match self {
            SourceSpec::Given(name) | SourceSpec::BuiltIn(name) => name,
        }
    }
}

/// The number of a reading. What an older one still says is not heard any more.
pub type Job = u64;

/// What happens.
#[derive(Clone, Debug)]
pub enum Msg {
    /// A key that the table of bindings may know.
    Key(Key),
    /// Text for the field that is open, or digits and letters typed as a line in plain mode.
    Text(Text),
    /// The offer with this place on the page was chosen.
    Choose(usize),
    /// A source is being read.
    Progress(Job, Progress),
    /// What came so far was judged.
    Judged(Job, Arc<Judged>),
    /// A source could not be used; the reading goes on with the next.
    Refused(Job, Text),
    /// A worker gave up: what it was doing, and what it said.
    Failed(Job, Text, Text),
    /// A file was written, or not and why.
    Saved(Result<Text, Text>),
    /// So late is it.
    Tick(DateTime<Utc>),
}

/// How far the reading of a source is.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub struct Progress {
    /// The source.
    pub source: Text,
    /// The kind of record that came last.
    pub doing: Text,
    /// How much is done, in whole percent, where that can be said.
    pub percent: Option<u8>,
}

/// A judgement, and how it came to be.
#[derive(Clone, Debug)]
pub struct Judged {
    /// The result and its sources.
    pub case: Case,
    /// The computers that the evidence is of, where one must be chosen first.
    pub choose: Vec<String>,
    /// True when nothing more will come.
    pub done: bool,
    /// True where the operator stopped the reading.
    pub stopped: bool,
}

/// What the wizard wants done. They are done in order.
#[derive(Clone, Debug, PartialEq, Eq)]
pub enum Effect {
    /// Read these, beside what was read or instead of it, and judge.
    Read {
        /// The number of this reading.
        job: Job,
        /// What to read.
        sources: Vec<SourceSpec>,
        /// True where what was read before is to be forgotten.
        fresh: bool,
    },
    /// Read everything again for this user, and judge.
    Find {
        /// The number of this reading.
        job: Job,
        /// What to read.
        sources: Vec<SourceSpec>,
        /// The user, as typed.
        user: Text,
        /// The computer, where one was chosen.
        server: Option<Text>,
    },
    /// Judge what was read for this computer.
    Judge {
        /// The number of this reading.
        job: Job,
        /// The computer.
        server: String,
    },
    /// Stop the reading; judge what came.
    Cancel(Job),
    /// Write the report.
    Save(SaveAs, Text),
    /// Leave the program.
    Quit,
    /// Write the collector script to this path.
    WriteCollector(Text),
}
