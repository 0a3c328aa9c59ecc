//! What stands behind the list: facts that are missing, what was done, every finding in full, sources.

use super::{
    super::{
        model::{Finding, Report},
        words::{at_step, count, judged, place, span, time},
        wrap::wrap,
    },
    cause::{remedy, rows},
};
use std::fmt::Write as _;

/// Facts that are missing, each once, with the way to get them.
pub(super) fn missing(report: &Report) -> String {
    let all = super::super::missing::missing(report);
    if all.is_empty() {
        return String::new();
    }
    let mut out = "\nWhat is missing, and how to get it\n".to_owned();
    out.extend(super::super::missing::saved(&all).map(|text| wrap("  ", 2, text)));
    for one in all {
        out.push_str(&wrap("  - ", 4, &format!("{} Wanted for: {}.", one.why, one.by.join(", "))));
        for line in one.commands.iter().flat_map(|command| command.lines()) {
            let _ = writeln!(out, "{line}");
        }
        out.extend(one.rest().map(|text| wrap("    ", 4, &text)));
    }
    out
}

/// The way of each user's passwords, a line a change.
pub(super) fn passwords(report: &Report) -> String {
    let mut out = String::new();
    for story in &report.passwords {
        let _ = write!(out, "\nPasswords of {}\n", story.user);
        if story.fine {
            out.push_str(&wrap("  ", 2, &story.summary));
            out.extend(story.sign_in.iter().map(|line| wrap("  ", 2, line)));
        }
        out.extend(story.changes.iter().map(|change| wrap("  - ", 4, &change.text)));
        if story.changes.is_empty() {
            out.push_str(&wrap("  - ", 4, &story.summary));
        }
    }
    out
}

pub(super) fn sources(report: &Report) -> String {
    let mut out = "\nSources\n".to_owned();
    for source in &report.sources {
        let span = match (source.observed_from, source.observed_to) {
            (Some(from), Some(to)) if from != to => format!(", {} to {}", time(from), time(to)),
            (Some(at), _) | (_, Some(at)) => format!(", {}", time(at)),
            _ => ", no time in it".to_owned(),
        };
        let records = count(source.records, "record", "records");
        out.push_str(&wrap("  ", 4, &format!("{}: {}, {records}{span}", source.name, source.kind)));
        for problem in &source.problems {
            let line = problem.line.map_or(String::new(), |l| format!(" line {l}"));
            let file = if problem.file == source.name && !line.is_empty() { "" } else { &problem.file };
            out.push_str(&wrap("    - ", 6, &format!("{file}{line}: {}", problem.reason)));
        }
        if !source.not_understood.is_empty() {
            out.push_str(&wrap("    Not understood: ", 6, &source.not_understood.join(", ")));
        }
    }
    out
}

/// What the operator did, and what came of it.
pub(super) fn actions(report: &Report) -> String {
    if report.actions.is_empty() {
        return String::new();
    }
    let mut out = "\nWhat was done\n".to_owned();
    for action in &report.actions {
        let at = time(action.at);
        let what = format!("{at}, {}: {}: {}", action.by, at_step(action), action.choice);
        out.push_str(&wrap("  - ", 4, &what));
        for (label, text) in [
            ("Step: ", &action.text),
            ("Note: ", &action.note),
            ("Before: ", &action.before),
            ("After: ", &action.after),
        ] {
            if let Some(text) = text {
                out.push_str(&wrap(&format!("    {label}"), 6, text));
            }
        }
    }
    out
}

/// Every finding that is no root cause: those stand in full at the top.
pub(super) fn details(report: &Report) -> String {
    let top = |f: &Finding| {
        let key = (&f.check, &f.scope, &f.cause);
        report.root_causes.iter().any(|r| (&r.check, &r.scope, &r.cause) == key)
    };
    let mut out = "\nIn detail\n".to_owned();
    for finding in report.findings.iter().filter(|f| !top(f)) {
        let place = place(&finding.check, &finding.scope);
        let status = finding.status.word();
        out.push_str(&wrap("\n  ", 4, &format!("{place}, {status}: {}", finding.title)));
        out.push_str(&wrap("   ", 3, &finding.summary));
        if let Some(said) = span(finding) {
            out.push_str(&wrap("   ", 3, &format!("{said}.")));
        }
        if !finding.evidence.is_empty() {
            out.push_str(&wrap("   ", 3, &format!("{}.", judged(report, finding))));
        }
        out.push_str(&rows(finding));
        if let Some(id) = &finding.remedy {
            out.push_str(&remedy(report, id));
        }
    }
    out
}
