//! What is read in place, and by two threads, is what the library reads, event for event.

use super::{
    made::{healthy, healthy_for, refused},
    reading::{read, read_by_library},
    writer::{CHUNK, HEADER, log},
};
use std::{fs, path::Path};

fn same(name: &str, bytes: &[u8]) {
    let Some(quick) = read(bytes) else { return };
    let slow = read_by_library(bytes);
    assert_eq!(quick.events, slow.events, "{name}");
    assert_eq!(quick.problems, slow.problems, "{name}");
    let covers = |found: &super::reading::Read| {
        let records = found.coverage.iter().map(|c| (c.at, c.props().unwrap().clone()));
        records.collect::<Vec<_>>()
    };
    assert_eq!(covers(&quick), covers(&slow), "{name}");
}

#[test]
fn made_logs_give_the_same_either_way() {
    for (name, events) in [("healthy", healthy()), ("refused", refused()), ("long", healthy_for(6000))] {
        let whole = log(&events);
        same(name, &whole);
        let mut reversed = whole[..HEADER].to_vec();
        whole[HEADER..].chunks(CHUNK).rev().for_each(|c| reversed.extend_from_slice(c));
        same(name, &reversed);
        let mut hole = whole.clone();
        hole[HEADER + CHUNK + 9000..HEADER + 2 * CHUNK].fill(0);
        same(name, &hole);
        same(name, &whole[..whole.len() - CHUNK - 77]);
    }
}

#[test]
fn real_logs_give_the_same_either_way() {
    let folder = Path::new(env!("CARGO_MANIFEST_DIR")).join("../shared/corpora/evtx");
    let Ok(folders) = fs::read_dir(&folder) else {
        eprintln!("no real logs beside the project: not run");
        return;
    };
    let files = folders.flat_map(|f| fs::read_dir(f.unwrap().path()).unwrap());
    for file in files {
        let path = file.unwrap().path();
        same(&path.display().to_string(), &fs::read(&path).unwrap());
    }
}
