//! Events that were exported: as XML (`wevtutil qe /f:xml` or `/f:RenderedXml`, Event Viewer), as JSON or
//! as CSV (`Get-WinEvent` with `ConvertTo-Json` or `Export-Csv`). UTF-8 or UTF-16.

mod around;
mod csv;
mod culture;
mod json;
mod table;
mod xml;

use super::{Coverage, Logged, is_judged, is_ours};
use crate::evidence::{
    give::{Giving, Parsed},
    input::Input,
    record::{Locator, Origin},
    source::{Ask, Sink, Source, SourceError, Stopper, Summary},
    text::Utf8,
};
use std::{io::BufReader, ops::ControlFlow, sync::Arc};

/// What a source of this kind is called.
pub const KIND: &str = "exported events";
/// What is accepted, for messages.
pub const ACCEPTED: &str = "events exported by wevtutil qe /f:xml or Event Viewer as XML, or by Get-WinEvent through ConvertTo-Json or Export-Csv";

/// How an export is written.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Form {
    /// `Event` elements, with or without one around them.
    Xml,
    /// Objects, alone or in a list.
    Json,
    /// A line of names, then a line for each event.
    Csv,
}

/// The form of an export by its start.
#[must_use]
pub fn form(start: &str) -> Option<Form> {
    let start = start.trim_start_matches(|c: char| c.is_whitespace() || c == '\u{feff}');
    if start.starts_with('<') {
        return xml::looks_like(start).then_some(Form::Xml);
    }
    if start.starts_with(['{', '[']) {
        return json::looks_like(start).then_some(Form::Json);
    }
    csv::looks_like(start).then_some(Form::Csv)
}

/// An export.
pub struct EventExport {
    origin: Arc<Origin>,
    input: Input,
    stopper: Stopper,
}

impl EventExport {
    /// The events in `input`.
    #[must_use]
    pub fn new(origin: Origin, input: Input) -> EventExport {
        EventExport { origin: Arc::new(origin), input, stopper: Stopper::default() }
    }
}

impl Source for EventExport {
    fn read(&mut self, ask: &Ask, out: &mut dyn Sink) -> Result<Summary, SourceError> {
        let failed = |e: std::io::Error| SourceError::Open {
            name: self.origin.name.clone(),
            reason: format!("it cannot be opened ({e})"),
        };
        let start = self.input.start().map_err(failed)?;
        let form = form(&crate::evidence::text::peek(&start)).unwrap_or(Form::Xml);
        let text = || -> Result<_, SourceError> {
            Ok(BufReader::with_capacity(1 << 16, Utf8::new((self.input.open)().map_err(failed)?)))
        };
        let from = Locator { origin: Arc::clone(&self.origin), file: None, line: None };
        let mut pass = Pass {
            input: &self.input,
            from,
            giving: Giving::new(ask, out),
            coverage: Coverage::default(),
            stopper: &self.stopper,
            done: 0,
            mute: 0,
        };
        let _: ControlFlow<()> = match form {
            Form::Xml => xml::read(text()?, &mut pass),
            Form::Json => json::read(text()?, &mut pass),
            Form::Csv => csv::read(text()?, csv::order(text()?), &mut pass),
        };
        Ok(pass.finish())
    }

    fn stopper(&self) -> Stopper {
        self.stopper.clone()
    }
}

/// One pass over an export.
struct Pass<'a> {
    input: &'a Input,
    from: Locator,
    giving: Giving<'a>,
    coverage: Coverage,
    stopper: &'a Stopper,
    done: u64,
    /// Events of ours without a text.
    mute: u64,
}

impl Pass<'_> {
    /// An event that could be read.
    fn event(&mut self, event: Logged, line: Option<u64>) -> ControlFlow<()> {
        if self.stopper.stopped() {
            self.giving.summary.stopped = true;
            return ControlFlow::Break(());
        }
        self.coverage.saw(&event);
        self.done += 1;
        if self.done.is_multiple_of(1000) {
            self.giving.out.progress(self.done, None);
        }
        if !is_ours(&event.provider) || !self.wants(&event) {
            return ControlFlow::Continue(());
        }
        self.mute += u64::from(event.is_mute());
        self.giving.event(event, &Locator { line, ..self.from.clone() })
    }

    fn wants(&self, event: &Logged) -> bool {
        match &self.giving.ask.events {
            None => is_judged(&event.provider, event.id),
            Some(query) => query.admits(event.id, event.time),
        }
    }

    /// An event that could not be read, and why.
    fn lost(&mut self, line: Option<u64>, reason: String) {
        self.giving.out.problem(self.input.problem(line, reason.clone()));
        self.coverage.damage(reason);
    }

    /// Something worth knowing that costs no event.
    fn note(&mut self, line: Option<u64>, reason: &str) {
        self.giving.out.problem(self.input.problem(line, reason));
        self.coverage.note(reason.to_owned());
    }

    fn finish(mut self) -> Summary {
        if self.mute > 0 {
            let reason = format!(
                "{} events have no text, so what they are about is not known; export them with their Message, on the Connect server itself",
                self.mute
            );
            self.note(None, &reason);
        }
        let Pass { input, from, mut giving, coverage, .. } = self;
        giving.out.progress(input.size, Some(input.size));
        if giving.summary.stopped {
            return giving.summary;
        }
        if coverage.count == 0 {
            let reason = format!("there is no event in it; expected are {ACCEPTED}");
            giving.out.problem(input.problem(None, reason));
        }
        for record in coverage.records(&from) {
            let parsed = Parsed { record, unknown: Vec::new() };
            if giving.give(parsed, &input.name).is_break() {
                break;
            }
        }
        giving.summary
    }
}
