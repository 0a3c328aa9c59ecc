//! The sessions that are kept.

use crate::wizard::{Action, Model, Page};

pub(super) fn page(model: &Model) -> Page {
    let mut page = Page::titled("Sessions");
    let kept = &model.guide.kept;
    if kept.is_empty() {
        page.para("None yet. A session begins with the first step of a remedy or the first answer; every choice is on disk before it counts.");
        return page;
    }
    page.para("Choose one to go on with it. phs-doctor sessions delete ID, with the id behind it here, removes one.");
    page.blank();
    for line in kept {
        let state = if line.closed { "closed" } else { "open" };
        let at = line.at.map_or_else(String::new, |t| format!(", {}", model.clock.at(t)));
        let title = if line.about.is_empty() { "no result yet" } else { line.about.as_str() };
        let short = &line.id[line.id.len().saturating_sub(8)..];
        page.numbered(title, format!("{short}, {state}{at}"), Action::Resume(line.id.clone()), None);
    }
    page
}
