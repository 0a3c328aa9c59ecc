//! A journal read again.

use super::{Action, Entry, Name, SourceFile};
use chrono::{DateTime, Utc};
use serde_json::Value;

/// What a journal says.
#[derive(Clone, Debug, Default, PartialEq)]
pub struct Session {
    /// Its id.
    pub id: String,
    /// When it began.
    pub opened: Option<DateTime<Utc>>,
    /// The time of its newest line.
    pub newest: Option<DateTime<Utc>>,
    /// True where it is about a built-in case.
    pub built_in: bool,
    /// What was read.
    pub sources: Vec<SourceFile>,
    /// The newest report of the server, and its names.
    pub server: Option<(Value, Vec<Name>)>,
    /// The newest report of a user, who it is, and its names.
    pub user: Option<(String, Value, Vec<Name>)>,
    /// The answers, as records.
    pub answers: Vec<Value>,
    /// What the operator did, oldest first.
    pub actions: Vec<Action>,
    /// Remarks.
    pub notes: Vec<String>,
    /// True where it is done with.
    pub closed: bool,
    /// Lines that could not be read, by number and why. They stay in the file.
    pub damaged: Vec<(usize, String)>,
}

impl Session {
    /// The newest report, of the user where one was looked at last.
    #[must_use]
    pub fn report(&self) -> Option<(&Value, &[Name])> {
        match (&self.user, &self.server) {
            (Some((_, report, names)), _) | (None, Some((report, names))) => Some((report, names)),
            (None, None) => None,
        }
    }
}

/// Reads a journal. A line that cannot be read, such as one that was cut off when the power went, is
/// left out; none without a first line that says what it is.
pub fn replay(text: &str) -> Result<Session, String> {
    let mut session = Session::default();
    for (i, line) in text.lines().enumerate().filter(|(_, l)| !l.trim().is_empty()) {
        match serde_json::from_str::<Entry>(line) {
            Ok(entry) => session.take(entry),
            Err(e) => session.damaged.push((i + 1, e.to_string())),
        }
    }
    if session.id.is_empty() {
        return Err("it does not begin with the line of a session (phs-session/1)".to_owned());
    }
    Ok(session)
}

impl Session {
    fn take(&mut self, entry: Entry) {
        let at = match entry {
            Entry::Opened { id, at, built_in, .. } => {
                self.id = id;
                self.opened = Some(at);
                self.built_in = built_in;
                Some(at)
            }
            Entry::Source(source) => {
                self.sources.retain(|s| s.path != source.path);
                if !source.dropped {
                    self.sources.push(source);
                }
                None
            }
            Entry::Judgement { at, user, report, names } => {
                if let Some(user) = user {
                    self.user = Some((user, report, names));
                } else {
                    self.user = None;
                    self.server = Some((report, names));
                }
                Some(at)
            }
            Entry::Answer { record } => {
                self.answers.push(record);
                None
            }
            Entry::Action(action) => {
                let at = action.at;
                self.actions.push(action);
                self.closed = false;
                Some(at)
            }
            Entry::Note { at, text, .. } => {
                self.notes.push(text);
                Some(at)
            }
            Entry::Closed { at } => {
                self.closed = true;
                Some(at)
            }
            Entry::Unknown => None,
        };
        self.newest = self.newest.max(at);
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    /// As version 0.1 wrote it; must be read for ever.
    const FIRST: &str = concat!(
        r#"{"entry":"Opened","schema":"phs-session/1","id":"a","at":"2026-11-20T09:00:00Z","tool":"phs-doctor 0.1.0"}"#,
        "\n",
        r#"{"entry":"Source","path":"export","size":7,"sha256":"00"}"#,
        "\n",
        r#"{"entry":"Judgement","at":"2026-11-20T09:00:01Z","report":{"verdict":"problem"},"names":[]}"#,
        "\n",
        r#"{"entry":"Action","at":"2026-11-20T09:05:00Z","by":"ada","check":"server.fips","cause":"fips-blocks-md5","remedy":"fips-blocks-md5","step":1,"choice":"done"}"#,
        "\n",
        r#"{"entry":"Dreamt","of":"a later version"}"#,
        "\n",
    );

    #[test]
    fn the_first_version_is_read() {
        let session = replay(FIRST).unwrap();
        assert_eq!((session.id.as_str(), session.sources.len(), session.actions.len()), ("a", 1, 1));
        assert!(session.damaged.is_empty() && !session.closed);
        assert_eq!(session.newest, Some("2026-11-20T09:05:00Z".parse().unwrap()));
    }

    #[test]
    fn what_was_dropped_is_no_source_any_more_and_what_is_done_opens_again() {
        let closed = format!(
            "{FIRST}{}\n{}\n",
            r#"{"entry":"Source","path":"export","dropped":true}"#,
            r#"{"entry":"Closed","at":"2026-11-20T10:00:00Z"}"#
        );
        let session = replay(&closed).unwrap();
        assert!(session.sources.is_empty() && session.closed);
        let action = FIRST.lines().find(|l| l.contains("Action")).unwrap();
        assert!(!replay(&format!("{closed}{action}\n")).unwrap().closed);
    }

    #[test]
    fn a_cut_off_line_costs_itself_only() {
        for cut in 0..FIRST.len() {
            let text = &FIRST[..cut];
            let whole = text.lines().filter(|l| serde_json::from_str::<Entry>(l).is_ok()).count();
            match replay(text) {
                Ok(session) => {
                    assert!(session.damaged.len() <= 1);
                    assert_eq!(session.actions.len(), usize::from(whole >= 4));
                }
                Err(_) => assert_eq!(whole, 0),
            }
        }
    }
}
