//! Ids of checks, causes, events, codes and topics are public: the list in `tests/locked-ids.txt` only grows.
//! `UPDATE_IDS=1` adds what is new; what is in it stays.

#![allow(clippy::unwrap_used, reason = "a test that cannot go on has failed")]

use phs_doctor::{
    catalog::{CAUSES, CHECKS},
    knowledge::{Sort, entries},
};
use std::{collections::BTreeSet, fs, path::Path};

fn now() -> BTreeSet<String> {
    let checks = CHECKS.iter().map(|row| format!("check {}", row.id.0));
    let causes = CAUSES.iter().map(|row| format!("cause {}/{}", row.check.0, row.cause.0));
    let others = entries().iter().filter(|e| !matches!(e.sort, Sort::Check | Sort::Cause)).map(|e| {
        let of = if e.of.is_empty() { String::new() } else { format!("{}/", e.of) };
        format!("{} {of}{}", e.sort.word(), e.name)
    });
    checks.chain(causes).chain(others).collect()
}

#[test]
fn the_list_of_ids_only_grows() {
    let path = Path::new(env!("CARGO_MANIFEST_DIR")).join("tests/locked-ids.txt");
    let locked: BTreeSet<String> =
        fs::read_to_string(&path).unwrap_or_default().lines().map(str::to_owned).collect();
    let now = now();
    if std::env::var_os("UPDATE_IDS").is_some() {
        let all: Vec<String> = locked.union(&now).cloned().collect();
        fs::write(&path, all.join("\n") + "\n").unwrap();
        return;
    }
    let gone: Vec<&String> = locked.difference(&now).collect();
    assert!(gone.is_empty(), "renamed or removed: {gone:?}");
    let new: Vec<&String> = now.difference(&locked).collect();
    assert!(new.is_empty(), "new ids, lock them with UPDATE_IDS=1: {new:?}");
}
