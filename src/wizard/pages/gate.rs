//! What to know before the first step of a remedy.

use super::{step, support, todo};
use crate::{
    knowledge::{Remedy, Risk},
    session::Choice,
    wizard::{Action, FindingKey, Input, Model, Page, Text},
};

pub(super) fn page(model: &Model, key: &FindingKey) -> Page {
    let Some(remedy) = model.remedy(key) else { return step::gone() };
    let mut page = Page::titled("Before you begin");
    page.heading(remedy.title.clone());
    page.blank();
    let (tone, word) = step::risk(remedy.risk);
    page.toned_field(tone, "Risk", vec![format!("{word}  {}", remedy.risk_text)]);
    page.field("Why", vec![remedy.why.clone()]);
    page.field("Takes", vec![remedy.takes.clone()]);
    match remedy.risk {
        Risk::Never => never(model, key, &remedy, &mut page),
        Risk::High => high(model, key, &remedy, &mut page),
        Risk::Read | Risk::Low | Risk::Medium => ask(model, key, &remedy, &mut page),
    }
    page
}

fn ask(model: &Model, key: &FindingKey, remedy: &Remedy, page: &mut Page) {
    change(model, key, remedy, page);
    page.blank();
    page.numbered("Not now", "nothing was done", Action::Back, None);
    page.numbered("I know the risk, go on", "", Action::Enter(key.clone()), None);
}

fn high(model: &Model, key: &FindingKey, remedy: &Remedy, page: &mut Page) {
    page.field("Touches", vec![model.affected(key)]);
    change(model, key, remedy, page);
    page.blank();
    let name = model.gate_name(key);
    page.para(format!("Type {name} to go on. Where changes have a ticket, type its number behind the name; it stands in the report then. Or go back: nothing was done."));
    page.input = Some(Input { label: format!("{name} [ticket]"), text: model.typed().to_owned() });
}

/// What the program does not lead through: what there is to know, and whom to turn to.
fn never(model: &Model, key: &FindingKey, remedy: &Remedy, page: &mut Page) {
    page.field("Touches", vec![model.affected(key)]);
    page.blank();
    page.para("This cannot be taken back, so no program should lead you through it. Read what has to happen, and let Microsoft's support do it with you.");
    for step in &remedy.steps {
        page.blank();
        todo::one(step, page);
    }
    page.blank();
    let whole = |choice| Action::Chose(key.clone(), 0, choice);
    page.numbered("Back", "nothing was done", Action::Back, None);
    page.numbered("Copy the text for the support case", "", Action::Copy(support::text(model)), None);
    let held = super::shut(model);
    page.numbered("It was done with support", "wait for proof", whole(Choice::Done), held);
    page.numbered("I cannot do this", "say why, and until when", whole(Choice::Cannot), held);
    page.numbered("This finding is wrong", "say why", whole(Choice::Wrong), held);
}

/// What it changes from what to what, and how to take it back.
fn change(model: &Model, key: &FindingKey, remedy: &Remedy, page: &mut Page) {
    let finding = model.finding(key).map(|(_, finding)| finding);
    let values = finding.into_iter().flat_map(|f| &f.hit.evidence).filter_map(|e| {
        let expected = e.expected.as_ref().filter(|expected| **expected != e.found.text)?;
        Some(format!("{}: now {}, afterwards {expected}", e.label, e.found.text))
    });
    page.field("Changes", values.collect());
    let steps = (1..).zip(&remedy.steps).filter_map(|(number, s)| Some((number, s.undo.clone()?)));
    let mut undo: Vec<(i32, Text)> = steps.collect();
    undo.dedup_by(|a, b| a.1 == b.1);
    let several = undo.len() > 1;
    let said = |(number, text)| if several { format!("step {number}: {text}") } else { text };
    let undo: Vec<Text> = undo.into_iter().map(said).collect();
    let none = vec!["no step of this remedy takes it back".to_owned()];
    page.field("Undo", if undo.is_empty() { none } else { undo });
}
