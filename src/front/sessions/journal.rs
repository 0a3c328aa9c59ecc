//! The file of a session, written line by line. One program writes it at a time.

use super::Store;
use crate::{
    report::{self, Case, Meta},
    session::{Entry, Name, SCHEMA, SourceFile},
    wizard::{Model, SourceSpec},
};
use chrono::Utc;
use sha2::{Digest, Sha256};
use std::{
    fs::{File, OpenOptions, TryLockError},
    io::{self, Read, Seek, Write},
    path::{Path, PathBuf},
};

/// A session that is being written.
#[derive(Debug)]
pub struct Journal {
    /// Locked as long as it is open: the lock goes with the program, however that ends.
    file: File,
    path: PathBuf,
}

impl Journal {
    /// Begins a session: what was read, and what came of it.
    pub fn begin(store: &Store, model: &Model) -> Result<Journal, String> {
        let at = Utc::now();
        let id = uuid::Uuid::now_v7().to_string();
        let path = store.file(&id, at)?;
        let mut journal = Journal::open(&path)?;
        let built_in = model.specs().iter().any(|s| matches!(s, SourceSpec::BuiltIn(_)));
        let tool = concat!("phs-doctor ", env!("CARGO_PKG_VERSION")).to_owned();
        journal.append(&Entry::Opened { schema: SCHEMA.to_owned(), id, at, tool, built_in })?;
        for spec in model.specs() {
            journal.append(&Entry::Source(source(spec)))?;
        }
        for (user, case) in model.cases() {
            journal.append(&judgement(user, case))?;
        }
        Ok(journal)
    }

    /// Goes on with a session. A last line that was cut off is ended first, so that the next one stands alone.
    pub fn resume(path: &Path) -> Result<Journal, String> {
        let mut journal = Journal::open(path)?;
        let ended = journal.ends_whole().map_err(|e| journal.failed(&e))?;
        if !ended {
            journal.file.write_all(b"\n").map_err(|e| journal.failed(&e))?;
        }
        Ok(journal)
    }

    fn open(path: &Path) -> Result<Journal, String> {
        let mut options = OpenOptions::new();
        options.create(true).read(true).append(true);
        #[cfg(unix)]
        {
            use std::os::unix::fs::OpenOptionsExt;
            options.mode(0o600);
        }
        let say = |e: &dyn std::fmt::Display| format!("{} cannot be written: {e}", path.display());
        let file = options.open(path).map_err(|e| say(&e))?;
        match file.try_lock() {
            Ok(()) => Ok(Journal { file, path: path.to_owned() }),
            Err(TryLockError::WouldBlock) => {
                Err(format!("{} is open in another program; it can only be read here", path.display()))
            }
            Err(TryLockError::Error(e)) => Err(say(&e)),
        }
    }

    fn ends_whole(&mut self) -> io::Result<bool> {
        if self.file.metadata()?.len() == 0 {
            return Ok(true);
        }
        let mut last = [0];
        self.file.seek(io::SeekFrom::End(-1))?;
        self.file.read_exact(&mut last)?;
        Ok(last == *b"\n")
    }

    /// Adds a line; it is on disk when this returns.
    pub fn append(&mut self, entry: &Entry) -> Result<(), String> {
        let mut line = serde_json::to_vec(entry).map_err(|e| e.to_string())?;
        line.push(b'\n');
        let written = self.file.write_all(&line).and_then(|()| self.file.sync_data());
        written.map_err(|e| self.failed(&e))
    }

    fn failed(&self, e: &io::Error) -> String {
        format!("{} cannot be written: {e}", self.path.display())
    }
}

/// What came of the evidence, as it is kept.
pub fn judgement(user: Option<&str>, case: &Case) -> Entry {
    let report = report::build(case, &Meta::now());
    let name = |n: &crate::diagnosis::Value| Name { text: n.text.clone(), class: n.class };
    Entry::Judgement {
        at: Utc::now(),
        user: user.map(str::to_owned),
        report: serde_json::to_value(&report).unwrap_or_default(),
        names: case.names.iter().map(name).collect(),
    }
}

fn sha256(file: &mut File) -> io::Result<String> {
    let mut hash = Sha256::new();
    let mut part = vec![0; 1 << 16];
    loop {
        match file.read(&mut part)? {
            0 => return Ok(hash.finalize().iter().map(|b| format!("{b:02x}")).collect()),
            n => hash.update(&part[..n]),
        }
    }
}

fn source(spec: &SourceSpec) -> SourceFile {
    let built_in = matches!(spec, SourceSpec::BuiltIn(_));
    let path = spec.name().to_owned();
    let file = if built_in { None } else { File::open(&path).ok() };
    let about = file.filter(|f| f.metadata().is_ok_and(|m| m.is_file()));
    let Some(mut file) = about else { return SourceFile { path, built_in, ..SourceFile::default() } };
    let size = file.metadata().ok().map(|m| m.len());
    let sha256 = sha256(&mut file).ok();
    // A path that is relative means another file from another folder.
    let path = std::path::absolute(&path).map_or(path, |p| p.display().to_string());
    SourceFile { path, built_in, size, sha256 }
}
