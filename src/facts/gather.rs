//! Takes what sources give: records to the facts, everything else to the notes on each source.

use super::{Connector, Facts, FactsBuilder};
use crate::evidence::{
    Ask, Kind, Locator, Origin, Problem, Record, Sink, Source, SourceError, event_log::Logged, open::Opened,
    source::AskedAccount,
};
use chrono::{DateTime, Utc};
use std::{collections::BTreeSet, ops::ControlFlow, sync::Arc};

/// How many names and problems are noted one by one.
const MOST: usize = 200;

/// What is to be said about one source.
#[derive(Clone, Debug)]
pub struct SourceNotes {
    /// The source.
    pub origin: Arc<Origin>,
    /// Oldest time in it.
    pub from: Option<DateTime<Utc>>,
    /// Newest time in it.
    pub to: Option<DateTime<Utc>>,
    /// Usable records.
    pub records: u64,
    /// What could not be used.
    pub problems: Vec<Problem>,
    /// Kinds and properties that this version does not know.
    pub not_understood: BTreeSet<String>,
}

impl SourceNotes {
    /// Takes what another look at the source saw, once each.
    fn learn(&mut self, again: SourceNotes) {
        for problem in again.problems {
            if self.problems.len() < MOST && !self.problems.contains(&problem) {
                self.problems.push(problem);
            }
        }
        self.not_understood.extend(again.not_understood);
    }

    fn saw(&mut self, time: DateTime<Utc>) {
        self.from = Some(self.from.map_or(time, |t| t.min(time)));
        self.to = Some(self.to.map_or(time, |t| t.max(time)));
    }
}

/// Reads sources into facts.
#[derive(Default)]
pub struct Gather {
    /// The facts so far.
    pub builder: FactsBuilder,
    /// One entry a source.
    pub notes: Vec<SourceNotes>,
    again: bool,
    /// True where somebody else makes facts of what comes.
    notes_only: bool,
}

impl Gather {
    /// With what the operator chose.
    #[must_use]
    pub fn new(builder: FactsBuilder) -> Gather {
        Gather { builder, ..Gather::default() }
    }

    /// Keeps notes on sources alone; what comes is for whoever hears the ticks.
    #[must_use]
    pub fn of_notes() -> Gather {
        Gather { notes_only: true, ..Gather::default() }
    }

    /// What to ask a source for: of people only who was asked for, and the accounts that connectors sign in with as far as
    /// the sources before it named them.
    #[must_use]
    pub fn ask(&self) -> Ask {
        Ask { accounts: accounts(&self.builder.connectors()), ..self.builder.ask() }
    }

    /// Reads one source once. A source without one usable record is an error.
    pub fn read(
        &mut self,
        origin: &Origin,
        source: &mut dyn Source,
        ask: &Ask,
        tick: &mut dyn FnMut(Tick<'_>) -> ControlFlow<()>,
    ) -> Result<(), SourceError> {
        let mut into = Into {
            builder: (!self.notes_only).then_some(&mut self.builder),
            notes: SourceNotes {
                origin: Arc::new(origin.clone()),
                from: None,
                to: None,
                records: 0,
                problems: Vec::new(),
                not_understood: BTreeSet::new(),
            },
            tick,
            unnoted: 0,
        };
        let summary = source.read(ask, &mut into);
        let unnoted = into.unnoted;
        let mut notes = into.notes;
        let summary = summary?;
        notes.records = summary.records;
        self.builder.ended(&notes.origin, !summary.stopped);
        if unnoted > 0 {
            let reason = format!("{unnoted} more of its kind were left out of this list");
            notes.problems.push(Problem { file: origin.name.clone(), line: None, reason });
        }
        if summary.records == 0 && !summary.stopped {
            return Err(SourceError::nothing(&origin.name, notes.problems.first()));
        }
        // A second look at a source is no second source; it may see more of it.
        match self.notes.iter_mut().find(|known| self.again && known.origin == notes.origin) {
            Some(known) => known.learn(notes),
            None => self.notes.push(notes),
        }
        Ok(())
    }

    /// The facts; reads the sources again while that finds more of the people who were asked for.
    pub fn settle(
        &mut self,
        sources: &mut [Opened],
        tick: &mut dyn FnMut(Tick<'_>) -> ControlFlow<()>,
    ) -> Arc<Facts> {
        loop {
            let (facts, mut ask) = self.builder.finish();
            if ask.objects.is_empty() {
                return facts;
            }
            ask.accounts = accounts(&facts);
            self.builder.again();
            self.again = true;
            for Opened { origin, source } in &mut *sources {
                // What it could not give was said the first time.
                let _ = self.read(origin, source.as_mut(), &ask, tick);
            }
        }
    }
}

/// The accounts that the forests' connectors sign in with.
#[must_use]
pub fn accounts(facts: &Facts) -> Vec<AskedAccount> {
    let asked = |c: &Connector| {
        let partitions = c.partitions.iter().filter(|p| p.may_hold_users());
        Some(AskedAccount {
            connector: Some(c.name.clone()),
            name: c.account()?,
            domains: partitions.clone().filter_map(|p| p.domain.clone()).collect(),
            preferred: partitions.flat_map(|p| p.preferred_dcs.clone()).collect(),
        })
    };
    facts.ad_connectors().filter_map(asked).collect()
}

/// What happens while a source is read.
pub enum Tick<'a> {
    /// A record came.
    Record(&'a Record),
    /// An event of a log came.
    Event(&'a Logged, &'a Locator),
    /// So much is done, of so much.
    Progress(u64, Option<u64>),
    /// This is being done, in words.
    Doing(&'a str),
}

struct Into<'a> {
    builder: Option<&'a mut FactsBuilder>,
    notes: SourceNotes,
    tick: &'a mut dyn FnMut(Tick<'_>) -> ControlFlow<()>,
    unnoted: usize,
}

impl Sink for Into<'_> {
    fn take(&mut self, record: Record) -> ControlFlow<()> {
        times_of(&record).for_each(|time| self.notes.saw(time));
        let flow = (self.tick)(Tick::Record(&record));
        if let Some(builder) = &mut self.builder {
            builder.push(&record);
        }
        flow
    }

    fn event(&mut self, event: Logged, from: &Locator) -> ControlFlow<()> {
        event.time.into_iter().for_each(|time| self.notes.saw(time));
        let flow = (self.tick)(Tick::Event(&event, from));
        if let Some(builder) = &mut self.builder {
            builder.push_event(&event, from);
        }
        flow
    }

    fn problem(&mut self, problem: Problem) {
        if self.notes.problems.len() < MOST {
            self.notes.problems.push(problem);
        } else {
            self.unnoted += 1;
        }
    }

    fn not_understood(&mut self, name: &str) {
        if self.notes.not_understood.len() < MOST {
            self.notes.not_understood.insert(name.to_owned());
        }
    }

    fn progress(&mut self, done: u64, of: Option<u64>) {
        let _ = (self.tick)(Tick::Progress(done, of));
    }

    fn doing(&mut self, what: &str) {
        let _ = (self.tick)(Tick::Doing(what));
    }
}

/// The times at which something of a record was observed.
fn times_of(record: &Record) -> impl Iterator<Item = DateTime<Utc>> {
    let own = match record.kind {
        Kind::Header => "collected_at",
        Kind::WinEvent => "TimeCreated",
        _ => "",
    };
    let stamped = record.props().and_then(|p| p.time(own)).and_then(crate::evidence::Stamp::moment);
    record.at.into_iter().chain(stamped)
}
