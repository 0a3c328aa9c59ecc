//! Evidence of several computers came: which is to be judged?

use crate::wizard::{Action, Model, Page};

pub(super) fn page(model: &Model) -> Page {
    let mut page = Page::titled("Which server?");
    page.para("The evidence is of several computers, such as an active and a staging server. They are judged one at a time and never mixed.");
    page.blank();
    for server in model.to_choose() {
        page.numbered(server, "", Action::Choose(server.clone()), None);
    }
    page
}
