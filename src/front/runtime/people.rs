//! Looks for one user: reads everything again, as often as that finds more of the user, and judges.

use super::{Running, Say, Tools, guess::Guess, said};
use crate::{
    checks::Order,
    evidence::{Kind, Stopper, open::Opened},
    facts::{Choices, FactsBuilder, Gather, Tick, people::Found},
    front::case::case,
    wizard::{Job, Judged, Msg, People, Progress, Several, SourceSpec},
};
use std::{
    ops::ControlFlow,
    panic::{AssertUnwindSafe, catch_unwind},
    sync::Arc,
};

/// One search.
pub(super) struct Search {
    pub job: Job,
    pub user: String,
    pub server: Option<String>,
    /// So many who have it in a name are named where nobody is called so.
    pub most: usize,
    pub tools: Tools,
    pub say: Say,
    pub running: Running,
}

impl Search {
    /// Reads and judges; a fault of ours in it becomes a message.
    pub fn run(self, sources: &[SourceSpec]) {
        let done = catch_unwind(AssertUnwindSafe(|| self.search(sources)));
        match done {
            Ok(msg) => (self.say)(msg),
            Err(panic) => self.failed("judging the user", &said(panic.as_ref())),
        }
    }

    fn failed(&self, what: &str, reason: &str) {
        (self.say)(Msg::Failed(self.job, what.to_owned(), reason.to_owned()));
    }

    /// A look for whoever has it in a name.
    fn guess(&self) -> Guess {
        let stopper = Stopper::default();
        self.running.add(self.job, stopper.clone());
        Guess {
            job: self.job,
            part: self.user.trim().to_lowercase(),
            most: self.most,
            tools: self.tools.clone(),
            say: Arc::clone(&self.say),
            stopper,
            running: self.running.clone(),
        }
    }

    fn search(&self, sources: &[SourceSpec]) -> Msg {
        let users = vec![self.user.clone()];
        let server = self.server.clone().or_else(|| self.tools.choices.server.clone());
        let choices = Choices { users: users.clone(), server, ..self.tools.choices.clone() };
        let mut gather = Gather::new(FactsBuilder::new(choices));
        // What cannot be used was said when it was first read.
        let mut opened: Vec<Opened> =
            sources.iter().filter_map(|s| (self.tools.open)(s).ok()).flatten().collect();
        // They look for the accounts that the other sources name.
        crate::front::directory::last(&mut opened);
        let mut cut_short = false;
        let mut shown = Progress::default();
        let mut tick = |tick: Tick<'_>| {
            let (kind, from) = match tick {
                Tick::Record(record) => (record.kind, &record.from),
                Tick::Event(_, from) => (Kind::WinEvent, from),
                _ => return ControlFlow::Continue(()),
            };
            if kind.name() != shown.doing {
                shown = Progress {
                    source: from.origin.name.clone(),
                    doing: kind.name().to_owned(),
                    percent: None,
                };
                (self.say)(Msg::Progress(self.job, shown.clone()));
            }
            ControlFlow::Continue(())
        };
        for one in &mut opened {
            let stopper = one.source.stopper();
            self.running.add(self.job, stopper.clone());
            let ask = gather.ask();
            let _ = gather.read(&one.origin.clone(), one.source.as_mut(), &ask, &mut tick);
            cut_short |= stopper.stopped();
        }
        let facts = if cut_short { gather.builder.finish().0 } else { gather.settle(&mut opened, &mut tick) };
        match facts.people().first() {
            Some(Found::Several(rows)) => {
                let (asked, rows) = (self.user.clone(), rows.clone());
                return Msg::Several(self.job, Several { asked, rows, exact: true, more: false });
            }
            Some(Found::One(person)) if person.is_nobody() && self.most > 0 && !cut_short => {
                let people = self.guess().look(sources, false);
                if !people.rows.is_empty() {
                    let People { rows, more, .. } = people;
                    let several = Several { asked: self.user.clone(), rows, exact: false, more };
                    return Msg::Several(self.job, several);
                }
            }
            _ => {}
        }
        let order = Order { users, ..self.tools.order.clone() };
        let judgement = (self.tools.judge)(&facts, &order);
        let case = case(&facts, judgement, &gather.notes);
        Msg::Judged(self.job, Arc::new(Judged { case, choose: Vec::new(), done: true, stopped: cut_short }))
    }
}
