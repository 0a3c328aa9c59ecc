//! What goes to standard output and to standard error.

use super::USAGE;
use std::io::{self, Write};

/// Says why nothing is done; the exit code.
#[must_use]
pub(super) fn refuse(reason: &str) -> u8 {
    tell(&reason);
    USAGE
}

/// Says something on standard error.
pub(super) fn tell(what: &dyn std::fmt::Display) -> bool {
    // With standard error gone there is nobody left to tell.
    let _ = writeln!(io::stderr(), "phs-doctor: {}", crate::knowledge::visible(&what.to_string()));
    true
}

/// Writes the document; a reader that went away early has what it wanted.
pub(super) fn print(bytes: &[u8]) -> Result<(), String> {
    let mut out = io::stdout().lock();
    match out.write_all(bytes).and_then(|()| out.flush()) {
        Err(e) if e.kind() != io::ErrorKind::BrokenPipe => Err(format!("standard output: {e}")),
        _ => Ok(()),
    }
}
