//! The public form of a result, schema `phs-report/1`. Readers stay open to fields that later
//! versions add.

pub use super::{
    story::Story,
    timeline::{Mark, MarkKind},
};
use chrono::{DateTime, Utc};
use schemars::JsonSchema;
use serde::{Deserialize, Serialize};
use std::collections::BTreeMap;

/// The schema that is written.
pub const SCHEMA: &str = "phs-report/1";
/// Its revision: raised with every change of these types, each with a file of its own under
/// `assets/schema`. A revision only adds.
pub const REVISION: u32 = 2;

type Time = DateTime<Utc>;

/// A result.
#[derive(Clone, Debug, PartialEq, Serialize, Deserialize, JsonSchema)]
pub struct Report {
    /// Always [`SCHEMA`].
    pub schema: String,
    /// A UUID, version 7.
    pub id: String,
    /// What wrote it.
    pub tool: Tool,
    /// When it was written.
    pub generated_at: Time,
    /// The newest time that anything was judged as of.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub evaluated_at: Option<Time>,
    /// Which question was asked.
    pub flow: Flow,
    /// What it comes to.
    pub verdict: Verdict,
    /// What it rests on.
    pub sources: Vec<Source>,
    /// What was diagnosed.
    pub environment: Environment,
    /// What to fix, worst first.
    pub root_causes: Vec<RootCause>,
    /// Every finding, in the order of the table of checks, then by scope.
    pub findings: Vec<Finding>,
    /// The remedies that findings name.
    pub remedies: Vec<Remedy>,
    /// What the operator did.
    pub actions: Vec<Action>,
    /// What happened when, as far as the evidence tells; a bounded number of marks, oldest first.
    #[serde(default, skip_serializing_if = "Vec::is_empty")]
    pub timeline: Vec<Mark>,
    /// The passwords of each user who was asked for, and how far each came.
    #[serde(default, skip_serializing_if = "Vec::is_empty")]
    pub passwords: Vec<Story>,
    /// What was taken out before it was handed on.
    pub redaction: Redaction,
}

/// The program.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize, JsonSchema)]
pub struct Tool {
    /// Its name.
    pub name: String,
    /// Its version.
    pub version: String,
}

/// The two questions.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Serialize, Deserialize, JsonSchema)]
#[serde(rename_all = "lowercase")]
pub enum Flow {
    /// It does not work at all.
    All,
    /// A password is not synchronized for a specific user account.
    User,
}

/// What a run comes to.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Serialize, Deserialize, JsonSchema)]
#[serde(rename_all = "lowercase")]
pub enum Verdict {
    /// Something failed.
    Problem,
    /// Nothing failed, and something required is not known.
    Incomplete,
    /// Everything that is required passed.
    Healthy,
}

/// The result of a check.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Serialize, Deserialize, JsonSchema)]
#[serde(rename_all = "lowercase")]
pub enum Status {
    /// As it should be.
    Pass,
    /// By design, or worth knowing.
    Info,
    /// Works now, or works partly.
    Warn,
    /// Broken.
    Fail,
    /// A fact that is needed is missing.
    Unknown,
    /// Something it depends on is broken, or it was left out.
    Skipped,
}

/// A source.
#[derive(Clone, Debug, PartialEq, Serialize, Deserialize, JsonSchema)]
pub struct Source {
    /// As it was given.
    pub name: String,
    /// What it turned out to be.
    pub kind: String,
    /// Oldest time in it.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub observed_from: Option<Time>,
    /// Newest time in it.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub observed_to: Option<Time>,
    /// Usable records.
    pub records: u64,
    /// What could not be used.
    pub problems: Vec<Problem>,
    /// What this version does not know.
    pub not_understood: Vec<String>,
}

/// Something in a source that could not be used.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize, JsonSchema)]
pub struct Problem {
    /// The file.
    pub file: String,
    /// The line, counted from 1.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub line: Option<u64>,
    /// What is wrong.
    pub reason: String,
}

/// What was diagnosed.
#[derive(Clone, Debug, Default, PartialEq, Eq, Serialize, Deserialize, JsonSchema)]
pub struct Environment {
    /// The Connect server.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub computer: Option<String>,
    /// Its version.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub connect_version: Option<String>,
    /// The tenant.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub tenant: Option<String>,
    /// Connectors to forests.
    pub connectors: Vec<String>,
    /// Domains.
    pub domains: Vec<String>,
}

/// What a finding is about. Without any field: the server or the tenant, as the check's id says.
#[derive(Clone, Debug, Default, PartialEq, Eq, Hash, Serialize, Deserialize, JsonSchema)]
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

/// A check in a scope.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize, JsonSchema)]
pub struct Place {
    /// The check.
    pub check: String,
    /// The scope.
    pub scope: Scope,
}

/// A failed finding that no other explains.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize, JsonSchema)]
pub struct RootCause {
    /// The check.
    pub check: String,
    /// The scope.
    pub scope: Scope,
    /// The cause.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub cause: Option<String>,
    /// The trouble as a headline.
    pub title: String,
    /// What follows from it.
    pub explains: Vec<Place>,
}

/// A line of the result; (check, scope, cause) is its key.
#[derive(Clone, Debug, PartialEq, Serialize, Deserialize, JsonSchema)]
pub struct Finding {
    /// The check.
    pub check: String,
    /// The scope.
    pub scope: Scope,
    /// The result.
    pub status: Status,
    /// What is wrong.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub cause: Option<String>,
    /// The check's name in a few words.
    #[serde(default)]
    pub name: String,
    /// The trouble as a headline, or the check's name.
    pub title: String,
    /// The result in a few words.
    #[serde(default)]
    pub short: String,
    /// What is known, in a sentence or two.
    pub summary: String,
    /// First event of it.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub first_seen: Option<Time>,
    /// Newest event of it.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub last_seen: Option<Time>,
    /// How many events.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub count: Option<u64>,
    /// What it rests on.
    pub evidence: Vec<Evidence>,
    /// The failed check that it waits for.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub blocked_by: Option<String>,
    /// What is missing.
    #[serde(default, skip_serializing_if = "Vec::is_empty")]
    pub needs: Vec<Need>,
    /// What to do about it, by id.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub remedy: Option<String>,
    /// True where the operator accepts the cause.
    #[serde(default, skip_serializing_if = "std::ops::Not::not")]
    pub accepted: bool,
    /// True where the operator left the check out.
    #[serde(default, skip_serializing_if = "std::ops::Not::not")]
    pub left_out: bool,
}

/// One thing that was seen.
#[derive(Clone, Debug, PartialEq, Serialize, Deserialize, JsonSchema)]
pub struct Evidence {
    /// What was looked at.
    pub label: String,
    /// What it should be.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub expected: Option<String>,
    /// What it is.
    pub found: String,
    /// Which source says so.
    pub source: String,
    /// When it was so.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub observed_at: Option<Time>,
    /// As of when it was judged.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub judged_at: Option<Time>,
}

/// A fact that is missing.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize, JsonSchema)]
pub struct Need {
    /// The kind of record that would hold it.
    pub record: String,
    /// The property.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub property: Option<String>,
    /// Why it is not known, as a sentence.
    pub why: String,
    /// The command that prints it.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub how: Option<String>,
}

/// What to do about a cause.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize, JsonSchema)]
pub struct Remedy {
    /// Its id.
    pub id: String,
    /// What it does.
    pub title: String,
    /// `READ`, `LOW`, `MEDIUM`, `HIGH` or `NEVER`.
    pub risk: String,
    /// What the risk is, in words.
    #[serde(default, skip_serializing_if = "String::is_empty")]
    pub risk_text: String,
    /// Why it helps.
    #[serde(default, skip_serializing_if = "String::is_empty")]
    pub why: String,
    /// How long it takes.
    #[serde(default, skip_serializing_if = "String::is_empty")]
    pub takes: String,
    /// The steps.
    pub steps: Vec<Step>,
    /// The checks that prove it.
    pub verify: Vec<String>,
    /// Microsoft's pages.
    pub links: Vec<String>,
}

/// What kind of step.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Serialize, Deserialize, JsonSchema)]
#[serde(rename_all = "lowercase")]
pub enum StepKind {
    /// Something to do by hand.
    Do,
    /// A command to run.
    Run,
    /// A question to answer first.
    Ask,
    /// Time to wait.
    Wait,
}

/// One action at one place.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize, JsonSchema)]
pub struct Step {
    /// What kind.
    pub kind: StepKind,
    /// Where.
    #[serde(rename = "where")]
    pub place: String,
    /// What to do.
    pub text: String,
    /// What rights it takes.
    #[serde(default, skip_serializing_if = "String::is_empty")]
    pub rights: String,
    /// The command.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub command: Option<String>,
    /// What to expect after it.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub expect: Option<String>,
    /// How to take it back.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub undo: Option<String>,
}

/// What the operator did.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize, JsonSchema)]
pub struct Action {
    /// When.
    pub at: Time,
    /// Who.
    pub by: String,
    /// The remedy.
    pub remedy: String,
    /// The step, counted from 1.
    pub step: u32,
    /// What was chosen.
    pub choice: String,
    /// What the step said when it was chosen; none for the remedy as a whole.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub text: Option<String>,
    /// A remark.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub note: Option<String>,
    /// How it was before.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub before: Option<String>,
    /// How it was after.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub after: Option<String>,
}

/// What was taken out.
#[derive(Clone, Debug, Default, PartialEq, Eq, Serialize, Deserialize, JsonSchema)]
pub struct Redaction {
    /// Whether anything was to be taken out.
    pub applied: bool,
    /// How many values of each class.
    pub counts: BTreeMap<String, u64>,
}
