//! `JUnit`, for build servers: a suite for each thing that findings are about.

use super::{
    model::{Finding, Report, Status},
    words::{groups, place},
};
use quick_junit::{NonSuccessKind, TestCase, TestCaseStatus, TestSuite};
use std::{fmt::Write as _, time::Duration};

/// Writes a report as `JUnit` XML.
#[must_use]
pub fn write(report: &Report) -> String {
    let mut out = quick_junit::Report::new("phs-doctor");
    out.set_timestamp(report.generated_at);
    out.set_time(Duration::ZERO);
    for (name, findings) in groups(report) {
        let mut suite = TestSuite::new(name);
        suite.set_timestamp(report.generated_at);
        suite.set_time(Duration::ZERO);
        suite.add_test_cases(findings.into_iter().map(test));
        out.add_test_suite(suite);
    }
    // Nothing but texts and numbers goes in, into memory: there is nothing to fail.
    out.to_string().unwrap_or_default()
}

fn test(finding: &Finding) -> TestCase {
    let cause = finding.cause.as_deref().unwrap_or_default();
    let not_good = |kind: NonSuccessKind| {
        let mut status = TestCaseStatus::non_success(kind);
        status.set_type(cause).set_message(finding.title.as_str()).set_description(said(finding));
        status
    };
    let status = match finding.status {
        Status::Pass | Status::Info | Status::Warn => TestCaseStatus::success(),
        Status::Fail => not_good(NonSuccessKind::Failure),
        Status::Unknown => not_good(NonSuccessKind::Error),
        Status::Skipped => {
            let mut status = TestCaseStatus::skipped();
            status.set_message(finding.summary.as_str());
            status
        }
    };
    let name = place(&finding.check, &finding.scope);
    let name = if cause.is_empty() { name } else { format!("{name}: {cause}") };
    let mut made = TestCase::new(name, status);
    made.set_classname(finding.check.as_str()).set_time(Duration::ZERO);
    let told = match finding.status {
        Status::Warn => Some("warning: "),
        _ if finding.accepted => Some("accepted: "),
        _ => None,
    };
    if let Some(told) = told {
        made.set_system_out(format!("{told}{}", said(finding)));
    }
    made
}

fn said(finding: &Finding) -> String {
    let mut out = format!("{}\n{}\n", finding.title, finding.summary);
    for seen in &finding.evidence {
        let expected = seen.expected.as_ref().map_or(String::new(), |e| format!(", expected {e}"));
        let _ = writeln!(out, "{}: {}{expected} ({})", seen.label, seen.found, seen.source);
    }
    out
}
