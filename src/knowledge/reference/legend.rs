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

#[cfg(test)]
mod tests {
    use super::*;
    use crate::knowledge::{Names, article, listing, lookup};

    #[test]
    fn what_the_legend_stands_for_is_said_by_single_articles() {
        let (legend, common) = legend();
        assert!(legend.parts.len() > 5);
        let all: Vec<Article> = listing().iter().map(|entry| article(entry, &Names::new())).collect();
        for part in common {
            assert!(all.iter().any(|one| one.parts.contains(&part)), "{part:?}");
        }
    }

    #[test]
    fn events_that_mean_the_same_are_one_article_and_found_by_each_id() {
        let named = |name: &str| article(lookup(name)[0], &Names::new()).name;
        assert_eq!(named("31005"), "events 31001 to 31019, 31034, 31044 of PasswordResetService");
        assert_eq!(named("event 2042"), "events 2029, 2042 of Directory Synchronization");
        assert_eq!(named("611"), "event 611 of Directory Synchronization");
        let all: Vec<String> = listing().iter().map(|e| article(e, &Names::new()).name).collect();
        assert_eq!(all.iter().filter(|name| name.contains("31001")).count(), 1);
    }
}
