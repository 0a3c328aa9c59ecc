//! The one table of key bindings. Dispatch, the key line, the help page and the README are made of it.

use super::{Model, Page, Place, page::Hint};

/// A key, whatever the terminal calls it.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Key {
    /// A letter, a digit or a sign, as typed.
    Char(char),
    /// Enter.
    Enter,
    /// Escape.
    Esc,
    /// Arrow up.
    Up,
    /// Arrow down.
    Down,
    /// Arrow left.
    Left,
    /// Arrow right.
    Right,
    /// Home.
    Home,
    /// End.
    End,
    /// A screenful up.
    PageUp,
    /// A screenful down.
    PageDown,
    /// Deletes the character before.
    Backspace,
    /// Ctrl+U: deletes all that was typed.
    Clear,
    /// F1.
    F1,
    /// Ctrl+C.
    Interrupt,
}

/// What a key can do.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Command {
    /// Choose the line with this digit.
    Number,
    /// Go on with the selected line.
    Enter,
    /// Go back, and keep everything.
    Back,
    /// Select the line above.
    Up,
    /// Select the line below.
    Down,
    /// Select the first line.
    First,
    /// Select the last line.
    Last,
    /// Close a group.
    Close,
    /// Open a group.
    Open,
    /// Scroll up; the device does it.
    ScrollUp,
    /// Scroll down; the device does it.
    ScrollDown,
    /// Show only lines with a text.
    Filter,
    /// Copy the command of the page.
    Copy,
    /// Empty the text field.
    Clear,
    /// Show what the keys do.
    Help,
    /// Leave the program.
    Quit,
    /// Ask whether to leave the program.
    Ask,
}

/// Whether a binding does something here.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum State {
    /// It has no meaning here.
    Away,
    /// It works.
    Ready,
    /// It works, and is called something else here.
    As(&'static str),
    /// It would have a meaning; why it does not work.
    Off(&'static str),
}

/// One row of the table.
#[derive(Clone, Copy, Debug)]
pub struct Binding {
    /// What it does.
    pub command: Command,
    /// The keys that do it.
    pub keys: &'static [Key],
    /// The keys as they are written; shorter ones first.
    pub shown: &'static str,
    /// A word or two for the key line; empty for a binding that is only in the help.
    pub label: &'static str,
    /// One sentence for the help page and the README.
    pub help: &'static str,
    /// Whether it does something on a page.
    pub state: fn(&Model, &Page) -> State,
}

use Key::Char;

/// Every binding.
pub const BINDINGS: &[Binding] = &[
    Binding {
        command: Command::Number,
        keys: &[
            Char('1'),
            Char('2'),
            Char('3'),
            Char('4'),
            Char('5'),
            Char('6'),
            Char('7'),
            Char('8'),
            Char('9'),
        ],
        shown: "1-9",
        label: "choose",
        help: "Choose the line with this number.",
        state: |_, page| if page.digit(1).is_some() { State::Ready } else { State::Away },
    },
    Binding {
        command: Command::Enter,
        keys: &[Key::Enter],
        shown: "Enter",
        label: "open",
        help: "Go on with the selected line.",
        state: |model, page| match model.place() {
            Place::Open
            | Place::Save(_)
            | Place::User
            | Place::DirectoryField(_)
            | Place::Collector
            | Place::EventFilter
            | Place::Reason(..)
            | Place::Typing(..) => State::As("go on"),
            Place::Gate(_) if model.in_field() => State::As("go on"),
            _ if page.offers.is_empty() => State::Away,
            _ => State::Ready,
        },
    },
    Binding {
        command: Command::Filter,
        keys: &[Char('/')],
        shown: "/",
        label: "filter",
        help: "Show only the lines that hold a text.",
        state: |model, _| match model.place() {
            Place::Result | Place::Person | Place::Reference | Place::Shelf(_) => State::Ready,
            _ => State::Away,
        },
    },
    Binding {
        command: Command::Copy,
        keys: &[Char('c'), Char('C')],
        shown: "C",
        label: "copy",
        help: "Copy the command of the page.",
        state: |_, page| if page.copies().is_some() { State::Ready } else { State::Away },
    },
    Binding {
        command: Command::Clear,
        keys: &[Key::Clear],
        shown: "Ctrl+U",
        label: "empty",
        help: "Empty the text field.",
        state: |model, page| match &page.input {
            Some(input) if model.in_field() && !input.text.is_empty() => State::Ready,
            _ => State::Away,
        },
    },
    Binding {
        command: Command::Back,
        keys: &[Key::Esc],
        shown: "Esc",
        label: "back",
        help: "Go back one page; nothing is lost. While evidence is read: stop, and keep what came.",
        state: |model, _| match model.place() {
            Place::Menu => State::Away,
            Place::Running | Place::Events if model.busy() => State::As("stop and keep what is known"),
            Place::User if model.guessing() => State::As("stop looking"),
            Place::Quit => State::As("stay"),
            _ => State::Ready,
        },
    },
    Binding {
        command: Command::Up,
        keys: &[Key::Up, Char('k')],
        shown: "Up or k",
        label: "",
        help: "Select the line above.",
        state: |_, _| State::Ready,
    },
    Binding {
        command: Command::Down,
        keys: &[Key::Down, Char('j')],
        shown: "Down or j",
        label: "",
        help: "Select the line below.",
        state: |_, _| State::Ready,
    },
    Binding {
        command: Command::First,
        keys: &[Key::Home, Char('g')],
        shown: "Home or g",
        label: "",
        help: "Select the first line.",
        state: |_, _| State::Ready,
    },
    Binding {
        command: Command::Last,
        keys: &[Key::End, Char('G')],
        shown: "End or G",
        label: "",
        help: "Select the last line.",
        state: |_, _| State::Ready,
    },
    Binding {
        command: Command::Open,
        keys: &[Key::Right, Char('l')],
        shown: "Right or l",
        label: "",
        help: "Open the selected group of the result.",
        state: |model, _| if model.place().is_result() { State::Ready } else { State::Away },
    },
    Binding {
        command: Command::Close,
        keys: &[Key::Left, Char('h')],
        shown: "Left or h",
        label: "",
        help: "Close the selected group of the result.",
        state: |model, _| if model.place().is_result() { State::Ready } else { State::Away },
    },
    Binding {
        command: Command::ScrollUp,
        keys: &[Key::PageUp],
        shown: "PgUp",
        label: "",
        help: "Scroll up by a screenful.",
        state: |_, _| State::Ready,
    },
    Binding {
        command: Command::ScrollDown,
        keys: &[Key::PageDown],
        shown: "PgDn",
        label: "",
        help: "Scroll down by a screenful.",
        state: |_, _| State::Ready,
    },
    Binding {
        command: Command::Help,
        keys: &[Char('?'), Key::F1],
        shown: "?",
        label: "help",
        help: "Show this page. In a text field F1 does.",
        state: |model, _| match model.place() {
            Place::Help | Place::Quit => State::Away,
            _ if model.in_field() => State::Away,
            _ => State::Ready,
        },
    },
    Binding {
        command: Command::Quit,
        keys: &[Char('q'), Char('Q')],
        shown: "Q",
        label: "quit",
        help: "Leave the program; asks first while evidence is read.",
        state: |model, _| match model.place() {
            Place::Quit => State::Away,
            _ if model.in_field() => State::Away,
            _ => State::Ready,
        },
    },
    Binding {
        command: Command::Ask,
        keys: &[Key::Interrupt],
        shown: "Ctrl+C",
        label: "",
        help: "Ask whether to leave the program.",
        state: |_, _| State::Ready,
    },
];

/// What the keys do while a filter is typed.
const FILTERING: [(&str, &str); 2] = [("Enter", "keep the filter"), ("Esc", "show all lines")];

/// The binding of a key.
#[must_use]
pub fn of(key: Key) -> Option<&'static Binding> {
    BINDINGS.iter().find(|b| b.keys.contains(&key))
}

/// The key line of a page.
#[must_use]
pub fn hints(model: &Model, page: &Page) -> Vec<Hint> {
    if model.filtering {
        // Everything else is text now.
        return FILTERING
            .iter()
            .map(|(keys, label)| Hint { keys: (*keys).to_owned(), label: (*label).to_owned(), off: None })
            .collect();
    }
    BINDINGS
        .iter()
        .filter_map(|b| {
            let hint = |label: &str, off: Option<&str>| Hint {
                keys: if b.command == Command::Number { digits(page) } else { b.shown.to_owned() },
                label: label.to_owned(),
                off: off.map(str::to_owned),
            };
            match (b.state)(model, page) {
                State::Away => None,
                State::As(label) => Some(hint(label, None)),
                State::Ready => (!b.label.is_empty()).then(|| hint(b.label, None)),
                State::Off(why) => (!b.label.is_empty()).then(|| hint(b.label, Some(why))),
            }
        })
        .collect()
}

/// The digits that do something here.
fn digits(page: &Page) -> String {
    match (1..=9).rev().find(|d| page.digit(*d).is_some()) {
        None | Some(1) => "1".to_owned(),
        Some(last) => format!("1-{last}"),
    }
}
