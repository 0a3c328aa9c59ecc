//! Whether a value is one of the names that are sought.

use crate::evidence::guid;
use std::{borrow::Cow, collections::HashSet};

/// Names in lower case; GUIDs in their one spelling.
pub(super) struct Exact {
    names: HashSet<String>,
    /// One bit for each length that a name has; the last for all that are longer.
    lengths: [bool; LONGEST],
    guids: bool,
    ascii: bool,
    digits: bool,
}

const LONGEST: usize = 512;
/// Lengths that a GUID can have: base64, digits, with dashes, in braces, with a blank or two.
const GUIDS: std::ops::RangeInclusive<usize> = 22..=44;

impl Exact {
    /// These names.
    pub fn new<'a>(sought: impl Iterator<Item = &'a String>) -> Exact {
        let mut exact = Exact {
            names: HashSet::new(),
            lengths: [false; LONGEST],
            guids: false,
            ascii: true,
            digits: false,
        };
        for name in sought {
            if let Some(guid) = guid::from_text(name) {
                exact.guids = true;
                exact.put(guid);
            }
            exact.put(name.trim().to_lowercase());
        }
        exact
    }

    fn put(&mut self, name: String) {
        self.ascii &= name.is_ascii();
        self.digits |= name.bytes().all(|b| b.is_ascii_digit());
        self.lengths[name.len().min(LONGEST - 1)] = true;
        self.names.insert(name);
    }

    /// Every name.
    pub fn names(&self) -> impl Iterator<Item = &String> {
        self.names.iter()
    }

    /// True where no name needs more than ASCII.
    pub const fn is_ascii(&self) -> bool {
        self.ascii
    }

    /// True where a name may stand in JSON as a number.
    pub const fn digits(&self) -> bool {
        self.digits
    }

    /// True for a value that is sought: as it stands, as a GUID, or as an address with its kind.
    pub fn is(&self, value: &str) -> bool {
        let value = value.trim();
        if self.holds(value) || value.split_once(':').is_some_and(|(_, address)| self.holds(address)) {
            return true;
        }
        self.may_be_guid(value) && guid::from_text(value).is_some_and(|g| self.names.contains(&g))
    }

    /// True for a value that may be a GUID in one of its spellings, where GUIDs are sought.
    pub fn may_be_guid(&self, value: &str) -> bool {
        self.guids && GUIDS.contains(&value.len()) && !value.contains([' ', '@', ',', '.'])
    }

    fn holds(&self, value: &str) -> bool {
        // The lower case of other letters may be of another length.
        let fits = !value.is_ascii() || self.lengths[value.len().min(LONGEST - 1)];
        fits && self.names.contains(&*lower(value))
    }
}

fn lower(value: &str) -> Cow<'_, str> {
    if value.bytes().any(|b| b.is_ascii_uppercase() || !b.is_ascii()) {
        Cow::Owned(value.to_lowercase())
    } else {
        Cow::Borrowed(value)
    }
}
