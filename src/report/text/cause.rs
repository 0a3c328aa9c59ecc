//! A root cause, with all that belongs to it.

use super::super::{
    model::{Evidence, Finding, Report, RootCause, StepKind},
    words::{explained, judged, of_root, place, span, time, whereabouts},
    wrap::wrap,
};
use std::fmt::Write as _;

/// What to fix, what it means, what follows from it, and what to do.
pub(super) fn root_cause(report: &Report, root: &RootCause, n: usize) -> String {
    let Some(finding) = of_root(report, root) else { return String::new() };
    let mut out = wrap(&format!("\n{}. ", n + 1), 3, &root.title);
    out.push_str(&wrap("   ", 3, &finding.summary));
    out.push_str(&wrap(
        "   ",
        3,
        &format!("{} ({})", judged(report, finding), place(&root.check, &root.scope)),
    ));
    if let Some(said) = span(finding) {
        out.push_str(&wrap("   ", 3, &format!("{said}.")));
    }
    out.push_str(&rows(finding));
    if !root.explains.is_empty() {
        let explained = explained(report, root);
        out.push_str(&wrap("   Explains: ", 5, &explained.join("; ")));
    }
    if let Some(id) = &finding.remedy {
        out.push_str(&remedy(report, id));
    }
    out
}

pub(super) fn remedy(report: &Report, id: &str) -> String {
    let Some(remedy) = report.remedies.iter().find(|r| r.id == id) else { return String::new() };
    let takes = if remedy.takes.is_empty() { String::new() } else { format!(", {}", remedy.takes) };
    let mut out = wrap("\n   What to do: ", 5, &format!("{}{takes}", remedy.title));
    if !remedy.risk_text.is_empty() {
        out.push_str(&wrap(&format!("   Risk {}: ", remedy.risk), 5, &remedy.risk_text));
    }
    for (i, step) in remedy.steps.iter().enumerate() {
        let kind = match step.kind {
            StepKind::Ask => "Ask first: ",
            _ => "",
        };
        let at = whereabouts(step);
        out.push_str(&wrap(&format!("   {}) ", i + 1), 6, &format!("{kind}{}{at}", step.text)));
        for line in step.command.iter().flat_map(|c| c.lines()) {
            // At the margin and uncut, so that it can be marked and copied.
            let _ = writeln!(out, "{line}");
        }
        for (label, text) in [("Expect: ", &step.expect), ("Undo: ", &step.undo)] {
            if let Some(text) = text {
                out.push_str(&wrap(&format!("      {label}"), 8, text));
            }
        }
    }
    for link in &remedy.links {
        let _ = writeln!(out, "   {link}");
    }
    out
}

/// What a finding rests on, a row a line.
pub(super) fn rows(finding: &Finding) -> String {
    finding.evidence.iter().map(|seen| wrap("   - ", 5, &row(seen))).collect()
}

fn row(seen: &Evidence) -> String {
    let expected = seen.expected.as_ref().map_or(String::new(), |e| format!(", expected {e}"));
    let at = seen.observed_at.map_or(String::new(), |t| format!(", {}", time(t)));
    format!("{}: {}{expected} ({}{at})", seen.label, seen.found, seen.source)
}
