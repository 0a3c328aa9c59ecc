//! What the operator meets: the screen, the plain prompts, the batch command. The only place with
//! side effects.

pub mod batch;
pub mod case;
mod collect;
mod document;
mod explain;
mod live;
mod names;
mod nearest;
pub mod plain;
pub mod runtime;
mod save;
pub mod scenarios;
mod signals;
mod terminal;
mod timeline;
pub mod tui;
mod wizard;

use crate::{
    checks::Order,
    cli::{Cli, Command, EvidenceChoice, Screen, Wizard},
    evidence::connect_server,
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

/// The operator ended it.
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
    match cli.command {
        Some(Command::Check(check)) => batch::check(&check),
        Some(Command::Demo(demo)) if demo.list => batch::list(),
        Some(Command::Demo(demo)) if demo.check => batch::demo(&demo),
        Some(Command::Demo(demo)) => {
            let name = demo.scenario.as_deref().unwrap_or(scenarios::FIRST);
            match (batch::scenario(name), batch::order(&demo.judging)) {
                (Ok(case), Ok(order)) => {
                    let source = SourceSpec::BuiltIn(case.name.clone());
                    wizard::run(vec![source], &EvidenceChoice::default(), order, cli.screen)
                }
                (Err(reason), _) | (_, Err(reason)) => batch::refuse(&reason),
            }
        }
        Some(Command::Collect(asked)) => collect::collect(&asked),
        Some(Command::Explain(asked)) => explain::explain(&asked),
        Some(Command::Schema { of }) => batch::schema(of),
        Some(Command::Completions { shell }) => batch::completions(shell),
        Some(Command::Wizard(given)) => on_evidence(&given, cli.screen),
        None => on_evidence(&cli.wizard, cli.screen),
    }
}

fn on_evidence(given: &Wizard, screen: Screen) -> u8 {
    let here = if given.sources.is_empty() { live::unnamed() } else { None };
    let sources = given.sources.iter().cloned().chain(here).map(SourceSpec::Given).collect();
    wizard::run(sources, &given.evidence, Order::default(), screen)
}
