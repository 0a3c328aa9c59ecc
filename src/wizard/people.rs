//! Who may be meant: people whose names hold what is being typed, and several who go by one name.

use super::{Action, Effect, Model, Place, Progress, page::Text};
use crate::evidence::{Who, guid};

/// So many are shown; more of the name finds fewer.
const MOST: usize = 50;
/// A shorter part of a name is in nearly all of them.
const SHORTEST: usize = 2;

/// The part of a name that is looked for: of DOMAIN\name the name, and an identifier in whatever form as
/// the evidence has it.
fn part_of(typed: &str) -> String {
    let typed = typed.trim();
    let name = typed.rsplit('\\').next().unwrap_or(typed);
    guid::from_text(typed).unwrap_or_else(|| name.to_lowercase())
}

/// People whose names hold a part.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub struct People {
    /// The part, as typed.
    pub part: String,
    /// The first of them.
    pub rows: Vec<Who>,
    /// True where there are more.
    pub more: bool,
    /// True once nothing more is looked for.
    pub done: bool,
    /// True where the operator stopped it.
    pub stopped: bool,
}

impl People {
    /// True where everybody who fits was found.
    #[must_use]
    pub const fn is_whole(&self) -> bool {
        self.done && !self.more && !self.stopped
    }
}

/// Several who may be meant.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub struct Several {
    /// What was typed.
    pub asked: String,
    /// Who they are.
    pub rows: Vec<Who>,
    /// True where all of them are called so; else it is a part of their names.
    pub exact: bool,
    /// True where there are more.
    pub more: bool,
}

impl Model {
    /// Looks for people whose names hold what is typed on the page of users.
    pub(super) fn guess(&mut self) -> Vec<Effect> {
        self.select_first();
        let part = part_of(self.typed());
        let looked = !self.people.part.is_empty() && !self.people.done;
        if part.chars().count() < SHORTEST || self.busy() {
            self.people = People::default();
            return if looked { vec![Effect::Cancel(self.job)] } else { Vec::new() };
        }
        if self.people.is_whole() && !self.people.part.is_empty() && part.contains(&self.people.part) {
            self.people.rows.retain(|who| who.goes_by(&part));
            self.people.part = part;
            return Vec::new();
        }
        self.job += 1;
        self.people = People { part: part.clone(), ..People::default() };
        vec![Effect::Guess { job: self.job, sources: self.sources(), part, most: MOST }]
    }

    /// Ends the look; what was found stays.
    pub(super) fn stop_guessing(&mut self) -> Vec<Effect> {
        (self.people.done, self.people.stopped) = (true, true);
        vec![Effect::Cancel(self.job)]
    }

    /// True while people are looked for on this page.
    pub(super) fn guessing(&self) -> bool {
        *self.place() == Place::User && !self.people.part.is_empty() && !self.people.done
    }

    /// The one who is selected in the list; none where what was typed stands as it is.
    pub(super) fn picked(&self) -> Option<Text> {
        match self.chosen() {
            Some(Action::Pick(exact)) => Some(exact.clone()),
            _ => None,
        }
    }

    /// Forgets what was typed about somebody.
    pub(super) fn ask_anew(&mut self) {
        self.leave_person();
        self.people = People::default();
        self.memory.remove(&Place::User);
    }

    /// Several may be meant: shows them.
    pub(super) fn choose_among(&mut self, several: Several) {
        self.work = None;
        self.person = None;
        self.several = several;
        self.memory.remove(&Place::Matches);
        if *self.place() == Place::Running {
            self.instead(Place::Matches);
        } else {
            self.go(Place::Matches);
        }
    }

    /// Starts looking for one user in everything that was read. Where nobody is called so, whoever has
    /// it in a name may be meant, unless the operator said that it `stands` as it is.
    pub(super) fn find(&mut self, user: Text, stands: bool) -> Vec<Effect> {
        if self.user() != Some(&user) {
            // Another user is read from the top.
            self.memory.remove(&Place::Person);
        }
        self.job += 1;
        self.trouble = None;
        self.people = People::default();
        self.work = Some(Progress { source: user.clone(), ..Progress::default() });
        self.person = Some((user.clone(), None));
        let (sources, server) = (self.sources(), self.server.clone());
        vec![Effect::Find { job: self.job, sources, user, server, most: if stands { 0 } else { MOST } }]
    }
}
