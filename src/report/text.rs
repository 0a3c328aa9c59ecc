//! Plain text for reading: what to fix first, then everything else.

use super::{
    model::{Finding, Report, RootCause, Scope, Status, StepKind, Verdict},
    wrap::{WIDTH, width, wrap},
};
use chrono::{DateTime, TimeDelta, Utc};
use std::{
    collections::BTreeMap,
    fmt::{Display, Write as _},
};

/// Writes a report as text. No line is wider than 80 columns unless a command or a name is.
#[must_use]
pub fn write(report: &Report) -> String {
    let mut out = head(report);
    for (n, root) in report.root_causes.iter().enumerate() {
        out.push_str(&root_cause(report, root, n));
    }
    out.push_str(&tree(report));
    out.push_str(&missing(report));
    out.push_str(&sources(report));
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
    let as_of = report.evaluated_at.map_or_else(
        || "as of an unknown time".to_owned(),
        |t| format!("as of {}{}", time(t), age(report.generated_at - t)),
    );
    let mut out = match report.verdict {
        Verdict::Healthy => wrap("", 9, &format!("HEALTHY, {as_of}: everything that is required passed")),
        Verdict::Incomplete => {
            let open = report.findings.iter().filter(|f| f.status == Status::Unknown).count();
            let text = format!(
                "INCOMPLETE, {as_of}: nothing failed, {} not known",
                count(open, "answer is", "answers are")
            );
            wrap("", 12, &text)
        }
        Verdict::Problem => {
            let first = report.root_causes.first().map_or("something failed", |r| r.title.as_str());
            let more = match report.root_causes.len() {
                0 | 1 => String::new(),
                n => format!(" (and {})", count(n - 1, "other cause", "other causes")),
            };
            wrap("", 9, &format!("PROBLEM, {as_of}: {first}{more}"))
        }
    };
    let environment = &report.environment;
    let mut about = Vec::new();
    if let Some(computer) = &environment.computer {
        about.push(format!("server {computer}"));
    }
    if let Some(version) = &environment.connect_version {
        about.push(format!("Connect {version}"));
    }
    if let Some(tenant) = &environment.tenant {
        about.push(format!("tenant {tenant}"));
    }
    if !about.is_empty() {
        out.push_str(&wrap("Of ", 3, &about.join(", ")));
    }
    out
}

/// What to fix, what it means, what follows from it, and what to do.
fn root_cause(report: &Report, root: &RootCause, n: usize) -> String {
    let Some(finding) = report
        .findings
        .iter()
        .find(|f| (&f.check, &f.scope, &f.cause) == (&root.check, &root.scope, &root.cause))
    else {
        return String::new();
    };
    let mut out = wrap(&format!("\n{}. ", n + 1), 3, &root.title);
    out.push_str(&wrap("   ", 3, &finding.summary));
    out.push_str(&wrap(
        "   ",
        3,
        &format!("{} ({})", judged(report, finding), place(&root.check, &root.scope)),
    ));
    if let (Some(first), Some(last)) = (finding.first_seen, finding.last_seen) {
        let times = finding.count.map_or(String::new(), |n| format!(", {}", count(n, "time", "times")));
        out.push_str(&wrap("   ", 3, &format!("Seen from {} to {}{times}.", time(first), time(last))));
    }
    for seen in &finding.evidence {
        let expected = seen.expected.as_ref().map_or(String::new(), |e| format!(", expected {e}"));
        let at = seen.observed_at.map_or(String::new(), |t| format!(", {}", time(t)));
        out.push_str(&wrap(
            "   - ",
            5,
            &format!("{}: {}{expected} ({}{at})", seen.label, seen.found, seen.source),
        ));
    }
    if !root.explains.is_empty() {
        let mut explained: Vec<String> = root
            .explains
            .iter()
            .map(|p| {
                let name = report.findings.iter().find(|f| f.check == p.check).map_or(&p.check, |f| &f.name);
                let of = whose(&p.scope);
                if of.is_empty() { name.clone() } else { format!("{name} of {of}") }
            })
            .collect();
        explained.dedup();
        out.push_str(&wrap("   Explains: ", 5, &explained.join("; ")));
    }
    if let Some(id) = &finding.remedy {
        out.push_str(&remedy(report, id));
    }
    out
}

fn remedy(report: &Report, id: &str) -> String {
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
        let at = if step.place.is_empty() { String::new() } else { format!(" [{}]", step.place) };
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

/// The findings under the thing they are about.
fn tree(report: &Report) -> String {
    let mut groups: Vec<(String, Vec<&Finding>)> = Vec::new();
    for finding in &report.findings {
        let name = group(report, finding);
        match groups.iter_mut().find(|(n, _)| *n == name) {
            Some((_, findings)) => findings.push(finding),
            None => groups.push((name, vec![finding])),
        }
    }
    let widest = report.findings.iter().map(|f| width(&f.name)).max().unwrap_or_default();
    let mut out = String::new();
    for (name, findings) in groups {
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
        // What concerns the whole forest first, then domain by domain, each in the order of the table.
        let mut findings = findings;
        findings.sort_by(|a, b| a.scope.domain.cmp(&b.scope.domain));
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

/// The heading that a finding stands under.
fn group(report: &Report, finding: &Finding) -> String {
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

/// Which checks want a fact, and the command that prints it.
type Wanted<'a> = (Vec<&'a str>, Option<&'a str>);

/// Facts that are missing, each once, with the way to get them.
fn missing(report: &Report) -> String {
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

fn sources(report: &Report) -> String {
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

fn place(check: &str, scope: &Scope) -> String {
    let of = whose(scope);
    if of.is_empty() { check.to_owned() } else { format!("{check} of {of}") }
}

fn whose(scope: &Scope) -> String {
    scope.user.as_ref().or(scope.domain.as_ref()).or(scope.connector.as_ref()).cloned().unwrap_or_default()
}

/// As of when a finding was judged, and how long ago that is.
fn judged(report: &Report, finding: &Finding) -> String {
    as_of(report, finding).map_or_else(
        || "Judged as of an unknown time".to_owned(),
        |t| format!("Judged as of {}{}", time(t), age(report.generated_at - t)),
    )
}

fn as_of(report: &Report, finding: &Finding) -> Option<DateTime<Utc>> {
    finding.evidence.iter().filter_map(|e| e.judged_at).max().or(report.evaluated_at)
}

/// On a line of the list, the time stands where it is not that of the whole report.
fn stale(report: &Report, finding: &Finding) -> String {
    match as_of(report, finding) {
        Some(t) if Some(t) != report.evaluated_at => {
            format!(" (as of {}{})", time(t), age(report.generated_at - t))
        }
        _ => String::new(),
    }
}

fn time(t: DateTime<Utc>) -> String {
    t.format("%Y-%m-%d %H:%M UTC").to_string()
}

/// How old, where that is over an hour.
fn age(of: TimeDelta) -> String {
    let text = if of.num_days() >= 2 {
        format!("{} days", of.num_days())
    } else if of.num_minutes() > 60 {
        format!("{} h {} min", of.num_hours(), of.num_minutes() % 60)
    } else {
        return String::new();
    };
    format!(", {text} old")
}

fn count<N: Copy + Display + PartialEq + From<u8>>(n: N, one: &str, many: &str) -> String {
    if n == N::from(1) { format!("1 {one}") } else { format!("{n} {many}") }
}

impl Status {
    /// The mark on screens and in text: six characters.
    #[must_use]
    pub const fn mark(self) -> &'static str {
        match self {
            Status::Pass => "[ OK ]",
            Status::Info => "[INFO]",
            Status::Warn => "[WARN]",
            Status::Fail => "[FAIL]",
            Status::Unknown => "[ ?? ]",
            Status::Skipped => "[SKIP]",
        }
    }
}
