//! What the operator meets: the screen, the plain prompts, the batch command. The only place with
//! side effects.

pub mod batch;
pub mod case;
mod nearest;
mod save;
pub mod scenarios;

use crate::cli::{Cli, Command};

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

/// Does what the command line says; the exit code.
#[must_use]
pub fn run(cli: Cli) -> u8 {
    match cli.command {
        Some(Command::Check(check)) => batch::check(&check),
        Some(Command::Demo(demo)) if demo.list => batch::list(),
        Some(Command::Demo(demo)) if demo.check => batch::demo(&demo),
        _ => batch::refuse("this build has no wizard; use phs-doctor check or phs-doctor demo --check"),
    }
}
