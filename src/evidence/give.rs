//! The last step of every source: an object becomes a record, and what it could not tell is said.

use super::{
    coerce,
    event_log::Logged,
    kind::Kind,
    record::{Content, Locator, Problem, Record},
    source::{Ask, Sink, Summary},
    stamp::Stamp,
};
use chrono::{DateTime, Utc};
use serde_json::{Map, Value};
use std::ops::ControlFlow;

/// One pass over a source.
pub struct Giving<'a> {
    /// What is wanted.
    pub ask: &'a Ask,
    /// Where it goes.
    pub out: &'a mut dyn Sink,
    /// What it came to so far.
    pub summary: Summary,
}

/// A record with the names in it that this version does not know.
pub struct Parsed {
    /// The record.
    pub record: Record,
    /// Properties as they were spelled.
    pub unknown: Vec<String>,
}

impl<'a> Giving<'a> {
    /// Begins a pass.
    pub fn new(ask: &'a Ask, out: &'a mut dyn Sink) -> Giving<'a> {
        Giving { ask, out, summary: Summary::default() }
    }

    /// Gives a record, if it is wanted, and says what in it could not be used; `file` is the name
    /// for messages.
    pub fn give(&mut self, parsed: Parsed, file: &str) -> ControlFlow<()> {
        let Parsed { record, unknown } = parsed;
        let lacks = lacks(&record);
        self.summary.records += u64::from(lacks.is_none());
        if !self.ask.kinds.wants(record.kind) && record.kind != Kind::Header {
            return ControlFlow::Continue(());
        }
        for name in unknown {
            self.out.not_understood(&format!("{}.{name}", record.kind));
        }
        for (name, reason) in record.props().map_or(&[][..], super::record::Props::bad) {
            let reason = format!("{}.{name}: {reason}; this property is left out", record.kind);
            self.out.problem(Problem { file: file.to_owned(), line: record.from.line, reason });
        }
        if let Some(lacks) = lacks {
            let reason = format!("an event without {lacks} is of no use; it is left out");
            self.out.problem(Problem { file: file.to_owned(), line: record.from.line, reason });
            return ControlFlow::Continue(());
        }
        let flow = self.out.take(record);
        self.summary.stopped |= flow.is_break();
        flow
    }

    /// Gives an event, if events are wanted.
    pub fn event(&mut self, event: Logged, from: &Locator) -> ControlFlow<()> {
        if event.time.is_none() {
            let reason = "an event without a time is of no use; it is left out".to_owned();
            self.out.problem(Problem { file: from.origin.name.clone(), line: from.line, reason });
            return ControlFlow::Continue(());
        }
        self.summary.records += 1;
        if !self.ask.kinds.wants(Kind::WinEvent) {
            return ControlFlow::Continue(());
        }
        let flow = self.out.event(event, from);
        self.summary.stopped |= flow.is_break();
        flow
    }
}

/// What an event needs and this one lacks: without it nobody can tell what it says.
fn lacks(record: &Record) -> Option<&'static str> {
    let props = record.props().filter(|_| record.kind == Kind::WinEvent)?;
    let time = props.time("TimeCreated").and_then(Stamp::moment);
    let named = props.text("ProviderName").filter(|name| !name.trim().is_empty());
    let id = props.int("Id").and_then(|id| u32::try_from(id).ok());
    [("a TimeCreated", time.is_none()), ("a ProviderName", named.is_none()), ("an Id", id.is_none())]
        .into_iter()
        .find_map(|(name, lacks)| lacks.then_some(name))
}

/// A record of `kind` from its properties in any of the accepted forms.
#[must_use]
pub fn record(kind: Kind, data: Map<String, Value>, at: Option<DateTime<Utc>>, from: Locator) -> Parsed {
    let coerced = coerce::object(kind, data);
    let content = Content::Data(coerced.props);
    Parsed { record: Record { kind, content, at, from }, unknown: coerced.unknown }
}
