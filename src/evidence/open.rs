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

/// Opens a path.
pub fn path(given: &str) -> Result<Box<dyn Source>, SourceError> {
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
        return Ok(Box::new(JsonLines::new(origin, Some(about.len()), open)));
    }
    Err(unusable(given, "this is no evidence that this program knows"))
}

/// Evidence that is held in memory: a built-in case, or standard input that was spooled.
#[must_use]
pub fn memory(name: &str, kind: &'static str, bytes: Vec<u8>) -> Box<dyn Source> {
    let size = bytes.len() as u64;
    let origin = Origin { name: name.to_owned(), kind };
    let open = Box::new(move || Ok(Box::new(Cursor::new(bytes.clone())) as Box<dyn Read>));
    Box::new(JsonLines::new(origin, Some(size), open))
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
