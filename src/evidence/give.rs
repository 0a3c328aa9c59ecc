//! The last step of every source: an object becomes a record, and what it could not tell is said.

use super::{
    coerce,
    event_log::Logged,
    kind::Kind,
    record::{Content, Locator, Problem, Record},
    source::{Ask, Sink, Summary},
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
        self.summary.records += 1;
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
        let flow = self.out.take(record);
        self.summary.stopped |= flow.is_break();
        flow
    }

    /// Gives an event, if events are wanted.
    pub fn event(&mut self, event: Logged, from: &Locator) -> ControlFlow<()> {
        self.summary.records += 1;
        if !self.ask.kinds.wants(Kind::WinEvent) {
            return ControlFlow::Continue(());
        }
        let flow = self.out.event(event, from);
        self.summary.stopped |= flow.is_break();
        flow
    }
}

/// A record of `kind` from its properties in any of the accepted forms.
#[must_use]
pub fn record(kind: Kind, data: Map<String, Value>, at: Option<DateTime<Utc>>, from: Locator) -> Parsed {
    let coerced = coerce::object(kind, data);
    let content = Content::Data(coerced.props);
    Parsed { record: Record { kind, content, at, from }, unknown: coerced.unknown }
}
