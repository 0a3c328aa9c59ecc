//! What happens to the wizard, and what it wants done.

use super::{FindingKey, Key, People, Place, Reopened, SaveAs, Several, SourceSpec, page::Text};
use crate::{
    diagnosis::Scope,
    knowledge::questions::{Said, Symptom},
    report::{Case, Format, events::EventRow},
    session::{Choice, Entry},
};
use chrono::{DateTime, Utc};
use std::{collections::BTreeMap, sync::Arc};

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
    /// Look what taking the names out of a report in this form would do.
    Preview(Format),
    /// Begin a remedy, or go on where it was left.
    Begin(FindingKey),
    /// Go to the first step of a remedy, its risk being known.
    Enter(FindingKey),
    /// What was chosen at a step; 0 is the remedy as a whole.
    Chose(FindingKey, u32, Choice),
    /// Read the same evidence again.
    Again,
    /// What names no time was taken after the remedy was done.
    TakenAfter(FindingKey),
    /// See the sessions.
    Sessions,
    /// Go on with this session.
    Resume(String),
    /// Go on with those sources of a session that are still there.
    WithoutGone,
    /// Be done with the session.
    Finish,
    /// Put this where it can be pasted from.
    Copy(String),
    /// Stop reading and keep what came.
    Stop,
    /// Go back one page.
    Back,
    /// Leave the program.
    Leave,
    /// Look for events that fit this.
    Events(String),
    /// Look for more of them.
    MoreEvents,
    /// Answer questions about the server, or go on with them.
    Ask,
    /// Answer questions about a user.
    AskUser,
    /// Answer a question.
    Answer(&'static str, Scope, Said),
    /// Say what is seen of the user; none for anything else.
    Symptom(Option<&'static Symptom>),
    /// This is the user, by a name that nobody else has.
    Pick(String),
    /// Look for this user as it was typed.
    AsTyped(String),
}

/// A session that is kept.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub struct SessionLine {
    /// Its id.
    pub id: String,
    /// The time of its newest line.
    pub at: Option<DateTime<Utc>>,
    /// What it is about.
    pub about: Text,
    /// True where it is done with.
    pub closed: bool,
}

/// What taking the names out of a report does.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub struct Preview {
    /// How many names of each class.
    pub counts: BTreeMap<String, u64>,
    /// What still looks like a name afterwards, a line each.
    pub leaks: Vec<Text>,
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
    /// A line that was typed as a whole: it stands for what stood in the field before.
    Line(Text),
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
    /// What taking the names out of the report would do.
    Previewed(Result<Preview, Text>),
    /// The choice that was made last is on disk, or not and why.
    Appended(Result<(), Text>),
    /// The session that was begun.
    Begun(Text),
    /// The sessions that are kept.
    Sessions(Vec<SessionLine>),
    /// A session to go on with, or why not.
    Resumed(Result<Box<Reopened>, Text>),
    /// Where a copied text is now, or why nowhere.
    Copied(Result<Text, Text>),
    /// A file was written, or not and why.
    Saved(Result<Text, Text>),
    /// So late is it.
    Tick(DateTime<Utc>),
    /// Events that fit.
    Events(Job, Hits),
    /// What was typed to look for events is not understood; why.
    Mistyped(Job, Text),
    /// People whose names hold what is typed, as far as they were found.
    People(Job, People),
    /// Several users may be meant.
    Several(Job, Several),
}

/// Events that were looked for.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub struct Hits {
    /// What they fit.
    pub filter: String,
    /// The first of them.
    pub rows: Vec<EventRow>,
    /// True where there are more.
    pub more: bool,
    /// True where the operator stopped the reading.
    pub stopped: bool,
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
#[derive(Clone, Debug, PartialEq)]
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
        /// So many who have it in a name are named where nobody is called so.
        most: usize,
    },
    /// Read everything again for people whose names hold a part.
    Guess {
        /// The number of this reading.
        job: Job,
        /// What to read.
        sources: Vec<SourceSpec>,
        /// The part, in lower case.
        part: Text,
        /// How many are wanted.
        most: usize,
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
    /// Look what taking the names out of the report would do.
    Preview,
    /// Judge again with these answers, records of evidence a line each.
    Answer {
        /// The number of this reading.
        job: Job,
        /// The records.
        lines: String,
        /// Who answered.
        by: Text,
        /// The user that the pages are about.
        user: Option<Text>,
    },
    /// Put this line on disk; the next message says whether it is there.
    Append(Entry),
    /// Put what was opened on disk, where a session is being written.
    Keep,
    /// Say which sessions are kept.
    Sessions,
    /// Open this session.
    Resume(String),
    /// Put this where it can be pasted from.
    Copy(String),
    /// Write the report to this path; a folder gets a file of its own name.
    Save(SaveAs, Text),
    /// Leave the program.
    Quit,
    /// Read everything again for events that fit.
    Events {
        /// The number of this reading.
        job: Job,
        /// What to read.
        sources: Vec<SourceSpec>,
        /// What they must fit, as typed.
        filter: String,
        /// What connectors are called, by GUID, as far as that is known.
        called: BTreeMap<String, String>,
        /// What `since:2h` is counted back from.
        newest: DateTime<Utc>,
        /// How many are wanted.
        most: usize,
    },
    /// Write the collector script to this path.
    WriteCollector(Text),
}
