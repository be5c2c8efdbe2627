//! Whether a frozen recipient may still be written to.

use std::time::SystemTime;

use crate::{
    domain::{
        address::Address, delivery::SkipReason, list::List, message::Message,
        subscriber::SubscriberStatus,
    },
    store::{Store, StoreError, Suppressions},
};

/// The lists of a message as they are now, read again when they change.
#[derive(Debug)]
pub struct Reach<'a> {
    store: &'a Store,
    message: &'a Message,
    lists: Vec<List>,
    suppressions: Suppressions,
    stamps: Vec<Option<(SystemTime, u64)>>,
}

impl<'a> Reach<'a> {
    /// Reads the lists of a message.
    pub fn new(store: &'a Store, message: &'a Message) -> Result<Self, StoreError> {
        let mut reach = Self {
            store,
            message,
            lists: Vec::new(),
            suppressions: store.suppressions()?,
            stamps: Vec::new(),
        };
        reach.read()?;
        Ok(reach)
    }

    /// Reads the lists again if their files changed.
    pub fn refresh(&mut self) -> Result<(), StoreError> {
        if self.stamps() == self.stamps {
            Ok(())
        } else {
            self.read()
        }
    }

    fn read(&mut self) -> Result<(), StoreError> {
        // Taken first: a change while reading is then seen the next time.
        self.stamps = self.stamps();
        self.suppressions = self.store.suppressions()?;
        self.lists.clear();
        for list in &self.message.lists {
            self.lists
                .extend(self.store.list_by_id(&list.id, &list.name)?);
        }
        Ok(())
    }

    fn stamps(&self) -> Vec<Option<(SystemTime, u64)>> {
        let lists = self
            .message
            .lists
            .iter()
            .map(|list| self.store.list_path(&list.name));
        lists
            .chain([self.store.suppressions_path()])
            .map(|path| {
                let metadata = std::fs::metadata(path).ok()?;
                Some((metadata.modified().ok()?, metadata.len()))
            })
            .collect()
    }

    /// Returns why an address is not written to any more, if it is so.
    pub fn refusal(&self, address: &Address) -> Option<SkipReason> {
        let mut reason = SkipReason::Removed;
        for list in &self.lists {
            if self.suppressions.contains(&list.id, address) {
                reason = SkipReason::Suppressed;
                continue;
            }
            match list.subscribers.get(address).map(|one| one.status) {
                Some(SubscriberStatus::Active) => return None,
                Some(SubscriberStatus::Suspended) => reason = SkipReason::Suspended,
                None => {}
            }
        }
        Some(reason)
    }
}
