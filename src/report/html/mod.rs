//! HTML: one file without script, nothing loaded, a policy that allows its one style and no more.

#![expect(clippy::trivially_copy_pass_by_ref, reason = "the template hands every field on by reference")]

mod axis;

use super::{
    missing::{self, Missing, missing},
    model::{Finding, Remedy, Report, RootCause, Status, StepKind, Verdict},
    timeline::{Mark, marks},
    words::{
        about, at_step, count, counted, explained, groups, headline, judged, of_root, place, redacted,
        report_as_of, time,
    },
};
use askama::Template;
use axis::Axis;
use base64::{Engine, engine::general_purpose::STANDARD};
use chrono::{DateTime, Utc};
use sha2::{Digest, Sha256};
use std::fmt::Write as _;

const STYLE: &str = include_str!("../../../assets/report/report.css");

#[derive(Template)]
#[template(path = "report.html", config = "assets/report/askama.toml")]
struct Page<'a> {
    report: &'a Report,
    style: &'a str,
    policy: String,
    axis: Option<Axis>,
    marks: Vec<Mark>,
    twin: String,
}

/// Writes a report as HTML.
#[must_use]
pub fn write(report: &Report) -> String {
    // A checkout with other line ends gives the same bytes.
    let style = STYLE.replace("\r\n", "\n");
    let marks = marks(report);
    let page = Page {
        report,
        policy: policy(&style),
        style: &style,
        axis: axis::axis(&marks),
        marks,
        twin: hex(&Sha256::digest(super::json::write(report).as_bytes())),
    };
    // Everything goes to memory: there is nothing to fail.
    let made = page.render().unwrap_or_default().replace("\r\n", "\n");
    made.lines().filter(|l| !l.trim().is_empty()).fold(String::with_capacity(made.len()), |mut out, line| {
        out.push_str(line);
        out.push('\n');
        out
    })
}

/// Nothing may be loaded, run or sent; the style is allowed by its hash.
fn policy(style: &str) -> String {
    let hash = STANDARD.encode(Sha256::digest(style.as_bytes()));
    format!("default-src 'none'; style-src 'sha256-{hash}'; base-uri 'none'; form-action 'none'")
}

fn hex(bytes: &[u8]) -> String {
    bytes.iter().fold(String::new(), |mut out, b| {
        let _ = write!(out, "{b:02x}");
        out
    })
}

impl Page<'_> {
    fn word(&self) -> &'static str {
        self.report.verdict.word()
    }

    fn verdict_class(&self) -> &'static str {
        match self.report.verdict {
            Verdict::Problem => "fail",
            Verdict::Incomplete => "unknown",
            Verdict::Healthy => "pass",
        }
    }

    fn headline(&self) -> String {
        headline(self.report)
    }

    fn as_of(&self) -> String {
        report_as_of(self.report)
    }

    fn about(&self) -> String {
        about(self.report)
    }

    fn redacted(&self) -> String {
        redacted(self.report)
    }

    /// What to do next, in a sentence.
    fn next(&self) -> String {
        let remedy =
            self.report.root_causes.first().and_then(|r| self.finding(r)).and_then(|f| self.remedy(f));
        match (remedy, self.report.verdict) {
            (Some(remedy), _) => remedy.title.clone(),
            (None, Verdict::Healthy) if counted(self.report, Status::Warn) > 0 => {
                "Nothing failed. Look at the warnings below.".to_owned()
            }
            (None, Verdict::Healthy) => "Nothing has to be done.".to_owned(),
            (None, Verdict::Incomplete) => "Get what is missing, then judge again.".to_owned(),
            (None, Verdict::Problem) => "Read the first cause below.".to_owned(),
        }
    }

    fn counts(&self) -> Vec<(&'static str, &'static str, usize)> {
        let all = [Status::Fail, Status::Warn, Status::Unknown, Status::Skipped, Status::Info, Status::Pass];
        all.into_iter().map(|s| (class(&s), label(s), counted(self.report, s))).filter(|c| c.2 > 0).collect()
    }

    fn finding(&self, root: &RootCause) -> Option<&Finding> {
        of_root(self.report, root)
    }

    fn remedy(&self, finding: &Finding) -> Option<&Remedy> {
        let id = finding.remedy.as_ref()?;
        self.report.remedies.iter().find(|r| r.id == *id)
    }

    fn explained(&self, root: &RootCause) -> String {
        explained(self.report, root).join("; ")
    }

    fn judged(&self, finding: &Finding) -> String {
        judged(self.report, finding)
    }

    /// The groups of findings that somebody has to look at, and those that are folded.
    fn groups(&self, open: bool) -> Vec<(String, Vec<&Finding>)> {
        let wanted = |f: &&Finding| open == matches!(f.status, Status::Fail | Status::Warn | Status::Unknown);
        groups(self.report)
            .into_iter()
            .map(|(name, all)| (name, all.into_iter().filter(wanted).collect::<Vec<_>>()))
            .filter(|(_, all)| !all.is_empty())
            .collect()
    }

    fn saved(&self) -> Option<&'static str> {
        missing::saved(&self.missing())
    }

    fn missing(&self) -> Vec<Missing<'_>> {
        missing(self.report)
    }
}

const fn class(status: &Status) -> &'static str {
    status.word()
}

const fn label(status: Status) -> &'static str {
    match status {
        Status::Pass => "passed",
        Status::Info => "to know",
        Status::Warn => "warned",
        Status::Fail => "failed",
        Status::Unknown => "not known",
        Status::Skipped => "skipped",
    }
}

/// What is said before a step; its text says the rest.
fn kind(kind: &StepKind) -> Option<&'static str> {
    (*kind == StepKind::Ask).then_some("Ask first")
}

/// Seconds are noise to a reader; a machine finds them in the attribute.
fn stamp(at: &DateTime<Utc>) -> String {
    at.format("%Y-%m-%dT%H:%M:%SZ").to_string()
}

fn many(n: &u64, one: &str, several: &str) -> String {
    count(*n, one, several)
}

fn shown(at: &DateTime<Utc>) -> String {
    time(*at)
}

fn span(from: Option<&DateTime<Utc>>, to: Option<&DateTime<Utc>>) -> String {
    match (from, to) {
        (Some(from), Some(to)) if from != to => format!("{} to {}", time(*from), time(*to)),
        (Some(at), _) | (_, Some(at)) => time(*at),
        _ => "no time in it".to_owned(),
    }
}
