//! What the object log and the event log tell of attempts, and of whom.

use super::{
    attempt::{Attempt, Outcome},
    keep::{Identity, names_of},
};
use crate::{
    evidence::{Gap, Kind, Stamp},
    facts::{Entity, Facts},
};
use chrono::{DateTime, Utc};

/// One row or event, by the links that say of whom it is; none where nothing does.
pub(super) struct Told {
    pub links: Vec<String>,
    pub what: Result<Attempt, Box<Unread>>,
}

/// A row of the object log that is there and cannot be read.
#[derive(Clone, Debug, PartialEq)]
pub struct Unread {
    /// When the attempt was, where that can be read.
    pub time: Option<DateTime<Utc>>,
    /// What cannot be read.
    pub gap: Gap,
}

/// All that is told.
pub(super) fn told(facts: &Facts) -> Vec<Told> {
    let rows = facts.each(Kind::ADSyncCSObjectLog).iter().map(|row| {
        let Identity { links, .. } = names_of(Kind::ADSyncCSObjectLog, &row.props());
        Told { links, what: attempt(row) }
    });
    let as_of = facts.log().ok().map(|log| log.as_of);
    let events = facts.heard_attempts().iter().map(|(links, attempt)| {
        let mut attempt = attempt.clone();
        attempt.seen.as_of = as_of;
        Told { links: links.clone(), what: Ok(attempt) }
    });
    rows.chain(events).collect()
}

fn attempt(row: &Entity) -> Result<Attempt, Box<Unread>> {
    let time = row.time("TimeStamp").known();
    let moment = time.as_ref().ok().and_then(|(stamp, _)| stamp.moment());
    let unread = |gap| Box::new(Unread { time: moment, gap });
    let (status, seen) = row.text("Status").known().map_err(unread)?;
    time.map_err(unread)?;
    let details = row.text("Details").value().filter(|d| !d.trim().is_empty());
    let never = || Box::new(Unread { time: None, gap: never(row) });
    Ok(Attempt { time: moment.ok_or_else(never)?, outcome: Outcome::Logged(status), details, seen })
}

/// A row that says year 1.
fn never(row: &Entity) -> Gap {
    Gap {
        record: row.kind(),
        property: Some("TimeStamp".to_owned()),
        why: crate::evidence::Why::Unreadable(format!("it says {}", Stamp::Never)),
        last: None,
    }
}
