//! `phs-doctor events`: every source is read twice, first for the overview that stands on top, then for
//! the list, which is printed as it comes. So a log of any size needs no more memory than an event.

mod glance;
pub mod rows;

use super::{HEALTHY, USAGE, directory, say};
use crate::{
    cli::{EventFormat, Events},
    evidence::{Ask, EventQuery, Kind, KindSet, Problem, Record, Sink, open::Opened, who},
    facts::{Choices, FactsBuilder, Gather, events::Once, people::Found},
    report::events::{EventOverview, EventRow, csv_row, head, text_overview, text_row},
};
use glance::Glance;
use rows::{Labels, Wanted};
use std::{
    io::{self, BufWriter, Write},
    ops::ControlFlow,
    sync::Arc,
};

/// Lists events; the exit code.
#[must_use]
pub(super) fn events(args: &Events) -> u8 {
    listed(args).unwrap_or_else(|reason| say::refuse(&reason))
}

fn listed(args: &Events) -> Result<u8, String> {
    let mut refused = false;
    let access = Arc::default();
    let mut opened = Vec::new();
    for given in &args.sources {
        match directory::open(given, &access) {
            Ok(some) => opened.extend(some),
            Err(e) => refused |= say::tell(&e),
        }
    }
    if opened.is_empty() {
        return Err("none of the sources can be used".to_owned());
    }
    if let (Some(since), Some(until)) = (args.since, args.until)
        && since > until
    {
        return Err("--since is later than --until: no event can be in that span".to_owned());
    }
    let users = match &args.user {
        Some(asked) => Some(names_of(asked, &mut opened)?),
        None => None,
    };
    let span = EventQuery { since: args.since, until: args.until, ..EventQuery::default() };
    let mut glance = Glance::new(&span);
    refused |= read(&mut opened, &span, &mut glance);
    let (overview, labels) = glance.finish();
    let query = EventQuery { ids: args.id.clone(), ..span };
    let wanted = Wanted { query: query.clone(), users, ..Wanted::default() };
    let mut out = Out::new(args.format);
    let mut list =
        List { out: &mut out, wanted: &wanted, labels: &labels, once: Once::default(), broken: None };
    list.broken = list.out.begin(&overview).err();
    if list.broken.is_none() {
        let _ = read(&mut opened, &query, &mut list);
    }
    let broken = list.broken;
    let ended = broken.map_or_else(|| out.end(), Err);
    match ended {
        Err(e) if e.kind() != io::ErrorKind::BrokenPipe => Err(format!("standard output: {e}")),
        _ if refused => Ok(USAGE),
        _ => Ok(HEALTHY),
    }
}

/// Reads all sources once; true where one of them is of no use.
fn read(opened: &mut [Opened], query: &EventQuery, sink: &mut dyn Sink) -> bool {
    let kinds = KindSet::of(&[Kind::WinEvent, Kind::EventLogCoverage, Kind::ADSyncConnector]);
    let ask = Ask { kinds, events: Some(query.clone()), ..Ask::default() };
    let mut refused = false;
    for one in opened {
        if let Err(e) = one.source.read(&ask, sink) {
            refused |= say::tell(&e);
        }
    }
    refused
}

/// The names by which events may name a user: as asked, and what the sources know of them.
fn names_of(asked: &str, opened: &mut [Opened]) -> Result<Vec<String>, String> {
    let choices = Choices { users: vec![asked.to_owned()], ..Choices::default() };
    let mut gather = Gather::new(FactsBuilder::new(choices));
    for one in &mut *opened {
        let origin = one.origin.clone();
        // What cannot be used is said by the reading that counts.
        let _ =
            gather.read(&origin, one.source.as_mut(), &Ask::default(), &mut |_| ControlFlow::Continue(()));
    }
    let facts = gather.settle(opened, &mut |_| ControlFlow::Continue(()));
    match facts.people().first() {
        Some(Found::Several(all)) => {
            Err(format!("--user {asked}: {} users match: {}", all.len(), who::told(all)))
        }
        Some(Found::One(person)) => {
            let guid = person.directory.as_ref().and_then(|d| d.text("objectGUID").value());
            Ok(person.dn.clone().into_iter().chain(guid).chain([asked.to_owned()]).collect())
        }
        None => Ok(vec![asked.to_owned()]),
    }
}

/// The list as it is printed.
struct List<'a> {
    out: &'a mut Out,
    wanted: &'a Wanted,
    labels: &'a Labels,
    once: Once,
    broken: Option<io::Error>,
}

impl Sink for List<'_> {
    fn take(&mut self, record: Record) -> ControlFlow<()> {
        let row = self.wanted.row(&record, self.labels).filter(|_| self.once.is_new(&record));
        let Some(row) = row else { return ControlFlow::Continue(()) };
        match self.out.row(&row) {
            Ok(()) => ControlFlow::Continue(()),
            Err(e) => {
                self.broken = Some(e);
                ControlFlow::Break(())
            }
        }
    }

    // All this was said when the sources were read for the overview.
    fn problem(&mut self, _: Problem) {}
    fn not_understood(&mut self, _: &str) {}
    fn progress(&mut self, _: u64, _: Option<u64>) {}
}

/// Where it goes, and in which form.
struct Out {
    format: EventFormat,
    to: BufWriter<io::Stdout>,
    rows: u64,
}

impl Out {
    fn new(format: EventFormat) -> Out {
        Out { format, to: BufWriter::new(io::stdout()), rows: 0 }
    }

    fn begin(&mut self, overview: &EventOverview) -> io::Result<()> {
        match self.format {
            EventFormat::Text => write!(self.to, "{}\nEvents\n", text_overview(overview)),
            EventFormat::Csv => write!(self.to, "{}", head()),
            EventFormat::Jsonl => {
                serde_json::to_writer(&mut self.to, &serde_json::json!({ "overview": overview }))?;
                writeln!(self.to)
            }
            EventFormat::Json => {
                write!(self.to, "{{\n\"overview\":")?;
                serde_json::to_writer_pretty(&mut self.to, overview)?;
                write!(self.to, ",\n\"events\":[")
            }
        }
    }

    fn row(&mut self, row: &EventRow) -> io::Result<()> {
        self.rows += 1;
        match self.format {
            EventFormat::Text => write!(self.to, "{}", text_row(row)),
            EventFormat::Csv => write!(self.to, "{}", csv_row(row)),
            EventFormat::Jsonl => {
                serde_json::to_writer(&mut self.to, &serde_json::json!({ "event": row }))?;
                writeln!(self.to)
            }
            EventFormat::Json => {
                write!(self.to, "{}", if self.rows == 1 { "\n" } else { ",\n" })?;
                serde_json::to_writer(&mut self.to, row)?;
                Ok(())
            }
        }
    }

    fn end(mut self) -> io::Result<()> {
        match self.format {
            EventFormat::Json => writeln!(self.to, "\n]}}")?,
            EventFormat::Text if self.rows == 0 => writeln!(self.to, "none that fits what was asked for")?,
            _ => {}
        }
        self.to.flush()
    }
}
