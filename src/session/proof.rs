//! Did it work? Only evidence that was observed after the operator acted counts.

use super::Scope;
use crate::diagnosis::{Evidence, Finding, Judgement, Status};
use chrono::{DateTime, TimeDelta, Utc};

/// How a check that proves a remedy stands.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum State {
    /// It passes, on evidence newer than the action.
    Passed(DateTime<Utc>),
    /// It passes, by what the operator answered after the action.
    Said(DateTime<Utc>),
    /// It fails, on evidence that is new enough to tell.
    Failed(DateTime<Utc>),
    /// It fails still, and may until then.
    Waits(DateTime<Utc>),
    /// What is known names no time: nobody can tell whether it is newer than the action.
    Undated,
    /// What is known is older than the action, or nothing is.
    Older,
}

/// When something was done about it.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct Acted {
    /// Only evidence from after that counts.
    pub done: DateTime<Utc>,
    /// When evidence was taken that names no time, where the operator says so.
    pub taken: Option<DateTime<Utc>>,
}

/// One check that proves a remedy.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Line {
    /// The check.
    pub check: String,
    /// How it stands.
    pub state: State,
}

/// What it comes to.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Proof {
    /// Fixed, and newer evidence shows it.
    Verified,
    /// Fixed, and the operator says so where evidence does not.
    VerifiedByOperator,
    /// Applied, and newer evidence shows that it is not fixed.
    NotFixed,
    /// It can take until then to show.
    Pending(DateTime<Utc>),
    /// Nothing newer than the action was read yet.
    NeedsNewer,
}

/// How long a check can take to show a remedy: a heartbeat comes every 30 minutes, a cycle every two;
/// a first synchronization takes hours. What is read from a setting shows at once.
#[must_use]
pub fn grace(check: &str) -> TimeDelta {
    match check {
        "connector.heartbeat" | "connector.agent" | "connector.results" | "tenant.cloud-channel" => {
            TimeDelta::minutes(35)
        }
        "connector.last-run" => TimeDelta::minutes(35),
        "server.initial-sync" => TimeDelta::hours(8),
        check if check.starts_with("domain.") || check.starts_with("user.") => TimeDelta::minutes(5),
        _ => TimeDelta::zero(),
    }
}

/// How each check of `verify` stands for what the remedy was about, and what that comes to. Each of them
/// has to pass on newer evidence; the first is the cause's own, of the others only those that are judged
/// here count. What names no time counts as of `taken`, where the operator says so.
#[must_use]
pub fn proof(acted: Acted, verify: &[String], scope: &Scope, judgement: &Judgement) -> (Vec<Line>, Proof) {
    let lines: Vec<Line> = verify
        .iter()
        .enumerate()
        .filter(|(place, check)| *place == 0 || judged(check, scope, judgement).next().is_some())
        .map(|(_, check)| Line { check: check.clone(), state: state(acted, check, scope, judgement) })
        .collect();
    let due = lines.iter().filter_map(|l| if let State::Waits(t) = l.state { Some(t) } else { None }).max();
    let failed = lines.iter().any(|l| matches!(l.state, State::Failed(_)));
    let passed =
        !lines.is_empty() && lines.iter().all(|l| matches!(l.state, State::Passed(_) | State::Said(_)));
    let said = lines.iter().any(|l| matches!(l.state, State::Said(_)));
    let outcome = match due {
        _ if failed => Proof::NotFixed,
        Some(due) => Proof::Pending(due),
        None if passed && said => Proof::VerifiedByOperator,
        None if passed => Proof::Verified,
        None => Proof::NeedsNewer,
    };
    (lines, outcome)
}

/// The findings of a check in what the remedy was about.
fn judged<'a>(
    check: &'a str,
    scope: &'a Scope,
    judgement: &'a Judgement,
) -> impl Iterator<Item = &'a Finding> {
    judgement.findings.iter().filter(move |f| f.check.0 == check && touches(scope, f))
}

fn state(acted: Acted, check: &str, scope: &Scope, judgement: &Judgement) -> State {
    let states: Vec<State> =
        judged(check, scope, judgement).map(|f| one(acted, check, f, judgement.evaluated_at)).collect();
    let pick = |wanted: fn(&State) -> bool| states.iter().copied().find(wanted);
    pick(|s| matches!(s, State::Failed(_)))
        .or_else(|| pick(|s| matches!(s, State::Waits(_))))
        .or_else(|| pick(|s| matches!(s, State::Undated)))
        .or_else(|| pick(|s| matches!(s, State::Older)))
        .or_else(|| pick(|s| matches!(s, State::Said(_))))
        .or_else(|| pick(|s| matches!(s, State::Passed(_))))
        .unwrap_or(State::Older)
}

fn one(acted: Acted, check: &str, finding: &Finding, as_of: Option<DateTime<Utc>>) -> State {
    let Acted { done, taken } = acted;
    let rows = &finding.hit.evidence;
    // An answer beside evidence decides nothing.
    let said = !rows.is_empty() && rows.iter().all(Evidence::is_operators);
    let rows = || rows.iter().filter(|e| said || !e.is_operators());
    let newest = |time: fn(&Evidence) -> Option<DateTime<Utc>>| {
        rows().filter_map(|e| time(e).or(taken)).max().filter(|t| *t > done)
    };
    let nameless = |e: &Evidence| e.observed_at.or(e.judged_at).is_none();
    let older = if rows().any(nameless) { State::Undated } else { State::Older };
    match finding.status {
        // Nothing to show: all is well as of the newest there is.
        Status::Pass | Status::Info if rows().next().is_none() => match as_of.or(taken) {
            Some(t) if t > done => State::Passed(t),
            Some(_) => State::Older,
            None => State::Undated,
        },
        // What shows that all is well has to be newer itself; where it has no time, what it was judged as of.
        Status::Pass | Status::Info => {
            let passed = if said { State::Said } else { State::Passed };
            newest(|e| e.observed_at.or(e.judged_at)).map_or(older, passed)
        }
        Status::Fail | Status::Warn => match newest(|e| e.judged_at.or(e.observed_at)) {
            Some(t) if t >= done + grace(check) => State::Failed(t),
            Some(_) => State::Waits(done + grace(check)),
            None => older,
        },
        Status::Unknown | Status::Skipped => State::Older,
    }
}

/// True where the finding lies in what the remedy was about, or holds it.
fn touches(scope: &Scope, finding: &Finding) -> bool {
    let same = |a: &Option<String>, b: &Option<String>| match (a, b) {
        (Some(a), Some(b)) => a.eq_ignore_ascii_case(b),
        _ => true,
    };
    same(&scope.connector, &finding.scope.connector)
        && same(&scope.domain, &finding.scope.domain)
        && same(&scope.user, &finding.scope.user)
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::{
        catalog::{Cause, CheckId, Flow},
        diagnosis::{Hit, Value, Verdict},
    };

    fn at(text: &str) -> DateTime<Utc> {
        format!("2026-11-20T{text}Z").parse().unwrap()
    }

    fn acted() -> Acted {
        Acted { done: at("10:00:00"), taken: None }
    }

    fn finding(check: &'static str, status: Status, observed: &str, judged: &str) -> Finding {
        let evidence = Evidence {
            label: String::new(),
            expected: None,
            found: Value::public(""),
            source: String::new(),
            observed_at: (!observed.is_empty()).then(|| at(observed)),
            judged_at: Some(at(judged)),
        };
        Finding {
            status,
            hit: Hit { evidence: vec![evidence], ..Hit::of(status) },
            ..Finding::bare(CheckId(check), Cause("x"))
        }
    }

    fn judgement(finding: Finding) -> Judgement {
        Judgement {
            flow: Flow::All,
            findings: vec![finding],
            roots: Vec::new(),
            verdict: Verdict::Problem,
            evaluated_at: None,
        }
    }

    fn come_to(check: &'static str, status: Status, observed: &str, judged: &str) -> Proof {
        let all = judgement(finding(check, status, observed, judged));
        proof(acted(), &[check.to_owned()], &Scope::default(), &all).1
    }

    #[test]
    fn what_was_read_before_says_nothing_of_what_was_done_after() {
        assert_eq!(come_to("server.fips", Status::Fail, "09:00:00", "09:00:00"), Proof::NeedsNewer);
        assert_eq!(come_to("server.fips", Status::Pass, "09:00:00", "09:00:00"), Proof::NeedsNewer);
        // A heartbeat from before the action proves nothing, however young the log.
        assert_eq!(come_to("connector.heartbeat", Status::Pass, "09:50:00", "10:20:00"), Proof::NeedsNewer);
    }

    #[test]
    fn a_setting_shows_at_once_and_a_heartbeat_takes_its_time() {
        assert_eq!(come_to("server.fips", Status::Pass, "10:01:00", "10:01:00"), Proof::Verified);
        assert_eq!(come_to("server.fips", Status::Fail, "10:01:00", "10:01:00"), Proof::NotFixed);
        let heartbeat = |judged| come_to("connector.heartbeat", Status::Fail, "", judged);
        assert_eq!(heartbeat("10:20:00"), Proof::Pending(at("10:35:00")));
        assert_eq!(heartbeat("10:35:00"), Proof::NotFixed);
        assert_eq!(come_to("connector.heartbeat", Status::Pass, "10:31:00", "10:32:00"), Proof::Verified);
    }

    #[test]
    fn an_answer_after_the_action_verifies_by_operator_and_beside_evidence_not_at_all() {
        let mut said = finding("server.fips", Status::Pass, "10:01:00", "10:01:00");
        said.hit.evidence[0].source = crate::diagnosis::OPERATOR.to_owned();
        let come_to = |finding: Finding| {
            proof(acted(), &["server.fips".to_owned()], &Scope::default(), &judgement(finding)).1
        };
        assert_eq!(come_to(said.clone()), Proof::VerifiedByOperator);
        let mut beside = finding("server.fips", Status::Fail, "09:00:00", "09:00:00");
        beside.hit.evidence.extend(said.hit.evidence);
        assert_eq!(come_to(beside), Proof::NeedsNewer);
    }

    #[test]
    fn what_names_no_time_is_told_from_what_is_older() {
        let come_to = |status: Status, taken: Option<&str>| {
            let mut timeless = finding("server.fips", status, "", "10:01:00");
            timeless.hit.evidence[0].judged_at = None;
            let acted = Acted { taken: taken.map(at), ..acted() };
            let (lines, outcome) =
                proof(acted, &["server.fips".to_owned()], &Scope::default(), &judgement(timeless));
            (lines[0].state, outcome)
        };
        assert_eq!(come_to(Status::Pass, None), (State::Undated, Proof::NeedsNewer));
        assert_eq!(come_to(Status::Fail, None), (State::Undated, Proof::NeedsNewer));
        assert_eq!(come_to(Status::Pass, Some("10:05:00")).1, Proof::Verified);
        assert_eq!(come_to(Status::Fail, Some("10:05:00")).1, Proof::NotFixed);
    }

    #[test]
    fn every_check_that_a_remedy_names_has_to_pass_anew() {
        let own = finding("tenant.phs-enabled", Status::Pass, "10:01:00", "10:01:00");
        let heartbeat = |observed| finding("connector.heartbeat", Status::Pass, observed, "10:32:00");
        let verify =
            ["tenant.phs-enabled".to_owned(), "connector.heartbeat".to_owned(), "server.fips".to_owned()];
        let outcome = |observed| {
            let all =
                Judgement { findings: vec![own.clone(), heartbeat(observed)], ..judgement(own.clone()) };
            proof(acted(), &verify, &Scope::default(), &all).1
        };
        assert_eq!(outcome("09:50:00"), Proof::NeedsNewer);
        assert_eq!(outcome("10:31:00"), Proof::Verified);
    }

    #[test]
    fn without_its_own_check_nothing_is_proven() {
        let all = judgement(finding("domain.last-cycle", Status::Pass, "10:04:00", "10:04:00"));
        let verify = ["domain.account-permissions".to_owned(), "domain.last-cycle".to_owned()];
        let (lines, outcome) = proof(acted(), &verify, &Scope::default(), &all);
        assert_eq!(outcome, Proof::NeedsNewer);
        assert_eq!((lines[0].state, lines[1].state), (State::Older, State::Passed(at("10:04:00"))));
    }
}
