//! The same event given twice, by exports that overlap or by a log and an export of it, is one event. It
//! is known by its log, computer, number, second, provider and id; without a number by its text, and
//! then only another source can give it twice.

use super::event::View;
use crate::{
    evidence::{Origin, Record},
    facts::same_computer,
};
use std::{
    collections::{HashMap, hash_map::Entry},
    hash::{DefaultHasher, Hash, Hasher},
    sync::Arc,
};

/// Events stand four bytes each in pages of numbers that follow one another.
const PAGE: u64 = 1024;
/// So many pages are held, 16 MB: four million numbers.
const MOST_PAGES: usize = 4096;
/// So many events are held that have no place in a page.
const MOST_OTHERS: usize = 200_000;
/// So many logs, and so many sources, are told apart.
const MOST_NAMES: usize = 1024;

/// Which events there were. What is beyond its bounds counts as new.
#[derive(Clone, Debug, Default)]
pub struct Once {
    logs: Vec<Log>,
    origins: Vec<Arc<Origin>>,
    pages: HashMap<(usize, u64), Box<[u32]>>,
    others: HashMap<u64, usize>,
}

/// A log as events spell it, and the place of the first spelling.
#[derive(Clone, Debug)]
struct Log {
    machine: String,
    name: String,
    same: usize,
}

impl Once {
    /// True for an event that was not there before; what is no event of ours always is new.
    pub fn is_new(&mut self, record: &Record) -> bool {
        View::of(record).is_none_or(|view| self.is_first(&view))
    }

    pub(in crate::facts) fn is_first(&mut self, event: &View<'_>) -> bool {
        let Some(family) = event.family else { return true };
        let log = self.log(event);
        let Some(number) = event.number else {
            let origin = self.origin(&event.from.origin);
            let mark = mark(&(log, family, event.id, event.time, &event.text));
            return self.among_others(mark, Some(origin));
        };
        let mark = mark(&(log, number, event.time.timestamp(), family, event.id));
        let full = self.pages.len() >= MOST_PAGES;
        let page = match self.pages.entry((log, number / PAGE)) {
            Entry::Occupied(page) => page.into_mut(),
            Entry::Vacant(_) if full => return self.among_others(mark, None),
            Entry::Vacant(room) => room.insert(vec![0; 1024].into()),
        };
        let place = usize::try_from(number % PAGE).ok().and_then(|at| page.get_mut(at));
        // A log that was cleared counts from one again.
        let short = u32::try_from(mark >> 32).unwrap_or_default().max(1);
        match place {
            Some(place) if *place == 0 => {
                *place = short;
                true
            }
            Some(place) if *place == short => false,
            _ => self.among_others(mark, None),
        }
    }

    /// What has no number may be there twice in one source and mean two events.
    fn among_others(&mut self, mark: u64, origin: Option<usize>) -> bool {
        let full = self.others.len() >= MOST_OTHERS;
        match self.others.entry(mark) {
            Entry::Occupied(first) => origin == Some(*first.get()),
            Entry::Vacant(_) if full => true,
            Entry::Vacant(room) => {
                room.insert(origin.unwrap_or_default());
                true
            }
        }
    }

    fn origin(&mut self, origin: &Arc<Origin>) -> usize {
        let known = self.origins.iter().rposition(|o| Arc::ptr_eq(o, origin) || o == origin);
        let next = self.origins.len();
        known.unwrap_or_else(|| {
            if next < MOST_NAMES {
                self.origins.push(Arc::clone(origin));
            }
            next
        })
    }

    fn log(&mut self, event: &View<'_>) -> usize {
        let spelled = |l: &&Log| l.machine == event.machine && l.name == event.log;
        if let Some(known) = self.logs.iter().rev().find(spelled) {
            return known.same;
        }
        // Where no log is named it is the one that ours write to.
        let log = if event.log.is_empty() { "Application" } else { event.log };
        let same = |l: &Log| {
            same_computer(&l.machine, event.machine)
                && (l.name.eq_ignore_ascii_case(log) || (l.name.is_empty() && log == "Application"))
        };
        let same = self.logs.iter().position(same).unwrap_or(self.logs.len());
        if self.logs.len() < MOST_NAMES {
            self.logs.push(Log { machine: event.machine.to_owned(), name: event.log.to_owned(), same });
        }
        same
    }
}

fn mark(what: &impl Hash) -> u64 {
    let mut hasher = DefaultHasher::new();
    what.hash(&mut hasher);
    hasher.finish()
}
