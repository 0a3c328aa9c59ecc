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
pub mod model;
pub mod nagios;
pub mod prometheus;
pub mod redact;
pub mod schema;
pub mod text;
pub mod timeline;
mod words;
mod wrap;

pub use build::{Meta, actions, build};
pub use format::{Format, file_name};
pub use kept::kept;

use crate::{
    diagnosis::{Judgement, Value},
    evidence::Problem,
    session,
};
use chrono::{DateTime, Utc};

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
    /// Domains, by name.
    pub domains: Vec<String>,
}

/// One step on the way of a user's password.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Moment {
    /// When.
    pub at: DateTime<Utc>,
    /// What happened.
    pub what: Event,
}

/// What can happen to a password.
#[derive(Clone, Debug, PartialEq, Eq)]
pub enum Event {
    /// It was set in the directory.
    Changed,
    /// An attempt ended with this status of the sync engine's log.
    Logged(String),
    /// It was seen and sent.
    Sent,
    /// Entra ID took it.
    Taken,
    /// Entra ID refused it, and what it said.
    Refused(String),
    /// The tenant's password was set.
    InCloud,
}

impl Moment {
    /// In words.
    #[must_use]
    pub fn told(&self) -> String {
        match &self.what {
            Event::Changed => "set in Active Directory".to_owned(),
            Event::Logged(status) if status == "Success" => "synchronized (Success)".to_owned(),
            Event::Logged(status) => format!("not synchronized: {status}"),
            Event::Sent => "seen and sent to Entra ID".to_owned(),
            Event::Taken => "taken by Entra ID".to_owned(),
            Event::Refused(why) => format!("refused by Entra ID: {why}"),
            Event::InCloud => "password of the tenant last set".to_owned(),
        }
    }
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
    /// The way of a user's password, oldest first; empty where the server as a whole was judged.
    pub story: Vec<Moment>,
    /// What happened when, oldest first.
    pub timeline: Vec<timeline::Mark>,
    /// What the operator did, oldest first.
    pub actions: Vec<session::Action>,
    /// Every text of the evidence that names somebody or something, for redaction.
    pub names: Vec<Value>,
}
