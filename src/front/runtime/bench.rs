//! Takes records as they come and judges them, again and again, so that the first findings are seen
//! before the last record is read.

use super::{Say, Tools, said};
use crate::{
    evidence::{Locator, Origin, Problem, Record, event_log::Logged},
    facts::{Choices, FactsBuilder, SourceNotes},
    front::case::case,
    wizard::{Job, Judged, Msg, Progress},
};
use std::{
    collections::BTreeSet,
    panic::{AssertUnwindSafe, catch_unwind},
    sync::{
        Arc,
        mpsc::{Receiver, RecvTimeoutError, TryRecvError},
    },
    time::{Duration, Instant},
};

/// What the thread that judges is told.
pub(super) enum Fed {
    /// A reading begins.
    Begin { job: Job, fresh: bool },
    /// A record came.
    Record(Job, Box<Record>),
    /// An event of a log came, and where it stood.
    Event(Job, Box<(Logged, Locator)>),
    /// So far is it.
    Progress(Job, Progress),
    /// A source was read.
    Source(Job, Box<SourceNotes>),
    /// A source cannot be used.
    Refused(Job, String),
    /// Everything was read.
    End(Job),
    /// The operator has seen enough.
    Stop(Job),
    /// The operator chose a computer.
    Choose { job: Job, server: String },
    /// The reader gave up.
    Panicked(Job, String),
}

/// Between two judgements of a reading that goes on.
const PAUSE: Duration = Duration::from_millis(100);

struct Bench<'a> {
    tools: &'a Tools,
    say: &'a Say,
    job: Job,
    choices: Choices,
    builder: FactsBuilder,
    notes: Vec<SourceNotes>,
    /// The source that is being read, and how many records came of it.
    current: Option<(Arc<Origin>, u64)>,
    progress: Option<Progress>,
    dirty: bool,
    judged: Option<Instant>,
}

/// Works until nobody feeds it any more.
pub(super) fn run(tools: &Tools, say: &Say, fed: &Receiver<Fed>) {
    let mut bench = Bench {
        tools,
        say,
        job: 0,
        choices: tools.choices.clone(),
        builder: FactsBuilder::new(tools.choices.clone()),
        notes: Vec::new(),
        current: None,
        progress: None,
        dirty: false,
        judged: None,
    };
    loop {
        let first = if bench.dirty {
            let left = bench.judged.map_or(Duration::ZERO, |t| PAUSE.saturating_sub(t.elapsed()));
            match fed.recv_timeout(left) {
                Ok(fed) => Some(fed),
                Err(RecvTimeoutError::Timeout) => None,
                Err(RecvTimeoutError::Disconnected) => return,
            }
        } else {
            match fed.recv() {
                Ok(fed) => Some(fed),
                Err(_) => return,
            }
        };
        if first.is_none() {
            bench.judge(false, false);
        }
        let mut next = first;
        while let Some(one) = next {
            bench.take(one);
            next = match fed.try_recv() {
                Ok(fed) => Some(fed),
                Err(TryRecvError::Empty) => None,
                Err(TryRecvError::Disconnected) => return,
            };
        }
        if let Some(progress) = bench.progress.take() {
            say(Msg::Progress(bench.job, progress));
        }
    }
}

impl Bench<'_> {
    fn take(&mut self, fed: Fed) {
        match fed {
            Fed::Begin { job, fresh } => {
                self.job = job;
                self.forget(fresh);
            }
            Fed::Choose { job, server } => {
                self.job = job;
                self.choices.server = Some(server);
                self.judge(true, false);
            }
            Fed::Record(job, record) if job == self.job => {
                self.came(&record.from.origin);
                self.builder.push(&record);
            }
            Fed::Event(job, event) if job == self.job => {
                let (event, from) = *event;
                self.came(&from.origin);
                self.builder.push_event(&event, &from);
            }
            Fed::Progress(job, progress) if job == self.job => self.progress = Some(progress),
            Fed::Source(job, notes) if job == self.job => {
                self.current = None;
                self.builder.ended(&notes.origin, true);
                self.notes.push(*notes);
                self.dirty = true;
            }
            Fed::Refused(job, reason) if job == self.job => {
                self.current = None;
                (self.say)(Msg::Refused(job, reason));
            }
            Fed::End(job) if job == self.job => self.judge(true, false),
            Fed::Stop(job) if job == self.job => self.stop(),
            Fed::Panicked(job, text) if job == self.job => {
                (self.say)(Msg::Failed(job, "reading the evidence".to_owned(), text));
                self.job = 0;
            }
            // What an older reading still says.
            _ => {}
        }
    }

    /// Something of a source came: until it was read to its end, more may.
    fn came(&mut self, origin: &Arc<Origin>) {
        let same = |(of, _): &(Arc<Origin>, u64)| of == origin;
        let count = self.current.as_ref().filter(|c| same(c)).map_or(0, |(_, n)| *n);
        if count == 0 {
            self.builder.ended(origin, false);
        }
        self.current = Some((Arc::clone(origin), count + 1));
        self.dirty = true;
    }

    fn forget(&mut self, fresh: bool) {
        if fresh {
            self.choices = self.tools.choices.clone();
            self.builder = FactsBuilder::new(self.choices.clone());
            self.notes.clear();
        }
        self.current = None;
        self.progress = None;
        self.dirty = false;
        self.judged = None;
    }

    /// Judges what came. What the reader still says after this is not heard.
    fn stop(&mut self) {
        if let Some((origin, records)) = self.current.take() {
            let reason = "reading was stopped before its end".to_owned();
            self.notes.push(SourceNotes {
                problems: vec![Problem { file: origin.name.clone(), line: None, reason }],
                origin,
                from: None,
                to: None,
                records,
                not_understood: BTreeSet::new(),
            });
        }
        self.judge(true, true);
        self.job = 0;
    }

    fn judge(&mut self, done: bool, stopped: bool) {
        self.dirty = false;
        self.judged = Some(Instant::now());
        let result = catch_unwind(AssertUnwindSafe(|| {
            let mut builder = std::mem::take(&mut self.builder).with(self.choices.clone());
            let facts = builder.finish().0;
            self.builder = builder;
            let choose = if facts.must_choose() { facts.servers().to_vec() } else { Vec::new() };
            let judgement = (self.tools.judge)(&facts, &self.tools.order);
            Judged { case: case(&facts, judgement, &self.notes), choose, done, stopped }
        }));
        match result {
            Ok(judged) => (self.say)(Msg::Judged(self.job, Arc::new(judged))),
            Err(panic) => {
                let what = "judging the evidence".to_owned();
                (self.say)(Msg::Failed(self.job, what, said(panic.as_ref())));
                self.job = 0;
            }
        }
    }
}
