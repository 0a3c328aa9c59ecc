//! What can be read.

use crate::{
    evidence::{directory::Access, open},
    session::SourceFile,
};
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
    /// Records that a session holds of a source that is gone.
    Kept(Arc<SourceFile>),
}

impl SourceSpec {
    /// What it is called on pages.
    pub(super) fn title(&self) -> &str {
        match self.name() {
            open::DASH => open::STDIN,
            name => name,
        }
    }

    /// What finds it again.
    #[must_use]
    pub fn name(&self) -> &str {
        match self {
            SourceSpec::Given(name)
            | SourceSpec::BuiltIn(name)
            | SourceSpec::Directory(name, _)
            | SourceSpec::Answers(name, _) => name,
            SourceSpec::Kept(source) => &source.path,
        }
    }

    /// True where reading it again brings nothing new.
    pub(super) fn is_still(&self) -> bool {
        match self {
            SourceSpec::BuiltIn(_) | SourceSpec::Answers(..) | SourceSpec::Kept(_) => true,
            SourceSpec::Given(name) => name == open::DASH,
            SourceSpec::Directory(..) => false,
        }
    }
}
