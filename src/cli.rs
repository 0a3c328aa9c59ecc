//! The command line, as types. What it means is said in `front`.

mod check;
mod collect;
mod directory;
mod events;
mod explain;
mod sessions;

pub use check::{Check, EvidenceChoice, FailOn, Judging, Printing};
pub use collect::Collect;
pub use directory::DirectoryAccess;
pub use events::{EventFormat, Events};
pub use explain::Explain;
pub use sessions::{ReportOf, SessionCommand, Sessions};

use crate::evidence::Stamp;
use chrono::{DateTime, TimeDelta, Utc};
use clap::{Args, Parser, Subcommand, ValueEnum};
use std::ffi::OsString;

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

impl Cli {
    /// What the arguments say; the first is the program's name. Options of the screen may stand before a
    /// command too: `phs-doctor --plain demo`.
    ///
    /// # Errors
    ///
    /// Usage, help and version, as clap says them.
    pub fn from_args(args: impl IntoIterator<Item = OsString>) -> Result<Cli, clap::Error> {
        let mut args: Vec<OsString> = args.into_iter().collect();
        // Sources need no command, so clap takes any word behind an option for a source.
        let mut first = 1;
        while let Some(text) = args.get(first).and_then(|arg| arg.to_str()) {
            first += match text {
                "--plain" | "--ascii" => 1,
                "--color" => 2,
                _ if text.starts_with("--color=") => 1,
                _ => break,
            };
        }
        if let Some(word) = args.get(1..=first).filter(|_| first > 1).and_then(<[_]>::last)
            && word.to_str().is_none_or(|text| !text.starts_with('-'))
        {
            args[1..=first].rotate_right(1);
        }
        Cli::try_parse_from(args)
    }
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

/// What has a schema.
#[derive(Clone, Copy, Debug, PartialEq, Eq, ValueEnum)]
pub enum Described {
    /// A line of evidence, phs-evidence/1
    Evidence,
    /// A report, phs-report/1
    Report,
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

/// A length of time as it is typed, such as 90m, 24h or 2d.
///
/// # Errors
///
/// What was expected.
pub fn age(text: &str) -> Result<TimeDelta, String> {
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
    fn options_of_the_screen_may_stand_first() {
        let of = |line: &str| Cli::from_args(line.split(' ').map(OsString::from));
        for line in ["p --plain demo x", "p --color never --plain demo x", "p --color=never --plain demo x"] {
            let cli = of(line).unwrap();
            assert!(cli.screen.plain, "{line}");
            let Some(Command::Demo(demo)) = cli.command else { panic!("{line}: {:?}", cli.command) };
            assert_eq!(demo.scenario.as_deref(), Some("x"), "{line}");
        }
        let cli = of("p --ascii log.evtx --plain").unwrap();
        assert!(cli.command.is_none() && cli.screen.ascii && cli.screen.plain);
        assert_eq!(cli.wizard.sources, ["log.evtx"]);
        assert_eq!(of("p --plain -- demo").unwrap().wizard.sources, ["demo"]);
        for line in ["p --plain", "p --plain --resume"] {
            assert!(of(line).unwrap().command.is_none(), "{line}");
        }
        for line in ["p --color", "p --color demo x", "p --color -"] {
            assert!(of(line).is_err(), "{line}");
        }
    }

    #[test]
    fn sources_need_no_command() {
        let cli = Cli::parse_from(["phs-doctor", "export", "log.jsonl"]);
        assert!(cli.command.is_none());
        assert_eq!(cli.wizard.sources, ["export", "log.jsonl"]);
    }
}
