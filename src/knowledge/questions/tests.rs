use super::{table::*, *};
use crate::{
    catalog::{CAUSES, CHECKS},
    knowledge::Known,
};
use std::collections::BTreeSet;

#[test]
fn every_file_can_be_read_and_every_answer_decides_something_that_there_is() {
    for text in FILES {
        toml::from_str::<Doc>(text).unwrap();
    }
    for question in table().iter().filter(|q| !q.begin) {
        assert!(row(&question.first).is_some(), "{}: {}", question.id, question.first);
        assert!(!question.options.is_empty(), "{}", question.id);
        assert!(question.title.ends_with('?') && !question.how.is_empty(), "{}", question.id);
        for choice in &question.options {
            assert_eq!(choice.decided().len(), choice.decides.len(), "{} {}", question.id, choice.id);
            assert!(!choice.decides.is_empty(), "{} {}", question.id, choice.id);
            assert!(is_label(&choice.label) && !choice.label.contains('{'), "{}", choice.label);
        }
    }
    for symptom in symptoms() {
        for id in &symptom.first {
            assert!(table().iter().any(|q| q.id == *id), "{id}");
        }
    }
}

/// Causes that nobody can find by hand, each with the reason.
const NOT_BY_HAND: [(&str, &str); 0] = [];

#[test]
fn every_cause_that_can_be_found_by_hand_has_an_answer() {
    let answers: BTreeSet<(CheckId, Option<Cause>)> =
        known().into_iter().flat_map(|k| k.answers).flatten().collect();
    let by_hand = |c: &&crate::catalog::CauseRow| !NOT_BY_HAND.iter().any(|(cause, _)| *cause == c.cause.0);
    let left: Vec<String> = CAUSES
        .iter()
        .filter(by_hand)
        .filter(|c| !answers.contains(&(c.check, Some(c.cause))))
        .map(|c| format!("{}/{}", c.check.0, c.cause.0))
        .collect();
    assert!(left.is_empty(), "{left:?}");
    let passes: Vec<&str> =
        CHECKS.iter().filter(|c| !answers.contains(&(c.id, None))).map(|c| c.id.0).collect();
    assert!(passes.is_empty(), "no answer says that these pass: {passes:?}");
}

fn typed(id: &str, text: &str) -> Result<Vec<String>, String> {
    let scope = Scope::domain(Some("contoso.com"), "contoso.com");
    let asked = ask(id, &scope, &Known::of(&[]).names(&scope)).unwrap();
    let records =
        asked.answer(&Said::Typed(text.to_owned()), "ada", "2026-11-20T10:00:00Z".parse().unwrap())?;
    let line = |r: &Value| format!("{} = {}", r["data"]["Question"], r["data"]["Value"]).replace('"', "");
    Ok(records.iter().skip(1).map(line).collect())
}

#[test]
fn what_is_typed_or_pasted_is_an_answer_or_said_to_be_none() {
    assert_eq!(typed("replication", "1722").unwrap(), ["domain.replication contoso.com = rpc-1722"]);
    let pasted =
        "Password hash synchronization failed for domain: contoso.com. RPC Error 8453 : Access denied. 5";
    assert!(
        typed("replication", pasted)
            .unwrap()
            .contains(&"domain.account-permissions contoso.com = replication-rights-missing".to_owned())
    );
    assert_eq!(typed("version", "2.4.131.0").unwrap(), ["server.version = 2.4.131.0"]);
    assert_eq!(
        typed("cloud", "AADSTS50126: x").unwrap(),
        ["tenant.cloud-channel = entra-account-bad-credentials"]
    );
    for (id, text) in [
        ("replication", "hello"),
        ("version", "new"),
        ("begin", "contoso"),
        ("begin", "a b c"),
        ("cloud", " "),
    ] {
        assert!(typed(id, text).is_err(), "{id}: {text}");
    }
}
