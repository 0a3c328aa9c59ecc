//! What the events of one computer come to. Two computers, an active and a staging server, are never taken
//! for one.

use crate::facts::{
    events::{Overview, Told},
    same_computer,
};
use std::collections::BTreeSet;

/// So many computers are told apart.
const MOST: usize = 64;

/// One computer.
#[derive(Default)]
pub(super) struct Server {
    /// As its first event spells it; empty where events name none.
    pub name: String,
    pub overview: Overview,
    /// The sources that hold events of it.
    pub sources: BTreeSet<String>,
}

/// All of them.
#[derive(Default)]
pub(super) struct Servers {
    pub all: Vec<Server>,
    /// The place of the last, and how its event spelled it.
    last: Option<(usize, String)>,
}

impl Servers {
    /// The one that an event is of; none where there are too many.
    pub fn of(&mut self, told: &Told, source: &str) -> Option<&mut Server> {
        let name = told.computer.as_deref().unwrap_or_default();
        let place = match &self.last {
            Some((place, spelled)) if spelled == name => *place,
            _ => {
                let known = self.all.iter().position(|s| same_computer(&s.name, name));
                known.unwrap_or(self.all.len())
            }
        };
        if place == self.all.len() && place < MOST {
            self.all.push(Server { name: name.to_owned(), ..Server::default() });
        }
        if self.last.as_ref().is_none_or(|(_, spelled)| spelled != name) {
            self.last = Some((place, name.to_owned()));
        }
        let server = self.all.get_mut(place)?;
        if !server.sources.contains(source) {
            server.sources.insert(source.to_owned());
        }
        Some(server)
    }
}
