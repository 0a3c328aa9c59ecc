//! The wizard: a pure state machine. [`update`] takes what happens and says what is to be done;
//! [`page`] says what is to be seen. No terminal, no files, no width.

mod asking;
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
mod spec;
mod tree;
mod update;

pub use asking::name_of_answers;
pub use clock::{Clock, span};
pub use ending::summary;
pub use keys::Key;
pub use model::{Model, Scenario};
pub use msg::{
    Action, Effect, FindingKey, Hits, Job, Judged, Msg, Names, Place, Preview, Progress, SaveAs, SessionLine,
};
pub use page::{Block, Input, Item, Offer, Page, Text, Tone};
pub use pages::page;
pub use people::{People, Several};
pub use resume::Reopened;
pub use spec::SourceSpec;
pub use update::update;
