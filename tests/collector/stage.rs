//! A server whose PowerShell is the stand-in.

use phs_doctor::evidence::{
    Ask, Kind, Problem, Record, Sink, SourceError, Summary,
    connect_server::{Host, Limits, Server},
    record::Content,
};
use std::{
    collections::BTreeSet,
    fs,
    ops::ControlFlow,
    path::{Path, PathBuf},
    process::Command,
    sync::OnceLock,
    time::{Duration, Instant},
};

pub const USER: &str = "ada@contoso.com";

/// Short enough to wait for, long enough for a busy machine.
pub const LIMITS: Limits = Limits {
    section: Duration::from_secs(3),
    total: Duration::from_secs(120),
    grace: Duration::from_secs(1),
};

/// The program that stands in; where only these tests are built, it is not built with them.
fn stand_in() -> &'static Path {
    static BUILT: OnceLock<PathBuf> = OnceLock::new();
    BUILT.get_or_init(|| {
        let target = std::env::current_exe().unwrap().parent().unwrap().parent().unwrap().to_owned();
        let path = target.join("examples").join(format!("stand-in{}", std::env::consts::EXE_SUFFIX));
        let changed = |p: &Path| fs::metadata(p).and_then(|m| m.modified()).ok();
        let source = Path::new(env!("CARGO_MANIFEST_DIR")).join("tests/collector/stand_in.rs");
        if changed(&path) < changed(&source) {
            let built =
                Command::new(env!("CARGO")).args(["build", "--example", "stand-in"]).status().unwrap();
            assert!(built.success());
        }
        path
    })
}

pub struct Stage {
    folder: tempfile::TempDir,
    pub server: Server,
}

impl Stage {
    /// A stand-in that misbehaves so, within this section.
    pub fn new(mode: &str, within: &str) -> Stage {
        Stage::with(mode, within, LIMITS)
    }

    pub fn with(mode: &str, within: &str, limits: Limits) -> Stage {
        let folder = tempfile::tempdir_in(env!("CARGO_TARGET_TMPDIR")).unwrap();
        let powershell = folder.path().join(format!("powershell{}", std::env::consts::EXE_SUFFIX));
        // A copy that another thread's child still holds open for writing could not be started.
        fs::hard_link(stand_in(), &powershell).unwrap();
        fs::write(folder.path().join("plan"), format!("{mode} {within}")).unwrap();
        let server = Server::new(Host { powershell }, limits);
        Stage { folder, server }
    }

    pub fn path(&self, name: &str) -> PathBuf {
        self.folder.path().join(name)
    }

    pub fn powershell(&self) -> PathBuf {
        self.path(&format!("powershell{}", std::env::consts::EXE_SUFFIX))
    }

    /// Reads it once.
    pub fn read(&self, ask: &Ask) -> (Heard, Result<Summary, SourceError>) {
        let mut heard = Heard::default();
        let summary = self.server.open().source.read(ask, &mut heard);
        (heard, summary)
    }

    /// What the stand-in was last asked for.
    pub fn asked(&self) -> Vec<String> {
        let asked: serde_json::Value =
            serde_json::from_str(&fs::read_to_string(self.path("asked.json")).unwrap()).unwrap();
        asked["Section"].as_array().unwrap().iter().map(|s| s.as_str().unwrap().to_owned()).collect()
    }

    /// Every process that was started is gone.
    pub fn nothing_is_left(&self) {
        let pids = fs::read_to_string(self.path("pids")).unwrap();
        assert!(pids.lines().count() >= 2, "no process was seen at all");
        for pid in pids.lines() {
            let until = Instant::now() + Duration::from_secs(30);
            while alive(pid) {
                assert!(Instant::now() < until, "process {pid} still runs");
                std::thread::yield_now();
            }
        }
    }
}

#[cfg(target_os = "linux")]
fn alive(pid: &str) -> bool {
    let Ok(stat) = fs::read_to_string(format!("/proc/{pid}/stat")) else { return false };
    // Behind the name in brackets stands the state; a zombie is no process any more.
    let state = stat.rsplit_once(')').and_then(|(_, rest)| rest.trim_start().chars().next());
    !matches!(state, Some('Z' | 'X') | None)
}

#[cfg(not(target_os = "linux"))]
fn alive(_: &str) -> bool {
    false
}

/// Everything, for a user too.
pub fn all() -> Ask {
    Ask { users: vec![USER.to_owned()], ..Ask::default() }
}

#[derive(Default)]
pub struct Heard {
    pub records: Vec<Record>,
    pub problems: Vec<Problem>,
    pub strange: Vec<String>,
    pub doing: Vec<String>,
    /// Ends the reading once so many records came.
    pub enough: Option<usize>,
}

impl Heard {
    /// The kinds of which values came.
    pub fn values(&self) -> BTreeSet<Kind> {
        self.records.iter().filter(|r| r.props().is_some()).map(|r| r.kind).collect()
    }

    /// The kinds that could not be had, and why.
    pub fn errors(&self) -> Vec<(Kind, String, String)> {
        let error = |r: &Record| match &r.content {
            Content::Error { kind, message } => Some((r.kind, kind.clone(), message.clone())),
            _ => None,
        };
        self.records.iter().filter_map(error).collect()
    }

    pub fn said(&self) -> String {
        self.problems.iter().map(|p| p.reason.as_str()).collect::<Vec<_>>().join("\n")
    }
}

impl Sink for Heard {
    fn take(&mut self, record: Record) -> ControlFlow<()> {
        self.records.push(record);
        if self.enough.is_some_and(|n| self.records.len() >= n) {
            ControlFlow::Break(())
        } else {
            ControlFlow::Continue(())
        }
    }

    fn problem(&mut self, problem: Problem) {
        self.problems.push(problem);
    }

    fn not_understood(&mut self, name: &str) {
        self.strange.push(name.to_owned());
    }

    fn progress(&mut self, _: u64, _: Option<u64>) {}

    fn doing(&mut self, what: &str) {
        self.doing.push(what.to_owned());
    }
}
