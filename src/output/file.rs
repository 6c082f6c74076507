//! Files that are written whole or not at all. For their owner alone, never through a link.

use std::fs::{self, File, OpenOptions};
use std::io;
use std::os::unix::fs::OpenOptionsExt;
use std::path::{Path, PathBuf};

/// Writes a new file; it is taken away again if that fails.
///
/// # Errors
/// [`io::ErrorKind::AlreadyExists`] where there is one; those of `write`, and of the disk.
pub fn create<T>(path: &Path, write: impl FnOnce(&mut File) -> io::Result<T>) -> io::Result<T> {
    let mut file = OpenOptions::new()
        .write(true)
        .create_new(true)
        .mode(0o600)
        .open(path)?;
    let written = write(&mut file).and_then(|answer| file.sync_all().map(|()| answer));
    written.inspect_err(|_| {
        // What is half written says nothing; if it can't be taken away, the message says that it failed.
        let _ = fs::remove_file(path);
    })
}

/// Writes a file beside another, or where none is yet, and moves it there, so that nobody finds half of it.
///
/// # Errors
/// Those of `write`, and of the disk.
pub fn replace<T>(path: &Path, write: impl FnOnce(&mut File) -> io::Result<T>) -> io::Result<T> {
    let part = beside(path);
    let answer = create(&part, write)?;
    fs::rename(&part, path).inspect_err(|_| {
        let _ = fs::remove_file(&part);
    })?;
    Ok(answer)
}

/// The name of what is not whole yet, in the same folder.
fn beside(path: &Path) -> PathBuf {
    let mut name = path.as_os_str().to_owned();
    name.push(format!(".part-{}", std::process::id()));
    PathBuf::from(name)
}

#[cfg(test)]
mod tests {
    use super::*;
    use std::io::Write;

    #[test]
    fn a_file_is_there_whole_or_as_it_was() {
        let folder = tempfile::tempdir().unwrap();
        let path = folder.path().join("file");
        let text = |text: &'static str| move |file: &mut File| file.write_all(text.as_bytes());
        let half = |file: &mut File| {
            file.write_all(b"half")?;
            Err::<(), _>(io::Error::other("full"))
        };
        create(&path, half).unwrap_err();
        assert!(!path.exists());
        create(&path, text("one")).unwrap();
        let there = create(&path, text("two")).unwrap_err();
        assert_eq!(there.kind(), io::ErrorKind::AlreadyExists);
        replace(&path, half).unwrap_err();
        assert_eq!(fs::read_to_string(&path).unwrap(), "one");
        replace(&path, text("two")).unwrap();
        assert_eq!(fs::read_to_string(&path).unwrap(), "two");
        assert_eq!(fs::read_dir(folder.path()).unwrap().count(), 1);
    }
}
