//! `drafts/ID/`: what was written and is not sent yet, with copies of the files that go with it.

use std::{
    collections::BTreeSet,
    fs::{self, File},
    io,
    path::{Path, PathBuf},
};

use ring::digest::{SHA256, digest};

use super::{
    Store,
    error::{Action, StoreError},
    file,
    identifiers::{found_by_beginning, identifiers},
};
use crate::{
    domain::{
        draft::{Draft, DraftAttachment},
        hex::to_hex,
        message::MessageId,
    },
    text,
};

pub(super) const DRAFT: &str = "draft.json";
/// The text while it is in an editor; left there if the program is killed meanwhile.
const EDITED: &str = "message.txt";
const LOCK: &str = "lock";

/// The right to change or send a draft; no other process has it until this value is dropped.
#[derive(Debug)]
pub struct DraftLock {
    folder: PathBuf,
    lock: File,
}

/// Describes a file to send with a draft.
pub fn draft_attachment(name: &str, content: &[u8]) -> DraftAttachment {
    DraftAttachment {
        name: name.to_owned(),
        size: content.len() as u64,
        sha256: to_hex(digest(&SHA256, content).as_ref()),
    }
}

impl DraftLock {
    /// Replaces what is kept; `contents` are those of the attachments, in their order.
    ///
    /// A kill leaves the old draft or the new one, with its files; so does a full
    /// disk, on which nothing is left of a first one.
    pub fn save(self, draft: &Draft, contents: &[&[u8]]) -> Result<Self, StoreError> {
        match self.write(draft, contents) {
            Ok(()) => Ok(self),
            Err(error) => {
                if !self.folder.join(DRAFT).exists() {
                    // It takes space without being of use; what failed is told.
                    drop(self.remove());
                }
                Err(error)
            }
        }
    }

    fn write(&self, draft: &Draft, contents: &[&[u8]]) -> Result<(), StoreError> {
        for (attachment, content) in draft.attachments.iter().zip(contents) {
            let path = self.folder.join(&attachment.sha256);
            if !path.exists() {
                file::write_whole(&path, content)?;
            }
        }
        file::write_json(&self.folder.join(DRAFT), draft)?;
        self.remove_other_attachments(draft)
    }

    fn remove_other_attachments(&self, draft: &Draft) -> Result<(), StoreError> {
        let wanted: BTreeSet<&str> = draft
            .attachments
            .iter()
            .map(|one| one.sha256.as_str())
            .collect();
        for name in names_in(&self.folder)? {
            if is_attachment(&name) && !wanted.contains(name.as_str()) {
                remove_if_there(&self.folder.join(name))?;
            }
        }
        Ok(())
    }

    /// Writes the file that an editor opens, and returns where it is.
    pub fn write_edited(&self, content: &str) -> Result<PathBuf, StoreError> {
        let path = self.folder.join(EDITED);
        file::write_whole(&path, content.as_bytes())?;
        Ok(path)
    }

    /// Reads the file that an editor had open; none at all is `None`.
    pub fn edited(&self) -> Result<Option<Vec<u8>>, StoreError> {
        file::read_optional(&self.folder.join(EDITED))
    }

    /// Removes the file that an editor had open: what it says is in the draft.
    pub fn remove_edited(&self) -> Result<(), StoreError> {
        remove_if_there(&self.folder.join(EDITED))
    }

    /// Removes the draft and its files.
    pub fn remove(self) -> Result<(), StoreError> {
        // First what makes it a draft: another process that waits for the lock finds none.
        remove_if_there(&self.folder.join(DRAFT))?;
        drop(self.lock);
        match fs::remove_dir_all(&self.folder) {
            Err(error) if error.kind() != io::ErrorKind::NotFound => {
                Err(StoreError::io(Action::Remove, self.folder)(error))
            }
            _ => Ok(()),
        }
    }
}

impl Store {
    fn drafts_folder(&self) -> PathBuf {
        self.root.join("drafts")
    }

    /// Returns the folder of a draft.
    pub fn draft_path(&self, id: &MessageId) -> PathBuf {
        self.drafts_folder().join(id.as_str())
    }

    /// Returns the identifiers of all drafts, oldest first.
    pub fn draft_ids(&self) -> Result<Vec<MessageId>, StoreError> {
        let mut ids = identifiers(&self.drafts_folder())?;
        ids.retain(|id| self.draft_path(id).join(DRAFT).exists());
        Ok(ids)
    }

    /// Finds the draft whose identifier is, or begins with, what was typed.
    pub fn find_draft(&self, typed: &str) -> Result<MessageId, StoreError> {
        let ids = self.draft_ids()?;
        let known = ids.iter().map(ToString::to_string).collect();
        let missing = StoreError::NoDraft {
            id: typed.to_owned(),
            known,
        };
        found_by_beginning(ids, typed, missing)
    }

    /// Reads what is kept of a draft.
    pub fn draft(&self, id: &MessageId) -> Result<Draft, StoreError> {
        let draft = file::read_json(&self.draft_path(id).join(DRAFT))?;
        draft.ok_or_else(|| StoreError::NoDraft {
            id: id.to_string(),
            known: Vec::new(),
        })
    }

    /// Reads the files of a draft, in their order.
    pub fn draft_contents(&self, draft: &Draft) -> Result<Vec<Vec<u8>>, StoreError> {
        let folder = self.draft_path(&draft.id);
        let read = |attachment: &DraftAttachment| {
            // A draft out of another's backup must not send a file of this computer's.
            if !is_attachment(&attachment.sha256) {
                return Err(StoreError::Corrupt {
                    path: folder.join(DRAFT),
                    reason: text!("corrupt-attachments"),
                });
            }
            let path = folder.join(&attachment.sha256);
            fs::read(&path).map_err(StoreError::io(Action::Read, path))
        };
        draft.attachments.iter().map(read).collect()
    }

    /// Takes the right to a draft, there already or not, unless another process has it.
    pub fn lock_draft(&self, id: &MessageId) -> Result<DraftLock, StoreError> {
        let folder = self.draft_path(id);
        file::create_folder(&folder)?;
        let path = folder.join(LOCK);
        let lock = file::open_lock(&path)?;
        if file::try_lock(&lock, &path)? {
            Ok(DraftLock { folder, lock })
        } else {
            Err(StoreError::Busy { path })
        }
    }
}

/// Tells whether a file is named after its bytes.
fn is_attachment(name: &str) -> bool {
    name.len() == 64 && name.bytes().all(|byte| byte.is_ascii_hexdigit())
}

fn remove_if_there(path: &Path) -> Result<(), StoreError> {
    match fs::remove_file(path) {
        Err(error) if error.kind() != io::ErrorKind::NotFound => {
            Err(StoreError::io(Action::Remove, path)(error))
        }
        _ => Ok(()),
    }
}

fn names_in(folder: &Path) -> Result<Vec<String>, StoreError> {
    let failed = |error| StoreError::io(Action::Read, folder)(error);
    let entries = match fs::read_dir(folder) {
        Err(error) if error.kind() == io::ErrorKind::NotFound => return Ok(Vec::new()),
        entries => entries.map_err(failed)?,
    };
    entries
        .map(|entry| {
            Ok(entry
                .map_err(failed)?
                .file_name()
                .to_string_lossy()
                .into_owned())
        })
        .collect()
}

#[cfg(test)]
mod tests {
    use jiff::Timestamp;

    use super::*;
    use crate::domain::list_name::ListName;

    fn draft(contents: &[&[u8]]) -> Draft {
        Draft {
            id: MessageId::new(Timestamp::UNIX_EPOCH, [1; 4]),
            created: Timestamp::UNIX_EPOCH,
            from: None,
            lists: vec![ListName::parse("cp").unwrap()],
            classes: Vec::new(),
            subject: "Sortie".to_owned(),
            text: "# Demain\n".to_owned(),
            attachments: contents
                .iter()
                .map(|content| draft_attachment("menu.pdf", content))
                .collect(),
            schedule: None,
        }
    }

    #[test]
    fn a_draft_comes_back_with_copies_of_its_files_and_no_others() {
        let folder = tempfile::tempdir().unwrap();
        let store = Store::new(folder.path().to_owned());
        let first = draft(&[b"soupe", b"tarte"]);
        let lock = store.lock_draft(&first.id).unwrap();
        assert!(store.draft_ids().unwrap().is_empty());
        let lock = lock.save(&first, &[b"soupe", b"tarte"]).unwrap();
        assert_eq!(store.draft(&first.id).unwrap(), first);
        assert_eq!(store.draft_contents(&first).unwrap(), [b"soupe", b"tarte"]);
        let second = draft(&[b"tarte"]);
        let lock = lock.save(&second, &[b"tarte"]).unwrap();
        assert_eq!(store.draft_contents(&second).unwrap(), [b"tarte"]);
        assert!(store.draft_contents(&first).is_err());
        let mut elsewhere = second.clone();
        let secret = folder.path().join("secret");
        fs::write(&secret, "secret").unwrap();
        for name in ["../../secret", secret.to_str().unwrap()] {
            elsewhere.attachments[0].sha256 = name.to_owned();
            let contents = store.draft_contents(&elsewhere);
            assert!(matches!(contents, Err(StoreError::Corrupt { .. })));
        }
        assert!(matches!(
            store.lock_draft(&first.id),
            Err(StoreError::Busy { .. })
        ));
        assert_eq!(store.find_draft("1970").unwrap(), first.id);
        lock.remove().unwrap();
        assert!(matches!(
            store.find_draft("1970"),
            Err(StoreError::NoDraft { .. })
        ));
        assert_eq!(names_in(&store.drafts_folder()).unwrap(), [""; 0]);
    }
}
