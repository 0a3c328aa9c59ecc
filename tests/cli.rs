//! The command line as a script meets it: exit codes, what goes where, and what is said about mistakes.

#![allow(clippy::unwrap_used, reason = "a test that cannot go on fails")]

use assert_cmd::Command;
use phs_doctor::{front::scenarios, report::json};
use std::{fs, io::Write, path::PathBuf, process};

struct Ran {
    code: i32,
    out: String,
    err: String,
}

fn run(args: &[&str]) -> Ran {
    fed(args, "")
}

fn fed(args: &[&str], input: &str) -> Ran {
    let mut command = Command::cargo_bin("phs-doctor").unwrap();
    let output = command.args(args).write_stdin(input).output().unwrap();
    Ran {
        code: output.status.code().unwrap(),
        out: String::from_utf8(output.stdout).unwrap(),
        err: String::from_utf8(output.stderr).unwrap(),
    }
}

/// A folder with the evidence of a built-in case in it.
fn saved(name: &str) -> (tempfile::TempDir, PathBuf) {
    let folder = tempfile::tempdir().unwrap();
    let path = folder.path().join("evidence.jsonl");
    fs::write(&path, scenarios::find(name).unwrap().lines()).unwrap();
    (folder, path)
}

fn check(name: &str, more: &[&str]) -> Ran {
    let (_folder, path) = saved(name);
    let mut args = vec!["check", path.to_str().unwrap()];
    args.extend(more);
    run(&args)
}

#[test]
fn exit_codes_say_what_was_found() {
    let healthy = check("healthy", &[]);
    assert_eq!((healthy.code, healthy.err.as_str()), (0, ""));
    assert!(healthy.out.starts_with("HEALTHY, as of 2026-11-20 09:12 UTC"), "{}", healthy.out);
    let problem = check("tenant-feature-off", &[]);
    assert_eq!((problem.code, problem.err.as_str()), (1, ""));
    assert!(problem.out.starts_with("PROBLEM, as of 2026-11-20 09:12 UTC"), "{}", problem.out);
    let little = "{\"record\":\"ADSyncScheduler\",\"data\":{\"StagingModeEnabled\":false}}\n";
    let incomplete = fed(&["check", "-"], little);
    assert_eq!(incomplete.code, 3, "{}", incomplete.err);
    assert!(incomplete.out.starts_with("INCOMPLETE"), "{}", incomplete.out);
    assert!(incomplete.out.contains("What is missing, and how to get it"));
}

#[test]
fn several_users_of_one_name_are_named_with_what_is_exact() {
    let user = |dn: &str, upn: &str| {
        format!(
            "{{\"record\":\"ADUser\",\"data\":{{\"distinguishedName\":\"{dn}\",\"userPrincipalName\":\"{upn}\",\"mail\":\"a@b.c\"}}}}\n"
        )
    };
    let lines = user("CN=Ada,DC=contoso,DC=com", "ada@contoso.com")
        + &user("CN=Bob,DC=emea,DC=contoso,DC=com", "bob@b.c");
    let several = fed(&["check", "-", "--user", "a@b.c"], &lines);
    assert_eq!((several.code, several.out.as_str()), (2, ""));
    for said in [
        "2 users match",
        "ada@contoso.com (contoso.com, CN=Ada,DC=contoso,DC=com)",
        "bob@b.c (emea.contoso.com, CN=Bob,DC=emea,DC=contoso,DC=com)",
        "such as --user \"CN=Ada,DC=contoso,DC=com\"",
    ] {
        assert!(several.err.contains(said), "{}", several.err);
    }
    let one = fed(&["check", "-", "--user", "CN=Ada,DC=contoso,DC=com"], &lines);
    assert!(one.code == 3 && one.out.contains("User ada@contoso.com"), "{}", one.err);
}

#[test]
fn who_is_not_in_the_evidence_is_said_before_what_is_not_known() {
    let known = check("healthy", &["--user", "ada@contoso.com"]);
    assert!(!known.err.contains("nobody"), "{}", known.err);
    let asked = ["--user", "adda@contoso.com", "--user", "ada@contoso.com", "--user", "CN=X"];
    let unknown = check("healthy", &asked);
    assert_eq!(unknown.code, 3);
    let said = "nobody in the evidence goes by adda@contoso.com; CN=X; check the spelling";
    assert!(unknown.err.contains(said), "{}", unknown.err);
}

#[test]
fn fail_on_moves_the_line() {
    assert_eq!(check("scheduler-disabled", &[]).code, 0);
    assert_eq!(check("scheduler-disabled", &["--fail-on", "warn"]).code, 1);
    assert_eq!(check("tenant-feature-off", &["--fail-on", "never"]).code, 0);
    assert_eq!(check("healthy", &["--fail-on", "warn"]).code, 0);
}

#[test]
fn what_is_accepted_is_named_and_fails_nothing() {
    let ran = check("staging-mode", &["--accept", "staging-mode-enabled", "--format", "json"]);
    let report = json::read(&ran.out).unwrap();
    let staging = report.findings.iter().find(|f| f.check == "server.staging-mode").unwrap();
    assert!(staging.accepted && staging.summary.contains("You accept this"));
    assert!(!report.root_causes.iter().any(|r| r.check == "server.staging-mode"));
    assert!(check("staging-mode", &["--accept", "staging-mode-enabled"]).out.contains("(accepted)"));
}

#[test]
fn a_warning_is_in_the_first_line() {
    let warned = run(&["demo", "log-damaged", "--check"]);
    assert_eq!(warned.code, 0);
    let first = "HEALTHY, as of 2026-11-20 09:12 UTC: nothing failed, with 1 warning\n";
    assert!(warned.out.starts_with(first), "{}", warned.out);
    assert!(warned.out.contains("Damaged: True, chunk 12 has a wrong checksum"), "{}", warned.out);
    let plugin = run(&["demo", "log-damaged", "--check", "--format", "nagios"]);
    assert!(plugin.out.starts_with("PHS WARNING - nothing failed, with 1 warning, as of"), "{}", plugin.out);
    let page = run(&["demo", "log-damaged", "--check", "--format", "html"]);
    assert!(page.out.contains("Nothing failed. Look at the warnings below."));
}

#[test]
fn only_and_skip_choose_checks() {
    let read = |more: &[&str]| {
        let more = [more, &["--format", "json"]].concat();
        json::read(&check("tenant-feature-off", &more).out).unwrap()
    };
    let only = read(&["--only", "tenant.phs-enabled"]);
    let ids: Vec<&str> = only.findings.iter().map(|f| f.check.as_str()).collect();
    assert_eq!(ids, ["connectors.entra", "tenant.phs-enabled"], "what it depends on runs too");
    let skip = read(&["--skip", "tenant.phs-enabled", "--skip", "server.version"]);
    let left_out: Vec<&str> = skip.findings.iter().filter(|f| f.left_out).map(|f| f.check.as_str()).collect();
    assert_eq!(left_out, ["server.version", "tenant.phs-enabled"]);
}

#[test]
fn mistakes_on_the_command_line_name_what_was_meant() {
    for (args, meant) in [
        (&["--only", "server.stagingmode"][..], "server.staging-mode"),
        (&["--skip", "tenant.phs-enable"], "tenant.phs-enabled"),
        (&["--accept", "staging-mode"], "staging-mode-enabled"),
        (&["--at", "yesterday"], "2026-11-20T09:12:00Z"),
        (&["--max-age", "24"], "24h"),
        (&["--format", "pdf"], "json"),
    ] {
        let ran = check("healthy", args);
        assert_eq!((ran.code, ran.out.as_str()), (2, ""), "{args:?}");
        assert!(ran.err.contains(meant), "{args:?}: {}", ran.err);
    }
    assert_eq!(run(&["check"]).code, 2);
    let demo = run(&["demo", "tenant-feature", "--check"]);
    assert_eq!(demo.code, 2);
    assert!(demo.err.contains("tenant-feature-off"), "{}", demo.err);
}

#[test]
fn what_is_not_judged_is_not_healthy() {
    for (args, said) in [
        (&["--only", "user.cloud"][..], "--user"),
        (&["--user", "ada@contoso.com", "--only", "tenant.cloud-channel"], "leave --user"),
        (&["--user", ""], "--user"),
        (&["--user", "ada@contoso.com", "--user", "  "], "--user"),
    ] {
        let ran = check("healthy", args);
        assert_eq!((ran.code, ran.out.as_str()), (2, ""), "{args:?}");
        assert!(ran.err.contains(said), "{args:?}: {}", ran.err);
    }
    assert_eq!(check("healthy", &["--user", "ada@contoso.com", "--only", "server.service"]).code, 0);
    let nothing = fed(
        &["check", "-", "--only", "domain.partition"],
        "{\"record\":\"ADSyncScheduler\",\"data\":{\"StagingModeEnabled\":false}}\n",
    );
    assert_eq!(nothing.code, 3, "{}{}", nothing.out, nothing.err);
}

#[test]
fn a_plugin_says_unknown_whatever_is_wrong_with_its_command_line() {
    for args in [
        &["--format", "nagios", "--at", "zz"][..],
        &["--format=nagios", "--max-age", "zz"],
        &["--format", "nagios", "--fail-on", "zz"],
        &["--format", "nagios", "--bogus"],
        &["--format", "nagios", "--only", "bogus"],
        &["--format", "nagios", "--user", ""],
    ] {
        let ran = check("healthy", args);
        assert_eq!(ran.code, 3, "{args:?}");
        assert!(ran.out.starts_with("PHS UNKNOWN - ") && ran.out.lines().count() == 1, "{}", ran.out);
        assert!(!ran.err.is_empty());
    }
    let help = run(&["check", "--format", "nagios", "--help"]);
    assert!(help.code == 0 && help.out.contains("--max-age"));
    assert_eq!(check("healthy", &["--bogus"]).code, 2);
}

#[test]
fn a_plugin_says_that_evidence_is_old_and_prints_no_name() {
    let old = check("healthy", &["--format", "nagios", "--at", "2026-11-23T09:12:00Z"]);
    let first = old.out.lines().next().unwrap();
    assert_eq!(old.code, 3, "{first}");
    assert!(first.contains("older than --max-age") && !first.contains("unknown time"), "{first}");
    let text =
        check("healthy", &["--at", "2026-11-23T09:12:00Z", "--max-age", "24h", "--only", "server.version"]);
    assert!(text.out.contains("ConnectVersion of Server"), "{}", text.out);
    // A name that nothing can take out is not shown by the refusal either.
    let lines = scenarios::find("healthy").unwrap().lines().to_owned()
        + "{\"record\":\"Rule.of.heartofgold.example\",\"data\":{}}\n";
    let ran = fed(&["check", "-", "--redact", "--format", "nagios", "--at", "2026-11-20T09:12:00Z"], &lines);
    assert_eq!(ran.code, 3);
    assert!(ran.out.contains("looks like") && !ran.out.contains("heartofgold"), "{}", ran.out);
}

#[test]
fn an_answer_that_cannot_be_used_is_a_problem_of_its_source() {
    let lines: String = scenarios::find("healthy")
        .unwrap()
        .lines()
        .lines()
        .filter(|l| !l.contains("\"Service\""))
        .map(|l| format!("{l}\n"))
        .collect();
    for (question, value, said) in [
        ("server.service", "Yes", "service-stopped"),
        ("tenant.nope", "pass", "there is no check"),
        ("domain.reachable", "pass", "the domain behind it"),
    ] {
        let answer = format!(
            "{{\"record\":\"OperatorAnswer\",\"data\":{{\"Question\":\"{question}\",\"Value\":\"{value}\"}}}}\n"
        );
        let ran = fed(&["check", "-", "--format", "json"], &(lines.clone() + &answer));
        let problems = json::read(&ran.out).unwrap().sources[0].problems.clone();
        assert_eq!(problems.len(), 1, "{question}: {problems:?}");
        assert!(problems[0].reason.contains(said), "{}", problems[0].reason);
        assert_eq!(problems[0].line, Some(u64::try_from(lines.lines().count()).unwrap() + 1));
    }
    let answer = "{\"record\":\"OperatorAnswer\",\"data\":{\"Question\":\"server.service\",\"Value\":\"pass\",\"At\":\"2026-11-20T08:00:00Z\"}}\n";
    let report = json::read(&fed(&["check", "-", "--format", "json"], &(lines + answer)).out).unwrap();
    let service = report.findings.iter().find(|f| f.check == "server.service").unwrap();
    assert_eq!(service.evidence[0].observed_at.unwrap().to_rfc3339(), "2026-11-20T08:00:00+00:00");
    assert!(report.sources[0].problems.is_empty());
}

#[test]
fn a_time_leaves_out_what_is_newer() {
    let ran = check("healthy", &["--at", "2026-11-20T08:00:00Z", "--format", "json"]);
    let report = json::read(&ran.out).unwrap();
    assert_eq!(report.evaluated_at.unwrap().to_rfc3339(), "2026-11-20T08:00:00+00:00");
    assert_eq!(ran.code, 3, "what was collected later is not known at that time");
}

#[test]
fn old_evidence_is_incomplete_where_an_age_is_set() {
    let ran = check("healthy", &["--at", "2026-11-22T09:12:00Z", "--max-age", "24h"]);
    assert_eq!(ran.code, 3, "{}{}", ran.out, ran.err);
    assert!(ran.out.contains("older than"), "{}", ran.out);
    assert_eq!(check("healthy", &["--at", "2026-11-20T09:30:00Z", "--max-age", "24h"]).code, 0);
}

#[test]
fn evidence_of_two_computers_is_not_merged() {
    let (folder, path) = saved("healthy");
    let other = folder.path().join("standby.jsonl");
    let standby = scenarios::find("staging-mode").unwrap().lines().replace("AADC01", "AADC02");
    fs::write(&other, standby).unwrap();
    let (one, two) = (path.to_str().unwrap(), other.to_str().unwrap());
    let both = run(&["check", one, two]);
    assert_eq!((both.code, both.out.as_str()), (2, ""));
    assert!(both.err.contains("AADC01") && both.err.contains("AADC02") && both.err.contains("--server"));
    assert_eq!(run(&["check", one, two, "--server", "aadc01"]).code, 0);
    let standby = run(&["check", one, two, "--server", "AADC02"]);
    assert_eq!(standby.code, 1);
    assert!(standby.out.contains("staging mode"), "{}", standby.out);
    let none = run(&["check", one, "--server", "AADC09"]);
    assert_eq!(none.code, 2);
    assert!(none.err.contains("AADC01"), "{}", none.err);
}

#[test]
fn standard_input_is_a_source() {
    let ran = fed(&["check", "-"], scenarios::find("healthy").unwrap().lines());
    assert_eq!(ran.code, 0, "{}", ran.err);
    assert!(ran.out.contains("standard input"));
}

#[test]
fn who_is_killed_leaves_no_evidence_behind() {
    let folder = tempfile::tempdir().unwrap();
    let mut child = process::Command::new(env!("CARGO_BIN_EXE_phs-doctor"))
        .args(["check", "-"])
        .envs(["TMPDIR", "TMP", "TEMP"].map(|name| (name, folder.path())))
        .stdin(process::Stdio::piped())
        .stdout(process::Stdio::null())
        .stderr(process::Stdio::null())
        .spawn()
        .unwrap();
    // More than a pipe holds: all of it is written only after most of it was read, and kept.
    let lines = scenarios::find("healthy").unwrap().lines().repeat(20);
    assert!(lines.len() > 1 << 18, "{}", lines.len());
    child.stdin.as_mut().unwrap().write_all(lines.as_bytes()).unwrap();
    child.kill().unwrap();
    child.wait().unwrap();
    let left: Vec<_> = fs::read_dir(folder.path()).unwrap().map(|e| e.unwrap().path()).collect();
    assert!(left.is_empty(), "{left:?}");
}

#[test]
fn what_cannot_be_read_is_named_and_the_rest_is_used() {
    let (folder, path) = saved("healthy");
    let missing = run(&["check", "no-such-file.jsonl"]);
    assert_eq!((missing.code, missing.out.as_str()), (2, ""));
    assert!(
        missing.err.contains("no-such-file.jsonl") && missing.err.contains("accepted"),
        "{}",
        missing.err
    );
    let junk = folder.path().join("photo.bin");
    fs::write(&junk, b"\x89PNG\r\n\x1a\n\0\0\0").unwrap();
    let ran = run(&["check", path.to_str().unwrap(), junk.to_str().unwrap()]);
    assert_eq!(ran.code, 2, "an input that cannot be read is never overlooked");
    assert!(ran.err.contains("photo.bin"), "{}", ran.err);
    assert!(ran.out.starts_with("HEALTHY"), "the rest is judged: {}", ran.out);
    let empty = fed(&["check", "-"], "");
    assert_eq!((empty.code, empty.out.as_str()), (2, ""));
}

#[test]
fn a_report_is_written_whole_and_over_nothing() {
    let (folder, path) = saved("tenant-feature-off");
    let file = folder.path().join("report.json");
    let args = ["check", path.to_str().unwrap(), "--format", "json", "--output", file.to_str().unwrap()];
    let ran = run(&args);
    assert_eq!((ran.code, ran.out.as_str()), (1, ""), "{}", ran.err);
    let first = fs::read_to_string(&file).unwrap();
    json::read(&first).unwrap();
    let again = run(&args);
    assert_eq!(again.code, 2);
    assert!(again.err.contains("--force"), "{}", again.err);
    assert_eq!(fs::read_to_string(&file).unwrap(), first);
    let forced = run(&[&args[..], &["--force"]].concat());
    assert_eq!(forced.code, 1, "{}", forced.err);
}

#[test]
fn hostile_names_reach_no_terminal() {
    let lines = scenarios::find("forest-off")
        .unwrap()
        .lines()
        .replace("fabrikam.local", "evil\\u001b[2J\\u202e'.local");
    let ran = fed(&["check", "-"], &lines);
    assert!(ran.out.chars().all(|c| c == '\n' || !c.is_control()), "{}", ran.out);
    assert!(!ran.out.contains('\u{202e}') && ran.out.contains("<U+001B>"));
}

#[test]
fn built_in_cases_are_listed_and_run() {
    let list = run(&["demo", "--list"]);
    assert_eq!(list.code, 0);
    assert_eq!(list.out.lines().count(), scenarios::all().len());
    assert!(list.out.lines().all(|l| l.chars().count() <= 80), "{}", list.out);
    assert_eq!(run(&["demo", "healthy", "--check"]).code, 0);
    let demo = run(&["demo", "staging-mode", "--check"]);
    assert_eq!(demo.code, 1);
    assert!(!demo.out.contains(" old"), "a built-in case looks fresh");
}

#[test]
fn explain_knows_every_kind_of_name() {
    for (name, said) in [
        ("611", "Passwords of a domain could not be read"),
        ("rpc 1722", "RPC server is unavailable"),
        ("AADSTS50126", "Wrong user name or password"),
        ("FilteredByTarget", "not taken on purpose"),
        ("server.fips", "What is checked"),
        ("staging-mode-enabled", "What to do"),
        ("temporary-passwords", "must change the password"),
    ] {
        let mut words = vec!["explain"];
        words.extend(name.split(' '));
        let ran = run(&words);
        assert_eq!(ran.code, 0, "{name}");
        assert!(ran.out.contains(said), "{name}");
    }
    let number = run(&["explain", "RPC", "Error", "0x4e8"]);
    assert!(number.code == 0 && number.out.contains("net helpmsg '1256'"), "{}", number.out);
    assert!(number.err.contains("1256"), "{}", number.err);
    let wrong = run(&["explain", "stagign"]);
    assert_eq!(wrong.code, 2);
    assert!(wrong.err.contains("staging"), "{}", wrong.err);
    let all = run(&["explain", "--all"]).out;
    assert!(all.lines().filter(|l| l.starts_with("cause ")).count() > 100);
}
