//! Writing the report: in which form, with or without names, and where to.

use crate::{
    report::Format,
    wizard::{Action, Input, Model, Names, Page, Place, SaveAs, Tone},
};

/// The forms, in the order in which they are offered.
const FORMS: [(Format, &str, &str); 8] = [
    (Format::Text, "To read", "plain text, for mail and any editor"),
    (Format::Html, "For a browser", "one HTML page, to hand in or to print"),
    (Format::Markdown, "For a ticket", "Markdown, the verdict first"),
    (Format::Json, "For programs", "JSON, schema phs-report/1"),
    (Format::Jsonl, "For programs, by line", "a JSON object a line"),
    (Format::Junit, "For a build server", "JUnit XML"),
    (Format::Nagios, "For monitoring", "the answer of a Nagios plugin"),
    (Format::Prometheus, "For metrics", "a Prometheus text file"),
];

pub(super) fn forms(model: &Model) -> Page {
    let mut page = Page::titled("Write the report: in which form?");
    super::caveats(model, &mut page);
    for (format, text, note) in FORMS {
        page.numbered(text, note, Action::Preview(format), None);
    }
    page.blank();
    page.para("It says what was checked, what was found and where, and what to do. It never holds a password, a hash or a token.");
    page
}

/// With or without names.
pub(super) fn names(model: &Model, format: Format) -> Page {
    let mut page = Page::titled("Write the report: with names?");
    page.para("The report names servers, domains, accounts and users as they are. For readers outside, the names can be replaced by marks such as [person-1], the same name by the same mark.");
    page.blank();
    let preview = model.preview.as_ref();
    let wait = preview.is_none().then_some("being looked through");
    let failed = preview.and_then(|p| p.as_ref().err());
    let wait = failed.map_or(wait, |reason| Some(reason.as_str()));
    let found = preview.and_then(|p| p.as_ref().ok());
    let leaks = found.map_or(0, |p| p.leaks.len());
    let held = (leaks > 0).then_some("something still looks like a name, see below");
    let go = |names| Action::Go(Place::Save(SaveAs { format, names }));
    page.numbered("With names", "as they are", go(Names::Stay), None);
    page.numbered(
        "Without names",
        found.map_or(String::new(), |p| counts(&p.counts)),
        go(Names::Out),
        wait.or(held),
    );
    if let Some(found) = found.filter(|p| !p.leaks.is_empty()) {
        page.numbered("Without names, and hand on the rest", "", go(Names::OutAnyway), None);
        page.blank();
        let shown = found.leaks.iter().take(9).cloned().collect();
        page.toned_field(Tone::Warn, "Looks like a name", shown);
        if leaks > 9 {
            page.para(format!("And {} more.", leaks - 9));
        }
    }
    page
}

fn counts(counts: &std::collections::BTreeMap<String, u64>) -> String {
    let word = |class: &str, n: u64| match (class, n) {
        ("person", 1) => "1 person".to_owned(),
        ("person", n) => format!("{n} people"),
        (class, 1) => format!("1 {class}"),
        (class, n) => format!("{n} {class}s"),
    };
    let words: Vec<String> = counts.iter().map(|(class, n)| word(class, *n)).collect();
    if words.is_empty() { "nothing to replace".to_owned() } else { format!("replaces {}", words.join(", ")) }
}

/// Where to.
pub(super) fn path(model: &Model, how: SaveAs) -> Page {
    let mut page = Page::titled("Write the report: where to?");
    let form = FORMS.iter().find(|(format, ..)| *format == how.format).map_or("", |(_, text, _)| text);
    let names = if how.names == Names::Stay { "with names" } else { "without names" };
    page.para(format!("{form}, {names}. Type the path of a file or a folder, then press Enter."));
    page.blank();
    page.field("Folder", vec!["the file gets a name with the server and the time".to_owned()]);
    page.field(
        "Nothing",
        vec!["Enter alone writes it into the folder where the program was started".to_owned()],
    );
    page.blank();
    page.para("A file that is already there is left as it is.");
    page.input = Some(Input { label: "Path".to_owned(), text: model.typed().to_owned() });
    page
}
