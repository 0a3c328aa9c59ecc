//! The command line, as types. What it means is said in `front`.

mod collect;
mod directory;
mod events;
mod explain;
mod sessions;

pub use collect::Collect;
pub use directory::DirectoryAccess;
pub use events::{EventFormat, Events};
pub use explain::Explain;
pub use sessions::{ReportOf, SessionCommand, Sessions};

use crate::evidence::Stamp;
use chrono::{DateTime, TimeDelta, Utc};
use clap::{Args, Parser, Subcommand, ValueEnum};

/// Finds out why passwords changed in Active Directory do not reach Microsoft Entra ID.
#[derive(Debug, Parser)]
#[command(name = "phs-doctor", version, about, args_conflicts_with_subcommands = true, max_term_width = 100)]
pub struct Cli {
    /// What to do; without one, the wizard starts.
    #[command(subcommand)]
    pub command: Option<Command>,
    /// The wizard, when no command is named.
    #[command(flatten)]
    pub wizard: Wizard,
    /// How the screen is used.
    #[command(flatten)]
    pub screen: Screen,
}

/// The commands.
#[derive(Debug, Subcommand)]
pub enum Command {
    /// The wizard (the same as no command at all)
    Wizard(Wizard),
    /// The wizard, or --check, on a built-in case
    Demo(Demo),
    /// Judge evidence and print a report
    Check(Check),
    /// Collect evidence of this Connect server, or write the script that does
    Collect(Collect),
    /// Say what a check, cause, event, code, status or topic means, and what to do
    Explain(Explain),
    /// Write the report of a session, even when its sources are gone
    Report(ReportOf),
    /// The sessions that are kept: list, show, delete
    Sessions(Sessions),
    /// List the events of password hash synchronization, and what they come to
    Events(Events),
    /// Print a JSON Schema (2020-12)
    Schema {
        /// Of what
        #[arg(value_name = "WHAT", value_enum)]
        of: Described,
    },
    /// Print completions for a shell
    Completions {
        /// The shell
        #[arg(value_name = "SHELL", value_enum)]
        shell: clap_complete::Shell,
    },
}

/// The wizard.
#[derive(Clone, Debug, Default, Args)]
pub struct Wizard {
    /// A file, a folder, - for standard input, a directory (`ldap://HOST`), or live for this Connect
    /// server; several may be given
    #[arg(value_name = "SOURCE")]
    pub sources: Vec<String>,
    /// Go on with a session: its id or the end of it; without one, the newest
    #[arg(long, value_name = "ID", num_args = 0..=1, default_missing_value = "", conflicts_with = "sources")]
    pub resume: Option<String>,
    /// What of the evidence counts.
    #[command(flatten)]
    pub evidence: EvidenceChoice,
    /// How a directory is asked.
    #[command(flatten)]
    pub directory: DirectoryAccess,
}

/// A built-in case.
#[derive(Clone, Debug, Args)]
pub struct Demo {
    /// The case; --list names them
    #[arg(value_name = "SCENARIO")]
    pub scenario: Option<String>,
    /// Print the built-in cases
    #[arg(long, conflicts_with_all = ["scenario", "check"])]
    pub list: bool,
    /// Print a report instead of starting the wizard
    #[arg(long)]
    pub check: bool,
    /// What is judged.
    #[command(flatten)]
    pub judging: Judging,
    /// What is printed.
    #[command(flatten)]
    pub printing: Printing,
}

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

/// The form of a report.
#[derive(Clone, Copy, Debug, PartialEq, Eq, ValueEnum)]
pub enum Format {
    /// For reading
    Text,
    /// One JSON document, schema phs-report/1
    Json,
    /// A JSON object a line
    Jsonl,
    /// For tickets
    Markdown,
    /// One file for a browser
    Html,
    /// For build servers
    Junit,
    /// A monitoring plugin's answer, with its exit codes 0 to 3
    Nagios,
    /// For a textfile collector
    Prometheus,
}

/// What has a schema.
#[derive(Clone, Copy, Debug, PartialEq, Eq, ValueEnum)]
pub enum Described {
    /// A line of evidence, phs-evidence/1
    Evidence,
    /// A report, phs-report/1
    Report,
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

/// How the screen is used.
#[derive(Clone, Copy, Debug, Default, Args)]
pub struct Screen {
    /// Numbered questions instead of a full screen (screen readers, simple terminals)
    #[arg(long, global = true)]
    pub plain: bool,
    /// Nothing but ASCII characters for frames
    #[arg(long, global = true)]
    pub ascii: bool,
    /// Colour
    #[arg(long, global = true, value_name = "WHEN", value_enum, default_value_t = Color::Auto)]
    pub color: Color,
}

/// When to use colour.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq, ValueEnum)]
pub enum Color {
    /// Where the terminal can and `NO_COLOR` is not set
    #[default]
    Auto,
    /// Always
    Always,
    /// Never
    Never,
}

fn time(text: &str) -> Result<DateTime<Utc>, String> {
    Stamp::from_text(text)
        .and_then(Stamp::moment)
        .ok_or_else(|| "expected a time such as 2026-11-20T09:12:00Z (no zone is UTC)".to_owned())
}

fn age(text: &str) -> Result<TimeDelta, String> {
    let wrong = || "expected a number with m, h or d, such as 90m, 24h or 2d".to_owned();
    let unit = text.chars().last().ok_or_else(wrong)?;
    let number = text.strip_suffix(unit).unwrap_or_default();
    if !number.bytes().all(|b| b.is_ascii_digit()) {
        return Err(wrong());
    }
    let number: i64 = number.parse().map_err(|_| wrong())?;
    let made = match unit {
        'm' => TimeDelta::try_minutes(number),
        'h' => TimeDelta::try_hours(number),
        'd' => TimeDelta::try_days(number),
        _ => None,
    };
    made.filter(|d| *d > TimeDelta::zero()).ok_or_else(wrong)
}

#[cfg(test)]
mod tests {
    use super::*;
    use clap::CommandFactory;

    #[test]
    fn the_command_line_is_consistent() {
        Cli::command().debug_assert();
    }

    #[test]
    fn ages_have_a_unit() {
        assert_eq!(age("90m"), Ok(TimeDelta::minutes(90)));
        assert_eq!(age("24h"), Ok(TimeDelta::hours(24)));
        assert_eq!(age("2d"), Ok(TimeDelta::days(2)));
        for wrong in
            ["", "24", "h", "-1h", "0h", "1w", "1.5h", "1é", "99999999999999999999d", "9223372036854775807d"]
        {
            assert!(age(wrong).is_err(), "{wrong}");
        }
    }

    #[test]
    fn sources_need_no_command() {
        let cli = Cli::parse_from(["phs-doctor", "export", "log.jsonl"]);
        assert!(cli.command.is_none());
        assert_eq!(cli.wizard.sources, ["export", "log.jsonl"]);
    }
}
