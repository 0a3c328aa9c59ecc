//! What is said about a finding, and what to do about it, with the real names filled in.

use super::{
    FindingText, Remedy, Step, StepKind, check,
    docs::{CauseDoc, FixDoc, Said, StepDoc, Variant},
    fill::{self, Names},
    known,
    library::{LINK, library},
    visible,
};
use crate::{
    catalog::CauseRow,
    diagnosis::{Evidence, Finding, Status},
};
use chrono::{DateTime, Utc};
use std::collections::BTreeMap;

/// What names that are left open are called, by their place.
pub(super) type Own = BTreeMap<String, String>;
/// The rights on the Connect server.
const USUAL: &str = "@admin";

/// The rights that most steps take.
pub(super) fn usual_rights() -> &'static str {
    library().word(USUAL)
}

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
    let Some(first) = finding.needs.first() else {
        let summary = "This version of the program does not judge it.".to_owned();
        return FindingText { title, short: "not judged by this version".to_owned(), summary };
    };
    FindingText { title, short: super::gap::short(first), summary: reasons.join(" ") }
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
        let concerns = library().check.iter().find(|c| c.id == cause.check).and_then(|c| c.concerns.as_ref());
        let concerns = concerns.filter(|text| fill::is_whole(text, &names));
        let concerns = concerns.map_or_else(String::new, |text| format!(" {}", fill(text)));
        if let Some(said) = ended(finding) {
            return FindingText {
                title: fill(&cause.title),
                short: fill(&said.short),
                summary: fill(&said.summary) + &concerns,
            };
        }
        let variant = variant(cause, finding);
        let pick = |own: &String, other: Option<&String>| fill(other.unwrap_or(own));
        if let Some(said) = by_answer(finding) {
            // An answer knows no times and codes: a text that needs them says what was answered instead.
            let or =
                |text: &String, other: String| if fill::is_whole(text, &names) { fill(text) } else { other };
            return FindingText {
                title: fill(&cause.title),
                short: or(&cause.short, "by the operator's answer".to_owned()),
                summary: or(&cause.summary, said),
            };
        }
        let summary = pick(&cause.summary, variant.and_then(|v| v.summary.as_ref())) + &concerns;
        return FindingText {
            title: pick(&cause.title, variant.and_then(|v| v.title.as_ref())),
            short: pick(&cause.short, variant.and_then(|v| v.short.as_ref())),
            summary: if finding.accepted { format!("{summary} You accept this.") } else { summary },
        };
    }
    if let Some(summary) = by_answer(finding) {
        return FindingText { title, short: "fine, by the operator's answer".to_owned(), summary };
    }
    match good(finding) {
        Some(said) => FindingText { title, short: fill(&said.short), summary: fill(&said.summary) },
        None => FindingText { short: finding.status.word().to_owned(), summary: title.clone(), title },
    }
}

/// What the operator said, where that alone decides.
fn by_answer(finding: &Finding) -> Option<String> {
    let rows = &finding.hit.evidence;
    let said = rows.first().filter(|_| rows.iter().all(Evidence::is_operators))?;
    Some(format!("{}.", visible(&said.found.text).trim_end_matches('.')))
}

/// The words for a result with nothing wrong.
fn good(finding: &Finding) -> Option<&'static Said> {
    let doc = library().check(finding.check.0)?;
    let variant = finding.hit.variant.and_then(|v| doc.variants.get(v));
    Some(variant.unwrap_or(&doc.pass))
}

fn cause(finding: &Finding) -> Option<&'static CauseDoc> {
    library().cause(finding.check.0, finding.cause()?.0)
}

fn variant(cause: &'static CauseDoc, finding: &Finding) -> Option<&'static Variant> {
    finding.hit.variant.and_then(|v| cause.variants.get(v))
}

/// The words for trouble that does not show any more.
fn ended(finding: &Finding) -> Option<&'static Said> {
    finding.hit.variant.and_then(|v| library().ended.get(v))
}

/// The remedy of a finding, with the real names in it. What is accepted or over needs none.
#[must_use]
pub fn remedy(finding: &Finding) -> Option<Remedy> {
    if finding.accepted || ended(finding).is_some() {
        return None;
    }
    begun_remedy(finding)
}

/// The remedy of a finding also where the trouble is over: who began it sees it to its end.
#[must_use]
pub fn begun_remedy(finding: &Finding) -> Option<Remedy> {
    let cause = cause(finding)?;
    let names = names(finding);
    Some(filled(cause, cause.fix.as_ref()?, &names, |doc| asking(doc, &names, &cause.places)))
}

/// What is said about a cause where there is no finding: places are called by their names in `< >`.
pub(super) fn general(row: &CauseRow) -> Option<(FindingText, Option<Remedy>)> {
    let cause = library().cause(row.check.0, row.cause.0)?;
    let blanks = fill::blanks(&cause.places);
    let fill = |template: &String| fill::text(template, &blanks);
    let said =
        FindingText { title: fill(&cause.title), short: fill(&cause.short), summary: fill(&cause.summary) };
    let steps = |doc: &StepDoc| step(doc, &blanks, &Names::new(), &cause.places);
    Some((said, cause.fix.as_ref().map(|fix| filled(cause, fix, &blanks, steps))))
}

/// A remedy with these names in its texts.
fn filled(cause: &CauseDoc, fix: &FixDoc, texts: &Names, step: impl Fn(&StepDoc) -> Step) -> Remedy {
    let mut verify = vec![cause.check.clone()];
    verify.extend(fix.verify.iter().filter(|id| **id != cause.check).cloned());
    let links = if fix.links.is_empty() { vec![LINK.to_owned()] } else { fix.links.clone() };
    Remedy {
        id: fix.id.as_ref().unwrap_or(&cause.cause).clone(),
        title: fill::text(&fix.title, texts),
        why: fill::text(&fix.why, texts),
        risk: fix.risk,
        risk_text: fill::text(&fix.risk_text, texts),
        takes: fix.takes.clone(),
        steps: fix.steps.iter().map(step).collect(),
        verify,
        links,
    }
}

/// A step of a finding: where a name is not known it asks for it.
fn asking(doc: &StepDoc, names: &Names, own: &Own) -> Step {
    let open = doc.command.as_ref().is_some_and(|c| fill::command_of(c, names, own).1);
    Step { open, ..step(doc, names, names, own) }
}

/// A step with these names in its texts, and those in its command.
pub(super) fn step(doc: &StepDoc, texts: &Names, names: &Names, own: &Own) -> Step {
    let fill = |template: &String| fill::text(template, texts);
    // What is done or run is done on the Connect server by its administrator unless it says otherwise.
    let acts = matches!(doc.kind, StepKind::Do | StepKind::Run);
    let word = |own: &Option<String>, usual: &'static str| {
        let name = own.as_deref().unwrap_or(if acts { usual } else { "" });
        fill::text(library().word(name), texts)
    };
    Step {
        kind: doc.kind,
        text: fill(&doc.text),
        open: false,
        place: word(&doc.place, "@server"),
        rights: word(&doc.rights, USUAL),
        command: doc.command.as_ref().map(|c| fill::command_of(c.trim(), names, own).0),
        expect: doc.expect.as_ref().map(fill),
        undo: doc.undo.as_ref().map(fill),
    }
}

/// The finding's own values, and what follows from its scope and its events.
fn names(finding: &Finding) -> Names {
    let mut names = known::of_scope(&finding.scope);
    let mut put = |place, value: Option<String>| {
        if let Some(value) = value {
            names.insert(place, value);
        }
    };
    let time = |t: DateTime<Utc>| t.format("%Y-%m-%d %H:%M UTC").to_string();
    put("count", finding.hit.count.map(|n| n.to_string()));
    put("times", finding.hit.count.map(|n| if n == 1 { "once".to_owned() } else { format!("{n} times") }));
    put("since", finding.hit.first_seen.map(time));
    put("last", finding.hit.last_seen.map(time));
    for (place, value) in &finding.hit.values {
        put(place, Some(value.text.clone()));
    }
    known::complete(names)
}
