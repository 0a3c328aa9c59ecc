//! One finding: what was asked, what was found where and when, and what it means for the others.

use super::super::tree;
use crate::{
    diagnosis::{Evidence, Finding, Status},
    evidence::Gap,
    knowledge::{self, Sort},
    report::Case,
    wizard::{Action, FindingKey, Item, Model, Page, Place, Tone},
};

pub(super) fn page(model: &Model, key: &FindingKey) -> Page {
    let (Some(case), Some((at, finding))) = (model.case(), model.finding(key)) else {
        let mut page = Page::titled("Finding");
        page.para("This finding is no longer part of the result. Go back to the result.");
        return page;
    };
    let check = knowledge::check(finding.check);
    let text = knowledge::finding(finding);
    let mut page = Page::titled(check.title.clone());
    page.item(Item {
        mark: Some((Tone::from(finding.status), finding.status.mark().to_owned())),
        text: text.title.clone(),
        note: finding.check.0.to_owned(),
        ..Item::default()
    });
    if text.summary != text.title {
        page.para(text.summary);
    }
    page.blank();
    super::caveats(model, &mut page);
    page.field("About", vec![tree::name(case, &finding.scope)]);
    page.field("What was checked", vec![check.question]);
    seen(model, finding, &mut page);
    page.field("Why it matters", vec![check.why]);
    chosen(finding, &mut page);
    connections(case, at, finding, &mut page);
    missing(finding, &mut page);
    page.field("More", check.link.into_iter().collect());
    offers(model, case, finding, &mut page);
    page
}

fn seen(model: &Model, finding: &Finding, page: &mut Page) {
    for (i, evidence) in finding.hit.evidence.iter().enumerate() {
        if evidence.is_operators() {
            page.field("Operator", vec![evidence.found.text.clone(), origin(model, evidence)]);
            continue;
        }
        if let Some(expected) = &evidence.expected {
            page.field("Expected", vec![format!("{} = {expected}", evidence.label)]);
        }
        let found = format!("{} = {}", evidence.label, evidence.found.text);
        page.field(if i == 0 { "Found" } else { "Also seen" }, vec![found, origin(model, evidence)]);
    }
    let hit = &finding.hit;
    if let (Some(first), Some(last)) = (hit.first_seen, hit.last_seen) {
        let count = hit.count.map_or_else(String::new, |n| format!(", {n} times"));
        page.field(
            "Seen",
            vec![format!(
                "{} to {}{count}",
                model.evidence_clock().at(first),
                model.evidence_clock().at(last)
            )],
        );
    }
}

fn origin(model: &Model, evidence: &Evidence) -> String {
    match evidence.observed_at {
        Some(t) => format!("{}, {}", evidence.source, model.evidence_clock().at(t)),
        None => format!("{}, time not known", evidence.source),
    }
}

/// What the operator decided about it on the command line.
fn chosen(finding: &Finding, page: &mut Page) {
    if finding.accepted {
        page.field("Accepted", vec!["You said that this is meant to be so (--accept).".to_owned()]);
    }
    if finding.left_out {
        page.field("Left out", vec!["You left this check out (--skip).".to_owned()]);
    }
}

fn connections(case: &Case, at: usize, finding: &Finding, page: &mut Page) {
    let judgement = &case.judgement;
    let by = |i: &usize| judgement.findings.get(*i).map(|f| tree::named(case, f));
    let explains = judgement.roots.iter().find(|r| r.finding == at);
    page.field("Explains", explains.map_or_else(Vec::new, |r| r.explains.iter().filter_map(by).collect()));
    let explained = judgement.roots.iter().filter(|r| r.explains.contains(&at));
    page.field("Explained by", explained.filter_map(|r| by(&r.finding)).collect());
    if let Some(blocked) = &finding.blocked_by {
        let by = judgement.findings.iter().find(|f| f.check == blocked.check && f.scope == blocked.scope);
        let name = by.map_or_else(|| blocked.check.0.to_owned(), |f| tree::named(case, f));
        page.field("Waits for", vec![name]);
    }
}

fn missing(finding: &Finding, page: &mut Page) {
    if finding.status != Status::Unknown {
        return;
    }
    page.field("Missing", finding.needs.iter().map(knowledge::gap).collect());
    how(finding.needs.iter(), page);
}

/// How to get what is missing: the commands and the ways by hand, each once.
pub(super) fn how<'a>(gaps: impl Iterator<Item = &'a Gap>, page: &mut Page) {
    let mut ways = Vec::new();
    for way in gaps.map(knowledge::how_to) {
        if !ways.contains(&way) {
            ways.push(way);
        }
    }
    for way in ways {
        let steps = way.steps.iter().enumerate().map(|(i, s)| format!("{}  {s}", i + 1)).collect();
        page.field("How to get it", steps);
        if let Some(command) = way.command {
            page.command(&command);
        }
    }
}

/// True where evidence does not decide: nothing does, or an answer.
pub(super) fn open(finding: &Finding) -> bool {
    let rows = &finding.hit.evidence;
    finding.status == Status::Unknown || (!rows.is_empty() && rows.iter().all(Evidence::is_operators))
}

fn offers(model: &Model, case: &Case, finding: &Finding, page: &mut Page) {
    let root = case.judgement.roots.iter().find_map(|r| {
        let explains = r.explains.iter().any(|i| case.judgement.findings.get(*i) == Some(finding));
        explains.then(|| case.judgement.root(r)).flatten()
    });
    page.blank();
    if knowledge::remedy(finding).is_some() {
        page.numbered("What to do", "", Action::Go(Place::Todo(FindingKey::from(finding))), None);
    }
    if let Some(root) = root {
        let note = knowledge::check(root.check).title;
        page.numbered("Go to what explains it", note, Action::Go(tree::place(root)), None);
    }
    if finding.hit.count.is_some() {
        page.numbered("Its events", "", Action::Events(filter(finding)), None);
    }
    if let Some((id, scope)) = model.question_about(finding).filter(|_| open(finding)) {
        page.numbered(
            "Answer by hand",
            "a question, with the way to its answer",
            Action::Go(Place::Question(id, scope)),
            None,
        );
    }
    if finding.status == Status::Unknown {
        page.numbered("Open more evidence", "", Action::Go(Place::Open), None);
    }
    page.numbered(
        "About this check",
        "and every cause it can find",
        Action::Go(Place::Article(Sort::Check, finding.check.0.to_owned())),
        None,
    );
}

/// What finds the events that a finding is about.
fn filter(finding: &Finding) -> String {
    let scope = &finding.scope;
    let place = match (&scope.domain, &scope.connector) {
        (Some(domain), _) => format!(" domain:{domain}"),
        (None, Some(connector)) => format!(" connector:{connector}"),
        (None, None) => String::new(),
    };
    format!("failures{place}")
}
