//! One start of the script: its lines go to the spool, and how it ended is told.

use super::{
    host::{Host, Limits},
    process::{Pipes, Tree},
    script,
    sections::Section,
    spool::Spool,
};
use crate::evidence::{
    Stopper,
    text::{Line, Lines},
};
use serde_json::{Value, json};
use std::{
    ffi::OsStr,
    fs, io,
    io::Read,
    sync::mpsc::{Receiver, RecvTimeoutError, Sender, channel},
    thread,
    time::{Duration, Instant},
};

/// Between two looks at the clock and at the operator.
const LOOK: Duration = Duration::from_millis(50);
/// How much of what PowerShell complains about is kept.
const COMPLAINT: u64 = 16 * 1024;

/// How a start of the script ended.
#[derive(Debug, PartialEq, Eq)]
pub(super) enum End {
    /// It ended by itself with this code; none where something ended it.
    Exited(Option<i32>),
    /// A section went over its limit.
    SectionLimit,
    /// Everything together went over the limit.
    TotalLimit,
    /// The operator has seen enough.
    Stopped,
    /// The lines could not be kept.
    NoRoom(String),
}

/// What came of a start.
pub(super) struct Attempt {
    pub end: End,
    /// The section that had begun and not ended.
    pub within: Option<String>,
    /// Sections that ended, whatever with.
    pub ended: Vec<String>,
    /// Lines that are records, or were meant to be.
    pub lines: u64,
    /// True where PowerShell may not run the script in full.
    pub constrained: bool,
    /// What it wrote on standard error.
    pub complaint: String,
}

/// What is to be run.
pub(super) struct Order<'a> {
    pub host: &'a Host,
    pub limits: Limits,
    pub sections: &'a [&'static Section],
    pub users: &'a [String],
    /// When everything must be over.
    pub until: Instant,
    /// True where the spool has a header already.
    pub again: bool,
}

enum Heard {
    Line(String),
    End,
}

/// Starts the script and listens to it until it ends, hangs, or is not wanted any more.
pub(super) fn run(
    order: &Order<'_>,
    spool: &Spool,
    stopper: &Stopper,
    tick: &dyn Fn(&str, bool),
) -> io::Result<Attempt> {
    let folder = tempfile::Builder::new().prefix("phs-doctor-").tempdir()?;
    let path = folder.path().join(script::SCRIPT_NAME);
    let ask = folder.path().join("ask.json");
    fs::write(&path, script::file())?;
    let left = order.until.saturating_duration_since(Instant::now());
    let seconds = |d: Duration| d.as_secs().max(1);
    let asked = json!({
        "User": order.users,
        "Section": order.sections.iter().map(|s| s.name).collect::<Vec<_>>(),
        "SectionSeconds": seconds(order.limits.section),
        "TotalSeconds": seconds(left),
    });
    fs::write(&ask, asked.to_string())?;
    let flags = ["-NoLogo", "-NoProfile", "-NonInteractive", "-ExecutionPolicy", "Bypass", "-File"];
    let mut args: Vec<&OsStr> = flags.iter().map(OsStr::new).collect();
    args.extend([path.as_os_str(), OsStr::new("-AskFile"), ask.as_os_str()]);
    let (tree, Pipes { out, err }) = Tree::start(&order.host.powershell, &args)?;
    let (said, heard) = channel();
    let complained = thread::Builder::new().name("collector-complaint".to_owned()).spawn(move || {
        let mut bytes = Vec::new();
        let mut err = err;
        let _ = err.by_ref().take(COMPLAINT).read_to_end(&mut bytes);
        let _ = io::copy(&mut err, &mut io::sink());
        bytes
    })?;
    thread::Builder::new().name("collector".to_owned()).spawn(move || listen(out, &said))?;
    let mut attempt = Attempt {
        end: End::Exited(None),
        within: None,
        ended: Vec::new(),
        lines: 0,
        constrained: false,
        complaint: String::new(),
    };
    attempt.end = follow(&mut attempt, order, spool, stopper, &heard, &tree, tick);
    // Whatever it started and left behind goes as well, and with it the other end of the pipes.
    tree.end();
    if !matches!(attempt.end, End::Exited(_) | End::NoRoom(_)) {
        drain(&mut attempt, order, spool, &heard);
    }
    attempt.complaint = plain(&complained.join().unwrap_or_default());
    Ok(attempt)
}

/// Lines in any encoding, until there are no more.
fn listen(out: impl Read, said: &Sender<Heard>) {
    let mut lines = Lines::new(out);
    while let Ok(Some((_, line))) = lines.next_line() {
        let text = match line {
            Line::Text { text, .. } => text.into_owned(),
            Line::TooLong(length) => format!("(a line of {length} bytes)"),
        };
        if said.send(Heard::Line(text)).is_err() {
            return;
        }
    }
    let _ = said.send(Heard::End);
}

fn follow(
    attempt: &mut Attempt,
    order: &Order<'_>,
    spool: &Spool,
    stopper: &Stopper,
    heard: &Receiver<Heard>,
    tree: &Tree,
    tick: &dyn Fn(&str, bool),
) -> End {
    let patience = order.limits.section + order.limits.grace;
    let mut since = Instant::now();
    let mut ending = false;
    loop {
        if stopper.stopped() {
            return End::Stopped;
        }
        if Instant::now() >= order.until {
            return End::TotalLimit;
        }
        if since.elapsed() >= if ending { order.limits.grace } else { patience } {
            return End::SectionLimit;
        }
        match heard.recv_timeout(LOOK) {
            Ok(Heard::Line(text)) => match mark(&text) {
                Some(Mark::Start(name)) => {
                    since = Instant::now();
                    tick(&name, false);
                    attempt.within = Some(name);
                }
                Some(Mark::End(name)) => {
                    since = Instant::now();
                    tick(&name, true);
                    attempt.within = None;
                    attempt.ended.push(name);
                }
                Some(Mark::Constrained) => attempt.constrained = true,
                None if order.again && is_header(&text) => {}
                None => {
                    attempt.lines += u64::from(!text.trim().is_empty());
                    if let Err(e) = spool.line(&text) {
                        return End::NoRoom(e.to_string());
                    }
                }
            },
            Ok(Heard::End) | Err(RecvTimeoutError::Disconnected) if !ending => {
                ending = true;
                since = Instant::now();
            }
            _ => {}
        }
        let Some(status) = tree.ended() else { continue };
        if ending {
            return End::Exited(status.code());
        }
        // What it left behind would hold the other end of the pipe.
        tree.sweep();
    }
}

/// What was said before the end and not heard yet is kept.
fn drain(attempt: &mut Attempt, order: &Order<'_>, spool: &Spool, heard: &Receiver<Heard>) {
    while let Ok(Heard::Line(text)) = heard.recv_timeout(order.limits.grace) {
        match mark(&text) {
            Some(Mark::Start(name)) => attempt.within = Some(name),
            Some(Mark::End(name)) => {
                attempt.within = None;
                attempt.ended.push(name);
            }
            Some(Mark::Constrained) => attempt.constrained = true,
            None if order.again && is_header(&text) => {}
            None => {
                attempt.lines += 1;
                if spool.line(&text).is_err() {
                    return;
                }
            }
        }
    }
}

/// What the script says about itself.
enum Mark {
    Start(String),
    End(String),
    Constrained,
}

fn mark(line: &str) -> Option<Mark> {
    let line = line.trim();
    if !line.starts_with("{\"section\"") && !line.starts_with("{\"halt\"") {
        return None;
    }
    let value: Value = serde_json::from_str(line).ok()?;
    if value.get("halt").is_some() {
        return Some(Mark::Constrained);
    }
    let name = value.get("section")?.as_str()?.to_owned();
    Some(if value.get("state")?.as_str()? == "start" { Mark::Start(name) } else { Mark::End(name) })
}

fn is_header(line: &str) -> bool {
    line.trim_start().starts_with("{\"record\":\"Header\"")
}

/// PowerShell's own words, on one line.
fn plain(bytes: &[u8]) -> String {
    let mut lines = Lines::new(bytes);
    let mut words = Vec::new();
    while let Ok(Some((_, line))) = lines.next_line() {
        if let Line::Text { text, .. } = line {
            words.extend(text.split_whitespace().map(str::to_owned));
        }
    }
    words.join(" ")
}
