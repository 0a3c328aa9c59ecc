//! The wizard: a pure state machine. [`update`] takes what happens and says what is to be done;
//! [`page`] says what is to be seen. No terminal, no files, no width.

mod clock;
mod ending;
mod gate;
mod guide;
pub mod keys;
mod model;
mod msg;
mod page;
mod pages;
mod people;
mod recorded;
mod resume;
mod tree;
mod update;

pub use clock::{Clock, span};
pub use ending::summary;
pub use keys::Key;
pub use model::{Model, Scenario};
pub use msg::{
    Action, Effect, FindingKey, Hits, Job, Judged, Msg, Names, Place, Preview, Progress, SaveAs, SessionLine,
    SourceSpec,
};
pub use page::{Block, Input, Item, Offer, Page, Text, Tone};
pub use pages::page;
pub use people::{People, Several};
pub use resume::Reopened;
pub use update::update;
