//! Files and folders: who can read them, what was left over, where they are.

use std::{
    collections::BTreeSet,
    fs,
    path::{Path, PathBuf},
};

use super::Finding;
use crate::{
    config::{Dirs, SecretSource, Settings},
    store::file::TEMPORARY_PREFIX,
    text,
};

/// What carnet writes in its folders; a home may hold other things, which are not its affair.
const OWN: [&str; 9] = [
    "config.json",
    "secrets",
    "lists",
    "lists.next",
    "suppressions.json",
    "messages",
    "drafts",
    "pace",
    "lock",
];

/// How deep `messages/ID/journal.jsonl` stands.
const DEPTH: usize = 3;

pub fn examine(dirs: &Dirs, settings: Option<&Settings>, findings: &mut Vec<Finding>) {
    let roots = BTreeSet::from([dirs.config(), dirs.data()]);
    for root in &roots {
        if is_exposed(root) {
            findings.push(Finding::warning(
                "folder-exposed",
                &text!("doctor-folder-exposed", path = shown(root)),
                text!("doctor-next-chmod-folder", path = shell_word(root)),
            ));
        }
        for name in OWN {
            examine_permissions(&root.join(name), findings);
        }
        examine_leftovers(root, findings);
        for name in OWN {
            examine_leftovers_below(&root.join(name), DEPTH, findings);
        }
        examine_mount(root, findings);
    }
    if let Some(settings) = settings {
        examine_secrets(dirs, settings, findings);
    }
}

/// Reports once for a file, or for a folder with everything in it.
fn examine_permissions(path: &Path, findings: &mut Vec<Finding>) {
    let exposed = exposed_below(path, DEPTH);
    let Some(first) = exposed.first() else {
        return;
    };
    let what = text!(
        "doctor-exposed",
        path = shown(first),
        others = exposed.len() - 1
    );
    let next = text!("doctor-next-chmod", path = shell_word(path));
    let finding = if path.ends_with("secrets") {
        Finding::error("password-exposed", &what, next)
    } else {
        Finding::warning("file-exposed", &what, next)
    };
    findings.push(finding);
}

/// Returns what others can get at, the folder itself first.
fn exposed_below(path: &Path, depth: usize) -> Vec<PathBuf> {
    let mut found = Vec::new();
    if is_exposed(path) {
        found.push(path.to_owned());
    }
    if depth > 0 {
        for entry in entries(path) {
            found.extend(exposed_below(&entry, depth - 1));
        }
    }
    found
}

fn shown(path: &Path) -> String {
    path.display().to_string()
}

/// Returns a path as a shell takes it for one word: the usual folder on macOS has a space.
fn shell_word(path: &Path) -> String {
    let path = shown(path);
    let plain = |c: char| c.is_alphanumeric() || "/._-+@%~".contains(c);
    if path.chars().all(plain) || cfg!(windows) {
        path
    } else {
        format!("'{}'", path.replace('\'', "'\\''"))
    }
}

/// Returns what a folder holds, sorted; nothing when it is no folder.
fn entries(folder: &Path) -> Vec<PathBuf> {
    let is_folder = fs::symlink_metadata(folder).is_ok_and(|metadata| metadata.is_dir());
    let mut entries: Vec<PathBuf> = is_folder
        .then(|| fs::read_dir(folder).ok())
        .flatten()
        .into_iter()
        .flatten()
        .filter_map(|entry| Some(entry.ok()?.path()))
        .collect();
    entries.sort();
    entries
}

#[cfg(unix)]
fn is_exposed(path: &Path) -> bool {
    use std::os::unix::fs::PermissionsExt as _;
    fs::symlink_metadata(path)
        .is_ok_and(|metadata| !metadata.is_symlink() && metadata.permissions().mode() & 0o077 != 0)
}

#[cfg(not(unix))]
const fn is_exposed(_path: &Path) -> bool {
    false
}

/// Reports what a change that was cut short left behind in a folder.
fn examine_leftovers(folder: &Path, findings: &mut Vec<Finding>) {
    for entry in entries(folder) {
        let name = entry.file_name().unwrap_or_default().to_string_lossy();
        if name.starts_with(TEMPORARY_PREFIX) {
            findings.push(Finding::warning(
                "left-over",
                &text!("doctor-left-over", path = shown(&entry)),
                text!("doctor-next-remove", path = shell_word(&entry)),
            ));
        }
    }
}

fn examine_leftovers_below(folder: &Path, depth: usize, findings: &mut Vec<Finding>) {
    examine_leftovers(folder, findings);
    if depth > 1 {
        for entry in entries(folder) {
            examine_leftovers_below(&entry, depth - 1, findings);
        }
    }
}

/// Reports passwords that no account needs.
fn examine_secrets(dirs: &Dirs, settings: &Settings, findings: &mut Vec<Finding>) {
    let needed: BTreeSet<PathBuf> = settings
        .accounts
        .iter()
        .filter(|account| SecretSource::of(dirs, account) == SecretSource::File)
        .map(|account| dirs.secret_file(&account.address))
        .collect();
    for path in entries(&dirs.secrets()) {
        let name = path.file_name().unwrap_or_default().to_string_lossy();
        if !needed.contains(&path) && !name.starts_with(TEMPORARY_PREFIX) {
            findings.push(Finding::warning(
                "password-of-nobody",
                &text!("doctor-password-of-nobody", path = shown(&path)),
                text!("doctor-next-remove", path = shell_word(&path)),
            ));
        }
    }
}

/// Reports a folder of another computer, where locks may not hold.
fn examine_mount(root: &Path, findings: &mut Vec<Finding>) {
    let Ok(mounts) = fs::read_to_string("/proc/mounts") else {
        return;
    };
    // The folder may not be there yet: what is above it decides.
    let existing = root.ancestors().find_map(|path| path.canonicalize().ok());
    if let Some(kind) = existing.and_then(|path| network_filesystem(&mounts, &path)) {
        findings.push(Finding::warning(
            "network-folder",
            &text!("doctor-network-folder", path = shown(root), kind = kind),
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
    #[cfg(unix)]
    fn a_path_with_blanks_is_one_word_in_a_shell() {
        for (path, word) in [
            ("/home/dir/.config/carnet", "/home/dir/.config/carnet"),
            (
                "/Users/Zoé/Application Support",
                "'/Users/Zoé/Application Support'",
            ),
            ("/l'école; rm", "'/l'\\''école; rm'"),
        ] {
            assert_eq!(shell_word(Path::new(path)), word);
        }
    }

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
