//! `events`.

use chrono::{DateTime, Utc};
use clap::{Args, ValueEnum};

/// Which events.
#[derive(Clone, Debug, Args)]
pub struct Events {
    /// A file, a folder, or - for standard input; several may be given
    #[arg(value_name = "SOURCE", required = true)]
    pub sources: Vec<String>,
    /// Only events of this time or later, such as 2026-11-20T09:12:00Z
    #[arg(long, value_name = "TIME", value_parser = super::time)]
    pub since: Option<DateTime<Utc>>,
    /// Only events of this time or earlier
    #[arg(long, value_name = "TIME", value_parser = super::time)]
    pub until: Option<DateTime<Utc>>,
    /// Only events that name this user: distinguished name, objectGUID or immutable id; a UPN or
    /// sAMAccountName where the sources say whose it is
    #[arg(long, value_name = "ID")]
    pub user: Option<String>,
    /// Only events with this id; may be repeated
    #[arg(long, value_name = "N")]
    pub id: Vec<u32>,
    /// The form of the list
    #[arg(long, value_name = "FORMAT", value_enum, default_value_t = EventFormat::Text)]
    pub format: EventFormat,
}

/// The form of a list of events.
#[derive(Clone, Copy, Debug, PartialEq, Eq, ValueEnum)]
pub enum EventFormat {
    /// For reading: an overview, then the events
    Text,
    /// One JSON document
    Json,
    /// The overview as a line, then a line for each event
    Jsonl,
    /// A row for each event
    Csv,
}
