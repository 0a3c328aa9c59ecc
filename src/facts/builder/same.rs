//! Which records are of one thing. A user is moved, an object is made anew, an account loses its anchor:
//! what was read later is of the thing that is known, or takes its place.

use crate::{
    evidence::{Kind, Props},
    facts::{Entity, entity::key},
};
use std::collections::{BTreeMap, HashMap};

/// The ways in which a kind is told apart, the surest first.
type Ways = &'static [&'static [&'static str]];

/// The keys of things that were met, by kind, way and name.
#[derive(Default)]
pub(super) struct Same(HashMap<(Kind, usize, String), String>);

impl Same {
    /// The key of the thing that a record describes; records come oldest first. A thing that is sure to be
    /// another than the one now in its place is no more.
    pub fn key(
        &mut self,
        kind: Kind,
        ways: Ways,
        props: &Props,
        all: &mut BTreeMap<String, Entity>,
    ) -> String {
        let text = |name: &str| props.text(name).map(str::to_owned);
        let all_of_it = ways.iter().copied().flatten();
        let own = || key(&all_of_it.map(|name| props.text(name).unwrap_or_default()).collect::<Vec<_>>());
        if ways.len() == 1 {
            return own();
        }
        let names: Vec<(usize, String)> =
            ways.iter().enumerate().filter_map(|(i, way)| Some((i, name(way, text)?))).collect();
        if names.is_empty() {
            return own();
        }
        let mut found = None;
        for (way, called) in &names {
            let Some(known) = self.0.get(&(kind, *way, called.clone())) else { continue };
            let Some(entity) = all.get(known) else { continue };
            let stored = |way: usize| name(ways[way], |p| entity.stored(p)?.as_str().map(str::to_owned));
            // It may have left this place.
            if stored(*way).as_ref() != Some(called) {
                continue;
            }
            let sure = names.first().filter(|(way, _)| *way == 0).map(|(_, called)| called);
            if sure.zip(stored(0).as_ref()).is_some_and(|(new, old)| new != old) {
                all.remove(known);
                continue;
            }
            found = Some(known.clone());
            break;
        }
        let found = found.unwrap_or_else(own);
        for (way, called) in names {
            self.0.insert((kind, way, called), found.clone());
        }
        found
    }
}

/// What the thing is called in this way; none where a part of it is not known.
fn name(way: &[&str], text: impl Fn(&str) -> Option<String>) -> Option<String> {
    let parts: Vec<String> = way.iter().map(|p| text(p).filter(|t| !t.is_empty())).collect::<Option<_>>()?;
    Some(key(&parts.iter().map(String::as_str).collect::<Vec<_>>()))
}
