//! The folder of the sessions: private to the user, one file each.

use crate::session::{Session, replay};
use chrono::{DateTime, Utc};
use etcetera::{AppStrategy, AppStrategyArgs, choose_app_strategy};
use std::{
    env, fs, io,
    path::{Path, PathBuf},
};

/// Names another folder, for tests and for people who keep theirs elsewhere.
const FOLDER: &str = "PHS_DOCTOR_SESSIONS";
const ENDING: &str = "jsonl";

/// The folder.
#[derive(Clone, Debug)]
pub struct Store {
    folder: PathBuf,
}

/// A session in the folder.
#[derive(Clone, Debug)]
pub struct Kept {
    /// Its file.
    pub path: PathBuf,
    /// What it says.
    pub session: Session,
}

impl Store {
    /// The user's own.
    pub fn own() -> Result<Store, String> {
        if let Some(folder) = env::var_os(FOLDER).filter(|f| !f.is_empty()) {
            return Ok(Store { folder: folder.into() });
        }
        let args = AppStrategyArgs {
            top_level_domain: "io".to_owned(),
            author: "phs-doctor".to_owned(),
            app_name: "phs-doctor".to_owned(),
        };
        let strategy = choose_app_strategy(args).map_err(|e| format!("there is no home folder ({e})"))?;
        Ok(Store { folder: strategy.data_dir().join("sessions") })
    }

    /// The folder, made where it is not there, readable by the user only.
    pub fn folder(&self) -> Result<&Path, String> {
        let failed = |e: io::Error| format!("{} cannot be made: {e}", self.folder.display());
        fs::create_dir_all(&self.folder).map_err(failed)?;
        #[cfg(unix)]
        {
            use std::os::unix::fs::PermissionsExt;
            fs::set_permissions(&self.folder, fs::Permissions::from_mode(0o700)).map_err(failed)?;
        }
        Ok(&self.folder)
    }

    /// The file of a new session; its name begins with the time, so that names are in order.
    pub fn file(&self, id: &str, at: DateTime<Utc>) -> Result<PathBuf, String> {
        let name = format!("{}-{}.{ENDING}", at.format("%Y%m%d-%H%M%S"), &id[id.len().saturating_sub(8)..]);
        Ok(self.folder()?.join(name))
    }

    /// Every session, the newest first; a file that is none is left out.
    #[must_use]
    pub fn all(&self) -> Vec<Kept> {
        let files = fs::read_dir(&self.folder).into_iter().flatten().filter_map(Result::ok);
        let paths = files.map(|f| f.path()).filter(|p| p.extension().is_some_and(|e| e == ENDING));
        let mut all: Vec<Kept> = paths.filter_map(|path| read(&path).ok()).collect();
        all.sort_by_key(|k| std::cmp::Reverse(k.session.newest));
        all
    }

    /// The session of this name: an id, the end of one, or the path of a file.
    pub fn find(&self, name: &str) -> Result<Kept, String> {
        let path = Path::new(name);
        if path.is_file() {
            return read(path);
        }
        if name.trim().is_empty() {
            return Err("which session? phs-doctor sessions list names them".to_owned());
        }
        let mut fits: Vec<Kept> = self.all().into_iter().filter(|k| k.session.id.ends_with(name)).collect();
        match fits.len() {
            1 => Ok(fits.remove(0)),
            0 => Err(format!("there is no session {name}; phs-doctor sessions list names them")),
            n => Err(format!("{n} sessions end in {name}; type more of the id")),
        }
    }
}

fn read(path: &Path) -> Result<Kept, String> {
    let bytes = fs::read(path).map_err(|e| format!("{} cannot be read: {e}", path.display()))?;
    let session = replay(&String::from_utf8_lossy(&bytes)).map_err(|e| format!("{}: {e}", path.display()))?;
    Ok(Kept { path: path.to_owned(), session })
}
