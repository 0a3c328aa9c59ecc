//! Lines as they come, in a temporary file: read while it grows, and read again later.

use crate::evidence::scratch::{Reader, Scratch};
use std::{
    io::{self, Read, Seek, SeekFrom},
    sync::{Arc, Condvar, Mutex, PoisonError},
};

/// A file that grows.
pub(super) struct Spool {
    bytes: Arc<Scratch>,
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
        Ok(Spool { bytes: Arc::new(Scratch::new()?), state: Mutex::default(), grown: Condvar::new() })
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
        let line = format!("{text}\n");
        let mut state = self.state();
        self.bytes.write(line.as_bytes(), state.length)?;
        state.length += line.len() as u64;
        drop(state);
        self.grown.notify_all();
        Ok(())
    }

    /// Reads from `start` on, and waits at the end while more may come: who fills it closes it soon
    /// after the operator has seen enough.
    pub fn tail(self: Arc<Self>, start: u64) -> io::Result<Tail> {
        let mut reader = Reader::new(Arc::clone(&self.bytes));
        reader.seek(SeekFrom::Start(start))?;
        Ok(Tail { spool: self, reader })
    }

    /// All lines so far; empty ones only say that something goes on.
    pub fn text(&self) -> io::Result<String> {
        let all = io::read_to_string(Reader::new(Arc::clone(&self.bytes)))?;
        Ok(all.lines().filter(|l| !l.trim().is_empty()).map(|l| format!("{l}\n")).collect())
    }
}

/// A reader of a file that grows.
pub(super) struct Tail {
    spool: Arc<Spool>,
    reader: Reader,
}

impl Read for Tail {
    fn read(&mut self, out: &mut [u8]) -> io::Result<usize> {
        let mut state = self.spool.state();
        while state.length <= self.reader.at() {
            if !state.open {
                return Ok(0);
            }
            state = self.spool.grown.wait(state).unwrap_or_else(PoisonError::into_inner);
        }
        let there = usize::try_from(state.length - self.reader.at()).unwrap_or(usize::MAX);
        drop(state);
        let most = there.min(out.len());
        self.reader.read(&mut out[..most])
    }
}

impl Seek for Tail {
    fn seek(&mut self, to: SeekFrom) -> io::Result<u64> {
        self.reader.seek(to)
    }
}
