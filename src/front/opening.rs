//! Opens what the wizard is to read.

use super::{directory, live, scenarios, stdin};
use crate::{
    diagnosis::OPERATOR,
    evidence::{
        SourceError,
        directory::Access,
        open::{self, Opened},
    },
    wizard::SourceSpec,
};
use std::sync::Arc;

/// What records of a session are as a source.
const KEPT: &str = "records of the session";

/// A source of the wizard, ready to be read.
pub(super) fn open(spec: &SourceSpec, access: &Arc<Access>) -> Result<Vec<Opened>, SourceError> {
    match spec {
        SourceSpec::Given(name) if live::is_meant(name) => live::open(),
        SourceSpec::Given(name) => directory::open(name, access),
        SourceSpec::Directory(name, typed) => directory::open(name, &directory::typed(typed, access)),
        SourceSpec::Answers(name, lines) => {
            Ok(vec![open::memory(name, OPERATOR, lines.clone().into_bytes())])
        }
        SourceSpec::Kept(source) => {
            let name = if stdin::is_meant(&source.path) { open::STDIN } else { &source.path };
            let records = source.records.clone().unwrap_or_default();
            Ok(vec![open::memory(name, KEPT, records.into_bytes())])
        }
        SourceSpec::BuiltIn(name) => scenarios::find(name).map(|s| vec![s.open()]).ok_or_else(|| {
            let reason = "there is no built-in case of this name".to_owned();
            SourceError::Open { name: name.clone(), reason }
        }),
    }
}
