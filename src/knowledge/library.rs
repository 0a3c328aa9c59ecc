//! The texts as they stand in `assets/knowledge`, read once.

use super::{Risk, StepKind};
use serde::Deserialize;
use std::{collections::BTreeMap, sync::OnceLock};

/// One file a topic. A file that cannot be read would leave its texts out; a test reads every one.
const FILES: &[(&str, &str)] = &[
    ("places", include_str!("../../assets/knowledge/places.toml")),
    ("how", include_str!("../../assets/knowledge/how.toml")),
    ("server", include_str!("../../assets/knowledge/server.toml")),
    ("engine", include_str!("../../assets/knowledge/engine.toml")),
    ("connectors", include_str!("../../assets/knowledge/connectors.toml")),
    ("tenant", include_str!("../../assets/knowledge/tenant.toml")),
    ("cloud", include_str!("../../assets/knowledge/cloud.toml")),
    ("connector", include_str!("../../assets/knowledge/connector.toml")),
    ("domain", include_str!("../../assets/knowledge/domain.toml")),
    ("account", include_str!("../../assets/knowledge/account.toml")),
    ("replication", include_str!("../../assets/knowledge/replication.toml")),
];

/// All texts.
#[derive(Debug, Default, Deserialize)]
#[serde(deny_unknown_fields, default)]
pub(super) struct Library {
    /// What a place without a value is called.
    pub places: BTreeMap<String, String>,
    /// How to get records, by kind.
    pub how: BTreeMap<String, HowDoc>,
    pub check: Vec<CheckDoc>,
    pub cause: Vec<CauseDoc>,
    pub remedy: Vec<RemedyDoc>,
}

#[derive(Debug, Default, Deserialize)]
#[serde(deny_unknown_fields, default)]
pub(super) struct HowDoc {
    pub command: Option<String>,
    pub steps: Vec<String>,
}

/// What a list and a page say of a result.
#[derive(Clone, Debug, Default, Deserialize)]
#[serde(deny_unknown_fields)]
pub(super) struct Said {
    pub short: String,
    pub summary: String,
}

#[derive(Debug, Deserialize)]
#[serde(deny_unknown_fields)]
pub(super) struct CheckDoc {
    pub id: String,
    pub title: String,
    pub question: String,
    pub why: String,
    pub expected: String,
    pub link: Option<String>,
    pub pass: Said,
    pub info: Option<Said>,
    #[serde(default)]
    pub variants: BTreeMap<String, Said>,
}

#[derive(Debug, Deserialize)]
#[serde(deny_unknown_fields)]
pub(super) struct CauseDoc {
    pub check: String,
    pub cause: String,
    pub title: String,
    pub short: String,
    pub summary: String,
    pub remedy: Option<String>,
    #[serde(default)]
    pub variants: BTreeMap<String, Variant>,
}

/// Other words for the same cause; what it does not say stays.
#[derive(Debug, Default, Deserialize)]
#[serde(deny_unknown_fields, default)]
pub(super) struct Variant {
    pub title: Option<String>,
    pub short: Option<String>,
    pub summary: Option<String>,
    pub remedy: Option<String>,
}

#[derive(Debug, Deserialize)]
#[serde(deny_unknown_fields)]
pub(super) struct RemedyDoc {
    pub id: String,
    pub title: String,
    pub why: String,
    pub risk: Risk,
    pub risk_text: String,
    pub takes: String,
    pub steps: Vec<StepDoc>,
    pub verify: Vec<String>,
    pub links: Vec<String>,
}

#[derive(Debug, Deserialize)]
#[serde(deny_unknown_fields)]
pub(super) struct StepDoc {
    pub kind: StepKind,
    pub text: String,
    #[serde(default)]
    pub place: String,
    #[serde(default)]
    pub rights: String,
    pub command: Option<String>,
    pub expect: Option<String>,
    pub undo: Option<String>,
}

/// The texts.
pub(super) fn library() -> &'static Library {
    static LIBRARY: OnceLock<Library> = OnceLock::new();
    LIBRARY.get_or_init(|| {
        let mut all = Library::default();
        for (_, text) in FILES {
            let Ok(topic) = toml::from_str::<Library>(text) else { continue };
            all.places.extend(topic.places);
            all.how.extend(topic.how);
            all.check.extend(topic.check);
            all.cause.extend(topic.cause);
            all.remedy.extend(topic.remedy);
        }
        all
    })
}

impl Library {
    pub(super) fn check(&self, id: &str) -> Option<&CheckDoc> {
        self.check.iter().find(|c| c.id == id)
    }

    pub(super) fn cause(&self, check: &str, cause: &str) -> Option<&CauseDoc> {
        self.cause.iter().find(|c| c.check == check && c.cause == cause)
    }

    pub(super) fn remedy(&self, id: &str) -> Option<&RemedyDoc> {
        self.remedy.iter().find(|r| r.id == id)
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn every_file_can_be_read() {
        for (name, text) in FILES {
            if let Err(e) = toml::from_str::<Library>(text) {
                panic!("assets/knowledge/{name}.toml: {e}");
            }
        }
    }
}
