//! `sessions` and `report`.

use super::{Kept, Store};
use crate::{
    cli::{ReportOf, SessionCommand, Sessions},
    front::{HEALTHY, batch, say},
    knowledge::visible,
    report,
    session::Session,
};
use std::fmt::Write;

/// `phs-doctor sessions`; the exit code.
#[must_use]
pub fn sessions(asked: &Sessions) -> u8 {
    let said = Store::own().and_then(|store| match &asked.what {
        None | Some(SessionCommand::List) => Ok(list(&store)),
        Some(SessionCommand::Show { id }) => store.find(id).map(|kept| show(&kept)),
        Some(SessionCommand::Delete { id }) => store.find(id).and_then(|kept| delete(&kept)),
    });
    let printed = said.and_then(|text| say::print(text.as_bytes()));
    printed.map_or_else(|e| say::refuse(&e), |()| HEALTHY)
}

/// `phs-doctor report`; the exit code is that of the report.
#[must_use]
pub fn report(asked: &ReportOf) -> u8 {
    let made = Store::own().and_then(|store| {
        let kept = store.find(&asked.session)?;
        let (report, names) = report::kept(&kept.session)?;
        batch::deliver(report, &names, &asked.printing)
    });
    made.unwrap_or_else(|e| say::refuse(&e))
}

fn list(store: &Store) -> String {
    let all = store.all();
    if all.is_empty() {
        return "No sessions. One begins with the first step of a remedy or the first answer.\n".to_owned();
    }
    all.iter().map(|kept| format!("{}\n", line(&kept.session))).collect()
}

/// A session in a line: the end of its id, when, what it is about, how it stands.
pub fn line(session: &Session) -> String {
    let id = &session.id[session.id.len().saturating_sub(8)..];
    let at = session.newest.map_or_else(String::new, |t| t.format("%Y-%m-%d %H:%M UTC").to_string());
    let state = if session.closed { "closed" } else { "open" };
    visible(&format!("{id}  {at}  {state:6}  {}", about(session)))
}

/// What a session is about.
pub fn about(session: &Session) -> String {
    let report = report::kept(session).ok().map(|(report, _)| report);
    let computer = report.as_ref().and_then(|r| r.environment.computer.clone());
    let title = report.as_ref().and_then(|r| r.root_causes.first().map(|root| root.title.clone()));
    let parts = [title, computer, session.user.as_ref().map(|(user, ..)| user.clone())];
    parts.into_iter().flatten().collect::<Vec<_>>().join(", ")
}

fn show(kept: &Kept) -> String {
    let session = &kept.session;
    let mut out = format!("{}\n{}\n", line(session), kept.path.display());
    for source in &session.sources {
        let _ = writeln!(out, "  read     {}", visible(&source.path));
    }
    for record in &session.answers {
        let text = |name: &str| record["data"][name].as_str().unwrap_or_default();
        if record["record"] == "OperatorAnswer" {
            let line =
                format!("{}  {} said \"{}\" of {}", text("At"), text("By"), text("Note"), text("Question"));
            let _ = writeln!(out, "  answer   {}", visible(&line));
        }
    }
    for action in &session.actions {
        let at = action.at.format("%Y-%m-%d %H:%M:%S UTC");
        let note = action.note.as_ref().map_or_else(String::new, |n| format!(": {n}"));
        // What is about the whole remedy has no step.
        let step = if action.step == 0 { String::new() } else { format!(", step {}", action.step) };
        let text = format!("{}{step}, {}{note}", action.remedy, action.choice.word());
        let _ = writeln!(out, "  {at}  {}", visible(&text));
    }
    for note in &session.notes {
        let _ = writeln!(out, "  note     {}", visible(note));
    }
    for (number, why) in &session.damaged {
        let _ = writeln!(out, "  line {number} cannot be read: {why}");
    }
    out
}

fn delete(kept: &Kept) -> Result<String, String> {
    // One that is being written elsewhere stays.
    let journal = super::Journal::resume(&kept.path, &kept.session.id)?;
    journal.remove()?;
    Ok(format!("removed: {}\n", line(&kept.session)))
}
