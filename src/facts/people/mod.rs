//! People: who was asked for, and everything the evidence holds of them, from the directory through
//! the sync engine to the tenant. A file may hold a million objects; only theirs are kept.

mod asked;
mod attempt;
mod graph;
mod heard;
mod keep;
mod person;
mod who;

pub use asked::Asked;
pub use attempt::{Attempt, Outcome, Retries};
pub(in crate::facts) use heard::{Heard, HeardAttempt, UserLine, heard_attempts, is_list_of_retries};
pub(in crate::facts) use keep::Keep;
pub(in crate::facts) use person::find;
pub use person::{Found, Person, attribute};
pub use who::who;
