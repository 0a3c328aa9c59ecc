//! A remedy is followed in the real program, which is killed after every key; nothing is lost.

use super::Console;
use phs_doctor::session::{Choice, replay};
use std::{fs, path::Path};

struct Kept(tempfile::TempDir);

impl Kept {
    fn new() -> Kept {
        Kept(tempfile::tempdir().unwrap())
    }

    fn start(&self, args: &[&str]) -> Console {
        Console::start(args, &[("PHS_DOCTOR_SESSIONS", self.0.path().to_str().unwrap())])
    }

    fn journal(&self) -> String {
        let mut files = fs::read_dir(self.0.path()).unwrap().map(|f| f.unwrap().path());
        let journal = files.find(|p| p.extension().is_some_and(|e| e == "jsonl"));
        journal.map(|p| fs::read_to_string(p).unwrap()).unwrap_or_default()
    }

    fn done(&self) -> usize {
        replay(&self.journal()).map_or(0, |s| s.actions.len())
    }
}

/// To the first step of a remedy.
fn begin(console: &mut Console) {
    console.until("PROBLEM found");
    console.press("1");
    console.until("What to do, step by step");
    console.press("1");
    console.until("Begin, one step a page");
    console.press("1");
    console.until("Before you begin");
    console.press("2");
    console.until("Step 1 of");
}

#[test]
fn killed_after_every_step_it_goes_on_at_the_next() {
    let kept = Kept::new();
    let mut console = kept.start(&["demo", "staging-mode"]);
    begin(&mut console);
    for step in 1..=5 {
        console.press("1");
        console.until(&if step < 5 { format!("Step {} of 5", step + 1) } else { "Did it help?".to_owned() });
        assert_eq!(kept.done(), step, "on disk before the next page is seen");
        console.signal("-9");
        console.child.wait().unwrap();
        console = kept.start(&["--resume"]);
        console.until(&if step < 5 { format!("Step {} of 5", step + 1) } else { "Did it help?".to_owned() });
    }
    console.press("3");
    console.until("SOLVED");
    let session = replay(&kept.journal()).unwrap();
    assert_eq!(session.actions.last().unwrap().choice, Choice::VerifiedByOperator);
    assert_eq!(session.actions.iter().filter(|a| a.choice == Choice::Done).count(), 5);
    console.press("q");
    console.until("PROBLEM");
    assert_eq!(console.end(), 0);
}

/// Types into the field of a page.
fn typed(console: &mut Console, text: &str) {
    console.press(text);
    console.press("\r");
}

#[test]
fn answers_without_evidence_outlive_the_program() {
    for (flow, user) in [("1", None), ("2", Some("ada@contoso.com"))] {
        let kept = Kept::new();
        let mut console = kept.start(&[]);
        console.until("Go without evidence");
        console.press("3");
        console.until("one question follows the other");
        console.press(flow);
        if let Some(user) = user {
            console.until("Sign-in name");
            typed(&mut console, user);
            console.until("What is seen of ada@contoso.com?");
            console.press("6");
            console.until("Is ada@contoso.com in the connector space");
            console.press("4");
            console.until("The organizational unit of ada");
        } else {
            console.until("DNS name");
            typed(&mut console, "contoso.com");
            console.until("How did the newest password cycle of contoso.com end?");
            console.press("1");
            console.until("Question 3");
        }
        let before = replay(&kept.journal()).unwrap().answers.len();
        assert!(before > 1);
        console.signal("-9");
        console.child.wait().unwrap();
        console = kept.start(&["--resume"]);
        console.until(user.unwrap_or("INCOMPLETE"));
        console.until("missing evidence");
        console.press("q");
        assert_eq!(console.end(), 0);
        let id = phs(&kept, &["sessions"]).1.split_whitespace().next().unwrap().to_owned();
        let (_, shown) = phs(&kept, &["sessions", "show", &id]);
        assert!(shown.contains(" said \""), "{shown}");
        let (_, report) = phs(&kept, &["report", &id, "--format", "json"]);
        assert!(report.contains("operator's answer"), "the answer is in the report: {report}");
    }
}

#[test]
fn two_programs_do_not_write_one_session() {
    let kept = Kept::new();
    let mut first = kept.start(&["demo", "staging-mode"]);
    begin(&mut first);
    first.press("1");
    first.until("Step 2 of 5");
    let mut second = kept.start(&["--resume"]);
    second.until("another program");
    second.press("q");
    second.end();
    first.press("q");
    first.end();
}

fn phs(kept: &Kept, args: &[&str]) -> (Option<i32>, String) {
    let mut command = assert_cmd::Command::cargo_bin("phs-doctor").unwrap();
    let out = command.args(args).env("PHS_DOCTOR_SESSIONS", kept.0.path()).output().unwrap();
    (out.status.code(), String::from_utf8(out.stdout).unwrap())
}

#[test]
fn a_session_is_listed_shown_reported_and_deleted() {
    let kept = Kept::new();
    let mut console = kept.start(&["demo", "staging-mode"]);
    begin(&mut console);
    console.press("1");
    console.until("Step 2 of 5");
    console.press("q");
    console.end();
    let (code, list) = phs(&kept, &["sessions"]);
    assert_eq!(code, Some(0));
    let id = list.split_whitespace().next().unwrap();
    assert!(list.contains("AADC01"), "{list}");
    let (_, shown) = phs(&kept, &["sessions", "show", id]);
    assert!(shown.contains("step 1, done"), "{shown}");
    let (code, report) = phs(&kept, &["report", id, "--format", "json"]);
    assert_eq!(code, Some(1), "a problem");
    assert!(report.contains("\"choice\": \"done\"") && report.contains("staging-mode-enabled"), "{report}");
    let (_, redacted) = phs(&kept, &["report", id, "--format", "json", "--redact"]);
    assert!(!redacted.contains("AADC01") && redacted.contains("[host-1]"));
    assert_eq!(phs(&kept, &["sessions", "delete", ""]).0, Some(2), "no name is not every name");
    assert_eq!(phs(&kept, &["sessions", "delete", id]).0, Some(0));
    assert!(phs(&kept, &["sessions"]).1.contains("No sessions"));
    assert_eq!(phs(&kept, &["report", id]).0, Some(2));
}

/// Cut at any byte, as when the power goes, the lines before it still count.
#[test]
fn a_journal_cut_anywhere_goes_on() {
    let kept = Kept::new();
    let mut console = kept.start(&["demo", "staging-mode"]);
    begin(&mut console);
    console.press("1");
    console.until("Step 2 of 5");
    console.press("2");
    console.until("Step 3 of 5");
    console.press("q");
    console.end();
    let whole = kept.journal();
    let last = whole.trim_end().rfind('\n').unwrap();
    for i in 0..200 {
        let cut = last + 1 + (i * 7919) % (whole.len() - last - 2);
        let session = replay(&whole[..cut]).unwrap();
        assert_eq!(session.actions.len(), 1, "at {cut}");
    }
    let mut path = fs::read_dir(kept.0.path()).unwrap().map(|f| f.unwrap().path());
    let path = path.find(|p| p.extension().is_some_and(|e| e == "jsonl")).unwrap();
    fs::write(&path, &whole[..last + 20]).unwrap();
    let mut console = kept.start(&["--resume"]);
    console.until("Step 2 of 5");
    console.press("1");
    console.until("Step 3 of 5");
    assert_eq!(kept.done(), 2, "the line that was cut off does not swallow the next");
    console.press("q");
    console.end();
    assert!(Path::new(&path).is_file());
}
