//! Which attempt is the newest, and whether it can tell of the newest password.

use crate::{
    checks::shown::{lacking, moment},
    diagnosis::Need,
    evidence::{Kind, Why},
    facts::people::{Attempt, Outcome, Person},
};
use chrono::{DateTime, TimeDelta, Utc};

/// A row and an event that are closer together tell of one attempt.
const TOGETHER: TimeDelta = TimeDelta::minutes(2);

/// Cycles run every two minutes; a change younger than this is on its way.
pub(super) const ON_ITS_WAY: TimeDelta = TimeDelta::minutes(5);

/// The newest row of the log, unless an answer in the event log is of a later attempt; where there is no
/// row, the newest event about the user.
pub(super) fn newest(person: &Person) -> Option<&Attempt> {
    let newest = |is: fn(&Attempt) -> bool| person.attempts.iter().rev().find(|a| is(a));
    let Some(row) = newest(Attempt::is_row) else {
        return newest(|a| a.is_answer() || a.outcome == Outcome::Sent);
    };
    newest(Attempt::is_answer).filter(|answer| answer.time > row.time + TOGETHER).or(Some(row))
}

/// What cannot be read of a row that may be newer than this.
pub(super) fn unread(person: &Person, than: Option<DateTime<Utc>>) -> Option<Need> {
    let newer = |time: Option<DateTime<Utc>>| time.is_none_or(|t| than.is_none_or(|than| t >= than));
    person.unread.iter().find(|row| newer(row.time)).map(|row| row.gap.clone().into())
}

/// What is lacking where the attempts were read before the password was set.
pub(super) fn read_before(kind: Kind, read: DateTime<Utc>, changed: DateTime<Utc>) -> Need {
    let why = format!(
        "it was read at {}, and the password was changed after that, at {}: take it again",
        moment(read),
        moment(changed)
    );
    lacking(kind, None, Why::NotEnough(why))
}
