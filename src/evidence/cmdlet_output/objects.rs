//! Objects out of JSON as it streams by: of a list no more than one element is held.

use serde::de::{DeserializeSeed, Deserializer, MapAccess, SeqAccess, Visitor};
use serde_json::{Map, Value, value::RawValue};
use std::{
    cell::Cell,
    fmt,
    io::{self, BufReader, Read},
    ops::ControlFlow,
    rc::Rc,
};

/// The largest object that is held, in bytes of JSON.
const MAX_OBJECT: usize = 64 * 1024 * 1024;

/// What stands in the output.
pub(in crate::evidence) enum Found {
    /// An element of a list, as text.
    Element(Box<RawValue>),
    /// An object that stands alone.
    Alone(Value),
}

impl Found {
    /// It as a value; none where that cannot be read after all.
    pub(in crate::evidence) fn value(self) -> Option<Value> {
        match self {
            Found::Element(text) => serde_json::from_str(text.get()).ok(),
            Found::Alone(value) => Some(value),
        }
    }
}

/// Gives each object of each list, or each object that stands alone. What cannot be read ends it,
/// with its line and the reason.
pub(in crate::evidence) fn each(
    json: impl Read,
    mut give: impl FnMut(Found) -> ControlFlow<()>,
) -> Result<(), (u64, String)> {
    let left = Rc::new(Cell::new(MAX_OBJECT));
    let rationed = Rationed { inner: json, left: Rc::clone(&left) };
    let mut json = serde_json::Deserializer::from_reader(BufReader::new(rationed));
    let mut stopped = false;
    let mut one = |found: Found| {
        left.set(MAX_OBJECT);
        let flow = give(found);
        stopped |= flow.is_break();
        flow
    };
    while json.end().is_err() {
        let Err(e) = Each(&mut one).deserialize(&mut json) else { continue };
        if stopped {
            return Ok(());
        }
        let line = e.line() as u64;
        return Err((line, format!("it is no JSON from here on ({e})")));
    }
    Ok(())
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

/// A reader that gives no more than it may until it is given more.
struct Rationed<R> {
    inner: R,
    left: Rc<Cell<usize>>,
}

impl<R: Read> Read for Rationed<R> {
    fn read(&mut self, out: &mut [u8]) -> io::Result<usize> {
        let got = self.inner.read(out)?;
        let left = self.left.get().checked_sub(got);
        self.left.set(left.ok_or_else(|| {
            io::Error::other(format!("an object of over {} MB; none is so large", MAX_OBJECT >> 20))
        })?);
        Ok(got)
    }
}

struct Each<'f, F>(&'f mut F);

impl<F: FnMut(Found) -> ControlFlow<()>> Each<'_, F> {
    fn give<E: serde::de::Error>(&mut self, found: Found) -> Result<(), E> {
        match (self.0)(found) {
            ControlFlow::Continue(()) => Ok(()),
            ControlFlow::Break(()) => Err(E::custom("ended")),
        }
    }
}

impl<'de, F: FnMut(Found) -> ControlFlow<()>> DeserializeSeed<'de> for Each<'_, F> {
    type Value = ();

    fn deserialize<D: Deserializer<'de>>(self, json: D) -> Result<(), D::Error> {
        json.deserialize_any(self)
    }
}

impl<'de, F: FnMut(Found) -> ControlFlow<()>> Visitor<'de> for Each<'_, F> {
    type Value = ();

    fn expecting(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str("an object or a list of objects")
    }

    fn visit_seq<A: SeqAccess<'de>>(mut self, mut list: A) -> Result<(), A::Error> {
        while let Some(value) = list.next_element()? {
            self.give(Found::Element(value))?;
        }
        Ok(())
    }

    fn visit_map<A: MapAccess<'de>>(mut self, mut entries: A) -> Result<(), A::Error> {
        let mut map = Map::new();
        while let Some((key, value)) = entries.next_entry::<String, Value>()? {
            map.insert(key, value);
        }
        self.give(Found::Alone(Value::Object(map)))
    }

    // A cmdlet that found nothing.
    fn visit_unit<E>(self) -> Result<(), E> {
        Ok(())
    }
}
