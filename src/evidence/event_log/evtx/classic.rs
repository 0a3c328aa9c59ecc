//! The common layout of a record, read in place. Of a log of a million events most are another's or
//! routine, and building each as a document costs more than everything that is done with it.
//!
//! ```text
//! record    2a 2a 00 00, size u32, number u64, FILETIME, binary XML, size u32
//! instance  0f 01 01 00 0c, u8, template id u32, place of the template u32, [the template, on its first
//!           use: next u32, GUID, length u32, body], count u32, count * (size u16, type u8, 0), values
//! ```
//!
//! What the values mean depends on the template, so a template is trusted only after the library read
//! an event of it and both agree (see [`super::templates`]).

use crate::evidence::Stamp;
use chrono::{DateTime, Utc};

/// Where records begin in a chunk.
pub const FIRST: usize = 512;
const RECORD_MAGIC: u32 = 0x2a2a;
const RECORD_HEAD: usize = 24;
const INSTANCE: [u8; 5] = [0x0f, 1, 1, 0, 0x0c];
const MOST_VALUES: usize = 256;

const STRING: u8 = 0x01;
const STRINGS: u8 = 0x81;
const FRAGMENT: u8 = 0x21;

const LEVEL: usize = 0;
const ID: usize = 3;
const TIME: usize = 6;
const NUMBER: usize = 10;
const PAYLOAD: usize = 19;

/// Identifies a template in every chunk.
pub type Guid = [u8; 16];

/// A record's frame.
#[derive(Clone, Copy, Debug)]
pub struct Window {
    /// Its number in the file.
    pub number: u64,
    /// Where its binary XML begins.
    pub at: usize,
    /// Where the next record begins.
    pub end: usize,
}

/// The frame of the record at `at`; none where there is no sound one.
pub fn window(chunk: &[u8], at: usize, free: usize) -> Option<Window> {
    if u32_at(chunk, at)? != RECORD_MAGIC {
        return None;
    }
    let size = usize::try_from(u32_at(chunk, at + 4)?).ok()?;
    let end = at.checked_add(size)?;
    let whole = size >= RECORD_HEAD + 4 && end <= free && u32_at(chunk, end - 4)? as usize == size;
    whole.then_some(Window { number: u64_at(chunk, at + 8)?, at: at + RECORD_HEAD, end })
}

/// A template with its values.
#[derive(Clone, Copy)]
pub struct Instance<'a> {
    chunk: &'a [u8],
    /// The template.
    pub guid: Guid,
    count: usize,
    descriptors: usize,
}

/// The values that every event has.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq)]
pub struct Basics {
    pub level: Option<u8>,
    pub id: u32,
    pub time: Option<DateTime<Utc>>,
    pub number: Option<u64>,
    /// Where the payload begins.
    pub payload: Option<usize>,
}

impl<'a> Instance<'a> {
    /// The instance at `at`.
    pub fn at(chunk: &'a [u8], at: usize) -> Option<Instance<'a>> {
        if chunk.get(at..at + 5)? != INSTANCE {
            return None;
        }
        let place = usize::try_from(u32_at(chunk, at + 10)?).ok()?;
        let mut next = at + 14;
        let guid = chunk.get(place.checked_add(4)?..place + 20)?.try_into().ok()?;
        if place == next {
            let body = usize::try_from(u32_at(chunk, place + 20)?).ok()?;
            next = place.checked_add(24)?.checked_add(body)?;
        }
        let count = usize::try_from(u32_at(chunk, next)?).ok().filter(|n| *n <= MOST_VALUES)?;
        let descriptors = next + 4;
        chunk.get(descriptors..descriptors + 4 * count)?;
        Some(Instance { chunk, guid, count, descriptors })
    }

    /// Type, start and length of each value.
    fn values(&self) -> impl Iterator<Item = (u8, usize, usize)> + '_ {
        let mut next = self.descriptors + 4 * self.count;
        (0..self.count).map_while(move |i| {
            let at = self.descriptors + 4 * i;
            let (size, kind) = (usize::from(u16_at(self.chunk, at)?), *self.chunk.get(at + 2)?);
            let start = next;
            next += size;
            Some((kind, start, size))
        })
    }

    /// True where a value is a text: then names could be among the values, not in the template.
    pub fn holds_text(&self) -> bool {
        self.values().any(|(kind, _, size)| kind & 0x7f == STRING && size > 0)
    }

    /// The values of the template that all Windows events share.
    pub fn basics(&self) -> Option<Basics> {
        let mut basics = Basics::default();
        let mut known = false;
        for (i, (kind, at, size)) in self.values().enumerate() {
            match (i, kind, size) {
                (LEVEL, 4, 1) => basics.level = self.chunk.get(at).copied(),
                (ID, 6, 2) => {
                    basics.id = u16_at(self.chunk, at)?.into();
                    known = true;
                }
                (TIME, 0x11, 8) => basics.time = filetime(u64_at(self.chunk, at)?),
                (NUMBER, 0x0a, 8) => basics.number = u64_at(self.chunk, at),
                (PAYLOAD, FRAGMENT, 1..) => basics.payload = Some(at),
                _ => {}
            }
        }
        known.then_some(basics)
    }

    /// Puts the strings of a payload that is a list of unnamed strings behind one another, as
    /// [`strings`] takes them apart; none where it is something else.
    pub fn put_strings(&self, out: &mut Vec<u8>) -> Option<()> {
        match self.values().next()? {
            (STRINGS, at, size) => put(self.chunk.get(at..at + size)?, out),
            (0, ..) => {}
            _ => return None,
        }
        Some(())
    }

    /// The strings of a payload that is a list of unnamed strings.
    pub fn strings(&self) -> Option<Vec<String>> {
        let mut out = Vec::new();
        self.put_strings(&mut out)?;
        Some(strings(&text(out)))
    }
}

/// UTF-16 as UTF-8. Most texts are ASCII, and those need no decoding: one pass copies them and sees that they are.
fn put(bytes: &[u8], out: &mut Vec<u8>) {
    let units = bytes.as_chunks::<2>().0;
    let from = out.len();
    out.resize(from + units.len(), 0);
    let mut all = 0;
    for (byte, unit) in out[from..].iter_mut().zip(units) {
        *byte = unit[0];
        all |= u16::from_le_bytes(*unit);
    }
    if all < 0x80 {
        return;
    }
    out.truncate(from);
    for part in char::decode_utf16(units.iter().map(|unit| u16::from_le_bytes(*unit))) {
        let mut buffer = [0; 4];
        out.extend_from_slice(part.unwrap_or('\u{fffd}').encode_utf8(&mut buffer).as_bytes());
    }
}

/// Strings that each end with a zero; the last may lack it.
pub fn strings(text: &str) -> Vec<String> {
    if text.is_empty() {
        return Vec::new();
    }
    let text = text.strip_suffix('\0').unwrap_or(text);
    // Nearly always it is one long string.
    let ends = memchr::memchr_iter(0, text.as_bytes()).chain([text.len()]);
    let mut from = 0;
    ends.map(|end| text.get(std::mem::replace(&mut from, end + 1)..end).unwrap_or_default().to_owned())
        .collect()
}

/// What [`Instance::put_strings`] put together, as text.
pub fn text(bytes: Vec<u8>) -> String {
    String::from_utf8(bytes).unwrap_or_else(|e| String::from_utf8_lossy(e.as_bytes()).into_owned())
}

fn filetime(value: u64) -> Option<DateTime<Utc>> {
    Stamp::from_filetime(i64::try_from(value).ok()?)?.moment()
}

fn u16_at(bytes: &[u8], at: usize) -> Option<u16> {
    bytes.get(at..)?.first_chunk().map(|b| u16::from_le_bytes(*b))
}

fn u32_at(bytes: &[u8], at: usize) -> Option<u32> {
    bytes.get(at..)?.first_chunk().map(|b| u32::from_le_bytes(*b))
}

fn u64_at(bytes: &[u8], at: usize) -> Option<u64> {
    bytes.get(at..)?.first_chunk().map(|b| u64::from_le_bytes(*b))
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn strings_end_with_zeros() {
        let read = |bytes: &[u8]| {
            let mut out = Vec::new();
            put(bytes, &mut out);
            strings(&text(out))
        };
        let units = |text: &str| text.encode_utf16().flat_map(u16::to_le_bytes).collect::<Vec<u8>>();
        for (written, want) in [
            ("", vec![]),
            ("\0", vec![""]),
            ("one", vec!["one"]),
            ("one\0", vec!["one"]),
            ("a\0\0b\0", vec!["a", "", "b"]),
            ("Grüße\0b", vec!["Grüße", "b"]),
            ("é\0\0", vec!["é", ""]),
            ("of more than sixteen letters", vec!["of more than sixteen letters"]),
            ("as many as these", vec!["as many as these"]),
        ] {
            assert_eq!(read(&units(written)), want, "{written:?}");
        }
        assert_eq!(read(&[0, 0xd8, 0x41, 0, 0]), ["\u{fffd}A"], "half a character, and a byte too many");
    }
}
