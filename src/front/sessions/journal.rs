//! The file of a session, written line by line. One program writes it at a time: the lock is a file beside
//! it, so that others can read the session meanwhile, on every system.

use super::Store;
use crate::{
    report::{self, Case, Meta},
    session::{Entry, Name, SCHEMA, SourceFile},
    wizard::Model,
};
use chrono::Utc;
use std::{
    fs::{self, File, OpenOptions, TryLockError},
    io::{self, Read, Seek, Write},
    path::{Path, PathBuf},
    sync::Arc,
};

/// How the file ends whose lock says that a session is being written.
const LOCK: &str = "lock";

/// A session that is being written.
#[derive(Debug)]
pub struct Journal {
    file: File,
    path: PathBuf,
    /// Its id.
    pub id: String,
    /// Nobody else writes as long as it is locked: this goes with the program, however that ends.
    _lock: File,
}

impl Journal {
    /// Begins a session with what was read, what came of it, and its first line. They are on disk together.
    pub fn begin(
        store: &Store,
        model: &Model,
        sources: &[Arc<SourceFile>],
        first: &Entry,
    ) -> Result<Journal, String> {
        let at = Utc::now();
        let id = uuid::Uuid::now_v7().to_string();
        let mut journal = Journal::open(&store.file(&id, at)?, id.clone())?;
        let built_in = sources.iter().any(|s| s.built_in);
        let tool = concat!("phs-doctor ", env!("CARGO_PKG_VERSION")).to_owned();
        let mut lines = vec![Entry::Opened { schema: SCHEMA.to_owned(), id, at, tool, built_in }];
        lines.extend(sources.iter().map(|source| Entry::Source(SourceFile::clone(source))));
        lines.extend(model.cases().map(|(user, case)| judgement(user, case)));
        lines.push(first.clone());
        journal.append(&lines)?;
        Ok(journal)
    }

    /// Goes on with a session. A last line that was cut off is ended first, so that the next one stands alone.
    pub fn resume(path: &Path, id: &str) -> Result<Journal, String> {
        let mut journal = Journal::open(path, id.to_owned())?;
        let ended = journal.ends_whole().map_err(|e| journal.failed(&e))?;
        if !ended {
            journal.file.write_all(b"\n").map_err(|e| journal.failed(&e))?;
        }
        Ok(journal)
    }

    fn open(path: &Path, id: String) -> Result<Journal, String> {
        let mut options = OpenOptions::new();
        options.create(true).read(true).append(true);
        #[cfg(unix)]
        {
            use std::os::unix::fs::OpenOptionsExt;
            options.mode(0o600);
        }
        let say = |e: &dyn std::fmt::Display| format!("{} cannot be written: {e}", path.display());
        let lock = options.open(path.with_extension(LOCK)).map_err(|e| say(&e))?;
        match lock.try_lock() {
            Ok(()) => {}
            Err(TryLockError::WouldBlock) => return Err("another program writes this session".to_owned()),
            Err(TryLockError::Error(e)) => return Err(say(&e)),
        }
        let file = options.open(path).map_err(|e| say(&e))?;
        Ok(Journal { file, path: path.to_owned(), id, _lock: lock })
    }

    /// Removes the session and its lock.
    pub fn remove(self) -> Result<(), String> {
        let (path, failed) =
            (self.path.clone(), |e: io::Error| format!("{} cannot be removed: {e}", self.path.display()));
        fs::remove_file(&path).map_err(failed)?;
        drop(self);
        // Without the session the lock says nothing; it may stay where it cannot be removed.
        let _ = fs::remove_file(path.with_extension(LOCK));
        Ok(())
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

    /// Adds lines; they are on disk when this returns.
    pub fn append(&mut self, entries: &[Entry]) -> Result<(), String> {
        let mut lines = Vec::new();
        for entry in entries {
            serde_json::to_writer(&mut lines, entry).map_err(|e| e.to_string())?;
            lines.push(b'\n');
        }
        let written = self.file.write_all(&lines).and_then(|()| self.file.sync_data());
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
