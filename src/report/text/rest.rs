//! What stands behind the list: facts that are missing, what was done, every finding in full, sources.

use super::{
    super::{
        model::{Finding, Report},
        words::{count, judged, place, time},
        wrap::wrap,
    },
    cause::{remedy, rows},
};
use std::{collections::BTreeMap, fmt::Write as _};

/// Which checks want a fact, and the command that prints it.
type Wanted<'a> = (Vec<&'a str>, Option<&'a str>);

/// Facts that are missing, each once, with the way to get them.
pub(super) fn missing(report: &Report) -> String {
    let mut wanted: BTreeMap<(&str, &str), Wanted<'_>> = BTreeMap::new();
    for finding in &report.findings {
        for need in &finding.needs {
            let (by, how) = wanted.entry((&need.record, &need.why)).or_default();
            if !by.contains(&finding.name.as_str()) {
                by.push(&finding.name);
            }
            *how = how.or(need.how.as_deref());
        }
    }
    if wanted.is_empty() {
        return String::new();
    }
    let mut out = "\nWhat is missing, and how to get it\n".to_owned();
    let mut shown = "";
    for ((record, why), (by, how)) in &wanted {
        out.push_str(&wrap("  - ", 4, &format!("{why} Wanted for: {}.", by.join(", "))));
        if let Some(how) = how.filter(|_| *record != shown) {
            for line in how.lines() {
                let _ = writeln!(out, "{line}");
            }
        }
        shown = record;
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
        let what = format!("{at}, {}: {} step {}: {}", action.by, action.remedy, action.step, action.choice);
        out.push_str(&wrap("  - ", 4, &what));
        for (label, text) in
            [("Note: ", &action.note), ("Before: ", &action.before), ("After: ", &action.after)]
        {
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
        if let (Some(first), Some(last)) = (finding.first_seen, finding.last_seen) {
            let times = finding.count.map_or(String::new(), |n| format!(", {}", count(n, "time", "times")));
            out.push_str(&wrap("   ", 3, &format!("Seen from {} to {}{times}.", time(first), time(last))));
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
