//! When attributes were last changed, by the directory's own bookkeeping (`replPropertyMetaData`,
//! [MS-DRSR] 5.162). It holds times and versions, never values.

use chrono::{DateTime, Utc};

/// The number of `unicodePwd` in this bookkeeping.
pub(super) const UNICODE_PWD: u32 = 0x0009_005a;

/// Bytes of an entry, and before the first.
const ENTRY: usize = 48;
const HEAD: usize = 16;
/// 1601-01-01, where its seconds begin, in Unix seconds.
const EPOCH: i64 = -11_644_473_600;

/// When an attribute was last changed, on whichever controller; none where it never had a value or
/// the bytes are no bookkeeping.
pub(super) fn changed(bytes: &[u8], attribute: u32) -> Option<DateTime<Utc>> {
    let number = |at: usize| Some(u32::from_le_bytes(bytes.get(at..at + 4)?.try_into().ok()?));
    if number(0)? != 1 {
        return None;
    }
    let count = usize::try_from(number(8)?).ok()?;
    let entries = bytes.get(HEAD..)?.chunks_exact(ENTRY).take(count);
    let entry = entries.into_iter().find(|e| e[..4] == attribute.to_le_bytes())?;
    let seconds = i64::from_le_bytes(entry.get(8..16)?.try_into().ok()?);
    DateTime::from_timestamp(seconds.checked_add(EPOCH)?, 0)
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn the_time_of_one_attribute() {
        let mut bytes = vec![1, 0, 0, 0, 0, 0, 0, 0, 2, 0, 0, 0, 0, 0, 0, 0];
        for (attribute, seconds) in [(0x0009_0001_u32, 1_i64), (UNICODE_PWD, 13_000_000_000)] {
            bytes.extend(attribute.to_le_bytes());
            bytes.extend(3_u32.to_le_bytes());
            bytes.extend(seconds.to_le_bytes());
            bytes.extend([0; 32]);
        }
        let found = changed(&bytes, UNICODE_PWD).map(|t| t.to_rfc3339());
        assert_eq!(found.as_deref(), Some("2012-12-14T23:06:40+00:00"));
        assert_eq!(changed(&bytes, 7), None);
        for end in 0..bytes.len() {
            let _ = changed(&bytes[..end], UNICODE_PWD);
        }
    }
}
