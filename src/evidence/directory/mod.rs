//! The directory itself, asked over the network: which controllers can be reached, whether the
//! connector account signs in and may replicate, and what the directory holds of a user. Nothing is
//! changed in it. The libraries below need tokio; nothing outside of this folder sees it.
//!
//! ```text
//! address → names (DNS) → controller (ports, rootDSE) → link (TLS, sign-in)
//!                                   survey → account, rights (acl, token), people → records
//! ```

mod access;
mod account;
pub mod acl;
mod address;
mod controller;
mod entry;
mod link;
mod metadata;
mod names;
mod people;
mod ports;
mod refusal;
mod rights;
mod secret;
mod survey;
mod token;

pub use access::{Access, SignIn};
pub use account::Ledger;
pub use address::Address;
pub use link::Limits;
pub use names::{DnsServer, dns_server};
pub use refusal::Refusal;
pub use secret::Secret;

use super::{
    give::{Giving, Parsed},
    open::Opened,
    record::{Origin, Record},
    source::{Ask, Sink, Source, SourceError, Stopper, Summary},
};
use std::{ops::ControlFlow, sync::Arc};

/// What a source of it is, for reports.
pub const KIND: &str = "directory";

/// A directory.
pub struct Directory {
    origin: Arc<Origin>,
    address: Address,
    access: Arc<Access>,
    stopper: Stopper,
    /// What was found, and for which question: asked again, it is given again.
    found: Option<(Ask, Vec<Record>)>,
}

/// True for what is asked over the network: `ldap://`, `ldaps://`, or the name of a domain that is no
/// file here.
#[must_use]
pub fn is_one(given: &str) -> bool {
    Address::is_one(given) || (Address::could_be_domain(given) && !std::path::Path::new(given).exists())
}

/// Opens a directory. It is asked when it is read.
pub fn open(given: &str, access: &Arc<Access>) -> Result<Vec<Opened>, SourceError> {
    let address =
        Address::parse(given).map_err(|reason| SourceError::Open { name: given.to_owned(), reason })?;
    let origin = Origin { name: given.to_owned(), kind: KIND };
    let source = Directory {
        origin: Arc::new(origin.clone()),
        address,
        access: Arc::clone(access),
        stopper: Stopper::default(),
        found: None,
    };
    Ok(vec![Opened { origin, source: Box::new(source) }])
}

impl Source for Directory {
    fn read(&mut self, ask: &Ask, out: &mut dyn Sink) -> Result<Summary, SourceError> {
        let same = |before: &Ask| before.users == ask.users && before.accounts == ask.accounts;
        if let Some((_, found)) = self.found.as_ref().filter(|(before, _)| same(before)) {
            let mut giving = Giving::new(ask, out);
            for record in found {
                let parsed = Parsed { record: record.clone(), unknown: Vec::new() };
                if giving.give(parsed, &self.origin.name).is_break() {
                    break;
                }
            }
            return Ok(giving.summary);
        }
        let mut kept = Keeping { out, records: Vec::new() };
        let summary = survey::Survey {
            origin: &self.origin,
            address: &self.address,
            access: &self.access,
            stopper: &self.stopper,
            ask,
            giving: Giving::new(ask, &mut kept),
        }
        .run()?;
        self.found = Some((ask.clone(), kept.records));
        Ok(summary)
    }

    fn stopper(&self) -> Stopper {
        self.stopper.clone()
    }
}

/// Hands everything on, and keeps the records.
struct Keeping<'a> {
    out: &'a mut dyn Sink,
    records: Vec<Record>,
}

impl Sink for Keeping<'_> {
    fn take(&mut self, record: Record) -> ControlFlow<()> {
        self.records.push(record.clone());
        self.out.take(record)
    }

    fn problem(&mut self, problem: super::Problem) {
        self.out.problem(problem);
    }

    fn not_understood(&mut self, name: &str) {
        self.out.not_understood(name);
    }

    fn progress(&mut self, done: u64, of: Option<u64>) {
        self.out.progress(done, of);
    }
}
