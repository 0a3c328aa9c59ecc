//! What an operator meets while evidence is read: first findings, stopping, faults.
#![allow(clippy::unwrap_used, clippy::expect_used, clippy::panic, reason = "a test fails by panicking")]
#[path = "flows/healed.rs"]
mod healed;
#[path = "flows/held.rs"]
mod held;
#[path = "flows/journal.rs"]
mod journal;
#[path = "flows/keys.rs"]
mod keys;
#[path = "flows/looking.rs"]
mod looking;
#[path = "flows/newer.rs"]
mod newer;
#[path = "flows/pages.rs"]
mod pages;
#[path = "flows/people.rs"]
mod people;
#[path = "flows/proving.rs"]
mod proving;
#[path = "flows/remedies.rs"]
mod remedies;
#[path = "flows/resuming.rs"]
mod resuming;
#[path = "flows/story.rs"]
mod story;
