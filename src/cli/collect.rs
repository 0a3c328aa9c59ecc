//! `collect`.

use clap::Args;
use std::path::PathBuf;

/// Evidence of this Connect server, or the script that collects it.
#[derive(Clone, Debug, Args)]
pub struct Collect {
    /// Write to this file, or into this folder under a name with server and date; without it, to
    /// standard output
    #[arg(long, short, value_name = "FILE")]
    pub output: Option<PathBuf>,
    /// Replace the file of --output if it is there
    #[arg(long, requires = "output")]
    pub force: bool,
    /// Also what concerns this user: distinguished name, UPN, sAMAccountName, DOMAIN\name, mail
    /// address, objectGUID or immutable id; may be repeated
    #[arg(long, value_name = "ID", conflicts_with = "script")]
    pub user: Vec<String>,
    /// Write the script to carry to a server where no program may be put, and say how to run it
    #[arg(long)]
    pub script: bool,
    /// A section that takes longer is given up
    #[arg(long, value_name = "SECONDS", default_value_t = 60, value_parser = clap::value_parser!(u32).range(1..=3600), conflicts_with = "script")]
    pub section_limit: u32,
    /// Everything together takes no longer
    #[arg(long, value_name = "SECONDS", default_value_t = 600, value_parser = clap::value_parser!(u32).range(1..=86_400), conflicts_with = "script")]
    pub limit: u32,
}
