//! What the operator answered, and what comes of it beside the evidence: an answer decides only what
//! evidence leaves open, and where both speak, both are shown.

use super::{Evidence, Hit, Need, Scope, Status, Value};
use crate::{
    catalog::ScopeKind,
    evidence::{Class, Gap, Kind, Why},
};
use chrono::{DateTime, Utc};

/// What stands as the source of a row that an answer gave.
pub const OPERATOR: &str = "operator's answer";

/// An answer about one check in one place.
#[derive(Clone, Debug, PartialEq)]
pub struct Answer {
    /// What it says; none where the operator cannot tell.
    pub hit: Option<Hit>,
    /// What was chosen, in words.
    pub note: String,
    /// Who said so.
    pub by: String,
    /// When.
    pub at: Option<DateTime<Utc>>,
}

impl Evidence {
    /// True where an answer says so, and no source.
    #[must_use]
    pub fn is_operators(&self) -> bool {
        self.source == OPERATOR
    }
}

impl Answer {
    /// What a check comes to with this answer.
    pub fn decide(&self, found: Result<Vec<Hit>, Need>) -> Result<Vec<Hit>, Need> {
        match (found, &self.hit) {
            (Ok(hits), Some(hit)) if !hits.is_empty() => Ok(self.beside(hits, hit)),
            (Ok(hits), _) => Ok(hits),
            (Err(_), Some(hit)) => Ok(vec![hit.clone().seen(self.row(self.said()))]),
            (Err(need), None) => {
                let why = Why::NotEnough(format!("{} was asked and cannot tell", self.by));
                let gap = Gap { record: Kind::OperatorAnswer, property: None, why, last: None };
                Err(Need { gaps: need.gaps.into_iter().chain([gap]).collect(), ..need })
            }
        }
    }

    /// Evidence decides; the answer stands beside it, and where they differ that is said.
    fn beside(&self, mut hits: Vec<Hit>, own: &Hit) -> Vec<Hit> {
        let same = |hit: &Hit| match own.cause {
            Some(cause) => hit.cause == Some(cause),
            None => hit.cause.is_none(),
        };
        if let Some(agreed) = hits.iter_mut().find(|h| same(h)) {
            agreed.evidence.push(self.row(self.said()));
        } else if let Some(first) = hits.first_mut() {
            let shown = first.evidence.first().map(|e| format!("{} = {}", e.label, e.found.text));
            let shown = shown.unwrap_or_else(|| first.status.word().to_owned());
            let text = format!(
                "operator {} said \"{}\", the evidence says {shown}; the evidence counts",
                self.by, self.note
            );
            first.evidence.push(self.row(text));
        }
        hits
    }

    fn said(&self) -> String {
        format!("{} said \"{}\"", self.by, self.note)
    }

    fn row(&self, text: String) -> Evidence {
        Evidence {
            label: "Operator's answer".to_owned(),
            expected: None,
            found: Value::of(Class::Person, text),
            source: OPERATOR.to_owned(),
            observed_at: self.at,
            judged_at: self.at,
        }
    }
}

impl Scope {
    /// The name that an answer calls it by; none where there is only one of its kind.
    #[must_use]
    pub fn name(&self) -> Option<&str> {
        match self.kind {
            ScopeKind::Server | ScopeKind::Tenant => None,
            ScopeKind::Connector => self.connector.as_deref(),
            ScopeKind::Domain => self.domain.as_deref(),
            ScopeKind::User => self.user.as_deref(),
        }
    }

    /// True where a question about this also speaks of that: the server and the tenant, and what it names.
    #[must_use]
    pub fn speaks_of(&self, other: &Scope) -> bool {
        let named = match other.kind {
            ScopeKind::Server | ScopeKind::Tenant => return true,
            ScopeKind::Connector => self.connector.as_deref(),
            ScopeKind::Domain => self.domain.as_deref(),
            ScopeKind::User => self.user.as_deref(),
        };
        named.zip(other.name()).is_some_and(|(a, b)| a.eq_ignore_ascii_case(b))
    }
}

impl Hit {
    /// A result as an answer gives it.
    #[must_use]
    pub fn said(cause: Option<(&'static str, Status)>) -> Hit {
        match cause {
            Some((cause, status)) => Hit::cause(status, cause),
            None => Hit::pass(),
        }
    }
}
