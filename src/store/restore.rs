//! A backup read back: unpacked beside the place that it will take, then put there.

use std::{
    fmt, fs,
    io::{self, BufReader, Read, Write as _},
    path::{Component, Path, PathBuf},
};

use tar::EntryType;
use tempfile::TempDir;

use super::{
    LockedStore, Store,
    backup::{CONFIG, DRAFTS, FOLDERS, MANIFEST, MESSAGES, Manifest, SUPPRESSIONS},
    error::{Action, StoreError},
    file,
};
use crate::{domain::message::MessageId, text, texts::Text};

/// What goes to the folder of data: whom not to write to comes before anyone to write to (R8).
const DATA: [&str; 5] = [SUPPRESSIONS, MESSAGES, DRAFTS, FOLDERS[0], FOLDERS[1]];

/// Why a backup is not restored.
#[derive(Debug)]
pub enum BackupError {
    /// It is another kind of file.
    NotABackup { path: PathBuf },
    /// It is cut short, or its content was altered.
    Damaged { path: PathBuf },
    /// It holds what no backup of carnet holds.
    Foreign { path: PathBuf, entry: String },
    /// There is something already where it would go.
    Occupied { path: PathBuf },
}

impl BackupError {
    /// Returns what to do next.
    pub fn hint(&self) -> Text {
        match self {
            Self::NotABackup { .. } => text!("hint-not-a-backup"),
            Self::Damaged { .. } | Self::Foreign { .. } => text!("hint-other-backup"),
            Self::Occupied { .. } => text!("hint-restore-occupied"),
        }
    }
}

impl fmt::Display for BackupError {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        let shown = |path: &Path| path.display().to_string();
        match self {
            Self::NotABackup { path } => text!("not-a-backup", path = shown(path)),
            Self::Damaged { path } => text!("backup-damaged", path = shown(path)),
            Self::Foreign { path, entry } => {
                text!("backup-foreign", path = shown(path), entry = entry)
            }
            Self::Occupied { path } => text!("restore-occupied", path = shown(path)),
        }
        .fmt(f)
    }
}

impl std::error::Error for BackupError {}

/// A backup unpacked in a folder of its own; removed when dropped.
#[derive(Debug)]
pub struct Unpacked {
    folder: TempDir,
    /// What the backup says of itself.
    pub manifest: Manifest,
}

impl LockedStore<'_> {
    /// Refuses to restore over lists, messages or settings.
    pub fn check_unoccupied(&self, config: &Path) -> Result<(), BackupError> {
        let occupied = DATA
            .map(|name| self.root.join(name))
            .into_iter()
            .chain([config.to_owned()])
            .find(|path| is_occupied(path));
        occupied.map_or(Ok(()), |path| Err(BackupError::Occupied { path }))
    }

    /// Unpacks a backup beside the place that it will take.
    ///
    /// `path` is what it is called in errors.
    pub fn unpack(&self, input: impl Read, path: &Path) -> anyhow::Result<Unpacked> {
        let folder = file::temporary_folder(&self.root)
            .map_err(StoreError::io(Action::Write, &self.root))?;
        let manifest = unpack_into(folder.path(), input, path)?;
        Ok(Unpacked { folder, manifest })
    }
}

impl Unpacked {
    /// Returns what was unpacked, to be read like any other store.
    pub fn store(&self) -> Store {
        Store::new(self.folder.path().to_owned())
    }

    /// Moves everything to its place, the settings last: without them nothing can be sent.
    pub fn put_in_place(self, locked: &LockedStore<'_>, config: &Path) -> Result<(), StoreError> {
        let unpacked = self.folder.path();
        for name in DATA {
            let (from, to) = (unpacked.join(name), locked.root.join(name));
            if from.exists() {
                // An empty folder may stand there.
                let _none = fs::remove_dir(&to);
                fs::rename(&from, &to).map_err(StoreError::io(Action::Write, to))?;
            }
        }
        file::sync_folder(&locked.root).map_err(StoreError::io(Action::Write, &locked.root))?;
        if let Some(settings) = file::read_optional(&unpacked.join(CONFIG))? {
            file::write_whole(config, &settings)?;
        }
        Ok(())
    }
}

/// Tells whether there is a file, or a folder with something in it.
fn is_occupied(path: &Path) -> bool {
    match fs::read_dir(path) {
        Ok(mut entries) => entries.next().is_some(),
        Err(_) => path.symlink_metadata().is_ok(),
    }
}

fn unpack_into(folder: &Path, input: impl Read, path: &Path) -> anyhow::Result<Manifest> {
    // What the library says of it helps nobody.
    let damaged = |_| BackupError::Damaged {
        path: path.to_owned(),
    };
    let foreign = |entry: &Path| BackupError::Foreign {
        path: path.to_owned(),
        entry: entry.display().to_string(),
    };
    let decoder = zstd::Decoder::new(BufReader::new(input)).map_err(damaged)?;
    let mut archive = tar::Archive::new(decoder);
    let mut manifest = None;
    for entry in archive.entries().map_err(damaged)? {
        let mut entry = match entry {
            Ok(entry) => entry,
            Err(_) if manifest.is_none() => return Err(not_a_backup(path).into()),
            Err(error) => return Err(damaged(error).into()),
        };
        let name = entry.path().map_err(damaged)?.into_owned();
        if entry.header().entry_type() != EntryType::Regular {
            return Err(foreign(&name).into());
        }
        if manifest.is_none() && name != Path::new(MANIFEST) {
            return Err(not_a_backup(path).into());
        }
        let target = place_in(folder, &name).ok_or_else(|| foreign(&name))?;
        let mut bytes = Vec::new();
        entry.read_to_end(&mut bytes).map_err(damaged)?;
        match write_new(&target, &bytes) {
            Err(StoreError::Io { source, .. }) if source.kind() == io::ErrorKind::AlreadyExists => {
                return Err(foreign(&name).into());
            }
            written => written?,
        }
        if manifest.is_none() {
            manifest = read_manifest(&target, path)?;
        }
    }
    let manifest = manifest.ok_or_else(|| not_a_backup(path))?;
    // The checksum stands after the end of the archive.
    io::copy(&mut archive.into_inner(), &mut io::sink()).map_err(damaged)?;
    file::sync_everything();
    Ok(manifest)
}

/// Returns where a file of a backup goes, if a backup may hold it: nothing may
/// be written elsewhere, nor take the place of a password.
fn place_in(folder: &Path, name: &Path) -> Option<PathBuf> {
    let parts = name.components().map(|part| match part {
        Component::Normal(part) => part.to_str(),
        _ => None,
    });
    let known = match parts.collect::<Option<Vec<&str>>>()?.as_slice() {
        [file] => [MANIFEST, CONFIG, SUPPRESSIONS].contains(file),
        [folder, _] => FOLDERS.contains(folder),
        [folder, id, _] => [MESSAGES, DRAFTS].contains(folder) && MessageId::parse(id).is_some(),
        _ => false,
    };
    known.then(|| folder.join(name))
}

fn write_new(path: &Path, bytes: &[u8]) -> Result<(), StoreError> {
    file::create_folder(file::folder_of(path))?;
    let write = || {
        let mut options = file::private_options();
        let mut file = options.create_new(true).write(true).open(path)?;
        file.write_all(bytes)
    };
    write().map_err(StoreError::io(Action::Write, path))
}

/// Reads what a backup says of itself; `backup` is what it is called in errors.
fn read_manifest(path: &Path, backup: &Path) -> anyhow::Result<Option<Manifest>> {
    match file::read_json(path) {
        Ok(manifest) => Ok(manifest),
        Err(StoreError::TooNew { format, .. }) => Err(StoreError::TooNew {
            path: backup.to_owned(),
            format,
        }
        .into()),
        Err(_) => Err(not_a_backup(backup).into()),
    }
}

fn not_a_backup(path: &Path) -> BackupError {
    BackupError::NotABackup {
        path: path.to_owned(),
    }
}
