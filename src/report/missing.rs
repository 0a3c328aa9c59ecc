//! Facts that are missing, each once, with the commands that get them.

use super::model::Report;
use crate::knowledge;
use std::collections::{BTreeMap, BTreeSet};

/// So many commands are shown for one fact; with other names they are the same.
pub const COMMANDS: usize = 3;

/// A fact that is missing.
#[derive(Debug, Default, PartialEq, Eq)]
pub(super) struct Missing<'a> {
    /// Which, and why.
    pub why: &'a str,
    /// The checks that want it.
    pub by: Vec<&'a str>,
    /// What gets it, without what was shown for a fact before.
    pub commands: Vec<&'a str>,
    /// How many more there are, for other names.
    pub more: usize,
}

/// By kind of record and reason.
pub(super) fn missing(report: &Report) -> Vec<Missing<'_>> {
    let mut wanted: BTreeMap<(&str, &str), Missing<'_>> = BTreeMap::new();
    for finding in &report.findings {
        for need in &finding.needs {
            let one = wanted.entry((&need.record, &need.why)).or_default();
            one.why = &need.why;
            if !one.by.contains(&finding.name.as_str()) {
                one.by.push(&finding.name);
            }
            one.commands.extend(need.how.as_deref());
        }
    }
    let mut shown = BTreeSet::new();
    let mut all: Vec<Missing<'_>> = wanted.into_values().collect();
    for one in &mut all {
        one.commands.retain(|command| shown.insert(*command));
        one.more = one.commands.len().saturating_sub(COMMANDS);
        one.commands.truncate(COMMANDS);
    }
    all
}

/// How what the commands print becomes evidence, where one of them prints some.
pub(super) fn saved(all: &[Missing<'_>]) -> Option<&'static str> {
    all.iter().flat_map(|one| &one.commands).any(|c| knowledge::is_evidence(c)).then_some(knowledge::SAVE)
}

impl Missing<'_> {
    /// What is said of the commands that are not shown.
    pub fn rest(&self) -> Option<String> {
        rest(self.more)
    }
}

/// What is said of so many commands that are not shown.
#[must_use]
pub fn rest(more: usize) -> Option<String> {
    (more > 0).then(|| format!("The same with other names: {more} more."))
}
