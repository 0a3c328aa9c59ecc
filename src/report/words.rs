//! Words and times that several formats share.

use super::model::{Action, Finding, Place, Report, RootCause, Scope, Status, Step, Verdict};
use crate::{
    diagnosis::{self, OPERATOR, length},
    knowledge::TOO_OLD,
};
use chrono::{DateTime, TimeDelta, Utc};

/// The finding of a root cause.
pub(super) fn of_root<'a>(report: &'a Report, root: &RootCause) -> Option<&'a Finding> {
    let key = (&root.check, &root.scope, &root.cause);
    report.findings.iter().find(|f| (&f.check, &f.scope, &f.cause) == key)
}

/// What a root cause explains, by name, each once.
pub(super) fn explained(report: &Report, root: &RootCause) -> Vec<String> {
    let name = |p: &Place| {
        let name = report.findings.iter().find(|f| f.check == p.check).map_or(&p.check, |f| &f.name);
        let of = whose(&p.scope);
        if of.is_empty() { name.clone() } else { format!("{name} of {of}") }
    };
    let mut all: Vec<String> = root.explains.iter().map(name).collect();
    all.dedup();
    all
}

/// From when to when something was seen, and how often; none where no time is known.
pub(super) fn span(finding: &Finding) -> Option<String> {
    let (first, last) = (finding.first_seen?, finding.last_seen?);
    Some(match finding.count {
        Some(1) => format!("Seen once, at {}", time(last)),
        Some(n) => format!("Seen from {} to {}, {n} times", time(first), time(last)),
        None => format!("Seen from {} to {}", time(first), time(last)),
    })
}

/// Where a step is done and with which rights, behind its text.
pub(super) fn whereabouts(step: &Step) -> String {
    match (step.place.as_str(), step.rights.as_str()) {
        ("", _) => String::new(),
        (place, "") => format!(" ({place})"),
        (place, rights) => format!(" ({place}; {rights})"),
    }
}

/// The report in one sentence, without the verdict's word.
pub(super) fn headline(report: &Report) -> String {
    match report.verdict {
        Verdict::Healthy => match counted(report, Status::Warn) {
            0 => "everything that is required passed".to_owned(),
            n => format!("nothing failed, with {}", times(n, "warning", "warnings")),
        },
        Verdict::Incomplete => {
            let open = counted(report, Status::Unknown);
            // Why, where it is not that something was not collected.
            let old = report.findings.iter().flat_map(|f| &f.needs).any(|n| n.why.contains(TOO_OLD));
            let why = if old { ", and evidence is older than --max-age allows" } else { "" };
            format!("nothing failed, {} not known{why}", times(open, "answer is", "answers are"))
        }
        Verdict::Problem => {
            let first = report.root_causes.first().map_or("something failed", |r| r.title.as_str());
            match report.root_causes.len() {
                0 | 1 => first.to_owned(),
                n => format!("{first} (and {})", times(n - 1, "other cause", "other causes")),
            }
        }
    }
}

fn times(n: usize, one: &str, many: &str) -> String {
    count(u64::try_from(n).unwrap_or(u64::MAX), one, many)
}

/// How many findings have this status.
pub(super) fn counted(report: &Report, status: Status) -> usize {
    report.findings.iter().filter(|f| f.status == status).count()
}

/// As of when it was judged; where nothing could be, the newest time of what was read.
pub(super) fn newest_time(report: &Report) -> Option<DateTime<Utc>> {
    let read = report.sources.iter().filter(|s| s.kind != OPERATOR);
    report.evaluated_at.or_else(|| read.filter_map(|s| s.observed_to).max())
}

/// As of when, and how old that is.
pub(super) fn report_as_of(report: &Report) -> String {
    newest_time(report).map_or_else(
        || "as of an unknown time".to_owned(),
        |t| format!("as of {}{}", time(t), age(report.generated_at - t)),
    )
}

/// What was diagnosed, in a line.
pub(super) fn about(report: &Report) -> String {
    let environment = &report.environment;
    let named = [
        ("server", &environment.computer),
        ("Connect", &environment.connect_version),
        ("tenant", &environment.tenant),
    ];
    let named: Vec<String> =
        named.iter().filter_map(|(what, name)| Some(format!("{what} {}", name.as_ref()?))).collect();
    named.join(", ")
}

/// What was taken out, in a sentence.
pub(super) fn redacted(report: &Report) -> String {
    let counts: Vec<String> =
        report.redaction.counts.iter().map(|(class, n)| format!("{n} of class {class}")).collect();
    if counts.is_empty() {
        return "Names were to be taken out; none were found.".to_owned();
    }
    format!("Names were replaced by marks: {}. Look it over before you hand it on.", counts.join(", "))
}

/// The groups of findings, each thing they are about once, in the order of the table of checks; the
/// domains of a group stand together.
pub(super) fn groups(report: &Report) -> Vec<(String, Vec<&Finding>)> {
    let mut groups: Vec<(String, Vec<&Finding>)> = Vec::new();
    for finding in &report.findings {
        let name = group(report, finding);
        match groups.iter_mut().find(|(n, _)| *n == name) {
            Some((_, findings)) => findings.push(finding),
            None => groups.push((name, vec![finding])),
        }
    }
    for (_, findings) in &mut groups {
        // Stable, so that the checks of one domain keep the order of the table.
        findings.sort_by(|a, b| a.scope.domain.cmp(&b.scope.domain));
    }
    groups
}

/// The heading that a finding stands under.
pub(super) fn group(report: &Report, finding: &Finding) -> String {
    let scope = &finding.scope;
    let named = |what: &str, name: &Option<String>| match name {
        Some(name) => format!("{what} {name}"),
        None => what.to_owned(),
    };
    if let Some(user) = &scope.user {
        return format!("User {user}");
    }
    if let Some(connector) = &scope.connector {
        return format!("Forest {connector}");
    }
    if scope.domain.is_some() {
        return "Domains".to_owned();
    }
    if finding.check.starts_with("tenant.") {
        return named("Tenant", &report.environment.tenant);
    }
    named("Server", &report.environment.computer)
}

pub(super) fn place(check: &str, scope: &Scope) -> String {
    let of = whose(scope);
    if of.is_empty() { check.to_owned() } else { format!("{check} of {of}") }
}

pub(super) fn whose(scope: &Scope) -> String {
    scope.user.as_ref().or(scope.domain.as_ref()).or(scope.connector.as_ref()).cloned().unwrap_or_default()
}

/// As of when a finding was judged, and how long ago that is.
pub(super) fn judged(report: &Report, finding: &Finding) -> String {
    as_of(report, finding).map_or_else(
        || "Judged as of an unknown time".to_owned(),
        |t| format!("Judged as of {}{}", time(t), age(report.generated_at - t)),
    )
}

pub(super) fn as_of(report: &Report, finding: &Finding) -> Option<DateTime<Utc>> {
    finding.evidence.iter().filter_map(|e| e.judged_at).max().or_else(|| newest_time(report))
}

/// On a line of the list, the time stands where it is not that of the whole report.
pub(super) fn stale(report: &Report, finding: &Finding) -> String {
    match as_of(report, finding) {
        Some(t) if Some(t) != newest_time(report) => {
            format!(" (as of {}{})", time(t), age(report.generated_at - t))
        }
        _ => String::new(),
    }
}

pub(super) fn time(t: DateTime<Utc>) -> String {
    t.format("%Y-%m-%d %H:%M UTC").to_string()
}

/// How old, where that is over an hour.
pub(super) fn age(of: TimeDelta) -> String {
    if of.num_minutes() <= 60 {
        return String::new();
    }
    format!(", {} old", length(of))
}

pub(super) fn count(n: u64, one: &str, many: &str) -> String {
    if n == 1 { format!("1 {one}") } else { format!("{n} {many}") }
}

impl Verdict {
    /// The word, in capitals.
    #[must_use]
    pub const fn word(self) -> &'static str {
        match self {
            Verdict::Problem => "PROBLEM",
            Verdict::Incomplete => "INCOMPLETE",
            Verdict::Healthy => "HEALTHY",
        }
    }
}

impl Status {
    /// The result that it tells.
    #[must_use]
    pub const fn judged(self) -> diagnosis::Status {
        match self {
            Status::Pass => diagnosis::Status::Pass,
            Status::Info => diagnosis::Status::Info,
            Status::Warn => diagnosis::Status::Warn,
            Status::Fail => diagnosis::Status::Fail,
            Status::Unknown => diagnosis::Status::Unknown,
            Status::Skipped => diagnosis::Status::Skipped,
        }
    }

    /// The word of the contract.
    #[must_use]
    pub const fn word(self) -> &'static str {
        self.judged().word()
    }

    /// The mark on screens and in text: six characters.
    #[must_use]
    pub const fn mark(self) -> &'static str {
        self.judged().mark()
    }
}

/// The remedy and the step that something was chosen at; what is about the whole remedy has no step.
pub(super) fn at_step(action: &Action) -> String {
    match action.step {
        0 => action.remedy.clone(),
        step => format!("{} step {step}", action.remedy),
    }
}
