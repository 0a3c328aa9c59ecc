//! The evidence format: one JSON object a line, schema `phs-evidence/1`.

use super::{
    coerce,
    kind::Kind,
    record::{Content, Locator, Origin, Problem, Props, Record},
    source::{Ask, Sink, Source, SourceError, Stopper, Summary},
    stamp::Stamp,
    text::{Line, Lines, MAX_LINE},
};
use serde_json::{Map, Value};
use std::{io::Read, ops::ControlFlow, sync::Arc};

/// The schema this program reads and writes.
pub const SCHEMA: &str = "phs-evidence/1";
/// What a line without a usable record is told.
pub const ACCEPTED: &str =
    "expected one JSON object a line, such as {\"record\":\"ADSyncScheduler\",\"data\":{...}}";

/// Opens the bytes anew for each pass.
pub type Opener = Box<dyn FnMut() -> std::io::Result<Box<dyn Read>> + Send>;

/// Evidence in the program's own format, from a file, a stream that was spooled, or memory.
pub struct JsonLines {
    origin: Arc<Origin>,
    open: Opener,
    size: Option<u64>,
    stopper: Stopper,
}

impl JsonLines {
    /// Evidence that `open` gives; `size` in bytes where it is known, for progress.
    #[must_use]
    pub fn new(origin: Origin, size: Option<u64>, open: Opener) -> JsonLines {
        JsonLines { origin: Arc::new(origin), open, size, stopper: Stopper::default() }
    }
}

impl Source for JsonLines {
    fn read(&mut self, ask: &Ask, out: &mut dyn Sink) -> Result<Summary, SourceError> {
        let failed = |reason: String| SourceError::Open { name: self.origin.name.clone(), reason };
        let bytes = (self.open)().map_err(|e| failed(e.to_string()))?;
        let mut lines = Lines::new(bytes);
        let mut pass = Pass { origin: &self.origin, ask, summary: Summary::default() };
        let mut done = 0;
        loop {
            if self.stopper.stopped() {
                pass.summary.stopped = true;
                break;
            }
            let next = match lines.next_line() {
                Ok(next) => next,
                Err(e) => {
                    // What came before the fault is used.
                    out.problem(pass.problem(None, format!("reading broke off: {e}")));
                    break;
                }
            };
            let Some((number, line)) = next else { break };
            if let Line::Text { text, .. } = &line {
                done += text.len() as u64 + 1;
            }
            if number % 1000 == 1 {
                out.progress(done, self.size);
            }
            if pass.line(number, line, out).is_break() {
                pass.summary.stopped = true;
                break;
            }
        }
        Ok(pass.summary)
    }

    fn stopper(&self) -> Stopper {
        self.stopper.clone()
    }
}

struct Pass<'a> {
    origin: &'a Arc<Origin>,
    ask: &'a Ask,
    summary: Summary,
}

impl Pass<'_> {
    fn problem(&self, line: Option<u64>, reason: String) -> Problem {
        Problem { file: self.origin.name.clone(), line, reason }
    }

    fn line(&mut self, number: u64, line: Line, out: &mut dyn Sink) -> ControlFlow<()> {
        let (text, ended) = match line {
            Line::TooLong(length) => {
                let reason =
                    format!("a line of {length} bytes was passed over; the longest accepted is {MAX_LINE}");
                out.problem(self.problem(Some(number), reason));
                return ControlFlow::Continue(());
            }
            Line::Text { text, ended, replaced } => {
                if replaced {
                    let reason = "bytes that are not text were replaced; accepted are UTF-8, and UTF-16 with a byte order mark";
                    out.problem(self.problem(Some(number), reason.to_owned()));
                }
                (text, ended)
            }
        };
        let text = text.trim().trim_matches('\0');
        if text.is_empty() {
            return ControlFlow::Continue(());
        }
        match parse(text, self.origin, number) {
            Ok(parsed) => self.give(parsed, number, out),
            Err(reason) => {
                let reason = if ended {
                    reason
                } else {
                    format!("{reason}; this is the last line and it has no end: the file may be cut off")
                };
                out.problem(self.problem(Some(number), reason));
                ControlFlow::Continue(())
            }
        }
    }

    fn give(&mut self, parsed: Parsed, number: u64, out: &mut dyn Sink) -> ControlFlow<()> {
        match parsed {
            Parsed::Unknown(name) => {
                out.not_understood(&name);
                ControlFlow::Continue(())
            }
            Parsed::Record { record, unknown } => {
                if !self.ask.kinds.wants(record.kind) && record.kind != Kind::Header {
                    return ControlFlow::Continue(());
                }
                for name in unknown {
                    out.not_understood(&format!("{}.{name}", record.kind));
                }
                if let Some(props) = record.props() {
                    for (name, reason) in props.bad() {
                        let reason = format!("{}.{name}: {reason}; this property is left out", record.kind);
                        out.problem(self.problem(Some(number), reason));
                    }
                }
                self.summary.records += 1;
                out.take(record)
            }
        }
    }
}

enum Parsed {
    Record { record: Record, unknown: Vec<String> },
    Unknown(String),
}

fn parse(text: &str, origin: &Arc<Origin>, number: u64) -> Result<Parsed, String> {
    let value: Value = serde_json::from_str(text).map_err(|e| format!("not JSON ({e}); {ACCEPTED}"))?;
    let Value::Object(line) = value else { return Err(format!("not an object; {ACCEPTED}")) };
    let mut parts = Parts::default();
    for (key, value) in line {
        parts.put(&key, value);
    }
    let name = match parts.record {
        Some(Value::String(name)) => name,
        Some(other) => return Err(format!("\"record\" is {other}, expected a name; {ACCEPTED}")),
        None => return Err(format!("no \"record\" in it; {ACCEPTED}")),
    };
    let Some(kind) = Kind::parse(&name) else { return Ok(Parsed::Unknown(name)) };
    let at = match parts.observed_at {
        None => None,
        Some(v) => Some(v.as_str().and_then(Stamp::from_text).and_then(Stamp::moment).ok_or_else(|| {
            format!("\"observed_at\" is {v}, expected a time such as 2026-11-20T09:12:00Z")
        })?),
    };
    let from = Locator { origin: Arc::clone(origin), file: None, line: Some(number) };
    let mut unknown = parts.unknown;
    let content = if let Some(error) = parts.error {
        error_of(&error)
    } else if kind == Kind::Header && parts.data.is_none() {
        // The header's properties stand on the line itself.
        props(kind, std::mem::take(&mut parts.rest), &mut unknown)
    } else {
        match parts.data {
            Some(Value::Object(data)) => props(kind, data, &mut unknown),
            Some(Value::Null) => Content::Nothing(parts.query.unwrap_or_default()),
            Some(Value::Array(mut items)) if items.len() == 1 => match items.pop() {
                Some(Value::Object(data)) => props(kind, data, &mut unknown),
                _ => return Err("\"data\" is a list, expected one object".to_owned()),
            },
            Some(_) => return Err("\"data\" is neither an object nor null".to_owned()),
            None => return Err(format!("neither \"data\" nor \"error\" in it; {ACCEPTED}")),
        }
    };
    unknown.extend(parts.rest.keys().map(|k| format!("({k})")));
    Ok(Parsed::Record { record: Record { kind, content, at, from }, unknown })
}

fn props(kind: Kind, data: Map<String, Value>, unknown: &mut Vec<String>) -> Content {
    let coerced = coerce::object(kind, data);
    unknown.extend(coerced.unknown);
    let props: Props = coerced.props;
    Content::Data(props)
}

fn error_of(error: &Value) -> Content {
    let part = |name: &str| error.get(name).and_then(Value::as_str).map(str::to_owned);
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
    unknown: Vec<String>,
}

impl Parts {
    fn put(&mut self, key: &str, value: Value) {
        match key.to_ascii_lowercase().as_str() {
            "record" => self.record = Some(value),
            "data" => self.data = Some(value),
            "error" if !value.is_null() => self.error = Some(value),
            "query" => {
                if let Value::Object(query) = value {
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
