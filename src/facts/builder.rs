//! From records, in whatever order they came, to facts.

use super::{
    Entity, Facts, Seen,
    computer::same_computer,
    events::{Folds, View, until},
    link::link,
    people::{Heard, Keep, find, heard_attempts},
};
use crate::evidence::{
    Ask, Gap, Kind, Locator, Origin, Record, Why, event_log::Logged, record::Content, shape,
};
use chrono::{DateTime, TimeDelta, Utc};
use std::{borrow::Cow, collections::BTreeSet, sync::Arc};

mod clocks;
mod log;
mod same;

use clocks::Clocks;
use same::Same;

/// Users, connector space, metaverse, Entra object and log: so many passes find all of someone.
const MOST_PASSES: u8 = 4;

/// What the operator chose.
#[derive(Clone, Debug, Default)]
pub struct Choices {
    /// Leave out what is newer and judge all as of then.
    pub at: Option<DateTime<Utc>>,
    /// The computer to judge, by name.
    pub server: Option<String>,
    /// Facts of sources older than this, counted from `at` or else `now`, are not known.
    pub max_age: Option<TimeDelta>,
    /// Users as the operator typed them.
    pub users: Vec<String>,
    /// The wall clock, for `max_age` only.
    pub now: Option<DateTime<Utc>>,
}

/// Collects records and makes facts of them.
#[derive(Clone, Debug, Default)]
pub struct FactsBuilder {
    choices: Choices,
    records: Vec<Record>,
    folds: Folds,
    keep: Keep,
    heard: Heard,
    /// Sources that were not read to their end.
    cut: BTreeSet<Arc<Origin>>,
    passes: u8,
    /// True once an event was newer than the chosen time.
    newer_events: bool,
}

impl FactsBuilder {
    /// A builder with what the operator chose.
    #[must_use]
    pub fn new(choices: Choices) -> FactsBuilder {
        let keep = Keep::new(&choices.users);
        FactsBuilder { choices, keep, ..FactsBuilder::default() }
    }

    /// Another choice over the records that came.
    #[must_use]
    pub fn with(mut self, choices: Choices) -> FactsBuilder {
        self.choices = choices;
        self
    }

    /// What a first pass should bring: everything, but of people only who was asked for.
    #[must_use]
    pub fn ask(&self) -> Ask {
        Ask { users: self.keep.names().collect(), ..Ask::default() }
    }

    /// Takes a record.
    pub fn push(&mut self, record: &Record) {
        if record.kind == Kind::WinEvent && record.props().is_some() {
            if let Some(view) = View::of(record) {
                self.see(&view);
            }
        } else if !record.kind.is_of_people() || self.keep.wants(record) {
            self.records.push(record.clone());
        }
    }

    /// Takes an event as its log tells it.
    pub fn push_event(&mut self, event: &Logged, from: &Locator) {
        if let Some(view) = View::of_logged(event, from) {
            self.see(&view);
        }
    }

    fn see(&mut self, event: &View<'_>) {
        self.newer_events |= self.is_newer(Some(event.time));
        if self.folds.push(event, self.choices.at) && !self.keep.asked.is_empty() {
            self.hear(event);
        }
    }

    /// Says whether this source was read to its end: until then what it lacks may still come.
    pub fn ended(&mut self, origin: &Arc<Origin>, whole: bool) {
        if whole {
            self.cut.remove(origin);
        } else {
            self.cut.insert(Arc::clone(origin));
        }
    }

    /// What is known of connectors alone.
    pub(super) fn connectors(&self) -> Arc<Facts> {
        let of_connectors = |r: &&Record| r.kind == Kind::ADSyncConnector;
        let mut alone = FactsBuilder {
            choices: Choices { users: Vec::new(), ..self.choices.clone() },
            records: self.records.iter().filter(of_connectors).cloned().collect(),
            ..FactsBuilder::default()
        };
        alone.finish().0
    }

    /// Attempts of wanted people in an event.
    fn hear(&mut self, event: &View<'_>) {
        for heard in heard_attempts(event) {
            if self.keep.wants_attempt(heard.anchor.as_deref(), &heard.dn) {
                self.heard.push(heard);
            }
        }
    }

    /// What events call the wanted people, as far as they were heard of: distinguished names and anchors.
    #[must_use]
    pub fn heard_names(&self) -> BTreeSet<String> {
        self.heard.names()
    }

    /// Begins another pass over the same sources; what is known of the wanted people stays known.
    pub fn again(&mut self) {
        self.records.clear();
        self.folds = Folds::default();
        self.heard.clear();
        self.passes += 1;
    }

    /// The facts so far, and what another pass over the sources should bring; an empty [`Ask`] when
    /// that would bring nothing.
    #[must_use]
    pub fn finish(&mut self) -> (Arc<Facts>, Ask) {
        let clocks = Clocks::of(&self.records, &self.folds);
        let mut facts =
            Facts { at: self.choices.at, servers: clocks.computers(&self.folds), ..Facts::default() };
        facts.computer = match (&self.choices.server, facts.servers.as_slice()) {
            (Some(wanted), all) => {
                let mut fit = all.iter().filter(|s| same_computer(s, wanted));
                // A name that two bear is of neither.
                fit.next().filter(|_| fit.next().is_none()).cloned()
            }
            (None, [one]) => Some(one.clone()),
            (None, _) => None,
        };
        facts.newer = self.newer(&clocks);
        if !facts.must_choose() {
            let mut same = Same::default();
            for (record, seen) in self.in_order(&clocks, facts.computer.as_deref()) {
                self.apply(&mut facts, &mut same, &record, seen);
            }
            facts.events = self.log(&clocks, &facts);
            link(&mut facts);
            facts.heard = self.heard.linked();
            facts.undated = clocks.undated();
            let people = find(&facts, &self.keep, &facts.nothing);
            facts.set_people(people);
        }
        // Someone's links that came after records they lead to need those records read again.
        let mut ask = Ask::default();
        if self.keep.grew() && self.passes + 1 < MOST_PASSES {
            ask = self.ask();
            ask.objects = self.keep.links().collect();
        }
        (Arc::new(facts), ask)
    }

    /// The records that count, oldest first, so that the newest observation is applied last. Of equal time, or
    /// where none is named, they stay as they came: what the operator opened later is the newer.
    fn in_order<'a>(&'a self, clocks: &Clocks, computer: Option<&str>) -> Vec<(Cow<'a, Record>, Seen)> {
        let mut out: Vec<(Cow<'_, Record>, Seen)> = self
            .records
            .iter()
            .filter_map(|record| {
                let clock = clocks.get(&record.from.origin)?;
                if let (Some(judged), Some(own)) = (computer, &clock.computer)
                    && !same_computer(judged, own)
                {
                    return None;
                }
                let at = clock.of(record);
                let told = self.told_by_then(record, at)?;
                let at = self.choices.at.map_or(at, |limit| at.min(Some(limit)));
                let as_of = self.choices.at.or_else(|| clock.as_of());
                let Locator { origin, line, .. } = &record.from;
                Some((told, Seen { origin: Arc::clone(origin), kind: record.kind, line: *line, at, as_of }))
            })
            .collect();
        out.sort_by_key(|(_, seen)| seen.at);
        out
    }

    /// True for what the chosen time leaves out.
    fn is_newer(&self, at: Option<DateTime<Utc>>) -> bool {
        self.choices.at.is_some_and(|limit| at.is_some_and(|t| t > limit))
    }

    /// What a record that was observed then says as of the chosen time; none where it is newer. A log that
    /// goes on after that time covers what lies before it.
    fn told_by_then<'a>(&self, record: &'a Record, at: Option<DateTime<Utc>>) -> Option<Cow<'a, Record>> {
        let Some(limit) = self.choices.at.filter(|_| self.is_newer(at)) else {
            return Some(Cow::Borrowed(record));
        };
        if record.kind != Kind::EventLogCoverage {
            return None;
        }
        let of_it = self.folds.all.iter().filter(|((origin, _), _)| *origin == record.from.origin);
        until(record, limit, of_it.map(|(_, fold)| fold.oldest).min()).map(Cow::Owned)
    }

    /// The kinds of which the chosen time leaves something out.
    fn newer(&self, clocks: &Clocks) -> BTreeSet<Kind> {
        let told = |r: &Record, at| self.told_by_then(r, at).is_some();
        let newer = |r: &&Record| clocks.get(&r.from.origin).is_some_and(|c| !told(r, c.of(r)));
        let events = self.newer_events.then_some(Kind::WinEvent);
        self.records.iter().filter(newer).map(|r| r.kind).chain(events).collect()
    }

    fn too_old(&self, seen: &Seen) -> bool {
        let Some(now) = self.choices.at.or(self.choices.now) else { return false };
        let Some(limit) = self.choices.max_age else { return false };
        // What names no time cannot be shown to be young enough.
        seen.at.is_none_or(|t| now - t > limit)
    }

    fn apply(&self, facts: &mut Facts, same: &mut Same, record: &Record, seen: Seen) {
        let kind = record.kind;
        match &record.content {
            Content::Error { kind: how, message } => {
                let why = Why::Failed(how.clone(), message.clone());
                facts.failed.insert(kind, Gap { record: kind, property: None, why, last: None });
            }
            Content::Nothing(query) => {
                facts.nothing.push((kind, query.clone(), seen.clone()));
                facts.empty.entry(kind).or_default().push(seen);
            }
            Content::Data(props) => {
                let too_old = self.too_old(&seen);
                let shape = shape::of(kind);
                if shape.each {
                    let mut entity = Entity::new(kind);
                    entity.put(props, &seen, too_old);
                    facts.each.entry(kind).or_default().push(entity);
                    return;
                }
                let all = facts.entities.entry(kind).or_default();
                let key = same.key(kind, shape.ways, props, all);
                all.entry(key).or_insert_with(|| Entity::new(kind)).put(props, &seen, too_old);
            }
        }
    }
}
