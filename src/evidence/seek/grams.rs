//! Finds names in text by pieces of eight bytes, looked at in steps: how many names there are costs
//! nothing, and what is common to all people (a domain, a unit) costs one look at the value.

use super::exact::Exact;
use crate::evidence::guid;
use aho_corasick::AhoCorasick;

/// Bytes of a piece.
const PIECE: usize = 8;
/// Bytes from one look to the next.
const STEP: usize = 5;
/// A name of this length holds a whole piece at one of any five places in a row.
const SHORTEST: usize = PIECE + STEP - 1;
/// Bits in the table for each piece in it, so that few others look like one.
const ROOM: usize = 64;
const LARGEST: usize = 1 << 27;

/// The pieces of all names that are sought.
pub(super) struct Grams {
    /// One bit for each piece, by its hash.
    table: Vec<u64>,
    shift: u32,
    /// Names too short for that, between quotes; none where they could not be put together.
    short: Option<AhoCorasick>,
}

impl Grams {
    pub fn new(exact: &Exact) -> Grams {
        let written: Vec<String> = exact.names().flat_map(|name| spellings(name)).collect();
        let (long, short): (Vec<_>, Vec<_>) = written.into_iter().partition(|name| name.len() >= SHORTEST);
        let pieces: usize = long.iter().map(|name| name.len() - PIECE + 1).sum();
        let bits = (pieces * ROOM).next_power_of_two().clamp(1 << 12, LARGEST);
        let mut grams =
            Grams { table: vec![0; bits / 64], shift: 64 - bits.trailing_zeros(), short: quoted(&short) };
        for name in &long {
            for piece in name.as_bytes().windows(PIECE) {
                let (word, bit) = grams.place(piece);
                grams.table[word] |= bit;
            }
        }
        grams
    }

    /// True where a value in this text is sought. Values stand in it as they are, but for backslashes
    /// that are doubled.
    pub fn hit(&self, text: &str, exact: &Exact) -> bool {
        if self.short.as_ref().is_none_or(|short| short.is_match(text)) {
            return true;
        }
        let bytes = text.as_bytes();
        let mut at = 0;
        while let Some(piece) = bytes.get(at..at + PIECE) {
            let (word, bit) = self.place(piece);
            if self.table[word] & bit == 0 {
                at += STEP;
                continue;
            }
            let from = memchr::memrchr(b'"', &bytes[..at]).map_or(0, |quote| quote + 1);
            let to = memchr::memchr(b'"', &bytes[at..]).map_or(bytes.len(), |quote| at + quote);
            let value = &text[from..to];
            let single = value.replace("\\\\", "\\");
            if exact.is(&single) {
                return true;
            }
            at = to + 1;
        }
        false
    }

    /// Where a piece has its bit; letters of both cases have the same.
    fn place(&self, piece: &[u8]) -> (usize, u64) {
        let mut eight = [0; PIECE];
        eight.copy_from_slice(piece);
        let folded = u64::from_le_bytes(eight) | 0x2020_2020_2020_2020;
        let hash = (folded ^ (folded >> 29)).wrapping_mul(0x9e37_79b9_7f4a_7c15) >> self.shift;
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
fn quoted(short: &[String]) -> Option<AhoCorasick> {
    let whole = short.iter().flat_map(|name| [format!("\"{name}\""), format!(":{name}\"")]);
    AhoCorasick::builder().ascii_case_insensitive(true).build(whole).ok()
}
