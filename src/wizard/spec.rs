//! What can be read.

use crate::evidence::directory::Access;
use std::sync::Arc;

/// Something to read.
#[derive(Clone, Debug, PartialEq, Eq)]
pub enum SourceSpec {
    /// A path, `-` for standard input, or another address as the operator typed it.
    Given(String),
    /// A built-in case, by name.
    BuiltIn(String),
    /// A directory as it was given, and how it is asked.
    Directory(String, Arc<Access>),
    /// What the operator answered: who, and the records, a line each.
    Answers(String, String),
}

impl SourceSpec {
    /// What it is called on pages.
    #[must_use]
    pub fn name(&self) -> &str {
        match self {
            SourceSpec::Given(name)
            | SourceSpec::BuiltIn(name)
            | SourceSpec::Directory(name, _)
            | SourceSpec::Answers(name, _) => name,
        }
    }
}
