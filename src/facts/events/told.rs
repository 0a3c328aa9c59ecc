//! One event in full, for whoever looks at events themselves.

use super::{
    event::{Family, View},
    trouble::Trouble,
};
use crate::{
    evidence::{Record, Stamp, guid},
    facts::people::{HeardAttempt, heard_attempts},
};
use chrono::{DateTime, Utc};

/// What one event says.
#[derive(Clone, Debug, PartialEq)]
pub struct Told {
    /// When it was written.
    pub time: DateTime<Utc>,
    /// Who wrote it, as it stands there.
    pub provider: String,
    /// Whose events these are.
    pub family: Family,
    /// Its id.
    pub id: u32,
    /// 2 error, 3 warning, 4 information; says nothing about whether it is a failure.
    pub level: Option<i64>,
    /// Its number in the log.
    pub number: Option<i64>,
    /// Who wrote it.
    pub computer: Option<String>,
    /// The connector by GUID.
    pub connector: Option<String>,
    /// Domains that it names, in lower case.
    pub domains: Vec<String>,
    /// Users that it names: distinguished name, and anchor as a GUID.
    pub users: Vec<(String, Option<String>)>,
    /// What went wrong.
    pub trouble: Option<Trouble>,
    /// Users whose password was taken, and refused (657).
    pub results: (usize, usize),
    /// For Microsoft's support.
    pub tracking_id: Option<String>,
    /// The service's server, for Microsoft's support.
    pub server: Option<String>,
    /// Its text as it stands there.
    pub text: String,
    /// The inserted strings of an event without text.
    pub data: Vec<String>,
}

impl Told {
    /// Reads an event; none for those of other providers.
    #[must_use]
    pub fn of(record: &Record) -> Option<Told> {
        let view = View::of(record)?;
        let event = view.read()?;
        let props = record.props()?;
        let list = props.get("Data").and_then(|d| d.as_array()).into_iter().flatten();
        let data: Vec<String> = list.filter_map(|d| d.as_str()).map(str::to_owned).collect();
        let heard = heard_attempts(&view);
        let refused = event.users.len();
        let results = if event.id == 657 { (heard.len().saturating_sub(refused), refused) } else { (0, 0) };
        Some(Told {
            time: event.time,
            provider: view.provider.to_owned(),
            family: event.family,
            id: event.id,
            level: props.int("Level"),
            number: props.int("RecordId"),
            computer: (!view.machine.is_empty()).then(|| view.machine.to_owned()),
            connector: event.connector,
            domains: match event.family {
                Family::DirectorySynchronization => event.names,
                Family::SyncEngine => Vec::new(),
            },
            users: heard.into_iter().map(named).collect(),
            trouble: event.trouble,
            results,
            tracking_id: event.tracking_id,
            server: event.server_name,
            text: view.text.into_owned(),
            data,
        })
    }

    /// The innermost exception or message: what stands behind the last arrow.
    #[must_use]
    pub fn inner(&self) -> Option<&str> {
        self.trouble?;
        let last = self.text.rsplit("--->").next().unwrap_or_default();
        let line = last.lines().map(str::trim).find(|l| !l.is_empty())?;
        let end = line.find("<forest-info").unwrap_or(line.len());
        Some(line.get(..end)?.trim())
    }

    /// True where it reports a failure.
    #[must_use]
    pub const fn is_failure(&self) -> bool {
        self.trouble.is_some() || self.results.1 > 0
    }

    /// True where it names one of these, each a distinguished name, a GUID, or any other name in
    /// lower case; whole words only.
    #[must_use]
    pub fn names_any(&self, wanted: &[String]) -> bool {
        let lower = self.text.to_lowercase();
        wanted.iter().any(|name| {
            let as_guid = guid::from_text(name);
            as_guid.is_some() && self.users.iter().any(|(_, anchor)| *anchor == as_guid)
                || has_word(&lower, &name.to_lowercase())
        })
    }
}

/// True where `word` stands in `text` with no letter or digit beside it.
fn has_word(text: &str, word: &str) -> bool {
    let part = |c: Option<char>| c.is_some_and(|c| c.is_alphanumeric() || c == '_');
    !word.is_empty()
        && text.match_indices(word).any(|(at, _)| {
            let before = text.get(..at).and_then(|t| t.chars().next_back());
            let after = text.get(at + word.len()..).and_then(|t| t.chars().next());
            !part(before) && !part(after)
        })
}

/// When a record was written, of any provider.
#[must_use]
pub fn time_of(record: &Record) -> Option<DateTime<Utc>> {
    record.props()?.time("TimeCreated").and_then(Stamp::moment)
}

/// A user by distinguished name, else by the anchor.
fn named(heard: HeardAttempt) -> (String, Option<String>) {
    match heard.anchor {
        Some(anchor) if heard.dn.is_empty() => (anchor.clone(), Some(anchor)),
        anchor => (heard.dn, anchor),
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn whole_words_only() {
        assert!(has_word("dn : cn=ada,ou=staff,", "cn=ada"));
        assert!(!has_word("dn : cn=adam,ou=staff,", "cn=ada"));
        assert!(!has_word("x", ""));
    }
}
