//! What the logs of one computer cover together: archives and exports of one log are one series.

use super::log::BEAT;
use crate::{
    evidence::{Origin, Record, Stamp},
    facts::Seen,
};
use chrono::{DateTime, Utc};
use std::{collections::BTreeMap, sync::Arc};

/// A log, or a part of it: its newest time and its oldest.
type Piece = (Option<DateTime<Utc>>, Option<DateTime<Utc>>);

/// The log that is judged.
const LOG: &str = "Application";

/// The series.
#[derive(Debug, Default)]
pub(in crate::facts) struct Span {
    /// Where the part without a hole begins that reaches to the end.
    pub oldest: Option<DateTime<Utc>>,
    /// Its end.
    pub newest: Option<DateTime<Utc>>,
    /// What is said of damage, where anything is.
    pub damage: Option<(Vec<String>, Seen)>,
    /// Where it was last said.
    pub seen: Option<Seen>,
}

impl Span {
    /// The span of these records, given oldest observation first; of one source the last counts.
    pub fn of<'a>(records: impl Iterator<Item = (&'a Record, Seen)>) -> Span {
        let mut by_origin: BTreeMap<Arc<Origin>, (&Record, Seen)> = BTreeMap::new();
        for (record, seen) in records {
            let name = record.props().and_then(|p| p.text("LogName"));
            if record.props().is_some() && name.is_none_or(|n| n.eq_ignore_ascii_case(LOG)) {
                by_origin.insert(Arc::clone(&seen.origin), (record, seen));
            }
        }
        let mut span = Span::default();
        let mut pieces = Vec::new();
        for (record, seen) in by_origin.into_values() {
            let Some(props) = record.props() else { continue };
            let time = |name: &str| props.time(name).and_then(Stamp::moment);
            pieces.push((time("NewestRecord"), time("OldestRecord")));
            if props.bool("Damaged") == Some(true) {
                let notes = props.get("Notes").and_then(|n| n.as_array()).into_iter().flatten();
                let notes = notes.filter_map(|n| n.as_str()).map(str::to_owned);
                let (all, _) = span.damage.get_or_insert_with(|| (Vec::new(), seen.clone()));
                all.extend(notes);
            }
            if span.seen.as_ref().is_none_or(|s| s.at <= seen.at) {
                span.seen = Some(seen);
            }
        }
        span.chain(pieces);
        span
    }

    /// From the newest piece back, as far as each reaches to where the one before it begins.
    fn chain(&mut self, mut pieces: Vec<Piece>) {
        pieces.sort_by(|a, b| b.cmp(a));
        for (newest, oldest) in pieces {
            self.newest = self.newest.max(newest);
            let joins = match (self.oldest, newest) {
                (Some(begin), Some(end)) => end >= begin - BEAT,
                _ => true,
            };
            if let Some(oldest) = oldest.filter(|_| joins) {
                self.oldest = Some(self.oldest.map_or(oldest, |t| t.min(oldest)));
            }
        }
    }
}
