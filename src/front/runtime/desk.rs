//! What is kept for the operator: the session, and the text that was copied last.

use crate::{
    front::{
        save,
        sessions::{Journal, Store, about, has_changed, is_gone, is_of, judgement, source},
        terminal,
    },
    session::{Entry, Session, SourceFile},
    wizard::{Job, Model, Reopened, SessionLine},
};
use std::{path::Path, sync::Arc};

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
    /// The sources in it.
    sources: Vec<Arc<SourceFile>>,
}

impl Desk {
    /// Puts a line on disk; the first one begins the session. What was read and judged since goes before it.
    pub(super) fn append(&mut self, entry: &Entry, model: &Model) -> Result<(), String> {
        if let Some(reason) = model.held() {
            return Err(reason.to_owned());
        }
        let begun = self.journal.is_some() && self.sitting == model.sitting();
        if let Some(id) = model.session().filter(|id| !begun && self.session() != Some(id)) {
            // Another one was opened in between.
            self.resume(id)?.held.map_or(Ok(()), Err)?;
        }
        if !self.go_on(model, Some(entry))? {
            self.journal = None;
            self.sources.clear();
            self.written = 0;
            let sources = self.sources(model).0;
            self.journal = Some(Journal::begin(&Store::own()?, model, &sources, entry)?);
            self.sources = sources;
            self.sitting = model.sitting();
        }
        // What is not read to its end is written once more when it is.
        self.written = if model.busy() { 0 } else { model.reading() };
        Ok(())
    }

    /// Keeps what was opened since, where a session is being written.
    pub(super) fn keep(&mut self, model: &Model) -> Result<(), String> {
        if model.held().is_none() && self.go_on(model, None)? {
            self.written = if model.busy() { 0 } else { model.reading() };
        }
        Ok(())
    }

    /// Adds what is new of the sources, what came of them, and the entry, to the session of the model; false
    /// where that is not being written. Without an entry and a new source there is nothing to add.
    fn go_on(&mut self, model: &Model, entry: Option<&Entry>) -> Result<bool, String> {
        let begun = self.journal.is_some() && self.sitting == model.sitting();
        let same = |j: &Journal| begun || model.session() == Some(&j.id);
        let Some(mut journal) = self.journal.take_if(|j| same(j)) else { return Ok(false) };
        let (sources, mut lines) = self.sources(model);
        let written = if entry.is_none() && lines.is_empty() {
            Ok(())
        } else {
            if self.written != model.reading() {
                lines.extend(model.cases().map(|(user, case)| judgement(user, case)));
            }
            lines.extend(entry.cloned());
            journal.append(&lines)
        };
        self.journal = Some(journal);
        written?;
        self.sources = sources;
        Ok(true)
    }

    /// The sources of the model as they are kept, and the lines that say what of this is new. After every
    /// reading they are looked at again.
    fn sources(&self, model: &Model) -> (Vec<Arc<SourceFile>>, Vec<Entry>) {
        let read_again = self.written != model.reading() && !model.busy();
        let kept = |spec| {
            let before = self.sources.iter().find(|before| is_of(spec, before));
            let Some(before) = before.filter(|_| !read_again) else {
                let now = source(spec);
                // One that went in the meantime stays as it was read.
                return before.filter(|_| now.sha256.is_none()).map_or_else(|| Arc::new(now), Arc::clone);
            };
            Arc::clone(before)
        };
        let sources: Vec<_> = model.specs().iter().map(kept).collect();
        let new = sources.iter().filter(|s| !self.sources.contains(s)).map(|s| SourceFile::clone(s));
        let is_gone = |before: &&Arc<SourceFile>| !sources.iter().any(|s| s.path == before.path);
        let dropped = |before: &Arc<SourceFile>| SourceFile {
            path: before.path.clone(),
            dropped: true,
            ..SourceFile::default()
        };
        let gone = self.sources.iter().filter(is_gone).map(dropped);
        let lines = new.chain(gone).map(Entry::Source).collect();
        (sources, lines)
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
        let names = |so: fn(&SourceFile) -> bool| {
            kept.session.sources.iter().filter(|s| so(s)).map(|s| s.path.clone()).collect()
        };
        let (gone, changed) = (names(is_gone), names(has_changed));
        self.sources = kept.session.sources.iter().cloned().map(Arc::new).collect();
        Ok(Reopened { session: kept.session, gone, changed, held })
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
