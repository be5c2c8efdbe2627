//! Mending what is safe to mend: nothing that anybody wrote or decided is lost.

use std::{
    fs, io,
    path::{Path, PathBuf},
};

use jiff::Timestamp;
use serde::Serialize;

use super::{Finding, filesystem::entries};
use crate::{
    domain::{list_name::ListName, message::MessageId},
    ops::sending::close_run,
    store::{Action, LockedStore, StoreError, file},
    text,
    texts::Text,
};

/// How something that was found can be mended.
#[derive(Clone, Debug, PartialEq, Eq)]
pub enum Mend {
    /// Take a file, or a folder with all it holds, from everybody but its owner.
    Restrict(PathBuf),
    /// Take a folder from everybody but its owner, whatever it holds.
    RestrictFolder(PathBuf),
    /// Remove what a change that was cut short left over.
    Remove(PathBuf),
    /// Complete the change of several lists that was decided.
    CompleteLists,
    /// Drop the line that was cut short at the end of a journal.
    CutJournal(MessageId),
    /// Count the deliveries of a message again.
    CountDeliveries(MessageId),
    /// Count the subscribers of a list again.
    CountSubscribers(ListName),
    /// Drop the record that was cut short at the end of an account's record.
    CutPace(PathBuf),
}

/// Something that was mended.
#[derive(Clone, Debug, PartialEq, Eq, Serialize)]
pub struct Mended {
    /// What kind of finding it was.
    pub kind: &'static str,
    /// What was done.
    pub what: String,
}

/// Mends what can be mended of what was found; what another process is at work on is left alone.
pub fn mend(
    findings: &[Finding],
    locked: &LockedStore<'_>,
    now: Timestamp,
) -> Vec<anyhow::Result<Mended>> {
    let mut done = Vec::new();
    for finding in findings {
        let Some(mend) = &finding.mend else {
            continue;
        };
        match mend.apply(locked, now) {
            Ok(true) => done.push(Ok(Mended {
                kind: finding.kind,
                what: mend.text().to_string(),
            })),
            Ok(false) => {}
            Err(error) => done.push(Err(error)),
        }
    }
    done
}

impl Mend {
    /// Returns what was done, in words.
    fn text(&self) -> Text {
        let shown = |path: &Path| path.display().to_string();
        match self {
            Self::Restrict(path) | Self::RestrictFolder(path) => {
                text!("mended-restricted", path = shown(path))
            }
            Self::Remove(path) => text!("mended-removed", path = shown(path)),
            Self::CompleteLists => text!("mended-lists"),
            Self::CutJournal(id) => text!("mended-journal", id = id),
            Self::CountDeliveries(id) => text!("mended-message-counts", id = id),
            Self::CountSubscribers(name) => text!("mended-list-counts", name = name),
            Self::CutPace(path) => text!("mended-pace", path = shown(path)),
        }
    }

    /// Tells whether it was mended; not where another process is at work.
    fn apply(&self, locked: &LockedStore<'_>, now: Timestamp) -> anyhow::Result<bool> {
        let mended = match self {
            Self::Restrict(path) => restrict(path).map_err(StoreError::io(Action::Write, path)),
            Self::RestrictFolder(path) => {
                restrict_alone(path).map_err(StoreError::io(Action::Write, path))
            }
            Self::Remove(path) => return Ok(remove(path, locked)?),
            // Whoever takes the lock completes it.
            Self::CompleteLists => Ok(()),
            Self::CutJournal(id) => locked.lock_message(id).and_then(|lock| {
                // Opening it drops that line.
                lock.journal().map(drop)
            }),
            Self::CountDeliveries(id) => match locked.lock_message(id) {
                Ok(lock) => {
                    let mut message = locked.message(id)?;
                    close_run(locked, &lock, &mut message, now)?;
                    Ok(())
                }
                Err(error) => Err(error),
            },
            Self::CountSubscribers(name) => locked.save_list(name, &locked.list(name)?),
            Self::CutPace(path) => return Ok(locked.cut_pace(path)?),
        };
        match mended {
            Ok(()) => Ok(true),
            Err(StoreError::Sending { .. }) => Ok(false),
            Err(error) => Err(error.into()),
        }
    }
}

/// Takes a file, or a folder with all it holds, from everybody but its owner.
fn restrict(path: &Path) -> io::Result<()> {
    restrict_alone(path)?;
    entries(path).iter().try_for_each(|path| restrict(path))
}

#[cfg(unix)]
fn restrict_alone(path: &Path) -> io::Result<()> {
    use std::os::unix::fs::PermissionsExt as _;
    let metadata = fs::symlink_metadata(path)?;
    if metadata.is_symlink() {
        return Ok(());
    }
    let mode = if metadata.is_dir() { 0o700 } else { 0o600 };
    fs::set_permissions(path, fs::Permissions::from_mode(mode))
}

#[cfg(not(unix))]
const fn restrict_alone(_path: &Path) -> io::Result<()> {
    Ok(())
}

/// Removes what was left over; tells whether nobody was at work on it.
fn remove(path: &Path, locked: &LockedStore<'_>) -> Result<bool, StoreError> {
    let folder = path.parent().unwrap_or(path);
    let is_folder = path.symlink_metadata().is_ok_and(|one| one.is_dir());
    // A message is frozen under a lock of its own, and an account's record kept under another.
    let mut locks = vec![path.join("lock"), folder.join("lock")];
    locks.extend(
        entries(folder)
            .into_iter()
            .filter(|path| path.extension().is_some_and(|end| end == "lock")),
    );
    let root = locked.root().join("lock");
    if locks
        .iter()
        .any(|path| *path != root && file::is_locked(path))
    {
        return Ok(false);
    }
    if is_folder {
        fs::remove_dir_all(path)
    } else {
        fs::remove_file(path)
    }
    .map_err(StoreError::io(Action::Remove, path))?;
    Ok(true)
}
