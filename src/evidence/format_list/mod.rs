//! What cmdlets print as a list (`| Format-List`), saved or pasted as text: `Name : value`, wrapped values
//! on indented lines, a blank line between objects. What an object describes is told by its properties.
//!
//! A list is made for reading: it cuts collections off, names objects instead of showing them, and writes
//! times in the language of the computer. What is lost so is said, and is unknown.

mod code_page;
mod lines;
mod value;

use super::{
    cmdlet_output::kinds,
    give::{self, Giving},
    input::Input,
    kind::Kind,
    record::{Content, Locator, Origin},
    shape,
    source::{Ask, Sink, Source, SourceError, Stopper, Summary},
    text::{Line, Lines},
};
use code_page::CodePage;
use lines::{Object, Piece};
use serde_json::{Map, Value};
use std::{ops::ControlFlow, sync::Arc};

/// What a source of this kind is called.
pub const KIND: &str = "printed list";
/// What is accepted, for messages.
pub const ACCEPTED: &str = "the same cmdlets printed with Format-List into a text file";
/// No object has as many lines.
const MOST_LINES: usize = 20_000;

/// The printed output of one cmdlet or several.
pub struct FormatList {
    origin: Arc<Origin>,
    input: Input,
    stopper: Stopper,
}

impl FormatList {
    /// The output in `input`.
    #[must_use]
    pub fn new(origin: Origin, input: Input) -> FormatList {
        FormatList { origin: Arc::new(origin), input, stopper: Stopper::default() }
    }
}

impl Source for FormatList {
    fn read(&mut self, ask: &Ask, out: &mut dyn Sink) -> Result<Summary, SourceError> {
        let failed = |e: std::io::Error| SourceError::Open {
            name: self.origin.name.clone(),
            reason: format!("it cannot be opened ({e})"),
        };
        let page = CodePage::of((self.input.open)().map_err(failed)?).map_err(failed)?;
        let mut lines = Lines::new(page.reader((self.input.open)().map_err(failed)?));
        let (origin, input) = (&self.origin, &self.input);
        let mut pass = Pass { origin, input, giving: Giving::new(ask, out), object: None, strange: None };
        loop {
            if self.stopper.stopped() {
                pass.giving.summary.stopped = true;
                break;
            }
            let (number, line) = match lines.next_line() {
                Ok(Some(next)) => next,
                Ok(None) => break,
                Err(e) => {
                    pass.problem(None, format!("reading broke off ({e}); what came before is used"));
                    break;
                }
            };
            let Line::Text { text, .. } = line else {
                pass.problem(Some(number), "a line too long to be of a list was passed over".to_owned());
                continue;
            };
            if pass.line(number, text.trim_start_matches('\u{feff}')).is_break() {
                break;
            }
        }
        if !pass.giving.summary.stopped {
            let _ = pass.end();
        }
        if let Some((number, count)) = pass.strange.take() {
            let reason = format!("{count} lines from here on belong to no list; they are left out");
            pass.problem(Some(number), reason);
        }
        pass.giving.out.progress(self.input.size, Some(self.input.size));
        Ok(pass.giving.summary)
    }

    fn stopper(&self) -> Stopper {
        self.stopper.clone()
    }
}

/// True for the start of such output: the properties of something that is known, a line each.
#[must_use]
pub fn looks_like(start: &str) -> bool {
    let (mut names, mut at): (Vec<&str>, usize) = (Vec::new(), 0);
    for line in start.trim_start_matches('\u{feff}').lines() {
        match lines::piece(line) {
            Piece::Property { name, column, .. } => {
                if column != at {
                    names.clear();
                }
                at = column;
                names.push(name);
            }
            Piece::More(_) => {}
            Piece::Blank | Piece::Strange => names.clear(),
        }
        if names.len() > 1 && kinds::named_in(&names) {
            return true;
        }
    }
    false
}

/// True for a table: PowerShell cuts values off to make it fit.
#[must_use]
pub fn is_table(start: &str) -> bool {
    let mut lines = start.trim_start_matches('\u{feff}').lines().filter(|l| !l.trim().is_empty());
    let titles = lines.next().unwrap_or_default();
    let dashes = lines.next().unwrap_or_default().trim_end();
    let ruled = dashes.contains("--") && dashes.chars().all(|c| c == '-' || c == ' ');
    ruled && titles.chars().any(char::is_alphabetic)
}

struct Pass<'a> {
    origin: &'a Arc<Origin>,
    input: &'a Input,
    giving: Giving<'a>,
    object: Option<Object>,
    /// The first line that belongs to nothing, and how many there are.
    strange: Option<(u64, u64)>,
}

impl Pass<'_> {
    fn problem(&mut self, line: Option<u64>, reason: String) {
        self.giving.out.problem(self.input.problem(line, reason));
    }

    fn line(&mut self, number: u64, text: &str) -> ControlFlow<()> {
        match lines::piece(text) {
            Piece::More(_)
                if self.object.as_mut().is_some_and(|o| o.lines() < MOST_LINES && o.more(text)) => {}
            Piece::Blank => return self.end(),
            Piece::Property { name, column, value } => {
                // Without a blank line between them, another object begins where a name comes again.
                if self.object.as_ref().is_some_and(|o| o.is_of_another(name, column)) {
                    self.end()?;
                }
                let object = self.object.get_or_insert_with(|| Object::begin(number, column));
                object.put(name, value, text);
            }
            Piece::More(_) | Piece::Strange => {
                let (first, count) = self.strange.unwrap_or((number, 0));
                self.strange = Some((first, count + 1));
                return self.end();
            }
        }
        ControlFlow::Continue(())
    }

    /// The object that was read becomes a record.
    fn end(&mut self) -> ControlFlow<()> {
        let Some(object) = self.object.take() else { return ControlFlow::Continue(()) };
        let line = object.line;
        let texts = object.texts();
        // What an object describes is told by its names, whatever became of the values.
        let names: Map<String, Value> = texts.iter().map(|(n, _)| (n.clone(), Value::Null)).collect();
        let Some(found) = kinds::of(&names) else {
            let first: Vec<&str> = texts.iter().map(|(n, _)| n.as_str()).take(5).collect();
            let reason = format!(
                "this object is of no known cmdlet (its first properties are {}); it is left out",
                first.join(", ")
            );
            self.problem(Some(line), reason);
            return ControlFlow::Continue(());
        };
        let (data, lost) = values(found.kind, texts);
        let records = (found.records)(data);
        if records.is_empty() {
            self.problem(
                Some(line),
                format!("a list shows nothing of {}; save it with ConvertTo-Json -Depth 10", found.kind),
            );
        }
        for data in records {
            let from = Locator { origin: Arc::clone(self.origin), file: None, line: Some(line) };
            let mut parsed = give::record(found.kind, data, None, from);
            if let Content::Data(props) = &mut parsed.record.content {
                for (name, reason) in &lost {
                    props.refuse(name, reason);
                }
            }
            self.giving.give(parsed, &self.input.name)?;
        }
        ControlFlow::Continue(())
    }
}

/// The values of an object, and those that a list does not show, with the reason.
fn values(
    kind: Kind,
    texts: Vec<(String, Result<String, String>)>,
) -> (Map<String, Value>, Vec<(&'static str, String)>) {
    let (mut data, mut lost) = (Map::new(), Vec::new());
    for (name, text) in texts {
        let known = shape::of(kind).props.iter().find(|p| p.name.eq_ignore_ascii_case(&name));
        match text.and_then(|text| value::read(kind, known, &text)) {
            Ok(value) => {
                data.insert(name, value);
            }
            // Of what is not known nothing is missed.
            Err(reason) => lost.extend(known.map(|prop| (prop.name, reason))),
        }
    }
    (data, lost)
}
