//! Takes the terminal over and gives it back: on quitting, on an error, on a panic, on a signal.

#[cfg(windows)]
pub(super) mod console;

use crate::wizard::Key;
use base64::{Engine, engine::general_purpose::STANDARD as BASE64};
use crossterm::{
    cursor::Show,
    event::{self, Event, KeyCode, KeyEvent, KeyEventKind, KeyModifiers},
    execute,
    style::force_color_output,
    terminal::{EnterAlternateScreen, LeaveAlternateScreen, disable_raw_mode, enable_raw_mode},
};
use ratatui::Terminal;
use ratatui_crossterm::CrosstermBackend;
use std::{
    io::{self, IsTerminal, Stdout, Write},
    mem::ManuallyDrop,
    sync::{
        Once,
        atomic::{AtomicBool, Ordering},
    },
    thread::{self, ThreadId},
};

/// True while the screen is ours.
static TAKEN: AtomicBool = AtomicBool::new(false);

/// The terminal, ours until this is dropped.
pub struct Taken {
    /// Draws. Not dropped: it would show the cursor once more, with a sequence that a Windows console
    /// no longer understands by then.
    pub terminal: ManuallyDrop<Terminal<CrosstermBackend<Stdout>>>,
}

impl Taken {
    /// Takes the terminal over. The calling thread is the one that draws. Keys come from the terminal also
    /// where standard input is `evidence`.
    pub fn take(evidence: bool) -> io::Result<Taken> {
        if !(evidence || io::stdin().is_terminal()) || !io::stdout().is_terminal() {
            return Err(io::Error::other("standard input or output is not a terminal"));
        }
        on_panic(thread::current().id());
        before::note();
        if let Err(e) = sequences().and_then(|()| enable_raw_mode()) {
            before::restore();
            return Err(e);
        }
        TAKEN.store(true, Ordering::SeqCst);
        // From here on a failure gives back what was taken.
        let entered = execute!(io::stdout(), EnterAlternateScreen).and_then(|()| pasting(true));
        match entered.and_then(|()| Terminal::new(CrosstermBackend::new(io::stdout()))) {
            Ok(terminal) => Ok(Taken { terminal: ManuallyDrop::new(terminal) }),
            Err(e) => {
                give_back();
                Err(e)
            }
        }
    }
}

impl Drop for Taken {
    fn drop(&mut self) {
        give_back();
    }
}

/// Gives the terminal back, once; every step is done even if one before it failed.
pub fn give_back() {
    if TAKEN.swap(false, Ordering::SeqCst) {
        let _ = disable_raw_mode();
        let _ = pasting(false);
        let _ = execute!(io::stdout(), LeaveAlternateScreen, Show);
        before::restore();
    }
}

/// What is pasted comes as a text, not as keys.
#[cfg(not(windows))]
fn pasting(told: bool) -> io::Result<()> {
    use crossterm::event::{DisableBracketedPaste, EnableBracketedPaste};
    if told {
        execute!(io::stdout(), EnableBracketedPaste)
    } else {
        execute!(io::stdout(), DisableBracketedPaste)
    }
}

/// A Windows console types what is pasted.
#[cfg(windows)]
#[allow(clippy::unnecessary_wraps, reason = "the same call on every system")]
const fn pasting(_told: bool) -> io::Result<()> {
    Ok(())
}

/// Modes and code pages as they were: on Windows they belong to the console, not to the program.
#[cfg(windows)]
mod before {
    use super::console::Before;
    use std::sync::{Mutex, PoisonError};

    static BEFORE: Mutex<Option<Before>> = Mutex::new(None);

    pub fn note() {
        *BEFORE.lock().unwrap_or_else(PoisonError::into_inner) = Some(Before::note());
    }

    pub fn restore() {
        if let Some(before) = BEFORE.lock().unwrap_or_else(PoisonError::into_inner).take() {
            before.restore();
        }
    }
}

/// Raw mode keeps by itself what it changes.
#[cfg(not(windows))]
mod before {
    pub const fn note() {}

    pub const fn restore() {}
}

/// Why a console that knows no sequences shows no screen.
#[cfg(any(windows, debug_assertions))]
pub(super) fn legacy() -> io::Error {
    io::Error::other(
        "\"Use legacy console\" is on in its properties, or Windows is older than 10 and Server 2016",
    )
}

/// An error where the console cannot show a screen.
#[cfg(windows)]
fn sequences() -> io::Result<()> {
    console::sequences()
}

/// A terminal that knows none says `TERM=dumb`, and is not taken.
#[cfg(not(windows))]
#[allow(clippy::unnecessary_wraps, reason = "the same call on every system")]
const fn sequences() -> io::Result<()> {
    Ok(())
}

/// The code pages of the console; none where there are no code pages.
pub(super) fn code_pages() -> Vec<u32> {
    #[cfg(windows)]
    return console::code_pages().to_vec();
    #[cfg(not(windows))]
    Vec::new()
}

/// A panic of the thread that draws gives the terminal back before it is told. One of a worker is
/// caught and becomes a page: printing it would only spoil the screen.
fn on_panic(drawing: ThreadId) {
    static ONCE: Once = Once::new();
    ONCE.call_once(|| {
        let before = std::panic::take_hook();
        std::panic::set_hook(Box::new(move |info| {
            if thread::current().id() == drawing {
                give_back();
            } else if TAKEN.load(Ordering::SeqCst) {
                return;
            }
            before(info);
        }));
    });
}

/// Puts a text into a clipboard, and says into which; none where there is none.
pub fn clipboard(text: &str) -> Option<&'static str> {
    // Who comes over SSH has the clipboard of another computer.
    #[cfg(windows)]
    if std::env::var_os("SSH_CONNECTION").is_none() {
        return clipboard_win::set_clipboard_string(text).is_ok().then_some("the clipboard of Windows");
    }
    offered(text).then_some("the clipboard, where the terminal allows it")
}

/// Offers a text to the clipboard of the terminal (OSC 52); false where the screen is not ours. Whether
/// the terminal takes it, it does not say.
fn offered(text: &str) -> bool {
    if !TAKEN.load(Ordering::SeqCst) {
        return false;
    }
    let mut out = io::stdout().lock();
    write!(out, "\x1b]52;c;{}\x07", BASE64.encode(text)).and_then(|()| out.flush()).is_ok()
}

/// Sends colours whatever `NO_COLOR` says: who asks for this has decided.
pub fn force_colour() {
    force_color_output(true);
}

/// What came from the keyboard.
#[derive(Clone, Debug, PartialEq, Eq)]
pub enum Input {
    /// A key.
    Key(Key),
    /// Pasted text.
    Text(String),
    /// Something that only calls for drawing again.
    Redraw,
}

/// Waits for the next key. Blocks.
pub fn next() -> io::Result<Input> {
    Ok(read(event::read()?))
}

fn read(event: Event) -> Input {
    match event {
        Event::Key(key) => self::key(key).map_or(Input::Redraw, Input::Key),
        Event::Paste(text) => Input::Text(text),
        // The size that comes along is not reliable on Windows; drawing asks for it again.
        _ => Input::Redraw,
    }
}

/// Windows reports the release of a key as well, and only as a release what was typed as Alt+digits.
fn key(event: KeyEvent) -> Option<Key> {
    let KeyEvent { code, modifiers, kind, .. } = event;
    if kind == KeyEventKind::Release {
        return None;
    }
    let control = modifiers.contains(KeyModifiers::CONTROL);
    let alt = modifiers.contains(KeyModifiers::ALT);
    match code {
        KeyCode::Char('c' | 'C') if control && !alt => Some(Key::Interrupt),
        KeyCode::Char('u' | 'U') if control && !alt => Some(Key::Clear),
        // AltGr is Ctrl+Alt, and what it types is text.
        KeyCode::Char(c) if control == alt => Some(Key::Char(c)),
        KeyCode::Enter => Some(Key::Enter),
        KeyCode::Esc => Some(Key::Esc),
        KeyCode::Up => Some(Key::Up),
        KeyCode::Down => Some(Key::Down),
        KeyCode::Left => Some(Key::Left),
        KeyCode::Right => Some(Key::Right),
        KeyCode::Home => Some(Key::Home),
        KeyCode::End => Some(Key::End),
        KeyCode::PageUp => Some(Key::PageUp),
        KeyCode::PageDown => Some(Key::PageDown),
        KeyCode::Backspace => Some(Key::Backspace),
        KeyCode::F(1) => Some(Key::F1),
        _ => None,
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    fn typed(c: char, modifiers: KeyModifiers, kind: KeyEventKind) -> Input {
        read(Event::Key(KeyEvent::new_with_kind(KeyCode::Char(c), modifiers, kind)))
    }

    #[test]
    fn a_release_is_no_key_and_altgr_is_text() {
        let (none, altgr) = (KeyModifiers::NONE, KeyModifiers::CONTROL | KeyModifiers::ALT);
        assert_eq!(typed('a', none, KeyEventKind::Press), Input::Key(Key::Char('a')));
        assert_eq!(typed('a', none, KeyEventKind::Release), Input::Redraw);
        assert_eq!(typed('@', altgr, KeyEventKind::Press), Input::Key(Key::Char('@')));
        assert_eq!(typed('x', KeyModifiers::CONTROL, KeyEventKind::Press), Input::Redraw);
        assert_eq!(typed('c', KeyModifiers::CONTROL, KeyEventKind::Press), Input::Key(Key::Interrupt));
    }
}
