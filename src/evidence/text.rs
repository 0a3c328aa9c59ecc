//! Lines out of bytes: UTF-8 with or without a byte order mark, UTF-16 of both orders with one.
//! No more than one line is held, and a line over [`MAX_LINE`] is passed over, not held.

use encoding_rs::{CoderResult, Decoder, UTF_8, UTF_16BE, UTF_16LE};
use std::{
    borrow::Cow,
    io::{self, BufRead, BufReader, Read},
};

/// The longest line that is read, in bytes of UTF-8.
pub const MAX_LINE: usize = 16 * 1024 * 1024;
const BLOCK: usize = 64 * 1024;

/// One line, or why there is none.
#[derive(Debug, PartialEq, Eq)]
pub enum Line<'a> {
    /// A line without its end; `ended` is false for a last line that has none.
    Text {
        /// The text; bytes that are no text stand as U+FFFD.
        text: Cow<'a, str>,
        /// True where a line end followed.
        ended: bool,
        /// True where bytes had to be replaced.
        replaced: bool,
    },
    /// Longer than [`MAX_LINE`]; its length in bytes.
    TooLong(usize),
}

/// Reads lines from bytes in any of the encodings that PowerShell writes.
pub struct Lines<R: Read> {
    reader: BufReader<Utf8<R>>,
    number: u64,
    /// The line that is held.
    bytes: Vec<u8>,
}

impl<R: Read> Lines<R> {
    /// Lines of `inner`; the encoding is taken from its byte order mark.
    pub fn new(inner: R) -> Lines<R> {
        let reader = BufReader::with_capacity(BLOCK, Utf8::new(inner));
        Lines { reader, number: 0, bytes: Vec::new() }
    }

    /// The next line with its number, counted from 1; `None` at the end.
    pub fn next_line(&mut self) -> io::Result<Option<(u64, Line<'_>)>> {
        let bytes = &mut self.bytes;
        bytes.clear();
        let mut length = 0;
        let mut ended = false;
        loop {
            let block = self.reader.fill_buf()?;
            if block.is_empty() {
                break;
            }
            let end = memchr::memchr(b'\n', block);
            let part = &block[..end.unwrap_or(block.len())];
            length += part.len();
            if length <= MAX_LINE {
                bytes.extend_from_slice(part);
            }
            let used = part.len() + usize::from(end.is_some());
            self.reader.consume(used);
            if end.is_some() {
                ended = true;
                break;
            }
        }
        if length == 0 && !ended {
            return Ok(None);
        }
        self.number += 1;
        if length > MAX_LINE {
            return Ok(Some((self.number, Line::TooLong(length))));
        }
        if bytes.last() == Some(&b'\r') {
            bytes.pop();
        }
        // What stands here was written by our own decoder, so it is UTF-8.
        let text = str::from_utf8(bytes).map_or_else(|_| String::from_utf8_lossy(bytes), Cow::Borrowed);
        let replaced = text.contains('\u{fffd}');
        Ok(Some((self.number, Line::Text { text, ended, replaced })))
    }
}

/// Turns bytes in any of the encodings into UTF-8.
pub(super) struct Utf8<R> {
    inner: R,
    decoder: Option<Decoder>,
    raw: Vec<u8>,
    start: usize,
    ended: bool,
    /// The decoder gave its last; it must not be asked again.
    finished: bool,
}

impl<R: Read> Utf8<R> {
    pub(super) fn new(inner: R) -> Utf8<R> {
        Utf8 { inner, decoder: None, raw: Vec::new(), start: 0, ended: false, finished: false }
    }

    fn refill(&mut self) -> io::Result<()> {
        if self.start > 0 {
            self.raw.drain(..self.start);
            self.start = 0;
        }
        let had = self.raw.len();
        self.raw.resize(had + BLOCK, 0);
        let got = loop {
            match self.inner.read(&mut self.raw[had..]) {
                Err(e) if e.kind() == io::ErrorKind::Interrupted => {}
                other => break other?,
            }
        };
        self.raw.truncate(had + got);
        self.ended = got == 0;
        Ok(())
    }
}

impl<R: Read> Read for Utf8<R> {
    fn read(&mut self, out: &mut [u8]) -> io::Result<usize> {
        if self.decoder.is_none() {
            while self.raw.len() < 3 && !self.ended {
                self.refill()?;
            }
            let (encoding, mark) = encoding_of(&self.raw);
            self.start = mark;
            self.decoder = Some(encoding.new_decoder_without_bom_handling());
        }
        loop {
            if self.finished {
                return Ok(0);
            }
            let Some(decoder) = self.decoder.as_mut() else { return Ok(0) };
            let last = self.ended;
            // A decoder needs room for one character at least.
            if out.len() < 4 {
                return Err(io::Error::other("buffer too small to decode into"));
            }
            let (state, read, written, _) = decoder.decode_to_utf8(&self.raw[self.start..], out, last);
            self.start += read;
            self.finished = last && state == CoderResult::InputEmpty;
            if written > 0 {
                return Ok(written);
            }
            if !self.finished {
                self.refill()?;
            }
        }
    }
}

/// The encoding that a byte order mark names, and the length of the mark.
fn encoding_of(start: &[u8]) -> (&'static encoding_rs::Encoding, usize) {
    match start {
        [0xff, 0xfe, ..] => (UTF_16LE, 2),
        [0xfe, 0xff, ..] => (UTF_16BE, 2),
        [0xef, 0xbb, 0xbf, ..] => (UTF_8, 3),
        _ => (UTF_8, 0),
    }
}

/// The start of something, as text, to recognise it by.
#[must_use]
pub fn peek(start: &[u8]) -> String {
    let (encoding, mark) = encoding_of(start);
    encoding.decode_without_bom_handling(start.get(mark..).unwrap_or_default()).0.into_owned()
}

#[cfg(test)]
mod tests {
    use super::*;

    fn lines(bytes: &[u8]) -> Vec<(String, bool)> {
        let mut lines = Lines::new(bytes);
        let mut out = Vec::new();
        while let Some((_, Line::Text { text, ended, .. })) = lines.next_line().unwrap() {
            out.push((text.into_owned(), ended));
        }
        out
    }

    #[test]
    fn the_encodings_of_powershell() {
        let want = vec![("{\"a\":\"é\"}".to_owned(), true), ("b".to_owned(), false)];
        let text = "{\"a\":\"é\"}\r\nb";
        assert_eq!(lines(text.as_bytes()), want);
        let mut bom = vec![0xef, 0xbb, 0xbf];
        bom.extend(text.as_bytes());
        assert_eq!(lines(&bom), want);
        let mut le = vec![0xff, 0xfe];
        le.extend(text.encode_utf16().flat_map(u16::to_le_bytes));
        assert_eq!(lines(&le), want);
        let mut be = vec![0xfe, 0xff];
        be.extend(text.encode_utf16().flat_map(u16::to_be_bytes));
        assert_eq!(lines(&be), want);
    }

    #[test]
    fn a_line_too_long_is_passed_over() {
        let mut bytes = vec![b'x'; MAX_LINE + 1];
        bytes.extend(b"\nshort\n");
        let mut lines = Lines::new(&bytes[..]);
        assert_eq!(lines.next_line().unwrap(), Some((1, Line::TooLong(MAX_LINE + 1))));
        assert!(matches!(lines.next_line().unwrap(), Some((2, Line::Text { text, .. })) if text == "short"));
        assert_eq!(lines.next_line().unwrap(), None);
    }

    #[test]
    fn a_character_that_is_cut_off_is_replaced_and_ends_the_text() {
        assert_eq!(lines(b"ab\xc3"), [("ab\u{fffd}".to_owned(), false)]);
        assert_eq!(lines(&[0xff, 0xfe, b'a', 0, b'b']), [("a\u{fffd}".to_owned(), false)]);
        let mut text = Utf8::new(&b"ab\xc3"[..]);
        let mut all = Vec::new();
        text.read_to_end(&mut all).unwrap();
        assert_eq!(text.read(&mut [0; 16]).unwrap(), 0, "asked again, it is still at its end");
    }

    #[test]
    fn nothing_gives_no_line() {
        assert!(lines(b"").is_empty());
        assert!(lines(&[0xff, 0xfe]).is_empty());
    }
}
