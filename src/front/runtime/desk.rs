//! What is kept for the operator: the session, and the text that was copied last.

use crate::{
    front::{
        save,
        sessions::{Journal, Store, about, judgement},
        terminal,
    },
    session::{Entry, Session},
    wizard::{Job, Model, SessionLine},
};

/// The file of what was copied last.
const COPIED: &str = "copied.txt";

/// The session that is being written, and what stands in it.
#[derive(Debug, Default)]
pub(super) struct Desk {
    journal: Option<Journal>,
    /// The reading whose result was written last.
    written: Job,
}

impl Desk {
    /// Puts a line on disk; the first one begins the session. What is judged now goes before it.
    pub(super) fn append(&mut self, entry: &Entry, model: &Model) -> Result<(), String> {
        let answer = matches!(entry, Entry::Answer { .. });
        let journal = if let Some(journal) = &mut self.journal {
            // An answer stands before what comes of it.
            if !answer && self.written != model.reading() {
                for (user, case) in model.cases() {
                    journal.append(&judgement(user, case))?;
                }
            }
            journal
        } else {
            self.journal.insert(Journal::begin(&Store::own()?, model)?)
        };
        if !answer {
            self.written = model.reading();
        }
        journal.append(entry)
    }

    /// Writes what is judged now, where a session is kept and that stands not in it yet.
    pub(super) fn keep(&mut self, model: &Model) -> Result<(), String> {
        let Some(journal) = self.journal.as_mut().filter(|_| self.written != model.reading()) else {
            return Ok(());
        };
        self.written = model.reading();
        model.cases().try_for_each(|(user, case)| journal.append(&judgement(user, case)))
    }

    /// The sessions that are kept, the newest first.
    pub(super) fn list() -> Vec<SessionLine> {
        let kept = Store::own().map(|store| store.all()).unwrap_or_default();
        let line = |session: &Session| SessionLine {
            id: session.id.clone(),
            at: session.newest,
            about: about(session),
            closed: session.closed,
        };
        kept.iter().map(|k| line(&k.session)).collect()
    }

    /// Opens a session; an empty id means the newest that is not closed. One that another program writes
    /// can be read, and what is done here is not kept in it.
    pub(super) fn resume(&mut self, id: &str) -> Result<Session, String> {
        let store = Store::own()?;
        let kept = if id.is_empty() {
            let open = store.all().into_iter().find(|k| !k.session.closed);
            open.ok_or("there is no unfinished session")?
        } else {
            store.find(id)?
        };
        self.journal = None;
        self.journal = Some(Journal::resume(&kept.path)?);
        Ok(kept.session)
    }

    /// Puts a text where it can be pasted from: a file, and the clipboard of terminals that let programs do so.
    pub(super) fn copy(text: &str) -> Result<String, String> {
        let store = Store::own()?;
        let path = store.folder()?.join(COPIED);
        let bytes = format!("\u{feff}{}\r\n", text.replace('\n', "\r\n"));
        save::whole(&path, bytes.as_bytes(), true)?;
        let clipboard =
            if terminal::clipboard(text) { "the clipboard, where the terminal allows it, and " } else { "" };
        Ok(format!("{clipboard}{}", path.display()))
    }
}
