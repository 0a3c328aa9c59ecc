//! Writes an event log of any size, a chunk at a time: `made-log MEGABYTES FILE`. Batches of passwords of two
//! forests with one to twelve users each, heartbeats, and one event of another program for each of theirs.

#![allow(
    clippy::unwrap_used,
    clippy::expect_used,
    clippy::panic,
    dead_code,
    reason = "a tool for measuring: what cannot go on has failed"
)]

#[path = "../logs/writer.rs"]
mod writer;

use std::{
    fs::File,
    io::{BufWriter, Seek, SeekFrom, Write},
};
use writer::{CHUNK, Chunk, Event, HEADER, header};

const START: u64 = 1_795_132_800;
const FORESTS: [(&str, &str, &str); 2] = [
    ("contoso.com", "DC=contoso,DC=com", "1a2b3c4d-1111-4222-8333-abcdefabcdef"),
    ("fabrikam.local", "DC=fabrikam,DC=local", "9f8e7d6c-2222-4333-8444-fedcbafedcba"),
];

/// Traffic without end.
struct Traffic {
    time: u64,
    step: u64,
    waiting: Vec<Event>,
}

impl Traffic {
    fn ours(&mut self, id: u16, text: &str) {
        let (name, _, connector) = FORESTS[usize::try_from(self.step % 2).unwrap()];
        let tail = format!(
            "\r\n\r\n<forest-info>\r\n  <partition-name>{name}</partition-name>\r\n  <connector-id>{connector}</connector-id>\r\n</forest-info>"
        );
        self.waiting.push(Event::new("Directory Synchronization", id, self.time, &format!("{text}{tail}")));
    }

    fn batch(&mut self) {
        let call = format!("TrackingID : 11111111-2222-3333-4444-{:012x}", self.step);
        if self.step.is_multiple_of(90) {
            self.ours(653, &format!("Provision credentials ping start. {call}"));
            self.ours(654, &format!("Provision credentials ping end. {call}"));
        }
        let count = self.step * 7 % 12 + 1;
        let (_, domain, _) = FORESTS[usize::try_from(self.step % 2).unwrap()];
        let users: Vec<String> = (0..count)
            .map(|i| {
                let number = (self.step * 13 + i) % 100_000;
                format!("Anchor : {number:022}==, Dn : CN=User {number:05},OU=Staff,{domain}")
            })
            .collect();
        let lines = |head: &str, tail: &str| {
            users.iter().map(|u| format!("{head} - {u}, {tail}")).collect::<Vec<_>>().join("\r\n")
        };
        let asked = lines("Password Change Request", "Change Date : 11/20/2026 00:00:00");
        let done = lines("Password Change Result", "PwdChangeOnLogon=False, Result : Success.");
        self.ours(650, &format!("Provision credentials batch start. Count: {count}, {call}"));
        self.ours(656, &asked);
        self.ours(657, &done);
        self.ours(651, &format!("Provision credentials batch end. Count: {count}, {call}"));
        let (other, id) =
            [("ESENT", 916), ("VSS", 8224), ("SceCli", 1704)][usize::try_from(self.step % 3).unwrap()];
        self.waiting.push(Event::new(other, id, self.time, "svchost (1234,G,98) beta feature"));
        self.waiting.reverse();
        self.step += 1;
        self.time += 20;
    }
}

impl Iterator for Traffic {
    type Item = Event;

    fn next(&mut self) -> Option<Event> {
        if self.waiting.is_empty() {
            self.batch();
        }
        self.waiting.pop()
    }
}

fn main() {
    let mut arguments = std::env::args().skip(1);
    let megabytes: usize =
        arguments.next().expect("how many megabytes").parse().expect("a number of megabytes");
    let chunks = (megabytes * 1_000_000).div_ceil(CHUNK).max(1);
    let mut out = BufWriter::new(File::create(arguments.next().expect("which file")).unwrap());
    out.write_all(&[0; HEADER]).unwrap();
    let mut traffic = Traffic { time: START, step: 0, waiting: Vec::new() }.peekable();
    let mut number = 1;
    for _ in 0..chunks {
        let mut chunk = Chunk::new(number);
        while chunk.add(traffic.peek().unwrap(), number) {
            traffic.next();
            number += 1;
        }
        out.write_all(&chunk.finish()).unwrap();
    }
    out.seek(SeekFrom::Start(0)).unwrap();
    out.write_all(&header(chunks, number, 0)).unwrap();
    out.flush().unwrap();
}
