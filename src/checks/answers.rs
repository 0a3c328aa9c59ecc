//! What the operator answered, as results of checks.

use super::{server, version::Version};
use crate::{
    catalog::{CAUSES, CHECKS, Flow, Row, ScopeKind},
    diagnosis::{Answer, Hit, Scope, Status, Value},
    evidence::{Class, Kind, Stamp},
    facts::{Entity, Facts, people::Found},
};
use chrono::{DateTime, Utc};

/// One record `OperatorAnswer`.
pub(super) struct Told {
    row: &'static Row,
    /// What it is about, as it is written; none for the server and the tenant.
    name: Option<String>,
    value: String,
    note: String,
    by: String,
    at: Option<DateTime<Utc>>,
}

/// Every answer of which this version knows the check, oldest first.
pub(super) fn told(facts: &Facts, flow: Flow) -> Vec<Told> {
    let answers = facts.each(Kind::OperatorAnswer).iter();
    answers.filter_map(read).filter(|t| super::runs_in(t.row, flow)).collect()
}

fn read(answer: &Entity) -> Option<Told> {
    let text = |property: &str| answer.text(property).value();
    let question = text("Question")?;
    let (check, name) = match question.trim().split_once(' ') {
        Some((check, name)) => (check, Some(name.trim().to_owned())),
        None => (question.trim(), None),
    };
    let value = text("Value")?;
    Some(Told {
        row: CHECKS.iter().find(|row| row.id.0 == check)?,
        name: name.filter(|n| !n.is_empty()),
        note: text("Note").filter(|n| !n.is_empty()).unwrap_or_else(|| value.clone()),
        value,
        by: text("By").filter(|b| !b.is_empty()).unwrap_or_else(|| "operator".to_owned()),
        at: answer
            .seen()
            .and_then(|s| s.at)
            .or_else(|| text("At").and_then(|t| Stamp::from_text(&t)?.moment())),
    })
}

/// Forests and domains that only answers name.
pub(super) fn scopes(facts: &Facts, kind: ScopeKind, told: &[Told]) -> Vec<Scope> {
    let mut names: Vec<String> = Vec::new();
    for name in told.iter().filter(|t| t.row.over == kind).filter_map(|t| t.name.as_ref()) {
        let known = match kind {
            ScopeKind::Connector => facts.ad_connectors().any(|c| c.name.eq_ignore_ascii_case(name)),
            ScopeKind::Domain => facts.domains().iter().any(|d| d.name.eq_ignore_ascii_case(name)),
            ScopeKind::Server | ScopeKind::Tenant | ScopeKind::User => true,
        };
        if !known && !names.iter().any(|n| n.eq_ignore_ascii_case(name)) {
            names.push(name.clone());
        }
    }
    let scope = |name: &String| match kind {
        ScopeKind::Connector => Scope::connector(name),
        _ => Scope::domain(None, &name.to_lowercase()),
    };
    names.iter().map(scope).collect()
}

/// What was answered about a check in a place: the newest that says something, else that nobody can tell.
pub(super) fn about(facts: &Facts, told: &[Told], row: &'static Row, scope: &Scope) -> Option<Answer> {
    let mine =
        || told.iter().filter(|t| t.row.id == row.id && names(facts, t, scope)).map(|t| t.answer(scope));
    let newest = mine().filter(|a| a.hit.is_some()).max_by_key(|a| a.at);
    newest.or_else(|| mine().max_by_key(|a| a.at))
}

/// True where the answer names this place; a user also by what was typed to find the user.
fn names(facts: &Facts, told: &Told, scope: &Scope) -> bool {
    let Some(own) = scope.name() else { return true };
    let Some(name) = &told.name else { return false };
    let typed = || {
        facts.people().iter().any(|found| match found {
            Found::One(p) => p.name == own && p.asked.eq_ignore_ascii_case(name),
            Found::Several(_) => false,
        })
    };
    own.eq_ignore_ascii_case(name) || (scope.kind == ScopeKind::User && typed())
}

impl Told {
    fn answer(&self, scope: &Scope) -> Answer {
        let hit = self.hit().map(|hit| {
            let names = [
                ("connector", Class::Network, &scope.connector),
                ("domain", Class::Network, &scope.domain),
                ("user", Class::Person, &scope.user),
            ];
            names.into_iter().fold(hit, |hit, (place, class, name)| match name {
                Some(name) => hit.with(place, Value::of(class, name.clone())),
                None => hit,
            })
        });
        Answer { hit, note: self.note.clone(), by: self.by.clone(), at: self.at }
    }

    /// What it says of the check; none where that is nothing, or nothing that this version knows.
    fn hit(&self) -> Option<Hit> {
        let value = self.value.trim();
        if value.eq_ignore_ascii_case("pass") {
            return Some(Hit::said(None));
        }
        if self.row.id.0 == "server.version"
            && let Some(version) = Version::parse(value)
        {
            return Some(server::version_of(version, self.at));
        }
        let row = CAUSES.iter().find(|r| r.check == self.row.id && r.cause.0.eq_ignore_ascii_case(value))?;
        let status: Status = row.severity.into();
        Some(Hit::said(Some((row.cause.0, status))))
    }
}
