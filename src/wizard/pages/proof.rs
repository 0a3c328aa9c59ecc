//! Waiting for proof, and how it ended.

use super::{super::tree, step};
use crate::{
    diagnosis::{Finding, Status},
    knowledge,
    session::{Choice, Line, Proof, State, grace},
    wizard::{Action, FindingKey, Item, Model, Page, Place, Text, Tone, span},
};

pub(super) fn page(model: &Model, key: &FindingKey) -> Page {
    let mut page = Page::titled("Did it help?");
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
            format!("It shows by {} at the latest ({}).", clock.at(due), span(due - clock.now))
        }
        Proof::Pending(due) => format!("It should show since {}: newer evidence will tell.", clock.at(due)),
        Proof::NeedsNewer => {
            "Everything that was read is older than that, so it proves nothing either way. Newer evidence will tell.".to_owned()
        }
    };
    let wait = lines.iter().map(|line| grace(&line.check)).max().unwrap_or_default();
    page.heading(format!("Done at {}.", clock.at(done)));
    page.para(said);
    if outcome == Proof::NeedsNewer {
        let when =
            if wait.is_zero() { "at once".to_owned() } else { format!("by {}", clock.at(done + wait)) };
        page.para(format!("It can be seen {when}: collect again then, on the server."));
    }
    page.blank();
    for line in &lines {
        page.item(item(model, line));
    }
    page.blank();
    if model.played() {
        page.para("This is a built-in case: it does not change.");
    } else if let Some(next) = model.next_look().filter(|_| !fixed(outcome)) {
        page.field("Next look", vec![clock.at(next.max(clock.now))]);
    }
    page.blank();
    offers(model, key, &lines, outcome, &mut page);
    page
}

fn item(model: &Model, line: &Line) -> Item {
    let clock = model.clock;
    let (tone, mark, note) = match line.state {
        State::Passed(at) => (Tone::Good, "[ OK ]", clock.at(at)),
        State::Said(at) => (Tone::Good, "[ OK ]", format!("by your answer, {}", clock.at(at))),
        State::Failed(at) => (Tone::Bad, "[FAIL]", format!("still so at {}", clock.at(at))),
        State::Waits(due) => (Tone::Warn, "[WAIT]", format!("not yet; can take until {}", clock.at(due))),
        State::Older => (Tone::Warn, "[WAIT]", "no newer evidence yet".to_owned()),
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

fn offers(model: &Model, key: &FindingKey, lines: &[Line], outcome: Proof, page: &mut Page) {
    if fixed(outcome) {
        page.numbered("Go on", "how it ended", Action::Go(Place::End(key.clone())), None);
        return;
    }
    let chose = |choice| Action::Chose(key.clone(), 0, choice);
    if let Some(question) = question(model, key, lines) {
        page.numbered(
            "Answer by hand",
            "the question, with the way to its answer",
            Action::Go(question),
            None,
        );
    }
    if !model.specs().is_empty() {
        page.numbered("Check now", "read the same evidence again", Action::Again, None);
    }
    page.numbered("Open newer evidence", "", Action::Go(Place::Open), None);
    page.numbered(
        "I have seen that it works",
        "verified by operator",
        chose(Choice::VerifiedByOperator),
        None,
    );
    page.numbered("It did not help", "what else it can be", chose(Choice::DidNotHelp), None);
    page.numbered("Leave and come back", "it is saved", Action::Go(Place::Quit), None);
}

/// How it ended: solved, partly, pending or not.
pub(super) fn end(model: &Model, key: &FindingKey) -> Page {
    let last = model.done_about(key).last().map(|a| a.choice);
    let (tone, word, text) = match last {
        Some(Choice::Verified) => (Tone::Good, "SOLVED", "Newer evidence shows that it helped."),
        Some(Choice::VerifiedByOperator) => (Tone::Good, "SOLVED", "You have seen that it works."),
        Some(Choice::Wrong) => (Tone::Note, "SET ASIDE", "You say that this finding does not hold."),
        Some(Choice::DidNotHelp) => (Tone::Bad, "NOT SOLVED", "It did not help."),
        Some(Choice::Done) => (Tone::Warn, "PENDING", "It was done; the proof is still to come."),
        _ if model.acted(key).is_some() => (Tone::Warn, "PARTLY", "Some steps were done, and some were not."),
        _ => (Tone::Bad, "NOT SOLVED", "No step was done."),
    };
    let mut page = Page::titled("How it ended");
    page.toned_field(
        tone,
        word,
        vec![model.remedy(key).map_or_else(String::new, |r| r.title), text.to_owned()],
    );
    page.blank();
    page.field("Changed", done(model, key, &[Choice::Done]));
    page.field("Left", done(model, key, &[Choice::Skipped, Choice::Cannot]));
    let proof = model.done_about(key).filter(|a| a.after.is_some()).last();
    if let Some(action) = proof {
        page.field("Before", action.before.iter().cloned().collect());
        page.field("After", action.after.iter().cloned().collect());
    }
    let others: Vec<_> = model.other_roots(key);
    if !others.is_empty() {
        page.blank();
        page.heading("What else fails");
        for finding in &others {
            let note = tree::name_of(model, &finding.scope);
            let go = Action::Go(Place::Todo(FindingKey::from(*finding)));
            page.numbered(&knowledge::finding(finding).title, note, go, None);
        }
    }
    if others.is_empty() && !matches!(last, Some(Choice::Verified | Choice::VerifiedByOperator)) {
        support(model, &mut page);
    }
    page.blank();
    page.numbered("Write the report", "with everything that was done", Action::Go(Place::Report), None);
    page.numbered("Back to the result", "", Action::Diagnose, None);
    page
}

fn done(model: &Model, key: &FindingKey, choices: &[Choice]) -> Vec<Text> {
    let steps = model.remedy(key).map_or_else(Vec::new, |r| r.steps);
    let actions = model.done_about(key).filter(|a| choices.contains(&a.choice));
    let line = |a: &crate::session::Action| {
        let text = steps.get((a.step as usize).saturating_sub(1)).map_or("", |s| s.text.as_str());
        let note = a.note.as_ref().map_or_else(String::new, |n| format!(" ({n})"));
        format!("{}: {}{note}. {text}", a.step, a.choice.word())
    };
    actions.map(line).collect()
}

/// What Microsoft's support will ask for.
fn support(model: &Model, page: &mut Page) {
    let Some(case) = model.case() else { return };
    page.blank();
    page.heading("For a case with Microsoft's support");
    let passed = case.judgement.findings.iter().filter(|f| f.status == Status::Pass).count();
    let about = &case.environment;
    let version = about.connect_version.as_deref().unwrap_or("not known");
    page.field("Connect", vec![format!("version {version}, {passed} checks passed")]);
    let unknown = case.judgement.findings.iter().filter(|f| f.status == Status::Unknown);
    let mut unknown: Vec<Text> = unknown.map(|f| knowledge::check(f.check).title).collect();
    unknown.dedup();
    page.field("Not known", vec![unknown.join(", ")]);
    let mut ids: Vec<Text> = Vec::new();
    for finding in &case.judgement.findings {
        let value = |name| finding.hit.values.get(name).map(|v| v.text.clone());
        if let Some(id) = value("tracking_id") {
            let at = finding.hit.last_seen.map_or_else(String::new, |t| format!(" at {}", model.clock.at(t)));
            let host = value("server_name").map_or_else(String::new, |h| format!(", server {h}"));
            ids.push(format!("{id}{host}{at}"));
        }
    }
    ids.dedup();
    page.field("Tracking ids", ids);
    page.field(
        "Collect",
        vec![
            "the report (JSON and HTML), the Application log of that day, and the configuration export"
                .to_owned(),
        ],
    );
}
