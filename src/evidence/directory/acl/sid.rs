//! Security identifiers ([MS-DTYP] 2.4.2).

use std::fmt;

/// Who an entry is about: a user, a group, or a well-known crowd such as Everyone.
#[derive(Clone, Debug, PartialEq, Eq, PartialOrd, Ord, Hash)]
pub struct Sid {
    authority: u64,
    parts: Vec<u32>,
}

/// More parts than this no identifier has.
const MOST_PARTS: usize = 15;

impl Sid {
    /// One of the fixed identifiers.
    #[must_use]
    pub fn well_known(authority: u64, parts: &[u32]) -> Sid {
        Sid { authority, parts: parts.to_vec() }
    }

    /// Reads one from the start of `bytes`; none where they are cut off or no identifier.
    #[must_use]
    pub fn parse(bytes: &[u8]) -> Option<Sid> {
        let [1, count, authority @ ..] = bytes.get(..8)? else { return None };
        let count = usize::from(*count);
        if count > MOST_PARTS {
            return None;
        }
        let authority = authority.iter().fold(0, |sum, byte| sum << 8 | u64::from(*byte));
        let (parts, _) = bytes.get(8..8 + 4 * count)?.as_chunks::<4>();
        Some(Sid { authority, parts: parts.iter().map(|part| u32::from_le_bytes(*part)).collect() })
    }

    /// Its bytes, as they stand in a search filter or on the wire.
    #[must_use]
    pub fn bytes(&self) -> Vec<u8> {
        let mut out = vec![1, u8::try_from(self.parts.len()).unwrap_or(u8::MAX)];
        out.extend_from_slice(&self.authority.to_be_bytes()[2..]);
        out.extend(self.parts.iter().flat_map(|part| part.to_le_bytes()));
        out
    }

    /// The group with this number in the same domain: a primary group.
    #[must_use]
    pub fn sibling(&self, number: u32) -> Option<Sid> {
        let mut parts = self.parts.clone();
        *parts.last_mut()? = number;
        Some(Sid { authority: self.authority, parts })
    }
}

impl fmt::Display for Sid {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        write!(f, "S-1-{}", self.authority)?;
        self.parts.iter().try_for_each(|part| write!(f, "-{part}"))
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn read_and_written_the_same() {
        let admins = Sid::well_known(5, &[32, 544]);
        assert_eq!(admins.bytes(), [1, 2, 0, 0, 0, 0, 0, 5, 32, 0, 0, 0, 32, 2, 0, 0]);
        assert_eq!(admins.to_string(), "S-1-5-32-544");
        assert_eq!(Sid::parse(&admins.bytes()), Some(admins));
    }

    #[test]
    fn what_is_cut_off_is_none() {
        let whole = Sid::well_known(5, &[21, 1, 2, 3, 1104]).bytes();
        for end in 0..whole.len() {
            assert_eq!(Sid::parse(&whole[..end]), None, "{end} bytes");
        }
        assert_eq!(Sid::parse(&[2, 0, 0, 0, 0, 0, 0, 5]), None, "another revision");
    }
}
