//! Whether a frozen recipient may still be written to.

use std::{
    path::{Path, PathBuf},
    time::SystemTime,
};

use crate::{
    domain::{
        address::Address, delivery::SkipReason, membership::Membership, message::Message,
        subscriber::SubscriberStatus,
    },
    store::{Store, StoreError, Suppressions},
};

/// When a file was changed, its length, and which file it is.
type Stamp = (SystemTime, u64, u64);

fn stamp(path: &Path) -> Option<Stamp> {
    let metadata = std::fs::metadata(path).ok()?;
    // Two changes within one tick of the system's clock are two files all the same.
    #[cfg(unix)]
    let file = std::os::unix::fs::MetadataExt::ino(&metadata);
    #[cfg(not(unix))]
    let file = 0;
    Some((metadata.modified().ok()?, metadata.len(), file))
}

/// The lists of a message as they are now, read again when they change.
#[derive(Debug)]
pub struct Reach<'a> {
    store: &'a Store,
    message: &'a Message,
    lists: Vec<Membership>,
    suppressions: Suppressions,
    /// What changes whenever a list or the suppressions do: each file is replaced
    /// by another one, and a list that was renamed shows in its folder.
    watched: Vec<PathBuf>,
    stamps: Vec<Option<Stamp>>,
}

impl<'a> Reach<'a> {
    /// Reads the lists of a message.
    pub fn new(store: &'a Store, message: &'a Message) -> Result<Self, StoreError> {
        let lists = message.lists.iter();
        let lists = lists.map(|list| store.list_path(&list.name));
        let mut reach = Self {
            store,
            message,
            lists: Vec::new(),
            suppressions: store.suppressions()?,
            watched: lists
                .chain([store.lists_path(), store.suppressions_path()])
                .collect(),
            stamps: Vec::new(),
        };
        reach.read()?;
        Ok(reach)
    }

    /// Reads the lists again if their files changed; tells whether they did.
    pub fn refresh(&mut self) -> Result<bool, StoreError> {
        let changed = self.stamps() != self.stamps;
        if changed {
            self.read()?;
        }
        Ok(changed)
    }

    fn read(&mut self) -> Result<(), StoreError> {
        // Taken first: a change while reading is then seen the next time.
        self.stamps = self.stamps();
        self.suppressions = self.store.suppressions()?;
        self.lists.clear();
        for list in &self.message.lists {
            self.lists
                .extend(self.store.membership(&list.id, &list.name)?);
        }
        Ok(())
    }

    fn stamps(&self) -> Vec<Option<Stamp>> {
        self.watched.iter().map(|path| stamp(path)).collect()
    }

    /// Returns why an address is not written to any more, if it is so.
    pub fn refusal(&self, address: &Address) -> Option<SkipReason> {
        let mut reason = SkipReason::Removed;
        for list in &self.lists {
            if self.suppressions.contains(&list.id, address) {
                reason = SkipReason::Suppressed;
                continue;
            }
            match list.status(address) {
                Some(SubscriberStatus::Active) => return None,
                Some(SubscriberStatus::Suspended) => reason = SkipReason::Suspended,
                None => {}
            }
        }
        Some(reason)
    }
}
