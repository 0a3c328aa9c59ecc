//! What can be read, in all the forms in which it really comes, and in pieces.

#![allow(clippy::unwrap_used, clippy::panic, reason = "a test that cannot go on has failed")]

#[path = "evidence/cmdlets.rs"]
mod cmdlets;
#[path = "evidence/collected.rs"]
mod collected;
#[path = "evidence/contoso.rs"]
mod contoso;
#[path = "evidence/editions.rs"]
mod editions;
#[path = "evidence/export.rs"]
mod export;
#[path = "evidence/export_damage.rs"]
mod export_damage;
#[path = "evidence/lists.rs"]
mod lists;
#[path = "evidence/made_export.rs"]
mod made_export;
#[path = "evidence/mutations.rs"]
mod mutations;
#[path = "evidence/opening.rs"]
mod opening;
#[path = "evidence/powershell.rs"]
mod powershell;
#[path = "evidence/sought.rs"]
mod sought;
