//! Whose password is it?

use crate::wizard::{Input, Model, Page};

pub(super) fn page(model: &Model) -> Page {
    let mut page = Page::titled("One user's password");
    page.para("Type or paste whose password does not arrive, then press Enter. Any of these will do:");
    page.blank();
    page.field("Sign-in name", vec!["ada@contoso.com".to_owned()]);
    page.field("Account", vec!["ada, or CONTOSO\\ada".to_owned()]);
    page.field("Address", vec!["a mail address of the user".to_owned()]);
    page.field("Directory", vec!["CN=Ada Byron,OU=Staff,DC=contoso,DC=com".to_owned()]);
    page.field("Identifier", vec!["objectGUID, or the immutable id in Entra ID".to_owned()]);
    page.blank();
    page.para("The evidence is read again for this user: the directory, the sync engine's objects and log, and the events that name the user.");
    page.input = Some(Input { label: "User".to_owned(), text: model.typed().to_owned() });
    page
}
