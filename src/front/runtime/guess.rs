//! Looks through the sources for people whose names hold a part, while somebody types it.

use super::{Running, Say, Tools, said};
use crate::{
    evidence::{
        Ask, Kind, KindSet, Problem, Record, Sink, Stopper, Who, connect_server, directory,
        event_log::{evtx, export},
    },
    facts::people::who,
    front::live,
    wizard::{Job, Msg, People, SourceSpec},
};
use std::{
    collections::HashMap,
    ops::ControlFlow,
    panic::{AssertUnwindSafe, catch_unwind},
    time::{Duration, Instant},
};

/// Sources that are asked anew each time, or hold events only.
const NOT_THESE: [&str; 4] = [connect_server::KIND, directory::KIND, evtx::KIND, export::KIND];
/// Between two lists while more is looked for.
const PAUSE: Duration = Duration::from_millis(100);

/// One look.
pub(super) struct Guess {
    pub job: Job,
    pub part: String,
    pub most: usize,
    pub tools: Tools,
    pub say: Say,
    /// Ends it; there before its thread is.
    pub stopper: Stopper,
    pub running: Running,
}

impl Guess {
    /// Reads until there are enough; a fault of ours in it becomes a message.
    pub fn run(self, sources: &[SourceSpec]) {
        let msg = match catch_unwind(AssertUnwindSafe(|| self.look(sources, true))) {
            Ok(people) => Msg::People(self.job, people),
            Err(panic) => Msg::Failed(self.job, "looking for users".to_owned(), said(panic.as_ref())),
        };
        (self.say)(msg);
    }

    /// Who was found; with `aloud`, said as it goes on.
    pub fn look(&self, sources: &[SourceSpec], aloud: bool) -> People {
        let kinds = KindSet::of(&[Kind::ADUser, Kind::ADSyncCSObject, Kind::ADSyncMVObject, Kind::CloudUser]);
        let ask = Ask { kinds, part: Some(self.part.clone()), ..Ask::default() };
        let mut found = Found { look: self, aloud, rows: Rows::default(), more: false, told: Instant::now() };
        for spec in sources.iter().filter(|spec| can_be_read_again(spec)) {
            // What cannot be used was said when it was first read.
            for mut one in (self.tools.open)(spec).unwrap_or_default() {
                if self.stopper.stopped() || found.more {
                    break;
                }
                if !NOT_THESE.contains(&one.origin.kind) {
                    self.running.add(self.job, one.source.stopper());
                    let _ = one.source.read(&ask, &mut found);
                }
            }
        }
        let stopped = self.stopper.stopped();
        People { part: self.part.clone(), more: found.more, rows: found.rows.list, done: true, stopped }
    }
}

/// A file can, and what came from standard input; a server would be asked once more with each letter.
fn can_be_read_again(spec: &SourceSpec) -> bool {
    match spec {
        SourceSpec::Given(name) => !live::is_meant(name),
        SourceSpec::BuiltIn(_) | SourceSpec::Answers(..) | SourceSpec::Kept(_) => true,
        SourceSpec::Directory(..) => false,
    }
}

struct Found<'a> {
    look: &'a Guess,
    aloud: bool,
    rows: Rows,
    more: bool,
    told: Instant,
}

impl Sink for Found<'_> {
    fn take(&mut self, record: Record) -> ControlFlow<()> {
        if self.look.stopper.stopped() {
            return ControlFlow::Break(());
        }
        let who = record.props().and_then(|props| who(record.kind, props));
        let Some(who) = who.filter(|w| w.goes_by(&self.look.part)) else { return ControlFlow::Continue(()) };
        if !self.rows.put(who, self.look.most) {
            self.more = true;
            return ControlFlow::Break(());
        }
        if self.aloud && self.told.elapsed() >= PAUSE {
            self.told = Instant::now();
            let rows = self.rows.list.clone();
            let people = People { part: self.look.part.clone(), rows, ..People::default() };
            (self.look.say)(Msg::People(self.look.job, people));
        }
        ControlFlow::Continue(())
    }

    fn problem(&mut self, _: Problem) {}
    fn not_understood(&mut self, _: &str) {}
    fn progress(&mut self, _: u64, _: Option<u64>) {}
}

/// People, each once, whatever records are of them.
#[derive(Default)]
struct Rows {
    list: Vec<Who>,
    places: HashMap<String, usize>,
}

impl Rows {
    /// Takes one more; false where there are enough without.
    fn put(&mut self, who: Who, most: usize) -> bool {
        let keys: Vec<String> = [&who.dn, &Some(who.name.clone()).filter(|_| who.dn.is_none())]
            .into_iter()
            .flatten()
            .map(|key| key.to_lowercase())
            .collect();
        let known = keys.iter().find_map(|key| self.places.get(key)).copied();
        let Some(at) = known else {
            if self.list.len() >= most {
                return false;
            }
            let name = who.name.to_lowercase();
            for key in keys.into_iter().chain([name]) {
                self.places.entry(key).or_insert(self.list.len());
            }
            self.list.push(who);
            return true;
        };
        let row = &mut self.list[at];
        if row.dn.as_ref() == Some(&row.name) && who.dn.as_ref() != Some(&who.name) {
            row.name = who.name;
        }
        row.connector = row.connector.take().or(who.connector);
        row.class = row.class.take().or(who.class);
        row.names.extend(who.names);
        true
    }
}
