//! `phs-doctor events`: every source is read twice, first for the overview that stands on top, then for
//! the list, which is printed as it comes. So a log of any size needs no more memory than an event.

mod glance;
pub mod rows;
mod server;

use super::{HEALTHY, USAGE, directory, say};
use crate::{
    cli::{EventFormat, Events},
    evidence::{Ask, EventQuery, Kind, KindSet, Problem, Record, Sink, SourceError, guid, open::Opened, who},
    facts::{Choices, FactsBuilder, Gather, events::Once, people::Found},
    report::events::{EventOverview, EventRow, csv_row, head, shown, text_overview, text_row},
};
use glance::Glance;
use rows::{Labels, Wanted};
use serde_json::json;
use std::{
    io::{self, BufWriter, Write},
    ops::ControlFlow,
    sync::Arc,
};

const NONE: &str = "none of the sources can be used";

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
        return Err(NONE.to_owned());
    }
    if let (Some(since), Some(until)) = (args.since, args.until)
        && since > until
    {
        return Err("--since is later than --until: no event can be in that span".to_owned());
    }
    let names = |asked| names_of(asked, &mut opened).map_err(|e| format!("--user {e}"));
    let users = args.user.as_deref().map(names).transpose()?;
    let span = EventQuery { since: args.since, until: args.until, ..EventQuery::default() };
    let mut glance = Glance::new(&span);
    opened.retain_mut(|one| {
        glance.begin();
        let read = one.source.read(&ask(&span), &mut glance);
        let useless = read.and_then(|summary| match summary.records {
            0 if !summary.stopped => Err(SourceError::nothing(&one.origin.name, glance.first_problem())),
            _ => Ok(()),
        });
        refused |= useless.as_ref().is_err_and(|e| say::tell(e));
        useless.is_ok()
    });
    if opened.is_empty() {
        return Err(NONE.to_owned());
    }
    let (overview, labels) = glance.finish();
    let query = EventQuery { ids: args.id.clone(), ..span };
    let wanted = Wanted { query: query.clone(), users, ..Wanted::default() };
    let mut out = Out::new(args.format);
    let mut list =
        List { out: &mut out, wanted: &wanted, labels: &labels, once: Once::default(), broken: None };
    list.broken = list.out.begin(&overview).err();
    if list.broken.is_none() {
        for one in &mut opened {
            let _ = one.source.read(&ask(&query), &mut list);
        }
    }
    let broken = list.broken;
    if let (0, Some([asked])) = (out.rows, wanted.users.as_deref())
        && !is_in_events(asked)
    {
        say::tell(&format!(
            "--user {asked}: events name users by distinguished name or objectGUID, and no source says which this user has; give one of these, or a source that holds the user, such as the output of Get-ADUser"
        ));
    }
    let ended = broken.map_or_else(|| out.end(), Err);
    match ended {
        Err(e) if e.kind() != io::ErrorKind::BrokenPipe => Err(format!("standard output: {e}")),
        _ if refused => Ok(USAGE),
        _ => Ok(HEALTHY),
    }
}

/// What a reading for these events asks for.
fn ask(query: &EventQuery) -> Ask {
    let kinds = KindSet::of(&[Kind::WinEvent, Kind::EventLogCoverage, Kind::ADSyncConnector]);
    Ask { kinds, events: Some(query.clone()), ..Ask::default() }
}

/// True for a name of a user in the form that events have it in.
pub(super) fn is_in_events(name: &str) -> bool {
    name.contains('=') || guid::from_text(name).is_some()
}

/// The names by which events may name a user: as asked, and what the sources know of them. An error where
/// several may be meant.
pub(super) fn names_of(asked: &str, opened: &mut [Opened]) -> Result<Vec<String>, String> {
    let choices = Choices { users: vec![asked.to_owned()], ..Choices::default() };
    let mut gather = Gather::new(FactsBuilder::new(choices));
    for one in &mut *opened {
        let origin = one.origin.clone();
        // What cannot be used is said by the reading that counts.
        let _ =
            gather.read(&origin, one.source.as_mut(), &Ask::default(), &mut |_| ControlFlow::Continue(()));
    }
    let facts = gather.settle(opened, &mut |_| ControlFlow::Continue(()));
    let mut names = gather.builder.heard_names();
    match facts.people().first() {
        Some(Found::Several(all)) => {
            return Err(format!("{asked}: {} users match: {}", all.len(), who::told(all)));
        }
        Some(Found::One(person)) => {
            let ids = [
                (&person.directory, "objectGUID"),
                (&person.directory, "mS-DS-ConsistencyGuid"),
                (&person.cloud, "onPremisesImmutableId"),
            ];
            let ids = ids.into_iter().filter_map(|(of, name)| of.as_ref()?.text(name).value());
            names.extend(person.dn.clone().into_iter().chain(ids));
        }
        None => {}
    }
    // A bare name may be a word in that of somebody else: it is looked for where nothing better is known.
    if names.is_empty() || is_exact(asked) {
        names.insert(asked.to_owned());
    }
    Ok(names.into_iter().collect())
}

/// True for a name that is nobody else's: a distinguished name, an anchor, a GUID, a sign-in name.
fn is_exact(asked: &str) -> bool {
    is_in_events(asked) || asked.contains('@')
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
    /// True where the events are of several computers.
    several: bool,
}

impl Out {
    fn new(format: EventFormat) -> Out {
        Out { format, to: BufWriter::new(io::stdout()), rows: 0, several: false }
    }

    fn begin(&mut self, overview: &EventOverview) -> io::Result<()> {
        self.several = overview.computers.len() > 1;
        match self.format {
            EventFormat::Text => write!(self.to, "{}\nEvents\n", text_overview(overview)),
            EventFormat::Csv => write!(self.to, "{}", head()),
            EventFormat::Jsonl => {
                serde_json::to_writer(&mut self.to, &json!({ "overview": shown(overview) }))?;
                writeln!(self.to)
            }
            EventFormat::Json => {
                write!(self.to, "{{\n\"overview\":")?;
                serde_json::to_writer_pretty(&mut self.to, &shown(overview))?;
                write!(self.to, ",\n\"events\":[")
            }
        }
    }

    fn row(&mut self, row: &EventRow) -> io::Result<()> {
        self.rows += 1;
        match self.format {
            EventFormat::Text => write!(self.to, "{}", text_row(row, self.several)),
            EventFormat::Csv => write!(self.to, "{}", csv_row(row)),
            EventFormat::Jsonl => {
                serde_json::to_writer(&mut self.to, &json!({ "event": shown(row) }))?;
                writeln!(self.to)
            }
            EventFormat::Json => {
                write!(self.to, "{}", if self.rows == 1 { "\n" } else { ",\n" })?;
                serde_json::to_writer(&mut self.to, &shown(row))?;
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
