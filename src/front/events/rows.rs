//! From an event to a line about it, and which events are wanted.

use crate::{
    evidence::{EventQuery, Kind, Props, Record},
    facts::events::{Family, Refusal, Told, Trouble},
    knowledge::{self, engine_text},
    report::events::EventRow,
};
use std::collections::{BTreeMap, BTreeSet};

/// What connectors are called, by GUID in lower case.
#[derive(Clone, Debug, Default)]
pub struct Labels(BTreeMap<String, String>);

impl Labels {
    /// What is known already, by GUID in lower case.
    #[must_use]
    pub const fn known(called: BTreeMap<String, String>) -> Labels {
        Labels(called)
    }

    /// Takes a connector's own record.
    pub fn connector(&mut self, props: &Props) {
        if let (Some(id), Some(name)) = (props.text("Identifier"), props.text("Name")) {
            self.0.insert(id.to_lowercase(), name.to_owned());
        }
    }

    /// Where nothing names a connector, the one domain that its events name does.
    pub fn learn(&mut self, id: &str, domains: &BTreeSet<String>) {
        if let (Some(domain), 1) = (domains.first(), domains.len()) {
            self.0.entry(id.to_lowercase()).or_insert_with(|| domain.clone());
        }
    }

    /// All of them.
    #[must_use]
    pub fn into_all(self) -> BTreeMap<String, String> {
        self.0
    }

    /// The name of a connector, else its GUID.
    #[must_use]
    pub fn name(&self, id: &str) -> String {
        self.0.get(&id.to_lowercase()).cloned().unwrap_or_else(|| id.to_owned())
    }
}

/// Which events are wanted. What is not set leaves nothing out.
#[derive(Clone, Debug, Default)]
pub struct Wanted {
    /// Time and id.
    pub query: EventQuery,
    /// Names of a user.
    pub users: Option<Vec<String>>,
    /// Words that all must stand in it, in lower case.
    pub words: Vec<String>,
    /// What its cause must hold, in lower case.
    pub cause: Option<String>,
    /// What its connector must hold, in lower case.
    pub connector: Option<String>,
    /// Its domain, in lower case.
    pub domain: Option<String>,
    /// Only failures.
    pub failures: bool,
}

impl Wanted {
    /// The line about an event, where it is one of ours and wanted.
    #[must_use]
    pub fn row(&self, record: &Record, labels: &Labels) -> Option<EventRow> {
        if record.kind != Kind::WinEvent {
            return None;
        }
        let told = Told::of(record)?;
        let named = self.users.as_ref().is_none_or(|users| told.names_any(users));
        let failed = !self.failures || fails(&told);
        if !(self.query.admits(told.id, Some(told.time)) && named && failed) {
            return None;
        }
        let domain = self.domain.as_ref().is_none_or(|d| told.domains.contains(d));
        let guid = told.connector.clone().unwrap_or_default();
        let row = row(told, record, labels);
        let holds = |part: &Option<String>, text: Option<&String>| {
            part.as_ref().is_none_or(|part| text.is_some_and(|t| has(&t.to_lowercase(), part)))
        };
        let connector = self.connector.as_deref() == Some(guid.as_str())
            || holds(&self.connector, row.connector.as_ref());
        (domain && connector && holds(&self.cause, row.cause.as_ref()) && self.has_words(&row)).then_some(row)
    }

    fn has_words(&self, row: &EventRow) -> bool {
        if self.words.is_empty() {
            return true;
        }
        let parts = [
            row.text.as_str(),
            row.provider.as_str(),
            row.meaning.as_deref().unwrap_or_default(),
            row.cause.as_deref().unwrap_or_default(),
            row.connector.as_deref().unwrap_or_default(),
        ];
        let all = format!("{} {}", row.id, parts.join(" ")).to_lowercase();
        self.words.iter().all(|word| all.contains(word))
    }
}

/// True where a text holds a part, both in lower case; a number only as a whole one.
fn has(text: &str, part: &str) -> bool {
    if part.bytes().all(|b| b.is_ascii_digit()) && !part.is_empty() {
        return text.split(|c: char| !c.is_ascii_alphanumeric()).any(|word| word == part);
    }
    text.contains(part)
}

/// True where an event tells of a failure, by its id or by its text.
pub(super) fn fails(told: &Told) -> bool {
    told.is_failure() || knowledge::event_fails(&told.provider, told.id)
}

/// The line about an event.
fn row(told: Told, record: &Record, labels: &Labels) -> EventRow {
    let inner = told.inner();
    let outcome = match told.results {
        (0, 0) => None,
        (taken, refused) => Some(format!("{taken} taken, {refused} refused")),
    };
    let kinds: BTreeSet<String> = told.refusals.iter().map(Refusal::kind).collect();
    let refused = (!kinds.is_empty()).then(|| kinds.into_iter().collect::<Vec<_>>().join("; "));
    let text = match told.family {
        Family::SyncEngine => engine_text(told.id, &told.data).unwrap_or_else(|| told.text.clone()),
        Family::DirectorySynchronization => told.text.clone(),
    };
    EventRow {
        time: told.time,
        meaning: meaning(&told.provider, told.id),
        provider: told.provider,
        id: told.id,
        level: told.level,
        domain: told.domains.first().cloned(),
        connector: told.connector.as_deref().map(|id| label(id, labels)),
        users: told.users.into_iter().map(|(dn, _)| dn).collect(),
        outcome,
        cause: told.trouble.map(|trouble| cause_of(told.id, trouble)).or(refused),
        inner,
        tracking_id: told.tracking_id,
        server: told.server,
        computer: told.computer,
        number: told.number,
        text,
        source: record.from.origin.name.clone(),
    }
}

/// The name of a connector.
pub(super) fn label(id: &str, labels: &Labels) -> String {
    labels.name(id)
}

/// What an event means, in one line.
pub(super) fn meaning(provider: &str, id: u32) -> Option<String> {
    knowledge::event(provider, id).map(|entry| entry.title.clone())
}

/// Why the event of this id tells of a failure: a 616 says what failed by its id, with whatever text.
pub(super) fn cause_of(id: u32, trouble: Trouble) -> String {
    match (id, trouble) {
        (616, Trouble::Other) => "the preferred controller could not be reached".to_owned(),
        _ => cause(trouble),
    }
}

/// Why something failed, in a few words: the code and what it is called.
#[must_use]
pub fn cause(trouble: Trouble) -> String {
    let (name, shown) = match trouble {
        Trouble::Rpc(n) => (format!("rpc {n}"), format!("error {n}")),
        Trouble::SignIn(n) => (format!("rpc {n}"), format!("sign-in error {n}")),
        Trouble::Cloud(n) => (format!("entra {n}"), format!("Entra error {n}")),
        Trouble::Aadsts(n) => (format!("AADSTS{n}"), format!("AADSTS{n}")),
        other => return words(other).to_owned(),
    };
    let title = knowledge::lookup(&name).first().map(|entry| entry.title.clone());
    title.map_or_else(|| shown.clone(), |title| format!("{shown}: {title}"))
}

const fn words(trouble: Trouble) -> &'static str {
    match trouble {
        Trouble::Fips => "the FIPS policy forbids MD5",
        Trouble::ResolveDc => "the name of a controller does not resolve",
        Trouble::LocateDc => "no controller of the domain was found",
        Trouble::Crypto => "a cryptographic operation failed",
        Trouble::Ldap => "an LDAP operation failed",
        Trouble::FileTime => "an object carries a time that is none",
        Trouble::DuplicateKey => "a key came twice",
        Trouble::Mfa => "the sign-in wants a person",
        Trouble::Endpoint => "Entra ID could not be reached",
        Trouble::Negotiation => "a secure connection could not be made",
        Trouble::Unsupported => "this build is not accepted any more",
        Trouble::CloudSignIn => "name or password of the account for Entra ID was refused",
        _ => "not classified",
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_616_says_what_failed_by_its_id() {
        assert!(cause_of(616, Trouble::Other).contains("preferred controller"));
        assert!(cause_of(616, Trouble::Rpc(1722)).contains("1722"));
        assert_eq!(cause_of(611, Trouble::Other), "not classified");
    }
}
