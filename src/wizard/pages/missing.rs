//! Which evidence is missing: what answers most comes first.

use crate::{
    diagnosis::Status,
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
    page.numbered("Open more evidence", "type or paste a path", Action::Go(Place::Open), None);
    for (kind, count) in kinds(case) {
        page.blank();
        page.heading(format!("{kind}: answers {count} of {open}"));
        page.field("Missing", reasons(case, kind));
        super::finding::how(gaps(case, kind), &mut page);
    }
    page
}

/// The kinds of records that are missing, and how many checks each would answer.
fn kinds(case: &Case) -> Vec<(Kind, usize)> {
    let unknown = || case.judgement.findings.iter().filter(|f| f.status == Status::Unknown);
    let mut kinds: Vec<(Kind, usize)> = Kind::ALL
        .iter()
        .map(|kind| (*kind, unknown().filter(|f| f.needs.iter().any(|g| g.record == *kind)).count()))
        .filter(|(_, count)| *count > 0)
        .collect();
    kinds.sort_by_key(|(_, count)| std::cmp::Reverse(*count));
    kinds
}

fn gaps(case: &Case, kind: Kind) -> impl Iterator<Item = &Gap> {
    let needs = case.judgement.findings.iter().filter(|f| f.status == Status::Unknown).flat_map(|f| &f.needs);
    needs.filter(move |g| g.record == kind)
}

fn reasons(case: &Case, kind: Kind) -> Vec<String> {
    let mut reasons: Vec<String> = gaps(case, kind).map(knowledge::gap).collect();
    reasons.sort();
    reasons.dedup();
    reasons
}
