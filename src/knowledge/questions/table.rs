//! The table of questions as it stands in `assets/knowledge/questions`, read once.

use crate::catalog::ScopeKind;
use serde::{Deserialize, Deserializer};
use std::sync::OnceLock;

/// One file a flow. A file that cannot be read would leave its questions out; a test reads each.
pub(super) const FILES: [&str; 2] = [
    include_str!("../../../assets/knowledge/questions/server.toml"),
    include_str!("../../../assets/knowledge/questions/user.toml"),
];

/// What is seen of one user; it orders the causes.
#[derive(Clone, Debug, PartialEq, Eq, Deserialize)]
#[serde(deny_unknown_fields)]
pub struct Symptom {
    /// Its id.
    pub id: String,
    /// What is seen, in words.
    pub label: String,
    /// The questions that come first then.
    pub first: Vec<String>,
}

/// One question.
#[derive(Clone, Debug, PartialEq, Deserialize)]
#[serde(deny_unknown_fields)]
pub(super) struct Question {
    pub id: String,
    #[serde(deserialize_with = "scope_kind")]
    pub over: ScopeKind,
    /// True for the one that names the domain.
    #[serde(default)]
    pub begin: bool,
    /// The checks that it is for.
    #[serde(default)]
    pub checks: Vec<String>,
    pub title: String,
    pub why: String,
    pub how: Vec<String>,
    pub command: Option<String>,
    #[serde(default)]
    pub options: Vec<Choice>,
    pub typed: Option<Typed>,
}

/// One answer.
#[derive(Clone, Debug, PartialEq, Deserialize)]
#[serde(deny_unknown_fields)]
pub(super) struct Choice {
    pub id: String,
    pub label: String,
    /// A name without which it cannot be given.
    #[serde(default)]
    pub needs: String,
    #[serde(default)]
    pub records: Vec<String>,
    #[serde(default)]
    pub events: Vec<EventDoc>,
}

/// An answer in the operator's own words.
#[derive(Clone, Debug, PartialEq, Deserialize)]
#[serde(deny_unknown_fields)]
pub(super) struct Typed {
    pub label: String,
    /// What a bare number stands for.
    pub number: Option<String>,
    /// True where only digits and dots are one.
    #[serde(default)]
    pub digits: bool,
    #[serde(default)]
    pub records: Vec<String>,
    #[serde(default)]
    pub events: Vec<EventDoc>,
}

/// An event that an answer stands for.
#[derive(Clone, Debug, PartialEq, Deserialize)]
#[serde(deny_unknown_fields)]
pub(super) struct EventDoc {
    pub id: u32,
    #[serde(default = "password_sync")]
    pub provider: String,
    pub text: String,
    /// True where one counts as much as five.
    #[serde(default)]
    pub once: bool,
}

fn password_sync() -> String {
    "Directory Synchronization".to_owned()
}

fn scope_kind<'de, D: Deserializer<'de>>(from: D) -> Result<ScopeKind, D::Error> {
    let word = String::deserialize(from)?;
    Ok(match word.as_str() {
        "server" => ScopeKind::Server,
        "tenant" => ScopeKind::Tenant,
        "connector" => ScopeKind::Connector,
        "domain" => ScopeKind::Domain,
        "user" => ScopeKind::User,
        _ => return Err(serde::de::Error::custom(format!("{word} is no scope"))),
    })
}

impl Typed {
    /// The text where it can be used.
    pub fn accepts(&self, text: &str, host: bool) -> Result<String, String> {
        let text = text.trim();
        if text.is_empty() {
            return Err(format!("type something first: {}", self.label));
        }
        let dns = |c: char| c.is_alphanumeric() || matches!(c, '.' | '-' | '_');
        if host && !(text.contains('.') && text.chars().all(dns)) {
            return Err(format!("\"{text}\" is no DNS name; expected is one such as contoso.com"));
        }
        if self.digits && !text.chars().all(|c| c.is_ascii_digit() || c == '.') {
            return Err(format!("\"{text}\" is no version; expected is one such as 2.5.79.0"));
        }
        Ok(if host { text.to_lowercase() } else { text.to_owned() })
    }

    /// The text as it stands in a record.
    pub fn as_words(&self, text: &str) -> String {
        match &self.number {
            Some(template) if text.chars().all(|c| c.is_ascii_digit()) => template.replace("{typed}", text),
            _ => text.to_owned(),
        }
    }
}

#[derive(Debug, Default, Deserialize)]
#[serde(deny_unknown_fields, default)]
pub(super) struct Doc {
    pub question: Vec<Question>,
    pub symptom: Vec<Symptom>,
}

fn doc() -> &'static Doc {
    static DOC: OnceLock<Doc> = OnceLock::new();
    DOC.get_or_init(|| {
        let mut all = Doc::default();
        for one in FILES.iter().filter_map(|text| toml::from_str::<Doc>(text).ok()) {
            all.question.extend(one.question);
            all.symptom.extend(one.symptom);
        }
        all
    })
}

/// Every question, in the order of the files.
pub(super) fn table() -> &'static [Question] {
    &doc().question
}

/// What can be seen of one user.
#[must_use]
pub fn symptoms() -> &'static [Symptom] {
    &doc().symptom
}
