//! How a remedy ended: solved, partly, pending or not; what changed, what is left and with whom, what next.

use super::{
    super::{ending::Outcome, tree},
    support,
};
use crate::{
    diagnosis::length,
    knowledge::{self, Step},
    session::{self, Choice},
    wizard::{Action, FindingKey, Model, Page, Place, Text, Tone},
};

pub(super) fn page(model: &Model, key: &FindingKey) -> Page {
    let outcome = model.outcome(key);
    let title = model.remedy(key).map_or_else(String::new, |r| r.title);
    let mut page = Page::titled("How it ended");
    super::read_only(model, &mut page);
    page.toned_field(tone(outcome), outcome.word(), vec![title, text(model, outcome)]);
    page.blank();
    page.field("Changed", changed(model, key));
    page.field("Left", left(model, key));
    let proof = model.done_about(key).filter(|a| a.after.is_some()).last();
    if let Some(action) = proof {
        page.field("Before", action.before.iter().cloned().collect());
        page.field("After", action.after.iter().cloned().collect());
    }
    let others = model.followed().into_iter().filter(|k| k != key).map(|k| model.stands(&k)).collect();
    page.field("Besides", others);
    let next = model.next_causes(key);
    if !next.is_empty() {
        page.blank();
        let helps = outcome.is_solved() || matches!(outcome, Outcome::Pending(_));
        page.heading(if helps { "What else fails" } else { "What else it can be" });
        for finding in &next {
            let note = tree::name_of(model, &finding.scope);
            let go = Action::Go(Place::Todo(FindingKey::from(*finding)));
            page.numbered(&knowledge::finding(finding).title, note, go, None);
        }
    }
    if next.is_empty() && !outcome.is_solved() && !matches!(outcome, Outcome::Pending(_)) {
        support::block(model, &mut page);
    }
    page.blank();
    if matches!(outcome, Outcome::Pending(_)) {
        page.numbered("Back to the proof", "", Action::Go(Place::Proof(key.clone())), None);
    } else if !outcome.is_solved() {
        page.numbered("Copy the text for the support case", "", Action::Copy(support::text(model)), None);
    }
    if !outcome.is_solved() && model.risk(key) < knowledge::Risk::Never {
        let first = Action::Go(model.first(key.clone()));
        page.numbered("Begin again", "from the first step", first, super::shut(model));
    }
    page.numbered("Write the report", "with everything that was done", Action::Go(Place::Report), None);
    finish(model, &mut page);
    page.numbered("Back to the result", "", Action::Diagnose, None);
    page
}

/// Being done with the session, unless it is.
fn finish(model: &Model, page: &mut Page) {
    if model.guide.closed {
        page.numbered("This session is finished", "", Action::Finish, Some("it stays under Sessions"));
    } else {
        page.numbered("Finish this session", "it stays under Sessions", Action::Finish, super::shut(model));
    }
}

const fn tone(outcome: Outcome) -> Tone {
    match outcome {
        Outcome::Verified | Outcome::Seen => Tone::Good,
        Outcome::SetAside => Tone::Note,
        Outcome::Pending(_) | Outcome::Partly => Tone::Warn,
        Outcome::NotFixed | Outcome::DidNotHelp | Outcome::Untouched => Tone::Bad,
    }
}

fn text(model: &Model, outcome: Outcome) -> Text {
    let clock = model.clock;
    match outcome {
        Outcome::Verified => "Newer evidence shows that it helped.".to_owned(),
        Outcome::Seen => "You have seen that it works.".to_owned(),
        Outcome::SetAside => {
            "You say that this finding does not hold. It stays in the report, with your reason.".to_owned()
        }
        Outcome::NotFixed => "It was done, and newer evidence shows the same trouble.".to_owned(),
        Outcome::DidNotHelp => "It did not help.".to_owned(),
        Outcome::Pending(due) if due > clock.now => {
            format!(
                "It was done, and shows by {} at the latest ({}).",
                clock.at(due),
                length(due - clock.now)
            )
        }
        Outcome::Pending(_) => "It was done, and newer evidence will tell.".to_owned(),
        Outcome::Partly => "Some steps were done, and some were not.".to_owned(),
        Outcome::Untouched => "No step was done.".to_owned(),
    }
}

/// The steps that were done and change something, as they were done last.
fn changed(model: &Model, key: &FindingKey) -> Vec<Text> {
    let steps = model.remedy(key).map_or_else(Vec::new, |r| r.steps);
    let latest = model.latest(key);
    let done = (1u32..).zip(&steps).filter_map(|(number, step)| {
        let action = latest.get(&number).filter(|a| a.choice == Choice::Done && step.changes())?;
        let words = said(Some(action), step);
        Some(format!("{number}, {}{}: {words}", model.clock.at(action.at), note(action)))
    });
    let whole = model.done_about(key).filter(|a| a.step == 0 && a.choice == Choice::Done);
    let whole = whole.map(|a| format!("{}{}: done with support", model.clock.at(a.at), note(a)));
    done.chain(whole).collect()
}

/// The steps that were not done: why, and who can do them.
fn left(model: &Model, key: &FindingKey) -> Vec<Text> {
    if model.outcome(key).is_solved() || model.risk(key) == knowledge::Risk::Never {
        let cannot = model.done_about(key).filter(|a| a.choice == Choice::Cannot);
        return cannot.map(|a| format!("{}: cannot{}", a.step, note(a))).collect();
    }
    let steps = model.remedy(key).map_or_else(Vec::new, |r| r.steps);
    let latest = model.latest(key);
    let open = (1u32..).zip(&steps).filter_map(|(number, step)| {
        let action = latest.get(&number).copied();
        let words = said(action, step);
        let word = match action.map(|a| a.choice) {
            Some(Choice::Skipped) => "skipped",
            Some(Choice::Cannot) => "cannot",
            None if step.kind.acts() => "not done",
            _ => return None,
        };
        let who = if step.rights.is_empty() { String::new() } else { format!(" With: {}.", step.rights) };
        Some(format!("{number}: {word}{}. {words}{who}", action.map_or_else(String::new, note)))
    });
    open.collect()
}

/// A step in the words in which it was chosen, else in those of today.
fn said<'a>(action: Option<&'a session::Action>, step: &'a Step) -> &'a str {
    action.and_then(|a| a.text.as_deref()).unwrap_or(&step.text)
}

fn note(action: &session::Action) -> Text {
    action.note.as_ref().map_or_else(String::new, |n| format!(" ({n})"))
}
