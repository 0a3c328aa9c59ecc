//! The table of questions as it stands in `assets/knowledge/questions`, read once.

use crate::catalog::{CAUSES, CHECKS, Cause, CheckId, Row, ScopeKind};
use serde::{Deserialize, Deserializer};
use std::{collections::BTreeMap, sync::OnceLock};

/// One file a flow. A file that cannot be read would leave its questions out; a test reads each.
pub(super) const FILES: [&str; 2] = [
    include_str!("../../../assets/knowledge/questions/server.toml"),
    include_str!("../../../assets/knowledge/questions/user.toml"),
];

/// What is seen of one user; it orders the questions.
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
    /// The check that it is put for before all.
    #[serde(default)]
    pub first: String,
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
    /// True where it stands in no list and comes of what is typed.
    #[serde(default)]
    pub typed: bool,
    /// What makes it of a text that was typed or pasted.
    #[serde(default)]
    pub words: Vec<String>,
    /// Checks, each with "pass" or the cause.
    pub decides: BTreeMap<String, String>,
}

/// An answer in the operator's own words.
#[derive(Clone, Debug, PartialEq, Deserialize)]
#[serde(deny_unknown_fields)]
pub(super) struct Typed {
    pub label: String,
    /// The check that takes what was typed as it is: a version.
    pub check: Option<String>,
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

/// The row of a check.
pub(super) fn row(check: &str) -> Option<&'static Row> {
    CHECKS.iter().find(|row| row.id.0 == check)
}

impl Choice {
    /// What it decides: checks, each with the cause or none where it passes.
    pub fn decided(&self) -> Vec<(CheckId, Option<Cause>)> {
        let one = |(check, says): (&String, &String)| {
            let row = row(check)?;
            let cause = CAUSES.iter().find(|c| c.check == row.id && c.cause.0 == says).map(|c| c.cause);
            (cause.is_some() || says == "pass").then_some((row.id, cause))
        };
        self.decides.iter().filter_map(one).collect()
    }

    /// True where a text that was typed or pasted means it. A bare number counts alone; in a longer text
    /// only the number behind "error" or "code" does.
    fn is_meant(&self, text: &str) -> bool {
        let lower = text.to_lowercase();
        let parts: Vec<&str> =
            lower.split(|c: char| !c.is_alphanumeric()).filter(|p| !p.is_empty()).collect();
        let number = |word: &str| match parts.as_slice() {
            [alone] => *alone == word,
            _ => parts.windows(2).any(|two| matches!(two[0], "error" | "code") && two[1] == word),
        };
        self.words.iter().map(|w| w.to_lowercase()).any(|word| {
            if word.chars().all(|c| c.is_ascii_digit()) { number(&word) } else { lower.contains(&word) }
        })
    }
}

impl Question {
    /// The answer that a text means, the first that fits.
    pub fn meant(&self, text: &str) -> Option<&Choice> {
        self.options.iter().find(|c| c.id.eq_ignore_ascii_case(text.trim()) || c.is_meant(text))
    }
}

/// A version of two to four numbers, as it was typed.
pub(super) fn version(text: &str) -> Result<String, String> {
    let parts: Vec<&str> = text.split('.').collect();
    let number = |part: &&str| part.parse::<u32>().is_ok();
    if (2..=4).contains(&parts.len()) && parts.iter().all(number) {
        return Ok(text.to_owned());
    }
    Err(format!("\"{text}\" is no version; expected is one such as 2.5.79.0"))
}

/// Connector and domain, as they were typed: one name for both, or two.
pub(super) fn forest(text: &str) -> Result<(String, String), String> {
    let part = |label: &str| {
        !label.is_empty() && label.chars().all(|c| c.is_alphanumeric() || matches!(c, '-' | '_'))
    };
    let dns = |name: &str| name.contains('.') && name.split('.').all(part);
    let given: Vec<String> = text.split_whitespace().map(str::to_lowercase).collect();
    match given.as_slice() {
        [domain] if dns(domain) => Ok((domain.clone(), domain.clone())),
        [connector, domain] if dns(connector) && dns(domain) => Ok((connector.clone(), domain.clone())),
        _ => Err(format!("\"{text}\" is no DNS name; expected is one such as contoso.com")),
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
