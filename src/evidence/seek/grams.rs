//! Finds names in text by pieces of six bytes, looked at in steps: how many names there are costs
//! nothing, and what is common to all people (a domain, a unit) costs one look at the value.

use super::exact::Exact;
use crate::evidence::guid;
use aho_corasick::AhoCorasick;
use std::collections::HashSet;

/// Bytes of a piece.
const PIECE: usize = 6;
/// The shortest name that is found by its pieces. One of three places in a row begins a whole piece.
const SHORTEST: usize = PIECE + 2;
/// Bits in the table for each piece in it, so that few others look like one.
const ROOM: usize = 64;
const LARGEST: usize = 1 << 27;

/// The pieces of all names that are sought.
pub(super) struct Grams {
    /// One bit for each piece, by its hash.
    table: Vec<u64>,
    shift: u32,
    /// Bytes from one look to the next: no name can lie between two looks.
    step: usize,
    /// Names too short for that, between quotes.
    short: Short,
}

enum Short {
    None,
    Some(AhoCorasick),
    /// They could not be put together: every text may hold one.
    Unsure,
}

impl Grams {
    pub fn new(exact: &Exact) -> Grams {
        let written: Vec<String> = exact.names().flat_map(|name| spellings(name)).collect();
        let (long, short): (Vec<_>, Vec<_>) = written.into_iter().partition(|name| name.len() >= SHORTEST);
        // Names of one company have most of their pieces in common.
        let pieces: HashSet<&[u8]> = long.iter().flat_map(|name| name.as_bytes().windows(PIECE)).collect();
        let bits = (pieces.len() * ROOM).next_power_of_two().clamp(1 << 12, LARGEST);
        let shortest = long.iter().map(String::len).min().unwrap_or(SHORTEST);
        let mut grams = Grams {
            table: vec![0; bits / 64],
            shift: 64 - bits.trailing_zeros(),
            step: shortest - PIECE + 1,
            short: quoted(&short),
        };
        for piece in pieces {
            let mut eight = [0; 8];
            eight[..PIECE].copy_from_slice(piece);
            let (word, bit) = grams.place(eight);
            grams.table[word] |= bit;
        }
        grams
    }

    /// True where a value in this text, which is an object, is sought. Values stand in it as they are,
    /// but for backslashes that are doubled.
    pub fn hit(&self, text: &str, exact: &Exact) -> bool {
        match &self.short {
            Short::Some(short) if short.is_match(text) => return true,
            Short::Unsure => return true,
            _ => {}
        }
        let bytes = text.as_bytes();
        let mut at = 0;
        // A value is followed by a quote and a brace, so eight bytes are there wherever a piece is.
        while let Some(eight) = bytes.get(at..).and_then(|rest| rest.first_chunk::<8>()) {
            let (word, bit) = self.place(*eight);
            if self.table[word] & bit == 0 {
                at += self.step;
                continue;
            }
            let from = memchr::memrchr(b'"', &bytes[..at]).map_or(0, |quote| quote + 1);
            let to = memchr::memchr(b'"', &bytes[at..]).map_or(bytes.len(), |quote| at + quote);
            let value = &text[from..to];
            let as_it_stands = !exact.may_be_guid(value) || guid::is_plain(value.as_bytes());
            if as_it_stands && !self.goes_on(value, at - from) {
                at = to + 1;
                continue;
            }
            let sought = match memchr::memchr(b'\\', value.as_bytes()) {
                Some(_) => exact.is(&value.replace("\\\\", "\\")),
                None => exact.is(value),
            };
            if sought {
                return true;
            }
            at = to + 1;
        }
        false
    }

    /// True where the pieces that follow the one at this place, up to the end of the value, are pieces of
    /// names too, as they are in a value that is a name; and where in doubt. It saves comparing whole
    /// values that end like those who are sought.
    fn goes_on(&self, value: &str, at: usize) -> bool {
        let bytes = value.as_bytes();
        let bare = |byte: Option<&u8>| byte.is_some_and(u8::is_ascii_alphanumeric);
        let rest = bytes.get(at + PIECE..).unwrap_or_default();
        // A name may stand behind a colon, between blanks, or be spelled with other letters.
        if !bare(bytes.first()) || !bare(bytes.last()) || !value.is_ascii() || value.contains(':') {
            return true;
        }
        rest.as_chunks::<PIECE>().0.iter().all(|piece| {
            let mut eight = [0; 8];
            eight[..PIECE].copy_from_slice(piece);
            let (word, bit) = self.place(eight);
            self.table[word] & bit != 0
        })
    }

    /// Where a piece has its bit; letters of both cases have the same. The last two bytes do not count.
    fn place(&self, eight: [u8; 8]) -> (usize, u64) {
        let folded = (u64::from_le_bytes(eight) | 0x2020_2020_2020_2020) & 0xffff_ffff_ffff;
        let hash = folded.wrapping_mul(0x9e37_79b9_7f4a_7c15);
        let hash = (hash ^ (hash >> 32)).wrapping_mul(0x9e37_79b9_7f4a_7c15) >> self.shift;
        // The hash has fewer bits than the table has places.
        (usize::try_from(hash >> 6).unwrap_or_default(), 1 << (hash & 63))
    }
}

/// A name as it can stand in JSON without further escapes.
fn spellings(name: &str) -> Vec<String> {
    let mut all = vec![name.replace('\\', "\\\\")];
    // Only what is a GUID as it is kept here has other spellings.
    if guid::from_text(name).as_deref() == Some(name) {
        all.extend(guid::base64(name));
        all.push(name.replace('-', ""));
    }
    all
}

/// Short names as whole values, alone or as an address with its kind.
fn quoted(short: &[String]) -> Short {
    if short.is_empty() {
        return Short::None;
    }
    let whole = short.iter().flat_map(|name| [format!("\"{name}\""), format!(":{name}\"")]);
    AhoCorasick::builder().ascii_case_insensitive(true).build(whole).map_or(Short::Unsure, Short::Some)
}
