//! Files are written whole or not at all.

use std::{
    fs,
    io::{self, Write},
    path::Path,
};
use tempfile::NamedTempFile;

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
    let failed = |e: &io::Error| format!("{name} cannot be written: {e}; nothing was written");
    let mut file = NamedTempFile::new_in(folder).map_err(|e| failed(&e))?;
    file.write_all(bytes).and_then(|()| file.as_file().sync_all()).map_err(|e| failed(&e))?;
    if force {
        file.persist(path).map_err(|e| failed(&e.error))?;
    } else {
        // Nothing that came to be there in the meantime is replaced either.
        file.persist_noclobber(path).map_err(|e| failed(&e.error))?;
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
        assert!(whole(&folder.path().join("no/such/folder.txt"), b"x", false).is_err());
        assert_eq!(fs::read_dir(folder.path()).unwrap().count(), 1, "no half file is left");
    }
}
