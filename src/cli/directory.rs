//! How a directory is asked, as flags of `check` and the wizard.

use crate::evidence::directory::{DnsServer, dns_server};
use clap::Args;
use std::path::PathBuf;

/// How a directory (`ldap://HOST`, `ldaps://HOST`, a domain) is asked.
#[derive(Clone, Debug, Default, Args)]
#[command(next_help_heading = "Directory")]
pub struct DirectoryAccess {
    /// Sign in to the directory as this user, such as reader@contoso.com; the wizard asks for the password
    #[arg(long, value_name = "USER")]
    pub bind_as: Option<String>,
    /// Windows: sign in to the directory as the user who is logged on, without a password
    #[arg(long, conflicts_with = "bind_as")]
    pub logged_on: bool,
    /// Read that user's password from this open file descriptor, such as 3 with 3</path/to/file
    #[arg(long, value_name = "N", requires = "bind_as")]
    pub password_fd: Option<i32>,
    /// Trust only the certificates in this file (PEM or DER) instead of the system's
    #[arg(long, value_name = "FILE")]
    pub ca: Option<PathBuf>,
    /// Ask this DNS server for controllers and addresses, such as 10.0.0.10 or 10.0.0.10:53
    #[arg(long, value_name = "ADDRESS", value_parser = dns_server)]
    pub dns: Option<DnsServer>,
    /// The connector account to look at, where no other source names it; may be repeated
    #[arg(long, value_name = "NAME")]
    pub account: Vec<String>,
    /// Also sign in once as the connector account, with the password from this open file descriptor.
    /// A wrong password counts towards its lockout; it is not tried where one more would lock it
    #[arg(long, value_name = "N")]
    pub account_password_fd: Option<i32>,
}
