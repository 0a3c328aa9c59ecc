//! From what the operator gave to sources: recognised by content, never by name.

use super::{
    cmdlet_output::{self, CmdletOutput},
    config_export::{self, ConfigExport},
    event_log::{
        evtx::{self, EventLog},
        export::{self, EventExport},
    },
    folder,
    format_list::{self, FormatList},
    input::Input,
    jsonl::{self, JsonLines},
    record::Origin,
    source::{Source, SourceError},
    text,
};
use std::{fs, io::Read, path::Path};

/// What is typed to mean standard input.
pub const DASH: &str = "-";
/// What standard input is called as a source.
pub const STDIN: &str = "standard input";

/// One input, recognised and ready to be read.
pub struct Opened {
    /// What it is called, and what it turned out to be.
    pub origin: Origin,
    /// What yields its records.
    pub source: Box<dyn Source>,
}

/// The start of an input, as it is and as text.
pub struct Start<'a> {
    /// Its first bytes.
    pub bytes: &'a [u8],
    /// The same as text.
    pub text: String,
}

/// A format: what it is called, what it is told by, and what reads it.
pub(super) struct Format {
    /// What a source of it is, for reports.
    pub kind: &'static str,
    /// How a message names what is accepted.
    accepted: &'static str,
    is: fn(&Start<'_>) -> bool,
    read: fn(Origin, Input) -> Box<dyn Source>,
}

/// Every format that is a single file. The first that recognises an input reads it.
const FORMATS: &[Format] = &[
    Format {
        kind: evtx::KIND,
        accepted: evtx::ACCEPTED,
        is: |start| evtx::looks_like(start.bytes),
        read: |origin, input| Box::new(EventLog::new(origin, input)),
    },
    Format {
        kind: jsonl::KIND,
        accepted: "an evidence file (JSON Lines, schema phs-evidence/1)",
        is: |start| looks_like_evidence(&start.text),
        read: |origin, input| Box::new(JsonLines::new(origin, input)),
    },
    Format {
        kind: config_export::KIND,
        accepted: config_export::ACCEPTED,
        is: |start| config_export::looks_like_part(&start.text),
        read: |origin, input| Box::new(ConfigExport::file(origin, input)),
    },
    Format {
        kind: export::KIND,
        accepted: export::ACCEPTED,
        is: |start| export::form(&start.text).is_some(),
        read: |origin, input| Box::new(EventExport::new(origin, input)),
    },
    Format {
        kind: cmdlet_output::KIND,
        accepted: cmdlet_output::ACCEPTED,
        is: |start| cmdlet_output::looks_like(&start.text),
        read: |origin, input| Box::new(CmdletOutput::new(origin, input)),
    },
    Format {
        kind: format_list::KIND,
        accepted: format_list::ACCEPTED,
        is: |start| format_list::looks_like(&start.text),
        read: |origin, input| Box::new(FormatList::new(origin, input)),
    },
];

/// What can be opened, for messages.
#[must_use]
pub fn accepted() -> String {
    let all: Vec<_> = FORMATS.iter().map(|f| f.accepted).collect();
    format!(
        "accepted are {}; a folder that holds such files; or a directory, as ldap://HOST, ldaps://HOST or the name of its domain",
        all.join("; ")
    )
}

/// Opens a path: one source, or several where it is a folder that holds several.
pub fn path(given: &str) -> Result<Vec<Opened>, SourceError> {
    let path = Path::new(given);
    let about = fs::metadata(path).map_err(|e| refused(given, &e))?;
    if about.is_dir() {
        return folder::open(given);
    }
    if !about.is_file() {
        // A pipe can be read once only.
        let mut pipe = fs::File::open(path).map_err(|e| refused(given, &e))?;
        return stream(given, &mut pipe);
    }
    let input = Input::file(given.to_owned(), path.to_owned()).map_err(|e| refused(given, &e))?;
    Ok(vec![input_of(input)?])
}

/// Standard input, spooled to a temporary file so that it can be read again.
pub fn stdin() -> Result<Input, SourceError> {
    Input::spooled(STDIN, &mut std::io::stdin().lock()).map_err(|e| refused(STDIN, &e))
}

/// A stream of any kind, spooled like standard input.
pub fn stream(name: &str, from: &mut dyn Read) -> Result<Vec<Opened>, SourceError> {
    let input = Input::spooled(name, from).map_err(|e| refused(name, &e))?;
    Ok(vec![input_of(input)?])
}

/// Evidence that is held in memory: a built-in case, records of a session.
#[must_use]
pub fn memory(name: &str, kind: &'static str, bytes: Vec<u8>) -> Opened {
    let origin = Origin { name: name.to_owned(), kind };
    let source = Box::new(JsonLines::new(origin.clone(), Input::memory(name, bytes)));
    Opened { origin, source }
}

/// The format of a start, where it has one that is known.
pub(super) fn recognise(start: &[u8]) -> Option<&'static Format> {
    let start = Start { bytes: start, text: text::peek(start) };
    FORMATS.iter().find(|f| (f.is)(&start))
}

/// What reads an input of a format.
pub(super) fn open_as(format: &Format, input: Input) -> Opened {
    let origin = Origin { name: input.name.clone(), kind: format.kind };
    Opened { origin: origin.clone(), source: (format.read)(origin, input) }
}

/// An input of whatever format it is in.
pub fn input_of(input: Input) -> Result<Opened, SourceError> {
    let start = input.start().map_err(|e| refused(&input.name, &e))?;
    match recognise(&start) {
        Some(format) => Ok(open_as(format, input)),
        None => Err(unusable(&input.name, what_else(&start))),
    }
}

/// What an input that is not recognised is, in words.
pub(super) fn what_else(start: &[u8]) -> &'static str {
    match start {
        [] => "it is empty",
        _ if is_blank(&text::peek(start)) => {
            "it is empty, which for what a cmdlet prints usually means that it found nothing"
        }
        [b'P', b'K', 3, 4, ..] | [0x1f, 0x8b, ..] => "it is a packed archive; unpack it and give the folder",
        _ if format_list::is_table(&text::peek(start)) => {
            "it is a table, in which PowerShell cuts values off; print it with | ConvertTo-Json -Depth 10, or with | Format-List"
        }
        _ => "it is no evidence that this program knows",
    }
}

/// True where there is nothing, or JSON that says so.
fn is_blank(text: &str) -> bool {
    let rest = text.trim_matches(|c: char| c.is_whitespace() || c == '\u{feff}');
    matches!(rest, "" | "null" | "{}") || rest.strip_prefix('[').is_some_and(|r| r.trim_start() == "]")
}

/// Evidence shows a `record` in one of its first lines; a damaged first line hides nothing.
fn looks_like_evidence(start: &str) -> bool {
    start.lines().take(50).any(|line| {
        let line = line.trim_start();
        line.starts_with('{') && line.to_ascii_lowercase().contains("\"record\"")
    })
}

pub(super) fn unusable(name: &str, what: &str) -> SourceError {
    SourceError::Unusable { name: name.to_owned(), reason: format!("{what}; {}", accepted()) }
}

/// The operating system's refusal, without its number.
pub(super) fn refused(name: &str, error: &std::io::Error) -> SourceError {
    let reason = match error.kind() {
        std::io::ErrorKind::NotFound => format!("there is nothing under this name; {}", accepted()),
        std::io::ErrorKind::PermissionDenied => {
            "access is denied; start the program as someone who may read it".to_owned()
        }
        _ => error.to_string(),
    };
    SourceError::Open { name: name.to_owned(), reason }
}
