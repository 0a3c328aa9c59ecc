//! The forms in which the texts stand in `assets/knowledge`.

use super::{Risk, StepKind};
use serde::Deserialize;
use std::collections::BTreeMap;

/// All texts.
#[derive(Debug, Default, Deserialize)]
#[serde(deny_unknown_fields, default)]
pub(super) struct Library {
    /// What a place without a value is called.
    pub places: BTreeMap<String, String>,
    /// What a place is called in the reference, where that is not its name.
    pub blanks: BTreeMap<String, String>,
    /// What is said of causes that do not show any more, by the variant that checks give.
    pub ended: BTreeMap<String, Said>,
    /// How to get records, by kind.
    pub how: BTreeMap<String, HowDoc>,
    /// How to get one property, by `kind.property`, where the way to the record does not show it.
    pub how_property: BTreeMap<String, HowDoc>,
    pub check: Vec<CheckDoc>,
    pub cause: Vec<CauseDoc>,
    /// Steps that several remedies take, by name.
    pub step: BTreeMap<String, StepDoc>,
    /// Words for places and rights that stand behind many steps, by the name after `@`.
    pub word: BTreeMap<String, String>,
    /// What a reader of many articles has to know, once.
    pub legend: Vec<LegendDoc>,
    pub event: Vec<EventDoc>,
    /// Who writes events, by the name that `event` uses.
    pub event_source: BTreeMap<String, EventSource>,
    pub code: Vec<CodeDoc>,
    pub topic: Vec<TopicDoc>,
}

/// What events of these ids mean, all of one source.
#[derive(Debug, Deserialize)]
#[serde(deny_unknown_fields)]
pub(super) struct EventDoc {
    pub source: String,
    pub ids: Vec<u32>,
    pub title: String,
    /// What it means and what to do; what its source says of all of its events is not said again.
    pub meaning: Option<String>,
    /// What usually stands behind it.
    pub because: Option<String>,
    pub advice: Option<String>,
    /// What such an event can prove, as `check/cause`.
    #[serde(default)]
    pub causes: Vec<String>,
}

/// Who writes events, and where they are.
#[derive(Debug, Deserialize)]
#[serde(deny_unknown_fields)]
pub(super) struct EventSource {
    /// Its spellings over the versions, the present one first.
    pub names: Vec<String>,
    /// The log.
    pub log: String,
    /// What is to be said of all of its events.
    pub note: Option<String>,
    /// Ids that always tell of a failure; of some others the text decides.
    #[serde(default)]
    pub fails: Vec<u32>,
}

/// A word of the articles, and what it stands for.
#[derive(Debug, Deserialize)]
#[serde(deny_unknown_fields)]
pub(super) struct LegendDoc {
    pub word: String,
    pub text: String,
}

/// What a number or a name in an event or a log means.
#[derive(Debug, Deserialize)]
#[serde(deny_unknown_fields)]
pub(super) struct CodeDoc {
    pub kind: CodeKind,
    pub name: String,
    /// Other spellings.
    #[serde(default)]
    pub also: Vec<String>,
    pub title: String,
    pub meaning: String,
    pub advice: String,
    /// What it can prove, as `check/cause`.
    #[serde(default)]
    pub causes: Vec<String>,
}

/// Where a code comes from.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Deserialize)]
#[serde(rename_all = "lowercase")]
pub(super) enum CodeKind {
    /// A replication or Win32 error.
    Rpc,
    /// An error code of Entra ID's provisioning service.
    Cloud,
    /// A sign-in to Entra ID.
    Aadsts,
    /// A .NET exception.
    Exception,
    /// A row of an object's password log.
    Status,
}

/// Something to read up on.
#[derive(Debug, Deserialize)]
#[serde(deny_unknown_fields)]
pub(super) struct TopicDoc {
    pub id: String,
    pub title: String,
    pub text: Vec<String>,
    #[serde(default)]
    pub steps: Vec<StepDoc>,
    /// Other topics.
    pub see: Vec<String>,
}

#[derive(Debug, Default, Deserialize)]
#[serde(deny_unknown_fields, default)]
pub(super) struct HowDoc {
    pub command: Option<String>,
    pub steps: Vec<String>,
}

/// What a list and a page say of a result.
#[derive(Clone, Debug, Default, Deserialize)]
#[serde(deny_unknown_fields)]
pub(super) struct Said {
    pub short: String,
    pub summary: String,
}

#[derive(Debug, Deserialize)]
#[serde(deny_unknown_fields)]
pub(super) struct CheckDoc {
    pub id: String,
    pub title: String,
    pub question: String,
    pub why: String,
    pub expected: String,
    pub link: Option<String>,
    /// What is added to every cause of it where its places have values: whom it concerns.
    pub concerns: Option<String>,
    pub pass: Said,
    #[serde(default)]
    pub variants: BTreeMap<String, Said>,
}

#[derive(Debug, Deserialize)]
#[serde(deny_unknown_fields)]
pub(super) struct CauseDoc {
    pub check: String,
    pub cause: String,
    pub title: String,
    pub short: String,
    pub summary: String,
    /// What a place without a value is called here, where that says more than its usual name.
    #[serde(default)]
    pub places: BTreeMap<String, String>,
    /// None where there is nothing to do.
    pub fix: Option<FixDoc>,
    #[serde(default)]
    pub variants: BTreeMap<String, Variant>,
}

/// Other words for the same cause; what it does not say stays.
#[derive(Debug, Default, Deserialize)]
#[serde(deny_unknown_fields, default)]
pub(super) struct Variant {
    pub title: Option<String>,
    pub short: Option<String>,
    pub summary: Option<String>,
}

/// What to do about a cause.
#[derive(Debug, Deserialize)]
#[serde(deny_unknown_fields)]
pub(super) struct FixDoc {
    /// The cause's own id where nothing is said.
    pub id: Option<String>,
    pub title: String,
    pub why: String,
    pub risk: Risk,
    pub risk_text: String,
    pub takes: String,
    pub steps: Vec<StepDoc>,
    /// Checks that prove it, beside the cause's own.
    #[serde(default)]
    pub verify: Vec<String>,
    /// Microsoft's pages; the one on troubleshooting where nothing is said.
    #[serde(default)]
    pub links: Vec<String>,
}

/// A step, or the name of one that several remedies take.
#[derive(Clone, Debug, Default, Deserialize)]
#[serde(deny_unknown_fields, default)]
pub(super) struct StepDoc {
    #[serde(rename = "use")]
    pub shared: Option<String>,
    /// The shared step that always follows this one.
    pub then: Option<String>,
    pub kind: StepKind,
    pub text: String,
    pub place: Option<String>,
    pub rights: Option<String>,
    pub command: Option<String>,
    pub expect: Option<String>,
    pub undo: Option<String>,
}

impl Library {
    pub(super) fn check(&self, id: &str) -> Option<&CheckDoc> {
        self.check.iter().find(|c| c.id == id)
    }

    pub(super) fn cause(&self, check: &str, cause: &str) -> Option<&CauseDoc> {
        self.cause.iter().find(|c| c.check == check && c.cause == cause)
    }

    /// A text, or the words that stand behind `@name`.
    pub(super) fn word<'a>(&'a self, text: &'a str) -> &'a str {
        text.strip_prefix('@').and_then(|name| self.word.get(name)).map_or(text, String::as_str)
    }
}
