//! Questions instead of evidence.

#![allow(
    clippy::unwrap_used,
    clippy::expect_used,
    clippy::panic,
    reason = "a test that cannot go on has failed"
)]

#[path = "questions/operator.rs"]
mod operator;
#[path = "questions/walks.rs"]
mod walks;
