//! The result as a tree: server, tenant, forests with their domains, users.

use super::{FindingKey, Model, Place, page::Text};
use crate::{
    catalog::ScopeKind,
    diagnosis::{Finding, Scope, Status},
    knowledge,
    report::Case,
};

/// The findings of one thing.
#[derive(Clone, Debug, PartialEq, Eq)]
pub(super) struct Group {
    /// What tells it apart; also what it is called.
    pub id: Text,
    /// The group it lies in.
    pub within: Option<Text>,
    /// The places of its findings.
    pub findings: Vec<usize>,
}

/// The groups of a result, in the order in which they are shown.
pub(super) fn groups(case: &Case) -> Vec<Group> {
    let findings = &case.judgement.findings;
    let mut groups: Vec<Group> = Vec::new();
    for kind in [ScopeKind::Server, ScopeKind::Tenant, ScopeKind::Connector, ScopeKind::User] {
        for (i, finding) in findings.iter().enumerate().filter(|(_, f)| f.scope.kind == kind) {
            add(&mut groups, name(case, &finding.scope), None, i);
        }
        if kind == ScopeKind::Connector {
            domains(case, &mut groups);
        }
    }
    groups
}

/// Puts each domain behind its forest.
fn domains(case: &Case, groups: &mut Vec<Group>) {
    for (i, finding) in case.judgement.findings.iter().enumerate() {
        if finding.scope.kind != ScopeKind::Domain {
            continue;
        }
        let forest = finding.scope.connector.as_deref().map(|c| name(case, &Scope::connector(c)));
        if let Some(forest) = &forest
            && !groups.iter().any(|g| g.id == *forest)
        {
            groups.push(Group { id: forest.clone(), within: None, findings: Vec::new() });
        }
        add(groups, name(case, &finding.scope), forest, i);
    }
}

fn add(groups: &mut Vec<Group>, id: Text, within: Option<Text>, finding: usize) {
    if let Some(group) = groups.iter_mut().find(|g| g.id == id && g.within == within) {
        group.findings.push(finding);
        return;
    }
    let last = groups
        .iter()
        .rposition(|g| within.is_some() && (g.within == within || Some(&g.id) == within.as_ref()));
    let place = last.map_or(groups.len(), |i| i + 1);
    groups.insert(place, Group { id, within, findings: vec![finding] });
}

/// What a scope of the result is called.
pub(super) fn name_of(model: &Model, scope: &Scope) -> Text {
    model.case().map_or_else(Text::new, |case| name(case, scope))
}

/// What a scope is called.
pub(super) fn name(case: &Case, scope: &Scope) -> Text {
    let named = |what: &str, name: Option<&str>| match name {
        Some(name) => format!("{what} {name}"),
        None => what.to_owned(),
    };
    match scope.kind {
        ScopeKind::Server => named("Server", case.environment.computer.as_deref()),
        ScopeKind::Tenant => named("Tenant", case.environment.tenant.as_deref()),
        ScopeKind::Connector => named("Forest", scope.connector.as_deref()),
        ScopeKind::Domain => named("Domain", scope.domain.as_deref()),
        ScopeKind::User => named("User", scope.user.as_deref()),
    }
}

/// A finding by check and, where that is not plain, what it is about.
pub(super) fn named(case: &Case, finding: &Finding) -> Text {
    let title = knowledge::check(finding.check).title;
    match finding.scope.kind {
        ScopeKind::Server | ScopeKind::Tenant => title,
        _ => format!("{title}, {}", name(case, &finding.scope)),
    }
}

/// The findings of a group and of what lies in it.
pub(super) fn within<'a>(groups: &'a [Group], group: &'a Group) -> impl Iterator<Item = usize> + 'a {
    groups
        .iter()
        .filter(move |g| *g == group || g.within.as_ref() == Some(&group.id))
        .flat_map(|g| g.findings.iter().copied())
}

/// The findings of a group: what fails first, then as in the table.
pub(super) fn worst_first<'a>(case: &'a Case, group: &Group) -> impl Iterator<Item = &'a Finding> {
    let mut findings: Vec<&Finding> = group.findings.iter().map(|i| &case.judgement.findings[*i]).collect();
    findings.sort_by_key(|f| match f.status {
        Status::Fail => 0,
        Status::Warn => 1,
        _ => 2,
    });
    findings.into_iter()
}

/// How many findings have which status, worst first, passed over where none has.
pub(super) fn counts(case: &Case, findings: &[usize]) -> Text {
    use Status::{Fail, Info, Pass, Skipped, Unknown, Warn};
    let parts: Vec<Text> = [Fail, Warn, Unknown, Skipped, Info, Pass]
        .into_iter()
        .filter_map(|status| {
            let count = findings.iter().filter(|i| case.judgement.findings[**i].status == status).count();
            (count > 0).then(|| format!("{} {count}", status.mark()))
        })
        .collect();
    parts.join("  ")
}

/// True where the lines of a group are shown: those with trouble are, unless they were closed by hand.
pub(super) fn is_open(model: &Model, id: &str) -> bool {
    let Some(case) = model.case() else { return false };
    if let Some(open) = model.folds.get(id) {
        return *open;
    }
    let groups = groups(case);
    let failed = case.judgement.count(Status::Fail) > 0;
    groups.iter().filter(|g| g.id == id).any(|group| {
        within(&groups, group).any(|i| {
            let finding = &case.judgement.findings[i];
            match finding.status {
                Status::Fail | Status::Warn => true,
                Status::Unknown => !failed && finding.required,
                _ => false,
            }
        })
    })
}

/// True where a finding holds what was typed as a filter.
pub(super) fn fits(finding: &Finding, filter: &str) -> bool {
    if filter.is_empty() {
        return true;
    }
    let text = knowledge::finding(finding);
    let all = format!(
        "{} {} {} {} {} {:?}",
        finding.status.mark(),
        finding.check.0,
        knowledge::check(finding.check).title,
        text.title,
        text.short,
        finding.cause().map(|c| c.0)
    );
    all.to_lowercase().contains(&filter.to_lowercase())
}

/// The page of a finding.
pub(super) fn place(finding: &Finding) -> Place {
    Place::Finding(FindingKey::from(finding))
}
