//! Stands where PowerShell would be: it takes the same arguments, answers with recorded lines, and
//! misbehaves as a file beside it says: `plan`, the way and the section. Nothing but std, so that one call
//! of the compiler makes it for another system.

#![allow(
    clippy::unwrap_used,
    clippy::zombie_processes,
    clippy::cast_possible_truncation,
    reason = "a stand-in that cannot go on has failed"
)]

use std::{
    env, fs,
    io::{self, Write},
    path::PathBuf,
    process::{self, Command, Stdio},
    thread,
};

const RECORDING: &str = include_str!("recording.jsonl");

/// A script that never ends by itself.
fn hang() -> ! {
    loop {
        thread::park();
    }
}

fn main() {
    let args: Vec<String> = env::args().collect();
    if args.get(1).is_some_and(|a| a == "sleep") {
        hang();
    }
    let folder = env::current_exe().unwrap().parent().unwrap().to_owned();
    let plan = fs::read_to_string(folder.join("plan")).unwrap();
    let (mode, within) = plan.trim_end().split_once(' ').unwrap_or((plan.trim_end(), ""));
    let (mode, within) = (mode.to_owned(), within.to_owned());
    let ask = args.iter().position(|a| a == "-AskFile").and_then(|at| args.get(at + 1)).unwrap();
    let ask = fs::read_to_string(ask).unwrap();
    fs::write(folder.join("asked.json"), &ask).unwrap();
    let mut stdin = String::new();
    io::Read::read_to_string(&mut io::stdin(), &mut stdin).unwrap();
    assert!(stdin.is_empty(), "standard input is to be closed");
    // A descendant that outlives its parent unless the whole tree is ended.
    let child = Command::new(env::current_exe().unwrap()).arg("sleep").stdin(Stdio::null()).spawn().unwrap();
    let mut pids = fs::OpenOptions::new().create(true).append(true).open(folder.join("pids")).unwrap();
    writeln!(pids, "{}\n{}", child.id(), process::id()).unwrap();
    Script { mode, within, ask, folder }.play();
}

struct Script {
    mode: String,
    /// The section in which it misbehaves.
    within: String,
    /// What is asked for, as JSON; a name in quotes is a section.
    ask: String,
    folder: PathBuf,
}

impl Script {
    fn play(&self) {
        match self.mode.as_str() {
            "silent" => return,
            "silent-for-ever" => hang(),
            "signed" => {
                let said = "phs-collect.ps1 ist nicht digital signiert.\r\n    + CategoryInfo          : \
                            SecurityError: (:) [], ParentContainsErrorRecordException\r\n    + \
                            FullyQualifiedErrorId : UnauthorizedAccess\r\n";
                io::stderr().write_all(said.as_bytes()).unwrap();
                process::exit(1);
            }
            "constrained" => {
                self.line("{\"halt\":\"constrained-language\"}");
                return;
            }
            "garbage" => {
                for n in 0..200_u32 {
                    let bytes: Vec<u8> = (0..60).map(|i| (n * 37 + i * 101) as u8).collect();
                    io::stdout().write_all(&bytes).unwrap();
                    io::stdout().write_all(b"\n").unwrap();
                }
            }
            "utf-16" => io::stdout().write_all(b"\xff\xfe").unwrap(),
            _ => {}
        }
        let mut on = true;
        for line in RECORDING.lines() {
            if let Some(rest) = line.strip_prefix("{\"section\":\"") {
                let (name, rest) = rest.split_once('"').unwrap();
                on = self.ask.contains(&format!("\"{name}\""));
                if on {
                    self.line(line);
                    if rest.contains("start") && name == self.within {
                        self.misbehave();
                    }
                }
            } else if on {
                self.line(line);
            }
        }
    }

    /// What happens within one section.
    fn misbehave(&self) {
        match self.mode.as_str() {
            "hang" => hang(),
            "hang-deaf" => {
                fs::write(self.folder.join("hangs"), "").unwrap();
                hang();
            }
            "cut" => {
                io::stdout().write_all(b"{\"record\":\"ADSyncRule\",\"da").unwrap();
                io::stdout().flush().unwrap();
                process::exit(0);
            }
            "killed" => process::abort(),
            "exit" => {
                eprintln!("Die Ressource ist ausgelastet.");
                process::exit(9);
            }
            _ => {}
        }
    }

    fn line(&self, line: &str) {
        let line = format!("{line}\r\n");
        let mut out = io::stdout();
        if self.mode == "utf-16" {
            let bytes: Vec<u8> = line.encode_utf16().flat_map(u16::to_le_bytes).collect();
            out.write_all(&bytes).unwrap();
        } else if self.mode == "slow" {
            // A byte at a time: lines come in pieces.
            for byte in line.bytes() {
                out.write_all(&[byte]).unwrap();
                out.flush().unwrap();
            }
        } else {
            out.write_all(line.as_bytes()).unwrap();
        }
        out.flush().unwrap();
    }
}
