//! `sessions` and `report`.

use super::Printing;
use clap::{Args, Subcommand};

/// What is to be done with sessions.
#[derive(Clone, Debug, Args)]
pub struct Sessions {
    /// What to do; without one, list them.
    #[command(subcommand)]
    pub what: Option<SessionCommand>,
}

/// What can be done with sessions.
#[derive(Clone, Debug, Subcommand)]
pub enum SessionCommand {
    /// Name every session
    List,
    /// Say what was done in one
    Show {
        /// Its id or the end of it
        #[arg(value_name = "ID")]
        id: String,
    },
    /// Remove one for good
    Delete {
        /// Its id or the end of it
        #[arg(value_name = "ID")]
        id: String,
    },
}

/// The report of a session.
#[derive(Clone, Debug, Args)]
pub struct ReportOf {
    /// The id of a session, the end of it, or the path of its file
    #[arg(value_name = "SESSION")]
    pub session: String,
    /// What is printed.
    #[command(flatten)]
    pub printing: Printing,
}
