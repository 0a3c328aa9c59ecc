//! Sessions whose sources are gone or others now: the records that the session holds, and what it says.

use super::{Console, kept::Kept, sessions::begin};
use phs_doctor::{
    front::scenarios,
    session::{Session, SourceFile, replay},
};
use std::{
    fs,
    os::unix::fs::PermissionsExt,
    path::{Path, PathBuf},
};
use tempfile::TempDir;

/// A record with what nobody may keep.
const SECRET: &str =
    r#"{"record":"ADUser","data":{"DistinguishedName":"CN=X,DC=contoso,DC=com","unicodePwd":"geheim"}}"#;

/// Evidence of a server in staging mode, in a file.
fn saved() -> (TempDir, PathBuf) {
    let folder = tempfile::tempdir().unwrap();
    let path = folder.path().join("evidence.jsonl");
    fs::write(&path, scenarios::find("staging-mode").unwrap().lines()).unwrap();
    (folder, path)
}

/// Begins a session with a first step that is done.
fn first_step(console: &mut Console) {
    begin(console);
    console.press("1");
    console.until("Step 2 of 5");
}

fn leave(mut console: Console) {
    console.press("q");
    assert_eq!(console.end(), 0);
}

fn session(kept: &Kept) -> Session {
    replay(&kept.journal()).unwrap()
}

fn lines_of_sources(kept: &Kept) -> usize {
    kept.journal().lines().filter(|l| l.contains(r#""entry":"Source""#)).count()
}

#[test]
fn a_small_file_that_is_gone_is_read_from_the_session() {
    let kept = Kept::new();
    let (folder, path) = saved();
    let mut console = kept.start(&[path.to_str().unwrap()]);
    first_step(&mut console);
    leave(console);
    let before = session(&kept).sources;
    assert_eq!(before[0].records.as_ref().map(|r| r.len() as u64), before[0].size);
    drop(folder);

    let mut console = kept.start(&["--resume"]);
    console.until("KEPT      evidence.jsonl is gone; its records are read from the session.");
    console.until("Step 2 of 5");
    console.press("1");
    console.until("Step 3 of 5");
    assert!(!console.shows("KEPT"), "said once");
    leave(console);
    assert_eq!((session(&kept).sources, lines_of_sources(&kept)), (before, 1), "it is as it was");
    // And as often as one likes.
    let mut console = kept.start(&["--resume"]);
    console.until("KEPT");
    console.until("Step 3 of 5");
    leave(console);
}

/// Standard input comes once. It is read again for a user, and for proof, and with the session.
#[test]
fn standard_input_is_read_again() {
    let kept = Kept::new();
    let (folder, path) = saved();
    let mut console = Console::fed(&path, &["-"], kept.folder());
    console.until("standard input");
    console.until("PROBLEM found");
    console.press("2");
    console.until("Sign-in name");
    console.press("ada@contoso.com\r");
    console.until("Passwords  Changed");
    console.press("\x1b");
    console.until("Synchronize the password hash of one user now");
    first_step(&mut console);
    leave(console);
    let source = session(&kept).sources.remove(0);
    let lines = fs::read_to_string(&path).unwrap();
    let wanted = SourceFile {
        path: "-".to_owned(),
        size: Some(lines.len() as u64),
        records: Some(lines),
        ..source.clone()
    };
    assert_eq!(source, wanted);
    drop(folder);

    let mut console = kept.start(&["--resume"]);
    console.until("KEPT      standard input is gone; its records are read from the session.");
    console.until("Step 2 of 5");
    for step in 3..=5 {
        console.press("1");
        console.until(&format!("Step {step} of 5"));
    }
    console.press("1");
    console.until("What was read does not change. Open newer evidence, or answer by hand.");
    console.press("q");
    assert_eq!(console.end(), 0);
    assert_eq!(session(&kept).sources, [source]);
}

#[test]
fn without_a_terminal_standard_input_is_evidence_and_no_answers() {
    let mut command = assert_cmd::Command::cargo_bin("phs-doctor").unwrap();
    let lines = scenarios::find("staging-mode").unwrap().lines();
    let out = command.args(["-", "--plain"]).write_stdin(lines).output().unwrap();
    let said = String::from_utf8(out.stdout).unwrap();
    assert!(out.status.success() && said.contains("PROBLEM: "), "{said}");
    assert!(!said.contains("is not one of the answers"), "{said}");
}

#[test]
fn a_file_that_has_changed_is_named_and_read_as_it_is() {
    for same_size in [true, false] {
        let kept = Kept::new();
        let (_folder, path) = saved();
        let mut console = kept.start(&[path.to_str().unwrap()]);
        first_step(&mut console);
        leave(console);
        let lines = fs::read_to_string(&path).unwrap();
        let other = if same_size { lines.replace("AADC01", "AADC77") } else { format!("{lines}\n") };
        fs::write(&path, &other).unwrap();

        let changed = "evidence.jsonl has changed since this session; it is read as it is";
        let mut console = kept.start(&["--resume"]);
        console.until(changed);
        console.until(if same_size { "AADC77" } else { "AADC01" });
        console.until("Step 2 of 5");
        console.press("1");
        console.until("Step 3 of 5");
        leave(console);
        let records = session(&kept).sources.remove(0).records;
        assert_eq!(records.as_deref(), Some(other.as_str()), "the session goes on with it");
        let mut console = kept.start(&["--resume"]);
        console.until("Step 3 of 5");
        assert!(!console.shows("CHANGED"), "the same as in the session now");
        leave(console);
    }
}

/// A server that says this when it is asked: the PowerShell of a test.
fn server(folder: &Path, lines: &str) -> String {
    fs::write(folder.join("said"), lines).unwrap();
    let powershell = folder.join("powershell");
    fs::write(&powershell, "#!/bin/sh\ncat \"${0%/*}/said\"\n").unwrap();
    fs::set_permissions(&powershell, fs::Permissions::from_mode(0o700)).unwrap();
    powershell.display().to_string()
}

/// What was collected on the server is read on any other computer, and there it is collected anew.
#[test]
fn what_was_collected_is_read_elsewhere_and_collected_anew_where_that_can_be() {
    let kept = Kept::new();
    let folder = tempfile::tempdir().unwrap();
    let lines = scenarios::find("staging-mode").unwrap().lines();
    let powershell = server(folder.path(), &format!("{lines}{SECRET}\n"));
    let here = [("PHS_DOCTOR_POWERSHELL", powershell.as_str())];
    let mut console = kept.start_with(&["live"], &here);
    first_step(&mut console);
    leave(console);
    let before = session(&kept).sources;
    let records = |sources: &[SourceFile]| sources[0].records.clone().unwrap();
    assert!(records(&before).contains("ADSyncScheduler") && !kept.journal().contains("geheim"));

    let mut console = kept.start(&["--resume"]);
    console.until("This computer is not the Connect server that was read; its records");
    console.until("Step 2 of 5");
    console.press("1");
    console.until("Step 3 of 5");
    leave(console);
    assert_eq!((session(&kept).sources, lines_of_sources(&kept)), (before, 1));

    server(folder.path(), &lines.replace("AADC01", "AADC77"));
    let mut console = kept.start_with(&["--resume"], &here);
    console.until("AADC77, as of");
    console.until("Step 3 of 5");
    assert!(!console.shows("KEPT"));
    console.press("1");
    console.until("Step 4 of 5");
    leave(console);
    let now = session(&kept).sources;
    assert!(now.len() == 1 && records(&now).contains("AADC77"), "{now:?}");
}

/// Given by a name within the folder, removed while the program runs: it stays what it was.
#[test]
fn a_file_that_goes_while_it_is_open_stays_in_the_session() {
    let kept = Kept::new();
    let (folder, path) = saved();
    let mut console = Console::within(folder.path(), &["evidence.jsonl"], kept.folder());
    first_step(&mut console);
    // The page itself, not the list of steps that was there before.
    console.until("Step 2 of 5         AADC01");
    fs::remove_file(&path).unwrap();
    console.press("1");
    console.until("Step 3 of 5");
    leave(console);
    assert_eq!(lines_of_sources(&kept), 1);
    let mut console = kept.start(&["--resume"]);
    console.until("KEPT");
    console.until("Step 3 of 5");
    leave(console);
}

#[test]
fn secrets_and_large_files_and_other_formats_stay_out() {
    let (folder, path) = saved();
    let lines = fs::read_to_string(&path).unwrap();
    fs::write(&path, format!("{lines}{SECRET}\n")).unwrap();
    let large = folder.path().join("large.jsonl");
    fs::write(&large, format!("{lines}{}", "\n".repeat(256 * 1024))).unwrap();
    let list = folder.path().join("list.txt");
    fs::write(&list, "Name : contoso.com\nType : AD\nPassword : geheim\n").unwrap();
    let kept = Kept::new();
    let all = [&path, &large, &list].map(|p| p.to_str().unwrap());
    let mut console = kept.start(&all);
    first_step(&mut console);
    leave(console);
    assert!(!kept.journal().contains("geheim"), "{}", kept.journal());
    let held: Vec<bool> = session(&kept).sources.iter().map(|s| s.records.is_some()).collect();
    assert_eq!(held, [true, false, false]);
    assert!(session(&kept).sources.iter().all(|s| s.size.is_some() && s.sha256.is_some()));
}
