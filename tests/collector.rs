//! The collector: a stand-in for PowerShell answers and misbehaves, and the script itself is read.

#![allow(
    clippy::unwrap_used,
    clippy::expect_used,
    clippy::panic,
    reason = "a test that cannot go on has failed"
)]

#[path = "collector/command.rs"]
mod command;
#[path = "collector/live.rs"]
mod live;
#[path = "collector/script.rs"]
mod script;
#[path = "collector/stage.rs"]
mod stage;
