//! Whether the directory's password expired: the cloud does not know of it.

use super::person::Person;
use crate::{evidence::Stamp, facts::Seen};

/// The bit in the account's flags. The stored ones never have it; the computed ones do.
const PASSWORD_EXPIRED: i64 = 0x0080_0000;
const FLAGS: [&str; 2] = ["msDS-User-Account-Control-Computed", "userAccountControl"];

impl Person {
    /// The property that shows it, its value, and where that was seen. A password that must be changed at
    /// the next sign-in has the same flag, and is none that expired.
    #[must_use]
    pub fn password_expired(&self) -> Option<(&'static str, String, Seen)> {
        let directory = self.directory.as_ref()?;
        if directory.time("pwdLastSet").value() == Some(Stamp::Never) {
            return None;
        }
        let flags = FLAGS.iter().find_map(|name| {
            let (flags, seen) = directory.int(name).known().ok()?;
            (flags & PASSWORD_EXPIRED != 0).then(|| (*name, format!("{flags:#x}"), seen))
        });
        flags.or_else(|| {
            let (expired, seen) = directory.bool("PasswordExpired").known().ok()?;
            expired.then(|| ("PasswordExpired", "True".to_owned(), seen))
        })
    }
}
