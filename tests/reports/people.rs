//! The way of users' passwords, in every form that people read and in JSON.

use super::made;
use phs_doctor::{
    front::scenarios,
    report::{self, Format, model::Report, redact::redact, story::State},
};
use serde_json::Value;

const ADA: &str = "ada@contoso.com";

fn of(case: &str, users: &[&str]) -> Report {
    let users: Vec<String> = users.iter().map(|u| (*u).to_owned()).collect();
    let lines = scenarios::find(case).unwrap().lines();
    report::build(&made::case_for(lines, &users).unwrap(), &made::meta())
}

/// The words of a document, however its lines are broken and its signs are escaped.
fn words(text: &str) -> String {
    let plain = text.replace("&#64;", "@").replace("&#39;", "'").replace('\\', "");
    plain.split_whitespace().collect::<Vec<_>>().join(" ")
}

#[test]
fn who_is_fine_is_told_so_with_the_times_and_what_else_decides() {
    let report = of("healthy", &[ADA]);
    let fine = "This user is fine: the password of 2026-11-20 07:41 UTC was accepted by Entra ID at 2026-11-20 07:43 UTC.";
    for format in [Format::Text, Format::Markdown, Format::Html] {
        let text = words(&format.write(&report));
        for said in [
            fine,
            "Changed 2026-11-20 07:41 UTC; accepted 2026-11-20 07:43 UTC",
            "Not in the way: sign-in is not blocked; the domain contoso.com is managed.",
            "Conditional Access",
        ] {
            assert!(text.contains(said), "{format:?} lacks {said}: {text}");
        }
    }
    let json: Value = serde_json::from_str(&Format::Json.write(&report)).unwrap();
    let story = &json["passwords"][0];
    assert_eq!(
        (&story["user"], &story["fine"], &story["summary"]),
        (&ADA.into(), &true.into(), &fine.into())
    );
    assert_eq!(story["changes"][0]["changed_at"], "2026-11-20T07:41:03Z");
    assert_eq!(story["changes"][0]["steps"][0]["what"], "accepted");
}

#[test]
fn nobody_waits_by_logs_that_were_read_before() {
    let lines = scenarios::find("healthy").unwrap().lines();
    let later =
        lines.replace("\"pwdLastSet\":\"2026-11-20T07:41:03Z\"", "\"pwdLastSet\":\"2026-11-20T11:00:00Z\"");
    assert_ne!(later, lines);
    let report = report::build(&made::case_for(&later, &[ADA.to_owned()]).unwrap(), &made::meta());
    let newest = report.passwords[0].changes.last().unwrap();
    let said = "not known whether it was sent; the logs were read before that; take them again";
    assert!(newest.text.ends_with(said), "{}", newest.text);
}

#[test]
fn every_state_has_its_line() {
    for (case, state, line) in [
        ("user-never-sent", State::Waiting, "not seen, waiting for 90 min"),
        (
            "user-waits-for-retry",
            State::Retrying,
            "put off for a retry 5 times, last 2026-11-20 09:01 UTC; waiting for a retry for 90 min",
        ),
        ("user-attempt-error", State::Refused, "not accepted 2026-11-20 07:43 UTC: Error"),
        ("user-temporary-password", State::Temporary, "ust be changed at the next sign-in"),
        ("user-changed-in-cloud", State::Tenant, "set in the tenant itself"),
    ] {
        let report = of(case, &[ADA]);
        let newest = report.passwords[0].changes.last().unwrap();
        assert_eq!(newest.state, state, "{case}: {newest:?}");
        assert!(newest.text.contains(line), "{case}: {}", newest.text);
        assert!(!report.passwords[0].fine, "{case}");
        assert!(words(&Format::Text.write(&report)).contains(&words(&newest.text)), "{case}");
    }
    // Nobody is said to be fine beside a warning about the password.
    assert!(!of("user-domain-missing", &[ADA]).passwords[0].fine);
    let blocked = of("user-sign-in-blocked", &[ADA]);
    assert!(blocked.passwords[0].fine && blocked.passwords[0].sign_in[0].contains("blocked in Entra ID"));
    let federated = of("user-federated", &[ADA]);
    assert!(federated.passwords[0].sign_in[0].starts_with("The domain contoso.com is federated"));
}

#[test]
fn of_several_each_has_a_story_and_what_is_wrong_with_one_is_not_with_the_other() {
    let report = of("user-attempt-error", &[ADA, "nobody@contoso.com"]);
    let names: Vec<&str> = report.passwords.iter().map(|s| s.user.as_str()).collect();
    assert_eq!(names, [ADA, "nobody@contoso.com"]);
    assert_eq!(report.passwords[1].summary, "Nothing is known of a password of this user.");
    assert!(of("healthy", &[]).passwords.is_empty());
    let both = of("healthy", &[ADA, "nobody@contoso.com"]);
    assert!(both.passwords[0].fine && !both.passwords[1].fine);
}

#[test]
fn of_two_with_one_name_each_story_says_where() {
    let person = |dn: &str, guid: &str| {
        format!(
            r#"{{"record":"ADUser","data":{{"distinguishedName":"{dn}","objectGUID":"{guid}","userPrincipalName":"kim@twof.example"}}}}"#
        ) + "\n"
    };
    let (here, there) = ("CN=Kim,DC=contoso,DC=com", "CN=Kim,DC=fabrikam,DC=local");
    let lines = scenarios::find("healthy").unwrap().lines().to_owned()
        + &person(here, "b891884f-051e-4a83-95af-254410aa0011")
        + &person(there, "b891884f-051e-4a83-95af-254410aa0012");
    let users = [here.to_owned(), there.to_owned()];
    let report = report::build(&made::case_for(&lines, &users).unwrap(), &made::meta());
    let names: Vec<&str> = report.passwords.iter().map(|s| s.user.as_str()).collect();
    assert_eq!(names, ["kim@twof.example of contoso.com", "kim@twof.example of fabrikam.local"]);
}

#[test]
fn without_names_the_story_has_none() {
    let lines = scenarios::find("user-waits-for-retry").unwrap().lines();
    let case = made::case_for(lines, &[ADA.to_owned()]).unwrap();
    let done = redact(&report::build(&case, &made::meta()), &case.names).unwrap();
    let text = Format::Json.write(&done.report);
    assert!(!text.to_lowercase().contains("ada@") && !text.contains("Byron"), "{text}");
    assert!(done.report.passwords[0].user.starts_with("[person"));
    assert_eq!(done.report.passwords[0].changes[0].state, State::Retrying);
}
