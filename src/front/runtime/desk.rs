//! What is kept for the operator: the session, and the text that was copied last.

use crate::{
    front::{
        live, save,
        sessions::{Journal, Store, about, judgement, named, source},
        terminal,
    },
    session::{Entry, Session, SourceFile},
    wizard::{Job, Model, Reopened, SessionLine},
};
use std::path::Path;

/// The file of what was copied last.
const COPIED: &str = "copied.txt";

/// The session that is being written, and what stands in it.
#[derive(Debug, Default)]
pub(super) struct Desk {
    journal: Option<Journal>,
    /// The sitting in which it was begun.
    sitting: u64,
    /// The reading whose result was written last.
    written: Job,
    /// The sources in it, by the names that find them again.
    sources: Vec<String>,
}

impl Desk {
    /// Puts a line on disk; the first one begins the session. What was read and judged since goes before it.
    pub(super) fn append(&mut self, entry: &Entry, model: &Model) -> Result<(), String> {
        if let Some(reason) = model.held() {
            return Err(reason.to_owned());
        }
        let sources: Vec<String> = model.specs().iter().map(named).collect();
        let begun = self.journal.is_some() && self.sitting == model.sitting();
        if let Some(id) = model.session().filter(|id| !begun && self.session() != Some(id)) {
            // Another one was opened in between.
            self.resume(id)?.held.map_or(Ok(()), Err)?;
        }
        if let Some(journal) = self.journal.as_mut().filter(|j| begun || model.session() == Some(&j.id)) {
            let mut lines = Vec::new();
            let new = model.specs().iter().zip(&sources).filter(|(_, name)| !self.sources.contains(name));
            lines.extend(new.map(|(spec, _)| Entry::Source(source(spec))));
            let gone = self.sources.iter().filter(|name| !sources.contains(name));
            let dropped =
                |name: &String| SourceFile { path: name.clone(), dropped: true, ..SourceFile::default() };
            lines.extend(gone.map(|name| Entry::Source(dropped(name))));
            if self.written != model.reading() {
                lines.extend(model.cases().map(|(user, case)| judgement(user, case)));
            }
            lines.push(entry.clone());
            journal.append(&lines)?;
        } else {
            self.journal = None;
            self.journal = Some(Journal::begin(&Store::own()?, model, entry)?);
            self.sitting = model.sitting();
        }
        self.sources = sources;
        self.written = model.reading();
        Ok(())
    }

    /// The session that is being written.
    pub(super) fn session(&self) -> Option<&str> {
        self.journal.as_ref().map(|j| j.id.as_str())
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
    pub(super) fn resume(&mut self, id: &str) -> Result<Reopened, String> {
        let store = Store::own()?;
        let kept = if id.is_empty() {
            let open = store.all().into_iter().find(|k| !k.session.closed);
            open.ok_or("there is no unfinished session")?
        } else {
            store.find(id)?
        };
        let own = self.session() == Some(&kept.session.id);
        if !own {
            self.journal = None;
            self.written = 0;
        }
        let held = if own { None } else { self.take(&kept.path, &kept.session.id) };
        self.sources = kept.session.sources.iter().map(|s| s.path.clone()).collect();
        let gone = kept.session.sources.iter().filter(|s| is_gone(s)).map(|s| s.path.clone()).collect();
        Ok(Reopened { session: kept.session, gone, held })
    }

    /// Takes a session to write in it; why not, where that is so.
    fn take(&mut self, path: &Path, id: &str) -> Option<String> {
        match Journal::resume(path, id) {
            Ok(journal) => {
                self.journal = Some(journal);
                None
            }
            Err(reason) => Some(reason),
        }
    }

    /// Puts a text where it can be pasted from: a file always, and the clipboard of Windows, or of a terminal
    /// that lets programs do so. Says which.
    pub(super) fn copy(text: &str) -> Result<String, String> {
        let store = Store::own()?;
        let path = store.folder()?.join(COPIED);
        let bytes = format!("\u{feff}{}\r\n", text.trim_end().replace('\n', "\r\n"));
        save::whole(&path, bytes.as_bytes(), true)?;
        let clipboard = terminal::clipboard(text).map_or_else(String::new, |which| format!("{which}, and "));
        Ok(format!("{clipboard}{}", path.display()))
    }
}

/// True where a source cannot be read again: its file is not there, or it came by standard input. An
/// address may answer.
fn is_gone(source: &SourceFile) -> bool {
    let name = source.path.as_str();
    let address = name.contains("://") || live::is_meant(name);
    let was_file = source.size.is_some() || Path::new(name).is_absolute();
    !source.built_in && !address && (name == "-" || was_file) && !Path::new(name).exists()
}
