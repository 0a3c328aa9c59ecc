//! The operating system asks to end: the terminal is given back first.

use super::wake::Wake;
use std::sync::mpsc::Sender;

/// Watches from a thread of its own. SIGTERM ends with 143 and SIGHUP with 129, as shells expect;
/// SIGINT is what Ctrl+C is.
#[cfg(unix)]
pub(super) fn watch(wake: &Sender<Wake>) {
    use crate::wizard::Key;
    use signal_hook::{
        consts::{SIGHUP, SIGINT, SIGTERM},
        iterator::Signals,
    };
    use std::thread;

    // Where signals cannot be watched they end the program, as they would anyway.
    let Ok(mut signals) = Signals::new([SIGTERM, SIGHUP, SIGINT]) else { return };
    let wake = wake.clone();
    let listen = move || {
        for signal in signals.forever() {
            let event = match signal {
                SIGTERM => Wake::End(143),
                SIGHUP => Wake::End(129),
                _ => Wake::Key(Key::Interrupt),
            };
            if wake.send(event).is_err() {
                return;
            }
        }
    };
    let _ = thread::Builder::new().name("signals".to_owned()).spawn(listen);
}

/// The console says it on a thread of its own. Ctrl+Break ends as Ctrl+C does elsewhere; a closed window
/// ends with the code of SIGHUP.
#[cfg(windows)]
pub(super) fn watch(wake: &Sender<Wake>) {
    use super::{
        INTERRUPTED,
        terminal::console::{Event, listen},
    };
    use crate::wizard::Key;

    let wake = wake.clone();
    listen(Box::new(move |event| {
        // Nobody listens any more once the wizard ends.
        let _ = wake.send(match event {
            Event::Interrupt => Wake::Key(Key::Interrupt),
            Event::Break => Wake::End(INTERRUPTED),
            Event::Close => Wake::End(129),
        });
    }));
}

/// A program that is interrupted ends with 130; shells on Unix say so by themselves.
pub(super) fn prepare() {
    #[cfg(windows)]
    super::terminal::console::end_with(super::INTERRUPTED);
}

/// The first Ctrl+C ends the reading and keeps what came; the second ends the program.
#[cfg(unix)]
pub(super) fn stop_on_interrupt(stopper: crate::evidence::Stopper) {
    on_interrupt(move || {
        if stopper.stopped() {
            end();
        }
        stopper.stop();
    });
}

/// Ctrl+C ends the program and all that it started.
#[cfg(unix)]
pub(super) fn end_on_interrupt() {
    on_interrupt(end);
}

#[cfg(unix)]
fn end() {
    crate::evidence::connect_server::end_all();
    std::process::exit(super::INTERRUPTED.into());
}

#[cfg(unix)]
fn on_interrupt(act: impl Fn() + Send + 'static) {
    use signal_hook::{
        consts::{SIGHUP, SIGINT, SIGTERM},
        iterator::Signals,
    };
    // Where signals cannot be watched they end the program, as they would anyway.
    let Ok(mut signals) = Signals::new([SIGINT, SIGTERM, SIGHUP]) else { return };
    let listen = move || signals.forever().for_each(|_| act());
    let _ = std::thread::Builder::new().name("signals".to_owned()).spawn(listen);
}

/// Here Ctrl+C ends the program, and the job object ends what it started.
#[cfg(not(unix))]
pub(super) fn stop_on_interrupt(_: crate::evidence::Stopper) {}

/// Here Ctrl+C ends the program, and the job object ends what it started.
#[cfg(not(unix))]
pub(super) const fn end_on_interrupt() {}
