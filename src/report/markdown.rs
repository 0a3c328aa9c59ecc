//! Markdown for tickets: the verdict in the first line, lists and no tables, nothing loaded, nobody
//! pinged. Trackers differ, so only what all of them read is written.

use super::{
    model::{Evidence, Finding, Remedy, Report, RootCause, Status, StepKind},
    words::{
        about, age, at_step, count, explained, groups, headline, judged, of_root, place, redacted,
        report_as_of, span, time, whereabouts,
    },
};
use std::fmt::Write as _;

/// Writes a report as Markdown.
#[must_use]
pub fn write(report: &Report) -> String {
    let mut out =
        format!("**{}**, {}: {}\n", report.verdict.word(), report_as_of(report), text(&headline(report)));
    let about = about(report);
    if !about.is_empty() {
        let _ = write!(out, "\nOf {}.\n", text(&about));
    }
    if report.redaction.applied {
        let _ = write!(out, "\n{}\n", redacted(report));
    }
    for (n, root) in report.root_causes.iter().enumerate() {
        out.push_str(&root_cause(report, root, n + 1));
    }
    out.push_str(&passwords(report));
    out.push_str(&actions(report));
    for (name, findings) in groups(report) {
        let _ = write!(out, "\n## {}\n\n", text(&name));
        for finding in findings {
            out.push_str(&one(report, finding));
        }
    }
    out.push_str(&needs(report));
    out.push_str(&sources(report));
    let _ = write!(
        out,
        "\n---\n\n{} {}, report {}, {}\n",
        report.tool.name,
        text(&report.tool.version),
        code(&report.id),
        time(report.generated_at)
    );
    out
}

fn root_cause(report: &Report, root: &RootCause, n: usize) -> String {
    let mut out = format!("\n## {n}\\. {}\n", text(&root.title));
    let Some(finding) = of_root(report, root) else { return out };
    let _ = write!(out, "\n{}\n\n{}.\n", text(&finding.summary), judged(report, finding));
    if !root.explains.is_empty() {
        let _ = write!(out, "\nExplains: {}\n", text(&explained(report, root).join("; ")));
    }
    let remedy = finding.remedy.as_ref().and_then(|id| report.remedies.iter().find(|r| r.id == *id));
    if let Some(remedy) = remedy {
        out.push_str(&steps(remedy));
    }
    out
}

/// The way of each user's passwords, a line a change.
fn passwords(report: &Report) -> String {
    let mut out = String::new();
    for story in &report.passwords {
        let _ = write!(out, "\n## Passwords of {}\n\n", text(&story.user));
        if story.fine || story.changes.is_empty() {
            let _ = write!(out, "{}\n\n", text(&story.summary));
        }
        out.extend(story.changes.iter().map(|change| format!("- {}\n", text(&change.text))));
        if !story.sign_in.is_empty() {
            out.push('\n');
        }
        out.extend(story.sign_in.iter().map(|line| format!("{}\n\n", text(line))));
    }
    out
}

fn steps(remedy: &Remedy) -> String {
    let takes = if remedy.takes.is_empty() { String::new() } else { format!(", {}", remedy.takes) };
    let mut out = format!("\n### What to do: {}{}\n\n", text(&remedy.title), text(&takes));
    let _ = write!(out, "Risk {}: {}\n\n", text(&remedy.risk), text(&remedy.risk_text));
    for (i, step) in remedy.steps.iter().enumerate() {
        let kind = match step.kind {
            StepKind::Ask => "Ask first: ",
            _ => "",
        };
        let _ = writeln!(out, "{}. {kind}{}{}", i + 1, text(&step.text), text(&whereabouts(step)));
        if let Some(command) = &step.command {
            out.push_str(&block(command, "   "));
        }
        for (label, said) in [("Expect", &step.expect), ("Undo", &step.undo)] {
            if let Some(said) = said {
                let _ = writeln!(out, "   - {label}: {}", text(said));
            }
        }
    }
    for link in &remedy.links {
        let _ = writeln!(out, "- <{}>", link.replace(['<', '>', ' '], ""));
    }
    out
}

fn one(report: &Report, finding: &Finding) -> String {
    let mark = finding.status.mark().trim_matches(['[', ']']).trim();
    let accepted = if finding.accepted { " (accepted)" } else { "" };
    // What passed has its own name as title, and its value in short.
    let said = if finding.title == finding.name { &finding.short } else { &finding.title };
    let mut out = format!(
        "- **{mark}** {}: {}{accepted} ({})\n",
        text(&finding.name),
        text(said),
        text(&place(&finding.check, &finding.scope))
    );
    // A root cause has said this above; what passed says it with its rows.
    if matches!(finding.status, Status::Fail | Status::Warn | Status::Unknown) {
        let _ = writeln!(out, "  - {}", text(&finding.summary));
    }
    if let Some(said) = span(finding) {
        let _ = writeln!(out, "  - {said}");
    }
    for seen in &finding.evidence {
        let _ = writeln!(out, "  - {}", row(seen));
    }
    let old = finding.evidence.iter().filter_map(|e| e.judged_at).max();
    if let Some(t) = old.filter(|t| Some(*t) != report.evaluated_at) {
        let _ = writeln!(out, "  - As of {}{}", time(t), age(report.generated_at - t));
    }
    out
}

fn row(seen: &Evidence) -> String {
    let expected = seen.expected.as_ref().map_or(String::new(), |e| format!(", expected {}", text(e)));
    let at = seen.observed_at.map_or(String::new(), |t| format!(", {}", time(t)));
    format!("{}: {}{expected} ({}{at})", text(&seen.label), text(&seen.found), text(&seen.source))
}

fn actions(report: &Report) -> String {
    let mut out = String::new();
    if !report.actions.is_empty() {
        out.push_str("\n## What was done\n\n");
    }
    for action in &report.actions {
        let _ = writeln!(
            out,
            "- {}, {}: {}: {}",
            time(action.at),
            text(&action.by),
            text(&at_step(action)),
            text(&action.choice)
        );
        for (label, said) in [
            ("Step", &action.text),
            ("Note", &action.note),
            ("Before", &action.before),
            ("After", &action.after),
        ] {
            if let Some(said) = said {
                let _ = writeln!(out, "  - {label}: {}", text(said));
            }
        }
    }
    out
}

fn needs(report: &Report) -> String {
    let all = super::missing::missing(report);
    let mut out = String::new();
    if !all.is_empty() {
        out.push_str("\n## What is missing, and how to get it\n\n");
        out.extend(super::missing::saved(&all).map(|saved| format!("{}\n\n", text(saved))));
    }
    for one in all {
        let _ = writeln!(out, "- {}", text(one.why));
        out.extend(one.commands.iter().map(|command| block(command, "  ")));
        out.extend(one.rest().map(|rest| format!("  {}\n\n", text(&rest))));
    }
    out
}

fn sources(report: &Report) -> String {
    let mut out = "\n## Sources\n\n".to_owned();
    for source in &report.sources {
        let span = match (source.observed_from, source.observed_to) {
            (Some(from), Some(to)) if from != to => format!(", {} to {}", time(from), time(to)),
            (Some(at), _) | (_, Some(at)) => format!(", {}", time(at)),
            _ => ", no time in it".to_owned(),
        };
        let records = count(source.records, "record", "records");
        let _ = writeln!(out, "- {}: {}, {records}{span}", text(&source.name), text(&source.kind));
        for problem in &source.problems {
            let line = problem.line.map_or(String::new(), |l| format!(" line {l}"));
            let _ = writeln!(out, "  - {}{line}: {}", text(&problem.file), text(&problem.reason));
        }
        if !source.not_understood.is_empty() {
            let _ = writeln!(out, "  - Not understood: {}", text(&source.not_understood.join(", ")));
        }
    }
    out
}

/// Text on one line in which nothing acts: punctuation that Markdown reads is escaped, and words that
/// a tracker would link or ping by stand in code.
fn text(raw: &str) -> String {
    let words: Vec<String> = raw.split_whitespace().map(word).collect();
    let lead = if raw.starts_with(' ') { " " } else { "" };
    format!("{lead}{}", words.join(" "))
}

fn word(raw: &str) -> String {
    let acts = |c: char| matches!(c, '@' | '#' | '`' | '<' | '\\');
    if raw.contains(acts) || raw.contains("//") || raw.starts_with("www.") || raw.starts_with("GH-") {
        return code(raw);
    }
    let mut out = String::with_capacity(raw.len());
    let last = raw.chars().count().saturating_sub(1);
    for (i, c) in raw.chars().enumerate() {
        let edge = i == 0 || i == last;
        if matches!(c, '*' | '[' | ']' | '>' | '|' | '~' | '&' | '$' | '!')
            || (edge && matches!(c, '_' | '+' | '=' | '-'))
        {
            out.push('\\');
        }
        out.push(c);
    }
    out
}

/// Text as it is, within more backticks than it holds itself.
fn code(raw: &str) -> String {
    let fence = "`".repeat(longest_run(raw) + 1);
    let pad = if raw.starts_with('`') || raw.ends_with('`') { " " } else { "" };
    format!("{fence}{pad}{raw}{pad}{fence}")
}

/// Lines as they are.
fn block(raw: &str, indent: &str) -> String {
    let fence = "`".repeat((longest_run(raw) + 1).max(3));
    let mut out = format!("\n{indent}{fence}powershell\n");
    for line in raw.lines() {
        let _ = writeln!(out, "{indent}{line}");
    }
    let _ = write!(out, "{indent}{fence}\n\n");
    out
}

fn longest_run(raw: &str) -> usize {
    raw.split(|c| c != '`').map(str::len).max().unwrap_or_default()
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn nothing_acts() {
        assert_eq!(text("hi @team see #12"), "hi `@team` see `#12`");
        assert_eq!(text("a|b *c* [x](http://evil)"), "a\\|b \\*c\\* `[x](http://evil)`");
        assert_eq!(text("<img src=x>"), "`<img` src=x\\>");
        assert_eq!(text("a`b"), "``a`b``");
        assert_eq!(text("CONTOSO\\ada"), "`CONTOSO\\ada`");
        assert_eq!(text("=1+1"), "\\=1+1");
        assert_eq!(code("`"), "`` ` ``");
        assert!(block("x ``` y", "").starts_with("\n````"));
    }
}
