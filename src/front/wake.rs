//! What wakes the wizard up.

use crate::wizard::{Key, Msg};

/// Everything that wakes the wizard up comes in one channel.
pub(super) enum Wake {
    /// A key.
    Key(Key),
    /// Pasted text.
    Text(String),
    /// A line, in plain mode.
    Line(String),
    /// Draw again.
    Redraw,
    /// No more input will come.
    NoInput,
    /// What the workers say.
    Said(Box<Msg>),
    /// The operating system asks to end; the exit code for it.
    End(u8),
}
