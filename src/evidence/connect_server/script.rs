//! The script itself, and how it is run by hand.

/// The collector: one Windows PowerShell 5.1 script that reads and changes nothing.
pub const SCRIPT: &str = concat!(
    include_str!("../../../assets/collector/1-begin.ps1"),
    "\n",
    include_str!("../../../assets/collector/2-server.ps1"),
    "\n",
    include_str!("../../../assets/collector/3-sync.ps1"),
    "\n",
    include_str!("../../../assets/collector/4-events.ps1"),
    "\n",
    include_str!("../../../assets/collector/5-user.ps1"),
    "\n",
    include_str!("../../../assets/collector/6-run.ps1"),
);

/// The usual name of the script.
pub const SCRIPT_NAME: &str = "phs-collect.ps1";

/// Runs it on the server where it lies; the execution policy is set aside for this one process only.
pub const RUN_HERE: &str =
    "powershell.exe -NoProfile -ExecutionPolicy Bypass -File .\\phs-collect.ps1 -Output evidence.jsonl";

/// Runs it on another server by PowerShell remoting, from any Windows PowerShell.
pub const RUN_REMOTE: &str = "Invoke-Command -ComputerName SERVER -FilePath .\\phs-collect.ps1 | Set-Content -Encoding UTF8 evidence.jsonl";

/// The script as Windows PowerShell reads it in every language: UTF-8 with its mark, CRLF.
#[must_use]
pub fn file() -> Vec<u8> {
    let mut out = "\u{feff}".as_bytes().to_vec();
    out.extend(SCRIPT.replace("\r\n", "\n").replace('\n', "\r\n").as_bytes());
    out
}
