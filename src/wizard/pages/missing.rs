//! Which evidence is missing: what answers most comes first.

use crate::{
    diagnosis::{Finding, Status, Supply, supplies},
    evidence::{Gap, Kind},
    knowledge,
    report::Case,
    wizard::{Action, Model, Page, Place},
};

pub(super) fn page(model: &Model) -> Page {
    let mut page = Page::titled("Missing evidence");
    let Some(case) = model.case() else {
        page.para("There is no evidence yet. Go back and open some.");
        return page;
    };
    let open = case.judgement.count(Status::Unknown);
    page.heading(match open {
        0 => "Nothing is missing.".to_owned(),
        1 => "1 check could not be judged.".to_owned(),
        n => format!("{n} checks could not be judged."),
    });
    super::caveats(model, &mut page);
    page.blank();
    let supplies = supplies(&case.judgement);
    for (supply, count) in &supplies {
        let (text, place) = way(*supply);
        page.numbered(text, format!("answers {count} of {open}"), Action::Go(place), None);
    }
    questions(model, open, &mut page);
    if !supplies.iter().any(|(supply, _)| way(*supply).1 == Place::Open) {
        page.numbered("Open more evidence", "type or paste a path", Action::Go(Place::Open), None);
    }
    let kinds = kinds(case);
    super::finding::saving(
        kinds.iter().flat_map(|(kind, _)| gaps(case, *kind)).map(|(_, gap)| gap),
        &mut page,
    );
    for (kind, count) in kinds {
        page.blank();
        page.heading(format!("{kind}: answers {count} of {open}"));
        page.field("Missing", reasons(case, kind));
        super::finding::how(case, gaps(case, kind), &mut page);
    }
    page
}

/// What a source is called here, and the page that leads to it.
const fn way(supply: Supply) -> (&'static str, Place) {
    match supply {
        Supply::Collector => ("Run the collector on the server", Place::Collector),
        Supply::EventLog => ("Open an event log", Place::Open),
        Supply::Export => ("Open a configuration export", Place::Open),
        Supply::Directory => ("Ask the directory", Place::Directory),
        Supply::Cmdlet => ("Open what Get-MgUser and Get-MgDomain print", Place::Open),
    }
}

/// What can be answered by hand.
fn questions(model: &Model, open: usize, page: &mut Page) {
    let list = model.questions();
    if list.is_empty() {
        return;
    }
    let text = match list.len() {
        1 => "Answer 1 question".to_owned(),
        n => format!("Answer up to {n} questions"),
    };
    let most = list.iter().map(|n| n.decides).max().unwrap_or(0).min(open.max(1));
    let note = if most == 1 { "answers 1".to_owned() } else { format!("the first answers up to {most}") };
    page.numbered(&text, note, Action::Ask, None);
}

/// The kinds of records that are missing, and how many checks each would answer.
fn kinds(case: &Case) -> Vec<(Kind, usize)> {
    let unknown = || case.judgement.findings.iter().filter(|f| f.status == Status::Unknown);
    let mut kinds: Vec<(Kind, usize)> = Kind::ALL
        .iter()
        .filter(|kind| **kind != Kind::OperatorAnswer)
        .map(|kind| (*kind, unknown().filter(|f| f.needs.iter().any(|g| g.record == *kind)).count()))
        .filter(|(_, count)| *count > 0)
        .collect();
    kinds.sort_by_key(|(_, count)| std::cmp::Reverse(*count));
    kinds
}

/// The gaps of a kind, each with the finding that wants it filled.
fn gaps(case: &Case, kind: Kind) -> impl Iterator<Item = (&Finding, &Gap)> {
    let open = case.judgement.findings.iter().filter(|f| f.status == Status::Unknown);
    open.flat_map(|f| f.needs.iter().map(move |gap| (f, gap))).filter(move |(_, g)| g.record == kind)
}

fn reasons(case: &Case, kind: Kind) -> Vec<String> {
    let mut reasons: Vec<String> = gaps(case, kind).map(|(_, gap)| knowledge::gap(gap)).collect();
    reasons.sort();
    reasons.dedup();
    reasons
}
