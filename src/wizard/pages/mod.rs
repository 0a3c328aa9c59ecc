//! The pages, one file each.

mod asking;
mod collector;
pub(super) mod directory;
mod elsewhere;
mod end;
mod events;
mod evidence;
mod finding;
mod gate;
mod help;
mod kept;
mod menu;
mod missing;
mod open;
mod proof;
mod quit;
mod reference;
mod report;
mod result;
mod running;
mod scenarios;
mod servers;
mod sessions;
mod step;
mod support;
mod todo;
mod trouble;
mod user;

use super::{Input, Model, Page, Place, keys};
use crate::{
    diagnosis::Status,
    report::{Case, story::Story},
};

/// What is to be seen now.
#[must_use]
pub fn page(model: &Model) -> Page {
    let mut page = match model.place() {
        Place::Menu => menu::page(model),
        Place::Open => open::evidence(model),
        Place::Report => report::forms(model),
        Place::Names(format) => report::names(model, *format),
        Place::Save(how) => report::path(model, *how),
        Place::User => user::page(model),
        Place::Matches => user::several(model),
        Place::Scenarios => scenarios::page(model),
        Place::Running => running::page(model),
        Place::Result | Place::Person => result::page(model),
        Place::Finding(key) => finding::page(model, key),
        Place::Todo(key) => todo::page(model, key),
        Place::Gate(key) => gate::page(model, key),
        Place::Step(key, number) => step::page(model, key, *number),
        Place::Reason(_, _, choice) => step::reason(model, *choice),
        Place::Proof(key) => proof::page(model, key),
        Place::Seen(key) => proof::seen(model, key),
        Place::End(key) => end::page(model, key),
        Place::Sessions => sessions::page(model),
        Place::Kept => kept::page(model),
        Place::Missing => missing::page(model),
        Place::Servers => servers::page(model),
        Place::Reference => reference::page(model),
        Place::Shelf(sort) => reference::shelf(model, *sort),
        Place::Article(sort, key) => reference::article(model, *sort, key),
        Place::Evidence => evidence::page(model),
        Place::Trouble => trouble::page(model),
        Place::Help => help::page(model),
        Place::Quit => quit::page(model),
        Place::Directory => directory::page(model),
        Place::DirectoryField(field) => directory::field(model, *field),
        Place::Events => events::list(model),
        Place::Event(at) => events::one(model, *at),
        Place::EventFilter => events::filter(model),
        Place::Collector => collector::page(model),
        Place::Manual => asking::begin(),
        Place::Question(id, scope) => asking::question(model, id, scope),
        Place::Typing(id, scope) => asking::typing(model, id, scope),
        Place::Symptoms => asking::symptoms(model),
        Place::Elsewhere => elsewhere::page(model),
    };
    if page.context.is_empty() {
        let only = if model.held().is_some() { "read-only, " } else { "" };
        page.context = format!("{only}{}", context(model));
    }
    if page.status.is_empty() {
        page.status = status(model);
    }
    if model.filtering {
        page.input = Some(Input { label: "Show lines with".to_owned(), text: model.typed().to_owned() });
    }
    let filter = model.hits.as_ref().map(|hits| &hits.filter);
    page.of = format!("{} {} {:?} {filter:?}", model.sitting(), model.specs().len(), model.user());
    page.selected = model.selected(&page.offers);
    page.keys = keys::hints(model, &page);
    page
}

/// Which evidence, as of when.
fn context(model: &Model) -> String {
    let Some(case) = model.case() else {
        if let Some(kept) = &model.guide.stored {
            let name = kept.report.environment.computer.clone().unwrap_or_default();
            return format!("session, {name}");
        }
        return model.given.first().cloned().unwrap_or_else(|| "no evidence".to_owned());
    };
    let answers = || model.answers().map(|_| "answers only".to_owned());
    // The time is that of the newest of several, whichever it is.
    let given = || match model.given.as_slice() {
        [] => None,
        [one] => Some(one.clone()),
        several => Some(format!("{} sources", several.len())),
    };
    let name = case.environment.computer.clone().or_else(given).or_else(answers);
    if name.is_none() && case.sources.is_empty() {
        return "no evidence".to_owned();
    }
    let name = name.unwrap_or_else(|| "server not named".to_owned());
    match case.judgement.evaluated_at {
        Some(t) => format!("{name}, {}", model.evidence_clock().as_of(t)),
        None => format!("{name}, time not known"),
    }
}

/// What is running, else what just happened.
fn status(model: &Model) -> String {
    if !model.status.is_empty() {
        return model.status.clone();
    }
    let Some(work) = &model.work else { return String::new() };
    let percent = work.percent.map_or_else(String::new, |p| format!(", {p} %"));
    let doing = if work.doing.is_empty() { String::new() } else { format!(": {}", work.doing) };
    format!("Reading {}{doing}{percent}", work.source)
}

/// What is said on every page of a result where the evidence is over a day old, and where it was cut short.
fn caveats(model: &Model, page: &mut Page) {
    news(model, page);
    let Some(case) = model.case() else { return };
    if let Some(stale) = case.judgement.evaluated_at.and_then(|t| model.evidence_clock().stale(t)) {
        page.toned_field(super::Tone::Warn, "OLD", vec![stale]);
    }
    if model.shown().is_some_and(|j| j.stopped) {
        let text = "Reading was stopped before its end. What was not read yet is shown as unknown.";
        page.toned_field(super::Tone::Warn, "STOPPED", vec![text.to_owned()]);
    }
}

/// Said on the first page of a session that is gone on with: what is not read as it was then.
fn news(model: &Model, page: &mut Page) {
    for (tone, word, text) in model.news() {
        page.toned_field(*tone, word, vec![text.clone()]);
    }
}

/// Said on the pages where something would be recorded: another program writes the session.
fn read_only(model: &Model, page: &mut Page) {
    news(model, page);
    if let Some(reason) = model.held() {
        let text = format!("{reason}. What you choose here is not recorded; Sessions tries again.");
        page.toned_field(super::Tone::Warn, "READ-ONLY", vec![text]);
    }
}

/// True where the user's newest password is in Entra ID: by the way that it took, or by the checks that
/// ask for that, whatever answered them. When a temporary one was set is not known.
fn arrived(case: &Case) -> bool {
    let told = !case.stories.is_empty() && case.stories.iter().all(|s| s.fine);
    let passed = |check: &str| {
        let mut findings = case.judgement.findings.iter().filter(|f| f.check.0 == check).peekable();
        findings.peek().is_some() && findings.all(|f| f.status == Status::Pass)
    };
    let dated = !case.stories.iter().any(Story::is_temporary);
    told || dated && ["user.last-attempt", "user.freshness"].into_iter().all(passed)
}

/// Why a choice that would be recorded cannot be made.
fn shut(model: &Model) -> Option<&'static str> {
    model.held().map(|_| "read-only")
}

/// What is being looked at.
fn title(model: &Model) -> String {
    let found = model.case().and_then(|case| case.stories.first()).map(|story| story.user.as_str());
    match (model.user(), found) {
        (None, _) => "PHS does not work at all".to_owned(),
        (Some(user), found) => format!("Password of {}", found.unwrap_or(user)),
    }
}
