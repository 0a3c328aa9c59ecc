//! Every check and every cause, to read up on.

use crate::{
    catalog::{CAUSES, CHECKS, CauseRow, CheckId, Row},
    diagnosis::{Finding, Status},
    knowledge,
    wizard::{Action, Block, Item, Model, Page, Place, Tone},
};

pub(super) fn page(model: &Model) -> Page {
    let mut page = Page::titled("Reference: checks and causes");
    let filter = model.typed();
    if filter.is_empty() {
        page.para("Every check, in the order of the result. / searches checks and causes.");
    } else {
        page.para(format!(
            "Only checks with \"{filter}\" in their name, question or causes. / changes that."
        ));
    }
    page.blank();
    for row in CHECKS.iter().filter(|row| fits(row, filter)) {
        let item =
            Item { text: row.id.0.to_owned(), note: knowledge::check(row.id).title, ..Item::default() };
        page.offer(item, Action::Go(Place::Topic(row.id)), None);
    }
    if page.offers.is_empty() {
        page.para("None.");
    }
    page
}

fn fits(row: &Row, filter: &str) -> bool {
    let check = knowledge::check(row.id);
    let mut all = format!("{} {} {}", row.id.0, check.title, check.question);
    for cause in causes(row.id) {
        all.push(' ');
        all.push_str(cause.cause.0);
    }
    all.to_lowercase().contains(&filter.to_lowercase())
}

fn causes(check: CheckId) -> impl Iterator<Item = &'static CauseRow> {
    CAUSES.iter().filter(move |c| c.check == check)
}

pub(super) fn topic(id: CheckId) -> Page {
    let check = knowledge::check(id);
    let mut page = Page::titled(check.title);
    page.heading(id.0);
    page.blank();
    page.field("What is checked", vec![check.question]);
    page.field("Why it matters", vec![check.why]);
    if let Some(row) = CHECKS.iter().find(|row| row.id == id) {
        page.field("Only after", row.after.iter().map(|c| knowledge::check(*c).title).collect());
        let needed = if row.required { "needs this check" } else { "does without this check" };
        page.field("Verdict", vec![needed.to_owned()]);
    }
    page.field("More", check.link.into_iter().collect());
    let causes: Vec<&CauseRow> = causes(id).collect();
    if !causes.is_empty() {
        page.blank();
        page.heading("What it can find");
    }
    for cause in causes {
        page.body.push(Block::Item(line(id, cause)));
    }
    page
}

fn line(id: CheckId, row: &CauseRow) -> Item {
    let status = Status::from(row.severity);
    let finding = Finding { status, ..Finding::bare(id, row.cause) };
    let title = knowledge::finding(&finding).title;
    Item {
        mark: Some((Tone::from(status), status.mark().to_owned())),
        text: row.cause.0.to_owned(),
        note: if title == row.cause.0 { String::new() } else { title },
        ..Item::default()
    }
}
