//! A folder of sessions, and programs that keep theirs in it.

use super::Console;
use phs_doctor::session::{Session, replay};
use std::{
    fs,
    path::{Path, PathBuf},
};

pub struct Kept(tempfile::TempDir);

impl Kept {
    pub fn new() -> Kept {
        Kept(tempfile::tempdir().unwrap())
    }

    pub fn folder(&self) -> &Path {
        self.0.path()
    }

    pub fn start(&self, args: &[&str]) -> Console {
        self.start_with(args, &[])
    }

    pub fn start_with(&self, args: &[&str], env: &[(&str, &str)]) -> Console {
        let mut env = env.to_vec();
        env.push(("PHS_DOCTOR_SESSIONS", self.0.path().to_str().unwrap()));
        Console::start(args, &env)
    }

    /// The file of the session; there is at most one. A program that was killed while it began one leaves a
    /// file in which nothing was done.
    pub fn path(&self) -> Option<PathBuf> {
        let files = fs::read_dir(self.0.path()).unwrap().map(|f| f.unwrap().path());
        let journals = files.filter(|p| p.extension().is_some_and(|e| e == "jsonl"));
        let mut journals = journals.filter(|p| {
            replay(&fs::read_to_string(p).unwrap())
                .is_ok_and(|s| !s.actions.is_empty() || !s.answers.is_empty())
        });
        let first = journals.next();
        assert!(journals.next().is_none(), "one session, not two");
        first
    }

    pub fn journal(&self) -> String {
        self.path().map(|p| fs::read_to_string(p).unwrap()).unwrap_or_default()
    }

    /// What it says, where there is one.
    pub fn session(&self) -> Option<Session> {
        self.path().map(|_| replay(&self.journal()).unwrap())
    }

    pub fn done(&self) -> usize {
        self.session().map_or(0, |s| s.actions.len())
    }
}
