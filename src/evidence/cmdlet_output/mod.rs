//! What cmdlets print through `ConvertTo-Json`, saved as it is: one object or a list of them, over
//! many lines, one output after the other. What an object describes is told by its properties.

pub(super) mod kinds;
mod objects;
mod window;

use super::{
    coerce,
    give::{self, Giving},
    input::Input,
    kind::Kind,
    record::{Locator, Origin},
    seek::{Part, Seek},
    source::{Ask, Sink, Source, SourceError, Stopper, Summary},
    text::Utf8,
};
pub(super) use objects::{Found, each as each_object, names};
use serde_json::{Map, Value};
use std::{ops::ControlFlow, sync::Arc};

/// What a source of this kind is called.
pub const KIND: &str = "cmdlet output";
/// What is accepted, for messages.
pub const ACCEPTED: &str = "the output of Get-ADSyncScheduler and other Get-ADSync cmdlets, Get-Service, Get-ADUser or Get-MgUser, saved with ConvertTo-Json -Depth 10";

/// The saved output of one cmdlet or several.
pub struct CmdletOutput {
    origin: Arc<Origin>,
    input: Input,
    stopper: Stopper,
}

impl CmdletOutput {
    /// The output in `input`.
    #[must_use]
    pub fn new(origin: Origin, input: Input) -> CmdletOutput {
        CmdletOutput { origin: Arc::new(origin), input, stopper: Stopper::default() }
    }
}

impl Source for CmdletOutput {
    fn read(&mut self, ask: &Ask, out: &mut dyn Sink) -> Result<Summary, SourceError> {
        let failed = |e: std::io::Error| SourceError::Open {
            name: self.origin.name.clone(),
            reason: format!("it cannot be opened ({e})"),
        };
        let bytes = (self.input.open)().map_err(failed)?;
        let (origin, input) = (&self.origin, &self.input);
        let (giving, seek, part) = (Giving::new(ask, out), Seek::new(ask), Part::new(ask));
        let mut pass = Pass { origin, input, giving, number: 0, seek, part, person: None };
        let read = objects::each(Utf8::new(bytes), |found| {
            if self.stopper.stopped() {
                pass.giving.summary.stopped = true;
                return ControlFlow::Break(());
            }
            pass.found(found)
        });
        if let Err((line, reason)) = read {
            let reason = format!("{reason}; what stands before is used");
            pass.giving.out.problem(self.input.problem(Some(line), reason));
        }
        let Pass { giving, number, .. } = pass;
        giving.out.progress(self.input.size, Some(self.input.size));
        if number == 0 && !giving.summary.stopped {
            let reason = format!("there is no object in it; expected is {ACCEPTED}");
            giving.out.problem(self.input.problem(None, reason));
        }
        Ok(giving.summary)
    }

    fn stopper(&self) -> Stopper {
        self.stopper.clone()
    }
}

/// True for the start of such output: JSON with the properties of something that is known.
#[must_use]
pub fn looks_like(start: &str) -> bool {
    let start = start.trim_start_matches(|c: char| c.is_whitespace() || c == '\u{feff}');
    start.starts_with(['{', '[']) && kinds::named_in(&names(start))
}

/// The name of an object's first property.
fn opening(text: &str) -> Option<&str> {
    let name = text.strip_prefix('{')?.trim_start().strip_prefix('"')?;
    name.split_once('"').map(|(name, _)| name)
}

struct Pass<'a> {
    origin: &'a Arc<Origin>,
    input: &'a Input,
    giving: Giving<'a>,
    number: u64,
    seek: Option<Seek>,
    part: Option<Part>,
    /// How the last object that was of a person's began: a list holds one kind.
    person: Option<String>,
}

impl Pass<'_> {
    /// An element that is of somebody else is passed over.
    fn found(&mut self, found: Found<'_>) -> ControlFlow<()> {
        let text = match found {
            Found::Alone(value) => return self.value(value),
            Found::Element(text) => text,
            Found::Broken(line, why) => {
                self.number += 1;
                return self.not_known(Some(line), &format!("not to be read ({why})"));
            }
        };
        if self.part.as_ref().is_some_and(|part| part.is_not_in(text)) {
            self.number += 1;
            self.giving.summary.records += 1;
            return ControlFlow::Continue(());
        }
        let alike = self.person.as_deref().is_some_and(|person| opening(text) == Some(person));
        if alike && self.seek.as_ref().is_some_and(|seek| seek.is_of_others(text)) {
            self.number += 1;
            self.giving.summary.records += 1;
            return ControlFlow::Continue(());
        }
        match serde_json::from_str(text) {
            Ok(value) => {
                self.person = None;
                let flow = self.value(value);
                if self.person.is_some() {
                    self.person = opening(text).map(str::to_owned);
                }
                flow
            }
            Err(e) => {
                self.number += 1;
                self.not_known(None, &format!("not to be read ({e})"))
            }
        }
    }

    /// One object, or what a list was wrapped in.
    fn value(&mut self, value: Value) -> ControlFlow<()> {
        for element in coerce::elements(value) {
            self.number += 1;
            let flow = match element {
                Value::Object(data) => self.object(data),
                other => self.not_known(None, &format!("{}, no object", coerce::shown(&other))),
            };
            if flow.is_break() {
                return flow;
            }
        }
        ControlFlow::Continue(())
    }

    fn object(&mut self, data: Map<String, Value>) -> ControlFlow<()> {
        let Some(found) = kinds::of(&data) else {
            let names: Vec<_> = data.keys().take(5).map(|k| k.chars().take(40).collect::<String>()).collect();
            return self.not_known(
                None,
                &format!("of no known cmdlet (its first properties are {})", names.join(", ")),
            );
        };
        // A row of the log may not say whose it is.
        if found.kind.is_of_people() && found.kind != Kind::ADSyncCSObjectLog {
            self.person = Some(String::new());
        }
        for data in (found.records)(data) {
            let from = Locator { origin: Arc::clone(self.origin), file: None, line: None };
            self.giving.give(give::record(found.kind, data, None, from), &self.input.name)?;
        }
        ControlFlow::Continue(())
    }

    fn not_known(&mut self, line: Option<u64>, what: &str) -> ControlFlow<()> {
        let reason = format!("object {} is {what}; it is left out", self.number);
        self.giving.out.problem(self.input.problem(line, reason));
        ControlFlow::Continue(())
    }
}
