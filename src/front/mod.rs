//! What the operator meets: the screen, the plain prompts, the batch command. The only place with
//! side effects.

pub mod batch;
pub mod case;
mod collect;
mod directory;
mod document;
mod events;
mod explain;
mod live;
mod names;
mod nearest;
mod opening;
mod order;
pub mod plain;
mod questions;
pub mod runtime;
mod save;
mod say;
pub mod scenarios;
mod sessions;
mod signals;
mod stdin;
mod story;
mod terminal;
mod timeline;
pub mod tui;
mod wake;
mod wizard;

use crate::{
    checks::Order,
    cli::{Cli, Command, EvidenceChoice, Screen, Wizard},
    evidence::{connect_server, directory::Access},
    wizard::SourceSpec,
};

/// Nothing at or above what was asked to fail on.
pub const HEALTHY: u8 = 0;
/// Something failed.
pub const PROBLEM: u8 = 1;
/// The command line or an input cannot be used.
pub const USAGE: u8 = 2;
/// Nothing failed, and something that is needed is not known.
pub const INCOMPLETE: u8 = 3;
/// A fault of this program.
pub const INTERNAL: u8 = 4;

/// Interrupted by Ctrl+C or Ctrl+Break.
pub const INTERRUPTED: u8 = 130;

/// Ends what was started, on every way out.
struct Leaving;

impl Drop for Leaving {
    fn drop(&mut self) {
        connect_server::end_all();
    }
}

/// Does what the command line says; the exit code.
#[must_use]
pub fn run(cli: Cli) -> u8 {
    let _leaving = Leaving;
    signals::prepare();
    match cli.command {
        Some(Command::Check(check)) => batch::check(&check),
        Some(Command::Demo(demo)) if demo.list => batch::list(),
        Some(Command::Demo(demo)) if demo.check => batch::demo(&demo),
        Some(Command::Demo(demo)) => {
            let name = demo.scenario.as_deref().unwrap_or(scenarios::FIRST);
            match (batch::scenario(name), order::order(&demo.judging)) {
                (Ok(case), Ok(order)) => {
                    let source = SourceSpec::BuiltIn(case.name.clone());
                    wizard::run(
                        vec![source],
                        None,
                        &EvidenceChoice::default(),
                        order,
                        cli.screen,
                        Access::default(),
                    )
                }
                (Err(reason), _) | (_, Err(reason)) => say::refuse(&reason),
            }
        }
        Some(Command::Collect(asked)) => collect::collect(&asked),
        Some(Command::Explain(asked)) => explain::explain(&asked),
        Some(Command::Report(asked)) => sessions::report(&asked),
        Some(Command::Sessions(asked)) => sessions::sessions(&asked),
        Some(Command::Events(asked)) => events::events(&asked),
        Some(Command::Schema { of }) => batch::schema(of),
        Some(Command::Completions { shell }) => batch::completions(shell),
        Some(Command::Wizard(given)) => on_evidence(&given, cli.screen),
        None => on_evidence(&cli.wizard, cli.screen),
    }
}

fn on_evidence(given: &Wizard, screen: Screen) -> u8 {
    let unnamed = given.sources.is_empty() && given.resume.is_none();
    let here = if unnamed { live::unnamed() } else { None };
    let sources = given.sources.iter().cloned().chain(here).map(SourceSpec::Given).collect();
    match directory::access(&given.directory) {
        Ok(access) => {
            let resume = given.resume.as_deref();
            wizard::run(sources, resume, &given.evidence, Order::default(), screen, access)
        }
        Err(reason) => say::refuse(&reason),
    }
}
