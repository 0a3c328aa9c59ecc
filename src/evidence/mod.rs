//! Everything that reads. A source (a folder, a file, a stream) yields [`Record`]s;
//! nothing behind this module knows where a record came from, only what it says.
//!
//! ```text
//! bytes ── text (UTF-8/16) ── jsonl, cmdlet_output, format_list ─┐
//! folder ── config_export ──────────────────────────┴── coerce (PowerShell 5.1 forms) ── Record
//! ```

pub mod cmdlet_output;
pub mod coerce;
pub mod config_export;
pub mod connect_server;
pub mod directory;
pub mod event_log;
mod folder;
pub mod format_list;
pub mod give;
pub mod guid;
pub mod input;
pub mod jsonl;
pub mod keep;
pub mod kind;
pub mod open;
pub mod record;
pub mod schema;
mod scratch;
mod seek;
pub mod shape;
pub mod source;
pub mod stamp;
pub mod text;
pub mod user_list;
pub mod who;

pub use kind::{Kind, KindSet};
pub use record::{Gap, Locator, Origin, Problem, Props, Record, Why};
pub use shape::Class;
pub use source::{Ask, EventQuery, Sink, Source, SourceError, Stopper, Summary};
pub use stamp::Stamp;
pub use who::Who;
