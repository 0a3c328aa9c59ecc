//! Where events are missing in what was read: between which times, and whether it was ever meant to be whole.

use crate::evidence::stamp;
use chrono::{DateTime, Utc};
use serde_json::{Map, Value};

/// How many holes are told apart; more are one with the last.
const MOST: usize = 64;

/// The holes in a log as it streams by.
#[derive(Debug, Default)]
pub struct Holes {
    /// The time of the event before.
    last: Option<DateTime<Utc>>,
    /// Where a hole began that no event has ended yet.
    open: Option<DateTime<Utc>>,
    all: Vec<[DateTime<Utc>; 2]>,
    /// True for a selection of events by something else than their time.
    pub selected: bool,
}

impl Holes {
    /// An event, which ends a hole before it. An export may go back in time.
    pub fn saw(&mut self, time: DateTime<Utc>) {
        if let Some(from) = self.open.take() {
            let hole = [from.min(time), from.max(time)];
            let full = self.all.len() >= MOST;
            match self.all.last_mut() {
                Some([first, last]) if full => (*first, *last) = (hole[0].min(*first), hole[1].max(*last)),
                _ => self.all.push(hole),
            }
        }
        self.last = Some(time);
    }

    /// Something is missing here, between the event before and the next.
    pub fn here(&mut self) {
        self.open = self.open.or(self.last);
    }

    /// The time of the event that came last: where a hole may begin.
    #[must_use]
    pub const fn last(&self) -> Option<DateTime<Utc>> {
        self.last
    }

    /// Something is missing between then and the event that comes next.
    pub const fn since(&mut self, then: Option<DateTime<Utc>>) {
        self.open = then;
    }

    /// Adds what is known of them to a record of what a log covers.
    pub fn put(&self, record: &mut Map<String, Value>) {
        record.insert("LeavesOut".to_owned(), self.selected.into());
        let all = self.all.iter().map(|hole| hole.map(stamp::rfc3339).to_vec());
        record.insert("Holes".to_owned(), all.map(Value::from).collect());
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn holes_lie_between_events_in_whatever_order() {
        let at = |minute: i64| DateTime::from_timestamp(minute * 60, 0).unwrap_or_default();
        let mut holes = Holes::default();
        holes.here();
        holes.saw(at(9));
        let before = holes.last();
        holes.saw(at(8));
        holes.since(before);
        holes.here();
        holes.saw(at(3));
        holes.saw(at(2));
        holes.here();
        assert_eq!(holes.all, [[at(3), at(9)]], "before the first and behind the last there is no hole");
        for minute in 0..200 {
            holes.here();
            holes.saw(at(minute));
        }
        assert_eq!((holes.all.len(), holes.all.last()), (MOST, Some(&[at(61), at(199)])));
    }
}
