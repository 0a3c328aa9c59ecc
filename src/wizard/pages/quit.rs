//! Really quit?

use crate::wizard::{Action, Model, Page};

pub(super) fn page(model: &Model) -> Page {
    let mut page = Page::titled("Quit phs-doctor?");
    if model.busy() {
        page.para("Evidence is still being read; what came so far is lost when you quit.");
    } else if model.guide.actions.is_empty() {
        page.para("Nothing was changed on any system. Evidence that was opened stays where it is.");
    } else if let Some(reason) = &model.guide.unsaved {
        page.para(format!("What you did here is not kept: {reason}. Write the report before you leave."));
    } else {
        let id = model.session().map_or("", |id| &id[id.len().saturating_sub(8)..]);
        page.para(format!(
            "Your steps are saved. Sessions on the first page, or phs-doctor --resume {id}, goes on with them."
        ));
    }
    page.blank();
    page.numbered("Stay", "", Action::Back, None);
    page.numbered("Quit", "", Action::Leave, None);
    page
}
