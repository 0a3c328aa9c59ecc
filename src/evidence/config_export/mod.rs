//! What `Get-ADSyncServerConfiguration -Path` writes: a folder with the connectors, the global
//! settings and the synchronization rules of a server, as XML. A file of it alone will do, too.
//!
//! ```text
//! GlobalSettings/MV.xml                  saved-mv-configuration   server, date, settings
//! Connectors/Connector_{id}.xml          ma-data                  connector, partitions, password sync
//! SynchronizationRules/…Rule_{id}.xml    synchronizationRule      rule
//! ```
//!
//! Each file is known by its first element, whatever it is called.

mod connector;
mod global;
mod partition;
mod reading;
mod rule;
pub(super) mod xml;

use super::{
    give::Giving,
    input::Input,
    kind::Kind,
    record::{Origin, Problem},
    source::{Ask, Sink, Source, SourceError, Stopper, Summary},
};
use reading::Reading;
use serde_json::{Map, Value};
use std::sync::Arc;
use xml::Node;

/// What a source of this kind is called.
pub const KIND: &str = "configuration export";
/// The folders of an export.
pub const FOLDERS: [&str; 3] = ["Connectors", "GlobalSettings", "SynchronizationRules"];
/// What is accepted, for messages.
pub const ACCEPTED: &str =
    "the folder that Get-ADSyncServerConfiguration -Path writes, or one of the XML files in it";

/// An export, or a single file of one.
pub struct ConfigExport {
    origin: Arc<Origin>,
    parts: Vec<Part>,
    whole: bool,
    stopper: Stopper,
}

/// One file.
pub struct Part {
    /// Its name within the export; none for a file that was given alone.
    pub file: Option<Arc<str>>,
    /// What is in it.
    pub input: Input,
}

/// A record to be.
struct Draft {
    kind: Kind,
    data: Map<String, Value>,
}

impl Draft {
    const fn of(kind: Kind, data: Map<String, Value>) -> Draft {
        Draft { kind, data }
    }
}

/// What a file turned out to be.
enum Content {
    Global,
    Connector,
    Rule,
}

impl ConfigExport {
    /// A folder with these files in it.
    #[must_use]
    pub fn folder(origin: Origin, parts: Vec<Part>) -> ConfigExport {
        ConfigExport { origin: Arc::new(origin), parts, whole: true, stopper: Stopper::default() }
    }

    /// A single file.
    #[must_use]
    pub fn file(origin: Origin, input: Input) -> ConfigExport {
        let parts = vec![Part { file: None, input }];
        ConfigExport { origin: Arc::new(origin), parts, whole: false, stopper: Stopper::default() }
    }
}

impl Source for ConfigExport {
    fn read(&mut self, ask: &Ask, out: &mut dyn Sink) -> Result<Summary, SourceError> {
        let mut reading = Reading::new(&self.origin, Giving::new(ask, out));
        let total: u64 = self.parts.iter().map(|p| p.input.size).sum();
        let mut done = 0;
        for part in &self.parts {
            if self.stopper.stopped() {
                reading.giving.summary.stopped = true;
                break;
            }
            reading.file(part);
            done += part.input.size;
            reading.giving.out.progress(done, Some(total));
        }
        let summary = reading.finish(self.whole);
        if summary.records == 0 && !summary.stopped {
            let reason = format!("nothing in it can be used; accepted are {ACCEPTED}");
            return Err(SourceError::Unusable { name: self.origin.name.clone(), reason });
        }
        Ok(summary)
    }

    fn stopper(&self) -> Stopper {
        self.stopper.clone()
    }
}

/// True for the start of a file of an export.
#[must_use]
pub fn looks_like_part(start: &str) -> bool {
    xml::root_name(start).is_some_and(|name| content_of(&name).is_some())
}

fn content_of(root: &str) -> Option<Content> {
    // A connector that was exported by hand stands within another element.
    const CONNECTOR: [&str; 3] = ["ma-data", "saved-ma-configuration", "export-ma"];
    if CONNECTOR.iter().any(|name| root.eq_ignore_ascii_case(name)) {
        Some(Content::Connector)
    } else if root.eq_ignore_ascii_case("saved-mv-configuration") {
        Some(Content::Global)
    } else if root.eq_ignore_ascii_case("synchronizationRule") {
        Some(Content::Rule)
    } else {
        None
    }
}

/// Name and value of a `<parameter name="…">`; none for one that is encrypted or was cut off.
fn parameter(node: &Node) -> Option<(&str, &str)> {
    let secret = node.attribute("encrypted").is_some_and(|v| v != "0")
        || node.attribute("type").is_some_and(|t| t.to_ascii_lowercase().starts_with("encrypted"));
    if secret || !node.is("parameter") {
        return None;
    }
    Some((node.attribute("name").filter(|n| !n.is_empty())?, node.text(&[])?))
}

/// A problem with the folder as a whole.
fn missing(origin: &Origin, what: &str) -> Problem {
    Problem { file: origin.name.clone(), line: None, reason: what.to_owned() }
}
