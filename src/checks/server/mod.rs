//! What is asked of the Connect server itself.

mod state;

pub(super) use state::{platform, scheduler, service, staging_mode, tls, trace, version};
