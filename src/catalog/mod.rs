//! What the program can find, as data: checks, causes, and what explains what. The ids are public;
//! add to them, rename and reuse none.

mod causes;
mod explanations;
mod rows;

pub use causes::{CAUSES, CauseRow, DEFINITE, PERSISTENT, Proof, Severity};
pub use explanations::{EXPLANATIONS, Explanation, IN_CONFLICT};
pub use rows::{CHECKS, Flow, Row, ScopeKind};

/// The id of a check, such as `server.staging-mode`.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Hash, PartialOrd, Ord)]
pub struct CheckId(pub &'static str);

/// The id of a cause, unique within its check.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Hash, PartialOrd, Ord)]
pub struct Cause(pub &'static str);
