//! What to get next: of everything that is missing, what answers most. A pure function of the judgement.

use super::{Finding, Judgement, Scope, Status};
use crate::{
    catalog::{Cause, CheckId, EXPLANATIONS},
    evidence::Kind,
};

/// Where missing facts can come from.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord)]
pub enum Supply {
    /// The collector on the Connect server.
    Collector,
    /// The event log.
    EventLog,
    /// The configuration export.
    Export,
    /// The directory itself.
    Directory,
    /// The output of a cmdlet that nothing else runs.
    Cmdlet,
}

impl Supply {
    const ALL: [Supply; 5] =
        [Supply::Collector, Supply::EventLog, Supply::Export, Supply::Directory, Supply::Cmdlet];

    /// True where it brings records of this kind.
    const fn brings(self, kind: Kind) -> bool {
        match self {
            Supply::Collector => !matches!(
                kind,
                Kind::ADConnectorAccount
                    | Kind::ADReplicationRights
                    | Kind::DomainController
                    | Kind::CloudUser
                    | Kind::CloudDomain
                    | Kind::OperatorAnswer
            ),
            Supply::EventLog => matches!(kind, Kind::WinEvent | Kind::EventLogCoverage),
            Supply::Export => {
                matches!(kind, Kind::ADSyncConnector | Kind::ADSyncRule | Kind::ADSyncGlobalSettingsParameter)
            }
            Supply::Directory => matches!(
                kind,
                Kind::ADUser | Kind::ADConnectorAccount | Kind::ADReplicationRights | Kind::DomainController
            ),
            Supply::Cmdlet => matches!(kind, Kind::CloudUser | Kind::CloudDomain),
        }
    }
}

/// The findings that are not known.
pub fn open(now: &Judgement) -> impl Iterator<Item = &Finding> {
    now.findings.iter().filter(|f| f.status == Status::Unknown)
}

/// The sources, each with how many unknown findings it answers: what answers most first.
#[must_use]
pub fn supplies(now: &Judgement) -> Vec<(Supply, usize)> {
    let answers = |supply: Supply, finding: &Finding| {
        let mut needs = finding.needs.iter().filter(|g| g.record != Kind::OperatorAnswer).peekable();
        needs.peek().is_some() && needs.all(|g| supply.brings(g.record))
    };
    let count = |supply: Supply| (supply, open(now).filter(|f| answers(supply, f)).count());
    let mut all: Vec<_> = Supply::ALL.into_iter().map(count).filter(|(_, n)| *n > 0).collect();
    all.sort_by_key(|(_, n)| std::cmp::Reverse(*n));
    all
}

/// A question that could be put.
#[derive(Clone, Debug)]
pub struct Askable<T> {
    /// The question.
    pub what: T,
    /// What it is about.
    pub scope: Scope,
    /// True where it was answered, be it that nobody can tell: then it is not put again.
    pub answered: bool,
    /// What each answer decides: the causes, or that a check passes.
    pub answers: Vec<Vec<(CheckId, Option<Cause>)>>,
}

/// A question that is worth putting.
#[derive(Clone, Debug)]
pub struct Next<T> {
    /// The question.
    pub what: T,
    /// What it is about.
    pub scope: Scope,
    /// How many unknown findings an answer decides, at most; never 0.
    pub decides: usize,
    /// True where an answer can explain something that failed.
    pub explains: bool,
}

/// The questions that are worth putting: what can explain a failure first, then by how many findings they
/// decide; of equal ones those about the very thing that fails. One whose answers change nothing, or that was answered, is left out. Equal ones keep their order.
#[must_use]
pub fn next<T>(now: &Judgement, askable: impl IntoIterator<Item = Askable<T>>) -> Vec<Next<T>> {
    let one = |asked: Askable<T>| {
        let Askable { what, scope, answered, answers } = asked;
        if answered {
            return None;
        }
        let count = |answer: &Vec<(CheckId, Option<Cause>)>| {
            open(now).filter(|f| answer.iter().any(|(check, _)| of(*check, f, &scope))).count()
        };
        let decides = answers.iter().map(count).max().unwrap_or(0);
        let explains = answers.iter().flatten().any(|(check, cause)| {
            cause.is_some_and(|cause| {
                open(now).any(|f| of(*check, f, &scope)) && explains(now, *check, cause, &scope)
            })
        });
        (decides > 0).then_some(Next { what, scope, decides, explains })
    };
    let mut all: Vec<Next<T>> = askable.into_iter().filter_map(one).collect();
    all.sort_by_key(|n| (!n.explains, std::cmp::Reverse(n.decides), far(now, &n.scope)));
    all
}

/// How far from what fails: about the same thing, about its forest, or about neither.
fn far(now: &Judgement, scope: &Scope) -> u8 {
    let roots = || now.roots.iter().filter_map(|r| now.root(r)).map(|f| &f.scope);
    if roots().any(|of| of == scope) {
        0
    } else if scope.connector.is_some() && roots().any(|of| scope.encloses(of)) {
        1
    } else {
        2
    }
}

/// True for a finding of the check that a question about this speaks of.
fn of(check: CheckId, finding: &Finding, scope: &Scope) -> bool {
    finding.check == check && scope.speaks_of(&finding.scope)
}

/// True where this cause would explain a root cause that is shown now.
fn explains(now: &Judgement, check: CheckId, cause: Cause, scope: &Scope) -> bool {
    let among = |list: &[Cause], cause: Cause| list.is_empty() || list.contains(&cause);
    now.roots.iter().filter_map(|r| now.root(r)).any(|root| {
        root.concerns(scope)
            && EXPLANATIONS.iter().any(|rule| {
                rule.by == check
                    && rule.of == root.check
                    && among(rule.causes, cause)
                    && root.cause().is_none_or(|of| among(rule.of_causes, of))
            })
    })
}
