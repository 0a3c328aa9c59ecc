//! One event in full, for whoever looks at events themselves.

use super::{
    event::{Family, View},
    trouble::Trouble,
};
use crate::{
    evidence::{Record, Stamp, guid},
    facts::people::{HeardAttempt, Outcome, UserLine, heard_attempts},
};
use chrono::{DateTime, Utc};

/// So many different refusals of one event are told.
const MOST_REFUSALS: usize = 5;

/// What a 657 says of a password that was refused.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub struct Refusal {
    /// The result in a word: `Failed`.
    pub result: String,
    /// Why, as the service says it; empty where it does not.
    pub error: String,
}

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
    /// True where the text says that the GUID is a connector's.
    pub connector_is_explicit: bool,
    /// Domains that it names, in lower case.
    pub domains: Vec<String>,
    /// Users that it names: distinguished name, and anchor as a GUID.
    pub users: Vec<(String, Option<String>)>,
    /// What went wrong.
    pub trouble: Option<Trouble>,
    /// Users whose password was taken, and refused (657).
    pub results: (usize, usize),
    /// What is said of those that were refused, each once.
    pub refusals: Vec<Refusal>,
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
        let refusals = refusals(&heard);
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
            connector_is_explicit: event.connector_is_explicit,
            domains: match event.family {
                Family::DirectorySynchronization => event.names,
                Family::SyncEngine => Vec::new(),
            },
            users: heard.into_iter().map(named).collect(),
            trouble: event.trouble,
            results,
            refusals,
            tracking_id: event.tracking_id,
            server: event.server_name,
            text: view.text.into_owned(),
            data,
        })
    }

    /// The innermost exception or message: what stands behind the last arrow; of refused passwords, why.
    #[must_use]
    pub fn inner(&self) -> Option<String> {
        if !self.refusals.is_empty() {
            let errors: Vec<_> =
                self.refusals.iter().map(|r| r.error.as_str()).filter(|e| !e.is_empty()).collect();
            return (!errors.is_empty()).then(|| errors.join("; "));
        }
        self.trouble?;
        let last = self.text.rsplit("--->").next().unwrap_or_default();
        let line = last.lines().map(str::trim).find(|l| !l.is_empty())?;
        let end = line.find("<forest-info").unwrap_or(line.len());
        Some(line.get(..end)?.trim().to_owned())
    }

    /// True where its text tells of a failure; of most events the id tells.
    #[must_use]
    pub fn is_failure(&self) -> bool {
        // Without a name a 620 says that nobody waits.
        let given_up = self.id == 620 && self.text.lines().any(|line| UserLine::read(line).is_some());
        self.trouble.is_some()
            || self.results.1 > 0
            || given_up && self.family == Family::DirectorySynchronization
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

impl Refusal {
    /// Of what stands behind a user: `PwdChangeOnLogon=False, Result : Failed., Extended Error: …`.
    fn of(said: &str) -> Refusal {
        let said = match said.split_once(", ") {
            Some((flag, rest)) if flag.contains('=') && !flag.contains(':') => rest,
            _ => said,
        };
        let value = |part: &str| part.split_once(':').map_or(part, |(_, value)| value).trim().to_owned();
        let (result, error) = said.split_once(", ").unwrap_or((said, ""));
        Refusal { result: value(result).trim_end_matches('.').to_owned(), error: value(error) }
    }

    /// Result and kind of error in a few words, the same for all of the kind.
    #[must_use]
    pub fn kind(&self) -> String {
        let word = |c: char| c.is_alphanumeric() || matches!(c, '_' | '.' | ' ' | '-');
        let start = self.error.trim_start_matches(|c| !word(c));
        let kind = start.split(|c| !word(c)).next().unwrap_or_default().trim();
        if kind.is_empty() { self.result.clone() } else { format!("{}: {kind}", self.result) }
    }
}

fn refusals(heard: &[HeardAttempt]) -> Vec<Refusal> {
    let mut all: Vec<Refusal> = Vec::new();
    for heard in heard {
        let Outcome::Refused(said) = &heard.attempt.outcome else { continue };
        let refusal = Refusal::of(said);
        if all.len() < MOST_REFUSALS && !all.contains(&refusal) {
            all.push(refusal);
        }
    }
    all
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
    fn why_a_password_was_refused() {
        let of = |said: &str| {
            let refusal = Refusal::of(said);
            (refusal.kind(), refusal.result, refusal.error)
        };
        let told =
            |kind: &str, result: &str, error: &str| (kind.to_owned(), result.to_owned(), error.to_owned());
        assert_eq!(
            of("PwdChangeOnLogon=False, Result : Failed., Extended Error: {UserNotFound, id 7"),
            told("Failed: UserNotFound", "Failed", "{UserNotFound, id 7")
        );
        assert_eq!(of("Result: failed, Extended Error:"), told("failed", "failed", ""));
        assert_eq!(of("Result : Failed"), told("Failed", "Failed", ""));
    }

    #[test]
    fn whole_words_only() {
        assert!(has_word("dn : cn=ada,ou=staff,", "cn=ada"));
        assert!(!has_word("dn : cn=adam,ou=staff,", "cn=ada"));
        assert!(!has_word("x", ""));
    }
}
