//! Really quit?

use crate::wizard::{Action, Model, Page};

pub(super) fn page(model: &Model) -> Page {
    let mut page = Page::titled("Quit phs-doctor?");
    if model.busy() {
        page.para("Evidence is still being read; what came so far is lost when you quit.");
    } else {
        page.para("Nothing was changed on any system. Evidence that was opened stays where it is.");
    }
    page.blank();
    page.numbered("Stay", "", Action::Back, None);
    page.numbered("Quit", "", Action::Leave, None);
    page
}
