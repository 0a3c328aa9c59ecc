//! `check`, and what `demo --check` takes of it.

use super::{DirectoryAccess, age, time};
use crate::report::Format;
use chrono::{DateTime, TimeDelta, Utc};
use clap::{Args, ValueEnum, builder::PossibleValue};

/// A report.
#[derive(Clone, Debug, Args)]
pub struct Check {
    /// A file, a folder, - for standard input, a directory (`ldap://HOST`), or live for this Connect
    /// server; several may be given
    #[arg(value_name = "SOURCE", required = true)]
    pub sources: Vec<String>,
    /// What of the evidence counts.
    #[command(flatten)]
    pub evidence: EvidenceChoice,
    /// What is judged.
    #[command(flatten)]
    pub judging: Judging,
    /// What is printed.
    #[command(flatten)]
    pub printing: Printing,
    /// How a directory is asked.
    #[command(flatten)]
    pub directory: DirectoryAccess,
}

/// What of the evidence counts.
#[derive(Clone, Debug, Default, Args)]
pub struct EvidenceChoice {
    /// Leave out what is newer and judge as of this time, such as 2026-11-20T09:12:00Z
    #[arg(long, value_name = "TIME", value_parser = time)]
    pub at: Option<DateTime<Utc>>,
    /// The computer to judge, where the evidence is of several
    #[arg(long, value_name = "NAME")]
    pub server: Option<String>,
    /// Evidence older than this counts as missing, such as 24h, 90m or 2d (nagios, prometheus: 24h)
    #[arg(long, value_name = "AGE", value_parser = age)]
    pub max_age: Option<TimeDelta>,
}

/// What is judged.
#[derive(Clone, Debug, Default, Args)]
pub struct Judging {
    /// This user: distinguished name, UPN, sAMAccountName, DOMAIN\name, mail address, objectGUID or
    /// immutable id; may be repeated
    #[arg(long, value_name = "ID")]
    pub user: Vec<String>,
    /// The users in this file: one a line, or the first column of a CSV file
    #[arg(long, value_name = "FILE")]
    pub users: Option<std::path::PathBuf>,
    /// Only this check and what it depends on; may be repeated
    #[arg(long, value_name = "CHECK")]
    pub only: Vec<String>,
    /// Leave this check out; may be repeated
    #[arg(long, value_name = "CHECK")]
    pub skip: Vec<String>,
    /// This cause is meant to be so; may be repeated
    #[arg(long, value_name = "CAUSE")]
    pub accept: Vec<String>,
}

/// What is printed.
#[derive(Clone, Debug, Args)]
pub struct Printing {
    /// The form of the report
    #[arg(long, value_name = "FORMAT", value_enum, default_value_t = Format::Text)]
    pub format: Format,
    /// Write the report to this file, or into this folder under a name with server and date
    #[arg(long, short, value_name = "FILE")]
    pub output: Option<std::path::PathBuf>,
    /// Replace the file of --output if it is there
    #[arg(long, requires = "output")]
    pub force: bool,
    /// Take names of people, computers, networks and the tenant out
    #[arg(long)]
    pub redact: bool,
    /// With --redact: hand on what still looks like a name
    #[arg(long, requires = "redact")]
    pub redact_anyway: bool,
    /// What makes the exit code 1
    #[arg(long, value_name = "WHEN", value_enum, default_value_t = FailOn::Fail)]
    pub fail_on: FailOn,
}

impl ValueEnum for Format {
    fn value_variants<'a>() -> &'a [Format] {
        &Format::ALL
    }

    fn to_possible_value(&self) -> Option<PossibleValue> {
        let (name, help) = match self {
            Format::Text => ("text", "For reading"),
            Format::Json => ("json", "One JSON document, schema phs-report/1"),
            Format::Jsonl => ("jsonl", "A JSON object a line"),
            Format::Markdown => ("markdown", "For tickets"),
            Format::Html => ("html", "One file for a browser"),
            Format::Junit => ("junit", "For build servers"),
            Format::Nagios => ("nagios", "A monitoring plugin's answer, with its exit codes 0 to 3"),
            Format::Prometheus => ("prometheus", "For a textfile collector"),
        };
        Some(PossibleValue::new(name).help(help))
    }
}

/// What makes the exit code 1.
#[derive(Clone, Copy, Debug, PartialEq, Eq, ValueEnum)]
pub enum FailOn {
    /// Any warning or failure
    Warn,
    /// Any failure
    Fail,
    /// Nothing
    Never,
}
