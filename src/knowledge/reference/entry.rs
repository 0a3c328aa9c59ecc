//! What can be looked up, and by which names.

use super::number::number;
use crate::{
    catalog::{CAUSES, CHECKS},
    knowledge::{
        docs::{CodeDoc, CodeKind, TopicDoc},
        library::library,
        questions, said,
    },
};
use std::sync::OnceLock;

/// What kind of article.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord)]
pub enum Sort {
    /// Something to read up on.
    Topic,
    /// A check.
    Check,
    /// A cause.
    Cause,
    /// An event, with its provider.
    Event,
    /// A replication or Win32 error.
    Rpc,
    /// An error code of Entra ID.
    Cloud,
    /// A sign-in code of Entra ID.
    Aadsts,
    /// An exception.
    Exception,
    /// A status of an object's password log.
    Status,
    /// A question to the operator, with the way to its answer by hand.
    Question,
}

impl Sort {
    /// In a word, as it stands before the name.
    #[must_use]
    pub const fn word(self) -> &'static str {
        match self {
            Sort::Topic => "topic",
            Sort::Check => "check",
            Sort::Cause => "cause",
            Sort::Event => "event",
            Sort::Rpc => "rpc",
            Sort::Cloud => "entra",
            Sort::Aadsts => "aadsts",
            Sort::Exception => "exception",
            Sort::Status => "status",
            Sort::Question => "question",
        }
    }
}

impl From<CodeKind> for Sort {
    fn from(kind: CodeKind) -> Sort {
        match kind {
            CodeKind::Rpc => Sort::Rpc,
            CodeKind::Cloud => Sort::Cloud,
            CodeKind::Aadsts => Sort::Aadsts,
            CodeKind::Exception => Sort::Exception,
            CodeKind::Status => Sort::Status,
        }
    }
}

/// One thing that can be looked up.
#[derive(Clone, Debug, PartialEq, Eq, PartialOrd, Ord)]
pub struct Entry {
    /// What kind.
    pub sort: Sort,
    /// Its name, as it is typed: `server.fips`, `611`, `FilteredByTarget`.
    pub name: String,
    /// What tells it apart from others of the name: the check of a cause, the provider of an event.
    pub of: String,
    /// Other names of it.
    pub also: Vec<String>,
    /// Its headline.
    pub title: String,
    /// Everything in it that a search looks at, in lower case.
    text: String,
    /// Its place in its table.
    pub(super) at: usize,
}

impl Entry {
    fn new(sort: Sort, at: usize, name: &str, of: &str, title: &str, text: &[&str]) -> Entry {
        let text = format!("{} {name} {of} {title} {}", sort.word(), text.join(" ")).to_lowercase();
        let (name, of, title) = (name.to_owned(), of.to_owned(), title.to_owned());
        Entry { sort, name, of, also: Vec::new(), title, text, at }
    }

    /// What tells it apart from others of its kind: the name, or `of/name`.
    #[must_use]
    pub fn key(&self) -> String {
        if self.of.is_empty() { self.name.clone() } else { format!("{}/{}", self.of, self.name) }
    }

    /// True where every word of the search stands in it.
    #[must_use]
    pub fn fits(&self, search: &str) -> bool {
        search.to_lowercase().split_whitespace().all(|word| self.text.contains(word))
    }

    /// True where `name` is what it is called, whatever the case.
    #[must_use]
    pub fn is(&self, name: &str) -> bool {
        [&self.name, &self.key()].into_iter().chain(&self.also).any(|own| own.eq_ignore_ascii_case(name))
    }
}

/// Everything that can be looked up, by kind, in the order of the tables.
#[must_use]
pub fn entries() -> &'static [Entry] {
    static ENTRIES: OnceLock<Vec<Entry>> = OnceLock::new();
    ENTRIES.get_or_init(|| {
        let mut all = topics();
        all.extend(asked());
        all.extend(checks());
        all.extend(causes());
        all.extend(events());
        all.extend(codes());
        all
    })
}

/// Everything once: of events that mean the same only the first.
#[must_use]
pub fn listing() -> Vec<&'static Entry> {
    let mut all: Vec<&Entry> = entries().iter().collect();
    all.dedup_by_key(|entry| (entry.sort, entry.at));
    all
}

fn topics() -> Vec<Entry> {
    let one = |(at, doc): (usize, &TopicDoc)| {
        Entry::new(Sort::Topic, at, &doc.id, "", &doc.title, &[&doc.text.join(" ")])
    };
    library().topic.iter().enumerate().map(one).collect()
}

fn asked() -> Vec<Entry> {
    let one = |(at, q): (usize, questions::General)| {
        Entry::new(Sort::Question, at, q.id, "", &q.title, &[&q.why, &q.how.join(" "), &q.answers.join(" ")])
    };
    questions::general().into_iter().enumerate().map(one).collect()
}

fn checks() -> Vec<Entry> {
    let all = CHECKS.iter().enumerate().filter_map(|(at, row)| {
        let doc = library().check(row.id.0)?;
        Some(Entry::new(Sort::Check, at, row.id.0, "", &doc.title, &[&doc.question]))
    });
    all.collect()
}

fn causes() -> Vec<Entry> {
    let all = CAUSES.iter().enumerate().filter_map(|(at, row)| {
        let doc = library().cause(row.check.0, row.cause.0)?;
        let title = said::general(row)?.0.title;
        Some(Entry::new(Sort::Cause, at, row.cause.0, row.check.0, &title, &[&doc.summary]))
    });
    all.collect()
}

fn events() -> Vec<Entry> {
    let mut all = Vec::new();
    for (at, doc) in library().event.iter().enumerate() {
        let names = library().event_source.get(&doc.source).map(|s| s.names.as_slice()).unwrap_or_default();
        let provider = names.first().map_or("", String::as_str);
        for id in &doc.ids {
            let said = |text: &'static Option<String>| text.as_deref().unwrap_or_default();
            let words = [said(&doc.meaning), said(&doc.advice), &names.join(" ")];
            all.push(Entry::new(Sort::Event, at, &id.to_string(), provider, &doc.title, &words));
        }
    }
    all
}

fn codes() -> Vec<Entry> {
    let one = |(at, doc): (usize, &CodeDoc)| {
        let words = [doc.meaning.as_str(), &doc.also.join(" ")];
        let entry = Entry::new(doc.kind.into(), at, &doc.name, "", &doc.title, &words);
        Entry { also: doc.also.clone(), ..entry }
    };
    library().code.iter().enumerate().map(one).collect()
}

/// What is called so: a name alone, or with its kind before it (`event 611`, `rpc 1722`). Several
/// things may bear one name.
#[must_use]
pub fn lookup(name: &str) -> Vec<&'static Entry> {
    let name = name.trim();
    let found: Vec<&Entry> = entries().iter().filter(|e| e.is(name)).collect();
    if !found.is_empty() {
        return found;
    }
    if let Some((kind, rest)) = name.split_once([' ', ':', '-']) {
        let of_kind = |e: &&Entry| e.sort.word().eq_ignore_ascii_case(kind) && e.is(rest.trim());
        let found: Vec<&Entry> = entries().iter().filter(of_kind).collect();
        if !found.is_empty() {
            return found;
        }
    }
    let Some((kind, number)) = number(name) else { return Vec::new() };
    let number = number.to_string();
    let fits = |e: &&Entry| kind.is_none_or(|kind| e.sort.word().eq_ignore_ascii_case(kind)) && e.is(&number);
    entries().iter().filter(fits).collect()
}

/// The number in a name that nothing is called by, and the topic that says how to read those of Windows.
#[must_use]
pub fn windows_error(name: &str) -> Option<(u32, &'static Entry)> {
    let (kind, number) = number(name.trim())?;
    let may_be = kind.is_none_or(|kind| Sort::Rpc.word().eq_ignore_ascii_case(kind));
    let topic = entries().iter().find(|e| e.sort == Sort::Topic && e.name == "windows-errors")?;
    (may_be && lookup(name).is_empty()).then_some((number, topic))
}

/// The event of this provider and id, whatever the case; the level says nothing.
#[must_use]
pub fn event(provider: &str, id: u32) -> Option<&'static Entry> {
    let library = library();
    let at = library.event.iter().position(|doc| {
        let source = library.event_source.get(&doc.source);
        doc.ids.contains(&id)
            && source.is_some_and(|s| s.names.iter().any(|n| n.eq_ignore_ascii_case(provider)))
    })?;
    let id = id.to_string();
    entries().iter().find(|e| e.sort == Sort::Event && e.at == at && e.name == id)
}

/// True where an event of this provider and id always tells of a failure.
#[must_use]
pub fn event_fails(provider: &str, id: u32) -> bool {
    library().event_source.values().any(|source| {
        source.fails.contains(&id) && source.names.iter().any(|n| n.eq_ignore_ascii_case(provider))
    })
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn ids_that_tell_of_a_failure_are_in_the_reference() {
        for source in library().event_source.values() {
            for id in &source.fails {
                assert!(event(&source.names[0], *id).is_some(), "{} {id}", source.names[0]);
            }
        }
        assert!(event_fails("adsync", 6301) && !event_fails("Directory Synchronization", 6301));
        assert!(!event_fails("Directory Synchronization", 654));
    }

    #[test]
    fn names_lead_to_articles() {
        let names = |name: &str| -> Vec<String> {
            lookup(name).iter().map(|e| format!("{} {}", e.sort.word(), e.name)).collect()
        };
        assert_eq!(names("server.fips"), ["check server.fips"]);
        assert_eq!(names("STAGING"), ["topic staging"]);
        assert_eq!(names("no-target-connection").len(), 2);
        assert_eq!(names("user.last-attempt/no-target-connection"), ["cause no-target-connection"]);
        assert_eq!(names("611"), ["event 611"]);
        assert_eq!(names("event 2001").len(), 2, "of two providers");
        assert_eq!(names("adsync/2001"), ["event 2001"]);
        assert_eq!(names("0x6ba"), ["rpc 1722"]);
        assert_eq!(names("rpc 1722"), ["rpc 1722"]);
        assert_eq!(names("rpc-1722"), ["cause rpc-1722"]);
        assert_eq!(names("115"), ["event 115", "entra 115"]);
        assert_eq!(names("entra 115"), ["entra 115"]);
        assert_eq!(names("50054"), ["aadsts AADSTS50054"]);
        assert_eq!(names("filteredbytarget"), ["status FilteredByTarget"]);
        assert_eq!(names("RPC Error 1722"), ["rpc 1722"]);
        assert_eq!(names("0x8007052e"), ["rpc 1326"]);
        assert_eq!(names("0x80070005"), ["rpc 5"]);
        assert_eq!(names("error 90").len(), names("90").len());
        assert_eq!(names("nothing of that name"), Vec::<String>::new());
        assert_eq!(
            windows_error("0x800704e8").map(|(number, e)| (number, e.name.as_str())),
            Some((1256, "windows-errors"))
        );
        assert!(windows_error("1722").is_none() && windows_error("event 1256").is_none());
    }

    #[test]
    fn provider_and_id_belong_together() {
        assert_eq!(event("directory synchronization", 611).unwrap().name, "611");
        assert!(event("ESENT", 611).is_none());
        assert_ne!(event("ADSync", 2001), event("Directory Synchronization", 2001));
        assert_eq!(event("FIMSynchronizationService", 6000), event("ADSync", 6000));
    }
}
