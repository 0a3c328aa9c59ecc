//! Waiting for proof.

use super::step;
use crate::{
    session::{Choice, Line, Proof, State, grace},
    wizard::{Action, FindingKey, Item, Model, Page, Place, Tone, span},
};
use chrono::{DateTime, Utc};

pub(super) fn page(model: &Model, key: &FindingKey) -> Page {
    let mut page = Page::titled("Did it help?");
    super::read_only(model, &mut page);
    let (Some(done), Some((lines, outcome))) = (model.acted(key), model.proof(key)) else {
        page.para("Nothing was done yet, so there is nothing to prove. Go back to the steps.");
        return page;
    };
    let clock = model.clock;
    let said = match outcome {
        Proof::Verified => "Evidence from after that shows that it helped.".to_owned(),
        Proof::NotFixed => "Evidence from after that shows the same trouble.".to_owned(),
        Proof::Pending(due) if due > clock.now => {
            format!("It shows by {} at the latest ({}).", clock.at(due), span(due - clock.now))
        }
        Proof::Pending(due) => format!("It should show since {}: newer evidence will tell.", clock.at(due)),
        Proof::NeedsNewer => {
            "Everything that was read is older than that, so it proves nothing either way. Newer evidence will tell.".to_owned()
        }
    };
    page.heading(format!("Done at {}.", clock.at(done)));
    page.para(said);
    page.blank();
    for line in &lines {
        page.item(item(model, line, done));
    }
    page.blank();
    if model.played() {
        page.para("This is a built-in case: it does not change.");
        page.blank();
    }
    offers(model, key, outcome, &mut page);
    page
}

/// How a check stands, and when it is expected to show.
fn item(model: &Model, line: &Line, done: DateTime<Utc>) -> Item {
    let clock = model.clock;
    let (tone, mark, note) = match line.state {
        State::Passed(at) => (Tone::Good, "[ OK ]", clock.at(at)),
        State::Failed(at) => (Tone::Bad, "[FAIL]", format!("still so at {}", clock.at(at))),
        State::Waits(due) => (Tone::Warn, "[WAIT]", format!("not yet; can take until {}", clock.at(due))),
        State::Older => {
            let wait = grace(&line.check);
            let when =
                if wait.is_zero() { "at once".to_owned() } else { format!("by {}", clock.at(done + wait)) };
            (Tone::Warn, "[WAIT]", format!("older; shows {when}"))
        }
    };
    Item { mark: Some((tone, mark.to_owned())), text: step::title(&line.check), note, ..Item::default() }
}

fn offers(model: &Model, key: &FindingKey, outcome: Proof, page: &mut Page) {
    if outcome == Proof::Verified {
        page.numbered("Go on", "how it ended", Action::Go(Place::End(key.clone())), None);
        return;
    }
    let chose = |choice| Action::Chose(key.clone(), 0, choice);
    let held = super::shut(model);
    let next = model.next_look().filter(|_| !model.played());
    let next = next
        .map_or_else(String::new, |at| format!("; by itself at {}", model.clock.at(at.max(model.clock.now))));
    page.numbered("Check now", format!("read the same evidence again{next}"), Action::Again, None);
    page.numbered("Open newer evidence", "", Action::Go(Place::Open), None);
    page.numbered(
        "I have seen that it works",
        "verified by operator",
        chose(Choice::VerifiedByOperator),
        held,
    );
    page.numbered("It did not help", "what else it can be", chose(Choice::DidNotHelp), held);
    page.numbered("Leave and come back", "it is saved", Action::Go(Place::Quit), None);
    page.numbered(
        "How it stands",
        "what is left, and what else fails",
        Action::Go(Place::End(key.clone())),
        None,
    );
}
