//! One step of a remedy a page: what to do, where, at what risk, and what was done.

use crate::{
    catalog::CHECKS,
    diagnosis::length,
    knowledge::{self, Remedy, Risk, Step, StepKind},
    session::{Choice, grace},
    wizard::{Action, FindingKey, Input, Model, Page, Place, Text, Tone},
};

pub(super) fn page(model: &Model, key: &FindingKey, number: u32) -> Page {
    let Some(remedy) = model.remedy(key) else { return gone() };
    let at = (number as usize).saturating_sub(1);
    let Some(step) = remedy.steps.get(at) else { return gone() };
    let mut page = Page::titled(format!("Step {number} of {}", remedy.steps.len()));
    super::read_only(model, &mut page);
    page.heading(remedy.title.clone());
    page.blank();
    one(step, &remedy, &mut page);
    if at + 1 == remedy.steps.len() {
        page.field("Verify", vec![verify(&remedy)]);
    }
    if let Some(before) = model.done_about(key).filter(|a| a.step == number).last() {
        let note = before.note.as_ref().map_or_else(String::new, |n| format!(" ({n})"));
        page.field("Before", vec![format!("{}{note}, {}", before.choice.word(), model.clock.at(before.at))]);
    }
    page.blank();
    let chose = |choice| Action::Chose(key.clone(), number, choice);
    let held = super::shut(model);
    let asks = step.kind == StepKind::Ask;
    page.numbered(if asks { "Answered, go on" } else { "Done" }, "", chose(Choice::Done), held);
    page.numbered("Skip", "", chose(Choice::Skipped), held);
    page.numbered("I cannot do this", "say why, and until when", chose(Choice::Cannot), held);
    page.numbered("It did not help", "what else it can be", chose(Choice::DidNotHelp), held);
    page.numbered("This finding is wrong", "say why", chose(Choice::Wrong), held);
    if let Some(command) = &step.command {
        page.numbered("Copy the command", "", Action::Copy(command.clone()), None);
    }
    page.numbered("Save and leave", "go on later under Sessions", Action::Go(Place::Quit), None);
    page
}

fn one(step: &Step, remedy: &Remedy, page: &mut Page) {
    page.field(step.kind.word(), vec![step.told()]);
    if let Some(command) = &step.command {
        page.command(command);
    }
    page.field("Why", vec![remedy.why.clone()]);
    page.field("Where", vec![step.place.clone()]);
    page.field("Rights", vec![step.rights.clone()]);
    let (tone, word) = risk(remedy.risk);
    page.toned_field(tone, "Risk", vec![format!("{word}  {}", remedy.risk_text)]);
    page.field("Undo", step.undo.iter().cloned().collect());
    page.field("Expect", step.expect.iter().cloned().collect());
}

/// What will show that it helped, and how long that can take.
fn verify(remedy: &Remedy) -> Text {
    let each = remedy.verify.iter().map(|id| {
        let wait = grace(id);
        let when = if wait.is_zero() { "at once".to_owned() } else { format!("within {}", length(wait)) };
        format!("{} {when}", title(id))
    });
    each.collect::<Vec<_>>().join("; ")
}

/// What a check is called.
pub(super) fn title(id: &str) -> Text {
    let row = CHECKS.iter().find(|row| row.id.0 == id);
    row.map_or_else(|| id.to_owned(), |row| knowledge::check(row.id).title)
}

pub(super) const fn risk(risk: Risk) -> (Tone, &'static str) {
    match risk {
        Risk::Read => (Tone::Good, "READ"),
        Risk::Low => (Tone::Good, "LOW"),
        Risk::Medium => (Tone::Warn, "MEDIUM"),
        Risk::High => (Tone::Bad, "HIGH"),
        Risk::Never => (Tone::Bad, "NEVER"),
    }
}

pub(super) fn gone() -> Page {
    let mut page = Page::titled("What to do");
    page.para("This version has no written remedy for that. Go back to the result.");
    page
}

/// Typing a reason.
pub(super) fn reason(model: &Model, choice: Choice) -> Page {
    let wrong = choice == Choice::Wrong;
    let mut page = Page::titled(if wrong { "This finding is wrong" } else { "I cannot do this" });
    page.para(if wrong {
        "What speaks against it? It is kept with the session and stands in the report; the finding itself stays in it too."
    } else {
        "What is in the way, who can do it, and until when? It is kept with the session and stands in the report."
    });
    page.input = Some(Input { label: "Reason".to_owned(), text: model.typed().to_owned() });
    page
}
