//! What is on the screen: every page, in every size, with and without colour.
#![allow(clippy::unwrap_used, clippy::expect_used, clippy::panic, reason = "a test fails by panicking")]
#[path = "screens/look.rs"]
mod look;
#[path = "screens/pages.rs"]
mod pages;
#[path = "screens/plain.rs"]
mod plain;
#[path = "screens/stage.rs"]
mod stage;
#[path = "screens/whole.rs"]
mod whole;
