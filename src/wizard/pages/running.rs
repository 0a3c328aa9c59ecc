//! Checks running: what is known so far, and what is being read.

use super::super::tree;
use crate::{
    diagnosis::{Finding, Status},
    knowledge,
    wizard::{Action, Item, Model, Page, Tone},
};

pub(super) fn page(model: &Model) -> Page {
    let mut page = Page::titled(super::title(model));
    let mut known = 0;
    let mut all = 0;
    if let Some(case) = model.case() {
        for group in tree::groups(case) {
            page.item(Item {
                depth: u8::from(group.within.is_some()),
                text: group.id.clone(),
                ..Item::default()
            });
            for finding in group.findings.iter().filter_map(|i| case.judgement.findings.get(*i)) {
                all += 1;
                known += usize::from(!waits(finding));
                page.item(line(finding, u8::from(group.within.is_some()) + 1));
            }
        }
    }
    if all == 0 {
        page.para("Nothing is known yet.");
    }
    if model.busy() {
        page.blank();
        let item = Item { text: "Stop and keep what is known".to_owned(), ..Item::default() };
        page.offer(item, Action::Stop, None);
        let reading = super::status(model);
        page.status = if all == 0 { reading } else { format!("{known} of {all} checks. {reading}") };
    }
    page
}

/// A finding that may change while more is read.
const fn waits(finding: &Finding) -> bool {
    matches!(finding.status, Status::Unknown)
        || (matches!(finding.status, Status::Skipped) && !finding.left_out)
}

fn line(finding: &Finding, depth: u8) -> Item {
    let text = knowledge::check(finding.check).title;
    if waits(finding) {
        return Item { depth, mark: Some((Tone::Dim, "[ .. ]".to_owned())), text, ..Item::default() };
    }
    Item {
        depth,
        mark: Some((Tone::from(finding.status), finding.status.mark().to_owned())),
        text,
        note: knowledge::finding(finding).short,
        ..Item::default()
    }
}
