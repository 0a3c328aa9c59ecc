//! One finding: what was asked, what was found where and when, and what it means for the others.

use super::super::tree;
use crate::{
    diagnosis::{Evidence, Finding, Status},
    evidence::Gap,
    knowledge::{self, Known, Names, Sort},
    report::{self, COMMANDS, Case},
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
    missing(case, finding, &mut page);
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
        let (first, last) = (model.evidence_clock().at(first), model.evidence_clock().at(last));
        let said = match hit.count {
            Some(1) => format!("once, at {last}"),
            Some(n) => format!("{first} to {last}, {n} times"),
            None => format!("{first} to {last}"),
        };
        page.field("Seen", vec![said]);
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

fn missing(case: &Case, finding: &Finding, page: &mut Page) {
    if finding.status != Status::Unknown {
        return;
    }
    page.field("Missing", finding.needs.iter().map(knowledge::gap).collect());
    let wanted = || finding.needs.iter().map(|gap| (finding, gap));
    how(case, wanted(), page);
    saving(wanted().map(|(_, gap)| gap), page);
}

/// How what the commands print becomes evidence, where one of them prints some.
pub(super) fn saving<'a>(mut gaps: impl Iterator<Item = &'a Gap>, page: &mut Page) {
    let prints =
        |gap| knowledge::how_to(gap, &Names::new()).command.is_some_and(|c| knowledge::is_evidence(&c));
    if gaps.any(prints) {
        page.blank();
        page.para(knowledge::SAVE);
    }
}

/// One way to what is missing.
#[derive(Default)]
struct Way {
    properties: Vec<String>,
    steps: Vec<String>,
    commands: Vec<String>,
}

/// How to get what is missing: what for, the ways by hand and the commands, each once, with the names of
/// what wants it.
pub(super) fn how<'a>(case: &Case, wanted: impl Iterator<Item = (&'a Finding, &'a Gap)>, page: &mut Page) {
    let known = Known::of(&case.judgement.findings);
    let mut ways: Vec<Way> = Vec::new();
    for (finding, gap) in wanted {
        let how = knowledge::how_to(gap, &known.names(&finding.scope));
        let at = ways.iter().position(|way| way.steps == how.steps).unwrap_or_else(|| {
            ways.push(Way { steps: how.steps, ..Way::default() });
            ways.len() - 1
        });
        let way = &mut ways[at];
        way.commands.extend(how.command.filter(|command| !way.commands.contains(command)));
        let property = gap.property.clone();
        way.properties.extend(property.filter(|property| !way.properties.contains(property)));
    }
    for Way { properties, steps, commands } in ways {
        let steps = steps.iter().enumerate().map(|(i, s)| format!("{}  {s}", i + 1));
        let about = (!properties.is_empty()).then(|| format!("{}:", properties.join(", ")));
        page.field("How to get it", about.into_iter().chain(steps).collect());
        for command in commands.iter().take(COMMANDS) {
            page.command(command);
            page.copy(command);
        }
        if let Some(rest) = report::rest(commands.len().saturating_sub(COMMANDS)) {
            page.para(rest);
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

/// What finds the events that a finding is about: their ids, its code where all of them bear it, and where.
fn filter(finding: &Finding) -> String {
    let hit = &finding.hit;
    let value = |name| hit.values.get(name).map(|v| v.text.as_str());
    let rows =
        || hit.evidence.iter().filter_map(|e| Some((e.label.rsplit_once(" event ")?.1, &e.found.text)));
    let mut ids: Vec<&str> = match value("events") {
        Some(ids) => ids.split(", ").collect(),
        None => rows().map(|(id, _)| id).collect(),
    };
    ids.retain(|id| id.parse::<u32>().is_ok());
    ids.sort_unstable();
    ids.dedup();
    let mut words: Vec<String> = ids.iter().map(|id| format!("id:{id}")).collect();
    if words.is_empty() {
        words.push("failures".to_owned());
    }
    let code =
        value("code").filter(|code| rows().all(|(_, found)| found.starts_with(&format!("code {code},"))));
    words.extend(code.map(|code| format!("cause:{code}")));
    let scope = &finding.scope;
    match (&scope.domain, &scope.connector) {
        (Some(domain), _) => words.push(format!("domain:{domain}")),
        (None, Some(connector)) => words.push(format!("connector:{connector}")),
        (None, None) => {}
    }
    words.join(" ")
}
