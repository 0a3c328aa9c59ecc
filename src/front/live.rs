//! The Connect server that the program runs on, as one source for the whole run of the program.

use crate::evidence::{
    SourceError,
    connect_server::{Host, Limits, NAME, Server},
    open::Opened,
};
use std::sync::OnceLock;

/// What was collected stays while the program runs: a user is looked for in it, and only what is
/// missing is asked for.
static SERVER: OnceLock<Server> = OnceLock::new();

/// True for what the operator types to mean this server.
pub(super) fn is_meant(given: &str) -> bool {
    given.eq_ignore_ascii_case(NAME)
}

/// This server as a source, or why it is none.
pub(super) fn open() -> Result<Vec<Opened>, SourceError> {
    let host = Host::here()?;
    Ok(vec![SERVER.get_or_init(|| Server::new(host, Limits::default())).open()])
}

/// True where this computer can be asked.
pub(super) fn is_here() -> bool {
    Host::is_connect_server()
}

/// What was collected so far; none where that is nothing.
pub(super) fn collected() -> Option<String> {
    let lines = SERVER.get()?.collected()?.ok()?;
    (!lines.is_empty()).then_some(lines)
}

/// What is read where nothing was named: this server, where it is one.
pub(super) fn unnamed() -> Option<String> {
    is_here().then(|| NAME.to_owned())
}
