//! `collect` and `live`, as they are typed.

use crate::stage::Stage;
use std::{
    fs,
    process::{Command, Output, Stdio},
};

fn run(stage: Option<&Stage>, args: &[&str]) -> Output {
    let mut command = Command::new(env!("CARGO_BIN_EXE_phs-doctor"));
    command.args(args).stdin(Stdio::null()).env_remove("PHS_DOCTOR_POWERSHELL");
    if let Some(stage) = stage {
        command.env("PHS_DOCTOR_POWERSHELL", stage.powershell());
    }
    command.output().unwrap()
}

fn err(output: &Output) -> String {
    String::from_utf8(output.stderr.clone()).unwrap()
}

#[test]
fn what_is_collected_can_be_checked() {
    let stage = Stage::new("good", "");
    let file = stage.path("evidence.jsonl");
    let file = file.to_str().unwrap();
    let collected = run(Some(&stage), &["collect", "--output", file, "--user", "ada@contoso.com"]);
    assert_eq!(collected.status.code(), Some(0), "{}", err(&collected));
    assert!(collected.stdout.is_empty() && err(&collected).contains(" of 16)"), "{}", err(&collected));
    let text = fs::read_to_string(file).unwrap();
    assert!(text.starts_with("{\"record\":\"Header\""), "{text}");
    assert!(text.lines().all(|l| l.starts_with("{\"record\":")), "marks of the collector are no evidence");
    let checked = run(None, &["check", file, "--user", "ada@contoso.com", "--format", "json"]);
    let report: serde_json::Value = serde_json::from_slice(&checked.stdout).unwrap();
    let about = |id: &str| {
        let all = report["findings"].as_array().unwrap();
        all.iter().find(|f| f["check"] == id).unwrap()["status"].as_str().unwrap().to_owned()
    };
    assert_eq!((about("server.service"), about("user.directory-object")), ("pass".into(), "pass".into()));
    // The file that is there stays.
    let again = run(Some(&stage), &["collect", "--output", file]);
    assert_eq!(again.status.code(), Some(2));
    assert!(err(&again).contains("--force"), "{}", err(&again));
    stage.nothing_is_left();
}

#[test]
fn live_is_judged_like_the_file_of_it() {
    let stage = Stage::new("good", "");
    let live = run(Some(&stage), &["check", "live", "--format", "json", "--user", "ada@contoso.com"]);
    let report: serde_json::Value =
        serde_json::from_slice(&live.stdout).unwrap_or_else(|e| panic!("{e}: {}", err(&live)));
    assert_eq!(report["sources"][0]["kind"], "live Connect server");
    assert_eq!(report["environment"]["computer"], "AADC01");
    assert_eq!(report["sources"][0]["problems"], serde_json::json!([]));
    stage.nothing_is_left();
}

#[test]
fn what_could_not_be_had_makes_the_code_three() {
    let stage = Stage::new("killed", "rules");
    let ran = run(Some(&stage), &["collect"]);
    assert_eq!(ran.status.code(), Some(3), "{}", err(&ran));
    assert!(err(&ran).contains("synchronization rules: PowerShell was ended from outside"), "{}", err(&ran));
    assert!(String::from_utf8(ran.stdout).unwrap().lines().any(|l| l.contains("\"ADSyncConnector\"")));
}

#[cfg(not(windows))]
#[test]
fn elsewhere_it_says_why_not() {
    for args in [&["collect"][..], &["check", "live"]] {
        let ran = run(None, args);
        assert_eq!(ran.status.code(), Some(2));
        assert!(err(&ran).contains("this is not Windows") && err(&ran).contains("--script"), "{}", err(&ran));
    }
}

#[test]
fn the_script_is_written_with_its_command() {
    let folder = tempfile::tempdir().unwrap();
    let ran = run(None, &["collect", "--script", "--output", folder.path().to_str().unwrap()]);
    assert_eq!(ran.status.code(), Some(0), "{}", err(&ran));
    let script = fs::read(folder.path().join("phs-collect.ps1")).unwrap();
    assert!(script.starts_with(b"\xef\xbb\xbf#"));
    assert!(script.windows(2).filter(|w| w[1] == b'\n').all(|w| w[0] == b'\r'));
    let said = err(&ran);
    assert!(
        said.contains("-ExecutionPolicy Bypass -File .\\phs-collect.ps1 -Output evidence.jsonl"),
        "{said}"
    );
    assert!(said.contains("Invoke-Command -ComputerName SERVER -FilePath .\\phs-collect.ps1"), "{said}");
    let piped = run(None, &["collect", "--script"]);
    assert_eq!(piped.stdout, script);
}

#[cfg(unix)]
#[test]
fn an_interrupt_keeps_what_came_and_leaves_nothing() {
    let stage = Stage::new("hang-deaf", "rules");
    let file = stage.path("evidence.jsonl");
    let child = Command::new(env!("CARGO_BIN_EXE_phs-doctor"))
        .args(["collect", "--output", file.to_str().unwrap(), "--section-limit", "3000", "--limit", "3000"])
        .env("PHS_DOCTOR_POWERSHELL", stage.powershell())
        .stdin(Stdio::null())
        .stderr(Stdio::piped())
        .spawn()
        .unwrap();
    while !stage.path("hangs").is_file() {
        std::thread::yield_now();
    }
    Command::new("kill").args(["-INT", &child.id().to_string()]).status().unwrap();
    let ended = child.wait_with_output().unwrap();
    assert_eq!(ended.status.code(), Some(130), "{}", err(&ended));
    assert!(fs::read_to_string(file).unwrap().contains("\"ADSyncConnector\""));
    stage.nothing_is_left();
}
