//! Where sessions are kept, and the commands about them.

mod command;
mod journal;
mod source;
mod store;

pub(super) use command::{about, report, sessions};
pub(super) use journal::{Journal, judgement};
pub(super) use source::{has_changed, is_gone, is_of, source};
pub(super) use store::{Kept, Store};
