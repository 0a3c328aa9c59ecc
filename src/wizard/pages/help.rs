//! What the keys and the marks mean. Made of the table of bindings.

use super::step;
use crate::{
    diagnosis::Status,
    knowledge::Risk,
    wizard::{Model, Page, keys::BINDINGS},
};

const MARKS: [(Status, &str); 6] = [
    (Status::Pass, "as it should be"),
    (Status::Info, "by design, or worth knowing"),
    (Status::Warn, "works now, or works partly"),
    (Status::Fail, "broken"),
    (Status::Unknown, "not known: a fact is missing; its page says which and how to get it"),
    (Status::Skipped, "not judged: what it depends on is broken"),
];

const RISKS: [(Risk, &str); 5] = [
    (Risk::Read, "looks only"),
    (Risk::Low, "a restart or a refresh, no data changes; asks first"),
    (Risk::Medium, "a setting changes, and can be changed back; shows from what to what, and asks"),
    (Risk::High, "rights, credentials, staging, or all passwords; you type the name of what it is done to"),
    (Risk::Never, "cannot be taken back; the program says what it is, and does not lead through it"),
];

pub(super) fn page(_model: &Model) -> Page {
    let mut page = Page::titled("Help");
    page.heading("Keys");
    for binding in BINDINGS {
        page.field(
            &shown(binding.shown, binding.command == crate::wizard::keys::Command::Help),
            vec![binding.help.to_owned()],
        );
    }
    page.blank();
    page.heading("Marks");
    for (status, meaning) in MARKS {
        page.toned_field(status.into(), status.mark(), vec![meaning.to_owned()]);
    }
    page.blank();
    page.heading("How much a remedy can do");
    for (risk, means) in RISKS {
        let (tone, word) = step::risk(risk);
        page.toned_field(tone, word, vec![means.to_owned()]);
    }
    page.blank();
    page.heading("If the screen does not answer");
    page.para(
        "A click into a Windows console starts marking text and holds the program. Press Esc to go on.",
    );
    page
}

fn shown(keys: &str, help: bool) -> String {
    if help { format!("{keys} or F1") } else { keys.to_owned() }
}
