//! Where sessions are kept, and the commands about them.

mod command;
mod journal;
mod store;

pub(super) use command::{about, report, sessions};
pub(super) use journal::{Journal, judgement, named, source};
pub(super) use store::{Kept, Store};
