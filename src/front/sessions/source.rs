//! Sources as a session holds them: what finds one again and tells whether it is the same, and of small
//! ones and of what comes once the records themselves.

use crate::{
    evidence::{directory, keep},
    front::{live, stdin},
    session::SourceFile,
    wizard::SourceSpec,
};
use sha2::{Digest, Sha256};
use std::{
    fs::{self, File},
    io::{self, Read},
    path::Path,
};

/// The records of a file of at most so many bytes are kept.
const SMALL: u64 = 256 * 1024;
/// Of what comes once: standard input, and what was collected on this computer.
const ONCE: u64 = 8 * 1024 * 1024;

/// A source by the name that finds it again, from whatever folder the program is started.
pub fn named(spec: &SourceSpec) -> String {
    match spec {
        SourceSpec::Given(name) if Path::new(name).exists() && !comes_once(name) => absolute(name),
        _ => spec.name().to_owned(),
    }
}

/// True where this is what a session holds of it, also when the file has gone in the meantime.
pub fn is_of(spec: &SourceSpec, source: &SourceFile) -> bool {
    let file = |name: &str| !comes_once(name) && source.size.is_some() && absolute(name) == source.path;
    named(spec) == source.path || matches!(spec, SourceSpec::Given(name) if file(name))
}

/// A source as it is kept.
pub fn source(spec: &SourceSpec) -> SourceFile {
    let built_in = matches!(spec, SourceSpec::BuiltIn(_));
    let kept = SourceFile { path: named(spec), built_in, ..SourceFile::default() };
    match spec {
        SourceSpec::Kept(source) => SourceFile::clone(source),
        SourceSpec::Given(name) => match content(name).map(|(from, most)| read(from, most)) {
            Some(Ok(Content { size, sha256, bytes })) => {
                let records = bytes.and_then(|bytes| keep::without_secrets(&bytes));
                SourceFile { size: Some(size), sha256: Some(sha256), records, ..kept }
            }
            _ => kept,
        },
        _ => kept,
    }
}

/// True where a source cannot be read again: its file is not there, or it came from standard input or
/// from another computer. An address may answer.
pub fn is_gone(source: &SourceFile) -> bool {
    let name = source.path.as_str();
    if source.built_in || name.contains("://") {
        return false;
    }
    if live::is_meant(name) {
        return !live::is_here() && source.records.is_some();
    }
    let was_file = source.size.is_some() || Path::new(name).is_absolute();
    stdin::is_meant(name) || (was_file && !Path::new(name).exists())
}

/// True where a file is another one than the session holds. What cannot be read is found out later.
pub fn has_changed(source: &SourceFile) -> bool {
    let (Some(size), Some(sha256)) = (source.size, &source.sha256) else { return false };
    if source.built_in || comes_once(&source.path) || is_gone(source) {
        return false;
    }
    let now = fs::metadata(&source.path);
    let other_size = now.is_ok_and(|now| !now.is_file() || now.len() != size);
    other_size || file(&source.path).and_then(|f| read(f, 0).ok()).is_some_and(|now| now.sha256 != *sha256)
}

/// True for what is no file, whatever a file may be called.
fn comes_once(name: &str) -> bool {
    stdin::is_meant(name) || live::is_meant(name)
}

fn absolute(name: &str) -> String {
    std::path::absolute(name).map_or_else(|_| name.to_owned(), |path| path.display().to_string())
}

/// The bytes of a source, where it has some, and up to which size they are kept.
fn content(name: &str) -> Option<(Box<dyn Read>, u64)> {
    if stdin::is_meant(name) {
        return Some((Box::new(stdin::bytes()?), ONCE));
    }
    if live::is_meant(name) {
        return Some((Box::new(io::Cursor::new(live::collected()?)), ONCE));
    }
    if directory::is_one(name) {
        return None;
    }
    Some((Box::new(file(name)?), SMALL))
}

/// A file; a pipe is none, and would hold who opens it.
fn file(name: &str) -> Option<File> {
    fs::metadata(name).is_ok_and(|about| about.is_file()).then(|| File::open(name).ok())?
}

struct Content {
    size: u64,
    sha256: String,
    /// All of it, unless that is more than was wanted.
    bytes: Option<Vec<u8>>,
}

fn read(mut from: impl Read, most: u64) -> io::Result<Content> {
    let (mut hash, mut size, mut bytes) = (Sha256::new(), 0, Some(Vec::new()));
    let mut part = vec![0; 1 << 16];
    loop {
        let n = match from.read(&mut part) {
            Ok(0) => break,
            Ok(n) => n,
            Err(e) if e.kind() == io::ErrorKind::Interrupted => continue,
            Err(e) => return Err(e),
        };
        hash.update(&part[..n]);
        size += n as u64;
        bytes = bytes.filter(|_| size <= most);
        if let Some(bytes) = &mut bytes {
            bytes.extend_from_slice(&part[..n]);
        }
    }
    let sha256 = hash.finalize().iter().map(|b| format!("{b:02x}")).collect();
    Ok(Content { size, sha256, bytes })
}
