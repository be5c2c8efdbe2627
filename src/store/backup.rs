//! A backup: everything worth keeping, in one `.tar.zst` file that standard programs can open.
//!
//! Passwords stay out of it: whoever finds the file must not be able to write
//! in the school's name. The hashes of suppressed addresses are in it, so that
//! a restored store refuses those addresses still (R8).

use std::{
    fs, io,
    path::{Path, PathBuf},
};

use jiff::Timestamp;
use serde::{Deserialize, Serialize};

use super::{
    LockedStore, Store,
    drafts::DRAFT,
    error::{Action, StoreError},
    file::{self, Staged, TEMPORARY_PREFIX},
    messages::MESSAGE,
};

/// The first file of a backup: what it is, and when it was made.
pub(super) const MANIFEST: &str = "backup.json";
/// The settings in a backup.
pub(super) const CONFIG: &str = "config.json";
/// The messages, each with its journal.
pub(super) const MESSAGES: &str = "messages";
/// What was written and not sent yet.
pub(super) const DRAFTS: &str = "drafts";
/// The addresses that must not be added again (R8).
pub(super) const SUPPRESSIONS: &str = "suppressions.json";
/// The folders of files; what the accounts have sent lately is there, so that their limits hold.
pub(super) const FOLDERS: [&str; 2] = ["lists", "pace"];

/// Good compression for its time: the library's own default.
const LEVEL: i32 = 3;

/// What a backup says of itself.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Serialize, Deserialize)]
pub struct Manifest {
    /// When it was made.
    pub created: Timestamp,
}

/// What a backup holds.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq, Serialize)]
pub struct BackupCounts {
    /// How many lists.
    pub lists: usize,
    /// How many messages, finished or not.
    pub messages: usize,
}

impl Store {
    /// Writes everything worth keeping into a file, which is complete but not yet in its place.
    ///
    /// Lists and settings are those of one moment, under the lock. Messages may
    /// be sent meanwhile: a journal only grows, and its beginning is one that a
    /// kill could have left.
    pub fn back_up(
        &self,
        config: &Path,
        created: Timestamp,
        path: &Path,
        on_wait: impl FnOnce(),
    ) -> Result<(Staged, BackupCounts), StoreError> {
        let locked = self.lock(on_wait)?;
        let mut archive = Archive::begin(path, created)?;
        archive.add(MANIFEST, &file::to_json(&Manifest { created }))?;
        if let Some(bytes) = file::read_optional(config)? {
            archive.add(CONFIG, &bytes)?;
        }
        archive.add_locked(&locked)?;
        drop(locked);
        let mut counts = BackupCounts {
            lists: archive.lists,
            messages: 0,
        };
        for id in self.message_ids()? {
            let folder = self.message_path(&id);
            if archive.add_folder(&folder, MESSAGE, &format!("{MESSAGES}/{id}"))? {
                counts.messages += 1;
            }
        }
        for id in self.draft_ids()? {
            archive.add_folder(&self.draft_path(&id), DRAFT, &format!("{DRAFTS}/{id}"))?;
        }
        Ok((archive.finish()?, counts))
    }
}

/// An archive that is being written.
struct Archive {
    tar: tar::Builder<zstd::Encoder<'static, Staged>>,
    path: PathBuf,
    created: Timestamp,
    lists: usize,
}

impl Archive {
    fn begin(path: &Path, created: Timestamp) -> Result<Self, StoreError> {
        let compress = |file| {
            let mut encoder = zstd::Encoder::new(file, LEVEL)?;
            // A damaged backup must be known for one.
            encoder.include_checksum(true)?;
            Ok(encoder)
        };
        let encoder =
            compress(Staged::begin(path)?).map_err(StoreError::io(Action::Write, path))?;
        Ok(Self {
            tar: tar::Builder::new(encoder),
            path: path.to_owned(),
            created,
            lists: 0,
        })
    }

    fn add(&mut self, name: &str, bytes: &[u8]) -> Result<(), StoreError> {
        let mut header = tar::Header::new_ustar();
        header.set_size(bytes.len() as u64);
        header.set_mode(0o600);
        header.set_mtime(self.created.as_second().try_into().unwrap_or_default());
        self.tar
            .append_data(&mut header, name, bytes)
            .map_err(StoreError::io(Action::Write, &self.path))
    }

    /// Adds what nobody changes while the lock is held.
    fn add_locked(&mut self, locked: &LockedStore<'_>) -> Result<(), StoreError> {
        if let Some(bytes) = file::read_optional(&locked.suppressions_path())? {
            self.add(SUPPRESSIONS, &bytes)?;
        }
        for folder in FOLDERS {
            let path = locked.root().join(folder);
            for name in files_of(&path)? {
                self.add(&format!("{folder}/{name}"), &read(&path.join(&name))?)?;
            }
        }
        self.lists = locked.list_names()?.len();
        Ok(())
    }

    /// Adds a message or a draft, unless it was removed meanwhile.
    fn add_folder(&mut self, folder: &Path, main: &str, name: &str) -> Result<bool, StoreError> {
        match read_together(folder, main) {
            Ok(files) => {
                for (file, bytes) in &files {
                    self.add(&format!("{name}/{file}"), bytes)?;
                }
                Ok(true)
            }
            Err(_) if !folder.exists() => Ok(false),
            Err(error) => Err(error),
        }
    }

    fn finish(self) -> Result<Staged, StoreError> {
        let path = self.path;
        let finish = |tar: tar::Builder<zstd::Encoder<'_, Staged>>| {
            let staged = tar.into_inner()?.finish()?;
            staged.sync()?;
            Ok(staged)
        };
        finish(self.tar).map_err(StoreError::io(Action::Write, path))
    }
}

/// Reads the files of a message or a draft as they are together.
///
/// The main one is read before and after the others: `message.json` must not
/// count an acceptance that the journal has not. It is replaced when a run
/// begins or ends; what was read while that happened is read again.
fn read_together(folder: &Path, main: &str) -> Result<Vec<(String, Vec<u8>)>, StoreError> {
    let main = folder.join(main);
    loop {
        let before = file::read_optional(&main)?;
        let mut files = Vec::new();
        for name in files_of(folder)? {
            let bytes = read(&folder.join(&name))?;
            files.push((name, bytes));
        }
        if file::read_optional(&main)? == before {
            return Ok(files);
        }
    }
}

fn read(path: &Path) -> Result<Vec<u8>, StoreError> {
    fs::read(path).map_err(StoreError::io(Action::Read, path))
}

/// Returns the names of the files of a folder that are worth keeping, sorted; none when it is no folder.
fn files_of(folder: &Path) -> Result<Vec<String>, StoreError> {
    let failed = |error| StoreError::io(Action::Read, folder)(error);
    let entries = match fs::read_dir(folder) {
        Ok(entries) => entries,
        Err(error) if error.kind() == io::ErrorKind::NotFound => return Ok(Vec::new()),
        Err(error) => return Err(failed(error)),
    };
    let mut names = Vec::new();
    for entry in entries {
        let entry = entry.map_err(failed)?;
        let name = entry.file_name().into_string().unwrap_or_default();
        let kept = !name.starts_with(TEMPORARY_PREFIX) && !is_lock(&name) && !name.is_empty();
        if kept && entry.file_type().map_err(failed)?.is_file() {
            names.push(name);
        }
    }
    names.sort();
    Ok(names)
}

/// Tells whether a file is there only to be locked.
fn is_lock(name: &str) -> bool {
    name == "lock" || Path::new(name).extension().is_some_and(|end| end == "lock")
}
