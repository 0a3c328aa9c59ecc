//! JSON as it streams by: no more of it is held than the value at hand needs.

use serde_json::value::RawValue;
use std::io::{self, Read};

/// So much is read at once.
const STEP: usize = 256 * 1024;
/// Bytes of the longest character.
const ROOM: usize = 4;
/// How far into an object its first name is looked for, in bytes.
const LONGEST: usize = 1024;
/// The largest value that is held, in bytes.
const LARGEST: usize = 64 * 1024 * 1024;

/// Where it cannot be read any further: the line, and why.
pub(super) type Fault = (u64, String);

/// The part of a text that is held.
pub(super) struct Window<R> {
    from: R,
    held: Vec<u8>,
    /// Where what was not taken yet begins.
    at: usize,
    /// Lines that are not held any more.
    lines: u64,
    ended: bool,
}

impl<R: Read> Window<R> {
    pub fn new(from: R) -> Window<R> {
        Window { from, held: Vec::new(), at: 0, lines: 0, ended: false }
    }

    /// The next byte that is no blank; none at the end.
    pub fn peek(&mut self) -> Result<Option<u8>, Fault> {
        loop {
            let rest = self.held.get(self.at..).unwrap_or_default();
            let blanks = rest.iter().take_while(|b| b" \t\r\n".contains(b)).count();
            self.at += blanks;
            match self.held.get(self.at) {
                Some(byte) => return Ok(Some(*byte)),
                None if self.ended => return Ok(None),
                None => self.more()?,
            }
        }
    }

    /// The length of the next value, which begins here.
    pub fn value(&mut self) -> Result<usize, Fault> {
        loop {
            let rest = self.held.get(self.at..).unwrap_or_default();
            let mut values = serde_json::Deserializer::from_slice(rest).into_iter::<&RawValue>();
            match values.next() {
                // A number may go on where no more is held yet.
                Some(Ok(_)) if values.byte_offset() < rest.len() || self.ended => {
                    return Ok(values.byte_offset());
                }
                Some(Err(e)) if self.ended || !e.is_eof() => {
                    let line = self.line() + e.line().saturating_sub(1) as u64;
                    let why = e.to_string();
                    return Err((line, why.split(" at line ").next().unwrap_or_default().to_owned()));
                }
                None if self.ended => return Err(self.fault("the text ends where a value is expected")),
                _ => self.more()?,
            }
        }
    }

    /// The length of the object or list that begins here, by its brackets alone; none where they do not
    /// match. A string ends with its line: whoever writes JSON spells line ends out.
    pub fn bracketed(&mut self) -> Result<Option<usize>, Fault> {
        let mut open = Vec::new();
        let (mut string, mut escaped) = (false, false);
        let mut seen = 0;
        loop {
            for byte in self.held.get(self.at + seen..).unwrap_or_default() {
                seen += 1;
                match byte {
                    _ if std::mem::take(&mut escaped) => {}
                    b'\\' if string => escaped = true,
                    b'"' => string = !string,
                    b'\n' => string = false,
                    _ if string => {}
                    b'{' | b'[' => open.push(byte + 2),
                    b'}' | b']' if open.pop() != Some(*byte) => return Ok(None),
                    _ => {}
                }
                if open.is_empty() {
                    return Ok((seen > 1).then_some(seen));
                }
            }
            if self.ended {
                return Ok(None);
            }
            self.more()?;
        }
    }

    /// The name of the first property of the object that begins here; empty where that cannot be told.
    pub fn opening(&self) -> Vec<u8> {
        opening(self.held.get(self.at..).unwrap_or_default()).unwrap_or_default().to_vec()
    }

    /// Goes to the next object whose first property has one of these names; false where there is none.
    pub fn seek(&mut self, names: &[&[u8]]) -> Result<bool, Fault> {
        loop {
            let rest = self.held.get(self.at..).unwrap_or_default();
            let fits = |at: &usize| {
                let name = rest.get(*at..).and_then(opening).unwrap_or_default();
                !name.is_empty() && names.contains(&name)
            };
            if let Some(found) = memchr::memchr_iter(b'{', rest).find(fits) {
                self.at += found;
                return Ok(true);
            }
            if self.ended {
                return Ok(false);
            }
            // The name may not be held to its end yet.
            self.at = self.at.max(self.held.len().saturating_sub(LONGEST));
            self.more()?;
        }
    }

    /// How much is held, in bytes.
    pub const fn held(&self) -> usize {
        self.held.len()
    }

    /// So much of what is next.
    pub fn text(&self, length: usize) -> &str {
        // What was found to be a value is text.
        str::from_utf8(self.held.get(self.at..self.at + length).unwrap_or_default()).unwrap_or_default()
    }

    /// So much is done with.
    pub fn take(&mut self, length: usize) {
        self.at += length;
    }

    /// A fault here.
    pub fn fault(&self, why: &str) -> Fault {
        (self.line(), why.to_owned())
    }

    /// The line of what is next, counted from 1.
    fn line(&self) -> u64 {
        self.lines + breaks(self.held.get(..self.at).unwrap_or_default()) + 1
    }

    /// Holds more, and no longer what is done with.
    fn more(&mut self) -> Result<(), Fault> {
        self.lines += breaks(self.held.get(..self.at).unwrap_or_default());
        self.held.drain(..std::mem::take(&mut self.at));
        let held = self.held.len();
        if held >= LARGEST {
            return Err(self.fault(&format!("an object of over {} MB; none is so large", LARGEST >> 20)));
        }
        // Twice as much each time: a large value is looked at from its start again.
        self.held.resize((held + held.max(STEP)).min(LARGEST + STEP), 0);
        let mut end = held;
        let mut failed = None;
        // Who decodes gives nothing where there is no room for a character.
        while !self.ended && failed.is_none() && end + ROOM <= self.held.len() {
            match self.from.read(&mut self.held[end..]) {
                Ok(got) => {
                    end += got;
                    self.ended = got == 0;
                }
                Err(e) if e.kind() == io::ErrorKind::Interrupted => {}
                Err(e) => failed = Some(self.fault(&e.to_string())),
            }
        }
        self.held.truncate(end);
        failed.map_or(Ok(()), Err)
    }
}

/// The name of the first property of an object.
fn opening(object: &[u8]) -> Option<&[u8]> {
    let start = object.get(..object.len().min(LONGEST))?;
    let name = start.strip_prefix(b"{")?.trim_ascii_start().strip_prefix(b"\"")?;
    name.get(..memchr::memchr(b'"', name)?)
}

fn breaks(bytes: &[u8]) -> u64 {
    memchr::memchr_iter(b'\n', bytes).count() as u64
}

#[cfg(test)]
mod tests {
    use super::*;

    /// Gives a byte at a time.
    struct Drop<'a>(&'a [u8]);

    impl Read for Drop<'_> {
        fn read(&mut self, into: &mut [u8]) -> io::Result<usize> {
            let Some((first, rest)) = self.0.split_first() else { return Ok(0) };
            self.0 = rest;
            into[0] = *first;
            Ok(1)
        }
    }

    #[test]
    fn values_are_whole_however_they_come() {
        for text in ["{\"a\": [1, \"]}\"]}", "123", "null", "\"é\\\"\""] {
            let spaced = format!(" \n{text}\n");
            for mut window in [
                Window::new(Box::new(spaced.as_bytes()) as Box<dyn Read>),
                Window::new(Box::new(Drop(spaced.as_bytes()))),
            ] {
                assert_eq!(window.peek().unwrap(), Some(text.as_bytes()[0]));
                let length = window.value().unwrap();
                assert_eq!(window.text(length), text);
                window.take(length);
                assert_eq!(window.peek().unwrap(), None);
                assert_eq!(window.line(), 3);
            }
        }
    }

    #[test]
    fn faults_tell_their_line() {
        let mut window = Window::new(Drop(b"\n{\"a\":\n x}"));
        assert_eq!(window.peek().unwrap(), Some(b'{'));
        assert_eq!(window.value(), Err((3, "expected value".to_owned())));
        let mut window = Window::new(&b"\n\n{\"a\":\n1"[..]);
        assert_eq!(window.peek().unwrap(), Some(b'{'));
        assert_eq!(window.value(), Err((4, "EOF while parsing an object".to_owned())));
    }

    #[test]
    fn a_value_without_end_is_not_held() {
        let endless = io::repeat(b'a');
        let mut window = Window::new((&b"\""[..]).chain(endless));
        assert_eq!(window.peek().unwrap(), Some(b'"'));
        let (_, why) = window.value().unwrap_err();
        assert!(why.contains("over 64 MB"), "{why}");
    }
}
