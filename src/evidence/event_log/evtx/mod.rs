//! `.evtx`: one chunk of 64 KB after the other, so that memory does not grow with the log. What the
//! library passes over in silence (a file shorter than its header says, chunks of zeros, numbers that
//! are missing) is looked for here and said.

mod chunk;
mod classic;
mod frame;
mod piece;
mod rendered;
mod templates;
mod two;

use crate::evidence::{
    give::{Giving, Parsed},
    input::{Bytes, Input},
    record::{Locator, Origin},
    source::{Ask, Sink, Source, SourceError, Stopper, Summary},
};
use chunk::Reading;
use frame::{CHUNK, Frame, HEADER};
use piece::{Piece, Said};
use std::{io, ops::ControlFlow, sync::Arc};
use two::Give;

/// What a source of this kind is called.
pub const KIND: &str = "event log";
/// What is accepted, for messages.
pub const ACCEPTED: &str = "an event log (.evtx)";
const FILE_MAGIC: &[u8] = b"ElfFile\0";
const CHUNK_MAGIC: &[u8] = b"ElfChnk\0";

/// A log of less is read faster by one thread.
const SMALL: u64 = 1 << 20;
/// So many chunks go from thread to thread at once.
const AT_ONCE: u64 = 4;

/// A log file.
pub struct EventLog {
    origin: Arc<Origin>,
    input: Input,
    stopper: Stopper,
    library: bool,
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
        EventLog { origin: Arc::new(origin), input, stopper: Stopper::default(), library: false }
    }

    /// The same with every event read by the library: slower, and a second opinion on the first.
    #[must_use]
    pub fn by_library(origin: Origin, input: Input) -> EventLog {
        EventLog { library: true, ..EventLog::new(origin, input) }
    }
}

impl Source for EventLog {
    fn read(&mut self, ask: &Ask, out: &mut dyn Sink) -> Result<Summary, SourceError> {
        let failed = |e: io::Error| SourceError::Open {
            name: self.origin.name.clone(),
            reason: format!("it cannot be opened ({e})"),
        };
        let bytes = (self.input.open)().map_err(failed)?;
        let from = Locator { origin: Arc::clone(&self.origin), file: None, line: None };
        let mut giving = Giving::new(ask, out);
        let pass = Pass { bytes, size: self.input.size, stopper: &self.stopper, library: self.library };
        let work = move |give: Give<'_, Piece>| pass.read(ask, give);
        // What the log covers is said last: without it, it was not read to its end.
        let mut whole = false;
        let mut take = |piece: Piece| {
            if self.stopper.stopped() {
                return ControlFlow::Break(());
            }
            let last = matches!(piece.said.last(), Some(Said::Coverage(_)));
            self.hand_on(piece, &mut giving, &from)?;
            whole |= last;
            ControlFlow::Continue(())
        };
        if self.input.size < SMALL {
            work(&mut take);
        } else {
            two::run(work, Piece::ease, &mut take);
        }
        giving.summary.stopped |= !whole;
        giving.out.progress(self.input.size, Some(self.input.size));
        Ok(giving.summary)
    }

    fn stopper(&self) -> Stopper {
        self.stopper.clone()
    }
}

impl EventLog {
    fn hand_on(&self, mut piece: Piece, giving: &mut Giving<'_>, from: &Locator) -> ControlFlow<()> {
        for said in std::mem::take(&mut piece.said) {
            match said {
                Said::Event(event) => giving.event(event, from)?,
                Said::InPlace(event) => {
                    if let Some(event) = piece.event(&event) {
                        giving.event(event, from)?;
                    }
                }
                Said::Problem(reason) => giving.out.problem(self.input.problem(None, reason)),
                Said::Coverage(coverage) => {
                    for record in coverage.records(from) {
                        giving.give(Parsed { record, unknown: Vec::new() }, &self.input.name)?;
                    }
                }
            }
        }
        giving.out.progress(piece.done, Some(self.input.size));
        ControlFlow::Continue(())
    }
}

/// One pass over the bytes of a log.
struct Pass<'a> {
    bytes: Box<dyn Bytes>,
    size: u64,
    stopper: &'a Stopper,
    library: bool,
}

impl Pass<'_> {
    fn read(mut self, ask: &Ask, give: Give<'_, Piece>) {
        let mut block = Vec::new();
        let mut broken = fill(self.bytes.as_mut(), &mut block, 4096).err();
        let frame = Frame::of(&block, self.size);
        let mut reading = Reading::new(ask, self.library);
        reading.frame(&frame, self.size);
        let mut number = 0;
        while number < frame.present && broken.is_none() {
            if let Err(e) = fill(self.bytes.as_mut(), reading.buffer(), CHUNK) {
                broken = Some(e);
                break;
            }
            reading.chunk(number, &frame);
            number += 1;
            if number % AT_ONCE == 0 {
                let piece = reading.piece(number * CHUNK as u64);
                if self.stopper.stopped() || give(piece).is_break() {
                    return;
                }
            }
        }
        if let Some(e) = broken {
            reading.damage(format!("reading broke off ({e}); what came before is used"));
        }
        let _: ControlFlow<()> = give(reading.end(self.size));
    }
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
