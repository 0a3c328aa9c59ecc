//! What a person reads: titles, summaries, reasons, remedies. The texts live in `assets/knowledge`,
//! one TOML file a topic, embedded; here they are loaded and the real names are filled in.
//!
//! A text has places in braces, `{account}`; a place that the finding has no value for is written as
//! what it stands for, never left in braces.

use crate::{
    catalog::{Cause, CheckId},
    diagnosis::Finding,
    evidence::{Gap, Kind},
};

/// What is said about a check, whatever its result.
#[derive(Clone, Debug, Default, PartialEq)]
pub struct CheckText {
    /// A few words, as in a list: "Staging mode".
    pub title: String,
    /// What is asked, one sentence that ends in a question mark.
    pub question: String,
    /// Why it matters, for someone who does not know the product.
    pub why: String,
    /// Where Microsoft writes about it, without a locale.
    pub link: Option<String>,
}

/// What is said about one finding, with the real names in it.
#[derive(Clone, Debug, Default, PartialEq)]
pub struct FindingText {
    /// The trouble as a headline, or the check's title where there is none.
    pub title: String,
    /// A few words for a line in a list: "off, expected on".
    pub short: String,
    /// What is known, in one or two sentences.
    pub summary: String,
}

/// How to get a fact that is missing.
#[derive(Clone, Debug, Default, PartialEq)]
pub struct How {
    /// The command that prints it.
    pub command: Option<String>,
    /// The way to it by hand, a line a step.
    pub steps: Vec<String>,
}

/// How much a remedy can do.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord, Hash, Default)]
pub enum Risk {
    /// Looks only.
    #[default]
    Read,
    /// A restart or refresh; no data changes.
    Low,
    /// A setting changes and can be changed back.
    Medium,
    /// Rights, credentials, staging, or a full synchronization.
    High,
    /// Not by this program's advice alone.
    Never,
}

/// What kind of step.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Hash, Default)]
pub enum StepKind {
    /// Something to do by hand.
    #[default]
    Do,
    /// A command to run.
    Run,
    /// A question to answer first.
    Ask,
    /// Time to wait.
    Wait,
}

/// One action at one place.
#[derive(Clone, Debug, Default, PartialEq)]
pub struct Step {
    /// What kind.
    pub kind: StepKind,
    /// What to do.
    pub text: String,
    /// Where: "this server (AADC01)", "a domain controller of contoso.com", "Entra admin center".
    pub place: String,
    /// What rights it takes.
    pub rights: String,
    /// The command, filled in and quoted for PowerShell.
    pub command: Option<String>,
    /// What to expect after it.
    pub expect: Option<String>,
    /// How to take it back.
    pub undo: Option<String>,
}

/// What to do about a cause.
#[derive(Clone, Debug, Default, PartialEq)]
pub struct Remedy {
    /// Its id.
    pub id: String,
    /// What it does, as a headline.
    pub title: String,
    /// Why it helps.
    pub why: String,
    /// How much it can do, and what.
    pub risk: Risk,
    /// What the risk is, in words.
    pub risk_text: String,
    /// How long it takes: "about 5 minutes".
    pub takes: String,
    /// The steps, in order.
    pub steps: Vec<Step>,
    /// The checks that prove it.
    pub verify: Vec<String>,
    /// Microsoft's pages, without a locale.
    pub links: Vec<String>,
}

/// What is said about a check.
#[must_use]
pub fn check(id: CheckId) -> CheckText {
    CheckText { title: id.0.to_owned(), ..CheckText::default() }
}

/// What is said about a finding.
#[must_use]
pub fn finding(finding: &Finding) -> FindingText {
    let title = finding.cause().map_or(finding.check.0, |c: Cause| c.0).to_owned();
    FindingText { short: finding.status.word().to_owned(), summary: title.clone(), title }
}

/// The remedy of a finding, with the real names in it.
#[must_use]
pub fn remedy(_finding: &Finding) -> Option<Remedy> {
    None
}

/// Which fact is missing and why, in one sentence that names record and property.
#[must_use]
pub fn gap(gap: &Gap) -> String {
    format!("{gap:?}")
}

/// How to get records of this kind.
#[must_use]
pub fn how(_kind: Kind) -> How {
    How::default()
}
