//! What an operator meets while evidence is read: first findings, stopping, faults.

#[path = "flows/held.rs"]
mod held;
#[path = "flows/keys.rs"]
mod keys;
