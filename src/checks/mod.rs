//! The checks: pure functions of facts, one file a topic. [`judge`] runs those of a flow.

use crate::{
    catalog::Flow,
    diagnosis::{Choice, Judgement, assemble},
    facts::Facts,
};
use std::collections::BTreeSet;

/// What is to be judged.
#[derive(Clone, Debug, Default)]
pub struct Order {
    /// Users as the operator typed them; with any, flow `user` is run for them.
    pub users: Vec<String>,
    /// Only these checks and what they depend on; empty for all.
    pub only: BTreeSet<String>,
    /// Accepted causes and checks that are left out.
    pub choice: Choice,
}

/// Runs the checks and puts what they say together.
#[must_use]
pub fn judge(_facts: &Facts, order: &Order) -> Judgement {
    let flow = if order.users.is_empty() { Flow::All } else { Flow::User };
    assemble(flow, Vec::new(), &order.choice)
}
