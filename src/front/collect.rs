//! `collect`: evidence of this server into a file, or the script that gets it elsewhere.

use super::{HEALTHY, INCOMPLETE, INTERRUPTED, save, say, signals};
use crate::{
    cli::Collect,
    evidence::{
        Ask, Kind, Problem, Record, Sink,
        connect_server::{Host, Limits, Server, script},
    },
};
use chrono::Local;
use std::{ops::ControlFlow, path::Path, time::Duration};

/// `phs-doctor collect`; the exit code.
#[must_use]
pub(super) fn collect(args: &Collect) -> u8 {
    let done = if args.script { write_script(args) } else { gather(args) };
    done.unwrap_or_else(|reason| say::refuse(&reason))
}

fn write_script(args: &Collect) -> Result<u8, String> {
    let Some(path) = &args.output else {
        say::print(&script::file())?;
        say::tell(&format!(
            "this is {}; run it as administrator of the Connect server:",
            script::SCRIPT_NAME
        ));
        say::tell(&script::RUN_HERE);
        return Ok(HEALTHY);
    };
    let at = script_to(path, args.force)?;
    let name =
        at.file_name().map_or_else(|| script::SCRIPT_NAME.to_owned(), |n| n.to_string_lossy().into_owned());
    let here = |command: &str| command.replace(script::SCRIPT_NAME, &name);
    say::tell(&format!("written to {}", at.display()));
    say::tell(&format!("on the Connect server, as administrator: {}", here(script::RUN_HERE)));
    say::tell(&format!("or from here, by PowerShell remoting: {}", here(script::RUN_REMOTE)));
    say::tell(&"then, here: phs-doctor evidence.jsonl");
    Ok(HEALTHY)
}

/// Writes the script; `path` may be a folder.
pub(super) fn script_to(path: &Path, force: bool) -> Result<std::path::PathBuf, String> {
    let path = if path.is_dir() { path.join(script::SCRIPT_NAME) } else { path.to_owned() };
    save::whole(&path, &script::file(), force)?;
    Ok(path)
}

fn gather(args: &Collect) -> Result<u8, String> {
    let seconds = |s: u32| Duration::from_secs(s.into());
    let limits =
        Limits { section: seconds(args.section_limit), total: seconds(args.limit), ..Limits::default() };
    let server = Server::new(Host::here().map_err(|e| e.to_string())?, limits);
    let mut live = server.open();
    signals::stop_on_interrupt(live.source.stopper());
    let ask = Ask { users: args.user.clone(), ..Ask::default() };
    let mut heard = Heard::default();
    let summary = live.source.read(&ask, &mut heard).map_err(|e| e.to_string())?;
    let lines = server.collected().ok_or("nothing was collected")?;
    let lines = lines.map_err(|e| format!("what was collected cannot be read again: {e}"))?;
    match &args.output {
        None => say::print(lines.as_bytes())?,
        Some(to) => {
            let at = save::document(to, &heard.name(), &lines, args.force)?;
            say::tell(&format!("written to {}: {} records", at.display(), summary.records));
        }
    }
    Ok(match (summary.stopped, heard.lost) {
        (true, _) => {
            say::tell(&"stopped before its end; what came until then was kept");
            INTERRUPTED
        }
        (false, true) => INCOMPLETE,
        (false, false) => HEALTHY,
    })
}

/// Says what happens while it happens.
#[derive(Default)]
struct Heard {
    computer: Option<String>,
    lost: bool,
}

impl Heard {
    /// A file name that tells servers and times apart.
    fn name(&self) -> String {
        let computer = self.computer.as_deref().unwrap_or("server");
        let plain: String =
            computer.chars().filter(|c| c.is_ascii_alphanumeric() || *c == '-').take(63).collect();
        format!("phs-evidence-{plain}-{}.jsonl", Local::now().format("%Y-%m-%d-%H%M"))
    }
}

impl Sink for Heard {
    fn take(&mut self, record: Record) -> ControlFlow<()> {
        if record.kind == Kind::Header {
            self.computer = record.props().and_then(|p| p.text("computer")).map(str::to_owned);
        }
        if let crate::evidence::record::Content::Error { kind, message } = &record.content {
            self.lost = true;
            say::tell(&format!("{}: {kind}: {message}", record.kind));
        }
        ControlFlow::Continue(())
    }

    fn problem(&mut self, problem: Problem) {
        self.lost = true;
        say::tell(&problem.reason);
    }

    fn not_understood(&mut self, _: &str) {}

    fn progress(&mut self, _: u64, _: Option<u64>) {}

    fn doing(&mut self, what: &str) {
        say::tell(&what);
    }
}
