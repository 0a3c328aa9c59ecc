//! Standard input as a source for the whole run of the program: it comes once, and is read again with
//! every look.

use crate::evidence::{
    SourceError,
    input::{Bytes, Input},
    open::{self, Opened},
};
use std::sync::{Mutex, PoisonError};

/// What came, once it was read to its end.
static INPUT: Mutex<Option<Input>> = Mutex::new(None);

/// True for what the operator types to mean standard input.
pub(super) fn is_meant(given: &str) -> bool {
    given == open::DASH
}

/// Standard input as a source. The first time this waits for its end.
pub(super) fn open() -> Result<Vec<Opened>, SourceError> {
    let mut came = INPUT.lock().unwrap_or_else(PoisonError::into_inner);
    let input = match came.as_ref() {
        Some(input) => input.clone(),
        None => came.insert(open::stdin()?).clone(),
    };
    drop(came);
    Ok(vec![open::input_of(input)?])
}

/// The bytes that came; none before all are here.
pub(super) fn bytes() -> Option<Box<dyn Bytes>> {
    let came = INPUT.try_lock().ok()?;
    (came.as_ref()?.open)().ok()
}
