//! One result, many formats. A [`Case`] is what was judged and what it was judged from; a
//! [`model::Report`] is its public form, schema `phs-report/1`.

mod build;
pub mod events;
mod format;
pub mod html;
pub mod json;
pub mod jsonl;
pub mod junit;
mod kept;
pub mod markdown;
mod missing;
pub mod model;
pub mod nagios;
pub mod prometheus;
pub mod redact;
pub mod schema;
pub mod sign_in;
pub mod story;
pub mod text;
pub mod timeline;
mod words;
mod wrap;

pub use build::{Meta, actions, build};
pub use format::{Format, file_name};
pub use kept::kept;
pub use missing::{COMMANDS, rest};

use crate::{
    diagnosis::{Judgement, Value},
    evidence::Problem,
    session,
};
use chrono::{DateTime, Utc};
use std::collections::BTreeMap;

/// One source, as the report names it.
#[derive(Clone, Debug, Default, PartialEq)]
pub struct SourceEntry {
    /// The path or address as it was given.
    pub name: String,
    /// What it turned out to be.
    pub kind: String,
    /// Oldest time in it.
    pub from: Option<DateTime<Utc>>,
    /// Newest time in it.
    pub to: Option<DateTime<Utc>>,
    /// Usable records.
    pub records: u64,
    /// What could not be used.
    pub problems: Vec<Problem>,
    /// Kinds and properties that this version does not know.
    pub not_understood: Vec<String>,
}

/// What was diagnosed.
#[derive(Clone, Debug, Default, PartialEq)]
pub struct Environment {
    /// The Connect server.
    pub computer: Option<String>,
    /// Its Connect version.
    pub connect_version: Option<String>,
    /// The tenant.
    pub tenant: Option<String>,
    /// Connectors to forests, by name.
    pub connectors: Vec<String>,
    /// What connectors are called, by GUID: by a record, else by the one domain that their events name.
    pub called: BTreeMap<String, String>,
    /// Domains, by name.
    pub domains: Vec<String>,
}

/// A judgement and what it rests on: all that pages and reports are made of.
#[derive(Clone, Debug, PartialEq)]
pub struct Case {
    /// The result.
    pub judgement: Judgement,
    /// The sources.
    pub sources: Vec<SourceEntry>,
    /// What was diagnosed.
    pub environment: Environment,
    /// The passwords of each user who was asked for.
    pub stories: Vec<story::Story>,
    /// What happened when, oldest first.
    pub timeline: Vec<timeline::Mark>,
    /// What the operator did, oldest first.
    pub actions: Vec<session::Action>,
    /// Every text of the evidence that names somebody or something, for redaction.
    pub names: Vec<Value>,
}
