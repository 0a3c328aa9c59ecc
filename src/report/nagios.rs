//! A monitoring plugin's answer: a line with figures, then lines for whoever looks closer.

use super::{
    model::{MarkKind, Report, Status, Verdict},
    words::{counted, headline, report_as_of},
};
use chrono::{DateTime, Utc};
use std::{collections::BTreeMap, fmt::Write as _};

/// After so many seconds without a heartbeat something is wrong.
const HEARTBEAT: i64 = 3 * 3600;

/// The plugin's state, as its exit code: 0 OK, 1 WARNING, 2 CRITICAL, 3 UNKNOWN.
#[must_use]
pub fn state(report: &Report) -> u8 {
    match report.verdict {
        Verdict::Problem => 2,
        Verdict::Incomplete => 3,
        Verdict::Healthy if counted(report, Status::Warn) > 0 => 1,
        Verdict::Healthy => 0,
    }
}

/// Writes a report as a plugin's output.
#[must_use]
pub fn write(report: &Report) -> String {
    let state = state(report);
    let word = ["OK", "WARNING", "CRITICAL", "UNKNOWN"][usize::from(state.min(3))];
    let mut out =
        format!("PHS {word} - {}, {} |{}\n", plain(&headline(report)), report_as_of(report), figures(report));
    for finding in &report.findings {
        if matches!(finding.status, Status::Fail | Status::Warn | Status::Unknown) {
            let _ = writeln!(out, "{} {}: {}", finding.status.mark(), finding.check, plain(&finding.title));
        }
    }
    out
}

/// What is said when there is no report.
#[must_use]
pub fn unknown(reason: &str) -> String {
    format!("PHS UNKNOWN - {}\n", plain(reason))
}

fn figures(report: &Report) -> String {
    let mut out = String::new();
    for (label, status, limits) in [
        ("failed", Status::Fail, ";;0;0"),
        ("warned", Status::Warn, ";0;;0"),
        ("unknown", Status::Unknown, ";;;0"),
        ("skipped", Status::Skipped, ";;;0"),
        ("passed", Status::Pass, ";;;0"),
    ] {
        let _ = write!(out, " {label}={}{limits}", counted(report, status));
    }
    for (lane, last) in heartbeats(report) {
        let age = (report.generated_at - last).num_seconds().max(0);
        let name: String = lane.chars().filter(|c| !matches!(c, '\'' | '=' | '|')).collect();
        let _ = write!(out, " 'heartbeat_age {name}'={age}s;;{HEARTBEAT};0");
    }
    out
}

/// The newest heartbeat of each forest.
pub(super) fn heartbeats(report: &Report) -> BTreeMap<&str, DateTime<Utc>> {
    newest(report, MarkKind::Heartbeat)
}

/// The newest mark of a kind, by what it happened to.
pub(super) fn newest(report: &Report, kind: MarkKind) -> BTreeMap<&str, DateTime<Utc>> {
    let mut out = BTreeMap::new();
    for mark in report.timeline.iter().filter(|m| m.kind == kind) {
        let name = mark.lane.split_once(' ').map_or(mark.lane.as_str(), |(_, name)| name);
        let last = out.entry(name).or_insert(mark.end());
        *last = mark.end().max(*last);
    }
    out
}

/// One line, without the sign that starts the figures.
fn plain(text: &str) -> String {
    crate::knowledge::visible(text).replace('|', "/")
}
