//! The lines of a journal.

use crate::evidence::Class;
use chrono::{DateTime, Utc};
use serde::{Deserialize, Serialize};
use serde_json::Value;

/// What the first line of a journal says. Every version that was ever written can be read.
pub const SCHEMA: &str = "phs-session/1";

/// One line.
#[derive(Clone, Debug, PartialEq, Serialize, Deserialize)]
#[serde(tag = "entry")]
pub enum Entry {
    /// The session begins.
    Opened {
        /// [`SCHEMA`].
        schema: String,
        /// Its id, a UUID of version 7.
        id: String,
        /// When.
        at: DateTime<Utc>,
        /// The program and its version.
        tool: String,
        /// True where it is about a built-in case.
        #[serde(default)]
        built_in: bool,
    },
    /// Something that was read.
    Source(SourceFile),
    /// What came of the evidence.
    Judgement {
        /// When it was judged.
        at: DateTime<Utc>,
        /// Whom it is about; none for the server as a whole.
        #[serde(default, skip_serializing_if = "Option::is_none")]
        user: Option<String>,
        /// The report of it, schema `phs-report/1`.
        report: Value,
        /// The names in it, so that they can be taken out later.
        #[serde(default)]
        names: Vec<Name>,
    },
    /// An answer of the operator, a record of evidence.
    Answer {
        /// The record `OperatorAnswer`.
        record: Value,
    },
    /// A choice of the operator at a step.
    Action(Action),
    /// A remark.
    Note {
        /// When.
        at: DateTime<Utc>,
        /// Who.
        by: String,
        /// What.
        text: String,
    },
    /// The session is done with.
    Closed {
        /// When.
        at: DateTime<Utc>,
    },
    /// A line of a later version; it stays in the file.
    #[serde(other)]
    Unknown,
}

/// Something that was read.
#[derive(Clone, Debug, Default, PartialEq, Eq, Serialize, Deserialize)]
pub struct SourceFile {
    /// The path or address, or the name of a built-in case.
    pub path: String,
    /// True for a built-in case.
    #[serde(default)]
    pub built_in: bool,
    /// Its size in bytes, where it is a file, or what came of it.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub size: Option<u64>,
    /// The SHA-256 of that.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub sha256: Option<String>,
    /// Its records, as evidence in JSON Lines without secrets, where it is small or came only once.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub records: Option<String>,
    /// True where it is not used any more: it was gone, and the session went on without it.
    #[serde(default, skip_serializing_if = "is_false")]
    pub dropped: bool,
}

#[expect(clippy::trivially_copy_pass_by_ref, reason = "serde asks for it")]
const fn is_false(value: &bool) -> bool {
    !*value
}

/// A name of the evidence, and whom it may name.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
pub struct Name {
    /// The text.
    pub text: String,
    /// Whom it may name.
    pub class: Class,
}

/// What a finding was about, by names.
#[derive(Clone, Debug, Default, PartialEq, Eq, Serialize, Deserialize)]
pub struct Scope {
    /// The connector.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub connector: Option<String>,
    /// The domain.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub domain: Option<String>,
    /// The user.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub user: Option<String>,
}

/// What the operator chose at a step.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
pub struct Action {
    /// When.
    pub at: DateTime<Utc>,
    /// Who.
    pub by: String,
    /// The check whose finding it is about.
    pub check: String,
    /// What that was about.
    #[serde(default)]
    pub scope: Scope,
    /// What was wrong.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub cause: Option<String>,
    /// The remedy.
    pub remedy: String,
    /// The step, counted from 1; 0 for the remedy as a whole.
    pub step: u32,
    /// The newest that the evidence showed then; only what is newer can prove something.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub as_of: Option<DateTime<Utc>>,
    /// What was chosen.
    pub choice: Choice,
    /// What the step said when it was chosen; none for the remedy as a whole.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub text: Option<String>,
    /// A remark, or the reason.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub note: Option<String>,
    /// How it was before.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub before: Option<String>,
    /// How it was after.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub after: Option<String>,
}

/// What can be chosen at a step, and what proves a remedy.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord, Serialize, Deserialize)]
#[serde(rename_all = "kebab-case")]
pub enum Choice {
    /// The step was done.
    Done,
    /// It was left out.
    Skipped,
    /// It cannot be done.
    Cannot,
    /// It was done and did not help.
    DidNotHelp,
    /// The finding does not hold.
    Wrong,
    /// Newer evidence shows that it is fixed.
    Verified,
    /// Newer evidence shows that it is not.
    NotFixed,
    /// The operator says that it is fixed.
    VerifiedByOperator,
}

impl Choice {
    /// The word of the journal and of reports.
    #[must_use]
    pub const fn word(self) -> &'static str {
        match self {
            Choice::Done => "done",
            Choice::Skipped => "skipped",
            Choice::Cannot => "cannot",
            Choice::DidNotHelp => "did-not-help",
            Choice::Wrong => "wrong",
            Choice::Verified => "verified",
            Choice::NotFixed => "not-fixed",
            Choice::VerifiedByOperator => "verified-by-operator",
        }
    }
}
