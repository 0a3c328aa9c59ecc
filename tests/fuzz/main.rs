//! Mutated event logs and exports, read to their end: nothing panics, and memory does not grow.
//!
//! `cargo test --test fuzz` takes a few hundred of each kind. `FUZZ_SECONDS=600 cargo test --test fuzz` goes
//! on for ten minutes on each, with `FUZZ_KIND=xml` on that one alone; `FUZZ_SEED` begins elsewhere. What fails is told by its seed.

#![allow(
    clippy::unwrap_used,
    clippy::expect_used,
    clippy::panic,
    dead_code,
    reason = "a test that cannot go on has failed"
)]

#[path = "../logs/made.rs"]
mod made;
#[path = "../logs/writer.rs"]
mod writer;

use phs_doctor::{
    evidence::{Ask, EventQuery, Locator, Problem, Record, Sink, event_log::Logged, open},
    facts::{FactsBuilder, events::Told},
};
use std::{
    ops::ControlFlow,
    time::{Duration, Instant},
};

/// Without a time, so many of each kind.
const FEW: u64 = 300;
/// The most memory that reading small inputs may ever need, in KB.
const MOST_MEMORY: u64 = 400 * 1024;

/// What is given can be folded, as a record and as an event of a log.
#[derive(Default)]
struct Nothing(FactsBuilder);

impl Sink for Nothing {
    fn take(&mut self, record: Record) -> ControlFlow<()> {
        self.0.push(&record);
        let _ = Told::of(&record);
        ControlFlow::Continue(())
    }
    fn event(&mut self, event: Logged, from: &Locator) -> ControlFlow<()> {
        self.0.push_event(&event, from);
        self.take(event.record(from.clone()))
    }
    fn problem(&mut self, _: Problem) {}
    fn not_understood(&mut self, _: &str) {}
    fn progress(&mut self, _: u64, _: Option<u64>) {}
}

/// Numbers that look like chance and are the same for a seed.
struct Dice(u64);

impl Dice {
    fn next(&mut self) -> u64 {
        self.0 = self.0.wrapping_add(0x9e37_79b9_7f4a_7c15);
        let mut z = self.0;
        z = (z ^ (z >> 30)).wrapping_mul(0xbf58_476d_1ce4_e5b9);
        z = (z ^ (z >> 27)).wrapping_mul(0x94d0_49bb_1331_11eb);
        z ^ (z >> 31)
    }

    fn below(&mut self, most: usize) -> usize {
        usize::try_from(self.next() % most.max(1) as u64).unwrap()
    }
}

fn mutated(seed: &[u8], dice: &mut Dice) -> Vec<u8> {
    let mut bytes = seed.to_vec();
    for _ in 0..=dice.below(8) {
        let at = dice.below(bytes.len());
        let length = dice.below(64).min(bytes.len() - at);
        match dice.below(6) {
            0 => bytes[at] ^= 1 << dice.below(8),
            1 => bytes[at] = dice.next().to_le_bytes()[0],
            2 => bytes.truncate(at.max(1)),
            3 => bytes[at..at + length].fill(if dice.below(2) == 0 { 0 } else { 0xff }),
            4 => {
                let piece = bytes[at..at + length].to_vec();
                let to = dice.below(bytes.len());
                bytes.splice(to..to, piece);
            }
            _ => {
                bytes.drain(at..at + length);
            }
        }
        if bytes.is_empty() {
            bytes.push(0);
        }
    }
    bytes
}

/// With the checksums of chunks made right again, so that what is behind them is reached.
fn resealed(mut bytes: Vec<u8>) -> Vec<u8> {
    let mut at = writer::HEADER;
    while at + writer::CHUNK <= bytes.len() {
        let chunk = &mut bytes[at..at + writer::CHUNK];
        let free = u32::from_le_bytes(chunk[48..52].try_into().unwrap()) as usize;
        if let Some(records) = chunk.get(512..free) {
            let sum = writer::checksum(records).to_le_bytes();
            chunk[52..56].copy_from_slice(&sum);
        }
        let head: Vec<u8> = chunk[..120].iter().chain(&chunk[128..512]).copied().collect();
        let sum = writer::checksum(&head).to_le_bytes();
        chunk[124..128].copy_from_slice(&sum);
        at += writer::CHUNK;
    }
    bytes
}

fn run(kind: &str, seeds: &[Vec<u8>], seal: bool) {
    if std::env::var("FUZZ_KIND").is_ok_and(|only| only != kind) {
        return;
    }
    let seconds: Option<u64> = std::env::var("FUZZ_SECONDS").ok().and_then(|s| s.parse().ok());
    let mut seed: u64 = std::env::var("FUZZ_SEED").ok().and_then(|s| s.parse().ok()).unwrap_or(1);
    let (begun, first) = (Instant::now(), seed);
    let ended = |done: u64| match seconds {
        Some(seconds) => begun.elapsed() >= Duration::from_secs(seconds),
        None => done >= FEW,
    };
    while !ended(seed - first) {
        let mut dice = Dice(seed);
        let which = dice.below(seeds.len());
        let mut bytes = mutated(&seeds[which], &mut dice);
        if seal && dice.below(2) == 0 {
            bytes = resealed(bytes);
        }
        let read = std::panic::catch_unwind(|| {
            let Ok(mut opened) = open::stream("fuzz", &mut &bytes[..]) else { return };
            let events = Some(EventQuery::default());
            let mut nothing = Nothing::default();
            for one in &mut opened {
                let _ = one.source.read(&Ask { events: events.clone(), ..Ask::default() }, &mut nothing);
            }
            let _ = nothing.0.finish();
        });
        assert!(read.is_ok(), "{kind}: FUZZ_SEED={seed} panics");
        seed += 1;
    }
    let most = memory().unwrap_or_default();
    assert!(most < MOST_MEMORY, "{kind}: {most} KB of memory");
    println!("{kind}: {} inputs, {most} KB", seed - first);
}

/// The most memory this process ever held, where the system says.
fn memory() -> Option<u64> {
    let status = std::fs::read_to_string("/proc/self/status").ok()?;
    let line = status.lines().find(|l| l.starts_with("VmHWM"))?;
    line.split_whitespace().nth(1)?.parse().ok()
}

fn main() {
    let events = made::healthy();
    let small = writer::log(&events[..40]);
    run("evtx", &[writer::log(&events[..300]), small], true);
    let text = format!("ping end.{}", made::tail()).replace('<', "&lt;");
    let event = format!(
        "<Event xmlns='http://schemas.microsoft.com/win/2004/08/events/event'><System><Provider Name='Directory Synchronization'/>\
         <EventID>654</EventID><Level>4</Level><TimeCreated SystemTime='2026-11-20T09:00:00Z'/></System>\
         <EventData><Data>{text}</Data></EventData></Event>"
    );
    run(
        "xml",
        &[event.repeat(20).into_bytes(), format!("<Events>{event}{event}</Events>").into_bytes()],
        false,
    );
    let json = r#"[{"Message":"ping end","Id":654,"Level":4,"ProviderName":"Directory Synchronization","TimeCreated":"\/Date(1795165200000)\/","Properties":[{"Value":"a"}]},{"Id":916,"ProviderName":"ESENT","TimeCreated":"2026-11-20T09:00:00Z"}]"#;
    let csv = "\"Message\",\"Id\",\"ProviderName\",\"TimeCreated\"\r\n\"ping\r\nend\",\"654\",\"Directory Synchronization\",\"2026-11-20T09:00:00Z\"\r\n".repeat(5);
    run("json", &[json.as_bytes().to_vec()], false);
    run("csv", &[csv.into_bytes()], false);
}
