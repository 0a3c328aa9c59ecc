//! Bytes that can be read again: a file, standard input that was spooled, memory.

use super::{
    record::Problem,
    scratch::{Reader, Scratch},
};
use std::{
    fs::File,
    io::{self, Cursor, Read, Seek},
    path::PathBuf,
    sync::Arc,
};

/// How much of an input is looked at to recognise it.
pub(super) const PEEK: u64 = 64 * 1024;

/// What formats read from, on any thread; some of them jump about in it.
pub trait Bytes: Read + Seek + Send {}
impl<T: Read + Seek + Send> Bytes for T {}

/// Opens the bytes anew for each pass.
pub type Opener = Arc<dyn Fn() -> io::Result<Box<dyn Bytes>> + Send + Sync>;

/// One input by name. Clones read the same bytes.
#[derive(Clone)]
pub struct Input {
    /// The name as the operator would type it.
    pub name: String,
    /// Length in bytes.
    pub size: u64,
    /// Opens it anew.
    pub open: Opener,
}

impl Input {
    /// A file that is there.
    pub fn file(name: String, path: PathBuf) -> io::Result<Input> {
        let size = std::fs::metadata(&path)?.len();
        Ok(Input { name, size, open: Arc::new(move || Ok(Box::new(File::open(&path)?))) })
    }

    /// A stream, spooled to a temporary file that lives as long as the input.
    pub fn spooled(name: &str, from: &mut dyn Read) -> io::Result<Input> {
        let spool = Arc::new(Scratch::new()?);
        let size = spool.fill(from)?;
        let open = move || Ok(Box::new(Reader::new(Arc::clone(&spool))) as Box<dyn Bytes>);
        Ok(Input { name: name.to_owned(), size, open: Arc::new(open) })
    }

    /// Bytes that are held.
    #[must_use]
    pub fn memory(name: &str, bytes: Vec<u8>) -> Input {
        let size = bytes.len() as u64;
        let bytes: Arc<[u8]> = bytes.into();
        let open = move || Ok(Box::new(Cursor::new(Arc::clone(&bytes))) as Box<dyn Bytes>);
        Input { name: name.to_owned(), size, open: Arc::new(open) }
    }

    /// The first bytes, to recognise it by.
    pub fn start(&self) -> io::Result<Vec<u8>> {
        let mut start = Vec::new();
        (self.open)()?.take(PEEK).read_to_end(&mut start)?;
        Ok(start)
    }

    /// Something in it that could not be used.
    #[must_use]
    pub fn problem(&self, line: Option<u64>, reason: impl Into<String>) -> Problem {
        Problem { file: self.name.clone(), line, reason: reason.into() }
    }
}
