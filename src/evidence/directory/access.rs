//! How a directory is to be asked: what the operator chose, for all directories of a run.

use super::{Secret, account::Ledger, link::Limits};
use std::{net::SocketAddr, path::PathBuf};

/// Whom to sign in as.
#[derive(Clone, Debug, PartialEq, Eq)]
pub enum SignIn {
    /// Who is logged on to this computer; Windows alone can say who that is, and needs no password.
    LoggedOn,
    /// This user, with this password.
    As(String, Secret),
}

impl SignIn {
    /// Whom, in words.
    #[must_use]
    pub fn user(&self) -> &str {
        match self {
            SignIn::LoggedOn => "who is logged on here",
            SignIn::As(user, _) => user,
        }
    }
}

/// The operator's choices.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub struct Access {
    /// Whom to sign in as, and the password; none to ask only what anybody may.
    pub sign_in: Option<SignIn>,
    /// The certificate of the issuer to trust, in place of the system's.
    pub ca: Option<PathBuf>,
    /// The DNS server to ask, in place of the computer's.
    pub dns: Option<SocketAddr>,
    /// Accounts to look at beside those that connectors name.
    pub accounts: Vec<String>,
    /// The password to try for the account; none for no try.
    pub account_password: Option<Secret>,
    /// How long is waited.
    pub limits: Limits,
    /// Which accounts were tried in this run.
    pub tried: Ledger,
    /// Which sign-ins were refused since they were last typed.
    pub sign_ins: Ledger,
}
