//! The connector account is tried once in a run, and not at all where a try could lock it.

use super::{
    found::{Found, LIMITS, ask, secret},
    played::{Played, Plays, READER, READERS_PASSWORD},
};
use phs_doctor::evidence::{
    Ask, Kind,
    directory::{Access, SignIn},
};
use std::sync::Arc;

const ACCOUNT: &str = "MSOL_counted";
const HARMLESS: Plays = Plays { bad_passwords: Some(0), threshold: Some(5) };

fn access(played: &Played, password: &str) -> Arc<Access> {
    Arc::new(Access {
        sign_in: Some(SignIn::As(READER.to_owned(), secret(password))),
        ca: Some(played.certificate()),
        accounts: vec![ACCOUNT.to_owned()],
        account_password: Some(secret("not the right one")),
        limits: LIMITS,
        ..Access::default()
    })
}

fn address(played: &Played) -> String {
    format!("ldaps://{}", played.at)
}

fn bind(found: &Found) -> Option<String> {
    found.all(Kind::ADConnectorAccount).first()?.text("Bind").map(str::to_owned)
}

fn notes(found: &Found) -> String {
    found.all(Kind::ADConnectorAccount)[0].get("Notes").map(ToString::to_string).unwrap_or_default()
}

#[test]
fn however_often_it_is_asked() {
    let played = Played::with_tls(HARMLESS);
    let access = access(&played, READERS_PASSWORD);
    for _ in 0..3 {
        let found = ask(&address(&played), &access, &Ask::default()).unwrap();
        assert_eq!(bind(&found).as_deref(), Some("account-bad-password"));
    }
    assert_eq!(played.tries_as(ACCOUNT), 1, "{:?}", played.tries);
    assert_eq!(played.tries_as(READER), 3);
}

#[test]
fn never_where_a_try_could_lock_it() {
    for (bad_passwords, threshold, why) in [
        (Some(4), Some(5), "4 wrong passwords so far and 5 lock"),
        (Some(5), Some(5), "5 wrong passwords so far"),
        (None, Some(5), "wrong passwords so far cannot be read"),
        (Some(0), None, "limit of wrong passwords cannot be read"),
        (Some(0), Some(1), "0 wrong passwords so far and 1 lock"),
    ] {
        let played = Played::with_tls(Plays { bad_passwords, threshold });
        let found = ask(&address(&played), &access(&played, READERS_PASSWORD), &Ask::default()).unwrap();
        assert_eq!(played.tries_as(ACCOUNT), 0, "{why}");
        assert_eq!(bind(&found), None, "{why}");
        assert!(notes(&found).contains(why), "{why}: {}", notes(&found));
    }
}

#[test]
fn tried_where_nothing_ever_locks() {
    let played = Played::with_tls(Plays { bad_passwords: Some(900), threshold: Some(0) });
    ask(&address(&played), &access(&played, READERS_PASSWORD), &Ask::default()).unwrap();
    assert_eq!(played.tries_as(ACCOUNT), 1);
}

#[test]
fn a_refused_reader_is_not_tried_again() {
    let played = Played::with_tls(HARMLESS);
    let access = access(&played, "mistyped");
    for _ in 0..3 {
        let found = ask(&address(&played), &access, &Ask::default()).unwrap();
        assert!(found.errors(Kind::ADReplicationRights)[0].contains("sign-in as reader@contoso.local"));
    }
    assert_eq!(played.tries_as(""), 1, "{:?}", played.tries);
}

#[test]
fn no_password_goes_over_an_open_line_and_no_empty_one_at_all() {
    let open = Played::open(HARMLESS);
    let found =
        ask(&format!("ldap://{}", open.at), &access(&open_certificate(), READERS_PASSWORD), &Ask::default());
    assert!(!found.unwrap().problems.is_empty());
    assert_eq!(open.tries_as(""), 0);
    let played = Played::with_tls(HARMLESS);
    let found = ask(&address(&played), &access(&played, ""), &Ask::default()).unwrap();
    assert!(found.problems[0].contains("an empty password signs nobody in"), "{:?}", found.problems);
    assert_eq!(played.tries_as(""), 0);
}

/// Any certificate will do where there is no encryption.
fn open_certificate() -> Played {
    Played::with_tls(HARMLESS)
}
