//! Everything that can be looked up: by kind, by a search over all of it, and each by itself.

use crate::{
    knowledge::{self, Entry, Names, Part, Sort, entries},
    wizard::{Action, Item, Model, Page, Place, Tone},
};
use std::collections::BTreeSet;

/// The kinds, in the order in which they are shown.
const SHELVES: [(Sort, &str, &str); 10] = [
    (Sort::Topic, "Topics", "how it works, scripts, temporary passwords, FIPS ..."),
    (Sort::Check, "Checks", "what this program looks at"),
    (Sort::Cause, "Causes", "what it can find, and what to do"),
    (Sort::Event, "Events", "by provider and id"),
    (Sort::Rpc, "Replication errors", "RPC and Win32 codes of event 611"),
    (Sort::Cloud, "Errors of Entra ID", "codes of events 652 and 655"),
    (Sort::Aadsts, "Sign-in errors", "AADSTS codes"),
    (Sort::Exception, "Exceptions", "names in event texts"),
    (Sort::Status, "Log statuses", "of a user's password log"),
    (Sort::Question, "Questions", "what can be found out by hand, and how"),
];
/// So many hits of a search are shown; more words find fewer.
const HITS: usize = 60;

pub(super) fn page(model: &Model) -> Page {
    let search = model.typed();
    if !search.is_empty() {
        let mut all: Vec<&Entry> = entries().iter().filter(|e| e.fits(search)).collect();
        // What is called so comes before what only speaks of it.
        all.sort_by_key(|e| !e.is(search.trim()));
        return found("Reference", search, all);
    }
    let mut page = Page::titled("Reference");
    page.para("/ searches everything: a word, an event id, a code, a status.");
    page.blank();
    for (sort, title, note) in SHELVES {
        let count = entries().iter().filter(|e| e.sort == sort).count();
        page.numbered(title, format!("{count}: {note}"), Action::Go(Place::Shelf(sort)), None);
    }
    page
}

/// Everything of one kind.
pub(super) fn shelf(model: &Model, sort: Sort) -> Page {
    let title = SHELVES.iter().find(|(s, ..)| *s == sort).map_or("Reference", |(_, title, _)| title);
    let search = model.typed();
    let all: Vec<&Entry> = entries().iter().filter(|e| e.sort == sort && e.fits(search)).collect();
    if !search.is_empty() {
        return found(title, search, all);
    }
    let mut page = Page::titled(format!("Reference: {title}"));
    for entry in all {
        line(&mut page, entry);
    }
    page
}

fn found(title: &str, search: &str, all: Vec<&Entry>) -> Page {
    let mut page = Page::titled(format!("{title}: {search}"));
    let (count, shown) = (all.len(), all.len().min(HITS));
    page.para(match count {
        0 => "No entry holds all of these words. / changes the search.".to_owned(),
        n if n > shown => {
            format!("{n} entries hold these words; the first {shown}. Another word finds fewer.")
        }
        1 => "1 entry holds these words.".to_owned(),
        n => format!("{n} entries hold these words."),
    });
    page.blank();
    for entry in all.into_iter().take(HITS) {
        line(&mut page, entry);
    }
    page
}

fn line(page: &mut Page, entry: &Entry) {
    let of = if entry.of.is_empty() { String::new() } else { format!(" ({})", entry.of) };
    let text = match entry.sort {
        Sort::Topic | Sort::Check | Sort::Aadsts | Sort::Exception => entry.name.clone(),
        sort => format!("{} {}", sort.word(), entry.name),
    };
    let item = Item { text, note: format!("{}{of}", entry.title), ..Item::default() };
    page.offer(item, Action::Go(Place::Article(entry.sort, entry.key())), None);
}

/// One thing.
pub(super) fn article(model: &Model, sort: Sort, key: &str) -> Page {
    let Some(entry) = entries().iter().find(|e| e.sort == sort && e.key() == key) else {
        let mut page = Page::titled("Reference");
        page.para("This version knows nothing of that name.");
        return page;
    };
    let article = knowledge::article(entry, &names(model));
    let mut page = Page::titled(article.name);
    page.heading(article.title);
    page.blank();
    let mut before = None;
    for part in article.parts {
        let same = before == Some(std::mem::discriminant(&part));
        // Paragraphs are set apart, and so is a list.
        if before.is_some()
            && (matches!(part, Part::Text(_)) && same || matches!(part, Part::See(..)) && !same)
        {
            page.blank();
        }
        before = Some(std::mem::discriminant(&part));
        put(&mut page, part);
    }
    page
}

fn put(page: &mut Page, part: Part) {
    match part {
        Part::Text(text) => page.para(text),
        Part::Head(text) => {
            page.blank();
            page.heading(text);
        }
        Part::Field(label, lines) => page.toned_field(Tone::Strong, label, lines),
        Part::Command(text) => {
            page.command(&text);
            page.copy(&text);
        }
        Part::See(sort, name, title) => {
            let item = Item { text: name.clone(), note: title, ..Item::default() };
            page.offer(item, Action::Go(Place::Article(sort, name)), None);
        }
    }
}

/// What the evidence calls by one name only: that forest, that Entra connector, that user.
fn names(model: &Model) -> Names {
    let mut names = Names::new();
    let mut several = BTreeSet::new();
    let findings = model.case().into_iter().flat_map(|case| &case.judgement.findings);
    for (place, value) in findings.flat_map(|f| f.hit.values.iter()) {
        let other = names.insert(*place, value.text.clone());
        if other.is_some_and(|other| other != value.text) {
            several.insert(*place);
        }
    }
    names.retain(|place, _| !several.contains(place));
    if let Some([connector]) = model.case().map(|case| case.environment.connectors.as_slice()) {
        names.insert("connector", connector.clone());
    }
    names
}
