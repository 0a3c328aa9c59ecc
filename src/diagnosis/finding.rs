//! What comes of the checks: findings, and the judgement that they make.

use super::{Hit, Scope, Status};
use crate::{
    catalog::{Cause, CheckId, Flow},
    evidence::Gap,
};
use chrono::{DateTime, Utc};

/// The check at the start of the chain that a skipped finding waits for.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Blocked {
    /// The check that failed.
    pub check: CheckId,
    /// Where it failed.
    pub scope: Scope,
}

/// One line of the result. (check, scope, cause) is its key.
#[derive(Clone, Debug, PartialEq)]
#[expect(
    clippy::struct_excessive_bools,
    reason = "four independent facts about a finding, each asked for by name"
)]
pub struct Finding {
    /// Which check.
    pub check: CheckId,
    /// For what.
    pub scope: Scope,
    /// The result, after what the operator accepts.
    pub status: Status,
    /// What the check saw; empty for unknown and skipped.
    pub hit: Hit,
    /// What it waits for, when skipped because of another.
    pub blocked_by: Option<Blocked>,
    /// What is missing, when unknown.
    pub needs: Vec<Gap>,
    /// Whether the verdict needs an answer here.
    pub required: bool,
    /// True where the operator accepted the cause (`--accept`).
    pub accepted: bool,
    /// True where the operator left the check out (`--skip`).
    pub left_out: bool,
    /// True where its scope was taken out of the question (a partition that is not selected).
    pub closed: bool,
}

impl Finding {
    /// A cause by itself, with no names in it: what the reference shows.
    #[must_use]
    pub fn bare(check: CheckId, cause: Cause) -> Finding {
        Finding {
            check,
            scope: Scope::server(),
            status: Status::Fail,
            hit: Hit { cause: Some(cause), ..Hit::of(Status::Fail) },
            blocked_by: None,
            needs: Vec::new(),
            required: true,
            accepted: false,
            left_out: false,
            closed: false,
        }
    }

    /// True where what lies in this scope bears on it: it touches the finding's own, and where that
    /// is about some connectors only, it is one of theirs.
    #[must_use]
    pub fn concerns(&self, scope: &Scope) -> bool {
        let named = |c: &String| self.hit.connectors.iter().any(|own| own.eq_ignore_ascii_case(c));
        let among = self.hit.connectors.is_empty() || scope.connector.as_ref().is_none_or(named);
        among && scope.touches(&self.scope)
    }

    /// What is wrong, where something is.
    #[must_use]
    pub const fn cause(&self) -> Option<Cause> {
        self.hit.cause
    }
}

/// A failed finding that no other failed finding explains.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct RootCause {
    /// Its place in the findings.
    pub finding: usize,
    /// The findings it explains, by their places.
    pub explains: Vec<usize>,
}

/// What a run comes to.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord)]
pub enum Verdict {
    /// Everything that is required passed.
    Healthy,
    /// Nothing failed, and something required is not known.
    Incomplete,
    /// Something failed.
    Problem,
}

impl Verdict {
    /// The word of the contract.
    #[must_use]
    pub const fn word(self) -> &'static str {
        match self {
            Verdict::Healthy => "healthy",
            Verdict::Incomplete => "incomplete",
            Verdict::Problem => "problem",
        }
    }
}

/// The whole result.
#[derive(Clone, Debug, PartialEq)]
pub struct Judgement {
    /// Which question was asked.
    pub flow: Flow,
    /// Every finding, in the order of the table of checks, then by scope.
    pub findings: Vec<Finding>,
    /// What to fix, worst first.
    pub roots: Vec<RootCause>,
    /// What it comes to.
    pub verdict: Verdict,
    /// The newest time that anything was judged as of.
    pub evaluated_at: Option<DateTime<Utc>>,
}

impl Judgement {
    /// The finding of a root cause.
    #[must_use]
    pub fn root(&self, root: &RootCause) -> Option<&Finding> {
        self.findings.get(root.finding)
    }

    /// How many findings have this status.
    #[must_use]
    pub fn count(&self, status: Status) -> usize {
        self.findings.iter().filter(|f| f.status == status).count()
    }
}
