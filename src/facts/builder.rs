//! From records, in whatever order they came, to facts.

use super::{
    Entity, Facts, Seen,
    entity::key,
    events::{Folds, Log, Span, View},
    link::link,
    people::{Heard, Keep, find, heard_attempts},
};
use crate::evidence::{
    Ask, Gap, Kind, Locator, Origin, Record, Stamp, Why, event_log::Logged, record::Content, shape,
};
use chrono::{DateTime, TimeDelta, Utc};
use std::{
    collections::{BTreeMap, BTreeSet},
    sync::Arc,
};

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
}

/// What is known of a source before its records are used.
#[derive(Default)]
struct Clock {
    header: Option<DateTime<Utc>>,
    newest: Option<DateTime<Utc>>,
    fallback: Option<DateTime<Utc>>,
    computer: Option<String>,
}

impl Clock {
    fn as_of(&self) -> Option<DateTime<Utc>> {
        self.header.max(self.newest).or(self.fallback)
    }
}

type Clocks = BTreeMap<Arc<Origin>, Clock>;

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
        let clocks = self.clocks();
        let mut facts = Facts { at: self.choices.at, servers: self.servers(&clocks), ..Facts::default() };
        facts.computer = match (&self.choices.server, facts.servers.as_slice()) {
            (Some(wanted), all) => all.iter().find(|s| same_computer(s, wanted)).cloned(),
            (None, [one]) => Some(one.clone()),
            (None, _) => None,
        };
        if !facts.must_choose() {
            for (record, seen) in self.in_order(&clocks, facts.computer.as_deref()) {
                self.apply(&mut facts, record, seen);
            }
            facts.events = self.log(&clocks, &facts);
            link(&mut facts);
            facts.heard = self.heard.linked();
            facts.asked.clone_from(&self.choices.users);
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

    fn clocks(&self) -> Clocks {
        let mut clocks = Clocks::new();
        for record in &self.records {
            let clock = clocks.entry(Arc::clone(&record.from.origin)).or_default();
            clock.newest = clock.newest.max(record.at);
            let Some(props) = record.props() else { continue };
            let time = |name: &str| props.time(name).and_then(Stamp::moment);
            match record.kind {
                Kind::Header => {
                    clock.header = clock.header.max(time("collected_at"));
                    set(&mut clock.computer, props.text("computer"));
                }
                Kind::Server => set(&mut clock.computer, props.text("ComputerName")),
                Kind::ADSyncPartitionPasswordSyncState => {
                    clock.fallback = clock.fallback.max(time("PasswordSyncLastCycleEndTimestamp"));
                    clock.fallback = clock.fallback.max(time("PasswordSyncLastCycleStartTimestamp"));
                }
                Kind::ADSyncCSObjectLog => clock.fallback = clock.fallback.max(time("TimeStamp")),
                _ => {}
            }
        }
        for ((origin, _), fold) in &self.folds.all {
            let clock = clocks.entry(Arc::clone(origin)).or_default();
            clock.newest = clock.newest.max(Some(fold.newest));
        }
        clocks
    }

    /// The different computers, by the first spelling of each. A source that names its computer names
    /// that of its events too; a bare log goes by what its events name.
    fn servers(&self, clocks: &Clocks) -> Vec<String> {
        let bare = |origin: &Arc<Origin>| clocks.get(origin).is_none_or(|c| c.computer.is_none());
        let machines = self.folds.machines().into_iter().filter(|(origin, m)| bare(origin) && !m.is_empty());
        let mut names: Vec<String> = Vec::new();
        for name in clocks.values().filter_map(|c| c.computer.as_deref()).chain(machines.map(|(_, m)| m)) {
            if !names.iter().any(|n| same_computer(n, name)) {
                names.push(name.to_owned());
            }
        }
        names
    }

    /// The event log of the computer that is judged, out of all that the sources hold of it.
    fn log(&self, clocks: &Clocks, facts: &Facts) -> Option<Log> {
        let fits = |origin: &Arc<Origin>, machine: &str| {
            let own = clocks.get(origin).and_then(|c| c.computer.as_deref()).unwrap_or(machine);
            own.is_empty() || facts.computer.as_deref().is_none_or(|judged| same_computer(judged, own))
        };
        let folds: Vec<_> = self.folds.all.iter().filter(|((o, m), _)| fits(o, m)).collect();
        let covers = |record: &Record, seen: &Seen| {
            let other = self.folds.all.keys().any(|(o, _)| *o == seen.origin)
                && !folds.iter().any(|((o, _), _)| *o == seen.origin);
            record.kind == Kind::EventLogCoverage && !other
        };
        let records = self.in_order(clocks, facts.computer.as_deref());
        let span = Span::of(records.into_iter().filter(|(r, s)| covers(r, s)));
        // Where events could not be had, what is not among them is not known to be absent.
        let failed = |(record, seen): (&Record, Seen)| {
            let error = record.kind == Kind::WinEvent && matches!(record.content, Content::Error { .. });
            error.then_some((seen.origin, seen.at))
        };
        let failures = self.in_order(clocks, facts.computer.as_deref()).into_iter().filter_map(failed);
        let cut = self.cut.iter().map(|origin| (Arc::clone(origin), None));
        let lost = failures.chain(cut).any(|(of, at)| match &span.seen {
            Some(said) => said.origin == of && at.is_none_or(|at| said.at <= Some(at)),
            None => folds.iter().all(|((origin, _), _)| *origin == of),
        });
        if lost && folds.is_empty() {
            return None;
        }
        let origins: BTreeSet<&Arc<Origin>> =
            folds.iter().map(|((o, _), _)| o).chain(span.seen.as_ref().map(|s| &s.origin)).collect();
        let ends: Vec<&Clock> = origins.iter().filter_map(|o| clocks.get(*o)).collect();
        let as_of = ends.iter().filter_map(|c| c.as_of()).max().max(span.newest);
        let as_of = self.choices.at.or(as_of)?;
        let origin = origins.first()?;
        let seen = span.seen.clone().unwrap_or_else(|| Seen {
            origin: Arc::clone(origin),
            kind: Kind::WinEvent,
            line: None,
            at: Some(as_of),
            as_of: Some(as_of),
        });
        let parts: Vec<_> = folds.iter().map(|(_, f)| *f).collect();
        let mut log = Log::of(&parts, as_of, seen.clone());
        if parts.is_empty() {
            log.covered_to = span.newest.unwrap_or(as_of);
        }
        log.covered_to =
            ends.iter().filter_map(|c| c.header).chain(span.newest).fold(log.covered_to, std::cmp::max);
        log.oldest = span.oldest.or(log.oldest);
        // A record of the span that names no end is of an export by provider: its end proves nothing.
        log.dated |=
            self.choices.at.is_some() || span.newest.is_some() || ends.iter().any(|c| c.header.is_some());
        if lost {
            (log.oldest, log.dated) = (None, false);
        }
        log.damage = span.damage;
        log.too_old = self.too_old(&Seen { at: Some(log.as_of), ..seen });
        Some(log)
    }

    /// The records that count, oldest first, so that the newest observation is applied last.
    fn in_order<'a>(&'a self, clocks: &Clocks, computer: Option<&str>) -> Vec<(&'a Record, Seen)> {
        let mut out: Vec<(&Record, Seen)> = self
            .records
            .iter()
            .filter_map(|record| {
                let clock = clocks.get(&record.from.origin)?;
                if let (Some(judged), Some(own)) = (computer, &clock.computer)
                    && !same_computer(judged, own)
                {
                    return None;
                }
                let at = record.at.or(clock.header).or_else(|| clock.as_of());
                if self.choices.at.is_some_and(|limit| at.is_some_and(|t| t > limit)) {
                    return None;
                }
                let as_of = self.choices.at.or_else(|| clock.as_of());
                let Locator { origin, line, .. } = &record.from;
                Some((record, Seen { origin: Arc::clone(origin), kind: record.kind, line: *line, at, as_of }))
            })
            .collect();
        out.sort_by(|(_, a), (_, b)| (a.at, &a.origin, a.line).cmp(&(b.at, &b.origin, b.line)));
        out
    }

    fn too_old(&self, seen: &Seen) -> bool {
        let Some(now) = self.choices.at.or(self.choices.now) else { return false };
        let Some(limit) = self.choices.max_age else { return false };
        // What names no time cannot be shown to be young enough.
        seen.at.is_none_or(|t| now - t > limit)
    }

    fn apply(&self, facts: &mut Facts, record: &Record, seen: Seen) {
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
                let parts: Vec<&str> = shape.key.iter().map(|k| props.text(k).unwrap_or_default()).collect();
                let all = facts.entities.entry(kind).or_default();
                all.entry(key(&parts)).or_insert_with(|| Entity::new(kind)).put(props, &seen, too_old);
            }
        }
    }
}

fn set(place: &mut Option<String>, value: Option<&str>) {
    if let Some(value) = value.filter(|v| !v.trim().is_empty()) {
        *place = Some(value.to_owned());
    }
}

/// `AADC01` and `aadc01.contoso.com` are one computer.
fn same_computer(a: &str, b: &str) -> bool {
    let short = |name: &str| name.split('.').next().unwrap_or_default().to_ascii_lowercase();
    short(a) == short(b)
}
