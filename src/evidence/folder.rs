//! A folder: a configuration export, one level above it, or a bundle of any files. Every file is
//! recognised by its content; one that is not is named and passed over.

use super::{
    config_export::{self, ConfigExport, FOLDERS, Part},
    input::Input,
    open::{self, Opened, open_as, recognise, refused, unusable, what_else},
    record::{Origin, Problem},
    source::{Ask, Sink, Source, SourceError, Stopper, Summary},
};
use std::{
    collections::BTreeMap,
    fs, io,
    path::{Path, PathBuf},
};

/// How deep a bundle is searched.
const MAX_DEPTH: usize = 4;
/// How many files of a bundle are looked at; an export has some hundred.
const MAX_FILES: usize = 20_000;
/// How many files that were passed over are named one by one.
const MAX_NAMED: usize = 20;

/// Opens whatever is in a folder.
pub(super) fn open(given: &str) -> Result<Vec<Opened>, SourceError> {
    let root = Path::new(given);
    let mut files = Vec::new();
    let all = walk(root, 0, &mut files).map_err(|e| refused(given, &e))?;
    if files.is_empty() {
        return Err(unusable(given, "there is no file in this folder"));
    }
    let mut found = Found::new(given);
    let count = files.len();
    for file in files {
        found.look(&file);
    }
    if !all {
        found.passed(given.to_owned(), format!("only the first {MAX_FILES} files were looked at"));
    }
    found.finish(count)
}

/// Every file below, in order; false where there were too many.
fn walk(folder: &Path, depth: usize, files: &mut Vec<PathBuf>) -> io::Result<bool> {
    let mut entries = fs::read_dir(folder)?.collect::<io::Result<Vec<_>>>()?;
    entries.sort_by_key(fs::DirEntry::file_name);
    let mut all = true;
    for entry in entries {
        if files.len() >= MAX_FILES {
            return Ok(false);
        }
        // Links to folders are not followed: they may lead in circles.
        if entry.file_type()?.is_dir() {
            // A folder that may not be read is like one that is not there.
            all &= depth >= MAX_DEPTH || walk(&entry.path(), depth + 1, files).unwrap_or(true);
        } else if entry.path().is_file() {
            files.push(entry.path());
        }
    }
    Ok(all)
}

struct Found<'a> {
    given: &'a str,
    root: &'a Path,
    /// Files of exports by the folder that the export is, in order of its files.
    exports: BTreeMap<PathBuf, Vec<Part>>,
    /// Folders in which at least one file is known to be of an export.
    sure: Vec<PathBuf>,
    others: Vec<Opened>,
    passed: Vec<Problem>,
}

impl<'a> Found<'a> {
    fn new(given: &'a str) -> Found<'a> {
        let (exports, sure, others, passed) = (BTreeMap::new(), Vec::new(), Vec::new(), Vec::new());
        Found { given, root: Path::new(given), exports, sure, others, passed }
    }

    fn look(&mut self, file: &Path) {
        let name = file.display().to_string();
        let input = match Input::file(name.clone(), file.to_owned()) {
            Ok(input) => input,
            Err(e) => return self.passed(name, format!("{e}; passed over")),
        };
        let start = match input.start() {
            Ok(start) => start,
            Err(e) => return self.passed(name, format!("{e}; passed over")),
        };
        let format = recognise(&start);
        let part = format.is_some_and(|f| f.kind == config_export::KIND);
        // Whoever gives one folder of an export does not mean what stands beside it.
        let home = home(file).map(|h| if h.starts_with(self.root) { h } else { self.root.to_owned() });
        match (home, format) {
            // A file in one of the folders of an export belongs to it, however broken it is.
            (Some(home), format) if part || format.is_none() => {
                if part {
                    self.sure.push(home.clone());
                }
                self.part(home, file, input);
            }
            (_, Some(_)) if part => {
                let home = file.parent().unwrap_or(Path::new("")).to_owned();
                self.sure.push(home.clone());
                self.part(home, file, input);
            }
            (_, Some(format)) => self.others.push(open_as(format, input)),
            (_, None) => self.passed(name, format!("{}; passed over", what_else(&start))),
        }
    }

    fn part(&mut self, home: PathBuf, file: &Path, input: Input) {
        let within = file.strip_prefix(&home).unwrap_or(file);
        // The same name on every system.
        let name: Vec<_> = within.iter().map(|p| p.to_string_lossy()).collect();
        self.exports.entry(home).or_default().push(Part { file: Some(name.join("/").into()), input });
    }

    fn passed(&mut self, file: String, reason: String) {
        self.passed.push(Problem { file, line: None, reason });
    }

    fn finish(mut self, count: usize) -> Result<Vec<Opened>, SourceError> {
        let mut opened = Vec::new();
        for (home, parts) in std::mem::take(&mut self.exports) {
            if !self.sure.contains(&home) {
                for part in parts {
                    let reason = "it is no evidence that this program knows; passed over".to_owned();
                    self.passed(part.input.name, reason);
                }
                continue;
            }
            let name = if home == self.root { self.given.to_owned() } else { home.display().to_string() };
            let origin = Origin { name, kind: config_export::KIND };
            let source = Box::new(ConfigExport::folder(origin.clone(), parts));
            opened.push(Opened { origin, source });
        }
        opened.append(&mut self.others);
        if opened.is_empty() {
            let what = match (count, self.passed.first()) {
                (1, Some(p)) => format!(
                    "the only file in this folder, {}, is no evidence that this program knows",
                    p.file
                ),
                (_, Some(p)) => format!(
                    "none of the {count} files in this folder is evidence that this program knows (the first is {})",
                    p.file
                ),
                (_, None) => "nothing in this folder is evidence that this program knows".to_owned(),
            };
            return Err(unusable(self.given, &what));
        }
        if !self.passed.is_empty() {
            let Opened { origin, source } = opened.remove(0);
            let source = Box::new(Noted { inner: source, notes: short(self.given, self.passed) });
            opened.insert(0, Opened { origin, source });
        }
        Ok(opened)
    }
}

/// The export that a file belongs to by where it stands: the folder above `Connectors` and its like.
fn home(file: &Path) -> Option<PathBuf> {
    let folder = file.parent()?;
    let name = folder.file_name()?.to_string_lossy();
    let known = FOLDERS.iter().any(|f| f.eq_ignore_ascii_case(&name));
    known.then(|| folder.parent().map(Path::to_owned))?
}

/// The first of them by name, the rest by number.
fn short(given: &str, mut notes: Vec<Problem>) -> Vec<Problem> {
    if notes.len() > MAX_NAMED {
        let more = notes.len() - MAX_NAMED;
        notes.truncate(MAX_NAMED);
        let reason = format!("{more} more files were passed over; {}", open::accepted());
        notes.push(Problem { file: given.to_owned(), line: None, reason });
    }
    notes
}

/// The first source of a folder, with what was passed over in it.
struct Noted {
    inner: Box<dyn Source>,
    notes: Vec<Problem>,
}

impl Source for Noted {
    fn read(&mut self, ask: &Ask, out: &mut dyn Sink) -> Result<Summary, SourceError> {
        for note in &self.notes {
            out.problem(note.clone());
        }
        self.inner.read(ask, out)
    }

    fn stopper(&self) -> Stopper {
        self.inner.stopper()
    }
}
