//! What Microsoft's support will ask for.

use super::super::tree;
use crate::{
    diagnosis::Status,
    knowledge,
    wizard::{Model, Page, Text},
};
use std::fmt::Write as _;

/// Under a heading, on the page of how it ended.
pub(super) fn block(model: &Model, page: &mut Page) {
    let parts = parts(model);
    if parts.is_empty() {
        return;
    }
    page.blank();
    page.heading("For a case with Microsoft's support");
    for (label, lines) in parts {
        page.field(label, lines);
    }
}

/// The same as a text that can be pasted into the case.
pub(super) fn text(model: &Model) -> Text {
    let mut out = "Password hash synchronization does not work.\n".to_owned();
    for (label, lines) in parts(model) {
        for line in lines {
            let _ = writeln!(out, "{label}: {line}");
        }
    }
    out
}

fn parts(model: &Model) -> Vec<(&'static str, Vec<Text>)> {
    let Some(case) = model.case() else { return Vec::new() };
    let about = &case.environment;
    let known = |o: &Option<String>| o.as_deref().unwrap_or("not known").to_owned();
    let findings = &case.judgement.findings;
    // A check that stands so everywhere by its name; else with what it stands so for.
    let named = |status: Status| {
        let mut titles: Vec<Text> = Vec::new();
        for finding in findings.iter().filter(|f| f.status == status) {
            let everywhere = findings.iter().filter(|f| f.check == finding.check).all(|f| f.status == status);
            let title =
                if everywhere { knowledge::check(finding.check).title } else { tree::named(case, finding) };
            if !titles.contains(&title) {
                titles.push(title);
            }
        }
        if titles.is_empty() { Vec::new() } else { vec![titles.join("; ")] }
    };
    let roots = case.judgement.roots.iter().filter_map(|r| case.judgement.root(r));
    let trouble = roots.map(|f| {
        let since = f
            .hit
            .first_seen
            .map_or_else(String::new, |t| format!(", since {}", model.evidence_clock().at(t)));
        format!("{} ({}){since}", knowledge::finding(f).title, f.check.0)
    });
    let version = format!(
        "{}, Connect {}, tenant {}",
        known(&about.computer),
        known(&about.connect_version),
        known(&about.tenant)
    );
    let user = model.user().map(str::to_owned).into_iter().collect();
    let tried = model.followed().iter().map(|key| model.stands(key)).collect();
    vec![
        ("Server", vec![version]),
        ("User", user),
        ("Trouble", trouble.collect()),
        ("Tried", tried),
        ("Ruled out", named(Status::Pass)),
        ("Not known", named(Status::Unknown)),
        ("Tracking ids", tracking(model)),
        (
            "Collect",
            vec![
                "the report (JSON and HTML); the Application log since the trouble began, as .evtx; the folder of Get-ADSyncServerConfiguration".to_owned(),
            ],
        ),
    ]
    .into_iter()
    .filter(|(_, lines)| !lines.is_empty())
    .collect()
}

/// What the cloud calls the refused requests, on which server and when.
fn tracking(model: &Model) -> Vec<Text> {
    let mut ids: Vec<Text> = Vec::new();
    for finding in model.case().into_iter().flat_map(|c| &c.judgement.findings) {
        let value = |name| finding.hit.values.get(name).map(|v| v.text.clone());
        if let Some(id) = value("tracking_id") {
            let clock = model.evidence_clock();
            let at = finding.hit.last_seen.map_or_else(String::new, |t| format!(" at {}", clock.at(t)));
            let host = value("server_name").map_or_else(String::new, |h| format!(", server {h}"));
            let line = format!("{id}{host}{at}");
            if !ids.contains(&line) {
                ids.push(line);
            }
        }
    }
    ids
}
