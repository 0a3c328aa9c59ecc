//! What a person reads: titles, summaries, reasons, remedies. The texts live in `assets/knowledge`,
//! one TOML file a topic, embedded; here they are loaded and the real names are filled in.
//!
//! A text has places in braces, `{account}`; a place that the finding has no value for is written as
//! what it stands for, never left in braces.

mod docs;
mod engine_text;
mod fill;
mod gap;
mod known;
mod library;
pub mod questions;
mod reference;
mod said;
mod shared;
mod visible;

pub use engine_text::{engine_text, export_log};
pub use fill::Names;
pub use gap::{TOO_OLD, gap};
pub use known::Known;
pub use reference::{
    Article, Entry, Part, Sort, article, entries, event, event_fails, legend, listing, lookup, windows_error,
};
pub use said::{begun_remedy, finding, remedy};
pub use visible::visible;

use crate::{catalog::CheckId, evidence::Gap};
use library::library;
use serde::Deserialize;

/// What is said about a check, whatever its result.
#[derive(Clone, Debug, Default, PartialEq)]
pub struct CheckText {
    /// A few words, as in a list: "Staging mode".
    pub title: String,
    /// What is asked, one sentence that ends in a question mark.
    pub question: String,
    /// Why it matters, for someone who does not know the product.
    pub why: String,
    /// What is expected, in a few words.
    pub expected: String,
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
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord, Hash, Default, Deserialize)]
#[serde(rename_all = "UPPERCASE")]
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

impl Risk {
    /// The word of the contract.
    #[must_use]
    pub const fn word(self) -> &'static str {
        match self {
            Risk::Read => "READ",
            Risk::Low => "LOW",
            Risk::Medium => "MEDIUM",
            Risk::High => "HIGH",
            Risk::Never => "NEVER",
        }
    }
}

/// What kind of step.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Hash, Default, Deserialize)]
#[serde(rename_all = "lowercase")]
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

impl StepKind {
    /// The word before its text.
    #[must_use]
    pub const fn word(self) -> &'static str {
        match self {
            StepKind::Do => "Do",
            StepKind::Run => "Run",
            StepKind::Ask => "Find out",
            StepKind::Wait => "Wait",
        }
    }

    /// True where something is done.
    #[must_use]
    pub const fn acts(self) -> bool {
        matches!(self, StepKind::Do | StepKind::Run)
    }
}

/// One action at one place.
#[derive(Clone, Debug, Default, PartialEq)]
pub struct Step {
    /// What kind.
    pub kind: StepKind,
    /// What to do.
    pub text: String,
    /// True where the command has a name left open.
    pub open: bool,
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

/// What stands behind a step whose command has a name left open.
const OPEN: &str = "Put the real names where the command has < >.";

/// What in a command changes something, where the step has no way back.
const CHANGES: [&str; 13] = [
    "Set-",
    "Start-",
    "Stop-",
    "Restart-",
    "Invoke-AD",
    "Unlock-",
    "Add-",
    "Remove-",
    "New-AD",
    "Enable-",
    "Disable-",
    "Update-",
    "/syncall",
];

impl Step {
    /// True where it changes something; a command that only shows how things are does not.
    #[must_use]
    pub fn changes(&self) -> bool {
        let command = self.command.as_deref().unwrap_or_default();
        match self.kind {
            StepKind::Do => true,
            StepKind::Run => self.undo.is_some() || CHANGES.iter().any(|verb| command.contains(verb)),
            StepKind::Ask | StepKind::Wait => false,
        }
    }

    /// What to do, and what to do to the command first.
    #[must_use]
    pub fn told(&self) -> String {
        if self.open { format!("{} {OPEN}", self.text) } else { self.text.clone() }
    }
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
    let Some(doc) = library().check(id.0) else {
        return CheckText { title: id.0.to_owned(), ..CheckText::default() };
    };
    CheckText {
        title: doc.title.clone(),
        question: doc.question.clone(),
        why: doc.why.clone(),
        expected: doc.expected.clone(),
        link: doc.link.clone(),
    }
}

/// What makes evidence of what a command prints.
pub const SAVE: &str = "What a command with ConvertTo-Json prints is evidence: put > name.json behind it, and open that file here.";

/// True for a command that prints what can be opened as evidence.
#[must_use]
pub fn is_evidence(command: &str) -> bool {
    command.contains("| ConvertTo-Json")
}

/// How to get what is missing: the property, where the way to the record does not show it. `names` are
/// those of the thing that wants it.
#[must_use]
pub fn how_to(gap: &Gap, names: &Names) -> How {
    let library = library();
    let property = gap.property.as_ref();
    let own = property.and_then(|p| library.how_property.get(&format!("{}.{p}", gap.record.name())));
    let Some(doc) = own.or_else(|| library.how.get(gap.record.name())) else { return How::default() };
    let command = doc.command.as_ref().map(|c| fill::command(c.trim(), names).0);
    How { command, steps: doc.steps.clone() }
}

#[cfg(test)]
mod commands;
#[cfg(test)]
mod remedies;
#[cfg(test)]
mod tests;
