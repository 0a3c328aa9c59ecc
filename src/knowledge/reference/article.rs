//! What is said about one thing, in pieces that a page and a text can both show.

use super::{Entry, Sort, entries};
use crate::{
    catalog::{CAUSES, CHECKS, CauseRow},
    diagnosis::Status,
    knowledge::{
        self, Names, Remedy, Step, StepKind,
        docs::{CodeDoc, EventDoc, TopicDoc},
        library::library,
        questions, said,
    },
};

/// A piece of an article.
#[derive(Clone, Debug, PartialEq, Eq)]
pub enum Part {
    /// A sentence or more.
    Text(String),
    /// A headline within.
    Head(String),
    /// A label, and what stands beside it.
    Field(&'static str, Vec<String>),
    /// A command, whole.
    Command(String),
    /// Another thing to look up, and why it is named here.
    See(Sort, String, String),
}

/// What is said about one thing.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Article {
    /// Its kind and name.
    pub name: String,
    /// Its headline.
    pub title: String,
    /// What is said.
    pub parts: Vec<Part>,
}

/// The article of an entry, with the names of the evidence in its commands.
#[must_use]
pub fn article(entry: &Entry, names: &Names) -> Article {
    let name = match entry.sort {
        Sort::Cause => format!("cause {} of {}", entry.name, entry.of),
        Sort::Event => library().event.get(entry.at).map_or_else(String::new, |doc| events(doc, &entry.of)),
        sort => format!("{} {}", sort.word(), entry.name),
    };
    let parts = match entry.sort {
        Sort::Topic => library().topic.get(entry.at).map(|doc| topic(doc, names)),
        Sort::Check => CHECKS.get(entry.at).map(|row| check(row.id)),
        Sort::Cause => CAUSES.get(entry.at).map(cause),
        Sort::Event => library().event.get(entry.at).map(event),
        Sort::Question => questions::general().get(entry.at).map(question),
        _ => library().code.get(entry.at).map(code),
    };
    Article { name, title: entry.title.clone(), parts: parts.unwrap_or_default() }
}

fn topic(doc: &TopicDoc, names: &Names) -> Vec<Part> {
    let mut parts: Vec<Part> = doc.text.iter().cloned().map(Part::Text).collect();
    let filled: Vec<Step> =
        doc.steps.iter().map(|one| said::step(one, names, names, &said::Own::new())).collect();
    parts.extend(steps(&filled));
    parts.extend(doc.see.iter().filter_map(|id| see(Sort::Topic, id)));
    parts
}

fn question(of: &questions::General) -> Vec<Part> {
    let mut parts = vec![Part::Field("Why", vec![of.why.clone()]), Part::Field("How", of.how.clone())];
    parts.extend(of.command.clone().map(Part::Command));
    parts.push(Part::Field("Answers", of.answers.clone()));
    parts.extend(can_mean(&of.causes));
    parts.retain(|part| !matches!(part, Part::Field(_, lines) if lines.is_empty()));
    parts
}

fn see(sort: Sort, name: &str) -> Option<Part> {
    let entry = entries().iter().find(|e| e.sort == sort && e.name == name)?;
    Some(Part::See(sort, name.to_owned(), entry.title.clone()))
}

fn check(id: crate::catalog::CheckId) -> Vec<Part> {
    let text = knowledge::check(id);
    let mut parts = vec![
        Part::Field("What is checked", vec![text.question]),
        Part::Field("Why it matters", vec![text.why]),
        Part::Field("Expected", vec![text.expected]),
    ];
    if let Some(row) = CHECKS.iter().find(|row| row.id == id) {
        let after: Vec<String> = row.after.iter().map(|c| knowledge::check(*c).title).collect();
        parts.push(Part::Field("Only after", after));
        let needed =
            if row.required { "not given without this check" } else { "given without this check too" };
        parts.push(Part::Field("Overall result", vec![needed.to_owned()]));
    }
    parts.push(Part::Field("More", text.link.into_iter().collect()));
    let causes: Vec<&CauseRow> = CAUSES.iter().filter(|row| row.check == id).collect();
    if !causes.is_empty() {
        parts.push(Part::Head("What it can find".to_owned()));
    }
    parts.extend(causes.iter().map(|row| {
        let title = said::general(row).map_or_else(String::new, |(said, _)| said.title);
        Part::See(Sort::Cause, format!("{}/{}", id.0, row.cause.0), title)
    }));
    parts.retain(|part| !matches!(part, Part::Field(_, lines) if lines.is_empty()));
    parts
}

fn cause(row: &CauseRow) -> Vec<Part> {
    let (said, remedy) = said::general(row).unwrap_or_default();
    let mut parts = vec![
        Part::Text(said.summary),
        Part::Field("Counts as", vec![Status::from(row.severity).word().to_owned()]),
        Part::See(Sort::Check, row.check.0.to_owned(), knowledge::check(row.check).title),
    ];
    let name = format!("{}/{}", row.check.0, row.cause.0);
    parts.extend(seen_in(&name));
    let asking = questions::general().into_iter().filter(|q| q.causes.contains(&name));
    parts.extend(asking.map(|q| Part::See(Sort::Question, q.id.to_owned(), q.title)));
    match remedy {
        Some(remedy) => parts.extend(what_to_do(&remedy)),
        None => parts.push(Part::Field("What to do", vec!["Nothing: it is only worth knowing.".to_owned()])),
    }
    parts
}

/// The events and codes that can prove a cause.
fn seen_in(cause: &str) -> Option<Part> {
    let of = |list: &[String]| list.iter().any(|c| c == cause);
    let events = library().event.iter().filter(|doc| of(&doc.causes));
    let mut lines: Vec<String> = events
        .flat_map(|doc| {
            let provider = library().event_source.get(&doc.source).and_then(|s| s.names.first());
            let provider = provider.map_or("", String::as_str);
            doc.ids.iter().map(move |id| format!("event {id} of {provider}"))
        })
        .collect();
    let codes = library().code.iter().filter(|doc| of(&doc.causes));
    lines.extend(codes.map(|doc| format!("{} {}", Sort::from(doc.kind).word(), doc.name)));
    (!lines.is_empty()).then(|| Part::Field("Seen in", vec![lines.join(", ")]))
}

fn what_to_do(remedy: &Remedy) -> Vec<Part> {
    let mut parts = vec![
        Part::Head(format!("What to do: {}", remedy.title)),
        Part::Field("Why", vec![remedy.why.clone()]),
        Part::Field("Takes", vec![remedy.takes.clone()]),
        Part::Field("Risk", vec![format!("{}: {}", remedy.risk.word(), remedy.risk_text)]),
    ];
    parts.extend(steps(&remedy.steps));
    parts.push(Part::Field("Proved by", vec![format!("{}, with new evidence", remedy.verify.join(", "))]));
    parts.push(Part::Field("More", remedy.links.clone()));
    parts
}

/// The steps, after what holds for all of them.
fn steps(steps: &[Step]) -> Vec<Part> {
    let usual = steps.iter().any(|s| s.rights == said::usual_rights()).then(super::legend::rights);
    let open = steps.iter().any(|s| s.command.as_ref().is_some_and(|c| c.contains("'<")));
    let all = steps.iter().enumerate().flat_map(|(i, one)| step(i, one));
    usual.into_iter().chain(open.then(super::legend::names)).chain(all).collect()
}

fn step(at: usize, step: &Step) -> Vec<Part> {
    let asks = if step.kind == StepKind::Ask { ", a question" } else { "" };
    let mut parts = vec![Part::Head(format!("Step {}{asks}", at + 1)), Part::Text(step.text.clone())];
    if !step.place.is_empty() {
        parts.push(Part::Field("Where", vec![step.place.clone()]));
    }
    if !step.rights.is_empty() && step.rights != said::usual_rights() {
        parts.push(Part::Field("Rights", vec![step.rights.clone()]));
    }
    parts.extend(step.command.clone().map(Part::Command));
    parts.extend(step.expect.clone().map(|text| Part::Field("Expect", vec![text])));
    parts.extend(step.undo.clone().map(|text| Part::Field("Undo", vec![text])));
    parts
}

fn event(doc: &EventDoc) -> Vec<Part> {
    let source = library().event_source.get(&doc.source);
    let note = source.and_then(|source| source.note.clone());
    let mut parts: Vec<Part> = note.into_iter().chain(doc.meaning.clone()).map(Part::Text).collect();
    parts.extend(doc.because.clone().map(|text| Part::Field("Usually", vec![text])));
    parts.extend(doc.advice.clone().map(|text| Part::Field("What to do", vec![text])));
    if let Some(source) = source {
        parts.push(super::legend::log(&source.log));
        let others: Vec<&str> = source.names.iter().skip(1).map(String::as_str).collect();
        if !others.is_empty() {
            parts.push(Part::Field("Also written by", vec![others.join(", ")]));
        }
    }
    parts.extend(can_mean(&doc.causes));
    parts
}

/// What events that mean the same are called: "events 31001 to 31019, 31034 of a provider".
fn events(doc: &EventDoc, provider: &str) -> String {
    let mut runs: Vec<(u32, u32)> = Vec::new();
    for id in &doc.ids {
        match runs.last_mut() {
            Some((_, last)) if *last + 1 == *id => *last = *id,
            _ => runs.push((*id, *id)),
        }
    }
    let run = |(first, last): &(u32, u32)| match last - first {
        0 => first.to_string(),
        1 => format!("{first}, {last}"),
        _ => format!("{first} to {last}"),
    };
    let ids = runs.iter().map(run).collect::<Vec<_>>().join(", ");
    format!("{} {ids} of {provider}", if doc.ids.len() == 1 { "event" } else { "events" })
}

fn code(doc: &CodeDoc) -> Vec<Part> {
    let mut parts =
        vec![Part::Text(doc.meaning.clone()), Part::Field("What to do", vec![doc.advice.clone()])];
    if !doc.also.is_empty() {
        parts.push(Part::Field("Also", vec![doc.also.join(", ")]));
    }
    parts.extend(can_mean(&doc.causes));
    parts
}

fn can_mean(causes: &[String]) -> Vec<Part> {
    let each = causes.iter().filter_map(|name| {
        let (check, cause) = name.split_once('/')?;
        let entry = entries().iter().find(|e| e.sort == Sort::Cause && e.of == check && e.name == cause)?;
        Some(Part::See(Sort::Cause, name.clone(), entry.title.clone()))
    });
    let each: Vec<Part> = each.collect();
    let head = (!each.is_empty()).then(|| Part::Head("It can mean".to_owned()));
    head.into_iter().chain(each).collect()
}
