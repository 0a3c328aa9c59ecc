//! How directories are asked: passwords from file descriptors, and every source opened by what it is.

use super::stdin;
use crate::{
    cli::DirectoryAccess,
    evidence::{
        SourceError,
        directory::{self, Access, Secret, SignIn},
        open::{self, Opened},
    },
};
use std::sync::Arc;

/// What the command line says; passwords are read from their descriptors.
pub(super) fn access(given: &DirectoryAccess) -> Result<Access, String> {
    let sign_in = match (&given.bind_as, given.password_fd) {
        (Some(user), Some(fd)) => Some(SignIn::As(user.clone(), secret("--password-fd", fd)?)),
        (Some(user), None) => {
            return Err(format!(
                "--bind-as {user}: its password is missing; --password-fd N reads it from an open file descriptor, and the wizard asks for it"
            ));
        }
        (None, _) if given.logged_on => Some(logged_on()?),
        (None, _) => None,
    };
    if sign_in.is_none() && (!given.account.is_empty() || given.account_password_fd.is_some()) {
        return Err("--account: nobody may look at an account without a sign-in; add --bind-as USER or, on Windows, --logged-on".to_owned());
    }
    let account_password =
        given.account_password_fd.map(|fd| secret("--account-password-fd", fd)).transpose()?;
    if account_password.is_some() {
        super::say::tell(
            &"signing in once as the connector account: a wrong password counts towards its lockout",
        );
    }
    Ok(Access {
        sign_in,
        ca: given.ca.clone(),
        dns: given.dns,
        accounts: given.account.clone(),
        account_password,
        ..Access::default()
    })
}

fn logged_on() -> Result<SignIn, String> {
    if cfg!(windows) {
        Ok(SignIn::LoggedOn)
    } else {
        Err("--logged-on: only Windows knows who is logged on to the domain; use --bind-as USER".to_owned())
    }
}

/// What was typed in the wizard, with what the command line says beside it: an account is tried once
/// however often a form is sent.
pub(super) fn typed(typed: &Access, given: &Access) -> Arc<Access> {
    let dns = typed.dns.or(given.dns);
    let ca = typed.ca.clone().or_else(|| given.ca.clone());
    Arc::new(Access { dns, ca, tried: given.tried.clone(), ..typed.clone() })
}

/// Opens a source by what it is.
pub(super) fn open(given: &str, access: &Arc<Access>) -> Result<Vec<Opened>, SourceError> {
    match given {
        _ if stdin::is_meant(given) => stdin::open(),
        _ if directory::is_one(given) => directory::open(given, access),
        _ => open::path(given),
    }
}

/// Puts directories behind the other sources, which name the accounts to look for in them.
pub(super) fn last(opened: &mut [Opened]) {
    opened.sort_by_key(|o| o.origin.kind == directory::KIND);
}

#[cfg(unix)]
fn secret(flag: &str, fd: i32) -> Result<Secret, String> {
    // The name of an open descriptor, so that nothing unsafe is needed to read it.
    let path = format!("/dev/fd/{fd}");
    let wrong =
        |e: std::io::Error| format!("{flag} {fd}: cannot be read ({e}); expected an open file descriptor");
    let mut file = std::fs::File::open(path).map_err(wrong)?;
    let secret = Secret::read(&mut file).map_err(wrong)?;
    if secret.is_empty() {
        return Err(format!("{flag} {fd}: there is no password in it; an empty one signs nobody in"));
    }
    Ok(secret)
}

#[cfg(not(unix))]
fn secret(flag: &str, fd: i32) -> Result<Secret, String> {
    if fd != 0 {
        return Err(format!("{flag} {fd}: on this system only 0, standard input, can be read"));
    }
    let wrong = |e: std::io::Error| format!("{flag} {fd}: cannot be read ({e})");
    let secret = Secret::read(&mut std::io::stdin().lock()).map_err(wrong)?;
    if secret.is_empty() {
        return Err(format!("{flag} {fd}: there is no password in it; an empty one signs nobody in"));
    }
    Ok(secret)
}
