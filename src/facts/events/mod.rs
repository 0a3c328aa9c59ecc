//! What the event log says. A log can hold a million events: they are folded, as they come, into one
//! tally for each kind of event, trouble, connector and domain, so that memory does not grow with it.
//! Codes, types and GUIDs decide; sentences around them may be in any language.

mod event;
mod fold;
mod log;
mod names;
mod once;
mod overview;
mod piece;
mod row;
mod span;
mod told;
mod trouble;

pub use event::Family;
pub(super) use event::{View, distinguished_name, end_of_name, is_refusal};
pub(super) use fold::Folds;
pub use fold::{Key, Sample, Tally};
pub(super) use log::reaches;
pub use log::{Log, Streak, WINDOW};
pub use once::Once;
pub use overview::{Channel, Count, Failure, Overview};
pub(super) use span::{Span, until};
pub use told::{Refusal, Told, time_of};
pub use trouble::Trouble;
