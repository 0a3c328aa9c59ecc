//! A process with everything it starts: ended as a whole, and never left behind.

use std::{
    io,
    path::Path,
    process::{Child, ChildStderr, ChildStdout, Command, ExitStatus, Stdio},
    sync::{Arc, Mutex, PoisonError, Weak},
};

/// Every tree that was started, for the end of the program.
static STARTED: Mutex<Vec<Weak<Tree>>> = Mutex::new(Vec::new());

/// A process and its descendants.
pub(super) struct Tree {
    child: Mutex<Child>,
    whole: Whole,
}

/// What the process writes.
pub(super) struct Pipes {
    pub out: ChildStdout,
    pub err: ChildStderr,
}

impl Tree {
    /// Starts it without a window and with nothing to read from.
    pub fn start(program: &Path, args: &[&std::ffi::OsStr]) -> io::Result<(Arc<Tree>, Pipes)> {
        let mut command = Command::new(program);
        command.args(args).stdin(Stdio::null()).stdout(Stdio::piped()).stderr(Stdio::piped());
        Whole::prepare(&mut command);
        let mut child = command.spawn()?;
        let pipes = child.stdout.take().zip(child.stderr.take());
        let whole = Whole::of(&child);
        let (Ok(whole), Some((out, err))) = (whole, pipes) else {
            // A process that could not be ended as a whole is not let run.
            let _ = child.kill();
            let _ = child.wait();
            return Err(io::Error::other("its processes cannot be held together"));
        };
        let tree = Arc::new(Tree { child: Mutex::new(child), whole });
        let mut started = STARTED.lock().unwrap_or_else(PoisonError::into_inner);
        started.retain(|t| t.strong_count() > 0);
        started.push(Arc::downgrade(&tree));
        Ok((tree, Pipes { out, err }))
    }

    /// Ends all of it, and does not return before the process itself is gone.
    pub fn end(&self) {
        self.whole.kill();
        let mut child = self.child.lock().unwrap_or_else(PoisonError::into_inner);
        let _ = child.kill();
        let _ = child.wait();
    }

    /// Ends what it started, where it ended itself.
    pub fn sweep(&self) {
        self.whole.kill();
    }

    /// How it ended, once it did.
    pub fn ended(&self) -> Option<ExitStatus> {
        self.child.lock().unwrap_or_else(PoisonError::into_inner).try_wait().ok().flatten()
    }
}

impl Drop for Tree {
    fn drop(&mut self) {
        self.end();
    }
}

/// Ends every process that is still there. Called on every way out of the program.
pub fn end_all() {
    let started: Vec<_> = std::mem::take(&mut *STARTED.lock().unwrap_or_else(PoisonError::into_inner));
    for tree in started.iter().filter_map(Weak::upgrade) {
        tree.end();
    }
}

/// A process group: what the process starts belongs to it.
#[cfg(unix)]
struct Whole(Option<rustix::process::Pid>);

#[cfg(unix)]
impl Whole {
    fn prepare(command: &mut Command) {
        use std::os::unix::process::CommandExt;
        command.process_group(0);
    }

    #[allow(clippy::unnecessary_wraps, reason = "a job object can fail")]
    fn of(child: &Child) -> io::Result<Whole> {
        Ok(Whole(i32::try_from(child.id()).ok().and_then(rustix::process::Pid::from_raw)))
    }

    fn kill(&self) {
        if let Some(group) = self.0 {
            // Where nothing of it is left there is nothing to end.
            let _ = rustix::process::kill_process_group(group, rustix::process::Signal::KILL);
        }
    }
}

/// A job object: it ends all that is in it when it is closed, also where this program is killed.
#[cfg(windows)]
struct Whole(Mutex<Option<win32job::Job>>);

#[cfg(windows)]
impl Whole {
    fn prepare(command: &mut Command) {
        use std::os::windows::process::CommandExt;
        const CREATE_NO_WINDOW: u32 = 0x0800_0000;
        command.creation_flags(CREATE_NO_WINDOW);
    }

    fn of(child: &Child) -> io::Result<Whole> {
        use std::os::windows::io::AsRawHandle;
        let mut limits = win32job::ExtendedLimitInfo::new();
        limits.limit_kill_on_job_close();
        let job = win32job::Job::create_with_limit_info(&limits).map_err(io::Error::other)?;
        job.assign_process(child.as_raw_handle() as isize).map_err(io::Error::other)?;
        Ok(Whole(Mutex::new(Some(job))))
    }

    fn kill(&self) {
        drop(self.0.lock().unwrap_or_else(PoisonError::into_inner).take());
    }
}
