//! Plain text for reading: what to fix first, then everything else.

mod article;
mod cause;
mod rest;

pub use article::{article, articles};

use super::{
    model::{Report, Status},
    words::{about, groups, headline, redacted, report_as_of, stale, time},
    wrap::{WIDTH, width, wrap},
};
use std::fmt::Write as _;

/// Writes a report as text. No line is wider than 80 columns unless a command or a name is.
#[must_use]
pub fn write(report: &Report) -> String {
    let mut out = head(report);
    for (n, root) in report.root_causes.iter().enumerate() {
        out.push_str(&cause::root_cause(report, root, n));
    }
    out.push_str(&rest::passwords(report));
    out.push_str(&tree(report));
    out.push_str(&rest::missing(report));
    out.push_str(&rest::actions(report));
    out.push_str(&rest::details(report));
    out.push_str(&rest::sources(report));
    let by = format!(
        "{} {}, {}, report {}",
        report.tool.name,
        report.tool.version,
        time(report.generated_at),
        report.id
    );
    out.push('\n');
    out.push_str(&wrap("", 2, &by));
    out
}

fn head(report: &Report) -> String {
    let first = format!("{}, {}: {}", report.verdict.word(), report_as_of(report), headline(report));
    let mut out = wrap("", 9, &first);
    let about = about(report);
    if !about.is_empty() {
        out.push_str(&wrap("Of ", 3, &about));
    }
    if report.redaction.applied {
        out.push_str(&wrap("", 3, &redacted(report)));
    }
    out
}

/// The findings under the thing they are about.
fn tree(report: &Report) -> String {
    let widest = report.findings.iter().map(|f| width(&f.name)).max().unwrap_or_default();
    let mut out = String::new();
    for (name, findings) in groups(report) {
        let counts: Vec<String> =
            [Status::Fail, Status::Warn, Status::Unknown, Status::Skipped, Status::Info, Status::Pass]
                .into_iter()
                .map(|s| (s, findings.iter().filter(|f| f.status == s).count()))
                .filter(|(_, n)| *n > 0)
                .map(|(s, n)| format!("{} {n}", s.mark()))
                .collect();
        let counts = counts.join("  ");
        let gap = WIDTH.saturating_sub(width(&name) + width(&counts)).max(2);
        let _ = write!(out, "\n{name}{}{counts}\n", " ".repeat(gap));
        let mut domain = None;
        for finding in findings {
            let here = finding.scope.domain.as_ref();
            if here != domain
                && let Some(name) = here
            {
                let _ = writeln!(out, "  {name}");
            }
            domain = here;
            let indent = if here.is_some() { "    " } else { "  " };
            let first = format!("{indent}{} {:widest$}  ", finding.status.mark(), finding.name);
            let hang = width(&first);
            let accepted = if finding.accepted { " (accepted)" } else { "" };
            let age = stale(report, finding);
            out.push_str(&wrap(&first, hang, &format!("{}{accepted}{age}", finding.short)));
        }
    }
    out
}
