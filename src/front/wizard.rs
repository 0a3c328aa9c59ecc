//! The wizard on a device: the screen, or numbered questions.

use super::{
    INTERNAL, opening,
    questions::questions,
    runtime::{Runtime, Tools},
    say, scenarios, signals, stdin,
    terminal::{self, Input, Taken},
    tui::{self, Screen, Theme},
    wake::Wake,
};
use crate::{
    checks::{self, Order},
    cli::{Color, EvidenceChoice, Screen as Flags},
    evidence::directory::Access,
    facts::Choices,
    wizard::{Clock, Effect, Key, Model, Msg, Scenario, SourceSpec, page, summary, update},
};
use chrono::{DateTime, FixedOffset, Local, Offset, TimeZone, Utc};
use std::{
    io::{self, IsTerminal},
    sync::{
        Arc,
        mpsc::{Receiver, RecvTimeoutError, Sender, channel},
    },
    thread,
    time::Duration,
};

/// Between two looks at the clock when nothing happens: the age of evidence grows, and a console may
/// change its size without saying so.
const IDLE: Duration = Duration::from_secs(1);
/// So many waiting messages are taken before the screen is drawn again.
const BURST: usize = 512;

/// Runs the wizard on these sources; the exit code.
#[must_use]
pub(super) fn run(
    sources: Vec<SourceSpec>,
    resume: Option<&str>,
    given: &EvidenceChoice,
    order: Order,
    flags: Flags,
    access: Access,
) -> u8 {
    let (wake, woken) = channel();
    let clock = Clock { now: Utc::now(), offset: local };
    let cases = scenarios::all();
    let cases = cases.iter().map(|s| Scenario { name: s.name.clone(), title: s.title.clone() }).collect();
    let mut model = Model::new(clock, cases);
    let choices = Choices {
        at: given.at,
        server: given.server.clone(),
        max_age: given.max_age,
        users: order.users.clone(),
        now: Some(clock.now),
    };
    model.operator = operator();
    #[cfg(debug_assertions)]
    if fault::asked("quick-looks") {
        model.look_every(chrono::TimeDelta::milliseconds(200));
    }
    let access = Arc::new(access);
    let open = move |spec: &SourceSpec| {
        #[cfg(debug_assertions)]
        fault::perhaps("worker-panic");
        opening::open(spec, &access)
    };
    let tools = Tools { open: Arc::new(open), judge: checks::judge, choices, order };
    let say = wake.clone();
    let say = Arc::new(move |msg| {
        // Nobody listens any more once the wizard ends.
        let _ = say.send(Wake::Said(Box::new(msg)));
    });
    let mut runtime = match Runtime::new(tools, say) {
        Ok(runtime) => runtime,
        Err(e) => return failed(&e),
    };
    signals::watch(&wake);
    let mut effects = vec![Effect::Sessions];
    effects.extend(resume.map(|id| Effect::Resume(id.to_owned())));
    let piped = sources.iter().any(|s| stdin::is_meant(s.name())) && !io::stdin().is_terminal();
    effects.extend(model.start(sources));
    let taken = if flags.plain || dumb() { None } else { Some(take(piped)) };
    if piped && !matches!(taken, Some(Ok(_))) {
        // Answers are read from it too: what stands there is evidence. Why it cannot be used is said later.
        let _ = stdin::open();
    }
    let Some(taken) = taken else {
        return questions(&mut model, &mut runtime, effects, &wake, &woken);
    };
    match taken {
        Ok(taken) => on_screen(taken, theme(flags), &mut model, &mut runtime, effects, &wake, &woken),
        Err(e) if io::stdin().is_terminal() && io::stdout().is_terminal() => {
            say::tell(&format!(
                "this console cannot show a full screen ({e}); going on with numbered questions"
            ));
            questions(&mut model, &mut runtime, effects, &wake, &woken)
        }
        Err(_) => {
            say::tell(
                &"this is no interactive terminal; going on with numbered questions (--plain), or use phs-doctor check SOURCE",
            );
            questions(&mut model, &mut runtime, effects, &wake, &woken)
        }
    }
}

fn take(evidence: bool) -> io::Result<Taken> {
    #[cfg(debug_assertions)]
    if fault::asked("legacy-console") {
        return Err(terminal::legacy());
    }
    Taken::take(evidence)
}

/// Who is signed in, as it stands in the session.
fn operator() -> String {
    let name = ["USERNAME", "USER", "LOGNAME"].iter().find_map(|v| std::env::var(v).ok());
    name.filter(|n| !n.is_empty()).unwrap_or_else(|| "operator".to_owned())
}

fn local(t: DateTime<Utc>) -> FixedOffset {
    Local.offset_from_utc_datetime(&t.naive_utc()).fix()
}

/// A screen reader asked for plain text, or the terminal can do nothing else.
fn dumb() -> bool {
    std::env::var_os("ACCESSIBLE").is_some_and(|v| !v.is_empty() && v != "0")
        || std::env::var_os("TERM").is_some_and(|t| t == "dumb")
}

fn theme(flags: Flags) -> Theme {
    let unwanted = std::env::var_os("NO_COLOR").is_some_and(|v| !v.is_empty());
    let colour = match flags.color {
        Color::Auto => !unwanted,
        Color::Always => true,
        Color::Never => false,
    };
    if colour {
        // What was decided here is not decided again below.
        terminal::force_colour();
    }
    let wide = terminal::code_pages().into_iter().any(tui::theme::draws_lines_wide);
    Theme { colour, ascii: flags.ascii || wide }
}

fn failed(error: &dyn std::fmt::Display) -> u8 {
    terminal::give_back();
    say::tell(error);
    INTERNAL
}

/// Waits for something to happen; the clock counts as something.
fn wait(woken: &Receiver<Wake>) -> Option<Wake> {
    match woken.recv_timeout(IDLE) {
        Ok(wake) => Some(wake),
        Err(RecvTimeoutError::Timeout) => Some(Wake::Redraw),
        Err(RecvTimeoutError::Disconnected) => None,
    }
}

fn on_screen(
    mut taken: Taken,
    theme: Theme,
    model: &mut Model,
    runtime: &mut Runtime,
    effects: Vec<Effect>,
    wake: &Sender<Wake>,
    woken: &Receiver<Wake>,
) -> u8 {
    let mut screen = Screen::new(theme);
    let mut going = runtime.run_all(effects, model);
    keyboard(wake.clone());
    while going {
        let shown = page(model);
        if let Err(e) = draw(&mut taken, &mut screen, model, &shown) {
            drop(taken);
            return failed(&e);
        }
        let mut next = wait(woken);
        for _ in 0..BURST {
            let Some(now) = next else { break };
            match handle(now, &mut screen, model) {
                Step::Do(effects) => going = runtime.run_all(effects, model),
                Step::End(code) => {
                    drop(taken);
                    return code;
                }
                Step::Gone => {
                    drop(taken);
                    return gone(woken);
                }
            }
            next = if going { woken.try_recv().ok() } else { None };
        }
    }
    drop(taken);
    farewell(model);
    0
}

fn draw(
    taken: &mut Taken,
    screen: &mut Screen,
    model: &Model,
    shown: &crate::wizard::Page,
) -> io::Result<()> {
    #[cfg(debug_assertions)]
    {
        fault::perhaps("screen-panic");
        if fault::asked("screen-error") {
            return Err(io::Error::other("asked for by a test"));
        }
    }
    taken.terminal.draw(|frame| screen.draw(frame, model.place(), shown))?;
    Ok(())
}

enum Step {
    Do(Vec<Effect>),
    End(u8),
    Gone,
}

fn handle(wake: Wake, screen: &mut Screen, model: &mut Model) -> Step {
    // What is done now is done at this time, however long nothing but keys came.
    let mut effects = update(model, Msg::Tick(Utc::now()));
    effects.extend(match wake {
        // What cannot be seen is not done; the one line that is left says how to leave.
        Wake::Key(Key::Char('q' | 'Q') | Key::Interrupt) if screen.is_blind() => vec![Effect::Quit],
        Wake::Key(_) | Wake::Text(_) if screen.is_blind() => Vec::new(),
        Wake::Key(key) => match screen.key(key, &page(model)) {
            Some(key) => update(model, Msg::Key(key)),
            None => Vec::new(),
        },
        Wake::Text(text) | Wake::Line(text) => update(model, Msg::Text(text)),
        Wake::Said(msg) => update(model, *msg),
        Wake::Redraw => Vec::new(),
        Wake::End(code) => return Step::End(code),
        Wake::NoInput => return Step::Gone,
    });
    Step::Do(effects)
}

/// The console is gone, and a signal that says why may be on its way.
fn gone(woken: &Receiver<Wake>) -> u8 {
    let until = std::time::Instant::now() + IDLE;
    while let Ok(wake) = woken.recv_timeout(until.saturating_duration_since(std::time::Instant::now())) {
        if let Wake::End(code) = wake {
            return code;
        }
    }
    say::tell(&"the console is gone");
    INTERNAL
}

fn keyboard(wake: Sender<Wake>) {
    let read = move || {
        loop {
            let wake_up = match terminal::next() {
                Ok(Input::Key(key)) => Wake::Key(key),
                Ok(Input::Text(text)) => Wake::Text(text),
                Ok(Input::Redraw) => Wake::Redraw,
                Err(_) => Wake::NoInput,
            };
            let last = matches!(wake_up, Wake::NoInput);
            if wake.send(wake_up).is_err() || last {
                return;
            }
        }
    };
    // Without the thread there are no keys; the clock and signals still end the program.
    let _ = thread::Builder::new().name("keyboard".to_owned()).spawn(read);
}

/// What is left on the ordinary screen.
fn farewell(model: &Model) {
    for line in summary(model) {
        println!("{}", crate::knowledge::visible(&line));
    }
}

/// Faults that tests ask for, to see that the terminal survives them. Not in release builds.
#[cfg(debug_assertions)]
mod fault {
    pub fn asked(what: &str) -> bool {
        std::env::var_os("PHS_DOCTOR_TEST").is_some_and(|asked| asked == what)
    }

    pub fn perhaps(what: &str) {
        assert!(!asked(what), "asked for by a test");
    }
}
