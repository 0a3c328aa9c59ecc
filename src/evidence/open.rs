//! From what the operator gave to a source: recognised by content, never by name.

use super::{
    jsonl::{self, JsonLines},
    record::Origin,
    source::{Source, SourceError},
    text,
};
use std::{
    fs::{self, File},
    io::{Cursor, Read},
    path::Path,
};

/// What can be opened, for messages.
pub const ACCEPTED: &str = "accepted are an evidence file (JSON Lines, schema phs-evidence/1) and the folder that Get-ADSyncServerConfiguration -Path writes";
const PEEK: u64 = 64 * 1024;

/// One input, recognised and ready to be read.
pub struct Opened {
    /// What it is called, and what it turned out to be.
    pub origin: Origin,
    /// What yields its records.
    pub source: Box<dyn Source>,
}

/// Opens a path: one source, or several where it is a folder that holds several.
pub fn path(given: &str) -> Result<Vec<Opened>, SourceError> {
    let path = Path::new(given);
    let refused = |e: std::io::Error| SourceError::Open { name: given.to_owned(), reason: said(&e) };
    let about = fs::metadata(path).map_err(refused)?;
    if about.is_dir() {
        return Err(unusable(given, "a folder without a configuration export in it"));
    }
    let mut start = Vec::new();
    File::open(path).and_then(|f| f.take(PEEK).read_to_end(&mut start)).map_err(refused)?;
    if start.is_empty() {
        return Err(unusable(given, "the file is empty"));
    }
    if looks_like_evidence(&start) {
        let origin = Origin { name: given.to_owned(), kind: "evidence file" };
        let path = path.to_owned();
        let open = Box::new(move || Ok(Box::new(File::open(&path)?) as Box<dyn Read>));
        let source = Box::new(JsonLines::new(origin.clone(), Some(about.len()), open));
        return Ok(vec![Opened { origin, source }]);
    }
    Err(unusable(given, "this is no evidence that this program knows"))
}

/// Standard input, spooled to a temporary file so that it can be read again.
pub fn stdin() -> Result<Vec<Opened>, SourceError> {
    stream("standard input", &mut std::io::stdin().lock())
}

/// A stream of any kind, spooled like standard input.
pub fn stream(name: &str, from: &mut dyn Read) -> Result<Vec<Opened>, SourceError> {
    let failed = |e: std::io::Error| SourceError::Open { name: name.to_owned(), reason: said(&e) };
    let mut spool = tempfile::NamedTempFile::new().map_err(failed)?;
    std::io::copy(from, &mut spool).map_err(failed)?;
    let size = spool.as_file().metadata().map_err(failed)?.len();
    let origin = Origin { name: name.to_owned(), kind: "evidence file" };
    // The file lives as long as the source that may read it again.
    let open = Box::new(move || Ok(Box::new(spool.reopen()?) as Box<dyn Read>));
    let source = Box::new(JsonLines::new(origin.clone(), Some(size), open));
    Ok(vec![Opened { origin, source }])
}

/// Evidence that is held in memory: a built-in case.
#[must_use]
pub fn memory(name: &str, kind: &'static str, bytes: Vec<u8>) -> Opened {
    let size = bytes.len() as u64;
    let origin = Origin { name: name.to_owned(), kind };
    let open = Box::new(move || Ok(Box::new(Cursor::new(bytes.clone())) as Box<dyn Read>));
    let source = Box::new(JsonLines::new(origin.clone(), Some(size), open));
    Opened { origin, source }
}

/// Evidence shows a `record` in one of its first lines; a damaged first line hides nothing.
fn looks_like_evidence(start: &[u8]) -> bool {
    text::peek(start).lines().take(50).any(|line| {
        let line = line.trim_start();
        line.starts_with('{') && line.to_ascii_lowercase().contains("\"record\"")
    })
}

fn unusable(name: &str, what: &str) -> SourceError {
    SourceError::Unusable { name: name.to_owned(), reason: format!("{what}; {ACCEPTED}") }
}

/// The operating system's refusal without its number.
fn said(error: &std::io::Error) -> String {
    match error.kind() {
        std::io::ErrorKind::NotFound => format!("there is nothing under this name; {ACCEPTED}"),
        std::io::ErrorKind::PermissionDenied => {
            "access is denied; start the program as someone who may read it".to_owned()
        }
        _ => error.to_string(),
    }
}

/// The note that stands for evidence in a line of its own.
pub use jsonl::SCHEMA;
