//! Which failed findings are the ones to fix, and what each of them explains. A list of a thousand users
//! has tens of thousands of findings, so those that can touch are looked up, not looked for.

use super::{Finding, RootCause, Scope, Status};
use crate::catalog::{Cause, CheckId, EXPLANATIONS, Explanation};
use std::collections::{BTreeSet, HashMap};

/// The failed findings that no other failed finding explains: what explains most first, then in the
/// order of the tables.
#[must_use]
pub fn roots(findings: &[Finding]) -> Vec<RootCause> {
    let index = Index::of(findings);
    let failed = |i: &usize| findings[*i].status == Status::Fail;
    let mut roots: Vec<RootCause> = (0..findings.len())
        .filter(failed)
        .filter(|i| !index.explained(*i))
        .map(|i| RootCause { finding: i, explains: index.reach(i) })
        .collect();
    roots.sort_by_key(|r| std::cmp::Reverse(r.explains.len()));
    roots
}

/// Findings of one check.
#[derive(Default)]
struct Places {
    all: Vec<usize>,
    of_nobody: Vec<usize>,
    of_user: HashMap<String, Vec<usize>>,
}

impl Places {
    fn add(&mut self, place: usize, user: Option<&str>) {
        self.all.push(place);
        match user {
            Some(user) => self.of_user.entry(user.to_ascii_lowercase()).or_default().push(place),
            None => self.of_nobody.push(place),
        }
    }

    /// Those that can touch a scope of this user.
    fn near(&self, user: Option<&str>) -> impl Iterator<Item = usize> {
        let (common, own) = match user {
            None => (&self.all, None),
            Some(user) => (&self.of_nobody, self.of_user.get(&user.to_ascii_lowercase())),
        };
        common.iter().chain(own.into_iter().flatten()).copied()
    }
}

/// Findings by check and user, and by what they wait for.
struct Index<'a> {
    findings: &'a [Finding],
    failed: HashMap<CheckId, Places>,
    ailing: HashMap<CheckId, Places>,
    waiting: HashMap<(CheckId, &'a Scope), Vec<usize>>,
}

impl<'a> Index<'a> {
    fn of(findings: &'a [Finding]) -> Index<'a> {
        let mut index =
            Index { findings, failed: HashMap::new(), ailing: HashMap::new(), waiting: HashMap::new() };
        for (i, finding) in findings.iter().enumerate() {
            let user = finding.scope.user.as_deref();
            if finding.status == Status::Fail {
                index.failed.entry(finding.check).or_default().add(i, user);
            }
            if matches!(finding.status, Status::Fail | Status::Warn | Status::Skipped) {
                index.ailing.entry(finding.check).or_default().add(i, user);
                if let Some(blocked) = &finding.blocked_by {
                    index.waiting.entry((blocked.check, &blocked.scope)).or_default().push(i);
                }
            }
        }
        index
    }

    /// True where failed findings explain this one: any does, but of what is about some connectors, those
    /// of each of them have to.
    fn explained(&self, of: usize) -> bool {
        let finding = &self.findings[of];
        let rules = EXPLANATIONS.iter().filter(|rule| rule.of == finding.check);
        let mut by = rules.flat_map(|rule| {
            let failed = self.failed.get(&rule.by).into_iter();
            let near = failed.flat_map(|places| places.near(finding.scope.user.as_deref()));
            near.map(|by| &self.findings[by]).filter(move |by| explains(rule, by, finding))
        });
        if finding.hit.connectors.is_empty() {
            return by.next().is_some();
        }
        let by: Vec<&Scope> = by.map(|by| &by.scope).collect();
        let whole = by.iter().any(|scope| scope.connector.is_none());
        let each = |name: &String| {
            by.iter().any(|s| s.connector.as_ref().is_some_and(|c| c.eq_ignore_ascii_case(name)))
        };
        whole || finding.hit.connectors.iter().all(each)
    }

    /// True where what one finding of another connector explains may be laid to it: a failure of several
    /// connectors is explained by all of them together or not at all.
    fn shared(&self, of: usize) -> bool {
        let finding = &self.findings[of];
        finding.status != Status::Fail || finding.hit.connectors.is_empty() || self.explained(of)
    }

    /// Everything that a finding explains, directly or through what it explains. From a connector the way
    /// leads to the tenant, but not on to another connector.
    fn reach(&self, root: usize) -> Vec<usize> {
        let mut seen = BTreeSet::new();
        let mut open = vec![root];
        while let Some(place) = open.pop() {
            let by = &self.findings[place];
            let waiting = self.waiting.get(&(by.check, &by.scope)).into_iter().flatten().copied();
            let rules = EXPLANATIONS.iter().filter(|rule| rule.by == by.check);
            let explained = rules.flat_map(|rule| {
                let ailing = self.ailing.get(&rule.of).into_iter();
                let near = ailing.flat_map(|places| places.near(by.scope.user.as_deref()));
                near.filter(move |of| explains(rule, by, &self.findings[*of]))
            });
            for next in waiting.chain(explained) {
                let same = same_connector(&self.findings[root], &self.findings[next]);
                if next != root && next != place && same && self.shared(next) && seen.insert(next) {
                    open.push(next);
                }
            }
        }
        seen.into_iter().collect()
    }
}

/// True unless they are of two connectors.
fn same_connector(a: &Finding, b: &Finding) -> bool {
    let both = a.scope.connector.as_ref().zip(b.scope.connector.as_ref());
    both.is_none_or(|(a, b)| a.eq_ignore_ascii_case(b))
}

/// True where a rule for their checks says that `by` explains `of` and the two touch.
fn explains(rule: &Explanation, by: &Finding, of: &Finding) -> bool {
    let among =
        |list: &[Cause], cause: Option<Cause>| list.is_empty() || cause.is_some_and(|c| list.contains(&c));
    (by.check != of.check || by.scope != of.scope)
        && of.concerns(&by.scope)
        && among(rule.causes, by.cause())
        && (rule.codes.is_empty()
            || by.hit.values.get("code").is_some_and(|code| rule.codes.contains(&code.text.as_str())))
        // A skipped finding has no cause to compare.
        && (of.status == Status::Skipped || among(rule.of_causes, of.cause()))
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::{
        catalog::{CAUSES, CHECKS, ScopeKind},
        diagnosis::{Blocked, Hit},
    };
    use proptest::prelude::*;

    /// The same by looking at every pair.
    fn by_pairs(findings: &[Finding]) -> Vec<RootCause> {
        let explain = |by: &Finding, of: &Finding| {
            let mut rules = EXPLANATIONS.iter().filter(|r| r.by == by.check && r.of == of.check);
            rules.any(|rule| explains(rule, by, of))
        };
        let failed: Vec<usize> =
            (0..findings.len()).filter(|i| findings[*i].status == Status::Fail).collect();
        let explained = |of: usize| {
            let by: Vec<&Finding> = failed
                .iter()
                .filter(|by| **by != of && explain(&findings[**by], &findings[of]))
                .map(|by| &findings[*by])
                .collect();
            let about = |name: &str| {
                by.iter().any(|b| b.scope.connector.as_ref().is_none_or(|c| c.eq_ignore_ascii_case(name)))
            };
            !by.is_empty() && findings[of].hit.connectors.iter().all(|name| about(name))
        };
        let reach = |root: usize| {
            let (mut seen, mut open) = (BTreeSet::new(), vec![root]);
            while let Some(by) = open.pop() {
                for (i, finding) in findings.iter().enumerate() {
                    let ails = matches!(finding.status, Status::Fail | Status::Warn | Status::Skipped);
                    let waits = finding
                        .blocked_by
                        .as_ref()
                        .is_some_and(|b| b.check == findings[by].check && b.scope == findings[by].scope);
                    let alone = finding.status != Status::Fail || finding.hit.connectors.is_empty();
                    let other = finding.scope.connector.as_ref().zip(findings[root].scope.connector.as_ref());
                    let hit = ails
                        && i != root
                        && i != by
                        && other.is_none_or(|(a, b)| a.eq_ignore_ascii_case(b))
                        && (alone || explained(i))
                        && (waits || explain(&findings[by], finding));
                    if hit && seen.insert(i) {
                        open.push(i);
                    }
                }
            }
            seen.into_iter().collect()
        };
        let mut roots: Vec<RootCause> = failed
            .iter()
            .filter(|i| !explained(**i))
            .map(|i| RootCause { finding: *i, explains: reach(*i) })
            .collect();
        roots.sort_by_key(|r| std::cmp::Reverse(r.explains.len()));
        roots
    }

    fn scope(kind: ScopeKind, user: u8, forest: u8) -> Scope {
        let forest = ["a.com", "B.com", "b.com"][usize::from(forest) % 3];
        match kind {
            ScopeKind::Server => Scope::server(),
            ScopeKind::Tenant => Scope::tenant(),
            ScopeKind::Connector => Scope::connector(forest),
            ScopeKind::Domain => Scope::domain(Some(forest), forest),
            ScopeKind::User => {
                let name = ["ada", "ADA", "bob"][usize::from(user) % 3];
                Scope::user((user > 2).then_some(forest), (user > 4).then_some(forest), name)
            }
        }
    }

    fn finding((check, status, cause, user, forest, wait): (usize, u8, usize, u8, u8, usize)) -> Finding {
        let row = &CHECKS[check % CHECKS.len()];
        let causes: Vec<_> = CAUSES.iter().filter(|c| c.check == row.id).collect();
        let status = [Status::Fail, Status::Fail, Status::Warn, Status::Skipped, Status::Pass]
            [usize::from(status) % 5];
        let mut hit = Hit::of(status);
        // What is about the tenant may be about some of its forests.
        if row.over == ScopeKind::Tenant {
            hit.connectors =
                ["a.com", "B.com"].iter().take(usize::from(forest)).map(|f| (*f).to_owned()).collect();
        }
        hit.cause = causes.get(cause % (causes.len() + 1)).map(|c| c.cause);
        let before = &CHECKS[wait % CHECKS.len()];
        let blocked = Blocked { check: before.id, scope: scope(before.over, user, forest) };
        Finding {
            check: row.id,
            scope: scope(row.over, user, forest),
            status,
            hit,
            blocked_by: (status == Status::Skipped).then_some(blocked),
            needs: Vec::new(),
            required: row.required,
            accepted: false,
            left_out: false,
            closed: false,
        }
    }

    proptest! {
        #[test]
        fn what_is_looked_up_is_what_every_pair_says(
            seeds in prop::collection::vec((0..99_usize, 0..5_u8, 0..9_usize, 0..6_u8, 0..3_u8, 0..99_usize), 0..60)
        ) {
            let findings: Vec<Finding> = seeds.into_iter().map(finding).collect();
            let found = |roots: Vec<RootCause>| {
                roots.into_iter().map(|r| (r.finding, r.explains)).collect::<Vec<_>>()
            };
            prop_assert_eq!(found(roots(&findings)), found(by_pairs(&findings)));
        }
    }
}
