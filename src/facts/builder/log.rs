//! The event log of one computer out of all that the sources hold of it.

use super::{
    FactsBuilder,
    clocks::{Clock, Clocks},
};
use crate::{
    evidence::{Kind, Origin, Record, record::Content},
    facts::{
        Facts, Seen,
        computer::same_computer,
        events::{Log, Span, reaches},
    },
};
use std::{borrow::Cow, collections::BTreeSet, sync::Arc};

impl FactsBuilder {
    /// The event log of the computer that is judged, out of all that the sources hold of it.
    pub(super) fn log(&self, clocks: &Clocks, facts: &Facts) -> Option<Log> {
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
        let own = records.iter().filter(|(r, s)| covers(r, s));
        let span = Span::of(own.map(|(record, seen)| (&**record, seen.clone())));
        // Where events could not be had, what is not among them is not known to be absent.
        let failed = |(record, seen): &(Cow<'_, Record>, Seen)| {
            let error = record.kind == Kind::WinEvent && matches!(record.content, Content::Error { .. });
            error.then(|| (Arc::clone(&seen.origin), seen.at))
        };
        let failures = records.iter().filter_map(failed);
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
        let ends: Vec<&Clock> = origins.iter().filter_map(|o| clocks.get(o)).collect();
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
        let covered_to =
            ends.iter().filter_map(|c| c.header).chain(span.newest).fold(log.covered_to, std::cmp::max);
        // A header may be newer than the chosen time.
        log.covered_to = covered_to.min(as_of);
        log.oldest = span.oldest.or(log.oldest.filter(|_| !span.leaves_out));
        log.leaves_out = span.leaves_out;
        // What dates the log has to reach its end: an older log beside an export by provider does not. A
        // record of the span that names no end is of such an export.
        let mut dates = ends.iter().filter_map(|c| c.header).chain(span.newest);
        log.dated |= self.choices.at.is_some() || dates.any(|end| reaches(end, as_of));
        if lost {
            (log.oldest, log.dated) = (None, false);
        }
        log.damage = span.damage;
        log.too_old = self.too_old(&Seen { at: Some(log.as_of), ..seen });
        Some(log)
    }
}
