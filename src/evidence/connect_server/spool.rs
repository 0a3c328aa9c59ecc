//! Lines as they come, in a temporary file: read while it grows, and read again later.

use std::{
    fs::File,
    io::{self, Read, Seek, SeekFrom, Write},
    path::PathBuf,
    sync::{Arc, Condvar, Mutex, PoisonError},
};
use tempfile::NamedTempFile;

/// A file that grows.
pub(super) struct Spool {
    file: NamedTempFile,
    state: Mutex<State>,
    grown: Condvar,
}

#[derive(Default)]
struct State {
    length: u64,
    /// True while more may come.
    open: bool,
}

impl Spool {
    pub fn new() -> io::Result<Spool> {
        let file = tempfile::Builder::new().prefix("phs-live-").suffix(".jsonl").tempfile()?;
        Ok(Spool { file, state: Mutex::default(), grown: Condvar::new() })
    }

    pub fn path(&self) -> PathBuf {
        self.file.path().to_owned()
    }

    pub fn length(&self) -> u64 {
        self.state().length
    }

    fn state(&self) -> std::sync::MutexGuard<'_, State> {
        self.state.lock().unwrap_or_else(PoisonError::into_inner)
    }

    /// From now on lines may come.
    pub fn open(&self) {
        self.state().open = true;
    }

    /// Nothing more comes.
    pub fn close(&self) {
        self.state().open = false;
        self.grown.notify_all();
    }

    /// Adds a line.
    pub fn line(&self, text: &str) -> io::Result<()> {
        let bytes = format!("{text}\n");
        let mut file = self.file.as_file();
        file.write_all(bytes.as_bytes())?;
        self.state().length += bytes.len() as u64;
        self.grown.notify_all();
        Ok(())
    }

    /// Reads from `start` on, and waits at the end while more may come: who fills it closes it soon
    /// after the operator has seen enough.
    pub fn tail(self: &Arc<Self>, start: u64) -> io::Result<Tail> {
        let mut file = self.file.reopen()?;
        file.seek(SeekFrom::Start(start))?;
        Ok(Tail { spool: Arc::clone(self), file, at: start })
    }
}

/// A reader of a file that grows.
pub(super) struct Tail {
    spool: Arc<Spool>,
    file: File,
    at: u64,
}

impl Read for Tail {
    fn read(&mut self, out: &mut [u8]) -> io::Result<usize> {
        let mut state = self.spool.state();
        while state.length <= self.at {
            if !state.open {
                return Ok(0);
            }
            state = self.spool.grown.wait(state).unwrap_or_else(PoisonError::into_inner);
        }
        let there = usize::try_from(state.length - self.at).unwrap_or(usize::MAX);
        drop(state);
        let most = there.min(out.len());
        let got = self.file.read(&mut out[..most])?;
        self.at += got as u64;
        Ok(got)
    }
}

impl Seek for Tail {
    fn seek(&mut self, to: SeekFrom) -> io::Result<u64> {
        self.at = self.file.seek(to)?;
        Ok(self.at)
    }
}
