//! `explain`.

use clap::Args;

/// What is to be explained.
#[derive(Clone, Debug, Args)]
pub struct Explain {
    /// A check, cause, event id, RPC or Win32 code, AADSTS code, exception, log status or topic, such as
    /// tenant.phs-enabled, 611, rpc 1722, AADSTS50126, staging
    #[arg(value_name = "CODE|TOPIC", required_unless_present = "all", num_args = 1..)]
    pub name: Vec<String>,
    /// Print the whole catalogue
    #[arg(long, conflicts_with = "name")]
    pub all: bool,
}
