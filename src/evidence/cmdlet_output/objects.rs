//! Objects out of JSON as it streams by: of a list no more than one element is held.

use super::window::{Fault, Window};
use serde_json::Value;
use std::{io::Read, ops::ControlFlow};

/// So many bytes are looked at again behind what cannot be read, over all of a text.
const MOST_AGAIN: u64 = 1 << 30;

/// What stands in the output.
pub(in crate::evidence) enum Found<'a> {
    /// An element of a list, as text.
    Element(&'a str),
    /// An object that stands alone.
    Alone(Value),
    /// What cannot be read, where the next object behind it can: its line, and why.
    Broken(u64, String),
}

/// Gives each object of each list, and each object that stands alone. What cannot be read and has no
/// object behind it ends it, with its line and the reason.
pub(in crate::evidence) fn each(
    json: impl Read,
    give: impl FnMut(Found<'_>) -> ControlFlow<()>,
) -> Result<(), Fault> {
    let json = Window::new(json);
    let mut walk = Walk { json, give, in_list: false, between: false, opening: Vec::new(), again: 0 };
    loop {
        let Err((line, why)) = walk.on() else { return Ok(()) };
        if !walk.finds_next() {
            return Err((line, format!("it is no JSON from here on ({why})")));
        }
        if (walk.give)(Found::Broken(line, why)).is_break() {
            return Ok(());
        }
    }
}

type Flow = Result<ControlFlow<()>, Fault>;

/// A walk from object to object.
struct Walk<R, G> {
    json: Window<R>,
    give: G,
    in_list: bool,
    /// True where what cannot be read stands between two elements.
    between: bool,
    /// How the first object begins: those of one list begin alike.
    opening: Vec<u8>,
    /// Bytes that were looked at again.
    again: u64,
}

impl<R: Read, G: FnMut(Found<'_>) -> ControlFlow<()>> Walk<R, G> {
    /// To the end, or to what cannot be read.
    fn on(&mut self) -> Flow {
        loop {
            let flow = match self.json.peek()? {
                None if self.in_list => return Err(self.json.fault("EOF while parsing a list")),
                None => return Ok(ControlFlow::Continue(())),
                _ if self.in_list => self.element()?,
                Some(b'[') => {
                    self.json.take(1);
                    self.in_list = self.json.peek()? != Some(b']');
                    self.json.take(usize::from(!self.in_list));
                    continue;
                }
                Some(_) => self.alone()?,
            };
            if flow.is_break() {
                return Ok(flow);
            }
        }
    }

    fn element(&mut self) -> Flow {
        let length = self.value()?;
        if (self.give)(Found::Element(self.json.text(length))).is_break() {
            return Ok(ControlFlow::Break(()));
        }
        self.json.take(length);
        self.between = true;
        match self.json.peek()? {
            Some(end @ (b',' | b']')) => self.passes(end),
            Some(_) => return Err(self.json.fault("expected `,` or `]`")),
            None => return Err(self.json.fault("EOF while parsing a list")),
        }
        Ok(ControlFlow::Continue(()))
    }

    /// The length of the value that begins here.
    fn value(&mut self) -> Result<usize, Fault> {
        self.between = false;
        if self.opening.is_empty() {
            self.opening = self.json.opening();
        }
        self.json.value()
    }

    /// Goes over the comma or the bracket behind an element.
    fn passes(&mut self, end: u8) {
        self.json.take(1);
        self.in_list = end == b',';
    }

    fn alone(&mut self) -> Flow {
        let length = self.value()?;
        let flow = match serde_json::from_str(self.json.text(length)) {
            Ok(object @ Value::Object(_)) => (self.give)(Found::Alone(object)),
            // A cmdlet that found nothing.
            Ok(Value::Null) => ControlFlow::Continue(()),
            Ok(_) => return Err(self.json.fault("expected an object or a list of objects")),
            Err(e) => return Err(self.json.fault(&e.to_string())),
        };
        self.json.take(length);
        Ok(flow)
    }

    /// Goes to the object behind what cannot be read; false where there is none to be found.
    fn finds_next(&mut self) -> bool {
        self.again += self.json.held() as u64;
        self.again < MOST_AGAIN && self.finds_by_brackets().or_else(|_| self.finds_by_name()).unwrap_or(false)
    }

    /// Where only its inside is broken, it ends where its brackets do.
    fn finds_by_brackets(&mut self) -> Result<bool, Fault> {
        let length = if self.between { None } else { self.json.bracketed()? };
        self.json.take(length.ok_or_else(|| self.json.fault("its brackets do not match"))?);
        match self.json.peek()? {
            Some(end @ (b',' | b']')) if self.in_list => self.passes(end),
            _ if self.in_list => return Err(self.json.fault("no list goes on here")),
            _ => {}
        }
        Ok(true)
    }

    /// Where it has no end, the next begins as it does, or as the first did.
    fn finds_by_name(&mut self) -> Result<bool, Fault> {
        let own = self.json.opening();
        if !self.between && self.json.peek()?.is_some() {
            self.json.take(1);
        }
        self.json.seek(&[&own, &self.opening])
    }
}

/// Names that stand before a colon, in the start of a text that may end anywhere.
pub(in crate::evidence) fn names(start: &str) -> Vec<&str> {
    let mut out = Vec::new();
    let parts: Vec<_> = start.split('"').collect();
    for pair in parts.windows(2) {
        if pair[1].trim_start().starts_with(':') {
            out.push(pair[0]);
        }
    }
    out
}
