//! Typing the path of evidence to open.

use crate::wizard::{Input, Model, Page};

pub(super) fn evidence(model: &Model) -> Page {
    let mut page = Page::titled("Open evidence");
    page.para(
        "Type or paste the path of a file or folder, then press Enter. It is recognised by its content:",
    );
    page.blank();
    for (kind, what) in [
        ("Folder", "what Get-ADSyncServerConfiguration -Path FOLDER wrote on the Connect server"),
        ("Evidence", "JSON Lines, as the collector script writes them (schema phs-evidence/1)"),
        ("Event log", ".evtx, or events exported as XML, JSON or CSV"),
        ("Output", "of a Get-ADSync, Get-ADUser or Get-Mg command, saved through ConvertTo-Json"),
    ] {
        page.field(kind, vec![what.to_owned()]);
    }
    page.blank();
    if model.has_evidence() {
        page.para("It is read beside what was opened before; the newest observation of a fact wins.");
    }
    page.input = Some(Input { label: "Path".to_owned(), text: model.typed().to_owned() });
    page
}
