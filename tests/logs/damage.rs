//! Logs that are cut, zeroed, flipped or shuffled: the same events, or it is said.

use super::{
    made::{healthy, refused},
    reading::{Read, judged, read},
    writer::{CHUNK, HEADER, log},
};
use phs_doctor::evidence::Record;
use std::path::Path;

#[test]
fn a_sound_log_gives_all_its_events_and_no_complaint() {
    let events = healthy();
    let found = read(&log(&events)).unwrap();
    assert!(found.problems.is_empty(), "{:?}", found.problems);
    assert_eq!(found.count(), Some(i64::try_from(events.len()).unwrap()));
    let ours = events.iter().filter(|e| e.provider == "Directory Synchronization").count();
    assert_eq!(found.events.len(), ours);
    assert!(!found.damaged());
}

#[test]
fn room_set_aside_is_no_damage_and_a_hole_is() {
    let whole = log(&healthy());
    let mut room = whole.clone();
    room.resize(whole.len() + 5 * CHUNK, 0);
    let found = read(&room).unwrap();
    assert!(found.problems.is_empty(), "{:?}", found.problems);
    let mut hole = whole.clone();
    hole[HEADER + CHUNK..HEADER + 2 * CHUNK].fill(0);
    let found = read(&hole).unwrap();
    assert!(found.damaged() && found.says("chunk 1 is empty") && found.says("events are missing"));
    let cut = read(&whole[..HEADER + CHUNK + CHUNK / 2]).unwrap();
    assert!(cut.damaged() && cut.says("cut short"), "{:?}", cut.problems);
    let mut magic = whole.clone();
    magic[HEADER + CHUNK] = b'X';
    assert!(read(&magic).unwrap().says("chunk 1 cannot be read"));
    let mut header = whole;
    header[42] = 1;
    let found = read(&header).unwrap();
    assert!(found.says("does not match its checksum"), "{:?}", found.problems);
    assert_eq!(found.sorted(), read(&log(&healthy())).unwrap().sorted());
}

#[test]
fn a_log_without_a_readable_event_is_of_no_use() {
    for end in [100, HEADER, HEADER + 600] {
        let found = read(&log(&healthy())[..end]).unwrap();
        assert!(found.coverage.is_empty() && found.says("there is no event in it"), "{:?}", found.problems);
        assert!(found.says("cut short"), "{:?}", found.problems);
    }
}

#[test]
fn a_log_that_was_open_says_so() {
    let events = healthy();
    let mut dirty = log(&events);
    let chunks = (dirty.len() - HEADER) / CHUNK;
    let header = super::writer::header(chunks - 1, events.len() as u64, 1);
    dirty[..HEADER].copy_from_slice(&header);
    let found = read(&dirty).unwrap();
    assert!(found.says("while Windows had it open") && !found.damaged(), "{:?}", found.problems);
    assert_eq!(
        found.sorted(),
        read(&log(&events)).unwrap().sorted(),
        "chunks behind the last that is counted"
    );
}

#[test]
fn chunks_in_any_order_give_the_same_findings() {
    let whole = log(&refused());
    let mut reversed = whole[..HEADER].to_vec();
    whole[HEADER..].chunks(CHUNK).rev().for_each(|c| reversed.extend_from_slice(c));
    assert_ne!(whole, reversed);
    assert_eq!(judged(&[&whole]), judged(&[&reversed]));
    assert_eq!(read(&whole).unwrap().sorted(), read(&reversed).unwrap().sorted());
}

/// Numbers that look like chance and are the same each time.
struct Dice(u64);

impl Dice {
    fn below(&mut self, most: usize) -> usize {
        self.0 ^= self.0 << 13;
        self.0 ^= self.0 >> 7;
        self.0 ^= self.0 << 17;
        usize::try_from(self.0 % most as u64).unwrap()
    }
}

/// What is known of a log: its events, and how many there are of any provider, from when to when.
fn known(found: &Read) -> (&[String], Vec<String>) {
    let covers = |record: &Record| {
        let props = record.props().unwrap();
        ["RecordCount", "OldestRecord", "NewestRecord"].map(|name| format!("{:?}", props.get(name))).join(" ")
    };
    (&found.events, found.coverage.iter().map(covers).collect())
}

/// True where no more is lacking than the newest events, and it was said before that they may be.
fn newest_are_missing(found: &Read, sound: &Read) -> bool {
    let oldest = |r: &Read| -> Vec<String> {
        r.coverage.iter().map(|c| format!("{:?}", c.props().unwrap().get("OldestRecord"))).collect()
    };
    sound.says("the newest events may be missing")
        && sound.events.starts_with(&found.events)
        && oldest(found) == oldest(sound)
}

/// Flips, cuts and zeros at 200 places: the same is known, or it is said what is wrong.
fn never_in_silence(name: &str, whole: &[u8]) {
    let sound = read(whole).unwrap();
    let mut dice = Dice(0x9e37_79b9_7f4a_7c15);
    for turn in 0..200 {
        let mut bytes = whole.to_vec();
        let at = dice.below(bytes.len());
        match turn % 3 {
            0 => bytes[at] ^= 1 << dice.below(8),
            1 => bytes.truncate(at),
            _ => {
                let end = (at + 1 + dice.below(CHUNK * 2)).min(bytes.len());
                bytes[at..end].fill(0);
            }
        }
        // What is not even taken for a log is refused as a whole.
        let Some(found) = read(&bytes) else { continue };
        let said = found.problems.iter().any(|p| !sound.problems.contains(p));
        // Of chunks without checksums, or cut off, it was said before that this cannot be seen.
        let warned = sound.says("cannot be noticed");
        assert!(
            said || warned || known(&found) == known(&sound) || newest_are_missing(&found, &sound),
            "{name}: {turn}, at {at}: {:?}",
            found.problems
        );
    }
}

#[test]
fn no_damage_passes_in_silence() {
    never_in_silence("made", &log(&healthy()));
}

#[test]
fn no_damage_of_real_logs_passes_in_silence() {
    let folder = Path::new(env!("CARGO_MANIFEST_DIR")).join("../shared/corpora/evtx");
    let Ok(folders) = std::fs::read_dir(&folder) else {
        eprintln!("no real logs beside the project: not run");
        return;
    };
    // All of them take minutes; the small ones are enough for every day.
    let all = std::env::var_os("ALL_LOGS").is_some();
    let files = folders.flat_map(|f| std::fs::read_dir(f.unwrap().path()).unwrap());
    let mut tried = 0;
    for path in files.map(|f| f.unwrap().path()) {
        let bytes = std::fs::read(&path).unwrap();
        if all || bytes.len() < 100_000 {
            never_in_silence(&path.display().to_string(), &bytes);
            tried += 1;
        }
    }
    assert!(tried > 3, "{tried}");
}

#[test]
fn chunks_without_checksums_are_read_and_named() {
    let mut bytes = log(&healthy());
    for chunk in bytes[HEADER..].chunks_mut(CHUNK) {
        chunk[120] = 4;
        // A sum that is wrong says nothing there.
        chunk[52..56].fill(7);
    }
    let found = read(&bytes).unwrap();
    assert!(found.says("without checksums") && !found.damaged(), "{:?}", found.problems);
    assert_eq!(found.problems.len(), 1);
    assert_eq!(found.sorted(), read(&log(&healthy())).unwrap().sorted());
}
