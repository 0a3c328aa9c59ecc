//! The result: the verdict, the root cause and what to do on top, every finding below it as a tree.

use super::super::tree;
use crate::{
    catalog::ScopeKind,
    diagnosis::{Finding, RootCause, Status, Verdict},
    knowledge,
    report::Case,
    wizard::{Action, Block, FindingKey, Item, Model, Page, Place, Tone},
};

/// So many warnings stand at the top of a result in which nothing failed.
const WARNED: usize = 3;

pub(super) fn page(model: &Model) -> Page {
    let mut page = Page::titled(super::title(model));
    let Some(case) = model.case() else {
        page.para("There is no evidence yet. Go back and open some.");
        return page;
    };
    match case.judgement.verdict {
        Verdict::Problem => problem(model, case, &mut page),
        Verdict::Incomplete => incomplete(model, case, &mut page),
        Verdict::Healthy => healthy(model, case, &mut page),
    }
    super::caveats(model, &mut page);
    story(model, case, &mut page);
    match case.judgement.verdict {
        Verdict::Problem => to_do(case, &mut page),
        Verdict::Healthy => warned(case, &mut page),
        Verdict::Incomplete => {}
    }
    let open = case.judgement.count(Status::Unknown);
    if open > 0 {
        let note = format!("{} could not be judged", checks(open));
        page.numbered("Get the missing evidence", note, Action::Go(Place::Missing), None);
    }
    if case.judgement.verdict == Verdict::Healthy {
        page.numbered("If sign-in still fails", "what else stops it", Action::Go(Place::Elsewhere), None);
    }
    for key in model.followed().iter().rev().take(1) {
        page.numbered("What was done", model.stands(key), Action::Go(Place::End(key.clone())), None);
    }
    page.numbered("Write the report", "", Action::Go(Place::Report), None);
    if model.user().is_none() {
        page.numbered("One user's password", "", Action::Go(Place::User), None);
    } else {
        page.numbered("Another user", "", Action::Go(Place::User), None);
        page.numbered("The server as a whole", "", Action::Diagnose, None);
    }
    page.body.push(Block::Rule);
    branches(model, case, &mut page);
    page
}

fn problem(model: &Model, case: &Case, page: &mut Page) {
    let root = case.judgement.roots.first();
    let Some((root, finding)) = root.and_then(|r| Some((r, case.judgement.root(r)?))) else { return };
    let mut lines = vec![headline(case, finding)];
    lines.push(summary(finding));
    lines.push(explains(root));
    lines.extend(since(model, case, root, finding));
    page.toned_field(Tone::Bad, "PROBLEM", lines);
}

/// The way to the remedy, and what fails besides.
fn to_do(case: &Case, page: &mut Page) {
    let mut roots = case.judgement.roots.iter().filter_map(|r| case.judgement.root(r));
    let Some(finding) = roots.next() else { return };
    let note = knowledge::remedy(finding).map_or_else(
        || "no written remedy for this cause; the page of the finding says what is known".to_owned(),
        |remedy| {
            [remedy.takes, rights(&remedy.steps)]
                .into_iter()
                .filter(|t| !t.is_empty())
                .collect::<Vec<_>>()
                .join(", ")
        },
    );
    page.numbered("What to do, step by step", note, Action::Go(Place::Todo(FindingKey::from(finding))), None);
    for finding in roots {
        let item = Item {
            mark: Some((Tone::Bad, "ALSO".to_owned())),
            text: headline(case, finding),
            ..Item::default()
        };
        page.offer(item, Action::Go(tree::place(finding)), None);
    }
}

/// The trouble, and where it is when that is not plain.
fn headline(case: &Case, finding: &Finding) -> String {
    let title = knowledge::finding(finding).title;
    let title = title.trim_end_matches('.');
    let place = finding.scope.domain.as_deref().or(finding.scope.connector.as_deref());
    match place {
        Some(place) if !title.contains(place) => format!("{title} ({}).", tree::name(case, &finding.scope)),
        _ => format!("{title}."),
    }
}

fn summary(finding: &Finding) -> String {
    let text = knowledge::finding(finding);
    if text.summary == text.title { String::new() } else { text.summary }
}

fn explains(root: &RootCause) -> String {
    match root.explains.len() {
        0 => String::new(),
        1 => "This explains 1 more finding. Fix it first.".to_owned(),
        n => format!("This explains {n} more findings. Fix it first."),
    }
}

/// Since when it shows; a setting has no time of its own, but what it explains does.
fn since(model: &Model, case: &Case, root: &RootCause, finding: &Finding) -> Option<String> {
    let until = case.judgement.evaluated_at.or(finding.hit.last_seen)?;
    let clock = model.evidence_clock();
    if let Some(first) = finding.hit.first_seen {
        let count = finding.hit.count.filter(|n| *n > 1).map_or_else(String::new, |n| format!(", {n} times"));
        return Some(format!("Since {}{count}.", clock.since(first, until)));
    }
    let explained = root.explains.iter().filter_map(|i| case.judgement.findings.get(*i));
    let first = explained.filter(|f| f.status >= Status::Warn).filter_map(|f| f.hit.first_seen).min()?;
    Some(format!("It shows since {}.", clock.since(first, until)))
}

/// The rights that the steps take, each once.
fn rights(steps: &[knowledge::Step]) -> String {
    let mut rights: Vec<&str> = Vec::new();
    for right in steps.iter().flat_map(|s| s.rights.split(", ")).filter(|r| !r.is_empty()) {
        if !rights.contains(&right) {
            rights.push(right);
        }
    }
    if rights.is_empty() { String::new() } else { format!("needs {}", rights.join(", ")) }
}

fn incomplete(model: &Model, case: &Case, page: &mut Page) {
    let open = case
        .judgement
        .findings
        .iter()
        .filter(|f| f.required && matches!(f.status, Status::Unknown | Status::Skipped));
    let text =
        format!("Nothing failed, and {} that the answer needs could not be judged.", checks(open.count()));
    let mut lines = vec![text];
    if let Some(user) = model.user().filter(|_| is_nobody(case)) {
        lines.insert(0, format!("Nobody in this evidence goes by \"{user}\". Check the spelling, or open evidence that holds the user: the directory, or what the collector writes with -User."));
    }
    page.toned_field(Tone::Warn, "INCOMPLETE", lines);
}

/// True where nothing that was read is about the user.
fn is_nobody(case: &Case) -> bool {
    let findings = &case.judgement.findings;
    findings
        .iter()
        .filter(|f| f.scope.kind == ScopeKind::User)
        .all(|f| matches!(f.status, Status::Unknown | Status::Skipped))
}

/// The way of the user's passwords, a line a change, newest last.
fn story(model: &Model, case: &Case, page: &mut Page) {
    let [story] = case.stories.as_slice() else { return };
    let clock = model.evidence_clock();
    let at = |t| clock.at(t);
    page.field("Passwords", story.changes.iter().map(|change| change.told(&at)).collect());
}

fn healthy(model: &Model, case: &Case, page: &mut Page) {
    let warned = warnings(case).count();
    let mut lines = match model.user() {
        None if warned > 0 => vec!["Nothing failed.".to_owned()],
        None => vec!["Everything that password hash synchronization needs is as it should be.".to_owned()],
        Some(_) => of_user(model, case),
    };
    if warned > 0 {
        lines.push(format!("{} with a warning: see below.", checks(warned)));
    }
    page.toned_field(Tone::Good, "HEALTHY", lines);
}

/// The warnings, where nothing failed.
fn warned(case: &Case, page: &mut Page) {
    for finding in warnings(case).take(WARNED) {
        let mark = Some((Tone::Warn, "WARN".to_owned()));
        let item = Item { mark, text: headline(case, finding), ..Item::default() };
        page.offer(item, Action::Go(tree::place(finding)), None);
    }
}

pub(super) fn warnings(case: &Case) -> impl Iterator<Item = &Finding> {
    case.judgement.findings.iter().filter(|f| f.status == Status::Warn)
}

/// That the password is not the reason, since when, and what else may be; or that it is not known to
/// have arrived.
fn of_user(model: &Model, case: &Case) -> Vec<String> {
    let [story] = case.stories.as_slice() else { return Vec::new() };
    let clock = model.evidence_clock();
    let told = || story.told(&|t| clock.at(t));
    let mut lines = if super::arrived(case) {
        vec![told()]
    } else {
        vec!["Nothing failed, and it is not known that the newest password is in Entra ID.".to_owned()]
    };
    lines.extend(story.is_temporary().then(told));
    lines.extend(story.sign_in.iter().cloned());
    lines
}

fn checks(count: usize) -> String {
    if count == 1 { "1 check".to_owned() } else { format!("{count} checks") }
}

fn branches(model: &Model, case: &Case, page: &mut Page) {
    let filter = model.typed();
    if !filter.is_empty() {
        page.para(format!("Only lines with \"{filter}\". / changes that."));
    }
    let groups = tree::groups(case);
    for group in &groups {
        let shown = |id: &str| !filter.is_empty() || tree::is_open(model, id);
        if group.within.as_deref().is_some_and(|forest| !shown(forest)) {
            continue;
        }
        let depth = u8::from(group.within.is_some());
        let all = tree::within(&groups, group).filter(|i| tree::fits(&case.judgement.findings[*i], filter));
        let members: Vec<usize> = all.collect();
        if members.is_empty() {
            continue;
        }
        let open = shown(&group.id);
        let item = Item {
            depth,
            text: format!("{} {}", if open { "-" } else { "+" }, group.id),
            note: tree::counts(case, &members),
            ..Item::default()
        };
        page.offer(item, Action::Toggle(group.id.clone()), None);
        if open {
            for finding in tree::worst_first(case, group).filter(|f| tree::fits(f, filter)) {
                page.offer(line(finding, depth + 1), Action::Go(tree::place(finding)), None);
            }
        }
    }
}

fn line(finding: &Finding, depth: u8) -> Item {
    Item {
        depth,
        mark: Some((Tone::from(finding.status), finding.status.mark().to_owned())),
        text: knowledge::check(finding.check).title,
        note: knowledge::finding(finding).short,
        ..Item::default()
    }
}
