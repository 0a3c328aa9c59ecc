//! The rules of explanation, each by itself: what explains is the root, what is explained is not.

#![allow(clippy::unwrap_used, reason = "a test that cannot go on has failed")]

use phs_doctor::{
    catalog::{CAUSES, CHECKS, Cause, CheckId, EXPLANATIONS, Explanation, ScopeKind},
    diagnosis::{Finding, Scope, Value, roots},
};

/// The scope of a check in one forest with one domain and one user; `other` is another forest.
fn scope(check: CheckId, other: bool) -> Scope {
    let (connector, domain) =
        if other { ("fabrikam.local", "fabrikam.local") } else { ("contoso.com", "emea.contoso.com") };
    match CHECKS.iter().find(|row| row.id == check).unwrap().over {
        ScopeKind::Server => Scope::server(),
        ScopeKind::Tenant => Scope::tenant(),
        ScopeKind::Connector => Scope::connector(connector),
        ScopeKind::Domain => Scope::domain(Some(connector), domain),
        ScopeKind::User => Scope::user(Some(connector), Some(domain), &format!("ada@{domain}")),
    }
}

fn failed(check: CheckId, cause: Cause, other: bool) -> Finding {
    Finding { scope: scope(check, other), ..Finding::bare(check, cause) }
}

/// The causes of a check that a rule is about.
fn causes(check: CheckId, only: &[Cause]) -> Vec<Cause> {
    let all = CAUSES.iter().filter(|row| row.check == check).map(|row| row.cause);
    all.filter(|cause| only.is_empty() || only.contains(cause)).collect()
}

fn one_by_another(rule: &Explanation, by: Cause, of: Cause) {
    let mut findings = [failed(rule.of, of, false), failed(rule.by, by, false)];
    let what = format!("{}/{} explains {}/{}", rule.by.0, by.0, rule.of.0, of.0);
    if let Some(code) = rule.codes.first() {
        assert_eq!(roots(&findings).len(), 2, "{what} whatever it names");
        findings[1].hit.values.insert("code", Value::public(*code));
    }
    let found = roots(&findings);
    assert_eq!(found.len(), 1, "{what}");
    assert_eq!((found[0].finding, found[0].explains.as_slice()), (1, [0].as_slice()), "{what}");
}

#[test]
fn every_rule_makes_one_root_of_two_failures() {
    for rule in EXPLANATIONS {
        let (by, of) = (causes(rule.by, rule.causes), causes(rule.of, rule.of_causes));
        assert!(!by.is_empty() && !of.is_empty(), "{rule:?} is about causes that are not there");
        for (by, of) in by.iter().flat_map(|by| of.iter().map(move |of| (*by, *of))) {
            one_by_another(rule, by, of);
        }
    }
}

#[test]
fn no_rule_is_there_twice() {
    for (i, a) in EXPLANATIONS.iter().enumerate() {
        for b in &EXPLANATIONS[i + 1..] {
            let common = |x: &[Cause], y: &[Cause]| {
                x.is_empty() || y.is_empty() || x.iter().any(|cause| y.contains(cause))
            };
            let same = a.by == b.by && a.of == b.of;
            assert!(
                !(same && common(a.causes, b.causes) && common(a.of_causes, b.of_causes)),
                "{a:?} and {b:?}"
            );
        }
    }
}

/// A forest that fails explains nothing in another forest.
#[test]
fn no_rule_reaches_into_another_forest() {
    let local = |check: CheckId| scope(check, false) != scope(check, true);
    for rule in EXPLANATIONS.iter().filter(|r| local(r.by) && local(r.of)) {
        let (by, of) = (causes(rule.by, rule.causes)[0], causes(rule.of, rule.of_causes)[0]);
        let findings = [failed(rule.by, by, false), failed(rule.of, of, true)];
        assert_eq!(roots(&findings).len(), 2, "{rule:?}");
    }
}

/// What a rule does not name stays a failure of its own.
#[test]
fn a_rule_about_some_causes_leaves_the_others() {
    let mut met = 0;
    for rule in EXPLANATIONS.iter().filter(|r| !r.of_causes.is_empty()) {
        let by = causes(rule.by, rule.causes)[0];
        let elsewhere = |of: Cause| {
            EXPLANATIONS.iter().any(|r| {
                let forth = r.by == rule.by && r.of == rule.of;
                let back =
                    r.by == rule.of && r.of == rule.by && (r.causes.is_empty() || r.causes.contains(&of));
                back || forth && (r.of_causes.is_empty() || r.of_causes.contains(&of))
            })
        };
        for of in causes(rule.of, &[]).into_iter().filter(|of| !elsewhere(*of)) {
            met += 1;
            let findings = [failed(rule.by, by, false), failed(rule.of, of, false)];
            assert_eq!(roots(&findings).len(), 2, "{} and {}/{}", rule.by.0, rule.of.0, of.0);
        }
    }
    assert!(met > 20, "only {met}");
}

/// Were there a ring, all of its failures would explain each other and none would be a root.
#[test]
fn nothing_explains_itself_in_the_end() {
    let explains = |a: usize, b: usize| {
        let among = |list: &[Cause], cause: Cause| list.is_empty() || list.contains(&cause);
        EXPLANATIONS.iter().any(|r| {
            r.by == CAUSES[a].check
                && r.of == CAUSES[b].check
                && among(r.causes, CAUSES[a].cause)
                && among(r.of_causes, CAUSES[b].cause)
        })
    };
    let mut left: Vec<usize> = (0..CAUSES.len()).collect();
    // What nothing that is left explains goes; a ring would stay.
    loop {
        let (gone, stay): (Vec<usize>, Vec<usize>) =
            left.iter().partition(|b| !left.iter().any(|a| explains(*a, **b)));
        if gone.is_empty() {
            break;
        }
        left = stay;
    }
    let ring: Vec<String> =
        left.iter().map(|i| format!("{}/{}", CAUSES[*i].check.0, CAUSES[*i].cause.0)).collect();
    assert!(ring.is_empty(), "{ring:?}");
}
