//! The real program on a real (pseudo) terminal: what it leaves behind.

#![cfg(unix)]
#![allow(clippy::unwrap_used, clippy::expect_used, clippy::panic, reason = "a test fails by panicking")]

use assert_cmd::cargo::cargo_bin;
use portable_pty::{Child, CommandBuilder, PtySize, native_pty_system};
use std::{
    io::{Read, Write},
    path::Path,
    process::Command,
    sync::mpsc::{Receiver, RecvTimeoutError, channel},
    thread,
    time::{Duration, Instant},
};

#[path = "flows/healed.rs"]
mod healed;
#[path = "terminal/kept.rs"]
mod kept;
#[path = "terminal/killed.rs"]
mod killed;
#[path = "terminal/proof.rs"]
mod proof;
#[path = "terminal/records.rs"]
mod records;
#[path = "terminal/sessions.rs"]
mod sessions;

const PATIENCE: Duration = Duration::from_secs(30);

struct Console {
    child: Box<dyn Child + Send + Sync>,
    keys: Box<dyn Write + Send>,
    output: Receiver<Vec<u8>>,
    parser: vt100::Parser,
    raw: Vec<u8>,
    heard: usize,
    // The terminal goes away with this.
    _master: Box<dyn portable_pty::MasterPty + Send>,
}

impl Console {
    fn start(args: &[&str], env: &[(&str, &str)]) -> Console {
        let mut command = CommandBuilder::new(cargo_bin("phs-doctor"));
        command.args(args);
        Console::run(command, env)
    }

    /// Started by a shell, in which one more thing is said: where it runs, what standard input is.
    fn by_shell(line: &str, of: &Path, args: &[&str], sessions: &Path) -> Console {
        let mut command = CommandBuilder::new("sh");
        command.args(["-c", line]);
        command.arg(of);
        command.arg(cargo_bin("phs-doctor"));
        command.args(args);
        Console::run(command, &[("PHS_DOCTOR_SESSIONS", sessions.to_str().unwrap())])
    }

    /// Standard input is a file; keys still come from the terminal.
    fn fed(file: &Path, args: &[&str], sessions: &Path) -> Console {
        Console::by_shell(r#"exec "$@" < "$0""#, file, args, sessions)
    }

    /// Within a folder.
    fn within(folder: &Path, args: &[&str], sessions: &Path) -> Console {
        Console::by_shell(r#"cd "$0" && exec "$@""#, folder, args, sessions)
    }

    fn run(mut command: CommandBuilder, env: &[(&str, &str)]) -> Console {
        let size = PtySize { rows: 25, cols: 80, pixel_width: 0, pixel_height: 0 };
        let pair = native_pty_system().openpty(size).unwrap();
        command.env("TERM", "xterm-256color");
        command.env_remove("NO_COLOR");
        command.env_remove("ACCESSIBLE");
        for (name, value) in env {
            command.env(name, value);
        }
        let child = pair.slave.spawn_command(command).unwrap();
        drop(pair.slave);
        let mut reader = pair.master.try_clone_reader().unwrap();
        let keys = pair.master.take_writer().unwrap();
        let (send, output) = channel();
        thread::spawn(move || {
            let mut block = [0; 4096];
            while let Ok(n) = reader.read(&mut block) {
                if n == 0 || send.send(block[..n].to_vec()).is_err() {
                    return;
                }
            }
        });
        let parser = vt100::Parser::new(25.try_into().unwrap(), 80.try_into().unwrap(), 0);
        Console { child, keys, output, parser, raw: Vec::new(), heard: 0, _master: pair.master }
    }

    fn until(&mut self, text: &str) {
        let end = Instant::now() + PATIENCE;
        while !self.shows(text) {
            match self.output.recv_timeout(end.saturating_duration_since(Instant::now())) {
                Ok(bytes) => self.feed(&bytes),
                Err(e) => panic!("{e}: no {text:?} on\n{}", self.parser.screen().contents()),
            }
        }
    }

    /// Waits for a text among the lines since the last one that was waited for so.
    fn until_said(&mut self, text: &str) {
        let end = Instant::now() + PATIENCE;
        loop {
            let said = String::from_utf8_lossy(&self.raw[self.heard..]).into_owned();
            if said.contains(text) {
                self.heard = self.raw.len();
                return;
            }
            match self.output.recv_timeout(end.saturating_duration_since(Instant::now())) {
                Ok(bytes) => self.feed(&bytes),
                Err(e) => panic!("{e}: no {text:?} in\n{said}"),
            }
        }
    }

    /// Takes what comes, for at most so long.
    fn listen(&mut self, span: Duration) {
        let end = Instant::now() + span;
        while let Ok(bytes) = self.output.recv_timeout(end.saturating_duration_since(Instant::now())) {
            self.feed(&bytes);
        }
    }

    fn shows(&self, text: &str) -> bool {
        self.parser.screen().contents().contains(text)
    }

    /// Ends it as a failing computer would.
    fn kill(mut self) {
        self.signal("-9");
        self.child.wait().unwrap();
    }

    fn feed(&mut self, bytes: &[u8]) {
        self.parser.process(bytes);
        self.raw.extend(bytes);
    }

    fn press(&mut self, keys: &str) {
        self.keys.write_all(keys.as_bytes()).unwrap();
        self.keys.flush().unwrap();
    }

    fn signal(&self, name: &str) {
        let id = self.child.process_id().unwrap().to_string();
        assert!(Command::new("kill").args([name, &id]).status().unwrap().success());
    }

    /// Waits for the end; the exit code. The screen must be as it was before.
    fn end(&mut self) -> u32 {
        let end = Instant::now() + PATIENCE;
        loop {
            match self.output.recv_timeout(end.saturating_duration_since(Instant::now())) {
                Ok(bytes) => self.feed(&bytes),
                Err(RecvTimeoutError::Disconnected) => break,
                Err(RecvTimeoutError::Timeout) => {
                    self.child.kill().unwrap();
                    panic!("it does not end:\n{}", self.parser.screen().contents());
                }
            }
        }
        let screen = self.parser.screen();
        assert!(!screen.alternate_screen(), "the alternate screen is left");
        assert!(!screen.hide_cursor(), "the cursor is seen again");
        self.child.wait().unwrap().exit_code()
    }
}

fn demo(env: &[(&str, &str)]) -> Console {
    Console::start(&["demo", "tenant-feature-off"], env)
}

#[test]
fn a_walk_to_the_cause_and_out() {
    let mut console = demo(&[]);
    console.until("PROBLEM found");
    assert!(console.parser.screen().alternate_screen());
    console.press("1");
    console.until("switched off in the tenant");
    console.press("1");
    console.until("Step 1 of");
    // The whole page is drawn; nothing of the one before is left.
    console.until("more below");
    console.press("\x1b");
    console.until("Write the report");
    console.press("q");
    assert_eq!(console.end(), 0);
    assert!(console.parser.screen().contents().contains("PROBLEM:"), "the result stays on the screen");
}

#[test]
fn control_c_asks() {
    let mut console = demo(&[]);
    console.until("PROBLEM found");
    console.press("\x03");
    console.until("1  Stay");
    console.press("\x1b");
    console.until("Troubleshoot");
    console.press("\x03");
    console.until("Quit phs-doctor?");
    console.press("2");
    assert_eq!(console.end(), 0);
}

#[test]
fn control_c_ends_numbered_questions() {
    let mut console = Console::start(&["demo", "tenant-feature-off", "--plain"], &[]);
    console.until("PROBLEM found");
    console.press("\x03");
    assert_eq!(console.end(), 130);
}

#[test]
fn a_console_without_sequences_is_told_apart() {
    let mut console = demo(&[("PHS_DOCTOR_TEST", "legacy-console")]);
    console.until("cannot show a full screen");
    console.until("PROBLEM found");
    console.press("q\r");
    assert_eq!(console.end(), 0);
}

#[test]
fn signals_give_the_terminal_back() {
    for (name, code) in [("-TERM", 143), ("-HUP", 129)] {
        let mut console = demo(&[]);
        console.until("PROBLEM found");
        console.signal(name);
        assert_eq!(console.end(), code, "{name}");
    }
}

#[test]
fn an_error_and_a_panic_give_the_terminal_back() {
    for (fault, code) in [("screen-error", 4), ("screen-panic", 4)] {
        let mut console = demo(&[("PHS_DOCTOR_TEST", fault)]);
        assert_eq!(console.end(), code, "{fault}");
        let sent = String::from_utf8_lossy(&console.raw);
        let (left, said) = (sent.rfind("\x1b[?1049l"), sent.rfind("asked for by a test"));
        assert!(left.is_some() && left < said, "{fault}: said on the ordinary screen");
    }
}

#[test]
fn a_panic_of_a_worker_becomes_a_page() {
    let mut console = demo(&[("PHS_DOCTOR_TEST", "worker-panic")]);
    console.until("That did not work");
    assert!(console.parser.screen().alternate_screen());
    console.press("3");
    console.until("No evidence yet");
    console.press("q");
    assert_eq!(console.end(), 0);
}

#[test]
fn without_colour_no_colour_is_sent() {
    for (args, env) in [(vec!["demo"], vec![("NO_COLOR", "1")]), (vec!["demo", "--color", "never"], vec![])] {
        let mut console = Console::start(&args, &env);
        console.until("PROBLEM found");
        console.press("1");
        console.until("[FAIL]");
        console.press("q");
        assert_eq!(console.end(), 0);
        let sent = String::from_utf8_lossy(&console.raw);
        assert!(!sent.contains("38;5;") && !sent.contains("48;5;"), "{args:?}");
        assert!(sent.contains("\x1b[7m"), "the selection is reversed");
    }
}

#[test]
fn without_a_terminal_a_sentence_and_numbered_questions() {
    let output = assert_cmd::Command::new(cargo_bin("phs-doctor"))
        .args(["demo", "tenant-feature-off"])
        .write_stdin("1\n1\nb\nq\n")
        .timeout(PATIENCE)
        .output()
        .unwrap();
    let (out, err) = (String::from_utf8_lossy(&output.stdout), String::from_utf8_lossy(&output.stderr));
    assert!(output.status.success(), "{err}");
    assert_eq!(err.lines().count(), 1, "{err}");
    assert!(err.contains("no interactive terminal"), "{err}");
    assert!(out.contains("switched off in the tenant") && out.contains("Step 1 of"), "{out}");
    assert!(!out.contains('\x1b'));
}

#[test]
fn input_that_ends_ends_the_program() {
    let output = assert_cmd::Command::new(cargo_bin("phs-doctor"))
        .args(["demo", "--plain"])
        .write_stdin("")
        .timeout(PATIENCE)
        .output()
        .unwrap();
    assert!(output.status.success());
    assert!(output.stderr.is_empty());
}
