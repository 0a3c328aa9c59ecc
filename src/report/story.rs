//! The way of a user's passwords: one line a change, from the directory to the answer of Entra ID.

use crate::{diagnosis::length, knowledge};
use chrono::{DateTime, Utc};
use schemars::JsonSchema;
use serde::{Deserialize, Serialize};

type Time = DateTime<Utc>;
/// How a reader is told a time.
pub type Clock<'a> = &'a dyn Fn(Time) -> String;

/// The passwords of one user.
#[derive(Clone, Debug, Default, PartialEq, Eq, Serialize, Deserialize, JsonSchema)]
pub struct Story {
    /// The user.
    pub user: String,
    /// True where the newest password is in Entra ID and nothing stands in the way of the next.
    pub fine: bool,
    /// What it comes to, in a sentence.
    pub summary: String,
    /// What else decides whether the user can sign in, where the password does not.
    #[serde(default, skip_serializing_if = "Vec::is_empty")]
    pub sign_in: Vec<String>,
    /// Every change that the evidence knows of, oldest first; of many the newest.
    pub changes: Vec<Change>,
}

/// How far a password came.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq, Serialize, Deserialize, JsonSchema)]
#[serde(rename_all = "lowercase")]
pub enum State {
    /// Entra ID has it.
    Accepted,
    /// It was not accepted.
    Refused,
    /// It was sent; no answer is known.
    Sent,
    /// It failed and is tried again.
    Retrying,
    /// No attempt is known.
    #[default]
    Waiting,
    /// It must be changed at the next sign-in.
    Temporary,
    /// It was set in the tenant, not in the directory.
    Tenant,
}

/// One password.
#[derive(Clone, Debug, Default, PartialEq, Eq, Serialize, Deserialize, JsonSchema)]
pub struct Change {
    /// When it was set in the directory, where the evidence says so.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub changed_at: Option<Time>,
    /// How far it came.
    pub state: State,
    /// Since when it waits.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub waiting_since: Option<Time>,
    /// As of when that is said.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub judged_at: Option<Time>,
    /// What is missing to say more.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub missing: Option<String>,
    /// What happened to it, oldest first.
    pub steps: Vec<Step>,
    /// All of it in a line, times in UTC.
    pub text: String,
}

/// What can happen to a password on its way.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Serialize, Deserialize, JsonSchema)]
#[serde(rename_all = "lowercase")]
pub enum StepKind {
    /// Seen and sent (656).
    Sent,
    /// Accepted (657, or a row with Success).
    Accepted,
    /// Not accepted (657, or a row with another status).
    Refused,
    /// Put off for a retry (605, 0).
    Retry,
    /// Off the list of retries (606).
    Left,
}

/// One step of it.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize, JsonSchema)]
pub struct Step {
    /// When, or when the newest of them.
    pub at: Time,
    /// What.
    pub what: StepKind,
    /// The reason, the status, or the error, as the evidence has it.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub detail: Option<String>,
    /// How often in a row, where it is more than once.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub count: Option<u64>,
}

impl Story {
    /// With all its sentences, times in UTC.
    #[must_use]
    pub fn written(mut self) -> Story {
        let utc = |t: Time| super::words::time(t);
        for change in &mut self.changes {
            change.text = change.told(&utc);
        }
        self.summary = self.told(&utc);
        self
    }

    /// The newest password of the directory; what was set in the tenant came another way.
    fn newest(&self) -> Option<&Change> {
        self.changes.iter().rev().find(|c| c.state != State::Tenant)
    }

    /// True where the newest must be changed at the next sign-in: nothing says when it was set.
    #[must_use]
    pub fn is_temporary(&self) -> bool {
        self.newest().is_some_and(|c| c.state == State::Temporary)
    }

    /// What it comes to, in a sentence.
    #[must_use]
    pub fn told(&self, at: Clock<'_>) -> String {
        let Some(newest) = self.newest() else {
            return "Nothing is known of a password of this user.".to_owned();
        };
        let accepted = |change: &Change| {
            change.steps.iter().rev().find(|s| s.what == StepKind::Accepted).map(|step| at(step.at))
        };
        if self.is_temporary() {
            let before = self.changes.iter().rev().find_map(accepted);
            let before = before.map_or_else(String::new, |when| {
                format!(" The last one that Entra ID accepted is of {when}.")
            });
            return format!(
                "The password must be changed at the next sign-in (pwdLastSet is 0), so when it was set is not known.{before}"
            );
        }
        match (self.fine, accepted(newest), newest.changed_at) {
            (true, Some(when), Some(changed)) => format!(
                "This user is fine: the password of {} was accepted by Entra ID at {when}.",
                at(changed),
            ),
            (true, Some(when), None) => format!(
                "This user is fine: the newest password that is known was accepted by Entra ID at {when}."
            ),
            _ => format!("The newest password: {}", newest.line(at)),
        }
    }
}

impl Change {
    /// All of it in a line.
    #[must_use]
    pub fn told(&self, at: Clock<'_>) -> String {
        let line = self.line(at);
        let mut letters = line.chars();
        letters.next().map_or_else(String::new, |first| first.to_uppercase().chain(letters).collect())
    }

    fn line(&self, at: Clock<'_>) -> String {
        let mut parts: Vec<String> =
            self.changed_at.map(|t| format!("changed {}", at(t))).into_iter().collect();
        parts.extend(self.steps.iter().map(|step| step.told(at)));
        match self.state {
            State::Temporary => {
                parts.push("must be changed at the next sign-in (pwdLastSet is 0)".to_owned());
            }
            State::Tenant => parts.push("set in the tenant itself".to_owned()),
            // The row itself says what is known.
            State::Sent
                if self.steps.iter().rev().any(|s| s.what == StepKind::Sent && s.detail.is_some()) => {}
            State::Waiting | State::Sent | State::Retrying => {
                let what = match self.state {
                    State::Waiting if self.waiting_since.is_none() => "not known whether it was sent",
                    State::Waiting => "not seen, waiting",
                    State::Sent => "no answer, waiting",
                    _ => "waiting for a retry",
                };
                let lasting = self.waiting_since.zip(self.judged_at).map(|(from, to)| length(to - from));
                parts.push(lasting.map_or_else(|| what.to_owned(), |time| format!("{what} for {time}")));
            }
            State::Accepted | State::Refused => {}
        }
        parts.extend(self.missing.clone());
        parts.join("; ")
    }
}

impl Step {
    fn told(&self, at: Clock<'_>) -> String {
        let when = at(self.at);
        let detail = self.detail.as_ref();
        match (self.what, self.count) {
            (StepKind::Sent, _) => detail
                .map_or_else(|| format!("seen and sent {when}"), |d| format!("tried {when}: {}", worded(d))),
            (StepKind::Accepted, _) => {
                format!("accepted {when}{}", detail.map_or_else(String::new, |d| format!(" {d}")))
            }
            (StepKind::Refused, None) => {
                format!(
                    "not accepted {when}{}",
                    detail.map_or_else(String::new, |d| format!(": {}", worded(d)))
                )
            }
            (StepKind::Refused, Some(n)) => format!(
                "not accepted {n} times, last {when}{}",
                detail.map_or_else(String::new, |d| format!(": {}", worded(d)))
            ),
            (StepKind::Retry, None) => format!("put off for a retry {when}"),
            (StepKind::Retry, Some(n)) => format!("put off for a retry {n} times, last {when}"),
            (StepKind::Left, _) => format!("off the list of retries {when}"),
        }
    }
}

/// A status of the log with what it means; anything else as it stands.
fn worded(detail: &str) -> String {
    let is_it = |e: &&knowledge::Entry| e.sort == knowledge::Sort::Status && e.name == detail;
    let Some(status) = knowledge::entries().iter().find(is_it) else { return detail.to_owned() };
    let title = &status.title;
    let mut letters = title.chars();
    let first = letters.next().filter(|_| !title.starts_with("Entra"));
    let title = first.map_or_else(|| title.clone(), |c| c.to_lowercase().chain(letters).collect());
    format!("{detail}, {title}")
}

#[cfg(test)]
mod tests {
    use super::*;
    use chrono::TimeDelta;

    fn at(minute: i64) -> Time {
        DateTime::UNIX_EPOCH + TimeDelta::minutes(minute)
    }

    fn clock(t: Time) -> String {
        t.format("%H:%M").to_string()
    }

    fn step(minute: i64, what: StepKind) -> Step {
        Step { at: at(minute), what, detail: None, count: None }
    }

    #[test]
    fn a_change_is_a_line() {
        let mut change = Change {
            changed_at: Some(at(0)),
            state: State::Accepted,
            steps: vec![step(1, StepKind::Sent), step(2, StepKind::Accepted)],
            ..Change::default()
        };
        assert_eq!(change.told(&clock), "Changed 00:00; seen and sent 00:01; accepted 00:02");
        change.state = State::Refused;
        change.steps[1] = Step { detail: Some("8344".into()), count: Some(3), ..step(9, StepKind::Refused) };
        assert_eq!(
            change.told(&clock),
            "Changed 00:00; seen and sent 00:01; not accepted 3 times, last 00:09: 8344"
        );
        let waits = Change {
            changed_at: Some(at(0)),
            waiting_since: Some(at(0)),
            judged_at: Some(at(200)),
            missing: Some("the event log is not in the evidence".into()),
            ..Change::default()
        };
        assert_eq!(
            waits.told(&clock),
            "Changed 00:00; not seen, waiting for 3 h 20 min; the event log is not in the evidence"
        );
    }

    #[test]
    fn where_nothing_tells_it_is_not_said_to_wait() {
        let change = Change { changed_at: Some(at(0)), judged_at: Some(at(200)), ..Change::default() };
        assert_eq!(change.told(&clock), "Changed 00:00; not known whether it was sent");
    }

    #[test]
    fn fine_says_when() {
        let change =
            Change { state: State::Accepted, steps: vec![step(2, StepKind::Accepted)], ..Change::default() };
        let story = Story { fine: true, changes: vec![change.clone()], ..Story::default() };
        assert!(story.told(&clock).ends_with("was accepted by Entra ID at 00:02."));
        let story = Story { changes: vec![change], ..Story::default() };
        assert_eq!(story.told(&clock), "The newest password: accepted 00:02");
    }

    #[test]
    fn of_a_temporary_password_the_time_is_not_known() {
        let before =
            Change { state: State::Accepted, steps: vec![step(2, StepKind::Accepted)], ..Change::default() };
        let now = Change { state: State::Temporary, ..Change::default() };
        let story = Story { changes: vec![before, now.clone()], ..Story::default() };
        assert!(story.told(&clock).ends_with("not known. The last one that Entra ID accepted is of 00:02."));
        let story = Story { changes: vec![now], ..Story::default() };
        assert!(story.told(&clock).ends_with("so when it was set is not known."));
    }
}
