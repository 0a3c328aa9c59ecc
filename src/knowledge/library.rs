//! The texts as they stand in `assets/knowledge`, read once.

use super::{docs::Library, shared};
use std::sync::OnceLock;

/// One file a topic. A file that cannot be read would leave its texts out; a test reads every one.
const FILES: &[(&str, &str)] = &[
    ("places", include_str!("../../assets/knowledge/places.toml")),
    ("steps", include_str!("../../assets/knowledge/steps.toml")),
    ("how", include_str!("../../assets/knowledge/how.toml")),
    ("server", include_str!("../../assets/knowledge/server.toml")),
    ("engine", include_str!("../../assets/knowledge/engine.toml")),
    ("connectors", include_str!("../../assets/knowledge/connectors.toml")),
    ("tenant", include_str!("../../assets/knowledge/tenant.toml")),
    ("cloud", include_str!("../../assets/knowledge/cloud.toml")),
    ("connector", include_str!("../../assets/knowledge/connector.toml")),
    ("domain", include_str!("../../assets/knowledge/domain.toml")),
    ("account", include_str!("../../assets/knowledge/account.toml")),
    ("user", include_str!("../../assets/knowledge/user.toml")),
    ("replication", include_str!("../../assets/knowledge/replication.toml")),
    ("events", include_str!("../../assets/knowledge/events.toml")),
    ("codes", include_str!("../../assets/knowledge/codes.toml")),
    ("topics", include_str!("../../assets/knowledge/topics.toml")),
    ("topics-server", include_str!("../../assets/knowledge/topics-server.toml")),
];

/// Microsoft's page on troubleshooting, where a remedy names no other.
pub(super) const LINK: &str =
    "https://learn.microsoft.com/entra/identity/hybrid/connect/tshoot-connect-password-hash-synchronization";

/// The texts.
pub(super) fn library() -> &'static Library {
    static LIBRARY: OnceLock<Library> = OnceLock::new();
    LIBRARY.get_or_init(|| {
        let mut all = Library::default();
        for (_, text) in FILES {
            let Ok(topic) = toml::from_str::<Library>(text) else { continue };
            all.places.extend(topic.places);
            all.blanks.extend(topic.blanks);
            all.ended.extend(topic.ended);
            all.how.extend(topic.how);
            all.how_property.extend(topic.how_property);
            all.check.extend(topic.check);
            all.cause.extend(topic.cause);
            all.step.extend(topic.step);
            all.word.extend(topic.word);
            all.legend.extend(topic.legend);
            all.event.extend(topic.event);
            all.event_source.extend(topic.event_source);
            all.code.extend(topic.code);
            all.topic.extend(topic.topic);
        }
        shared::settle(&mut all);
        all
    })
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
