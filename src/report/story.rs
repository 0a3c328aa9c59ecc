//! The way of a user's passwords: one line a change, from the directory to the answer of Entra ID.

use chrono::{DateTime, TimeDelta, Utc};
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

    /// What it comes to, in a sentence.
    #[must_use]
    pub fn told(&self, at: Clock<'_>) -> String {
        // What was set in the tenant came another way.
        let newest = self.changes.iter().rev().find(|c| c.state != State::Tenant);
        let Some(newest) = newest else {
            return "Nothing is known of a password of this user.".to_owned();
        };
        let accepted = newest.steps.iter().rev().find(|s| s.what == StepKind::Accepted);
        match (self.fine, accepted, newest.changed_at) {
            (true, Some(step), Some(changed)) => format!(
                "This user is fine: the password of {} was accepted by Entra ID at {}.",
                at(changed),
                at(step.at)
            ),
            (true, Some(step), None) => {
                format!(
                    "This user is fine: the newest password that is known was accepted by Entra ID at {}.",
                    at(step.at)
                )
            }
            _ => format!("The newest password: {}", newest.told(at)),
        }
    }
}

impl Change {
    /// All of it in a line.
    #[must_use]
    pub fn told(&self, at: Clock<'_>) -> String {
        let mut parts: Vec<String> =
            self.changed_at.map(|t| format!("changed {}", at(t))).into_iter().collect();
        parts.extend(self.steps.iter().map(|step| step.told(at)));
        match self.state {
            State::Temporary => {
                parts.push("must be changed at the next sign-in (pwdLastSet is 0)".to_owned())
            }
            State::Tenant => parts.push("set in the tenant itself".to_owned()),
            State::Waiting | State::Sent | State::Retrying => {
                let what = match self.state {
                    State::Waiting => "not seen, waiting",
                    State::Sent => "no answer, waiting",
                    _ => "waiting for a retry",
                };
                let lasting = self.waiting_since.zip(self.judged_at).map(|(from, to)| span(to - from));
                parts.push(lasting.map_or_else(|| what.to_owned(), |span| format!("{what} for {span}")));
            }
            State::Accepted | State::Refused => {}
        }
        parts.extend(self.missing.clone());
        let line = parts.join("; ");
        let mut letters = line.chars();
        letters.next().map_or_else(String::new, |first| first.to_uppercase().chain(letters).collect())
    }
}

impl Step {
    fn told(&self, at: Clock<'_>) -> String {
        let when = at(self.at);
        let detail = self.detail.as_ref();
        match (self.what, self.count) {
            (StepKind::Sent, _) => format!("seen and sent {when}"),
            (StepKind::Accepted, _) => format!("accepted {when}"),
            (StepKind::Refused, None) => {
                format!("not accepted {when}{}", detail.map_or_else(String::new, |d| format!(": {d}")))
            }
            (StepKind::Refused, Some(n)) => format!(
                "not accepted {n} times, last {when}{}",
                detail.map_or_else(String::new, |d| format!(": {d}"))
            ),
            (StepKind::Retry, None) => format!("put off for a retry {when}"),
            (StepKind::Retry, Some(n)) => format!("put off for a retry {n} times, last {when}"),
            (StepKind::Left, _) => format!("off the list of retries {when}"),
        }
    }
}

/// "3 min", "2 h 5 min", "4 days".
fn span(span: TimeDelta) -> String {
    match span.num_minutes().max(0) {
        minutes @ 0..=119 => format!("{minutes} min"),
        minutes @ 120..=2879 => format!("{} h {} min", minutes / 60, minutes % 60),
        minutes => format!("{} days", minutes / 1440),
    }
}

/// What decides a sign-in where the password does not. None is not known.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
#[expect(clippy::struct_excessive_bools, reason = "three independent facts of an account")]
pub struct SignIn {
    /// Whether the tenant blocks it.
    pub blocked: Option<bool>,
    /// The domain of the sign-in name.
    pub domain: Option<String>,
    /// Whether that domain is federated.
    pub federated: Option<bool>,
    /// The account expired in the directory.
    pub account_expired: bool,
    /// The password expired in the directory.
    pub password_expired: bool,
    /// The tenant's password was set later than the directory's.
    pub set_in_tenant: bool,
}

impl SignIn {
    /// In sentences: what stands in the way, what does not, what nobody knows.
    #[must_use]
    pub fn told(&self) -> Vec<String> {
        let mut lines = Vec::new();
        let domain = self.domain.as_deref().unwrap_or("the sign-in name");
        if self.blocked == Some(true) {
            lines.push(
                "Sign-in is blocked in Entra ID (accountEnabled is False): no password helps.".to_owned(),
            );
        }
        if self.federated == Some(true) {
            lines.push(format!("The domain {domain} is federated: its own service decides the sign-in, and this password is not asked for."));
        }
        if self.set_in_tenant {
            lines.push(
                "The password was set in the tenant after that: the newer one counts there.".to_owned(),
            );
        }
        if self.account_expired {
            lines.push("The account expired in Active Directory. By design Entra ID does not know: the cloud lets the user in, the domain does not.".to_owned());
        }
        if self.password_expired {
            lines.push(
                "The password expired in Active Directory. By design it goes on working in the cloud."
                    .to_owned(),
            );
        }
        let not = [
            (self.blocked == Some(false)).then(|| "sign-in is not blocked".to_owned()),
            (self.federated == Some(false)).then(|| format!("the domain {domain} is managed")),
        ];
        let not: Vec<String> = not.into_iter().flatten().collect();
        if !not.is_empty() {
            lines.push(format!("Not in the way: {}.", not.join("; ")));
        }
        let open = [
            self.blocked.is_none().then(|| "whether sign-in is blocked (Get-MgUser)".to_owned()),
            self.federated
                .is_none()
                .then(|| format!("whether the domain {domain} is federated (Get-MgDomain)")),
        ];
        let open: Vec<String> = open.into_iter().flatten().collect();
        if !open.is_empty() {
            lines.push(format!("Not in the evidence: {}.", open.join("; ")));
        }
        lines.push("If the sign-in still fails, look at Conditional Access and multifactor authentication, a similar account, and old passwords that devices keep.".to_owned());
        lines
    }
}

#[cfg(test)]
mod tests {
    use super::*;

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
    fn fine_says_when() {
        let change =
            Change { state: State::Accepted, steps: vec![step(2, StepKind::Accepted)], ..Change::default() };
        let story = Story { fine: true, changes: vec![change.clone()], ..Story::default() };
        assert!(story.told(&clock).ends_with("was accepted by Entra ID at 00:02."));
        let story = Story { changes: vec![change], ..Story::default() };
        assert_eq!(story.told(&clock), "The newest password: Accepted 00:02");
    }

    #[test]
    fn what_is_not_known_is_not_ruled_out() {
        let told = SignIn::default().told().join("\n");
        assert!(told.contains("Not in the evidence: whether sign-in is blocked"), "{told}");
        assert!(!told.contains("Not in the way"));
        let all = SignIn {
            blocked: Some(false),
            federated: Some(false),
            domain: Some("a.b".into()),
            ..SignIn::default()
        };
        assert!(
            all.told()[0].starts_with("Not in the way: sign-in is not blocked; the domain a.b is managed.")
        );
    }
}
