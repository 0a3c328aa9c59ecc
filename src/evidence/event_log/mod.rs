//! Event logs: files of the log itself, and what was exported of one.
//!
//! ```text
//! .evtx ── chunk ── classic (the common layout) ──┐
//!             └──── rendered (the library) ───────┤
//! XML, JSON, CSV of exports ──────────────────────┴── Logged ── WinEvent
//!                                                  └── Coverage ── EventLogCoverage
//! ```

mod coverage;
pub mod evtx;
pub mod export;
mod holes;
mod logged;
mod named;

pub use coverage::Coverage;
pub use logged::{Logged, is_judged, is_ours};
pub use named::{Named, guids};
