//! What many articles have in common, said once.

use super::{Article, Part};
use crate::knowledge::{library::library, said};

/// How to read the articles, and their parts that need not be said again after it.
#[must_use]
pub fn legend() -> (Article, Vec<Part>) {
    let parts = library().legend.iter().map(|doc| Part::Field(&doc.word, vec![doc.text.clone()])).collect();
    let article = Article { name: "legend".to_owned(), title: "How to read what follows".to_owned(), parts };
    let here = ["<computer>", "The Connect server"].map(|place| Part::Field("Where", vec![place.to_owned()]));
    let notes = library().event_source.values().filter_map(|source| source.note.clone()).map(Part::Text);
    (article, [rights(), names(), log("Application")].into_iter().chain(here).chain(notes).collect())
}

/// The rights of the steps that name none.
pub(super) fn rights() -> Part {
    Part::Field("Rights", vec![format!("{}, where a step names no others", said::usual_rights())])
}

/// What stands for a name in a command.
pub(super) fn names() -> Part {
    Part::Field("< >", vec!["put your own name there".to_owned()])
}

/// The log of an event.
pub(super) fn log(name: &str) -> Part {
    Part::Field("In the log", vec![name.to_owned()])
}
