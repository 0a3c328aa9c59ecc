//! Passes over what is of nobody who is sought, without taking it apart: a file may hold a million
//! people, and the question is about one.
//!
//! A line is passed over only where that changes nothing: it must be a whole record of one person's,
//! and none of its values may be a name that is sought. Whatever is in doubt (escapes, bytes as
//! numbers, an unusual order, anything that does not look whole) is read in full, so damage is still
//! found: a line that is cut off, run together or overwritten does not have its quotes and braces in
//! pairs. A value of the wrong type in the record of someone else is not looked for.

mod exact;
mod grams;
mod part;
mod skim;

pub(super) use part::Part;

use super::{kind::Kind, source::Ask};
use exact::Exact;
use grams::Grams;
use memchr::memmem::Finder;
use std::sync::LazyLock;

static OBJECT: LazyLock<Finder<'static>> = LazyLock::new(|| Finder::new("\"ObjectId\""));
static ERROR: LazyLock<Finder<'static>> = LazyLock::new(|| Finder::new("\"error\""));
/// Where two objects were run together.
static TWO: LazyLock<Finder<'static>> = LazyLock::new(|| Finder::new("}{"));

/// What is sought, in the forms in which a line can hold it.
pub(super) struct Seek {
    exact: Exact,
    grams: Grams,
    /// On a second look at a source its damage is known.
    again: bool,
}

impl Seek {
    /// What an order seeks; none where it wants everything.
    pub fn new(ask: &Ask) -> Option<Seek> {
        if ask.users.is_empty() && ask.objects.is_empty() {
            return None;
        }
        let exact = Exact::new(ask.users.iter().chain(&ask.objects));
        let grams = Grams::new(&exact);
        Some(Seek { exact, grams, again: !ask.objects.is_empty() })
    }

    /// True for a line of the evidence format, without blanks at its ends, that is a whole record of
    /// somebody who is not sought.
    pub fn passes_over(&self, line: &str) -> bool {
        match head(line) {
            Head::Person if self.again || is_whole(line) => self.is_of_others(line),
            Head::Person | Head::Unclear => skim::line(line, &self.exact),
            Head::Other => false,
        }
    }

    /// True for an object, as text, that holds no name that is sought; false where in doubt.
    pub fn is_of_others(&self, object: &str) -> bool {
        if self.is_plain(object) {
            !self.grams.hit(object, &self.exact)
        } else {
            skim::object(object, &self.exact)
        }
    }

    /// True where every value stands in the text as it is, but for backslashes that are doubled.
    fn is_plain(&self, text: &str) -> bool {
        let bytes = text.as_bytes();
        let mut doubled = usize::MAX;
        for at in memchr::memchr_iter(b'\\', bytes) {
            if at == doubled {
                continue;
            }
            if bytes.get(at + 1) != Some(&b'\\') {
                return false;
            }
            doubled = at + 1;
        }
        // A GUID as a list of its bytes.
        let numbers = memchr::memchr_iter(b'[', bytes).any(|at| {
            let next = bytes[at + 1..].iter().find(|b| !b.is_ascii_whitespace());
            next.is_some_and(u8::is_ascii_digit)
        });
        !numbers && !self.exact.digits() && (self.exact.is_ascii() || text.is_ascii())
    }
}

/// What a line says first.
enum Head {
    /// A record of one person's, with an object for data.
    Person,
    /// A record of another kind.
    Other,
    /// Not in the usual order.
    Unclear,
}

fn head(line: &str) -> Head {
    let kind = || {
        let name = after(after(after(line, "{")?, "\"record\"")?, ":")?.strip_prefix('"')?;
        name.split_once('"')
    };
    let Some((name, rest)) = kind() else { return Head::Unclear };
    match Kind::parse(name) {
        // A row that does not say of which object it is may be of whoever is sought.
        Some(Kind::ADSyncCSObjectLog) if OBJECT.find(rest.as_bytes()).is_none() => {
            return Head::Other;
        }
        Some(kind) if kind.is_of_people() => {}
        _ => return Head::Other,
    }
    let data = || after(after(after(after(rest, ",")?, "\"data\"")?, ":")?, "{");
    match data() {
        // An error beside the data would outweigh it.
        Some(rest) if ERROR.find(rest.as_bytes()).is_none() => Head::Person,
        _ => Head::Unclear,
    }
}

/// What follows a mark, with any blanks before it.
fn after<'a>(text: &'a str, mark: &str) -> Option<&'a str> {
    text.trim_start_matches(|c: char| c.is_ascii_whitespace()).strip_prefix(mark)
}

/// True where it ends like an object, and its braces and quotes are in pairs.
fn is_whole(line: &str) -> bool {
    let count = |wanted: u8| memchr::memchr_iter(wanted, line.as_bytes()).count();
    line.ends_with('}')
        && count(b'{') == count(b'}')
        && count(b'"').is_multiple_of(2)
        && TWO.find(line.as_bytes()).is_none()
}

#[cfg(test)]
mod tests;
