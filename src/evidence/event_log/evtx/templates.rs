//! Which templates may be read in place. The first event of each is read by the library and in place;
//! only where both say the same is the template trusted, and only where no value is a text: then its
//! provider, log and computer stand in the template itself and are the same for all its events.

use super::classic::{Guid, Instance};
use crate::evidence::event_log::{Logged, is_ours};
use std::{
    collections::{HashMap, HashSet},
    sync::Arc,
};

/// So many templates are remembered; a log made to have more is read by the library alone.
const MOST: usize = 8192;

/// What a trusted template says of all its events.
#[derive(Clone, Debug)]
pub struct Names {
    pub provider: Arc<str>,
    pub channel: Arc<str>,
    pub computer: Arc<str>,
    pub ours: bool,
}

/// What the trusted among all templates say, in the order in which they were met.
pub type Roots = Arc<Vec<Option<Arc<Names>>>>;

/// The templates met so far.
#[derive(Debug, Default)]
pub struct Templates {
    places: HashMap<Guid, usize>,
    roots: Roots,
    payloads: HashSet<Guid>,
    /// The last that were asked for: most events are like the one before.
    last: Option<(Guid, usize)>,
    last_payload: Option<Guid>,
}

impl Templates {
    /// What a template says, where it is trusted, and its place among all.
    pub fn names(&mut self, guid: &Guid) -> Option<(usize, &Arc<Names>)> {
        let place = match self.last {
            Some((last, place)) if last == *guid => place,
            _ => *self.places.get(guid)?,
        };
        self.last = Some((*guid, place));
        Some((place, self.at(place)?))
    }

    /// What the template at a place says.
    pub fn at(&self, place: usize) -> Option<&Arc<Names>> {
        self.roots.get(place)?.as_ref()
    }

    /// What all of them say, as of now.
    pub fn roots(&self) -> Roots {
        Arc::clone(&self.roots)
    }

    /// True where nothing is known of a template yet.
    pub fn is_new(&self, guid: &Guid) -> bool {
        !self.places.contains_key(guid) && self.roots.len() < MOST
    }

    /// True for the payload template of plain strings.
    pub fn is_trusted_payload(&mut self, guid: &Guid) -> bool {
        let known = self.last_payload == Some(*guid) || self.payloads.contains(guid);
        self.last_payload = known.then_some(*guid).or(self.last_payload);
        known
    }

    /// Takes what the library says of the event at `at`.
    pub fn learn(&mut self, chunk: &[u8], at: usize, said: &Logged) {
        let Some(root) = Instance::at(chunk, at) else { return };
        let Some(basics) = root.basics() else { return };
        if self.is_new(&root.guid) {
            let agrees = !root.holds_text()
                && basics.id == said.id
                && basics.level == said.level
                && basics.time == said.time
                && basics.number == said.number;
            let names = agrees.then(|| Names {
                provider: Arc::clone(&said.provider),
                channel: Arc::clone(&said.channel),
                computer: Arc::clone(&said.computer),
                ours: is_ours(&said.provider),
            });
            self.places.insert(root.guid, self.roots.len());
            Arc::make_mut(&mut self.roots).push(names.map(Arc::new));
        }
        let payload = basics.payload.and_then(|at| Instance::at(chunk, at));
        if let Some(payload) = payload
            && self.payloads.len() < MOST
            && said.message.is_none()
            && !said.data.is_empty()
            && payload.strings().as_ref() == Some(&said.data)
        {
            self.payloads.insert(payload.guid);
        }
    }
}
