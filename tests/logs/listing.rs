//! `phs-doctor events`.

use super::{
    exports::{data, event},
    made::{CONNECTOR, START, SYNC, healthy, phs, refused, tail},
    writer::{Event, log},
};
use assert_cmd::Command;

fn run(bytes: &[u8], args: &[&str]) -> (String, String, Option<i32>) {
    let mut command = Command::cargo_bin("phs-doctor").unwrap();
    let out = command.arg("events").arg("-").args(args).write_stdin(bytes).output().unwrap();
    let text = |b: &[u8]| String::from_utf8(b.to_vec()).unwrap();
    (text(&out.stdout), text(&out.stderr), out.status.code())
}

#[test]
fn since_when_is_answered() {
    let (out, err, code) = run(&log(&refused()), &["--id", "611"]);
    assert_eq!(code, Some(0), "{err}");
    let flat = out.split_whitespace().collect::<Vec<_>>().join(" ");
    assert!(flat.contains("20 times, since 2026-11-20 02:01:40 UTC"), "{out}");
    assert!(flat.contains("error 8453: Replication access was denied"), "{out}");
    assert!(flat.contains("10 answered (654)"), "{out}");
    assert_eq!(out.split("\nEvents\n").nth(1).unwrap().matches(" 611 ").count(), 20);
    assert!(out.lines().all(|l| l.chars().count() <= 100), "{out}");
}

#[test]
fn a_silence_is_named() {
    let quiet: Vec<_> = healthy()
        .into_iter()
        .filter(|e| {
            e.provider == "ESENT" || !(1_795_132_800 + 3600..1_795_132_800 + 10_800).contains(&e.time)
        })
        .collect();
    let (out, _, _) = run(&log(&quiet), &[]);
    assert!(out.contains("Silent      2026-11-20 00:5"), "{out}");
}

/// What an overview says, on one line.
fn flat(events: &[Event]) -> String {
    let mut all = events.to_vec();
    all.sort_by_key(|e| e.time);
    let (out, err, _) = run(&log(&all), &[]);
    assert!(err.is_empty(), "{err}");
    let top = out.split("\nEvents\n").next().unwrap();
    top.split_whitespace().collect::<Vec<_>>().join(" ")
}

fn foreign(minute: u64) -> Event {
    Event::new("ESENT", 916, START + minute * 60, "beta feature")
}

#[test]
fn a_success_is_one_of_what_failed() {
    let failed = |minute: u64| {
        phs(611, START + minute * 60, "failed for domain: contoso.com. Details: RPC Error 8453 : denied.")
    };
    let answered = phs(654, START + 1200, "ping end.");
    let elsewhere = Event::new(
        SYNC,
        650,
        START + 1200,
        &format!("batch start.{}", tail().replace("contoso.com", "emea.contoso.com")),
    );
    let read = phs(650, START + 1200, "batch start.");
    let base = [foreign(0), failed(5), failed(10)];
    let with = |more: Event| flat(&[&base[..], &[more, foreign(30)]].concat());
    for more in [answered.clone(), elsewhere] {
        assert!(!with(more.clone()).contains("a success came after it"), "{more:?}");
    }
    assert!(with(read).contains("a success came after it, last 2026-11-20 00:20:00 UTC"));
    let refused = phs(655, START + 300, "ping failed. Error Code: 90.");
    assert!(flat(&[foreign(0), refused, answered]).contains("a success came after it"));
}

#[test]
fn every_failure_is_among_the_failures() {
    let engine = [2005, 6000, 6028, 6050, 6301].map(|id| Event::new("ADSync", id, START + 60, "contoso.com"));
    let own = [605, 610, 613, 667, 1012].map(|id| phs(id, START + 60, "text"));
    let user = "Dn : CN=Ada,DC=contoso,DC=com";
    let given_up = [phs(620, START + 60, &format!("no retry: {user}")), phs(654, START + 90, "ping end.")];
    let all = flat(&[&engine[..], &own, &given_up, &[foreign(3)]].concat());
    let failures = all.split("Failures, and since when").nth(1).unwrap();
    for event in engine.iter().chain(&own).chain(&given_up[..1]) {
        assert!(failures.contains(&format!("{} {}:", event.provider, event.id)), "{}: {all}", event.id);
    }
    assert!(!failures.contains(" 654:"), "{failures}");
    let nobody = flat(&[phs(620, START, "none"), phs(654, START, "ping end."), foreign(1)]);
    assert!(!nobody.contains("Failures"), "a 620 that names nobody: {nobody}");
}

#[test]
fn a_refused_password_says_so() {
    let of = |result: &str| {
        let user =
            "Password Change Result - Anchor : AAAAAAAAAAAAAAAAAAAAAA==, Dn : CN=Ada,DC=contoso,DC=com";
        let bytes = log(&[phs(657, START, &format!("{user}, PwdChangeOnLogon=False, {result}"))]);
        let text = run(&bytes, &[]).0.split_whitespace().collect::<Vec<_>>().join(" ");
        let json: serde_json::Value = serde_json::from_str(&run(&bytes, &["--format", "json"]).0).unwrap();
        (text, json)
    };
    let (text, json) = of("Result : Failed., Extended Error: {UserNotFound, 17}");
    assert!(text.contains("The result for these users (Failed: UserNotFound), contoso.com once"), "{text}");
    for part in ["Outcome 0 taken, 1 refused", "Cause Failed: UserNotFound", "Inner {UserNotFound, 17}"] {
        assert!(text.contains(part), "{part}: {text}");
    }
    let row = &json["events"][0];
    assert_eq!(
        (&row["cause"], &row["inner"]),
        (&"Failed: UserNotFound".into(), &"{UserNotFound, 17}".into())
    );
    assert_eq!(json["overview"]["failures"][0]["cause"], "Failed: UserNotFound");
    let (text, json) = of("Result : Success.");
    assert!(text.contains("Outcome 1 taken, 0 refused") && !text.contains("Failures"), "{text}");
    assert!(json["events"][0]["cause"].is_null());
}

#[test]
fn every_connector_has_its_silences() {
    let beat = |minute: u64| phs(654, START + minute * 60, "ping end.");
    let other = "9a2b3c4d-1111-4222-8333-abcdefabcdef";
    let deaf = |minute: u64| {
        let tail = tail().replace(CONNECTOR, other).replace("contoso.com", "fabrikam.com");
        Event::new(SYNC, 655, START + minute * 60, &format!("ping failed. Error Code: 90.{tail}"))
    };
    let all = flat(&[foreign(0), deaf(10), deaf(40), beat(200), beat(230), foreign(300)]);
    for part in [
        "Silent 2026-11-20 00:00:00 UTC to 2026-11-20 03:20:00 UTC: 3 h 20 min Silent since 2026-11-20 03:50:00 UTC, up to the end",
        "fabrikam.com (fabrikam.com) Heartbeats none answered (654); 2 refused (655)",
        "refused Silent since 2026-11-20 00:00:00 UTC, up to the end of the log",
    ] {
        assert!(all.contains(part), "{part}: {all}");
    }
}

#[test]
fn two_computers_are_told_apart() {
    let of = |id: u32, text: &str, computer: &str| {
        event(id, "2026-11-20T09:00:00Z", SYNC, &data(&format!("{text}{}", tail())))
            .replace("AADC01.contoso.com", computer)
    };
    let active = of(654, "ping end.", "AADC01.contoso.com");
    for other in ["AADC02.contoso.com", "AADC01.fabrikam.com"] {
        let refused = of(655, "ping failed. Error Code: 90.", other);
        let (out, _, _) = run(format!("{active}{refused}").as_bytes(), &[]);
        let all = out.split_whitespace().collect::<Vec<_>>().join(" ");
        for part in [
            format!("The events are of 2 computers: AADC01.contoso.com, {other}."),
            "on AADC01.contoso.com Heartbeats 1 answered".to_owned(),
            format!("on {other} Heartbeats none answered (654); 1 refused"),
            format!("contoso.com on {other} once, at"),
            format!("Computer {other}"),
        ] {
            assert!(all.contains(&part), "{part}: {all}");
        }
        assert!(!all.contains("a success came after it"), "{all}");
    }
    let same = of(655, "ping failed. Error Code: 90.", "aadc01");
    let (out, _, _) = run(format!("{active}{same}").as_bytes(), &[]);
    assert!(!out.contains("computers") && !out.contains("Computer "), "{out}");
}

#[test]
fn nothing_hides_in_json() {
    let text = "Text \u{9b}31m\u{202e}x\u{2066}\r\nsecond line";
    for format in ["json", "jsonl"] {
        let (out, _, _) = run(&log(&[phs(611, START, text)]), &["--format", format]);
        assert!(out.chars().all(|c| c == '\n' || !(c.is_control() || ('\u{2000}'..'\u{2100}').contains(&c))));
        assert!(out.contains("<U+009B>31m<U+202E>x<U+2066>\\nsecond line"), "{out}");
    }
}

#[test]
fn a_user_whose_names_are_not_known_is_told() {
    let bytes = log(&healthy());
    let (out, err, _) = run(&bytes, &["--user", "ada@contoso.com"]);
    assert!(out.contains("none that fits") && err.contains("by distinguished name or objectGUID"), "{err}");
    let (_, err, _) = run(&bytes, &["--user", "CN=Nobody,DC=contoso,DC=com"]);
    assert!(err.is_empty(), "{err}");
}

#[test]
fn every_form_holds_the_same_events() {
    let bytes = log(&healthy());
    let args =
        ["--since", "2026-11-20T01:00:00Z", "--until", "2026-11-20T02:00:00Z", "--id", "657", "--id", "654"];
    let with = |format: &'static str| run(&bytes, &[&args[..], &["--format", format]].concat()).0;
    let json: serde_json::Value = serde_json::from_str(&with("json")).unwrap();
    let count = json["events"].as_array().unwrap().len();
    assert!(count > 10);
    assert_eq!(with("jsonl").lines().count(), count + 1);
    assert_eq!(with("csv").lines().count(), count + 1);
    let text = with("text");
    let list = text.split("\nEvents\n").nth(1).unwrap();
    assert_eq!(list.lines().filter(|l| l.starts_with("2026-")).count(), count);
    let ids: Vec<u64> = json["events"].as_array().unwrap().iter().filter_map(|e| e["id"].as_u64()).collect();
    assert!(ids.contains(&654) && ids.contains(&657) && ids.iter().all(|id| [654, 657].contains(id)));
}

#[test]
fn one_user_is_found_by_whole_names() {
    let bytes = log(&healthy());
    let rows = |user: &str| run(&bytes, &["--user", user, "--format", "csv"]).0.lines().count() - 1;
    assert_eq!(rows("CN=User 7,OU=Staff,DC=contoso,DC=com"), 2, "its 656 and 657");
    assert_eq!(rows("CN=User 8,OU=Staff,DC=contoso,DC=com"), 0);
}

#[test]
fn what_cannot_be_is_said() {
    let (_, err, code) = run(b"nothing of use", &[]);
    assert_eq!(code, Some(2));
    assert!(err.contains("accepted are") && err.contains(".evtx"), "{err}");
    let (out, err, code) = run(&log(&healthy())[..4096], &[]);
    assert_eq!((out.as_str(), code), ("", Some(2)), "a log of which only the header is left");
    assert!(err.contains("nothing in it can be used; the file is cut short"), "{err}");
    let (_, err, code) =
        run(&log(&healthy()), &["--since", "2026-11-21T00:00:00Z", "--until", "2026-11-20T00:00:00Z"]);
    assert_eq!(code, Some(2));
    assert!(err.contains("--since is later"), "{err}");
}

/// The ids of the events of a user, by a log and a file that knows the user.
fn ids_of(user: &str, events: &[Event], known: &str) -> Vec<u64> {
    let folder = tempfile::tempdir().unwrap();
    let (first, second) = (folder.path().join("a.evtx"), folder.path().join("b.jsonl"));
    std::fs::write(&first, log(events)).unwrap();
    std::fs::write(&second, known).unwrap();
    let mut command = Command::cargo_bin("phs-doctor").unwrap();
    command.arg("events").arg(&first).args(["--format", "json", "--user", user]);
    if !known.is_empty() {
        command.arg(&second);
    }
    let out = command.output().unwrap();
    let value: serde_json::Value = serde_json::from_slice(&out.stdout).unwrap();
    value["events"].as_array().unwrap().iter().filter_map(|e| e["id"].as_u64()).collect()
}

fn request(id: u16, minute: u64, anchor: &str, dn: &str) -> Event {
    phs(
        id,
        START + minute * 60,
        &format!("Password Change Request - Anchor : {anchor}, Dn : {dn}, Change Date : x"),
    )
}

#[test]
fn a_short_name_is_no_word_in_the_name_of_somebody_else() {
    let post = "CN=P Ost,OU=Staff,DC=contoso,DC=com";
    let other = "CN=Emil Post,OU=Staff,DC=contoso,DC=com";
    let events = [
        foreign(0),
        request(656, 1, "AAAAAAAAAAAAAAAAAAAAAA==", post),
        phs(605, START + 120, &format!("retries: Dn : {other}")),
    ];
    let known = serde_json::json!({"record": "ADUser", "data": {"distinguishedName": post,
        "sAMAccountName": "post", "userPrincipalName": "post@contoso.com", "objectClass": ["user"],
        "objectGUID": "00000000-0000-0000-0000-000000000001"}});
    assert_eq!(ids_of("post", &events, &format!("{known}\n")), [656]);
    assert_eq!(ids_of("post", &events, ""), [605], "who that is nobody says");
}

#[test]
fn what_an_event_calls_a_user_is_looked_for_too() {
    let (anchor, guid) = ("kLwTnU2mWk2kq3vJk1m0SA==", "9d13bc90-a64d-4d5a-a4ab-7bc99359b448");
    let (ada, eve) = ("CN=Ada,OU=Staff,DC=contoso,DC=com", "CN=Eve,OU=Staff,DC=contoso,DC=com");
    let events = [
        foreign(0),
        phs(605, START + 60, &format!("retries: Dn : {ada}")),
        request(656, 2, anchor, ada),
        phs(657, START + 180, &format!("Password Change Result - Anchor : {anchor}, Result : Success.")),
        phs(606, START + 240, &format!("no more retries: Dn : {ada}")),
        request(656, 5, "AAAAAAAAAAAAAAAAAAAAAA==", eve),
        phs(605, START + 360, &format!("retries: Dn : {eve}")),
    ];
    for user in [guid, anchor, ada] {
        assert_eq!(ids_of(user, &events, ""), [605, 656, 657, 606], "{user}");
    }
}
