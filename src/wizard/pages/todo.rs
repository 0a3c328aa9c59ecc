//! What to do about a finding: the steps in order, with the commands filled in.

use super::super::tree;
use crate::{
    catalog::CHECKS,
    knowledge::{self, Remedy, Risk, Step},
    wizard::{Action, FindingKey, Model, Page},
};

pub(super) fn page(model: &Model, key: &FindingKey) -> Page {
    let mut page = Page::titled("What to do");
    let begun = model.done_about(key).next().is_some();
    let finding = model.finding(key).map(|(_, finding)| finding);
    if finding.is_none() && !begun {
        page.para("This finding is no longer part of the result. Go back to the result.");
        return page;
    }
    let Some(remedy) = model.remedy(key) else {
        let Some(finding) = finding else { return super::step::gone() };
        page.heading(knowledge::finding(finding).title);
        page.para("This version has no written remedy for this cause. The page of the finding says what was seen and where to read on.");
        page.blank();
        page.numbered("See the finding", "", Action::Go(tree::place(finding)), None);
        return page;
    };
    page.heading(remedy.title.clone());
    page.blank();
    super::caveats(model, &mut page);
    about(&remedy, &mut page);
    page.blank();
    let label = match (begun, remedy.risk) {
        (_, Risk::Never) => "Who can do this, and how",
        (true, _) => "Go on where you left",
        (false, _) => "Begin, one step a page",
    };
    page.numbered(label, "every choice is saved", Action::Begin(key.clone()), None);
    for (i, step) in remedy.steps.iter().enumerate() {
        page.blank();
        page.heading(format!("Step {} of {}", i + 1, remedy.steps.len()));
        one(step, &mut page);
        if let Some(command) = &step.command {
            page.copy(command);
        }
    }
    page.blank();
    proof(&remedy, &mut page);
    page.field("More", remedy.links);
    page.para("Nothing is run from here: copy a command, and run it where its step says.");
    page
}

fn about(remedy: &Remedy, page: &mut Page) {
    page.field("Why", vec![remedy.why.clone()]);
    page.field("Takes", vec![remedy.takes.clone()]);
    let (tone, word) = super::step::risk(remedy.risk);
    let text =
        if remedy.risk_text.is_empty() { word.to_owned() } else { format!("{word}  {}", remedy.risk_text) };
    page.toned_field(tone, "Risk", vec![text]);
}

pub(super) fn one(step: &Step, page: &mut Page) {
    page.field(step.kind.word(), vec![step.told()]);
    page.field("Where", vec![step.place.clone()]);
    page.field("Rights", vec![step.rights.clone()]);
    if let Some(command) = &step.command {
        page.command(command);
    }
    page.field("Expect", step.expect.iter().cloned().collect());
    page.field("Undo", step.undo.iter().cloned().collect());
}

/// What will show that it worked.
fn proof(remedy: &Remedy, page: &mut Page) {
    let titles = remedy.verify.iter().map(|id| {
        let row = CHECKS.iter().find(|row| row.id.0 == id);
        row.map_or_else(|| id.clone(), |row| knowledge::check(row.id).title)
    });
    let titles: Vec<String> = titles.collect();
    if !titles.is_empty() {
        let text = format!("Collect new evidence afterwards; these must pass: {}.", titles.join(", "));
        page.field("Proof", vec![text]);
    }
}
