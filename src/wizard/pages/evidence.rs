//! The sources: what each is, what span it covers, and what could not be used.

use crate::{
    evidence::Problem,
    report::SourceEntry,
    wizard::{Action, Model, Page, Place, Tone},
};

pub(super) fn page(model: &Model) -> Page {
    let mut page = Page::titled("Evidence");
    let sources = model.case().map_or(&[][..], |c| c.sources.as_slice());
    for source in sources {
        one(model, source, &mut page);
        page.blank();
    }
    for reason in &model.refused {
        page.toned_field(Tone::Bad, "Not used", vec![reason.clone()]);
    }
    if sources.is_empty() && model.refused.is_empty() {
        page.para(if model.busy() { "Still being read." } else { "None yet." });
    }
    page.numbered("Open more evidence", "type or paste a path", Action::Go(Place::Open), None);
    let waits = (model.busy() || sources.is_empty()).then_some("not yet: the evidence is still being read");
    page.numbered(
        "Events",
        "of the sync server, by time, cause, domain, user",
        Action::Events(String::new()),
        waits,
    );
    page.numbered("Collector script", "to carry to another server", Action::Go(Place::Collector), None);
    page.numbered("Try a built-in case", "puts away what was opened", Action::Go(Place::Scenarios), None);
    if model.to_choose().len() > 1 {
        page.numbered("Choose the server to judge", "", Action::Go(Place::Servers), None);
    }
    page.blank();
    page.para("To export the last seven days of the event log, on the server, in an elevated prompt. By time, not by provider: what other programs wrote dates the log.");
    let command = crate::knowledge::export_log();
    page.command(&command);
    page.copy(&command);
    page
}

fn one(model: &Model, source: &SourceEntry, page: &mut Page) {
    page.heading(source.name.clone());
    let records =
        if source.records == 1 { "1 record".to_owned() } else { format!("{} records", source.records) };
    page.field("What it is", vec![format!("{}, {records}", source.kind)]);
    let span = match (source.from, source.to) {
        (Some(from), Some(to)) if from == to => model.evidence_clock().at(to),
        (Some(from), Some(to)) => {
            format!("{} to {}", model.evidence_clock().at(from), model.evidence_clock().at(to))
        }
        _ => "it names no time".to_owned(),
    };
    page.field("From when", vec![span]);
    page.toned_field(Tone::Warn, "Problems", source.problems.iter().map(problem).collect());
    if !source.not_understood.is_empty() {
        let names = source.not_understood.join(", ");
        page.field("Not understood", vec![format!("{names} (kept, not used)")]);
    }
}

fn problem(problem: &Problem) -> String {
    match problem.line {
        Some(line) => format!("{}, line {line}: {}", problem.file, problem.reason),
        None => format!("{}: {}", problem.file, problem.reason),
    }
}
