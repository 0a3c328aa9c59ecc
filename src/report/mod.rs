//! One result, many formats. A [`Case`] is what was judged and what it was judged from; a
//! [`model::Report`] is its public form, schema `phs-report/1`.

mod build;
pub mod json;
pub mod model;
pub mod text;
mod wrap;

pub use build::{Meta, build};

use crate::{diagnosis::Judgement, evidence::Problem};
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

/// A judgement and what it rests on: all that pages and reports are made of.
#[derive(Clone, Debug, PartialEq)]
pub struct Case {
    /// The result.
    pub judgement: Judgement,
    /// The sources.
    pub sources: Vec<SourceEntry>,
    /// What was diagnosed.
    pub environment: Environment,
}
