//! The computer: is its date right, is there room, is the folder its own?

use std::{
    fs,
    path::{Path, PathBuf},
};

use jiff::SignedDuration;

use super::Finding;
use crate::{clock::Clock, config::Dirs, store::Store, text};

/// Less than this leaves no room for a message and its journal, in bytes.
const LITTLE_SPACE: u64 = 100 * 1024 * 1024;
/// A clock that is set by the network is never that wrong.
const CLOCK_TOLERANCE: SignedDuration = SignedDuration::from_mins(5);

pub fn examine(dirs: &Dirs, store: &Store, clock: &Clock, findings: &mut Vec<Finding>) {
    for root in dirs.roots() {
        examine_mount(root, findings);
        examine_space(root, findings);
    }
    examine_clock(store, clock, findings);
}

/// Reports a message of the future: the clock is wrong, or was.
///
/// Limits count what was sent, and a schedule waits, by that clock.
fn examine_clock(store: &Store, clock: &Clock, findings: &mut Vec<Finding>) {
    let ids = store.message_ids().unwrap_or_default();
    let messages = ids.iter().filter_map(|id| store.message(id).ok());
    let Some(latest) = messages.max_by_key(|message| message.created) else {
        return;
    };
    if latest.created.duration_since(clock.now()) > CLOCK_TOLERANCE {
        findings.push(Finding::warning(
            "clock",
            &text!(
                "doctor-clock",
                now = clock.minute(clock.now()),
                id = &latest.id,
                created = clock.minute(latest.created)
            ),
            text!("doctor-next-clock"),
        ));
    }
}

/// Reports a disk on which there is hardly any room left.
fn examine_space(root: &Path, findings: &mut Vec<Finding>) {
    if let Some(space) = existing(root).and_then(|path| space(&path))
        && space < LITTLE_SPACE
    {
        findings.push(Finding::warning(
            "disk-nearly-full",
            &text!(
                "doctor-space",
                path = root.display().to_string(),
                size = space / (1024 * 1024)
            ),
            text!("doctor-next-space"),
        ));
    }
}

/// Returns the bytes that are left for this user on the disk of a folder.
#[cfg(unix)]
fn space(folder: &Path) -> Option<u64> {
    let disk = rustix::fs::statvfs(folder).ok()?;
    Some(disk.f_bavail.saturating_mul(disk.f_frsize))
}

#[cfg(not(unix))]
const fn space(_folder: &Path) -> Option<u64> {
    None
}

/// Returns the folder, or what is above it when it is not there yet.
fn existing(root: &Path) -> Option<PathBuf> {
    root.ancestors().find_map(|path| path.canonicalize().ok())
}

/// Reports a folder of another computer, where locks may not hold.
fn examine_mount(root: &Path, findings: &mut Vec<Finding>) {
    let Ok(mounts) = fs::read_to_string("/proc/mounts") else {
        return;
    };
    if let Some(kind) = existing(root).and_then(|path| network_filesystem(&mounts, &path)) {
        findings.push(Finding::warning(
            "network-folder",
            &text!(
                "doctor-network-folder",
                path = root.display().to_string(),
                kind = kind
            ),
            text!("doctor-next-local-folder"),
        ));
    }
}

/// Returns the type of the network file system that holds a path, if one does.
///
/// `mounts` is what `/proc/mounts` says (fstab(5)): source, place, type and
/// more on each line, blanks in octal.
fn network_filesystem(mounts: &str, path: &Path) -> Option<String> {
    let mut best: Option<(PathBuf, &str)> = None;
    for line in mounts.lines() {
        let mut fields = line.split(' ').skip(1);
        let (Some(place), Some(kind)) = (fields.next(), fields.next()) else {
            continue;
        };
        let place = PathBuf::from(place.replace("\\040", " "));
        let deeper = best
            .as_ref()
            .is_none_or(|(best, _)| place.components().count() >= best.components().count());
        if path.starts_with(&place) && deeper {
            best = Some((place, kind));
        }
    }
    let (_, kind) = best?;
    let network =
        kind.starts_with("nfs") || matches!(kind, "cifs" | "smb3" | "smbfs" | "afs" | "fuse.sshfs");
    network.then(|| kind.to_owned())
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn the_deepest_mount_tells_whether_a_folder_is_on_another_computer() {
        let mounts = "/dev/sda1 / ext4 rw 0 0\n\
            srv:/home /home nfs4 rw 0 0\n\
            /dev/sdb1 /home/local ext4 rw 0 0\n\
            //srv/x /mnt/mes\\040documents cifs rw 0 0\n";
        for (path, kind) in [
            ("/home/dir/.config/carnet", Some("nfs4")),
            ("/home/local/carnet", None),
            ("/homework", None),
            ("/mnt/mes documents/carnet", Some("cifs")),
            ("/var", None),
        ] {
            let found = network_filesystem(mounts, Path::new(path));
            assert_eq!(found.as_deref(), kind, "{path}");
        }
        assert_eq!(network_filesystem("", Path::new("/x")), None);
    }
}
