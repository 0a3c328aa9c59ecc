//! `.evtx`: one chunk of 64 KB after the other, so that memory does not grow with the log. What the
//! library passes over in silence (a file shorter than its header says, chunks of zeros, numbers that
//! are missing) is looked for here and said.

mod chunk;
mod classic;
mod frame;
mod rendered;
mod templates;

use crate::evidence::{
    give::{Giving, Parsed},
    input::{Bytes, Input},
    record::{Locator, Origin},
    source::{Ask, Sink, Source, SourceError, Stopper, Summary},
};
use chunk::Reading;
use frame::{CHUNK, Frame, HEADER};
use std::{io, ops::ControlFlow, sync::Arc};

/// What a source of this kind is called.
pub const KIND: &str = "event log";
/// What is accepted, for messages.
pub const ACCEPTED: &str = "an event log (.evtx)";
const FILE_MAGIC: &[u8] = b"ElfFile\0";
const CHUNK_MAGIC: &[u8] = b"ElfChnk\0";

/// A log file.
pub struct EventLog {
    origin: Arc<Origin>,
    input: Input,
    stopper: Stopper,
}

/// True for the start of a log; a broken header still has a chunk behind it.
#[must_use]
pub fn looks_like(start: &[u8]) -> bool {
    let chunk = usize::try_from(HEADER).ok().and_then(|at| start.get(at..));
    start.starts_with(FILE_MAGIC) || chunk.is_some_and(|c| c.starts_with(CHUNK_MAGIC))
}

impl EventLog {
    /// The log in `input`.
    #[must_use]
    pub fn new(origin: Origin, input: Input) -> EventLog {
        EventLog { origin: Arc::new(origin), input, stopper: Stopper::default() }
    }
}

impl Source for EventLog {
    fn read(&mut self, ask: &Ask, out: &mut dyn Sink) -> Result<Summary, SourceError> {
        let failed = |e: io::Error| SourceError::Open {
            name: self.origin.name.clone(),
            reason: format!("it cannot be opened ({e})"),
        };
        let mut bytes = (self.input.open)().map_err(failed)?;
        let mut block = Vec::new();
        let mut broken = fill(bytes.as_mut(), &mut block, 4096).err();
        let from = Locator { origin: Arc::clone(&self.origin), file: None, line: None };
        let frame = Frame::of(&block, self.input.size);
        let mut reading = Reading::new(&self.input, from.clone(), Giving::new(ask, out));
        reading.frame(&frame, self.input.size);
        let mut number = 0;
        while number < frame.present && broken.is_none() {
            if self.stopper.stopped() {
                reading.giving.summary.stopped = true;
                break;
            }
            if let Err(e) = fill(bytes.as_mut(), reading.buffer(), CHUNK) {
                broken = Some(e);
                break;
            }
            if reading.chunk(number, &frame).is_break() {
                break;
            }
            number += 1;
            if number % 64 == 0 {
                reading.giving.out.progress(number * CHUNK as u64, Some(self.input.size));
            }
        }
        if let Some(e) = broken {
            reading.damage(format!("reading broke off ({e}); what came before is used"));
        }
        Ok(finish(reading, from))
    }

    fn stopper(&self) -> Stopper {
        self.stopper.clone()
    }
}

fn finish(mut reading: Reading<'_>, from: Locator) -> Summary {
    if !reading.giving.summary.stopped {
        reading.end();
    }
    let Reading { mut giving, coverage, input, .. } = reading;
    giving.out.progress(input.size, Some(input.size));
    if giving.summary.stopped {
        return giving.summary;
    }
    if let Some(record) = coverage.record(from) {
        let _: ControlFlow<()> = giving.give(Parsed { record, unknown: Vec::new() }, &input.name);
    }
    giving.summary
}

/// Reads so many bytes, or what is left.
fn fill(bytes: &mut dyn Bytes, into: &mut Vec<u8>, length: usize) -> io::Result<()> {
    into.resize(length, 0);
    let mut got = 0;
    while got < length {
        match bytes.read(&mut into[got..]) {
            Ok(0) => break,
            Ok(n) => got += n,
            Err(e) if e.kind() == io::ErrorKind::Interrupted => {}
            Err(e) => return Err(e),
        }
    }
    into.truncate(got);
    Ok(())
}
