//! Something went wrong: what, and the way on.

use crate::wizard::{Action, Model, Page, Place, Tone};

pub(super) fn page(model: &Model) -> Page {
    let mut page = Page::titled("That did not work");
    if let Some((what, said)) = &model.trouble {
        page.toned_field(
            Tone::Bad,
            "ERROR",
            vec![format!("The program failed at {what}. This is a mistake in the program, not of yours.")],
        );
        page.field("It said", vec![said.clone()]);
        page.para("Please report it with these words. Nothing was changed anywhere.");
    }
    for reason in &model.refused {
        page.toned_field(Tone::Bad, "Not used", vec![reason.clone()]);
    }
    page.blank();
    if model.guide.stored.is_some() {
        page.numbered("What was judged", "as the session holds it", Action::Go(Place::Kept), None);
    }
    page.numbered("Open other evidence", "type or paste a path", Action::Go(Place::Open), None);
    page.numbered("Try a built-in case", "", Action::Go(Place::Scenarios), None);
    page.numbered("Back to the first page", "", Action::Go(Place::Menu), None);
    page
}
