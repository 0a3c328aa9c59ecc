//! Reports, in every form, as those who get them meet them.

#![allow(clippy::unwrap_used, clippy::expect_used, clippy::panic, reason = "a test that cannot go on fails")]

#[path = "reports/counted.rs"]
mod counted;
#[path = "reports/forms.rs"]
mod forms;
#[path = "reports/hostile.rs"]
mod hostile;
#[path = "reports/made.rs"]
mod made;
#[path = "reports/page.rs"]
mod page;
#[path = "reports/people.rs"]
mod people;
#[path = "reports/redaction.rs"]
mod redaction;
#[path = "reports/text.rs"]
mod text;
