//! The computer this runs on: whether it is a Connect server, and its Windows PowerShell.

use crate::evidence::SourceError;
use std::{path::PathBuf, time::Duration};

/// What the collector is run with.
#[derive(Clone, Debug)]
pub struct Host {
    /// Windows PowerShell 5.1.
    pub powershell: PathBuf,
}

/// How long a collection may take.
#[derive(Clone, Copy, Debug)]
pub struct Limits {
    /// One section.
    pub section: Duration,
    /// Everything.
    pub total: Duration,
    /// What a section may take longer before the process itself is ended: the script keeps the limit
    /// on its own where it can.
    pub grace: Duration,
}

impl Default for Limits {
    fn default() -> Limits {
        let seconds = Duration::from_secs;
        Limits { section: seconds(60), total: seconds(600), grace: seconds(15) }
    }
}

impl Host {
    /// This computer, or why it cannot be asked. In debug builds `PHS_DOCTOR_POWERSHELL` names a program
    /// that stands in for PowerShell.
    pub fn here() -> Result<Host, SourceError> {
        #[cfg(debug_assertions)]
        if let Some(program) = std::env::var_os("PHS_DOCTOR_POWERSHELL") {
            return Ok(Host { powershell: program.into() });
        }
        windows()
    }

    /// True where this is a Connect server: then it is asked without being named.
    #[must_use]
    pub fn is_connect_server() -> bool {
        #[cfg(debug_assertions)]
        if std::env::var_os("PHS_DOCTOR_POWERSHELL").is_some() {
            return true;
        }
        installed()
    }
}

fn not_here(reason: &str) -> SourceError {
    let way = "live reads the Connect server that the program runs on; elsewhere phs-doctor collect --script FILE writes a script to carry there";
    SourceError::Open { name: "live".to_owned(), reason: format!("{reason}; {way}") }
}

#[cfg(windows)]
fn windows() -> Result<Host, SourceError> {
    if !installed() {
        return Err(not_here("Microsoft Entra Connect Sync (the service ADSync) is not installed here"));
    }
    // A 32-bit program would be given the 32-bit PowerShell, which has no ADSync module.
    let folder = if cfg!(target_pointer_width = "32") { "Sysnative" } else { "System32" };
    let root = std::env::var_os("SystemRoot").unwrap_or_else(|| r"C:\Windows".into());
    let powershell = PathBuf::from(root).join(folder).join(r"WindowsPowerShell\v1.0\powershell.exe");
    if powershell.is_file() {
        Ok(Host { powershell })
    } else {
        Err(not_here(&format!("there is no Windows PowerShell at {}", powershell.display())))
    }
}

#[cfg(windows)]
fn installed() -> bool {
    ["SYSTEM\\CurrentControlSet\\Services\\ADSync", "SOFTWARE\\Microsoft\\AD Sync"]
        .iter()
        .any(|key| windows_registry::LOCAL_MACHINE.open(key).is_ok())
}

#[cfg(not(windows))]
fn windows() -> Result<Host, SourceError> {
    Err(not_here("this is not Windows, and Microsoft Entra Connect runs nowhere else"))
}

#[cfg(not(windows))]
const fn installed() -> bool {
    false
}
