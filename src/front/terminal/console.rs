//! The Windows console: what of it outlives the program, whether it can show a screen, and how it says
//! that the program is to end. The only place with `unsafe`: there is no kept, safe wrapper for code
//! pages, nor for a handler that stays until the screen is given back. Every call below takes numbers,
//! or a handle that lives as long as the call.
#![allow(unsafe_code, reason = "the functions of the console are foreign functions")]

use super::legacy;
use std::{
    fs::{File, OpenOptions},
    io,
    os::windows::io::AsRawHandle,
    sync::OnceLock,
    thread,
    time::Duration,
};
use windows_sys::{
    Win32::{
        Globalization::GetOEMCP,
        System::Console::{
            CTRL_BREAK_EVENT, CTRL_C_EVENT, ENABLE_PROCESSED_OUTPUT, ENABLE_VIRTUAL_TERMINAL_PROCESSING,
            GetConsoleCP, GetConsoleMode, GetConsoleOutputCP, SetConsoleCP, SetConsoleCtrlHandler,
            SetConsoleMode, SetConsoleOutputCP,
        },
    },
    core::BOOL,
};

/// A closing window is given five seconds by Windows, of which the ending of the program may take so
/// much.
const GRACE: Duration = Duration::from_secs(4);

/// What the next program in this console would otherwise inherit from us.
#[derive(Debug)]
pub struct Before {
    input: Option<u32>,
    output: Option<u32>,
    code_pages: (u32, u32),
}

impl Before {
    /// Notes it.
    pub fn note() -> Before {
        let mode_of = |name| device(name).and_then(|device| mode(&device)).ok();
        // SAFETY: both only return a number; 0 where there is no console.
        let code_pages = unsafe { (GetConsoleCP(), GetConsoleOutputCP()) };
        Before { input: mode_of("CONIN$"), output: mode_of("CONOUT$"), code_pages }
    }

    /// Puts it back; every part is tried even if one before it failed.
    pub fn restore(&self) {
        for (name, mode) in [("CONIN$", self.input), ("CONOUT$", self.output)] {
            if let (Ok(device), Some(mode)) = (device(name), mode) {
                let _ = set_mode(&device, mode);
            }
        }
        let (input, output) = self.code_pages;
        // SAFETY: both take a number, and refuse one that is no code page.
        unsafe {
            if input != 0 && GetConsoleCP() != input {
                SetConsoleCP(input);
            }
            if output != 0 && GetConsoleOutputCP() != output {
                SetConsoleOutputCP(output);
            }
        }
    }
}

/// Turns on what a full screen needs. An error where this console does not know it: Windows Server 2012
/// R2 and older, or "Use legacy console" in the properties of the window.
pub fn sequences() -> io::Result<()> {
    let device = device("CONOUT$")?;
    let wanted = mode(&device)? | ENABLE_PROCESSED_OUTPUT | ENABLE_VIRTUAL_TERMINAL_PROCESSING;
    set_mode(&device, wanted).map_err(|_| legacy())
}

/// The code pages by which a console chooses its font: its own, and that of the system.
pub fn code_pages() -> [u32; 2] {
    // SAFETY: both only return a number.
    unsafe { [GetConsoleOutputCP(), GetOEMCP()] }
}

/// What the console has to say.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Event {
    /// Ctrl+C.
    Interrupt,
    /// Ctrl+Break.
    Break,
    /// The window is closed, the session ends, the computer goes down.
    Close,
}

type Listener = Box<dyn Fn(Event) + Send + Sync>;

static LISTENER: OnceLock<Listener> = OnceLock::new();
static CODE: OnceLock<u8> = OnceLock::new();

/// From now on Ctrl+C, Ctrl+Break and a closed window end the program with this code, as long as nobody
/// listens.
pub fn end_with(code: u8) {
    if CODE.set(code).is_ok() {
        // SAFETY: `happened` is a function of the right type and lives for ever. Where it cannot be
        // set, the console ends the program, as it would anyway.
        unsafe { SetConsoleCtrlHandler(Some(happened), 1) };
    }
}

/// Whoever listens decides what is done; only the first one is asked.
pub fn listen(listener: Listener) {
    let _ = LISTENER.set(listener);
}

/// Runs on a thread of its own, which Windows starts.
unsafe extern "system" fn happened(event: u32) -> BOOL {
    let event = match event {
        CTRL_C_EVENT => Event::Interrupt,
        CTRL_BREAK_EVENT => Event::Break,
        _ => Event::Close,
    };
    match LISTENER.get() {
        Some(listener) => listener(event),
        None => std::process::exit(CODE.get().map_or(1, |code| i32::from(*code))),
    }
    if event == Event::Close {
        // Windows ends the program as soon as this returns. Until then the drawing thread, which was told and
        // ends the program itself, and this thread with it, has so much time: a bound, not a delay, for
        // nothing is left to wake this thread once the program has ended.
        thread::sleep(GRACE);
        super::give_back();
    }
    1
}

fn device(name: &str) -> io::Result<File> {
    OpenOptions::new().read(true).write(true).open(name)
}

fn mode(device: &File) -> io::Result<u32> {
    let mut mode = 0;
    // SAFETY: the handle is open as long as `device` is, and the number is ours to write to.
    match unsafe { GetConsoleMode(device.as_raw_handle(), &raw mut mode) } {
        0 => Err(io::Error::last_os_error()),
        _ => Ok(mode),
    }
}

fn set_mode(device: &File, mode: u32) -> io::Result<()> {
    // SAFETY: the handle is open as long as `device` is.
    match unsafe { SetConsoleMode(device.as_raw_handle(), mode) } {
        0 => Err(io::Error::last_os_error()),
        _ => Ok(()),
    }
}
