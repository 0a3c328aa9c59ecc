//! From facts and a judgement to a [`Case`].

use super::{names::names, timeline::timeline};
use crate::{
    diagnosis::Judgement,
    evidence::{Kind, Stamp},
    facts::{
        Entity, Facts, SourceNotes,
        people::{Found, Outcome},
    },
    report::{Case, Environment, Event, Moment, SourceEntry},
};

/// Puts together what pages and reports are made of.
#[must_use]
pub fn case(facts: &Facts, judgement: Judgement, notes: &[SourceNotes]) -> Case {
    Case {
        judgement,
        sources: notes.iter().map(entry).collect(),
        environment: environment(facts),
        story: story(facts),
        timeline: timeline(facts),
        actions: Vec::new(),
        names: names(facts),
    }
}

/// The way of the password of the one user who was asked for; of several, each has findings only.
fn story(facts: &Facts) -> Vec<Moment> {
    const MOST: usize = 8;
    let [Found::One(person)] = facts.people() else { return Vec::new() };
    let time = |entity: &Option<Entity>, property: &str| {
        entity.as_ref().and_then(|e| e.time(property).value()).and_then(Stamp::moment)
    };
    let mut story: Vec<Moment> = Vec::new();
    let mut put = |at, what| story.push(Moment { at, what });
    if let Some(at) = time(&person.directory, "pwdLastSet") {
        put(at, Event::Changed);
    }
    if let Some(at) = time(&person.cloud, "lastPasswordChangeDateTime") {
        put(at, Event::InCloud);
    }
    for attempt in person.attempts.iter().rev().take(MOST) {
        let what = match &attempt.outcome {
            Outcome::Logged(status) => Event::Logged(status.clone()),
            Outcome::Sent => Event::Sent,
            Outcome::Taken => Event::Taken,
            Outcome::Refused(why) => Event::Refused(why.clone()),
        };
        put(attempt.time, what);
    }
    story.sort_by_key(|m| m.at);
    story
}

fn entry(notes: &SourceNotes) -> SourceEntry {
    SourceEntry {
        name: notes.origin.name.clone(),
        kind: notes.origin.kind.to_owned(),
        from: notes.from,
        to: notes.to,
        records: notes.records,
        problems: notes.problems.clone(),
        not_understood: notes.not_understood.iter().cloned().collect(),
    }
}

fn environment(facts: &Facts) -> Environment {
    let mut domains: Vec<String> = facts.domains().iter().map(|d| d.name.clone()).collect();
    domains.sort();
    domains.dedup();
    Environment {
        computer: facts.computer().map(str::to_owned),
        connect_version: facts.one(Kind::Server).text("ConnectVersion").value(),
        tenant: facts.tenant(),
        connectors: facts.ad_connectors().map(|c| c.name.clone()).collect(),
        domains,
    }
}
