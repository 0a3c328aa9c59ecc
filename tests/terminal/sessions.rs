//! Sessions of the real program: gone on with, read while another writes, without their sources, listed.

use super::{Console, kept::Kept};
use phs_doctor::session::{Choice, replay};
use std::{fs, path::Path};

/// To the first step of a remedy.
pub(super) fn begin(console: &mut Console) {
    console.until("PROBLEM found");
    console.press("1");
    console.until("What to do, step by step");
    console.press("1");
    console.until("Begin, one step a page");
    console.press("1");
    console.until("Before you begin");
    console.press("aadc01 CHG0042\r");
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
        console.kill();
        console = kept.start(&["--resume"]);
        console.until(&if step < 5 { format!("Step {} of 5", step + 1) } else { "Did it help?".to_owned() });
    }
    console.press("3");
    console.until("Have you seen");
    console.press("2");
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
fn a_session_that_another_program_writes_is_read_only_until_that_ends() {
    let kept = Kept::new();
    let mut first = kept.start(&["demo", "staging-mode"]);
    begin(&mut first);
    first.press("1");
    first.until("Step 2 of 5");
    let mut second = kept.start(&["--resume"]);
    second.until("Step 2 of 5");
    second.until("READ-ONLY  another program writes this session");
    second.until("read-only, AADC01");
    second.press("1");
    second.until("go on: read-only");
    assert_eq!(kept.done(), 1, "nothing was recorded");
    let (code, list) = phs(&kept, &["sessions"]);
    assert_eq!((code, list.lines().count()), (Some(0), 1), "{list}");
    let id = list.split_whitespace().next().unwrap();
    assert_eq!(phs(&kept, &["sessions", "delete", id]).0, Some(2), "it is in use");
    first.press("1");
    first.until("Step 3 of 5");
    first.press("q");
    first.until("Session");
    assert_eq!(first.end(), 0);
    // Back to the first page, and the session once more: now it can be written.
    second.press("\x1b");
    second.until("What to do");
    second.press("\x1b");
    second.until("PHS does not work at all");
    second.press("\x1b");
    second.until("Sessions");
    second.press("7");
    second.until("Choose one to go on");
    second.press("1");
    second.until("Step 3 of 5");
    assert!(!second.shows("READ-ONLY"));
    second.press("1");
    second.until("Step 4 of 5");
    assert_eq!(kept.done(), 3);
    second.press("q");
    assert_eq!(second.end(), 0);
}

/// The sources are gone with their records, and the session holds what was judged, for the screen and for a report.
#[test]
fn without_its_source_a_session_shows_what_was_judged_and_goes_on_with_another() {
    let kept = Kept::new();
    let folder = tempfile::tempdir().unwrap();
    let (first, other) = (folder.path().join("first.jsonl"), folder.path().join("other.jsonl"));
    // Larger than what a session holds itself.
    let lines = phs_doctor::front::scenarios::find("staging-mode").unwrap().lines();
    fs::write(&first, format!("{lines}{}", "\n".repeat(256 * 1024))).unwrap();
    let mut console = kept.start(&[first.to_str().unwrap()]);
    begin(&mut console);
    console.press("1");
    console.until("Step 2 of 5");
    console.press("q");
    assert_eq!(console.end(), 0);
    fs::rename(&first, &other).unwrap();

    let mut console = kept.start(&["--resume"]);
    console.until("What was judged");
    console.until("GONE");
    console.until("[FAIL] Staging mode");
    console.press("2");
    console.until("in which form");
    console.press("4");
    console.until("with names?");
    console.press("1");
    console.until("where to?");
    let report = folder.path().join("report.json");
    console.press(&format!("{}\r", report.display()));
    console.until("Written:");
    let written = fs::read_to_string(&report).unwrap();
    assert!(
        written.contains("staging-mode-enabled") && written.contains("\"choice\": \"done\""),
        "{written}"
    );
    console.press("1");
    console.until("Type or paste the path");
    console.press(&format!("{}\r", other.display()));
    console.until("Step 2 of 5");
    console.press("1");
    console.until("Step 3 of 5");
    console.press("q");
    console.until("Written: ");
    assert_eq!(console.end(), 0);
    // The next time nothing is missing.
    let mut console = kept.start(&["--resume"]);
    console.until("Step 3 of 5");
    console.press("q");
    assert_eq!(console.end(), 0);
    assert_eq!(replay(&kept.journal()).unwrap().sources.len(), 1);
}

/// What is left on the screen when the wizard ends: ten lines at most, and how to go on.
#[test]
fn the_end_stays_on_the_screen() {
    let kept = Kept::new();
    let mut console = kept.start(&["demo", "staging-mode"]);
    begin(&mut console);
    console.press("1");
    console.until("Step 2 of 5");
    console.press("q");
    assert_eq!(console.end(), 0);
    let said = console.parser.screen().contents();
    assert!(said.lines().count() <= 10, "{said}");
    let session = replay(&kept.journal()).unwrap();
    let short = &session.id[session.id.len() - 8..];
    for part in ["PROBLEM: ", "AADC01", "Remedy: ", "NOT DONE", &format!("phs-doctor --resume {short}")] {
        assert!(said.contains(part), "{part} is not in {said}");
    }
}

/// The operator is done with a session: it is listed as closed, and is no longer the one to go on with.
#[test]
fn a_finished_session_is_closed_and_can_be_looked_at() {
    let kept = Kept::new();
    let mut console = kept.start(&["demo", "staging-mode"]);
    begin(&mut console);
    console.press("4");
    console.until("NOT SOLVED");
    // What the page offers stands below what support will ask for.
    for _ in 0..4 {
        console.press("\x1b[6~");
    }
    console.until("Finish this session");
    let screen = console.parser.screen().contents();
    let line = screen.lines().find(|l| l.contains("Finish this session")).unwrap();
    let digit = line.chars().find(char::is_ascii_digit).unwrap();
    console.press(&digit.to_string());
    console.until("The session is finished");
    assert!(kept.session().unwrap().closed, "on disk before it is said");
    console.press("q");
    console.until("closed");
    assert_eq!(console.end(), 0);
    let (_, list) = phs(&kept, &["sessions"]);
    assert!(list.contains("closed"), "{list}");
    let mut console = kept.start(&["--resume"]);
    console.until("there is no unfinished session");
    console.press("q");
    console.end();
    let id = list.split_whitespace().next().unwrap();
    let mut console = kept.start(&["--resume", id]);
    console.until("NOT SOLVED");
    console.press("\x1b");
    console.until("Go on where you left");
    console.press("1");
    console.until("How it ended");
    console.press("q");
    assert_eq!(console.end(), 0);
    assert!(kept.session().unwrap().closed, "looking opens nothing");
}

/// Every answer written ahead: each finds the page it is about, and the same lines stay at the end.
#[test]
fn answers_written_ahead_are_not_lost() {
    let answers = "1\n1\n1\nno\nAADC01 CHG0042\n1\n1\n2\n3\nthe other team\n1\n3\n2\n";
    for end in ["q\n", ""] {
        let kept = Kept::new();
        let mut command = assert_cmd::Command::cargo_bin("phs-doctor").unwrap();
        command.args(["demo", "staging-mode", "--plain"]).env("PHS_DOCTOR_SESSIONS", kept.folder());
        let out = command.write_stdin(format!("{answers}{end}")).output().unwrap();
        let said = String::from_utf8(out.stdout).unwrap();
        let session = replay(&kept.journal()).unwrap_or_else(|e| panic!("{e}: {said}"));
        let chosen: Vec<_> = session.actions.iter().map(|a| (a.step, a.choice)).collect();
        let wanted = [
            (1, Choice::Done),
            (2, Choice::Done),
            (3, Choice::Skipped),
            (4, Choice::Cannot),
            (5, Choice::Done),
            (0, Choice::VerifiedByOperator),
        ];
        assert_eq!(chosen, wanted, "{said}");
        assert_eq!(session.actions[0].note.as_deref(), Some("CHG0042"));
        let last: Vec<&str> = said.lines().rev().take(6).collect();
        assert!(last.iter().any(|l| l.contains("phs-doctor --resume")), "{last:?}");
    }
}

fn phs(kept: &Kept, args: &[&str]) -> (Option<i32>, String) {
    let mut command = assert_cmd::Command::cargo_bin("phs-doctor").unwrap();
    let out = command.args(args).env("PHS_DOCTOR_SESSIONS", kept.folder()).output().unwrap();
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
    let path = kept.path().unwrap();
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
