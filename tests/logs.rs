//! Event logs: whole and broken files, exports, what they come to, and the list of events.

#![allow(
    clippy::unwrap_used,
    clippy::expect_used,
    clippy::panic,
    reason = "a test that cannot go on has failed"
)]

#[path = "logs/damage.rs"]
mod damage;
#[path = "logs/exports.rs"]
mod exports;
#[path = "logs/judging.rs"]
mod judging;
#[path = "logs/listing.rs"]
mod listing;
#[path = "logs/made.rs"]
mod made;
#[path = "logs/quick.rs"]
mod quick;
#[path = "logs/reading.rs"]
mod reading;
#[path = "logs/twice.rs"]
mod twice;
#[path = "logs/writer.rs"]
mod writer;
