//! People: who was asked for, and everything the evidence holds of them, from the directory through
//! the sync engine to the tenant. A file may hold a million objects; only theirs are kept.

mod asked;
mod attempt;
mod attributes;
mod chosen;
mod dn;
mod expired;
mod graph;
mod heard;
mod keep;
mod person;
mod told;
mod who;

pub use asked::{Asked, same_anchor};
pub use attempt::{Attempt, KEPT, Outcome, Retries};
pub use attributes::{attribute, is_cut};
pub use dn::same_dn;
pub(in crate::facts) use heard::{Heard, HeardAttempt, Linked, UserLine, heard_attempts, is_list_of_retries};
pub(in crate::facts) use keep::Keep;
pub use person::{Found, Person};
pub(in crate::facts) use person::{Place, find};
pub use told::Unread;
pub use who::who;
