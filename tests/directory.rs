//! A real controller, started by `.ci/directory`, which says where it is. Without that nothing of this
//! can run; each test says so.

#![allow(clippy::unwrap_used, clippy::expect_used, clippy::panic, reason = "a test fails by panicking")]

#[path = "controllers/found.rs"]
mod found;
#[path = "directory/program.rs"]
mod program;
#[path = "directory/real.rs"]
mod real;

use found::{Found, ask, secret};
use phs_doctor::evidence::{Ask, Kind, Props, directory::Access};
use real::{Real, real};
use std::sync::Arc;

#[test]
fn every_decision_about_rights_is_the_controllers_own() {
    let Some(real) = real() else { return };
    let found = ask(&real.ldaps(), &real.access(real.connectors()), &Ask::default()).unwrap();
    let (mut held, mut decided) = (0, 0);
    for record in found.all(Kind::ADReplicationRights) {
        let name = record.text("Account").unwrap();
        let answer = (record.bool("GetChanges").unwrap(), record.bool("GetChangesAll").unwrap());
        assert_eq!(answer, real.rights(name), "{name}: {:?}", record.get("Via"));
        decided += 1;
        if let Some((changes, hashes)) = real.replicated(name) {
            assert_eq!((answer.0, answer.0 && answer.1), (changes, hashes), "{name}");
            held += 1;
        }
    }
    assert_eq!((decided, held), (26, 18));
}

#[test]
fn whoever_grants_or_denies_is_named() {
    let Some(real) = real() else { return };
    for (name, expected) in [
        ("MSOL_both", "granted to the account itself"),
        ("MSOL_nested", "granted to PHS-Outer"),
        ("MSOL_primary", "granted to PHS-Primary"),
        ("MSOL_denygroup", "denied to PHS-Denied"),
        ("MSOL_domainadmin", "granted to Administrators"),
        ("MSOL_none", "granted to nobody"),
    ] {
        let found = ask(&real.ldaps(), &real.access(vec![name.to_owned()]), &Ask::default()).unwrap();
        let via = found.all(Kind::ADReplicationRights)[0].get("Via").unwrap().to_string();
        assert!(via.contains(expected), "{name}: {via}");
    }
}

fn tried(real: &Real, names: Vec<String>, password: &str) -> Found {
    let access =
        Access { account_password: Some(secret(password)), ..Arc::unwrap_or_clone(real.access(names)) };
    ask(&real.ldaps(), &Arc::new(access), &Ask::default()).unwrap()
}

fn record<'a>(found: &'a Found, name: &str) -> &'a Props {
    let mut all = found.all(Kind::ADConnectorAccount).into_iter();
    all.find(|p| p.text("UserName") == Some(name)).unwrap_or_else(|| panic!("no record of {name}"))
}

#[test]
fn every_account_shows_its_cause() {
    let Some(real) = real() else { return };
    let found = tried(&real, real.connectors(), &real.password);
    for name in real.connectors() {
        let bind = record(&found, &name).text("Bind").unwrap();
        assert_eq!(bind, real.cause(&name).unwrap_or("ok"), "{name}");
    }
    let wrong = tried(&real, vec!["CONTOSO\\MSOL_both".to_owned()], "wrong on purpose");
    assert_eq!(record(&wrong, "CONTOSO\\MSOL_both").text("Bind"), Some("account-bad-password"));
    let nobody = tried(&real, vec!["MSOL_nobody".to_owned()], &real.password);
    assert_eq!(record(&nobody, "MSOL_nobody").text("Bind"), Some("account-not-found"));
}

#[test]
fn what_bars_an_account_is_seen_without_a_try() {
    let Some(real) = real() else { return };
    let found = ask(&real.ldaps(), &real.access(real.connectors()), &Ask::default()).unwrap();
    for name in real.connectors() {
        // Only a try shows hours, computers and the password itself.
        let tried_only = ["account-logon-restricted", "account-bad-password"];
        let expected = real.cause(&name).filter(|c| !tried_only.contains(c));
        assert_eq!(record(&found, &name).text("Bind"), expected, "{name}");
    }
}

#[test]
fn an_account_close_to_its_limit_is_left_alone() {
    let Some(real) = real() else { return };
    let found = tried(&real, vec!["MSOL_nearlock".to_owned()], &real.password);
    let record = record(&found, "MSOL_nearlock");
    assert_eq!(record.text("Bind"), None);
    assert!(record.get("Notes").unwrap().to_string().contains("49 wrong passwords so far and 50 lock"));
}

fn users(real: &Real, asked: &str) -> Found {
    let ask_for = Ask { users: vec![asked.to_owned()], ..Ask::default() };
    ask(&real.ldaps(), &real.access(vec!["MSOL_both".to_owned()]), &ask_for).unwrap()
}

#[test]
fn users_are_found_by_every_name() {
    let Some(real) = real() else { return };
    let first = users(&real, "ada@contoso.local");
    let ada = first.all(Kind::ADUser)[0];
    assert!(ada.get("unicodePwdChangedAt").is_some(), "{ada:?}");
    assert!(ada.get("unicodePwd").is_none());
    let guid = ada.text("objectGUID").unwrap();
    let dn = ada.text("distinguishedName").unwrap();
    for asked in ["ada", "CONTOSO\\ada", "ada.byron@contoso.local", guid, dn, "odd (name)"] {
        let found = users(&real, asked);
        let wanted = if asked.starts_with("odd") { "odd (name)" } else { "ada" };
        assert_eq!(found.all(Kind::ADUser).len(), 1, "{asked}");
        assert_eq!(found.all(Kind::ADUser)[0].text("sAMAccountName"), Some(wanted), "{asked}");
    }
    for nobody in ["*", "a*", "nobody@contoso.local", "x)(objectClass=*"] {
        assert!(users(&real, nobody).all(Kind::ADUser).is_empty(), "{nobody}");
    }
}

#[test]
fn shared_names_are_found() {
    let Some(real) = real() else { return };
    let found = users(&real, "twin1");
    let shared = found.all(Kind::ADUser)[0].get("SharedNames").unwrap().to_string();
    assert!(
        shared.contains("proxyAddresses SMTP:twin@contoso.local") && shared.contains("CN=twin2"),
        "{shared}"
    );
    assert_eq!(users(&real, "elsewhere@contoso.example").all(Kind::ADUser).len(), 2);
    let found = users(&real, "upntwin");
    let shared = found.all(Kind::ADUser)[0].get("SharedNames").unwrap().to_string();
    assert!(shared.contains("userPrincipalName elsewhere@contoso.example"), "{shared}");
    assert!(users(&real, "ada").all(Kind::ADUser)[0].get("SharedNames").is_none());
}

#[test]
fn a_domain_leads_to_its_controllers() {
    let Some(real) = real() else { return };
    for given in ["contoso.local", "ldap://contoso.local", "ldaps://CONTOSO.local"] {
        let found = ask(given, &real.access(vec!["MSOL_both".to_owned()]), &Ask::default()).unwrap();
        let controller = found.all(Kind::DomainController)[0];
        assert_eq!(controller.text("HostName"), Some("dc1.contoso.local"), "{given}");
        assert_eq!(controller.bool("Writable"), Some(true));
        assert_eq!(found.all(Kind::ADReplicationRights).len(), 1, "{given}: {:?}", found.problems);
    }
    let nowhere =
        ask("nowhere.contoso.local", &real.access(Vec::new()), &Ask::default()).err().unwrap().to_string();
    assert!(
        nowhere.contains("DNS knows no domain controllers of a domain nowhere.contoso.local"),
        "{nowhere}"
    );
}

#[test]
fn a_controller_tells_of_itself_without_a_sign_in() {
    let Some(real) = real() else { return };
    let access = Arc::new(Access { dns: Some(real.dns), ..Access::default() });
    let found = ask(&real.ldap(), &access, &Ask::default()).unwrap();
    let controller = found.all(Kind::DomainController)[0];
    assert_eq!(controller.text("Domain"), Some("contoso.local"));
    assert_eq!(controller.bool("LdapAnswered"), Some(true));
    assert!(controller.int("ClockAheadSeconds").unwrap().abs() < 60);
    assert_eq!(controller.get("Ports").unwrap()["636"], "open");
    assert_eq!(controller.get("Ports").unwrap()["445"], "closed");
    assert!(found.errors(Kind::ADReplicationRights)[0].contains("no sign-in was given"));
}

#[test]
fn another_issuer_is_not_trusted() {
    let Some(real) = real() else { return };
    for given in [real.ldap(), real.ldaps()] {
        let access =
            Access { ca: Some(real.other_issuer()), ..Arc::unwrap_or_clone(real.access(Vec::new())) };
        let found = ask(&given, &Arc::new(access), &Ask::default()).unwrap();
        let said = found.problems.join("\n");
        assert!(said.contains("the issuer of its certificate is not trusted here"), "{given}: {said}");
        assert!(found.all(Kind::ADReplicationRights).is_empty());
    }
}
