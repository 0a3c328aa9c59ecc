//! Bytes in a temporary file that has no name for anybody else: the system removes it however the
//! program ends, so that no evidence is left behind.

use std::{
    fs::File,
    io::{self, Read, Seek, SeekFrom, Write},
    sync::Arc,
};

/// A temporary file that is read from several places at once.
pub struct Scratch(File);

impl Scratch {
    /// An empty one.
    pub fn new() -> io::Result<Scratch> {
        tempfile::tempfile().map(Scratch)
    }

    /// Fills it with all that comes; how much that was.
    pub fn fill(&self, from: &mut dyn Read) -> io::Result<u64> {
        let mut file = &self.0;
        let length = io::copy(from, &mut file)?;
        file.flush()?;
        Ok(length)
    }

    /// Writes all of these bytes from `at` on.
    pub fn write(&self, mut bytes: &[u8], mut at: u64) -> io::Result<()> {
        while !bytes.is_empty() {
            match write_at(&self.0, bytes, at) {
                Ok(0) => return Err(io::ErrorKind::WriteZero.into()),
                Ok(n) => {
                    bytes = &bytes[n..];
                    at += n as u64;
                }
                Err(e) if e.kind() == io::ErrorKind::Interrupted => {}
                Err(e) => return Err(e),
            }
        }
        Ok(())
    }

    /// Reads some bytes from `at` on; none at the end.
    pub fn read(&self, into: &mut [u8], at: u64) -> io::Result<usize> {
        read_at(&self.0, into, at)
    }
}

/// Reads it from the start, beside any others who do.
pub struct Reader {
    scratch: Arc<Scratch>,
    at: u64,
}

impl Reader {
    pub const fn new(scratch: Arc<Scratch>) -> Reader {
        Reader { scratch, at: 0 }
    }

    /// Where it reads next.
    pub const fn at(&self) -> u64 {
        self.at
    }
}

impl Read for Reader {
    fn read(&mut self, into: &mut [u8]) -> io::Result<usize> {
        let got = self.scratch.read(into, self.at)?;
        self.at += got as u64;
        Ok(got)
    }
}

impl Seek for Reader {
    fn seek(&mut self, to: SeekFrom) -> io::Result<u64> {
        let at = match to {
            SeekFrom::Start(at) => Some(at),
            SeekFrom::Current(by) => self.at.checked_add_signed(by),
            SeekFrom::End(by) => self.scratch.0.metadata()?.len().checked_add_signed(by),
        };
        self.at = at.ok_or(io::ErrorKind::InvalidInput)?;
        Ok(self.at)
    }
}

#[cfg(unix)]
use std::os::unix::fs::FileExt;
#[cfg(windows)]
use std::os::windows::fs::FileExt;

#[cfg(unix)]
fn read_at(file: &File, into: &mut [u8], at: u64) -> io::Result<usize> {
    file.read_at(into, at)
}

#[cfg(unix)]
fn write_at(file: &File, bytes: &[u8], at: u64) -> io::Result<usize> {
    file.write_at(bytes, at)
}

#[cfg(windows)]
fn read_at(file: &File, into: &mut [u8], at: u64) -> io::Result<usize> {
    file.seek_read(into, at)
}

#[cfg(windows)]
fn write_at(file: &File, bytes: &[u8], at: u64) -> io::Result<usize> {
    file.seek_write(bytes, at)
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn each_reader_has_its_own_place() {
        let scratch = Arc::new(Scratch::new().unwrap());
        assert_eq!(scratch.fill(&mut &b"abcdef"[..]).unwrap(), 6);
        let mut first = Reader::new(Arc::clone(&scratch));
        let mut second = Reader::new(Arc::clone(&scratch));
        let mut three = [0; 3];
        first.read_exact(&mut three).unwrap();
        assert_eq!(&three, b"abc");
        scratch.write(b"ghi", 6).unwrap();
        second.seek(SeekFrom::End(-4)).unwrap();
        second.read_exact(&mut three).unwrap();
        assert_eq!(&three, b"fgh");
        let mut rest = String::new();
        first.read_to_string(&mut rest).unwrap();
        assert_eq!(rest, "defghi");
        assert!(first.seek(SeekFrom::Current(-10)).is_err());
        assert_eq!(first.seek(SeekFrom::Current(-9)).unwrap(), 0);
    }
}
