//! Arguments in, exit code out.

use phs_doctor::{cli::Cli, front};
use std::process::ExitCode;

fn main() -> ExitCode {
    let cli = match Cli::from_args(std::env::args_os()) {
        Ok(cli) => cli,
        Err(said) => return front::batch::misused(&said, std::env::args_os()).into(),
    };
    // A fault of ours is told apart from a problem of the server by its own exit code.
    std::panic::catch_unwind(|| front::run(cli)).map_or(ExitCode::from(front::INTERNAL), ExitCode::from)
}
