//! The wizard as numbered questions: lines in, lines out.

use super::{
    INTERRUPTED, USAGE,
    plain::{self, Plain},
    runtime::Runtime,
    wake::Wake,
};
use crate::wizard::{Effect, Key, Model, Msg, update};
use chrono::{DateTime, Utc};
use std::{
    io::{self, IsTerminal},
    sync::mpsc::{Receiver, RecvTimeoutError, Sender},
};

/// Runs the wizard on lines; the exit code.
pub(super) fn questions(
    model: &mut Model,
    runtime: &mut Runtime,
    effects: Vec<Effect>,
    wake: &Sender<Wake>,
    woken: &Receiver<Wake>,
) -> u8 {
    let patient = !io::stdin().is_terminal();
    let mut plain = Plain::new(io::stdout().lock());
    let mut going = runtime.run_all(effects, model);
    let mut waiting = std::collections::VecDeque::new();
    plain::lines(wake.clone());
    while going {
        // The page changes once what was chosen is on disk.
        if !model.pending() && plain.show(model).is_err() {
            return USAGE;
        }
        // Lines that were written ahead wait for the result, or for the page, that they are about.
        let held = model.pending() || patient && model.busy();
        let ahead = if held { None } else { waiting.pop_front() };
        let next = ahead.or_else(|| next(woken, model.wakes().filter(|_| !patient)));
        // Nothing else moves the clock here: ages, and the times of what is done, go by it.
        let mut effects = update(model, Msg::Tick(Utc::now()));
        effects.extend(match next {
            Some(Wake::Line(line)) if held => {
                waiting.push_back(Wake::Line(line));
                Vec::new()
            }
            Some(Wake::NoInput) if held => {
                waiting.push_back(Wake::NoInput);
                Vec::new()
            }
            Some(Wake::Line(line)) => plain.line(model, &line),
            Some(Wake::Said(msg)) => update(model, *msg),
            Some(Wake::End(code)) => return code,
            Some(Wake::Key(Key::Interrupt)) => return INTERRUPTED,
            Some(Wake::NoInput) | None => vec![Effect::Quit],
            Some(_) => Vec::new(),
        });
        going = runtime.run_all(effects, model);
    }
    plain.farewell(model);
    0
}

/// Waits for something to happen, at most until then.
fn next(woken: &Receiver<Wake>, until: Option<DateTime<Utc>>) -> Option<Wake> {
    let Some(until) = until else { return woken.recv().ok() };
    let pause = (until - Utc::now()).to_std().unwrap_or_default();
    match woken.recv_timeout(pause) {
        Ok(wake) => Some(wake),
        Err(RecvTimeoutError::Timeout) => Some(Wake::Redraw),
        Err(RecvTimeoutError::Disconnected) => None,
    }
}
