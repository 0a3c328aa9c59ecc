//! Reads sources one after the other, and hands on what comes.

use super::{Running, Tools, bench::Fed, said};
use crate::{
    evidence::{Ask, Kind, open::Opened},
    facts::{Gather, Tick},
    wizard::{Job, Progress, SourceSpec},
};
use std::{
    ops::ControlFlow,
    panic::{AssertUnwindSafe, catch_unwind},
    sync::mpsc::SyncSender,
};

/// One reading.
pub(super) struct Reader {
    pub job: Job,
    pub tools: Tools,
    pub bench: SyncSender<Fed>,
    pub running: Running,
}

impl Reader {
    /// Reads all; a fault of ours in it becomes a message.
    pub fn run(self, sources: &[SourceSpec]) {
        let done = catch_unwind(AssertUnwindSafe(|| {
            for spec in sources {
                if self.source(spec).is_break() {
                    return;
                }
            }
            let _ = self.tell(Fed::End(self.job));
        }));
        if let Err(panic) = done {
            let _ = self.tell(Fed::Panicked(self.job, said(panic.as_ref())));
        }
    }

    fn source(&self, spec: &SourceSpec) -> ControlFlow<()> {
        let progress = Progress { source: spec.name().to_owned(), ..Progress::default() };
        self.tell(Fed::Progress(self.job, progress))?;
        match (self.tools.open)(spec) {
            Err(e) => self.tell(Fed::Refused(self.job, e.to_string())),
            Ok(opened) => {
                for one in opened {
                    self.one(one)?;
                }
                ControlFlow::Continue(())
            }
        }
    }

    fn one(&self, Opened { origin, mut source }: Opened) -> ControlFlow<()> {
        self.running.add(self.job, source.stopper());
        let mut shown = Progress { source: origin.name.clone(), ..Progress::default() };
        self.tell(Fed::Progress(self.job, shown.clone()))?;
        // The notes are kept here; the records go to the thread that judges.
        let mut gather = Gather::of_notes();
        let mut told = false;
        let mut tick = |tick: Tick<'_>| {
            let before = shown.clone();
            match tick {
                Tick::Record(record) => {
                    if !told {
                        record.kind.name().clone_into(&mut shown.doing);
                    }
                    self.tell(Fed::Record(self.job, Box::new(record.clone())))?;
                }
                Tick::Event(event, from) => {
                    if !told {
                        Kind::WinEvent.name().clone_into(&mut shown.doing);
                    }
                    self.tell(Fed::Event(self.job, Box::new((event.clone(), from.clone()))))?;
                }
                Tick::Doing(what) => {
                    told = true;
                    what.clone_into(&mut shown.doing);
                }
                Tick::Progress(done, of) => shown.percent = of.and_then(|of| percent(done, of)),
            }
            if shown == before {
                ControlFlow::Continue(())
            } else {
                self.tell(Fed::Progress(self.job, shown.clone()))
            }
        };
        match gather.read(&origin, source.as_mut(), &Ask::default(), &mut tick) {
            Ok(()) => gather
                .notes
                .into_iter()
                .try_for_each(|notes| self.tell(Fed::Source(self.job, Box::new(notes)))),
            Err(e) => self.tell(Fed::Refused(self.job, e.to_string())),
        }
    }

    /// Hands something on; breaks when nobody takes it any more.
    fn tell(&self, fed: Fed) -> ControlFlow<()> {
        if self.bench.send(fed).is_ok() { ControlFlow::Continue(()) } else { ControlFlow::Break(()) }
    }
}

fn percent(done: u64, of: u64) -> Option<u8> {
    u8::try_from(done.saturating_mul(100).checked_div(of)?.min(100)).ok()
}
