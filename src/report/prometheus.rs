//! Figures for the textfile collector of Prometheus' exporters. No label names a person.

use super::{
    model::{MarkKind, Report, Status, Verdict},
    nagios::newest,
    words::{counted, newest_time},
};
use std::{collections::BTreeMap, fmt::Write as _};

const STATUSES: [Status; 6] =
    [Status::Pass, Status::Info, Status::Warn, Status::Fail, Status::Unknown, Status::Skipped];
const VERDICTS: [Verdict; 3] = [Verdict::Healthy, Verdict::Incomplete, Verdict::Problem];

/// Writes a report in the text format, version 0.0.4.
#[must_use]
pub fn write(report: &Report) -> String {
    let mut out = String::new();
    head(&mut out, "phs_build_info", "The program that wrote this.");
    line(&mut out, "phs_build_info", &[("version", &report.tool.version)], 1);
    head(&mut out, "phs_run_timestamp_seconds", "When this was written.");
    line(&mut out, "phs_run_timestamp_seconds", &[], report.generated_at.timestamp());
    if let Some(t) = newest_time(report) {
        head(&mut out, "phs_evaluated_timestamp_seconds", "As of when the newest evidence was judged.");
        line(&mut out, "phs_evaluated_timestamp_seconds", &[], t.timestamp());
    }
    head(&mut out, "phs_verdict", "What it comes to: 1 for the one that holds.");
    for verdict in VERDICTS {
        let word = verdict.word().to_ascii_lowercase();
        line(&mut out, "phs_verdict", &[("verdict", &word)], i64::from(verdict == report.verdict));
    }
    head(&mut out, "phs_findings", "How many findings have a status.");
    for status in STATUSES {
        let n = i64::try_from(counted(report, status)).unwrap_or(i64::MAX);
        line(&mut out, "phs_findings", &[("status", status.word())], n);
    }
    checks(&mut out, report);
    head(&mut out, "phs_last_heartbeat_timestamp_seconds", "The newest heartbeat of a connector.");
    for (connector, at) in newest(report, MarkKind::Heartbeat) {
        let labels = [("connector", connector)];
        line(&mut out, "phs_last_heartbeat_timestamp_seconds", &labels, at.timestamp());
    }
    head(&mut out, "phs_last_batch_timestamp_seconds", "When a connector last handed passwords over.");
    for (connector, at) in newest(report, MarkKind::Batch) {
        line(&mut out, "phs_last_batch_timestamp_seconds", &[("connector", connector)], at.timestamp());
    }
    out
}

/// The worst finding of each check, connector and domain; users are counted together.
fn checks(out: &mut String, report: &Report) {
    head(out, "phs_check_status", "The result of a check: 1 for the one that holds.");
    let mut worst: BTreeMap<(&str, &str, &str), Status> = BTreeMap::new();
    for finding in &report.findings {
        let connector = finding.scope.connector.as_deref().unwrap_or_default();
        let domain = finding.scope.domain.as_deref().unwrap_or_default();
        let held = worst.entry((&finding.check, connector, domain)).or_insert(finding.status);
        if weight(finding.status) > weight(*held) {
            *held = finding.status;
        }
    }
    for ((check, connector, domain), held) in worst {
        for status in STATUSES {
            let labels =
                [("check", check), ("connector", connector), ("domain", domain), ("status", status.word())];
            line(out, "phs_check_status", &labels, i64::from(status == held));
        }
    }
}

const fn weight(status: Status) -> u8 {
    match status {
        Status::Pass => 0,
        Status::Info => 1,
        Status::Skipped => 2,
        Status::Warn => 3,
        Status::Unknown => 4,
        Status::Fail => 5,
    }
}

fn head(out: &mut String, name: &str, help: &str) {
    let _ = writeln!(out, "# HELP {name} {help}\n# TYPE {name} gauge");
}

fn line(out: &mut String, name: &str, labels: &[(&str, &str)], value: i64) {
    let labels: Vec<String> = labels
        .iter()
        .filter(|(_, value)| !value.is_empty())
        .map(|(label, value)| format!("{label}=\"{}\"", escaped(value)))
        .collect();
    let labels = if labels.is_empty() { String::new() } else { format!("{{{}}}", labels.join(",")) };
    let _ = writeln!(out, "{name}{labels} {value}");
}

fn escaped(value: &str) -> String {
    crate::knowledge::visible(value).replace('\\', "\\\\").replace('"', "\\\"")
}
