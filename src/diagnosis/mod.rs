//! From what the checks saw to what is wrong: findings, root causes, the verdict.

mod answer;
mod assemble;
mod finding;
mod hit;
mod length;
mod next;
mod roots;
mod scope;

pub use answer::{Answer, OPERATOR};
pub use assemble::{Choice, Outcome, assemble};
pub use finding::{Blocked, Finding, Judgement, RootCause, Verdict};
pub use hit::{Evidence, Hit, Need, Status, Value, Values};
pub use length::length;
pub use next::{Askable, Next, Supply, next, open, supplies};
pub use roots::roots;
pub use scope::Scope;
