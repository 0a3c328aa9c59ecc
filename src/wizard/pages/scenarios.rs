//! The built-in cases.

use crate::wizard::{Action, Model, Page, SourceSpec};

pub(super) fn page(model: &Model) -> Page {
    let mut page = Page::titled("Built-in cases");
    page.para("Invented servers to try the program on. Choosing one puts away what was opened before.");
    page.blank();
    for scenario in &model.scenarios {
        let action = Action::Read(SourceSpec::BuiltIn(scenario.name.clone()));
        page.numbered(&scenario.name, scenario.title.clone(), action, None);
    }
    if model.scenarios.is_empty() {
        page.para("This build has none.");
    }
    page
}
