//! The way of each user's passwords, out of what is known of the user.

use crate::{
    diagnosis::{Finding, Judgement, Scope, Status},
    evidence::{Kind, Stamp},
    facts::{
        Entity, Facts,
        people::{Attempt, Found, KEPT, Outcome, Person},
    },
    report::{
        sign_in::SignIn,
        story::{Change, State, Step, StepKind, Story},
    },
};
use chrono::{DateTime, TimeDelta, Utc};
use std::collections::{HashMap, HashSet};

type Time = DateTime<Utc>;

/// Statuses of a row that say neither that the password was taken nor that it was not.
const UNCLEAR: [&str; 3] = ["Unknown", "NoCodeReportedByTarget", "MigratedCheckDetailsForMoreInfo"];

/// So many changes are told; the newest.
const MOST: usize = 8;
/// An event and a row this close together tell of one attempt.
const TOGETHER: TimeDelta = TimeDelta::minutes(2);
/// Later than this after the change in the directory, the tenant's password was set by someone else.
const APART: TimeDelta = TimeDelta::minutes(5);

/// The stories of everyone who was asked for.
pub(super) fn stories(facts: &Facts, judgement: &Judgement) -> Vec<Story> {
    // A warning about a user is about this password.
    let amiss = |f: &&Finding| match f.status {
        Status::Fail => true,
        Status::Warn => f.scope.user.is_some(),
        Status::Unknown => f.required,
        _ => false,
    };
    let amiss: HashSet<&Scope> = judgement.findings.iter().filter(amiss).map(|f| &f.scope).collect();
    // What is wrong with the server is wrong for everybody.
    let common = amiss.iter().any(|scope| scope.user.is_none());
    let people = facts.people().iter().filter_map(|found| match found {
        Found::One(person) => Some(person),
        Found::Several(_) => None,
    });
    let people: Vec<&Person> = people.map(Box::as_ref).collect();
    let mut named: HashMap<String, usize> = HashMap::new();
    for person in &people {
        *named.entry(person.name.to_lowercase()).or_default() += 1;
    }
    people
        .iter()
        .map(|person| {
            let alone = named.get(&person.name.to_lowercase()).is_none_or(|n| *n == 1);
            let own = Scope::user(person.connector.as_deref(), person.domain.as_deref(), &person.name);
            let story = story(facts, person, !common && !amiss.contains(&own));
            // Two of one name are told apart by where they are.
            let place = person.domain.as_ref().or(person.connector.as_ref()).filter(|_| !alone);
            let user =
                place.map_or_else(|| person.name.clone(), |place| format!("{} of {place}", person.name));
            Story { user, ..story }
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
    in_tenant(person, &mut all);
    for change in &mut all {
        settle(facts, person, change);
    }
    all
}

/// Puts an attempt to the change that it is of.
fn take(all: &mut Vec<Change>, attempt: &Attempt) {
    let (what, detail) = match &attempt.outcome {
        Outcome::Logged(status) if status == "Success" => (StepKind::Accepted, None),
        // Whether it was taken is not said.
        Outcome::Logged(status) if UNCLEAR.contains(&status.as_str()) => {
            (StepKind::Sent, Some(status.clone()))
        }
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
    if matches!(change.state, State::Temporary | State::Tenant) {
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
        change.judged_at = known_until(facts, person);
        let began = change.changed_at.or(change.steps.first().map(|s| s.at));
        let age = began.zip(change.judged_at).map(|(from, to)| to - from);
        change.missing = missing(facts, person, change.state, age);
        // Where it is not known whether it was seen, it is not known to wait either.
        if change.state != State::Waiting || change.missing.is_none() {
            change.waiting_since = began;
        }
    }
}

/// Until when attempts would be known; where nothing tells of any, as of when the directory was read.
fn known_until(facts: &Facts, person: &Person) -> Option<Time> {
    let rows = person.attempts.iter().filter(|a| a.is_row()).map(|a| &a.seen);
    let asked = person.found_none(Kind::ADSyncCSObjectLog, false);
    let rows = rows.chain(asked).filter_map(|seen| facts.read_at(seen)).max();
    let log = facts.log().ok().map(|log| log.as_of);
    let directory = || person.directory.as_ref().and_then(Entity::seen).and_then(|seen| seen.as_of);
    log.max(rows).or_else(directory)
}

/// What evidence would say more.
fn missing(facts: &Facts, person: &Person, state: State, age: Option<TimeDelta>) -> Option<String> {
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
        _ if age.is_some_and(|age| age < TimeDelta::zero()) => {
            Some("the logs were read before that; take them again".to_owned())
        }
        (State::Waiting, []) if age.is_some_and(|age| age > KEPT) => {
            Some("results are kept for 7 days only".to_owned())
        }
        (_, []) => None,
        (State::Waiting, _) => Some(format!("{} would tell", lacking.join(" and "))),
        _ => Some(format!("{} would say more", lacking.join(" and "))),
    }
}

/// The tenant's own time: the answer to a change of which nothing else is known, one more sign of a
/// password that came, or another password.
fn in_tenant(person: &Person, all: &mut Vec<Change>) {
    let cloud = person.cloud.as_ref().and_then(|e| e.time("lastPasswordChangeDateTime").value());
    let Some(at) = cloud.and_then(Stamp::moment) else { return };
    if let Some(change) = all.last_mut().filter(|c| c.steps.is_empty())
        && change.changed_at.is_some_and(|t| t <= at && at - t <= APART)
    {
        let detail = Some("by the tenant's own time".to_owned());
        change.steps.push(Step { at, what: StepKind::Accepted, detail, count: None });
        return;
    }
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
    SignIn {
        blocked: cloud.and_then(|e| e.bool("accountEnabled").value()).map(|enabled| !enabled),
        federated: kind.map(|k| k.eq_ignore_ascii_case("Federated")),
        domain,
        account_expired: expires
            .is_some_and(|(stamp, seen)| stamp.moment().zip(seen.as_of).is_some_and(|(t, now)| t < now)),
        password_expired: person.password_expired().is_some(),
        set_in_tenant,
    }
}
