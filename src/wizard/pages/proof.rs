//! Waiting for proof.

use super::step;
use crate::{
    diagnosis::{Finding, length},
    session::{Choice, Line, Proof, State, grace},
    wizard::{Action, FindingKey, Item, Model, Page, Place, SourceSpec, Tone},
};
use chrono::{DateTime, Utc};

pub(super) fn page(model: &Model, key: &FindingKey) -> Page {
    let mut page = Page::titled("Did it help?");
    super::read_only(model, &mut page);
    let (Some(done), Some((lines, outcome))) = (model.acted(key), model.proof(key)) else {
        page.para("Nothing was done yet, so there is nothing to prove. Go back to the steps.");
        return page;
    };
    let clock = model.clock;
    let said = match outcome {
        Proof::Verified => "Evidence from after that shows that it helped.".to_owned(),
        Proof::VerifiedByOperator => "Your answer from after that says that it helped.".to_owned(),
        Proof::NotFixed => "Evidence from after that shows the same trouble.".to_owned(),
        Proof::Pending(due) if due > clock.now => {
            format!("It shows by {} at the latest ({}).", clock.at(due), length(due - clock.now))
        }
        Proof::Pending(due) => format!("It should show since {}: newer evidence will tell.", clock.at(due)),
        Proof::NeedsNewer if lines.iter().any(|l| l.state == State::Undated) => {
            "Some of what was read names no time, so nobody can tell whether it is newer than that. Did you take it after that? Then say so below. Evidence from the collector names its times.".to_owned()
        }
        Proof::NeedsNewer if lines.iter().any(|l| matches!(l.state, State::Passed(_) | State::Said(_))) => {
            "Some of what was read is older than that. Newer evidence will tell the rest.".to_owned()
        }
        Proof::NeedsNewer => {
            "Everything that was read is older than that, so it proves nothing either way. Newer evidence will tell.".to_owned()
        }
    };
    page.heading(format!("Done at {}.", clock.at(done)));
    page.para(said);
    page.blank();
    for line in &lines {
        page.item(item(model, line, done));
    }
    page.blank();
    if model.still() {
        let built_in = model.specs().iter().all(|s| matches!(s, SourceSpec::BuiltIn(_)));
        page.para(if built_in {
            "This is a built-in case: it does not change."
        } else {
            "What was read does not change. Open newer evidence, or answer by hand."
        });
        page.blank();
    }
    offers(model, key, &lines, outcome, &mut page);
    page
}

/// How a check stands, and when it is expected to show.
fn item(model: &Model, line: &Line, done: DateTime<Utc>) -> Item {
    let clock = model.clock;
    let (tone, mark, note) = match line.state {
        State::Passed(at) => (Tone::Good, "[ OK ]", clock.at(at)),
        State::Said(at) => (Tone::Good, "[ OK ]", format!("by your answer, {}", clock.at(at))),
        State::Failed(at) => (Tone::Bad, "[FAIL]", format!("still so at {}", clock.at(at))),
        State::Waits(due) => (Tone::Warn, "[WAIT]", format!("not yet; can take until {}", clock.at(due))),
        State::Undated => (Tone::Warn, "[WAIT]", "what was read names no time".to_owned()),
        State::Older => {
            let wait = grace(&line.check);
            let when =
                if wait.is_zero() { "at once".to_owned() } else { format!("by {}", clock.at(done + wait)) };
            (Tone::Warn, "[WAIT]", format!("older; shows {when}"))
        }
    };
    Item { mark: Some((tone, mark.to_owned())), text: step::title(&line.check), note, ..Item::default() }
}

const fn fixed(outcome: Proof) -> bool {
    matches!(outcome, Proof::Verified | Proof::VerifiedByOperator)
}

/// The question whose answer would tell, where no evidence does.
fn question(model: &Model, key: &FindingKey, lines: &[Line]) -> Option<Place> {
    let findings = &model.case()?.judgement.findings;
    let wanted = |l: &&Line| !matches!(l.state, State::Passed(_) | State::Said(_));
    let about = |f: &&Finding| {
        lines.iter().filter(wanted).any(|l| l.check == f.check.0) && key.scope.touches(&f.scope)
    };
    let open = findings.iter().filter(about).find(|f| super::finding::open(f))?;
    let (id, scope) = model.question_about(open)?;
    Some(Place::Question(id, scope))
}

/// What comes and goes stands last, so that no number gets another meaning under the hand.
fn offers(model: &Model, key: &FindingKey, lines: &[Line], outcome: Proof, page: &mut Page) {
    if fixed(outcome) {
        page.numbered("Go on", "how it ended", Action::Go(Place::End(key.clone())), None);
        return;
    }
    let held = super::shut(model);
    let next = model.next_look().filter(|_| !model.still());
    let next = next
        .map_or_else(String::new, |at| format!("; by itself at {}", model.clock.at(at.max(model.clock.now))));
    let unread = model.specs().is_empty().then_some("nothing was opened yet");
    page.numbered("Check now", format!("read the same evidence again{next}"), Action::Again, unread);
    page.numbered("Open newer evidence", "", Action::Go(Place::Open), None);
    let seen = Action::Go(Place::Seen(key.clone()));
    page.numbered("I have seen that it works", "asks once more", seen, None);
    let not = Action::Chose(key.clone(), 0, Choice::DidNotHelp);
    page.numbered("It did not help", "what else it can be", not, held);
    page.numbered("Leave and come back", "it is saved", Action::Go(Place::Quit), None);
    page.numbered(
        "How it stands",
        "what is left, and what else fails",
        Action::Go(Place::End(key.clone())),
        None,
    );
    if lines.iter().any(|l| l.state == State::Undated) {
        let note = "what names no time counts as newer";
        page.numbered("It was taken after that", note, Action::TakenAfter(key.clone()), held);
    }
    if let Some(question) = question(model, key, lines) {
        let note = "the question, with the way to its answer";
        page.numbered("Answer by hand", note, Action::Go(question), held);
    }
}

/// Asked before it is recorded that the operator has seen it work.
pub(super) fn seen(model: &Model, key: &FindingKey) -> Page {
    let mut page = Page::titled("Have you seen that it works?");
    super::read_only(model, &mut page);
    page.heading(model.remedy(key).map_or_else(String::new, |r| r.title));
    page.para("No evidence from after that shows it yet. It is recorded as solved because you say so, and the report says that.");
    page.blank();
    page.numbered("Not yet", "nothing is recorded", Action::Back, None);
    let chose = Action::Chose(key.clone(), 0, Choice::VerifiedByOperator);
    page.numbered("Yes, I have seen it", "solved, verified by operator", chose, super::shut(model));
    page
}
