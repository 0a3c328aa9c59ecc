//! Whose password is it?

use crate::{
    evidence::Who,
    wizard::{Action, Input, Item, Model, Page, Tone},
};

/// Typing whom; whoever may be meant stands below.
pub(super) fn page(model: &Model) -> Page {
    let mut page = Page::titled("One user's password");
    let typed = model.typed();
    if typed.trim().is_empty() {
        page.para(
            "Type or paste whose password does not arrive, then press Enter. Any of these will do, or a part of it:",
        );
        page.blank();
        page.field("Sign-in name", vec!["ada@contoso.com".to_owned()]);
        page.field("Account", vec!["ada, or CONTOSO\\ada".to_owned()]);
        page.field("Address", vec!["a mail address of the user".to_owned()]);
        page.field("Directory", vec!["CN=Ada Byron,OU=Staff,DC=contoso,DC=com".to_owned()]);
        page.field("Identifier", vec!["objectGUID, or the immutable id in Entra ID".to_owned()]);
        page.blank();
        forests(model, &mut page);
        page.para("The evidence is read again for this user: the directory, the sync engine's objects and log, and the events that name the user.");
    } else {
        guesses(model, typed, &mut page);
    }
    page.input = Some(Input { label: "User".to_owned(), text: typed.to_owned() });
    page
}

/// With several forests, which one a user is of is to be seen and can be said.
fn forests(model: &Model, page: &mut Page) {
    let forests = model.whole().map_or(&[][..], |case| case.environment.connectors.as_slice());
    if let [_, .., last] = forests {
        page.field("Connectors", vec![forests.join(", ")]);
        page.para(format!("{last}\\ada is a user of one of them. Whoever fits is listed with the domain."));
        page.blank();
    }
}

fn guesses(model: &Model, typed: &str, page: &mut Page) {
    let people = &model.people;
    let said = match people {
        p if p.part.is_empty() => "Type more of the name to see who may be meant.".to_owned(),
        p if p.stopped => "Stopped: these were found until then. Enter looks for what is typed.".to_owned(),
        p if !p.done => format!("Looking for names that hold \"{}\" ...", p.part),
        p if p.more => {
            format!("The first {} whose names hold it. More of the name finds fewer.", p.rows.len())
        }
        p if p.rows.is_empty() => format!(
            "Nobody in the evidence has a name that holds \"{}\". Enter looks for it all the same: a directory or this server may know.",
            p.part
        ),
        _ => "These are all whose names hold it. Down selects, Enter takes.".to_owned(),
    };
    page.para(said);
    page.blank();
    let item = Item { text: typed.trim().to_owned(), note: "as typed".to_owned(), ..Item::default() };
    page.offer(item, Action::AsTyped(typed.trim().to_owned()), None);
    for who in &people.rows {
        offer(who, page);
    }
}

fn offer(who: &Who, page: &mut Page) {
    let item = Item { text: who.name.clone(), note: who.place(), ..Item::default() };
    page.offer(item, Action::Pick(who.exact.clone()), None);
}

/// Several may be meant.
pub(super) fn several(model: &Model) -> Page {
    let several = &model.several;
    let mut page = Page::titled("Which user?");
    let asked = &several.asked;
    page.para(if several.exact {
        format!("{} users go by \"{asked}\". Whose password is it?", several.rows.len())
    } else {
        format!("Nobody is called \"{asked}\" as a whole. These names hold it:")
    });
    page.blank();
    for who in &several.rows {
        page.numbered(&who.name, who.place(), Action::Pick(who.exact.clone()), None);
    }
    if several.more {
        page.toned_field(
            Tone::Note,
            "MORE",
            vec!["There are more. Go back and type more of the name.".to_owned()],
        );
    }
    if !several.exact {
        page.blank();
        let none = Item {
            text: "None of them".to_owned(),
            note: format!("look for {asked} all the same"),
            ..Item::default()
        };
        page.offer(none, Action::AsTyped(asked.clone()), None);
    }
    page
}
