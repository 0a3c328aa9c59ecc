//! Everything that can be looked up: topics, checks, causes, events, codes and statuses, each as one
//! article. `explain` prints it, the reference page shows it.

mod article;
mod entry;
mod legend;

pub use article::{Article, Part, article};
pub use entry::{Entry, Sort, entries, event, listing, lookup};
pub use legend::legend;
