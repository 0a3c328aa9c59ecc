//! Controllers that answer badly, or count: played on this computer, no directory needed.

#![allow(clippy::unwrap_used, clippy::expect_used, clippy::panic, reason = "a test fails by panicking")]

#[path = "controllers/descriptors.rs"]
mod descriptors;
#[path = "controllers/found.rs"]
mod found;
#[path = "controllers/once.rs"]
mod once;
#[path = "controllers/played.rs"]
mod played;
#[path = "controllers/refusals.rs"]
mod refusals;
