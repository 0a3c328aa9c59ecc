//! The first page.

use crate::{
    diagnosis::Verdict,
    knowledge::Sort,
    wizard::{Action, Model, Page, Place},
};

pub(super) fn page(model: &Model) -> Page {
    let mut page = Page::titled("phs-doctor");
    page.heading("Troubleshoot password hash synchronization");
    page.blank();
    if model.has_evidence() {
        with_evidence(model, &mut page);
    } else {
        without_evidence(model, &mut page);
    }
    page.blank();
    page.para("Read-only: nothing is changed on any system, and no password or hash is read.");
    page
}

fn with_evidence(model: &Model, page: &mut Page) {
    page.numbered("It does not work at all", so_far(model), Action::Diagnose, None);
    page.numbered(
        "Password is not synchronized for a specific user account",
        last_user(model),
        Action::Go(Place::User),
        waits(model),
    );
    let one = Action::Go(Place::Article(Sort::Topic, "one-user".to_owned()));
    page.numbered("Synchronize the password hash of one user now", "", one, None);
    page.blank();
    page.numbered("Evidence", evidence(model), Action::Go(Place::Evidence), None);
    page.numbered("Reference", "checks, causes, events, codes, topics", Action::Go(Place::Reference), None);
    let judged = model.whole().is_some() && !model.busy() && model.to_choose().is_empty();
    let reason = (!judged).then_some("not yet: the evidence is not judged");
    page.numbered("Report", "write the result to a file", Action::Go(Place::Report), reason);
    page.numbered("Sessions", sessions(model), Action::Sessions, None);
    page.numbered(
        "Ask the directory",
        "ports, sign-in and rights, measured",
        Action::Go(Place::Directory),
        None,
    );
}

/// How many sessions are not done with.
fn sessions(model: &Model) -> String {
    match model.guide.kept.iter().filter(|s| !s.closed).collect::<Vec<_>>().as_slice() {
        [] => String::new(),
        [one] => format!("1 unfinished: {}", one.about),
        more => format!("{} unfinished", more.len()),
    }
}

/// Whom the operator looked at last.
fn last_user(model: &Model) -> String {
    let found = model.case().and_then(|case| case.stories.first()).map(|story| story.user.as_str());
    model.user().map_or_else(String::new, |user| format!("last: {}", found.unwrap_or(user)))
}

/// Why nobody can be looked for yet.
fn waits(model: &Model) -> Option<&'static str> {
    if model.busy() {
        Some("not yet: the evidence is still being read")
    } else if !model.to_choose().is_empty() {
        Some("not yet: choose the server under 1 first")
    } else {
        None
    }
}

fn without_evidence(model: &Model, page: &mut Page) {
    page.para("No evidence yet.");
    page.numbered(
        "Open an export, an event log or an evidence file",
        "type or paste a path",
        Action::Go(Place::Open),
        None,
    );
    page.numbered(
        "Write the collector script to carry to the server",
        "and how to run it",
        Action::Go(Place::Collector),
        None,
    );
    page.numbered("Go without evidence", "answer questions", Action::Go(Place::Manual), None);
    page.numbered("Try a built-in case", "", Action::Go(Place::Scenarios), None);
    page.numbered("Reference", "checks, causes, events, codes, topics", Action::Go(Place::Reference), None);
    page.numbered("Sessions", sessions(model), Action::Sessions, None);
    page.numbered(
        "Ask the directory",
        "ports, sign-in and rights, measured",
        Action::Go(Place::Directory),
        None,
    );
    if model.guide.stored.is_some() {
        page.numbered("What was judged", "as the session holds it", Action::Go(Place::Kept), None);
    }
}

/// What the answer to the first question is, as far as it is known.
fn so_far(model: &Model) -> String {
    if model.busy() {
        return "reading; open it to watch".to_owned();
    }
    if !model.to_choose().is_empty() {
        return "which server? The evidence is of several".to_owned();
    }
    match model.whole().map(|c| c.judgement.verdict) {
        Some(Verdict::Problem) => "PROBLEM found".to_owned(),
        Some(Verdict::Incomplete) => "INCOMPLETE: nothing failed, not all is known".to_owned(),
        Some(Verdict::Healthy) => "HEALTHY: nothing failed".to_owned(),
        None => String::new(),
    }
}

fn evidence(model: &Model) -> String {
    let answers = model.answers().map(|a| a.name().to_owned());
    let names = model.given.iter().cloned().chain(answers).collect::<Vec<_>>().join("; ");
    let problems: usize =
        model.refused.len() + model.whole().map_or(0, |c| c.sources.iter().map(|s| s.problems.len()).sum());
    match problems {
        0 => names,
        1 => format!("{names}; 1 problem"),
        n => format!("{names}; {n} problems"),
    }
}
