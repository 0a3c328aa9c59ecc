//! The evidence format: one JSON object a line, schema `phs-evidence/1`.

use super::{
    coerce, give,
    give::{Giving, Parsed},
    input::Input,
    kind::Kind,
    record::{Content, Locator, Origin, Record},
    seek::{Part, Seek},
    source::{Ask, Sink, Source, SourceError, Stopper, Summary},
    stamp::Stamp,
    text::{Line, Lines, MAX_LINE},
};
use chrono::{DateTime, Utc};
use serde_json::{Map, Value};
use std::{ops::ControlFlow, sync::Arc};

/// The schema this program reads and writes.
pub const SCHEMA: &str = "phs-evidence/1";
/// What it is, for reports.
pub const KIND: &str = "evidence file";
/// What a line without a usable record is told.
pub const ACCEPTED: &str =
    "expected one JSON object a line, such as {\"record\":\"ADSyncScheduler\",\"data\":{...}}";

/// Evidence in the program's own format, from a file, a stream that was spooled, or memory.
pub struct JsonLines {
    origin: Arc<Origin>,
    input: Input,
    stopper: Stopper,
    /// Lines between two words on how far it is.
    every: u64,
}

impl JsonLines {
    /// The evidence in `input`.
    #[must_use]
    pub fn new(origin: Origin, input: Input) -> JsonLines {
        JsonLines { origin: Arc::new(origin), input, stopper: Stopper::default(), every: 1000 }
    }

    /// Evidence that grows while it is read: every line tells how far it is, an empty one too.
    #[must_use]
    pub fn growing(origin: Origin, input: Input) -> JsonLines {
        JsonLines { every: 1, ..JsonLines::new(origin, input) }
    }
}

impl Source for JsonLines {
    fn read(&mut self, ask: &Ask, out: &mut dyn Sink) -> Result<Summary, SourceError> {
        let failed = |e: std::io::Error| SourceError::Open {
            name: self.origin.name.clone(),
            reason: format!("it cannot be opened ({e})"),
        };
        let mut lines = Lines::new((self.input.open)().map_err(failed)?);
        let (origin, input) = (&self.origin, &self.input);
        let (seek, part) = (Seek::new(ask), Part::new(ask));
        let mut pass = Pass { origin, input, giving: Giving::new(ask, out), seek, part };
        let (mut done, mut blank) = (0, true);
        loop {
            if self.stopper.stopped() {
                pass.giving.summary.stopped = true;
                break;
            }
            let next = match lines.next_line() {
                Ok(next) => next,
                Err(e) => {
                    // What came before the fault is used.
                    pass.problem(None, format!("reading broke off ({e}); what came before is used"));
                    break;
                }
            };
            let Some((number, line)) = next else { break };
            if let Line::Text { text, .. } = &line {
                done += text.len() as u64 + 1;
            }
            if (number - 1) % self.every == 0 {
                pass.giving.out.progress(done.min(self.input.size), Some(self.input.size));
            }
            blank &= is_blank(&line);
            if pass.line(number, line).is_break() {
                break;
            }
        }
        if blank && !pass.giving.summary.stopped {
            pass.problem(None, format!("there is no line in it; {ACCEPTED}"));
        }
        Ok(pass.giving.summary)
    }

    fn stopper(&self) -> Stopper {
        self.stopper.clone()
    }
}

struct Pass<'a> {
    origin: &'a Arc<Origin>,
    input: &'a Input,
    giving: Giving<'a>,
    seek: Option<Seek>,
    part: Option<Part>,
}

impl Pass<'_> {
    fn problem(&mut self, line: Option<u64>, reason: impl Into<String>) {
        self.giving.out.problem(self.input.problem(line, reason));
    }

    fn line(&mut self, number: u64, line: Line<'_>) -> ControlFlow<()> {
        let (text, ended) = match line {
            Line::TooLong(length) => {
                let reason =
                    format!("a line of {length} bytes was passed over; the longest accepted is {MAX_LINE}");
                self.problem(Some(number), reason);
                return ControlFlow::Continue(());
            }
            Line::Text { text, ended, replaced } => {
                if replaced {
                    let reason = "bytes that are not text were replaced; accepted are UTF-8, and UTF-16 with a byte order mark";
                    self.problem(Some(number), reason);
                }
                (text, ended)
            }
        };
        let text = trim(&text);
        if text.is_empty() {
            return ControlFlow::Continue(());
        }
        if ended && self.seek.as_ref().is_some_and(|seek| seek.passes_over(text)) {
            self.giving.summary.records += 1;
            return ControlFlow::Continue(());
        }
        if self.part.as_ref().is_some_and(|part| part.is_not_in(text)) {
            self.giving.summary.records += 1;
            return ControlFlow::Continue(());
        }
        let mut notes = Vec::new();
        let parsed = parse(text, self.origin, number, &mut notes);
        for note in notes {
            self.problem(Some(number), note);
        }
        match parsed {
            Ok(Told::Record(parsed)) => return self.giving.give(parsed, &self.input.name),
            Ok(Told::Unknown(name)) => self.giving.out.not_understood(&name),
            Err(reason) if ended => self.problem(Some(number), reason),
            Err(reason) => {
                let reason =
                    format!("{reason}; this is the last line and it has no end: the file may be cut off");
                self.problem(Some(number), reason);
            }
        }
        ControlFlow::Continue(())
    }
}

/// Without blanks at both ends. Files that were put together have byte order marks in the middle.
pub(super) fn trim(text: &str) -> &str {
    text.trim_matches(|c: char| c.is_whitespace() || matches!(c, '\0' | '\u{feff}'))
}

fn is_blank(line: &Line<'_>) -> bool {
    matches!(line, Line::Text { text, .. } if trim(text).is_empty())
}

enum Told {
    Record(Parsed),
    /// A kind that this version does not know.
    Unknown(String),
}

/// One line; what costs less than the line goes to `notes`.
fn parse(text: &str, origin: &Arc<Origin>, number: u64, notes: &mut Vec<String>) -> Result<Told, String> {
    let value: Value = serde_json::from_str(text).map_err(|e| format!("not JSON ({e}); {ACCEPTED}"))?;
    let Value::Object(line) = value else { return Err(format!("not an object; {ACCEPTED}")) };
    let mut parts = Parts::default();
    for (key, value) in line {
        parts.put(&key, value);
    }
    let name = match parts.record {
        Some(Value::String(name)) => name,
        Some(other) => {
            return Err(format!("\"record\" is {}, expected a name; {ACCEPTED}", coerce::shown(&other)));
        }
        None => return Err(format!("no \"record\" in it; {ACCEPTED}")),
    };
    let Some(kind) = Kind::parse(&name) else { return Ok(Told::Unknown(name)) };
    let at = parts.observed_at.as_ref().and_then(|value| observed(value, notes));
    let from = Locator { origin: Arc::clone(origin), file: None, line: Some(number) };
    let plain =
        |content| Parsed { record: Record { kind, content, at, from: from.clone() }, unknown: Vec::new() };
    let mut parsed = match (parts.error, parts.data) {
        (Some(error), _) => plain(error_of(&error)),
        // The header's properties stand on the line itself.
        (None, None) if kind == Kind::Header => give::record(kind, std::mem::take(&mut parts.rest), at, from),
        (None, None) => return Err(format!("neither \"data\" nor \"error\" in it; {ACCEPTED}")),
        (None, Some(data)) => match coerce::only(data) {
            Value::Object(data) => give::record(kind, data, at, from),
            Value::Null => plain(Content::Nothing(parts.query.unwrap_or_default())),
            other => {
                return Err(format!("\"data\" is {}, expected one object or null", coerce::shown(&other)));
            }
        },
    };
    parsed.unknown.extend(parts.rest.keys().map(|k| format!("({k})")));
    Ok(Told::Record(parsed))
}

/// When it was observed. A time that cannot be read costs that, and no more.
fn observed(value: &Value, notes: &mut Vec<String>) -> Option<DateTime<Utc>> {
    let at = value.as_str().and_then(Stamp::from_text).and_then(Stamp::moment);
    if at.is_none() {
        notes.push(format!(
            "\"observed_at\" is {}, expected a time such as 2026-11-20T09:12:00Z; the record counts as old as its header",
            coerce::shown(value)
        ));
    }
    at
}

fn error_of(error: &Value) -> Content {
    let part = |name: &str| {
        let map = error.as_object()?;
        map.iter()
            .find(|(k, _)| k.eq_ignore_ascii_case(name))
            .and_then(|(_, v)| v.as_str())
            .map(str::to_owned)
    };
    let message = part("message").or_else(|| error.as_str().map(str::to_owned)).unwrap_or_default();
    Content::Error { kind: part("kind").unwrap_or_else(|| "failed".to_owned()), message }
}

/// The properties of a line, whatever their case.
#[derive(Default)]
struct Parts {
    record: Option<Value>,
    data: Option<Value>,
    error: Option<Value>,
    query: Option<Map<String, Value>>,
    observed_at: Option<Value>,
    rest: Map<String, Value>,
}

impl Parts {
    fn put(&mut self, key: &str, value: Value) {
        match key.to_ascii_lowercase().as_str() {
            "record" => self.record = Some(value),
            "data" => self.data = Some(value),
            "error" if !value.is_null() => self.error = Some(value),
            "query" => {
                if let Value::Object(query) = coerce::without_secrets(value) {
                    self.query = Some(query);
                }
            }
            "observed_at" if !value.is_null() => self.observed_at = Some(value),
            "source" | "error" | "observed_at" => {}
            _ => {
                self.rest.insert(key.to_owned(), value);
            }
        }
    }
}
