//! Waiting for proof in the real program: it looks again by itself, on the screen and in numbered questions.

use super::{Console, healed, kept::Kept};
use chrono::{TimeDelta, Utc};
use phs_doctor::{
    front::scenarios,
    session::{Choice, replay},
};
use std::fs;

/// Answers, and waits for what it leads to: on the screen, or among the lines of numbered questions.
fn answer(console: &mut Console, key: &str, enter: &str, shows: &str) {
    if !key.is_empty() {
        console.press(&format!("{key}{enter}"));
    }
    until(console, !enter.is_empty(), shows);
}

fn until(console: &mut Console, plain: bool, text: &str) {
    if plain { console.until_said(text) } else { console.until(text) }
}

#[test]
fn it_looks_again_by_itself_until_the_proof_is_there() {
    for (plain, enter) in [(false, ""), (true, "\r")] {
        let kept = Kept::new();
        let folder = tempfile::tempdir().unwrap();
        let (path, next) = (folder.path().join("server.jsonl"), folder.path().join("next"));
        fs::write(&path, scenarios::find("tenant-feature-off").unwrap().lines()).unwrap();
        let mut args = vec![path.to_str().unwrap()];
        args.extend(plain.then_some("--plain"));
        let mut console = kept.start_with(&args, &[("PHS_DOCTOR_TEST", "quick-looks")]);
        let way = [
            "PROBLEM found",
            "step by step",
            "Begin, one step",
            "I know the risk",
            "Step 1 of 4",
            "Step 2 of 4",
        ];
        for (key, shows) in
            [("", way[0]), ("1", way[1]), ("1", way[2]), ("1", way[3]), ("2", way[4]), ("1", way[5])]
        {
            answer(&mut console, key, enter, shows);
        }
        for shows in ["Step 3 of 4", "Step 4 of 4", "Did it help?"] {
            answer(&mut console, "1", enter, shows);
        }
        until(&mut console, plain, "Looked again at");
        assert!(kept.session().unwrap().actions.iter().all(|a| a.choice != Choice::NotFixed));
        let later = Utc::now() - scenarios::time() + TimeDelta::hours(9);
        fs::write(&next, healed::so_much_later(later)).unwrap();
        fs::rename(&next, &path).unwrap();
        until(&mut console, plain, "Newer evidence shows that it helped");
        assert_eq!(replay(&kept.journal()).unwrap().actions.last().unwrap().choice, Choice::Verified);
        console.press(&format!("q{enter}"));
        assert_eq!(console.end(), 0);
        assert!(console.parser.screen().contents().contains("SOLVED"));
    }
}
