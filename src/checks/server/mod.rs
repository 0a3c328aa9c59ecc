//! What is asked of the Connect server itself.

mod engine;
mod state;

pub(super) use engine::{engine, event_log, fips, initial_sync, short};
pub(super) use state::{platform, scheduler, service, staging_mode, tls, trace, version, version_of};
