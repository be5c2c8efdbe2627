//! Several lists that change together: all of them, or none.
//!
//! They are written into a folder beside `lists`. Giving that folder its name
//! is the moment that decides: a kill before it changes nothing, and what a
//! kill after it leaves to be moved is moved by whoever takes the lock next.

use std::{
    fs, io,
    path::{Path, PathBuf},
};

use super::{
    LockedStore, Store,
    error::{Action, StoreError},
    file,
};

/// Holds the lists that are to take their place.
const FOLDER: &str = "lists.next";

impl Store {
    /// Returns the folder of the lists of a change that was decided and not completed; there is seldom one.
    pub fn decided_lists_path(&self) -> PathBuf {
        self.root.join(FOLDER)
    }

    /// Tells whether a change of several lists was decided and not completed.
    pub fn has_lists_to_complete(&self) -> bool {
        self.decided_lists_path().is_dir()
    }
}

impl LockedStore<'_> {
    /// Replaces or makes files of the folder of lists, all or none.
    ///
    /// `files` gives names and contents, of which one at a time is in memory.
    pub(super) fn replace_lists(
        &self,
        files: impl Iterator<Item = (String, Vec<u8>)>,
    ) -> Result<(), StoreError> {
        if self.decide_lists(files)? {
            self.finish_lists()?;
        }
        Ok(())
    }

    /// Writes the files, then decides that they take their place; tells whether there are any.
    fn decide_lists(
        &self,
        files: impl Iterator<Item = (String, Vec<u8>)>,
    ) -> Result<bool, StoreError> {
        let (lists, pending) = (self.root.join("lists"), self.decided_lists_path());
        let failed = |error| StoreError::io(Action::Write, &lists)(error);
        let mut files = files.peekable();
        if files.peek().is_none() {
            return Ok(false);
        }
        // Removed with what it holds if anything below fails.
        let building = file::temporary_folder(&self.root).map_err(failed)?;
        for (name, content) in files {
            let path = lists.join(&name);
            // What cannot be replaced must be known before anything is decided.
            if path.is_dir() {
                let error = io::Error::from(io::ErrorKind::IsADirectory);
                return Err(StoreError::io(Action::Write, path)(error));
            }
            file::stage(&building.path().join(name), &content)?.put_in_place()?;
        }
        file::create_folder(&lists)?;
        file::sync_folder(building.path()).map_err(failed)?;
        fs::rename(building.path(), pending).map_err(failed)?;
        // Nothing is left to remove under the old name.
        let _gone = building.keep();
        file::sync_folder(&self.root).map_err(failed)?;
        Ok(true)
    }

    /// Moves to their place the lists of a change that was decided, if there is one.
    pub(super) fn finish_lists(&self) -> Result<(), StoreError> {
        let (lists, pending) = (self.root.join("lists"), self.decided_lists_path());
        let move_all = || -> io::Result<()> {
            for path in files_of(&pending)? {
                if let Some(name) = path.file_name() {
                    fs::rename(&path, lists.join(name))?;
                }
            }
            file::sync_folder(&lists)?;
            fs::remove_dir(&pending)?;
            file::sync_folder(&self.root)
        };
        if !pending.is_dir() {
            return Ok(());
        }
        move_all().map_err(StoreError::io(Action::Write, &lists))
    }
}

impl LockedStore<'_> {
    /// Removes what changes of lists that a kill cut short left behind: addresses stand
    /// in it, of whoever asks to leave as well (R8).
    ///
    /// What cannot be removed, `doctor` tells of.
    pub fn remove_leftovers(&self) {
        // Only whoever holds the lock makes them; files beside them may be settings in the making.
        let folders = files_of(&self.root).unwrap_or_default();
        let folders = folders.into_iter().filter(|path| path.is_dir());
        let files = files_of(&self.lists_path()).unwrap_or_default();
        for path in folders.chain(files).filter(|path| file::is_temporary(path)) {
            let _told_by_doctor = if path.is_dir() {
                fs::remove_dir_all(path)
            } else {
                fs::remove_file(path)
            };
        }
    }
}

fn files_of(folder: &Path) -> io::Result<Vec<PathBuf>> {
    fs::read_dir(folder)?
        .map(|entry| Ok(entry?.path()))
        .collect()
}

#[cfg(test)]
mod tests {
    use std::collections::BTreeMap;

    use super::*;

    const NAMES: [&str; 3] = ["ce1.json", "ce2.json", "cp.json"];

    fn files(content: &str) -> impl Iterator<Item = (String, Vec<u8>)> {
        NAMES
            .map(|name| (name.to_owned(), content.into()))
            .into_iter()
    }

    fn contents(store: &Store) -> BTreeMap<String, String> {
        files_of(&store.root().join("lists"))
            .unwrap()
            .into_iter()
            .map(|path| {
                let name = path.file_name().unwrap().to_string_lossy().into_owned();
                (name, fs::read_to_string(path).unwrap())
            })
            .collect()
    }

    fn all(content: &str) -> BTreeMap<String, String> {
        NAMES
            .map(|name| (name.to_owned(), content.to_owned()))
            .into()
    }

    #[test]
    fn a_kill_after_any_rename_leaves_what_the_next_lock_completes() {
        for moved in 0..=NAMES.len() {
            let folder = tempfile::tempdir().unwrap();
            let store = Store::new(folder.path().join("data"));
            let locked = store.lock(|| ()).unwrap();
            locked.replace_lists(files("old")).unwrap();
            assert_eq!(contents(&store), all("old"));
            assert!(locked.decide_lists(files("new")).unwrap());
            let pending = store.root().join(FOLDER);
            for name in NAMES.iter().take(moved) {
                fs::rename(pending.join(name), store.root().join("lists").join(name)).unwrap();
            }
            drop(locked);
            let locked = store.lock(|| ()).unwrap();
            assert_eq!(contents(&store), all("new"), "{moved}");
            assert!(!pending.exists());
            locked.replace_lists(files("newer")).unwrap();
            assert_eq!(contents(&store), all("newer"));
        }
    }

    #[test]
    fn a_list_that_cannot_be_replaced_keeps_all_others_as_they_are() {
        let folder = tempfile::tempdir().unwrap();
        let store = Store::new(folder.path().to_owned());
        let locked = store.lock(|| ()).unwrap();
        locked.replace_lists(files("old").take(2)).unwrap();
        fs::create_dir(store.root().join("lists/cp.json")).unwrap();
        assert!(matches!(
            locked.replace_lists(files("new")),
            Err(StoreError::Io { .. })
        ));
        fs::remove_dir(store.root().join("lists/cp.json")).unwrap();
        let mut before = all("old");
        before.remove("cp.json");
        assert_eq!(contents(&store), before);
        let left: Vec<_> = files_of(store.root()).unwrap();
        assert_eq!(left.len(), 2, "{left:?}");
    }
}
