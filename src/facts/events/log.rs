//! The log of one computer as a whole: what span it covers, and questions to it.

use super::{
    event::Family,
    fold::{Fold, Key, Sample, Tally},
};
use crate::facts::{Connector, Domain, Seen};
use chrono::{DateTime, TimeDelta, Utc};
use std::collections::BTreeSet;

/// Events after the window that still count as "now": as long as Microsoft's task looks back.
pub const WINDOW: TimeDelta = TimeDelta::hours(2);
/// A quiet channel still writes a heartbeat this often, so an end no further off is no gap.
pub(super) const BEAT: TimeDelta = TimeDelta::minutes(30);
/// Events that name the domain they are about, also where they do not say with which connector.
const ABOUT_DOMAINS: [u32; 13] = [611, 612, 617, 618, 619, 621, 622, 623, 650, 651, 654, 656, 657];

/// The event log of the computer that is judged.
#[derive(Clone, Debug)]
pub struct Log {
    /// As of when it is judged.
    pub as_of: DateTime<Utc>,
    /// The start of what it covers.
    pub oldest: Option<DateTime<Utc>>,
    /// The end of what it is known to cover.
    pub covered_to: DateTime<Utc>,
    /// True where a provider that is not ours, a header, the log's own span or the operator says when
    /// the log ends. Where it is false, the end of the log proves nothing.
    pub dated: bool,
    /// True where it is an export that leaves events out, so that none that is absent proves anything.
    pub leaves_out: bool,
    /// Where its span was seen.
    pub seen: Seen,
    /// What is said of damage, where anything is.
    pub damage: Option<(Vec<String>, Seen)>,
    pub(in crate::facts) tallies: Vec<(Key, Tally)>,
    pub(in crate::facts) too_old: bool,
}

/// True where what ends then leaves no gap before `as_of`.
pub(in crate::facts) fn reaches(end: DateTime<Utc>, as_of: DateTime<Utc>) -> bool {
    end >= as_of - BEAT
}

/// Events that were asked for together.
#[derive(Clone, Debug)]
pub struct Streak<'a> {
    parts: Vec<(&'a Key, &'a Tally)>,
    /// The newest.
    pub last: DateTime<Utc>,
}

impl Log {
    /// The events that `want` holds for; none when there are none.
    pub fn find(&self, want: impl Fn(&Key) -> bool) -> Option<Streak<'_>> {
        let parts: Vec<(&Key, &Tally)> =
            self.tallies.iter().filter(|(k, _)| want(k)).map(|(k, t)| (k, t)).collect();
        let last = parts.iter().map(|(_, t)| t.last).max()?;
        Some(Streak { parts, last })
    }

    /// Every kind of event, counted.
    pub fn tallies(&self) -> impl Iterator<Item = (&Key, &Tally)> {
        self.tallies.iter().map(|(k, t)| (k, t))
    }

    /// The time of the newest event that `want` holds for.
    pub fn newest(&self, want: impl Fn(&Key) -> bool) -> Option<DateTime<Utc>> {
        self.find(want).map(|s| s.last)
    }

    /// True where the log covers all of this span before the time it is judged as of.
    #[must_use]
    pub fn spans(&self, span: TimeDelta) -> bool {
        self.oldest.is_some_and(|t| t <= self.as_of - span) && reaches(self.covered_to, self.as_of)
    }

    /// The domains that events are about, with the connector where they name it too.
    pub(in crate::facts) fn domains(&self) -> impl Iterator<Item = (String, Option<String>)> {
        // Of themselves the others name hosts, such as the controller of a 616.
        let about = |k: &Key| {
            k.family == Family::DirectorySynchronization
                && (ABOUT_DOMAINS.contains(&k.id) || k.partition && k.connector_is_explicit)
        };
        let named = self.tallies.iter().filter(move |(k, _)| about(k)).filter_map(|(k, _)| {
            let connector = k.connector.clone().filter(|_| k.connector_is_explicit);
            Some((k.names.first()?.clone(), connector))
        });
        let named: Vec<_> = named.collect();
        // One label is no domain of its own beside one that begins with it.
        let labels = named.iter().filter_map(|(name, _)| name.split_once('.'));
        let labels: BTreeSet<String> = labels.map(|(label, _)| label.to_owned()).collect();
        named.into_iter().filter(move |(name, _)| !labels.contains(name))
    }

    pub(in crate::facts) fn of(folds: &[&Fold], as_of: DateTime<Utc>, seen: Seen) -> Log {
        let oldest = folds.iter().map(|f| f.oldest).min();
        let covered_to = folds.iter().map(|f| f.newest).max().unwrap_or(as_of);
        let mut tallies: Vec<(Key, Tally)> = Vec::new();
        for fold in folds {
            for (key, tally) in &fold.tallies {
                let mut tally = tally.clone();
                for sample in &mut tally.samples {
                    sample.seen.as_of = Some(as_of);
                }
                tallies.push((key.clone(), tally));
            }
        }
        // A source with a foreign event holds all events, and is dated by its newest.
        let dated = folds.iter().any(|f| f.foreign && reaches(f.newest, as_of));
        Log {
            as_of,
            oldest,
            covered_to,
            dated,
            leaves_out: false,
            seen,
            damage: None,
            tallies,
            too_old: false,
        }
    }
}

impl<'a> Streak<'a> {
    /// The first of those in the two hours before `to`, and how many there are.
    #[must_use]
    pub fn in_window(&self, to: DateTime<Utc>) -> (DateTime<Utc>, u64) {
        self.total(|t| t.since(to - WINDOW))
    }

    /// The first of those after `moment`, and how many there are from it on.
    #[must_use]
    pub fn after(&self, moment: Option<DateTime<Utc>>) -> (DateTime<Utc>, u64) {
        self.total(|t| t.after(moment))
    }

    fn total(&self, of: impl Fn(&Tally) -> Option<(DateTime<Utc>, u64)>) -> (DateTime<Utc>, u64) {
        let parts: Vec<_> = self.parts.iter().filter_map(|(_, t)| of(t)).collect();
        let first = parts.iter().map(|(first, _)| *first).min().unwrap_or(self.last);
        (first, parts.iter().map(|(_, n)| n).sum::<u64>().max(1))
    }

    /// The kinds of events in it.
    pub fn keys(&self) -> impl Iterator<Item = &'a Key> {
        self.parts.iter().map(|(k, _)| *k)
    }

    /// The newest few, newest first.
    #[must_use]
    pub fn samples(&self) -> Vec<(&'a Key, &'a Sample)> {
        let mut all: Vec<_> =
            self.parts.iter().flat_map(|(k, t)| t.samples.iter().map(move |s| (*k, s))).collect();
        all.sort_by_key(|(_, s)| std::cmp::Reverse(s.place()));
        all.truncate(5);
        all
    }
}

impl Key {
    /// True where the event names this domain, by its DNS name, or where one label stands for it by its
    /// NetBIOS name or, while that is not known, by the first label.
    #[must_use]
    pub fn names_domain(&self, domain: &Domain) -> bool {
        let netbios = domain.partition.as_ref().and_then(|p| p.netbios.as_deref()).map(str::to_lowercase);
        let first = domain.name.split('.').next().unwrap_or_default();
        let short = netbios.as_deref().unwrap_or(first);
        let by_short =
            self.family == Family::DirectorySynchronization && self.names.iter().any(|n| n == short);
        by_short || self.names.contains(&domain.name)
    }

    /// True where the event belongs to this domain: it names it, and names no other connector.
    #[must_use]
    pub fn is_of_domain(&self, domain: &Domain) -> bool {
        self.names_domain(domain)
            && match (&self.connector, &domain.connector_id) {
                (Some(named), Some(id)) if self.connector_is_explicit => named == id,
                _ => true,
            }
    }

    /// True where the event belongs to this connector: by the GUID in its text, else by the domain it
    /// names, else to the only connector there is, else to all.
    #[must_use]
    pub fn is_of_connector(&self, connector: &Connector, all: &[&Connector], domains: &[Domain]) -> bool {
        let known = |id: &String| all.iter().any(|c| c.id.as_ref() == Some(id));
        match &self.connector {
            // One that nobody is known by may be that of any whose own is not known.
            Some(id) if self.connector_is_explicit || known(id) => {
                return connector.id.as_ref().map_or_else(|| !known(id), |own| own == id);
            }
            _ => {}
        }
        let named: Vec<&Domain> = domains.iter().filter(|d| self.names_domain(d)).collect();
        if !named.is_empty() {
            return named.iter().any(|d| d.connector.as_ref() == Some(&connector.name));
        }
        let by_name: Vec<&&Connector> =
            all.iter().filter(|c| self.names.contains(&c.name.to_lowercase())).collect();
        by_name.is_empty() || by_name.iter().any(|c| c.name == connector.name)
    }
}
