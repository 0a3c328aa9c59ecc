//! What a directory gave.

use phs_doctor::evidence::{
    Ask, Kind, Problem, Record, Sink, SourceError,
    directory::{self, Access, Limits, Secret},
    record::Content,
};
use std::{ops::ControlFlow, sync::Arc, time::Duration};

/// Long enough for a busy computer, short enough for a test.
#[allow(dead_code, reason = "not every test that shares these has limits of its own")]
pub const LIMITS: Limits = Limits { connect: Duration::from_secs(2), answer: Duration::from_secs(2) };

#[derive(Default)]
pub struct Found {
    pub records: Vec<Record>,
    pub problems: Vec<String>,
}

impl Sink for Found {
    fn take(&mut self, record: Record) -> ControlFlow<()> {
        self.records.push(record);
        ControlFlow::Continue(())
    }

    fn problem(&mut self, problem: Problem) {
        self.problems.push(problem.reason);
    }

    fn not_understood(&mut self, name: &str) {
        panic!("{name} is not in the table of shapes");
    }

    fn progress(&mut self, _: u64, _: Option<u64>) {}
}

impl Found {
    /// The texts of the errors that stand for a kind.
    pub fn errors(&self, kind: Kind) -> Vec<&str> {
        self.records
            .iter()
            .filter(|r| r.kind == kind)
            .filter_map(|r| match &r.content {
                Content::Error { message, .. } => Some(message.as_str()),
                _ => None,
            })
            .collect()
    }

    /// The records of a kind that hold something.
    pub fn all(&self, kind: Kind) -> Vec<&phs_doctor::evidence::Props> {
        self.records.iter().filter(|r| r.kind == kind).filter_map(Record::props).collect()
    }
}

pub fn secret(text: &str) -> Secret {
    Secret::read(&mut text.as_bytes()).unwrap()
}

pub fn ask(given: &str, access: &Arc<Access>, ask: &Ask) -> Result<Found, SourceError> {
    let mut opened = directory::open(given, access).unwrap();
    let mut found = Found::default();
    opened[0].source.read(ask, &mut found)?;
    Ok(found)
}
