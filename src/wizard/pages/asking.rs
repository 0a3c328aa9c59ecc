//! Questions in place of evidence, one a page.

use crate::{
    diagnosis::Scope,
    knowledge::{
        Sort,
        questions::{Asked, BEGIN, Said, symptoms as known_symptoms},
    },
    wizard::{Action, Input, Model, Page, Place},
};

/// Going without evidence.
pub(super) fn begin() -> Page {
    let mut page = Page::titled("Go without evidence");
    page.para("Nothing is installed and nothing collected: one question follows the other, each with the way to its answer. What decides most is asked first, and nothing that is already known.");
    page.blank();
    page.numbered("It does not work at all", "", Action::Ask, None);
    page.numbered("Password is not synchronized for a specific user account", "", Action::AskUser, None);
    page.blank();
    page.para("Every answer is kept with your name and the time, stands in the report as an answer, and never goes over evidence that is opened later.");
    page
}

pub(super) fn question(model: &Model, id: &'static str, scope: &Scope) -> Page {
    let Some(asked) = model.asked(id, scope) else { return gone() };
    let mut page = Page::titled(count(model));
    page.heading(asked.title.clone());
    about(&asked, &mut page);
    page.blank();
    let answer = |said| Action::Answer(id, scope.clone(), said);
    if let Some(typed) = &asked.typed {
        page.numbered("Type it", typed.clone(), Action::Go(Place::Typing(id, scope.clone())), None);
    }
    for (option, label) in &asked.options {
        page.numbered(label, "", answer(Said::Option((*option).to_owned())), None);
    }
    page.numbered("I cannot tell", "", answer(Said::Unknown), None);
    page.blank();
    if let Some(command) = &asked.command {
        page.numbered("Copy the command", "", Action::Copy(command.clone()), None);
        page.numbered("Open its output", "a file; type or paste its path", Action::Go(Place::Open), None);
    }
    if model.asking.walks() && model.case().is_some() {
        page.numbered("See the result so far", "", Action::Go(model.result()), None);
    }
    page
}

/// Where one question follows the other: the how-many-eth, and how many there can be.
fn count(model: &Model) -> String {
    if !model.asking.walks() {
        return "Question".to_owned();
    }
    let (done, open) = (model.asking.answered, model.questions().len().max(1));
    if model.case().is_none() {
        return format!("Question {}", done + 1);
    }
    format!("Question {} of at most {}", done + 1, done + open)
}

fn about(asked: &Asked, page: &mut Page) {
    page.field("Why", vec![asked.why.clone()]);
    let numbered = |(i, step): (usize, &String)| format!("{}  {step}", i + 1);
    page.field("How", asked.how.iter().enumerate().map(numbered).collect());
    if let Some(command) = &asked.command {
        page.command(command);
    }
}

pub(super) fn typing(model: &Model, id: &'static str, scope: &Scope) -> Page {
    let Some(asked) = model.asked(id, scope) else { return gone() };
    let mut page = Page::titled(count(model));
    page.heading(asked.title.clone());
    about(&asked, &mut page);
    page.blank();
    if id != BEGIN {
        page.para("Type or paste it, then press Enter; a text of several lines will do.");
    }
    let label = asked.typed.unwrap_or_default();
    page.input = Some(Input { label, text: model.typed().to_owned() });
    page
}

/// What is seen of the user: it orders the questions.
pub(super) fn symptoms(model: &Model) -> Page {
    let mut page = Page::titled("What is seen?");
    page.heading(model.user().map_or_else(String::new, |user| format!("What is seen of {user}?")));
    page.para("It only orders the questions; none is left out because of it.");
    page.blank();
    for symptom in known_symptoms() {
        page.numbered(&symptom.label, "", Action::Symptom(Some(symptom)), None);
    }
    page.numbered("Something else, or I cannot tell", "", Action::Symptom(None), None);
    let article = Action::Go(Place::Article(Sort::Topic, "domain-services".to_owned()));
    page.numbered("About Entra Domain Services", "it needs hashes of its own", article, None);
    page
}

fn gone() -> Page {
    let mut page = Page::titled("Question");
    page.para("This question is not asked any more. Go back.");
    page
}
