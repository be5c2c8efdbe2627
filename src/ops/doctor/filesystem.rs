//! Files and folders: who can read them, whose they are, what was left over.

use std::{
    collections::BTreeSet,
    fs,
    path::{Path, PathBuf},
};

use super::{Finding, Severity, mend::Mend};
use crate::{
    config::{Dirs, SecretSource, Settings},
    store::file::is_temporary,
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
    for root in dirs.roots() {
        if is_exposed(root) {
            let what = text!("doctor-folder-exposed", path = shown(root));
            let mend = Mend::RestrictFolder(root.to_owned());
            findings.push(Finding::mendable(
                Severity::Warning,
                "folder-exposed",
                &what,
                mend,
            ));
        }
        for name in OWN {
            let path = root.join(name);
            examine_permissions(&path, findings);
            examine_owner(root, &path, findings);
        }
        examine_leftovers(root, findings);
        for name in OWN {
            examine_leftovers_below(&root.join(name), DEPTH, findings);
        }
    }
    if let Some(settings) = settings {
        examine_secrets(dirs, settings, findings);
    }
}

/// Reports once for a file, or for a folder with everything in it.
fn examine_permissions(path: &Path, findings: &mut Vec<Finding>) {
    let severity = if path.ends_with("secrets") {
        Severity::Error
    } else {
        Severity::Warning
    };
    let kind = if path.ends_with("secrets") {
        "password-exposed"
    } else {
        "file-exposed"
    };
    let exposed = below(path, DEPTH, &is_exposed);
    if let Some(first) = exposed.first() {
        let others = exposed.len() - 1;
        let what = text!("doctor-exposed", path = shown(first), others = others);
        let mend = Mend::Restrict(path.to_owned());
        findings.push(Finding::mendable(severity, kind, &what, mend));
    }
    let closed = below(path, DEPTH, &is_closed);
    if let Some(first) = closed.first() {
        let others = closed.len() - 1;
        let what = text!("doctor-closed", path = shown(first), others = others);
        let mend = Mend::Restrict(path.to_owned());
        findings.push(Finding::mendable(
            Severity::Error,
            "file-closed",
            &what,
            mend,
        ));
    }
}

/// Reports what belongs to someone else than the folder that it stands in,
/// as after a command that was run with `sudo`.
fn examine_owner(root: &Path, path: &Path, findings: &mut Vec<Finding>) {
    let owner = owner(root);
    let strange = below(path, DEPTH, &|path| {
        self::owner(path).is_some_and(|one| Some(one) != owner)
    });
    if let Some(first) = strange.first() {
        let others = strange.len() - 1;
        findings.push(Finding::error(
            "file-of-another",
            &text!("doctor-owner-of-file", path = shown(first), others = others),
            text!("doctor-next-chown", path = shown(path)),
        ));
    }
}

/// Returns what answers to a question, the folder itself first.
fn below(path: &Path, depth: usize, asked: &dyn Fn(&Path) -> bool) -> Vec<PathBuf> {
    let mut found = Vec::new();
    if asked(path) {
        found.push(path.to_owned());
    }
    if depth > 0 {
        for entry in entries(path) {
            found.extend(below(&entry, depth - 1, asked));
        }
    }
    found
}

fn shown(path: &Path) -> String {
    path.display().to_string()
}

/// Returns what a folder holds, sorted; nothing when it is no folder.
pub fn entries(folder: &Path) -> Vec<PathBuf> {
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

/// Returns the permissions of a file or a folder; a link has none of its own.
#[cfg(unix)]
fn mode(path: &Path) -> Option<(u32, bool)> {
    use std::os::unix::fs::PermissionsExt as _;
    let metadata = fs::symlink_metadata(path).ok()?;
    (!metadata.is_symlink()).then(|| (metadata.permissions().mode(), metadata.is_dir()))
}

#[cfg(not(unix))]
const fn mode(_path: &Path) -> Option<(u32, bool)> {
    None
}

/// Tells whether others can get at a file or a folder.
fn is_exposed(path: &Path) -> bool {
    mode(path).is_some_and(|(mode, _)| mode & 0o077 != 0)
}

/// Tells whether not even its owner can read and write a file or a folder.
fn is_closed(path: &Path) -> bool {
    mode(path).is_some_and(|(mode, is_folder)| {
        let needed = if is_folder { 0o700 } else { 0o600 };
        mode & needed != needed
    })
}

/// Returns whom a file or a folder belongs to; whatever is not there belongs to nobody else.
#[cfg(unix)]
fn owner(path: &Path) -> Option<u32> {
    Some(std::os::unix::fs::MetadataExt::uid(
        &fs::symlink_metadata(path).ok()?,
    ))
}

#[cfg(not(unix))]
const fn owner(_path: &Path) -> Option<u32> {
    None
}

/// Reports what a change that was cut short left behind in a folder.
fn examine_leftovers(folder: &Path, findings: &mut Vec<Finding>) {
    for entry in entries(folder) {
        if is_temporary(&entry) {
            let what = text!("doctor-left-over", path = shown(&entry));
            let mend = Mend::Remove(entry.clone());
            findings.push(Finding::mendable(
                Severity::Warning,
                "left-over",
                &what,
                mend,
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
        if !needed.contains(&path) && !is_temporary(&path) {
            findings.push(Finding::warning(
                "password-of-nobody",
                &text!("doctor-password-of-nobody", path = shown(&path)),
                text!("doctor-next-remove", path = shown(&path)),
            ));
        }
    }
}
