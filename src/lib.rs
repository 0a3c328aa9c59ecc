//! `phs-doctor` finds out why passwords changed in Active Directory do not reach Microsoft Entra ID.
//!
//! The folders stand in the order in which a fact travels:
//!
//! ```text
//! evidence    what was read: records, whatever they came from
//! facts       what is known, unknown and why, each with its source and time
//! catalog     the checks, causes and rules of explanation, as data
//! diagnosis   findings, root causes, the verdict
//! checks      one pure function a check: facts in, hits out
//! knowledge   what a person reads about checks, causes and remedies
//! session     what the operator did
//! report      one result, many formats
//! wizard      what is on the page and what a key does to it
//! front       the screen, plain prompts, the batch command; the only place with side effects
//! ```
//!
//! Who may use whom is held by `tests/layers.rs`.

pub mod catalog;
pub mod checks;
pub mod cli;
pub mod diagnosis;
pub mod evidence;
pub mod facts;
pub mod front;
pub mod knowledge;
pub mod report;
pub mod session;
pub mod wizard;
