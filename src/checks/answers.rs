//! What the operator answered, as results of checks.

use super::{server, version::Version};
use crate::{
    catalog::{CAUSES, CHECKS, Flow, Row, ScopeKind},
    diagnosis::{Answer, Hit, Scope, Status, Value},
    evidence::{Class, Kind, Stamp},
    facts::{Entity, Facts, Seen, people::Found},
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

/// Every answer that can be used, oldest first.
pub(super) fn told(facts: &Facts, flow: Flow) -> Vec<Told> {
    let answers = facts.each(Kind::OperatorAnswer).iter();
    answers.filter_map(|a| read(a).ok()).filter(|t| super::runs_in(t.row, flow)).collect()
}

/// An answer that decides nothing.
#[derive(Clone, Debug)]
pub struct Unused {
    /// Where it stands.
    pub seen: Seen,
    /// What it is about, as it is written.
    pub question: String,
    /// Why, and what would be accepted.
    pub reason: String,
}

/// The answers that cannot be used.
#[must_use]
pub fn unused(facts: &Facts) -> Vec<Unused> {
    let answers = facts.each(Kind::OperatorAnswer).iter();
    let one = |answer: &Entity| {
        let reason = read(answer).err()?;
        let question = answer.text("Question").value().unwrap_or_default();
        Some(Unused { seen: answer.seen()?.clone(), question, reason })
    };
    answers.filter_map(one).collect()
}

/// An answer; an error says what would be one.
fn read(answer: &Entity) -> Result<Told, String> {
    let text = |property: &str| answer.text(property).value().filter(|t| !t.trim().is_empty());
    let example = "a check and what it is about, such as \"domain.reachable contoso.com\"";
    let question =
        text("Question").ok_or_else(|| format!("an answer without a Question: expected {example}"))?;
    let (check, name) = match question.trim().split_once(' ') {
        Some((check, name)) => (check, Some(name.trim().to_owned())),
        None => (question.trim(), None),
    };
    let name = name.filter(|n| !n.is_empty());
    let row = CHECKS.iter().find(|row| row.id.0.eq_ignore_ascii_case(check));
    let row = row.ok_or_else(|| format!("there is no check \"{check}\": expected {example}"))?;
    let missing = match row.over {
        ScopeKind::Connector => Some("connector"),
        ScopeKind::Domain => Some("domain"),
        ScopeKind::User => Some("user"),
        ScopeKind::Server | ScopeKind::Tenant => None,
    };
    if let (Some(what), None) = (missing, &name) {
        return Err(format!("{check} without a name: expected the {what} behind it"));
    }
    let value = text("Value").unwrap_or_default();
    if !is_known(row, value.trim()) {
        let causes = CAUSES.iter().filter(|c| c.check == row.id).map(|c| c.cause.0);
        let causes: Vec<&str> = ["pass", "unknown"].into_iter().chain(causes).collect();
        return Err(format!("\"{value}\" is no answer about {check}: expected one of {}", causes.join(", ")));
    }
    let own = answer.time("At").value().and_then(Stamp::moment);
    Ok(Told {
        row,
        name,
        note: text("Note").unwrap_or_else(|| value.clone()),
        value,
        by: text("By").unwrap_or_else(|| "operator".to_owned()),
        at: own.or_else(|| answer.seen().and_then(|s| s.at)),
    })
}

/// True for what an answer about this check can say.
fn is_known(row: &Row, value: &str) -> bool {
    let is = |known: &str| value.eq_ignore_ascii_case(known);
    is("pass")
        || is("unknown")
        || (row.id.0 == "server.version" && Version::parse(value).is_some())
        || CAUSES.iter().any(|c| c.check == row.id && is(c.cause.0))
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
            Found::One(p) => p.name == own && p.asked.iter().any(|typed| typed.eq_ignore_ascii_case(name)),
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

    /// What it says of the check; none where the operator cannot tell.
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
