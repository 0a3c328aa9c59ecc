//! From facts and a judgement to a [`Case`].

use super::{events::rows::Labels, names::names, story::stories, timeline::timeline};
use crate::{
    checks::{self, Unused},
    diagnosis::Judgement,
    evidence::{Kind, Problem},
    facts::{
        Facts, SourceNotes,
        events::{Family, Log},
    },
    knowledge::questions,
    report::{Case, Environment, SourceEntry},
};
use std::collections::{BTreeMap, BTreeSet};

/// Puts together what pages and reports are made of.
#[must_use]
pub fn case(facts: &Facts, judgement: Judgement, notes: &[SourceNotes]) -> Case {
    let mut unused = checks::unused(facts);
    unused.retain(|answer| !questions::is_question(&answer.question));
    Case {
        stories: stories(facts, &judgement),
        judgement,
        sources: notes.iter().map(|n| entry(n, &unused)).collect(),
        environment: environment(facts),
        timeline: timeline(facts),
        actions: Vec::new(),
        names: names(facts),
    }
}

fn entry(notes: &SourceNotes, unused: &[Unused]) -> SourceEntry {
    let answers = unused.iter().filter(|a| a.seen.origin == notes.origin).map(|answer| Problem {
        file: notes.origin.name.clone(),
        line: answer.seen.line,
        reason: answer.reason.clone(),
    });
    SourceEntry {
        name: notes.origin.name.clone(),
        kind: notes.origin.kind.to_owned(),
        from: notes.from,
        to: notes.to,
        records: notes.records,
        problems: notes.problems.iter().cloned().chain(answers).collect(),
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
        called: called(facts),
        domains,
    }
}

/// What connectors are called: by their names, and where nothing names one, by the one domain that its
/// events name.
fn called(facts: &Facts) -> BTreeMap<String, String> {
    let named = facts.ad_connectors().chain(facts.entra_connectors());
    let named = named.filter_map(|c| Some((c.id.as_ref()?.to_lowercase(), c.name.clone())));
    let mut labels = Labels::known(named.filter(|(id, name)| !id.eq_ignore_ascii_case(name)).collect());
    let mut domains: BTreeMap<&String, BTreeSet<String>> = BTreeMap::new();
    for (key, _) in facts.log().into_iter().flat_map(Log::tallies) {
        if let (Family::DirectorySynchronization, Some(id)) = (key.family, &key.connector) {
            domains.entry(id).or_default().extend(key.names.first().cloned());
        }
    }
    for (id, names) in domains {
        labels.learn(id, &names);
    }
    labels.into_all()
}
