//! Everything that can be looked up: topics, checks, causes, events, codes and statuses, each as one
//! article. `explain` prints it, the reference page shows it.

mod article;
mod entry;
mod legend;
mod number;

pub use article::{Article, Part, article};
pub use entry::{Entry, Sort, entries, event, event_fails, listing, lookup, windows_error};
pub use legend::legend;
