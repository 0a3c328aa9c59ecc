//! A log, read and judged.

use chrono::DateTime;
use phs_doctor::{
    checks::{self, Order},
    evidence::{
        Ask, Kind, Origin, Problem, Record, Sink, Source,
        event_log::evtx::{self, EventLog},
        input::Input,
        open,
    },
    facts::{Choices, FactsBuilder, Gather},
};
use std::ops::ControlFlow;

#[derive(Default)]
pub struct Read {
    pub events: Vec<String>,
    pub coverage: Vec<Record>,
    pub problems: Vec<String>,
}

impl Sink for Read {
    fn take(&mut self, record: Record) -> ControlFlow<()> {
        match record.kind {
            Kind::WinEvent => {
                let all: Vec<String> =
                    record.props().unwrap().iter().map(|(k, v)| format!("{k}={v}")).collect();
                self.events.push(all.join(" "));
            }
            Kind::EventLogCoverage => self.coverage.push(record),
            other => panic!("{other}"),
        }
        ControlFlow::Continue(())
    }
    fn problem(&mut self, problem: Problem) {
        let line = problem.line.map(|l| format!("line {l}: ")).unwrap_or_default();
        self.problems.push(line + &problem.reason);
    }
    fn not_understood(&mut self, name: &str) {
        panic!("{name}");
    }
    fn progress(&mut self, _: u64, _: Option<u64>) {}
}

/// What a log gives; none where it is not taken for one.
pub fn read(bytes: &[u8]) -> Option<Read> {
    let mut opened = open::stream("log", &mut &*bytes).ok()?;
    let mut out = Read::default();
    opened[0].source.read(&Ask::default(), &mut out).ok()?;
    Some(out)
}

/// What a log gives where the library reads every event.
pub fn read_by_library(bytes: &[u8]) -> Read {
    let mut out = Read::default();
    let origin = Origin { name: "log".to_owned(), kind: evtx::KIND };
    let input = Input::memory("log", bytes.to_vec());
    EventLog::by_library(origin, input).read(&Ask::default(), &mut out).unwrap();
    out
}

impl Read {
    pub fn sorted(mut self) -> Vec<String> {
        self.events.sort();
        self.events
    }

    pub fn damaged(&self) -> bool {
        self.coverage.iter().any(|c| c.props().unwrap().bool("Damaged") == Some(true))
    }

    pub fn count(&self) -> Option<i64> {
        self.coverage[0].props().unwrap().int("RecordCount")
    }

    pub fn says(&self, what: &str) -> bool {
        self.problems.iter().any(|p| p.contains(what))
    }
}

/// Check, status, cause and count of every finding.
pub fn judged(logs: &[&[u8]]) -> Vec<String> {
    judged_as_of(logs, None)
}

/// As of a chosen time, in seconds.
pub fn judged_as_of(logs: &[&[u8]], at: Option<u64>) -> Vec<String> {
    let at = at.map(|at| DateTime::from_timestamp(i64::try_from(at).unwrap(), 0).unwrap());
    let mut gather = Gather::new(FactsBuilder::new(Choices { at, ..Choices::default() }));
    let mut all = Vec::new();
    for (i, log) in logs.iter().enumerate() {
        all.extend(open::stream(&format!("log {i}"), &mut &**log).unwrap());
    }
    for one in &mut all {
        let origin = one.origin.clone();
        let mut tick = |_: phs_doctor::facts::Tick<'_>| ControlFlow::Continue(());
        gather.read(&origin, one.source.as_mut(), &Ask::default(), &mut tick).unwrap();
    }
    let facts = gather.builder.finish().0;
    let judgement = checks::judge(&facts, &Order::default());
    let line = |f: &phs_doctor::diagnosis::Finding| {
        format!("{} {:?} {:?} {:?}", f.check.0, f.hit.status, f.cause().map(|c| c.0), f.hit.count)
    };
    judgement.findings.iter().map(line).collect()
}

pub fn has(found: &[String], check: &str, rest: &str) -> bool {
    found.iter().any(|f| f.starts_with(&format!("{check} ")) && f.contains(rest))
}
