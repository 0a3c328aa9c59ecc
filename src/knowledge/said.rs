//! What is said about a finding, and what to do about it, with the real names filled in.

use super::{
    FindingText, Remedy, Step, check,
    fill::{self, Names},
    library::{CauseDoc, RemedyDoc, Said, StepDoc, Variant, library},
};
use crate::diagnosis::{Finding, Status};
use chrono::{DateTime, Utc};

/// What stands behind a step whose command has a name left open.
const OPEN: &str = "Put the real names where the command has < >.";

/// What is said about a finding.
#[must_use]
pub fn finding(finding: &Finding) -> FindingText {
    let title = check(finding.check).title;
    match finding.status {
        Status::Unknown => unknown(finding, title),
        Status::Skipped => skipped(finding, title),
        _ => judged(finding, title),
    }
}

fn unknown(finding: &Finding, title: String) -> FindingText {
    let reasons: Vec<String> = finding.needs.iter().map(super::gap).collect();
    let short = finding.needs.first().map_or_else(|| "not known".to_owned(), super::gap::short);
    FindingText { title, short, summary: reasons.join(" ") }
}

fn skipped(finding: &Finding, title: String) -> FindingText {
    if finding.left_out {
        let summary = "Left out because you asked for it.".to_owned();
        return FindingText { title, short: "left out".to_owned(), summary };
    }
    let by = finding.blocked_by.as_ref().map_or_else(String::new, |b| check(b.check).title);
    if finding.closed {
        let summary = format!("Not asked here: see \"{by}\" of the same domain.");
        return FindingText { title, short: "not asked here".to_owned(), summary };
    }
    let summary = format!("Not judged while \"{by}\" is not in order; fix that first.");
    FindingText { title, short: format!("waits for: {by}"), summary }
}

fn judged(finding: &Finding, title: String) -> FindingText {
    let names = names(finding);
    let fill = |template: &str| fill::text(template, &names);
    if let Some(cause) = cause(finding) {
        let variant = variant(cause, finding);
        let pick = |own: &String, other: Option<&String>| fill(other.unwrap_or(own));
        let summary = pick(&cause.summary, variant.and_then(|v| v.summary.as_ref()));
        return FindingText {
            title: pick(&cause.title, variant.and_then(|v| v.title.as_ref())),
            short: pick(&cause.short, variant.and_then(|v| v.short.as_ref())),
            summary: if finding.accepted { format!("{summary} You accept this.") } else { summary },
        };
    }
    match good(finding) {
        Some(said) => FindingText { title, short: fill(&said.short), summary: fill(&said.summary) },
        None => FindingText { short: finding.status.word().to_owned(), summary: title.clone(), title },
    }
}

/// The words for a result with nothing wrong.
fn good(finding: &Finding) -> Option<&'static Said> {
    let doc = library().check(finding.check.0)?;
    let variant = finding.hit.variant.and_then(|v| doc.variants.get(v));
    let info = doc.info.as_ref().filter(|_| finding.status == Status::Info);
    Some(variant.or(info).unwrap_or(&doc.pass))
}

fn cause(finding: &Finding) -> Option<&'static CauseDoc> {
    library().cause(finding.check.0, finding.cause()?.0)
}

fn variant(cause: &'static CauseDoc, finding: &Finding) -> Option<&'static Variant> {
    finding.hit.variant.and_then(|v| cause.variants.get(v))
}

/// The remedy of a finding, with the real names in it. What is accepted needs none.
#[must_use]
pub fn remedy(finding: &Finding) -> Option<Remedy> {
    if finding.accepted {
        return None;
    }
    let cause = cause(finding)?;
    let other = variant(cause, finding).and_then(|v| v.remedy.as_ref());
    let doc = library().remedy(other.or(cause.remedy.as_ref())?)?;
    Some(filled(doc, &names(finding)))
}

pub(super) fn filled(doc: &RemedyDoc, names: &Names) -> Remedy {
    Remedy {
        id: doc.id.clone(),
        title: fill::text(&doc.title, names),
        why: fill::text(&doc.why, names),
        risk: doc.risk,
        risk_text: fill::text(&doc.risk_text, names),
        takes: doc.takes.clone(),
        steps: doc.steps.iter().map(|s| step(s, names)).collect(),
        verify: doc.verify.clone(),
        links: doc.links.clone(),
    }
}

fn step(doc: &StepDoc, names: &Names) -> Step {
    let fill = |template: &String| fill::text(template, names);
    let command = doc.command.as_ref().map(|c| fill::command(c.trim_end(), names));
    let open = command.as_ref().is_some_and(|(_, open)| *open);
    let text = fill(&doc.text);
    Step {
        kind: doc.kind,
        text: if open { format!("{text} {OPEN}") } else { text },
        place: fill(&doc.place),
        rights: doc.rights.clone(),
        command: command.map(|(command, _)| command),
        expect: doc.expect.as_ref().map(fill),
        undo: doc.undo.as_ref().map(fill),
    }
}

/// The finding's own values, and what follows from its scope and its events.
fn names(finding: &Finding) -> Names {
    let mut names = Names::new();
    let mut put = |place, value: Option<String>| {
        if let Some(value) = value {
            names.insert(place, value);
        }
    };
    let time = |t: DateTime<Utc>| t.format("%Y-%m-%d %H:%M UTC").to_string();
    put("connector", finding.scope.connector.clone());
    put("domain", finding.scope.domain.clone());
    put("user", finding.scope.user.clone());
    put("count", finding.hit.count.map(|n| if n == 1 { "once".to_owned() } else { format!("{n} times") }));
    put("since", finding.hit.first_seen.map(time));
    put("last", finding.hit.last_seen.map(time));
    for (place, value) in &finding.hit.values {
        put(place, Some(value.text.clone()));
    }
    names
}
