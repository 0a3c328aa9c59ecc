//! The way of each user's passwords, out of what is known of the user.

use crate::{
    diagnosis::{Judgement, Status},
    evidence::{Kind, Stamp},
    facts::{
        Entity, Facts,
        people::{Attempt, Found, Outcome, Person},
    },
    report::story::{Change, SignIn, State, Step, StepKind, Story},
};
use chrono::{DateTime, TimeDelta, Utc};
use std::collections::BTreeSet;

type Time = DateTime<Utc>;

/// So many changes are told; the newest.
const MOST: usize = 8;
/// An event and a row this close together tell of one attempt.
const TOGETHER: TimeDelta = TimeDelta::minutes(2);
/// Later than this after the change in the directory, the tenant's password was set by someone else.
const APART: TimeDelta = TimeDelta::minutes(5);
/// The password expired, in userAccountControl.
const PASSWORD_EXPIRED: i64 = 0x0080_0000;

/// The stories of everyone who was asked for.
pub(super) fn stories(facts: &Facts, judgement: &Judgement) -> Vec<Story> {
    let amiss = |f: &&crate::diagnosis::Finding| {
        f.status == Status::Fail || (f.status == Status::Unknown && f.required)
    };
    let amiss: BTreeSet<Option<&str>> =
        judgement.findings.iter().filter(amiss).map(|f| f.scope.user.as_deref()).collect();
    let people = facts.people().iter().filter_map(|found| match found {
        Found::One(person) => Some(person),
        Found::Several(_) => None,
    });
    people
        .map(|person| {
            // What is wrong with the server is wrong for everybody.
            let fine = !amiss.contains(&Some(person.name.as_str())) && !amiss.contains(&None);
            story(facts, person, fine)
        })
        .collect()
}

fn story(facts: &Facts, person: &Person, fine: bool) -> Story {
    let mut changes = changes(facts, person);
    changes.drain(..changes.len().saturating_sub(MOST));
    let in_directory = changes.iter().rev().find(|c| c.state != State::Tenant);
    let fine = fine && in_directory.is_some_and(|c| c.state == State::Accepted);
    let set_in_tenant = changes.last().is_some_and(|c| c.state == State::Tenant);
    let sign_in = if fine { sign_in(facts, person, set_in_tenant).told() } else { Vec::new() };
    Story { user: person.name.clone(), fine, sign_in, changes, summary: String::new() }.written()
}

fn changes(facts: &Facts, person: &Person) -> Vec<Change> {
    let set = person.directory.as_ref().and_then(|e| e.time("pwdLastSet").known().ok());
    let changed = set.as_ref().and_then(|(stamp, _)| stamp.moment());
    let mut all: Vec<Change> = Vec::new();
    let mut began = false;
    for attempt in &person.attempts {
        if let Some(changed) = changed.filter(|t| !began && attempt.time >= *t) {
            all.push(Change { changed_at: Some(changed), ..Change::default() });
            began = true;
        }
        take(&mut all, attempt);
    }
    if let Some(changed) = changed.filter(|_| !began) {
        all.push(Change { changed_at: Some(changed), ..Change::default() });
    }
    if matches!(set, Some((Stamp::Never, _))) {
        all.push(Change { state: State::Temporary, ..Change::default() });
    }
    for change in &mut all {
        settle(facts, person, change);
    }
    in_tenant(person, &mut all);
    all
}

/// Puts an attempt to the change that it is of.
fn take(all: &mut Vec<Change>, attempt: &Attempt) {
    let (what, detail) = match &attempt.outcome {
        Outcome::Logged(status) if status == "Success" => (StepKind::Accepted, None),
        Outcome::Logged(status) => (StepKind::Refused, Some(status.clone())),
        Outcome::Refused(why) => (StepKind::Refused, Some(why.clone())),
        Outcome::Sent => (StepKind::Sent, None),
        Outcome::Taken => (StepKind::Accepted, None),
        Outcome::Queued => (StepKind::Retry, None),
        Outcome::Left => (StepKind::Left, None),
    };
    let accepted = |c: &Change| c.steps.iter().rev().find(|s| s.what == StepKind::Accepted).map(|s| s.at);
    // A password that was accepted is done with; what comes later is about the next one.
    let next = all.last().is_none_or(|c| {
        accepted(c).is_some_and(|t| attempt.time - t > TOGETHER || what == StepKind::Sent)
            && what != StepKind::Left
    });
    if next {
        all.push(Change::default());
    }
    let Some(change) = all.last_mut() else { return };
    match change.steps.last_mut() {
        // Two events, or an event and a row, of one attempt.
        Some(last) if last.what == what && what == StepKind::Retry && attempt.time - last.at < TOGETHER => {}
        Some(last) if last.what == what && what == StepKind::Accepted => {}
        Some(last) if last.what == what && last.detail == detail => {
            last.count = Some(last.count.unwrap_or(1) + 1);
            last.at = attempt.time;
        }
        Some(last)
            if last.what == what && attempt.time - last.at <= TOGETHER && what == StepKind::Refused =>
        {
            let more =
                detail.filter(|d| last.detail.as_ref().is_none_or(|known| !known.contains(d.as_str())));
            if let Some(more) = more {
                last.detail =
                    Some(last.detail.take().map_or_else(|| more.clone(), |d| format!("{d}, {more}")));
            }
        }
        _ => change.steps.push(Step { at: attempt.time, what, detail, count: None }),
    }
}

/// How far a password came.
fn settle(facts: &Facts, person: &Person, change: &mut Change) {
    if change.state == State::Temporary {
        return;
    }
    let newest = change.steps.iter().rev().find(|s| s.what != StepKind::Left);
    change.state = match newest.map(|s| s.what) {
        Some(StepKind::Accepted) => State::Accepted,
        Some(StepKind::Refused) => State::Refused,
        Some(StepKind::Retry) => State::Retrying,
        Some(StepKind::Sent) => State::Sent,
        Some(StepKind::Left) | None => State::Waiting,
    };
    if matches!(change.state, State::Waiting | State::Sent | State::Retrying) {
        change.waiting_since = change.changed_at.or(change.steps.first().map(|s| s.at));
        let log = facts.log().ok().map(|log| log.as_of);
        let directory = person.directory.as_ref().and_then(Entity::seen).and_then(|seen| seen.as_of);
        change.judged_at = log.max(directory);
        change.missing = missing(facts, person, change.state);
    }
}

/// What evidence would say more.
fn missing(facts: &Facts, person: &Person, state: State) -> Option<String> {
    let rows = person.attempts.iter().any(|a| matches!(a.outcome, Outcome::Logged(_)))
        || person.found_none(Kind::ADSyncCSObjectLog, false).is_some();
    let lacking: Vec<&str> = [
        (!rows).then_some("the password log of the user (Get-ADSyncCSObjectLog)"),
        facts.log().is_err().then_some("the event log"),
    ]
    .into_iter()
    .flatten()
    .collect();
    match (state, lacking.as_slice()) {
        (_, []) => None,
        (State::Waiting, _) => {
            Some(format!("whether it was seen is not known without {}", lacking.join(" and ")))
        }
        _ => Some(format!("{} would say more", lacking.join(" and "))),
    }
}

/// The tenant's own time: the last sign of a synchronized password, or of another.
fn in_tenant(person: &Person, all: &mut Vec<Change>) {
    let cloud = person.cloud.as_ref().and_then(|e| e.time("lastPasswordChangeDateTime").value());
    let Some(at) = cloud.and_then(Stamp::moment) else { return };
    let ours = |t: Time| (at - t).abs() <= APART;
    let times = all.iter().flat_map(|c| c.changed_at.into_iter().chain(c.steps.iter().map(|s| s.at)));
    let newest = times.clone().max();
    if times.into_iter().any(ours) || newest.is_some_and(|t| at < t) {
        return;
    }
    all.push(Change { changed_at: Some(at), state: State::Tenant, ..Change::default() });
}

fn sign_in(facts: &Facts, person: &Person, set_in_tenant: bool) -> SignIn {
    let cloud = person.cloud.as_ref();
    let upn = cloud.and_then(|e| e.text("userPrincipalName").value()).unwrap_or_else(|| person.name.clone());
    let domain = upn.rsplit_once('@').map(|(_, domain)| domain.to_lowercase());
    let kind =
        domain.as_ref().and_then(|d| facts.keyed(Kind::CloudDomain, &[d]).text("authenticationType").value());
    let directory = person.directory.as_ref();
    let expires = directory.and_then(|e| e.time("accountExpires").known().ok());
    let flags = directory.and_then(|e| e.int("userAccountControl").value()).unwrap_or_default();
    SignIn {
        blocked: cloud.and_then(|e| e.bool("accountEnabled").value()).map(|enabled| !enabled),
        federated: kind.map(|k| k.eq_ignore_ascii_case("Federated")),
        domain,
        account_expired: expires
            .is_some_and(|(stamp, seen)| stamp.moment().zip(seen.as_of).is_some_and(|(t, now)| t < now)),
        password_expired: flags & PASSWORD_EXPIRED != 0,
        set_in_tenant,
    }
}
