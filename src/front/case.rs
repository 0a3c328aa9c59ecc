//! From facts and a judgement to a [`Case`].

use super::{names::names, story::stories, timeline::timeline};
use crate::{
    diagnosis::Judgement,
    evidence::Kind,
    facts::{Facts, SourceNotes},
    report::{Case, Environment, SourceEntry},
};

/// Puts together what pages and reports are made of.
#[must_use]
pub fn case(facts: &Facts, judgement: Judgement, notes: &[SourceNotes]) -> Case {
    Case {
        stories: stories(facts, &judgement),
        judgement,
        sources: notes.iter().map(entry).collect(),
        environment: environment(facts),
        timeline: timeline(facts),
        actions: Vec::new(),
        names: names(facts),
    }
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
