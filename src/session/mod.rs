//! What the operator did, as lines of a journal that only grows: schema `phs-session/1`. Pure; where
//! the lines are kept is the front's business.

mod entry;
mod proof;
mod replay;

pub use entry::{Action, Choice, Entry, Name, SCHEMA, Scope, SourceFile};
pub use proof::{Acted, Line, Proof, State, grace, proof};
pub use replay::{Session, replay};
