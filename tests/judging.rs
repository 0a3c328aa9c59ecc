//! What is found in evidence: windows, recovery, attribution, coverage, choices, and that neither the
//! order nor the spelling of records changes it.

#![allow(
    clippy::unwrap_used,
    clippy::panic,
    clippy::needless_pass_by_value,
    reason = "a test that cannot go on has failed"
)]

#[path = "judging/made.rs"]
mod made;

#[path = "judging/attribution.rs"]
mod attribution;
#[path = "judging/chain.rs"]
mod chain;
#[path = "judging/connectors.rs"]
mod connectors;
#[path = "judging/domains.rs"]
mod domains;
#[path = "judging/later.rs"]
mod later;
#[path = "judging/named.rs"]
mod named;
#[path = "judging/passwords.rs"]
mod passwords;
#[path = "judging/retries.rs"]
mod retries;
#[path = "judging/sources.rs"]
mod sources;
#[path = "judging/spelling.rs"]
mod spelling;
#[path = "judging/users.rs"]
mod users;
#[path = "judging/windows.rs"]
mod windows;
