//! Passes over what cannot hold a part of a name, while somebody types it.

use crate::evidence::source::Ask;
use aho_corasick::AhoCorasick;

/// A part of a name, as far as it stands in JSON as it is typed.
pub(in crate::evidence) struct Part(AhoCorasick);

/// A shorter piece is in nearly everything.
const SHORTEST: usize = 2;

impl Part {
    /// What an order looks for; none where it looks for nothing, or for nothing that can be found so.
    pub fn new(ask: &Ask) -> Option<Part> {
        let part = ask.part.as_deref()?;
        // Anything else can be written in several ways.
        let plain = |c: char| c.is_ascii_alphanumeric() || "@.-_=, ".contains(c);
        let piece = part.split(|c| !plain(c)).max_by_key(|p| p.len()).filter(|p| p.len() >= SHORTEST)?;
        // Base64 and bytes hold a GUID in pieces that nobody types.
        if crate::evidence::guid::from_text(part).is_some() {
            return None;
        }
        AhoCorasick::builder().ascii_case_insensitive(true).build([piece]).ok().map(Part)
    }

    /// True for a text that cannot hold it.
    pub fn is_not_in(&self, text: &str) -> bool {
        !self.0.is_match(text)
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    fn of(part: &str) -> Option<Part> {
        Part::new(&Ask { part: Some(part.to_owned()), ..Ask::default() })
    }

    #[test]
    fn what_can_be_written_otherwise_is_not_looked_for() {
        let line =
            r#"{"displayName":"Sin\u00e9ad O\u0027Brien","distinguishedName":"CN=O\u0027Brien\\, Sin"}"#;
        for part in ["o'brien", "sinéad", "BRIEN", "o'brien\\, sin"] {
            assert!(of(part).is_none_or(|p| !p.is_not_in(line)), "{part}");
        }
        assert!(of("byron").unwrap().is_not_in(line));
        assert!(of("é").is_none());
        assert!(of("6f0c1d2e-3a4b-4c5d-8e9f-0a1b2c3d4e5f").is_none());
    }
}
