//! A password while it is needed: never shown, never written, overwritten when it goes.

use std::{fmt, io, io::Read};
use zeroize::Zeroizing;

/// The longest password a directory takes, with room.
const LONGEST: usize = 1024;

/// A password. It does not show itself in debug output.
#[derive(Clone, Default, PartialEq, Eq)]
pub struct Secret(Zeroizing<String>);

impl Secret {
    /// The first line of a stream: what a script hands over.
    pub fn read(from: &mut dyn Read) -> io::Result<Secret> {
        let mut bytes = Zeroizing::new(Vec::with_capacity(LONGEST));
        from.take(LONGEST as u64).read_to_end(&mut bytes)?;
        let line = bytes.split(|b| *b == b'\n').next().unwrap_or_default();
        let line = line.strip_suffix(b"\r").unwrap_or(line);
        let text = std::str::from_utf8(line).map_err(io::Error::other)?;
        let mut secret = Secret::with_room();
        secret.0.push_str(text);
        Ok(secret)
    }

    /// Another character that was typed.
    pub fn push(&mut self, c: char) {
        if self.0.capacity() < LONGEST {
            // Growing would leave a copy behind.
            let mut roomy = Secret::with_room();
            roomy.0.push_str(&self.0);
            *self = roomy;
        }
        if self.0.len() + c.len_utf8() <= LONGEST {
            self.0.push(c);
        }
    }

    /// Takes the last character back.
    pub fn pop(&mut self) {
        self.0.pop();
    }

    /// True where nothing was typed.
    #[must_use]
    pub fn is_empty(&self) -> bool {
        self.0.is_empty()
    }

    /// How many characters were typed.
    #[must_use]
    pub fn length(&self) -> usize {
        self.0.chars().count()
    }

    /// The password itself, for the one call that sends it.
    pub(super) fn reveal(&self) -> &str {
        &self.0
    }

    fn with_room() -> Secret {
        Secret(Zeroizing::new(String::with_capacity(LONGEST)))
    }
}

impl fmt::Debug for Secret {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str("Secret(..)")
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn one_line_is_the_password() {
        for given in ["Pa55 word", "Pa55 word\n", "Pa55 word\r\nmore\n"] {
            let secret = Secret::read(&mut given.as_bytes()).map(|s| s.reveal().to_owned());
            assert_eq!(secret.ok().as_deref(), Some("Pa55 word"));
        }
    }

    #[test]
    fn typed_and_not_shown() {
        let mut secret = Secret::default();
        "geheim!".chars().for_each(|c| secret.push(c));
        secret.pop();
        assert_eq!(secret.reveal(), "geheim");
        assert_eq!(secret.length(), 6);
        assert_eq!(format!("{secret:?}"), "Secret(..)");
    }
}
