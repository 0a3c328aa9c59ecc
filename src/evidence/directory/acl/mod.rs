//! Access control lists as the directory stores them: pure, so that any bytes can be tried on them.

mod decide;
mod descriptor;
mod sid;

pub use decide::{Answer, Decision, GET_CHANGES, GET_CHANGES_ALL, decide};
pub use descriptor::{Dacl, Damaged, Entry, Form, Guid, parse};
pub use sid::Sid;
