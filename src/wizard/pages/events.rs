//! Events: those that fit, each in full, and what narrows them down.

use crate::{
    report::events::EventRow,
    wizard::{Action, Hits, Input, Item, Model, Page, Place, Tone},
};

/// How the words of the filter are written.
const HOW: [(&str, &str); 9] = [
    ("611", "id:611 or a part of any text: free words come first"),
    ("Failures", "failures"),
    ("Cause", "cause:8453"),
    ("Connector", "connector:contoso.com"),
    ("Domain", "domain:emea.contoso.com"),
    ("User", "user:ada@contoso.com"),
    ("Lately", "since:3h, counted back from the newest evidence"),
    ("Time", "since:2026-11-20T08:00:00Z until:2026-11-20T10:00:00Z"),
    ("All of them", "failures domain:contoso.com since:2026-11-20"),
];

/// As long as a heartbeat may be away.
const LATELY: &str = "since:3h";

/// The list.
pub(super) fn list(model: &Model) -> Page {
    let mut page = Page::titled("Events");
    let Some(hits) = model.hits.as_ref().filter(|_| !model.busy()) else {
        page.para("The sources are being read for events. Esc stops.");
        return page;
    };
    let shown = if hits.filter.is_empty() { "all".to_owned() } else { hits.filter.clone() };
    page.field("Shown", vec![shown]);
    if hits.stopped {
        page.toned_field(Tone::Warn, "STOPPED", vec!["These are the events found until then.".to_owned()]);
    }
    page.numbered("Narrow it down", "", Action::Go(Place::EventFilter), None);
    let failures = Action::Events("failures".to_owned());
    page.numbered("Failures only", "", failures, (hits.filter == "failures").then_some("shown"));
    let lately = Action::Events(LATELY.to_owned());
    page.numbered("The last three hours", "", lately, (hits.filter == LATELY).then_some("shown"));
    page.numbered("All events", "", Action::Events(String::new()), hits.filter.is_empty().then_some("shown"));
    page.blank();
    if hits.rows.is_empty() {
        none(hits, &mut page);
    }
    for (i, row) in hits.rows.iter().enumerate() {
        page.offer(line(model, row), Action::Go(Place::Event(i)), None);
    }
    if hits.more {
        let note = format!("{} so far", hits.rows.len());
        page.offer(Item { text: "Show more".to_owned(), note, ..Item::default() }, Action::MoreEvents, None);
    }
    page
}

/// Why there is nothing to see.
fn none(hits: &Hits, page: &mut Page) {
    if hits.stopped {
        page.para("None was found until then.");
    } else if hits.filter.is_empty() {
        page.para("What was opened holds no event of the synchronization. This exports the log on the server, in an elevated prompt; open its file here:");
        let command = crate::knowledge::export_log();
        page.command(&command);
        page.copy(&command);
    } else {
        page.para("No event fits. Fewer words find more.");
        if hits.filter.to_lowercase().contains("user:") {
            page.para("Events name a user by distinguished name or identifier: where no source says which the user has, give one of these.");
        }
    }
}

fn line(model: &Model, row: &EventRow) -> Item {
    let meaning = row.meaning.as_deref().unwrap_or("not in the reference");
    let about = [row.cause.as_deref(), row.domain.as_deref()].into_iter().flatten().collect::<Vec<_>>();
    Item {
        text: format!("{}  {}  {meaning}", model.clock.at(row.time), row.id),
        note: about.join("; "),
        ..Item::default()
    }
}

/// One event.
pub(super) fn one(model: &Model, at: usize) -> Page {
    let mut page = Page::titled("Event");
    let Some(row) = model.hits.as_ref().and_then(|h| h.rows.get(at)) else {
        page.para("This event is no longer in the list. Go back to the list.");
        return page;
    };
    page.heading(format!("{} {}", row.provider, row.id));
    page.para(row.meaning.clone().unwrap_or_else(|| "It is not in the reference.".to_owned()));
    page.blank();
    let some = |text: &Option<String>| text.clone().into_iter().collect::<Vec<_>>();
    page.field("Written", vec![model.clock.at(row.time)]);
    page.field("Domain", some(&row.domain));
    page.field("Connector", some(&row.connector));
    page.field("Users", row.users.clone());
    page.field("Outcome", some(&row.outcome));
    page.field("Cause", some(&row.cause));
    page.field("Innermost", some(&row.inner));
    page.field("Tracking id", some(&row.tracking_id));
    page.field("Service host", some(&row.server));
    page.field("Computer", some(&row.computer));
    page.field("Source", vec![row.source.clone()]);
    page.field("Text", row.text.lines().map(str::to_owned).collect());
    page
}

/// Typing what narrows them down.
pub(super) fn filter(model: &Model) -> Page {
    let mut page = Page::titled("Which events");
    page.para("Type what to look for, then press Enter. Nothing at all shows every event.");
    page.blank();
    for (label, how) in HOW {
        page.field(label, vec![how.to_owned()]);
    }
    page.input = Some(Input { label: "Events".to_owned(), text: model.typed().to_owned() });
    page
}
