//! A Maildir that receives, instead of the server, what each subscriber would get.

use std::{
    fmt, fs,
    io::{self, Write as _},
    path::{Path, PathBuf},
    sync::atomic::{AtomicUsize, Ordering},
};

use crate::text;

/// A Maildir (`tmp`, `new`, `cur`) that only its owner reads.
#[derive(Debug)]
pub struct Outbox {
    folder: PathBuf,
    delivered: AtomicUsize,
}

impl Outbox {
    /// Creates the folders that are not there yet.
    pub fn create(folder: &Path) -> Result<Self, OutboxError> {
        for part in ["tmp", "new", "cur"] {
            let part = folder.join(part);
            private_folder(&part).map_err(failed(&part))?;
        }
        Ok(Self {
            folder: folder.to_owned(),
            delivered: AtomicUsize::new(0),
        })
    }

    /// Writes one copy: the very bytes that SMTP would carry, before dot-stuffing.
    ///
    /// A mail program that looks at the folder sees the whole file or nothing.
    pub fn deliver(&self, headers: &str, content: &[u8]) -> Result<PathBuf, OutboxError> {
        let number = self.delivered.fetch_add(1, Ordering::Relaxed) + 1;
        let tmp = self.folder.join("tmp");
        let mut file = tempfile::Builder::new()
            .prefix(&format!("{number:06}."))
            .suffix(".carnet")
            .rand_bytes(12)
            .tempfile_in(&tmp)
            .map_err(failed(&tmp))?;
        file.write_all(headers.as_bytes())
            .and_then(|()| file.write_all(content))
            .map_err(failed(file.path()))?;
        let name = file.path().file_name().unwrap_or_default().to_owned();
        let path = self.folder.join("new").join(name);
        file.persist_noclobber(&path)
            .map_err(|error| failed(&path)(error.error))?;
        Ok(path)
    }
}

#[cfg(unix)]
fn private_folder(path: &Path) -> io::Result<()> {
    use std::os::unix::fs::DirBuilderExt as _;
    fs::DirBuilder::new()
        .recursive(true)
        .mode(0o700)
        .create(path)
}

#[cfg(not(unix))]
fn private_folder(path: &Path) -> io::Result<()> {
    fs::create_dir_all(path)
}

fn failed(path: &Path) -> impl FnOnce(io::Error) -> OutboxError {
    let path = path.to_owned();
    |source| OutboxError { path, source }
}

/// A file or folder that cannot be written.
#[derive(Debug)]
pub struct OutboxError {
    path: PathBuf,
    source: io::Error,
}

impl fmt::Display for OutboxError {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        text!("cannot-write", path = self.path.display().to_string()).fmt(f)
    }
}

impl std::error::Error for OutboxError {
    fn source(&self) -> Option<&(dyn std::error::Error + 'static)> {
        Some(&self.source)
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn copies_have_names_of_their_own_and_nothing_stays_half_written() {
        let home = tempfile::tempdir().unwrap();
        let folder = home.path().join("to/outbox");
        for _ in 0..2 {
            let outbox = Outbox::create(&folder).unwrap();
            let path = outbox.deliver("To: a@x.fr\r\n", b".\r\n").unwrap();
            assert_eq!(fs::read(path).unwrap(), b"To: a@x.fr\r\n.\r\n");
        }
        let count = |part: &str| fs::read_dir(folder.join(part)).unwrap().count();
        assert_eq!((count("new"), count("tmp"), count("cur")), (2, 0, 0));
    }

    #[cfg(unix)]
    #[test]
    fn only_the_owner_reads_a_copy() {
        use std::os::unix::fs::PermissionsExt as _;
        let home = tempfile::tempdir().unwrap();
        let folder = home.path().join("outbox");
        let path = Outbox::create(&folder).unwrap().deliver("", b"").unwrap();
        let mode = |path: &Path| fs::metadata(path).unwrap().permissions().mode() & 0o777;
        assert_eq!((mode(&path), mode(&folder)), (0o600, 0o700));
    }

    #[test]
    fn a_file_in_the_way_is_named() {
        let home = tempfile::tempdir().unwrap();
        let file = home.path().join("file");
        fs::write(&file, "").unwrap();
        let error = Outbox::create(&file).unwrap_err();
        assert_eq!(error.path, file.join("tmp"));
    }
}
