//! What the logs of one computer cover together: archives and exports of one log are one series.

use super::log::BEAT;
use crate::{
    evidence::{
        Origin, Record, Stamp,
        record::{Content, Props},
        stamp,
    },
    facts::Seen,
};
use chrono::{DateTime, Utc};
use serde_json::{Map, Value};
use std::{collections::BTreeMap, sync::Arc};

type Time = Option<DateTime<Utc>>;

/// A log, or a part of it without a hole.
#[derive(Clone, Copy, Debug, Default)]
struct Piece {
    newest: Time,
    oldest: Time,
    /// The numbers of its first and last event.
    first: Option<i64>,
    last: Option<i64>,
}

/// The log that is judged.
const LOG: &str = "Application";

/// The series.
#[derive(Debug, Default)]
pub(in crate::facts) struct Span {
    /// Where the part without a hole begins that reaches to the end.
    pub oldest: Time,
    /// Its end.
    pub newest: Time,
    /// True where what reaches to the end leaves events out: what is absent may have been there.
    pub leaves_out: bool,
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
            let whole = Piece {
                newest: time("NewestRecord"),
                oldest: time("OldestRecord"),
                first: props.int("FirstRecordId"),
                last: props.int("LastRecordId"),
            };
            if props.bool("LeavesOut") == Some(true) {
                span.leaves_out = true;
                span.newest = span.newest.max(whole.newest);
            } else {
                pieces.extend(parts(whole, holes(props)));
            }
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

    /// From the end back, as far as each piece reaches to where the one before it begins. Between an event
    /// and the one of the next number there was none, however long it was quiet.
    fn chain(&mut self, mut pieces: Vec<Piece>) {
        pieces.sort_by_key(|piece| std::cmp::Reverse((piece.newest, piece.oldest)));
        self.newest = pieces.iter().map(|piece| piece.newest).fold(self.newest, Time::max);
        let mut begin = None;
        for piece in pieces {
            let in_time = match (self.oldest.or(self.newest), piece.newest) {
                (Some(begin), Some(end)) => end >= begin - BEAT,
                _ => true,
            };
            let next = begin.is_some() && piece.last.and_then(|number| number.checked_add(1)) == begin;
            let Some(oldest) = piece.oldest.filter(|_| in_time || next) else { continue };
            if self.oldest.is_none_or(|t| oldest < t) {
                self.oldest = Some(oldest);
                begin = piece.first;
            }
        }
        self.leaves_out &= self.oldest.is_none();
    }
}

/// What lies before, between and after the holes of a log.
fn parts(whole: Piece, mut holes: Vec<[DateTime<Utc>; 2]>) -> Vec<Piece> {
    holes.sort_unstable();
    let mut parts = Vec::new();
    let mut rest = whole;
    for [from, to] in holes {
        parts.push(Piece { newest: Some(from), last: None, ..rest });
        rest = Piece { oldest: rest.oldest.max(Some(to)), first: None, ..rest };
    }
    parts.push(rest);
    parts
}

/// What the record of a log's span says of the time up to `limit`: nothing of a log that begins later. A
/// record that names no begin is of a log that began where its events did, if any.
pub(in crate::facts) fn until(record: &Record, limit: DateTime<Utc>, events: Time) -> Option<Record> {
    let props = record.props()?;
    let time = |name: &str| props.time(name).and_then(Stamp::moment);
    time("OldestRecord").or(events).filter(|begin| *begin <= limit)?;
    let mut map: Map<String, Value> = props.iter().map(|(k, v)| (k.clone(), v.clone())).collect();
    // How many of its events are older, and which is the last of them, is not known.
    map.remove("RecordCount");
    map.remove("LastRecordId");
    if let Some(newest) = time("NewestRecord") {
        map.insert("NewestRecord".to_owned(), stamp::rfc3339(newest.min(limit)).into());
    }
    let holes = holes(props).into_iter().filter(|[from, _]| *from < limit);
    let holes = holes.map(|hole| hole.map(|t| stamp::rfc3339(t.min(limit))).to_vec().into());
    map.insert("Holes".to_owned(), Value::Array(holes.collect()));
    let content = Content::Data(Props::new(map, props.bad().to_vec()));
    Some(Record { content, at: Some(limit), ..record.clone() })
}

/// Where events of a log were lost.
fn holes(props: &Props) -> Vec<[DateTime<Utc>; 2]> {
    let time = |value: &Value| DateTime::parse_from_rfc3339(value.as_str()?).ok().map(|t| t.to_utc());
    let all = props.get("Holes").and_then(Value::as_array).into_iter().flatten();
    all.filter_map(|hole| Some([time(hole.get(0)?)?, time(hole.get(1)?)?])).collect()
}
