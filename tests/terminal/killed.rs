//! A whole flow in the real program, which is killed (SIGKILL): after every key, and at random moments.
//! It goes on where it was, with every choice that had been seen to count.
//!
//! The gate takes a few of them, by a seed. `PHS_KILLS=all cargo test --test terminal killed` takes every
//! key and 200 moments.

use super::{Console, kept::Kept};
use phs_doctor::session::Session;
use std::time::Duration;

/// A key, what the screen shows then, and how many choices are on disk by then.
type Press = (&'static str, &'static str, usize);

/// A cause that does not help, with a step skipped and one that cannot be done; then the next one, which does.
const FLOW: &[Press] = &[
    ("1", "What to do, step by step", 0),
    ("1", "Begin, one step a page", 0),
    ("1", "Before you begin", 0),
    ("2", "Step 1 of 4", 0),
    ("1", "Step 2 of 4", 1),
    ("2", "Step 3 of 4", 2),
    ("3", "What is in the way", 2),
    ("n", "Reason: n", 2),
    ("o", "Reason: no", 2),
    ("t", "Reason: not", 2),
    (" ", "Reason: not ", 2),
    ("1", "Reason: not 1", 2),
    ("\r", "Step 4 of 4", 3),
    ("4", "NOT SOLVED", 4),
    ("1", "Activate the feature", 4),
    ("1", "Before you begin", 4),
    ("2", "Step 1 of 4", 4),
    ("1", "Step 2 of 4", 5),
    ("1", "Step 3 of 4", 6),
    ("1", "Step 4 of 4", 7),
    ("1", "Did it help?", 8),
    ("3", "Have you seen that it works?", 8),
    ("2", "You have seen that it works", 9),
    ("\x1b", "Activate the feature", 9),
];

/// Plays this part of the flow; every page is seen.
fn play(console: &mut Console, part: &[Press]) {
    for (key, shows, _) in part {
        console.press(key);
        console.until(shows);
    }
}

fn start(kept: &Kept) -> Console {
    let mut console = kept.start(&["demo", "tenant-feature-off"]);
    console.until("PROBLEM found");
    console
}

/// What was chosen at which step of what, and why.
fn chosen(session: &Session) -> Vec<String> {
    let one = |a: &phs_doctor::session::Action| {
        format!("{} {} {} {:?}", a.remedy, a.step, a.choice.word(), a.note.as_deref().unwrap_or_default())
    };
    session.actions.iter().map(one).collect()
}

/// What the flow records when nothing disturbs it.
fn undisturbed() -> Vec<String> {
    let kept = Kept::new();
    let mut console = start(&kept);
    play(&mut console, FLOW);
    console.kill();
    chosen(&kept.session().unwrap())
}

/// The program was killed: what is on disk, the page it opens at, and the flow from there to its end.
fn go_on(kept: &Kept, wanted: &[String], least: usize, most: usize, about: &str) {
    let done = kept.done();
    assert!((least..=most).contains(&done), "{about}: {done} on disk, {least} were seen to be");
    let mut console = if done == 0 { start(kept) } else { kept.start(&["--resume"]) };
    // The key that recorded the newest choice led to the page where it goes on.
    let at = FLOW.iter().position(|(_, _, recorded)| *recorded == done && done > 0).map_or(0, |at| at + 1);
    if at > 0 {
        console.until(FLOW[at - 1].1);
    }
    play(&mut console, &FLOW[at..]);
    console.kill();
    assert_eq!(chosen(&kept.session().unwrap()), wanted, "{about}");
}

fn all() -> bool {
    std::env::var("PHS_KILLS").is_ok_and(|v| v == "all")
}

/// Numbers that look random and are the same every time.
struct Seeded(u64);

impl Seeded {
    fn below(&mut self, end: u64) -> u64 {
        self.0 ^= self.0 << 13;
        self.0 ^= self.0 >> 7;
        self.0 ^= self.0 << 17;
        self.0 % end
    }
}

#[test]
fn killed_after_any_key_it_goes_on_with_nothing_lost() {
    let wanted = undisturbed();
    for keys in (1..=FLOW.len()).filter(|keys| all() || keys % 5 == 3) {
        let kept = Kept::new();
        let mut console = start(&kept);
        play(&mut console, &FLOW[..keys]);
        console.kill();
        let done = FLOW[keys - 1].2;
        go_on(&kept, &wanted, done, done, &format!("after {keys} keys"));
    }
}

#[test]
fn killed_at_any_moment_it_goes_on_with_nothing_lost() {
    let wanted = undisturbed();
    let mut random = Seeded(0x5e55_1035_eed5);
    for moment in 0..if all() { 200 } else { 5 } {
        let kept = Kept::new();
        let mut console = start(&kept);
        let keys = usize::try_from(random.below(FLOW.len() as u64)).unwrap();
        play(&mut console, &FLOW[..keys]);
        let (key, shows, most) = FLOW[keys];
        let span = Duration::from_micros(random.below(25_000));
        console.press(key);
        console.listen(span);
        let seen = console.shows(shows);
        console.kill();
        let before = if keys == 0 { 0 } else { FLOW[keys - 1].2 };
        let about = format!("moment {moment}: {span:?} after key {keys}, its page seen: {seen}");
        go_on(&kept, &wanted, if seen { most } else { before }, most, &about);
    }
}
