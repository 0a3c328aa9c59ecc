//! `phs-doctor events`.

use super::{
    made::{healthy, refused},
    writer::log,
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
    let (_, err, code) =
        run(&log(&healthy()), &["--since", "2026-11-21T00:00:00Z", "--until", "2026-11-20T00:00:00Z"]);
    assert_eq!(code, Some(2));
    assert!(err.contains("--since is later"), "{err}");
}
