//! Files are written whole or not at all.

use std::{
    fs,
    io::{self, Write},
    path::{Path, PathBuf},
};
use tempfile::NamedTempFile;

/// Writes a document; `path` may be a folder, then `name` is the file in it. Returns where it is.
/// Text files are written as every editor of Windows reads them: UTF-8 with its mark, CRLF.
pub(super) fn document(path: &Path, name: &str, text: &str, force: bool) -> Result<PathBuf, String> {
    let path = if path.is_dir() { path.join(name) } else { path.to_owned() };
    let is = |ending: &str| path.extension().is_some_and(|e| e.eq_ignore_ascii_case(ending));
    if is("txt") {
        let marked = format!("\u{feff}{}", text.replace("\r\n", "\n").replace('\n', "\r\n"));
        whole(&path, marked.as_bytes(), force)?;
    } else {
        whole(&path, text.as_bytes(), force)?;
    }
    if is("prom") {
        readable(&path)?;
    }
    Ok(path)
}

/// A collector runs as somebody else.
#[cfg(unix)]
fn readable(path: &Path) -> Result<(), String> {
    use std::os::unix::fs::PermissionsExt;
    fs::set_permissions(path, fs::Permissions::from_mode(0o644)).map_err(|e| why(path, &e))
}

#[cfg(not(unix))]
fn readable(_: &Path) -> Result<(), String> {
    Ok(())
}

/// Why nothing could be written, and what to do.
fn why(path: &Path, e: &io::Error) -> String {
    use io::ErrorKind as Kind;
    let hint = match e.kind() {
        Kind::PermissionDenied => "you may not write there; choose another folder, such as your own",
        Kind::StorageFull | Kind::QuotaExceeded => "the disk is full; free some space or choose another disk",
        Kind::ReadOnlyFilesystem => "the disk is read-only; choose another one",
        Kind::NotFound => "there is no such folder; create it or choose another",
        _ => return format!("{} cannot be written: {e}; nothing was written", path.display()),
    };
    format!("{} cannot be written: {hint}; nothing was written", path.display())
}

/// Writes `bytes` to `path`. An existing file is only replaced when `force` is set, and only when
/// it is a file; the reason is a sentence for the operator.
pub(super) fn whole(path: &Path, bytes: &[u8], force: bool) -> Result<(), String> {
    let name = path.display();
    match fs::symlink_metadata(path) {
        Ok(about) if !about.is_file() => return Err(format!("{name} is not a file; nothing was written")),
        Ok(_) if !force => {
            return Err(format!("{name} is already there and was left as it is; --force replaces it"));
        }
        _ => {}
    }
    let folder = path.parent().filter(|p| !p.as_os_str().is_empty()).unwrap_or_else(|| Path::new("."));
    // As Windows itself names it, a path may be longer than 260 characters. Some drives have no such name.
    let folder = folder.canonicalize().unwrap_or_else(|_| folder.to_owned());
    let to = folder.join(path.file_name().unwrap_or_default());
    let failed = |e: &io::Error| why(path, e);
    let mut file = NamedTempFile::new_in(folder).map_err(|e| failed(&e))?;
    file.write_all(bytes).and_then(|()| file.as_file().sync_all()).map_err(|e| failed(&e))?;
    if force {
        file.persist(&to).map_err(|e| failed(&e.error))?;
    } else {
        // Nothing that came to be there in the meantime is replaced either.
        file.persist_noclobber(&to).map_err(|e| failed(&e.error))?;
    }
    Ok(())
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn whole_or_not_at_all() {
        let folder = tempfile::tempdir().unwrap();
        let path = folder.path().join("report.txt");
        whole(&path, b"one", false).unwrap();
        assert!(whole(&path, b"two", false).unwrap_err().contains("--force"));
        assert_eq!(fs::read(&path).unwrap(), b"one");
        whole(&path, b"two", true).unwrap();
        assert_eq!(fs::read(&path).unwrap(), b"two");
        assert!(whole(folder.path(), b"x", true).unwrap_err().contains("not a file"));
        let gone = whole(&folder.path().join("no/such/folder.txt"), b"x", false).unwrap_err();
        assert!(gone.contains("no such folder"), "{gone}");
        assert_eq!(fs::read_dir(folder.path()).unwrap().count(), 1, "no half file is left");
    }
    #[test]
    fn text_files_are_read_by_every_editor() {
        let folder = tempfile::tempdir().unwrap();
        let path = document(folder.path(), "report.txt", "one\ntwo\r\n", false).unwrap();
        assert_eq!(path, folder.path().join("report.txt"));
        assert_eq!(fs::read(&path).unwrap(), b"\xef\xbb\xbfone\r\ntwo\r\n");
        let other = document(&folder.path().join("x.json"), "report.txt", "one\n", false).unwrap();
        assert_eq!(fs::read(other).unwrap(), b"one\n");
    }

    #[test]
    fn reasons_are_sentences() {
        let say = |kind| why(Path::new("r.txt"), &io::Error::from(kind));
        assert!(say(io::ErrorKind::StorageFull).contains("full"));
        assert!(say(io::ErrorKind::PermissionDenied).contains("may not write"));
    }
}
