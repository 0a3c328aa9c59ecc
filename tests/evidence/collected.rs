//! Reads a source to its end and keeps all that came.

use phs_doctor::evidence::{
    Ask, Kind, Problem, Props, Record, Sink, Source, SourceError, Summary, open, open::Opened,
};
use serde_json::Value;
use std::{ops::ControlFlow, path::Path};

#[derive(Debug, Default)]
pub struct Collected {
    pub records: Vec<Record>,
    pub problems: Vec<Problem>,
    pub not_understood: Vec<String>,
    pub summary: Summary,
    /// Ends the reading after so many records.
    pub most: Option<usize>,
}

impl Sink for Collected {
    fn take(&mut self, record: Record) -> ControlFlow<()> {
        self.records.push(record);
        if self.most == Some(self.records.len()) { ControlFlow::Break(()) } else { ControlFlow::Continue(()) }
    }
    fn problem(&mut self, problem: Problem) {
        self.problems.push(problem);
    }
    fn not_understood(&mut self, name: &str) {
        self.not_understood.push(name.to_owned());
    }
    fn progress(&mut self, done: u64, of: Option<u64>) {
        assert!(of.is_none_or(|of| done <= of), "{done} of {of:?}");
    }
}

impl Collected {
    /// The properties of every record of a kind.
    pub fn of(&self, kind: Kind) -> Vec<&Props> {
        self.records.iter().filter(|r| r.kind == kind).filter_map(Record::props).collect()
    }

    /// The only record of a kind whose property has this value.
    pub fn one(&self, kind: Kind, property: &str, value: &str) -> &Props {
        let found: Vec<_> = self.of(kind).into_iter().filter(|p| p.text(property) == Some(value)).collect();
        assert_eq!(found.len(), 1, "{kind} with {property} {value}: {found:?}");
        found[0]
    }

    /// True where a problem with a file of this name says this.
    pub fn complains(&self, file: &str, reason: &str) -> bool {
        self.problems.iter().any(|p| p.file.ends_with(file) && p.reason.contains(reason))
    }

    /// Everything as one text, to search for what must not be in it.
    pub fn everything(&self) -> String {
        format!("{:?}", (&self.records, &self.problems, &self.not_understood))
    }
}

pub fn read(source: &mut dyn Source) -> Result<Collected, SourceError> {
    ask(source, &Ask::default())
}

pub fn ask(source: &mut dyn Source, ask: &Ask) -> Result<Collected, SourceError> {
    let mut out = Collected::default();
    out.summary = source.read(ask, &mut out)?;
    Ok(out)
}

/// Opens and reads the one source at a path.
pub fn read_path(path: &Path) -> Collected {
    let mut opened = open_path(path);
    assert_eq!(opened.len(), 1);
    read(opened[0].source.as_mut()).unwrap()
}

pub fn open_path(path: &Path) -> Vec<Opened> {
    open::path(path.to_str().unwrap()).unwrap()
}

/// Evidence lines from memory.
pub fn lines(bytes: &[u8]) -> Collected {
    read(open::memory("lines", "evidence file", bytes.to_vec()).source.as_mut()).unwrap()
}

/// One line in memory with one record in it.
pub fn line(text: &str) -> Collected {
    let out = lines(text.as_bytes());
    assert_eq!(out.records.len(), 1, "{out:?}");
    out
}

/// A value below a property, by names and numbers.
pub fn at<'a>(props: &'a Props, path: &str) -> &'a Value {
    let (first, rest) = path.split_once('/').map_or((path, String::new()), |(f, r)| (f, format!("/{r}")));
    let top = props.get(first).unwrap_or_else(|| panic!("no {first} in {props:?}"));
    top.pointer(&rest).unwrap_or_else(|| panic!("no {path} in {props:?}"))
}
