//! Questions instead of evidence.

#![allow(
    clippy::unwrap_used,
    clippy::expect_used,
    clippy::panic,
    reason = "a test that cannot go on has failed"
)]

#[path = "questions/beside.rs"]
mod beside;
#[path = "questions/operator.rs"]
mod operator;
#[path = "questions/order.rs"]
mod order;
#[path = "questions/walks.rs"]
mod walks;
