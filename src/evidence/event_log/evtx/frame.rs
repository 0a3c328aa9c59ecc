//! The file around the chunks: its header, and what of it is not there.

use evtx::{EvtxFileHeader, HeaderFlags};

/// The length of the file's header.
pub const HEADER: u64 = 4096;
/// The length of a chunk.
pub const CHUNK: usize = 65536;
const CHUNK_LENGTH: u64 = CHUNK as u64;
/// The header counts chunks in sixteen bits.
const WRAP: u64 = 1 << 16;

/// What the header says of the file, and how far it may be believed.
#[derive(Debug, Default)]
pub struct Frame {
    /// Chunks that the header counts.
    pub counted: Option<u64>,
    /// True where Windows had the file open.
    pub dirty: bool,
    /// Chunks that the file has room for; the last may be cut.
    pub present: u64,
    /// What is wrong with the header.
    pub wrong: Option<String>,
}

impl Frame {
    /// Reads the header's block.
    pub fn of(block: &[u8], size: u64) -> Frame {
        let present = size.saturating_sub(HEADER).div_ceil(CHUNK_LENGTH);
        let Ok(header) = EvtxFileHeader::from_bytes(block) else {
            let wrong = Some("the header of the file is broken; every chunk was looked for".to_owned());
            return Frame { present, wrong, ..Frame::default() };
        };
        if !header.validate_checksum() {
            let wrong = Some(
                "the header of the file does not match its checksum; every chunk was looked for".to_owned(),
            );
            return Frame { present, wrong, ..Frame::default() };
        }
        let counted = count(header.chunk_count.into(), present);
        Frame {
            counted: Some(counted),
            dirty: header.flags.contains(HeaderFlags::DIRTY),
            present,
            wrong: None,
        }
    }

    /// What the length of the file says about it.
    pub fn cut(&self, size: u64) -> Option<String> {
        let rest = size.saturating_sub(HEADER) % CHUNK_LENGTH;
        let whole = size.saturating_sub(HEADER) / CHUNK_LENGTH;
        match self.counted {
            Some(counted) if whole < counted => Some(format!(
                "the file is cut short: its header counts {counted} chunks of 64 KB and {whole} whole ones are there"
            )),
            _ if size < HEADER => Some("the file is cut short: it ends within its header".to_owned()),
            _ if rest != 0 => Some(format!(
                "the file does not end where a chunk ends: {rest} bytes are left over, so it may be cut short"
            )),
            _ => None,
        }
    }

    /// True where the chunk holds events by what the header says; without a header, or while Windows
    /// has it open, any chunk may.
    pub fn expects(&self, chunk: u64) -> bool {
        self.counted.is_some_and(|counted| chunk < counted)
    }

    /// True where a chunk after the last that is counted is looked at, too.
    pub const fn looks_behind(&self) -> bool {
        self.dirty || self.counted.is_none()
    }
}

/// The count of chunks, of which the header has the low sixteen bits.
fn count(low: u64, present: u64) -> u64 {
    // A log of 4 GB has more chunks than can be counted there; it is never preallocated that far.
    if present < WRAP { low } else { low + (present - low) / WRAP * WRAP }
}

/// So many runs of numbers are kept, 6 MB.
const MOST_RUNS: usize = 400_000;

/// Runs of numbers: which are missing between the first and the last.
#[derive(Debug, Default)]
pub struct Numbers(Vec<(u64, u64)>);

impl Numbers {
    /// Takes the numbers of one chunk.
    pub fn put(&mut self, first: u64, last: u64) {
        // A log made to have more runs is told of as one with events missing.
        let full = self.0.len() >= MOST_RUNS;
        match self.0.last_mut() {
            Some((_, end)) if end.checked_add(1) == Some(first) => *end = last,
            _ if full => {}
            _ => self.0.push((first, last)),
        }
    }

    /// How many are missing, in how many places, and whether some came twice.
    pub fn gaps(mut self) -> (u64, usize, bool) {
        self.0.sort_unstable();
        let (mut missing, mut places, mut twice) = (0_u64, 0, false);
        let mut end: Option<u64> = None;
        for (first, last) in self.0 {
            if let Some(end) = end {
                twice |= first <= end;
                let gap = first.saturating_sub(end).saturating_sub(1);
                missing = missing.saturating_add(gap);
                places += usize::from(gap > 0);
            }
            end = Some(end.map_or(last, |e| e.max(last)));
        }
        (missing, places, twice)
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn missing_numbers_are_found_in_any_order() {
        let gaps = |runs: &[(u64, u64)]| {
            let mut numbers = Numbers::default();
            for (first, last) in runs {
                numbers.put(*first, *last);
            }
            numbers.gaps()
        };
        assert_eq!(gaps(&[(1, 10), (11, 20)]), (0, 0, false));
        assert_eq!(gaps(&[(11, 20), (1, 10)]), (0, 0, false));
        assert_eq!(gaps(&[(1, 10), (15, 20), (31, 40)]), (14, 2, false));
        assert_eq!(gaps(&[(1, 10), (5, 20)]), (0, 0, true));
        assert_eq!(gaps(&[]), (0, 0, false));
    }

    #[test]
    fn more_chunks_than_the_header_can_count() {
        assert_eq!(count(13, 16), 13);
        assert_eq!(count(4464, 70_000), 70_000);
        assert_eq!(count(4463, 70_000), 69_999);
    }
}
