//! The Connect server that the program runs on, asked by its own Windows PowerShell.
//!
//! A script (assets/collector) writes evidence as JSON Lines; they go to a temporary file and are read
//! from there while it grows, so that the first findings are seen before the last record came, and
//! everything can be judged again. The script runs each section apart and keeps the limits; where it
//! hangs as a whole it is ended with all it started, and started again behind the section that hung.

mod attempt;
mod collection;
mod host;
mod process;
pub mod script;
mod sections;
mod spool;

pub use host::{Host, Limits};
pub use process::end_all;
pub use sections::{SECTIONS, Section, named, needed};

use super::{
    Ask, Origin, Problem, Record, Sink, Source, SourceError, Stopper, Summary, input::Input,
    jsonl::JsonLines, open::Opened,
};
use collection::Collection;
use spool::Spool;
use std::{
    collections::BTreeSet,
    io,
    ops::ControlFlow,
    sync::{Arc, Mutex, MutexGuard, PoisonError},
    thread,
};

/// What it is called as a source.
pub const NAME: &str = "live";
/// What it is, for reports.
pub const KIND: &str = "live Connect server";

/// This server: what was collected of it stays until the program ends.
#[derive(Clone)]
pub struct Server {
    shared: Arc<Shared>,
}

struct Shared {
    host: Host,
    limits: Limits,
    kept: Mutex<Kept>,
    /// Held while the script runs: one collection at a time.
    running: Mutex<()>,
    /// What was not told yet of how far it is.
    progress: Mutex<Vec<Progress>>,
}

#[derive(Default)]
struct Kept {
    spool: Option<Arc<Spool>>,
    /// Users that were asked for, in lower case.
    users: BTreeSet<String>,
}

struct Progress {
    done: usize,
    of: usize,
    doing: String,
}

fn lock<T>(of: &Mutex<T>) -> MutexGuard<'_, T> {
    of.lock().unwrap_or_else(PoisonError::into_inner)
}

impl Server {
    /// Nothing is started yet.
    #[must_use]
    pub fn new(host: Host, limits: Limits) -> Server {
        let shared = Shared {
            host,
            limits,
            kept: Mutex::default(),
            running: Mutex::default(),
            progress: Mutex::default(),
        };
        Server { shared: Arc::new(shared) }
    }

    /// It as a source. The first reading collects; a later one for more users collects those, one for
    /// certain kinds collects these anew, one for nothing in particular everything.
    #[must_use]
    pub fn open(&self) -> Opened {
        let origin = Origin { name: NAME.to_owned(), kind: KIND };
        let source = Live { shared: Arc::clone(&self.shared), stopper: Stopper::default() };
        Opened { origin, source: Box::new(source) }
    }

    /// The lines that were collected; none before anything was.
    #[must_use]
    pub fn collected(&self) -> Option<io::Result<String>> {
        lock(&self.shared.kept).spool.as_ref().map(|spool| spool.text())
    }
}

struct Live {
    shared: Arc<Shared>,
    stopper: Stopper,
}

/// What a reading collects, and from where on it reads.
struct Plan {
    sections: Vec<&'static Section>,
    users: Vec<String>,
    spool: Arc<Spool>,
    start: u64,
}

impl Shared {
    fn plan(&self, ask: &Ask) -> io::Result<Plan> {
        let mut kept = lock(&self.kept);
        let has = kept.spool.clone();
        let key = |u: &String| u.to_lowercase();
        let (sections, users, fresh) = match (&has, ask.objects.is_empty() && ask.events.is_none()) {
            // Another pass over what is there.
            (Some(_), false) => (Vec::new(), Vec::new(), false),
            (Some(_), true) if !ask.kinds.is_empty() => (needed(ask), ask.users.clone(), false),
            (Some(_), true) if !ask.users.is_empty() => {
                let new: Vec<_> =
                    ask.users.iter().filter(|u| !kept.users.contains(&key(u))).cloned().collect();
                let sections = SECTIONS.iter().filter(|s| s.for_user && !new.is_empty()).collect();
                (sections, new, false)
            }
            _ => (needed(ask), ask.users.clone(), true),
        };
        let spool = match has {
            Some(spool) if !fresh => spool,
            _ => Arc::new(Spool::new()?),
        };
        if fresh {
            kept.users.clear();
        }
        kept.users.extend(users.iter().map(key));
        kept.spool = Some(Arc::clone(&spool));
        // What was asked for anew is read from where it begins; everything else from the start.
        let start = if ask.kinds.is_empty() || fresh { 0 } else { spool.length() };
        Ok(Plan { sections, users, spool, start })
    }
}

impl Source for Live {
    fn read(&mut self, ask: &Ask, out: &mut dyn Sink) -> Result<Summary, SourceError> {
        let failed = |e: io::Error| SourceError::Open {
            name: NAME.to_owned(),
            reason: format!("there is no room for what it would say ({e})"),
        };
        let shared = Arc::clone(&self.shared);
        let running = lock(&shared.running);
        lock(&shared.progress).clear();
        let Plan { sections, users, spool, start } = shared.plan(ask).map_err(failed)?;
        let collects = !sections.is_empty();
        let said = thread::scope(|scope| {
            let worker = collects.then(|| {
                spool.open();
                let (shared, spool, stopper) = (&shared, &spool, &self.stopper);
                scope.spawn(move || {
                    let collection = Collection {
                        host: &shared.host,
                        limits: shared.limits,
                        sections,
                        users,
                        spool,
                        stopper,
                    };
                    let tick = |done, of, doing: &str| {
                        lock(&shared.progress).push(Progress { done, of, doing: doing.to_owned() });
                        // An empty line wakes up who reads along.
                        let _ = spool.line("");
                    };
                    let _closing = Closing(spool);
                    collection.run(&tick)
                })
            });
            let read = Live::lines(ask, out, &shared, &spool, start);
            if matches!(&read, Ok(s) if s.stopped) || read.is_err() {
                // The sink has seen enough: the script is not wanted any more.
                self.stopper.stop();
            }
            let said = worker.and_then(|w| w.join().ok()).unwrap_or_default();
            read.map(|read| (read, said))
        });
        drop(running);
        let (mut summary, said) = said?;
        summary.stopped |= self.stopper.stopped();
        if summary.records == 0 && !summary.stopped && !said.is_empty() {
            return Err(SourceError::Unusable { name: NAME.to_owned(), reason: said.join("; ") });
        }
        for reason in said {
            out.problem(Problem { file: NAME.to_owned(), line: None, reason });
        }
        Ok(summary)
    }

    fn stopper(&self) -> Stopper {
        self.stopper.clone()
    }
}

impl Live {
    fn lines(
        ask: &Ask,
        out: &mut dyn Sink,
        shared: &Shared,
        spool: &Arc<Spool>,
        start: u64,
    ) -> Result<Summary, SourceError> {
        let growing = Arc::clone(spool);
        let open = Arc::new(move || {
            let tail = Arc::clone(&growing).tail(start)?;
            Ok(Box::new(tail) as Box<dyn super::input::Bytes>)
        });
        let input = Input { name: NAME.to_owned(), size: 0, open };
        let origin = Origin { name: NAME.to_owned(), kind: KIND };
        let mut sink = Ticking { out, shared };
        let mut lines = JsonLines::growing(origin, input);
        // Only who was asked for was collected: nobody is left out.
        let everybody = Ask { users: Vec::new(), objects: Vec::new(), ..ask.clone() };
        let outcome = lines.read(&everybody, &mut sink);
        sink.tick();
        outcome
    }
}

/// However the collection ends, whoever reads along is told.
struct Closing<'a>(&'a Spool);

impl Drop for Closing<'_> {
    fn drop(&mut self) {
        self.0.close();
    }
}

/// Hands on what comes, and how many sections are done.
struct Ticking<'a> {
    out: &'a mut dyn Sink,
    shared: &'a Shared,
}

impl Ticking<'_> {
    fn tick(&mut self) {
        let untold = std::mem::take(&mut *lock(&self.shared.progress));
        for Progress { done, of, doing } in untold {
            if !doing.is_empty() {
                self.out.doing(&format!("{doing} ({} of {of})", (done + 1).min(of)));
            }
            self.out.progress(done as u64, Some(of as u64));
        }
    }
}

impl Sink for Ticking<'_> {
    fn take(&mut self, record: Record) -> ControlFlow<()> {
        self.tick();
        self.out.take(record)
    }

    fn problem(&mut self, problem: Problem) {
        self.out.problem(problem);
    }

    fn not_understood(&mut self, name: &str) {
        self.out.not_understood(name);
    }

    fn progress(&mut self, _: u64, _: Option<u64>) {
        self.tick();
    }

    fn doing(&mut self, what: &str) {
        self.out.doing(what);
    }
}
