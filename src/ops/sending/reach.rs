//! Whether a frozen recipient may still be written to.

use std::{
    borrow::Cow,
    path::{Path, PathBuf},
    time::SystemTime,
};

use crate::{
    domain::{
        address::Address, audience::Recipient, delivery::SkipReason, list_name::ListName,
        membership::Membership, message::Message, subscriber::SubscriberStatus,
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

/// How often lists are read for one moment, while others change them, before these have to wait.
const READINGS: usize = 10;

/// The files that say who may be written to, as they were at one moment.
///
/// Taken before they are read: a change while they are read is then seen.
#[derive(Debug)]
pub struct Snapshot {
    /// What changes whenever a list or the suppressions do: each file is replaced
    /// by another one, and a list that was renamed shows in its folder.
    watched: Vec<PathBuf>,
    stamps: Vec<Option<Stamp>>,
}

impl Snapshot {
    /// Looks at the files of these lists, and of the suppressions.
    pub fn take<'l>(store: &Store, lists: impl IntoIterator<Item = &'l ListName>) -> Self {
        let lists = lists.into_iter().map(|name| store.list_path(name));
        let others = [
            store.lists_path(),
            store.decided_lists_path(),
            store.suppressions_path(),
        ];
        let watched: Vec<_> = lists.chain(others).collect();
        let stamps = stamps(&watched);
        Self { watched, stamps }
    }

    /// Reads lists and suppressions as they are at one moment, however many there are.
    ///
    /// An import that moves a parent from one list to another while both are read
    /// would otherwise be seen on the first only, and the parent on neither.
    pub fn reading<'l, T, E: From<StoreError>>(
        store: &Store,
        lists: impl IntoIterator<Item = &'l ListName>,
        mut read: impl FnMut() -> Result<T, E>,
    ) -> Result<(T, Self), E> {
        let mut snapshot = Self::take(store, lists);
        for _ in 1..READINGS {
            let value = read()?;
            if !snapshot.refresh() {
                return Ok((value, snapshot));
            }
        }
        let _nobody_changes_them = store.lock(|| ())?;
        snapshot.refresh();
        Ok((read()?, snapshot))
    }

    /// Looks again; tells whether anything changed since the last time.
    fn refresh(&mut self) -> bool {
        let before = std::mem::replace(&mut self.stamps, stamps(&self.watched));
        before != self.stamps
    }
}

fn stamps(paths: &[PathBuf]) -> Vec<Option<Stamp>> {
    paths.iter().map(|path| stamp(path)).collect()
}

/// The lists of a message as they are now, read again when they change.
#[derive(Debug)]
pub struct Reach<'a> {
    store: &'a Store,
    message: &'a Message,
    snapshot: Snapshot,
    /// Nothing while they are as the audience was chosen from them: then everybody
    /// of it may be written to.
    lists: Option<Lists>,
}

#[derive(Debug)]
struct Lists {
    /// Those that are left, under the names that the message has for them.
    members: Vec<(ListName, Membership)>,
    suppressions: Suppressions,
}

impl<'a> Reach<'a> {
    /// Reads the lists of a message, unless they are as they were when its
    /// audience was chosen from them.
    pub fn new(
        store: &'a Store,
        message: &'a Message,
        chosen_from: Option<Snapshot>,
    ) -> Result<Self, StoreError> {
        let (lists, snapshot) = if let Some(snapshot) = chosen_from {
            (None, snapshot)
        } else {
            let (lists, snapshot) = Lists::read(store, message)?;
            (Some(lists), snapshot)
        };
        let mut reach = Self {
            store,
            message,
            snapshot,
            lists,
        };
        reach.refresh()?;
        Ok(reach)
    }

    /// Reads the lists again if their files changed; tells whether they did.
    pub fn refresh(&mut self) -> Result<bool, StoreError> {
        let changed = self.snapshot.refresh();
        if changed {
            let (lists, snapshot) = Lists::read(self.store, self.message)?;
            self.lists = Some(lists);
            self.snapshot = snapshot;
        }
        Ok(changed)
    }

    /// Returns the audience with whoever of those remaining left one list of the message
    /// for another as reached through the other: replies go to who is there (R6).
    pub fn relisted<'r>(
        &self,
        recipients: &'r [Recipient],
        remaining: &[u32],
    ) -> Cow<'r, [Recipient]> {
        let mut relisted = Cow::Borrowed(recipients);
        let Some(lists) = &self.lists else {
            return relisted;
        };
        for &index in remaining {
            let index = index as usize;
            if let Some(other) = lists.other_list(&recipients[index]) {
                relisted.to_mut()[index].list = other.clone();
            }
        }
        relisted
    }

    /// Returns why an address of the audience is not written to any more, if it is so.
    pub fn refusal(&self, address: &Address) -> Option<SkipReason> {
        self.lists.as_ref()?.refusal(address)
    }
}

impl Lists {
    fn read(store: &Store, message: &Message) -> Result<(Self, Snapshot), StoreError> {
        let names = message.lists.iter().map(|list| &list.name);
        Snapshot::reading(store, names, || {
            let suppressions = store.suppressions()?;
            let mut members = Vec::new();
            for list in &message.lists {
                let membership = store.membership(&list.id, &list.name)?;
                members.extend(membership.map(|membership| (list.name.clone(), membership)));
            }
            Ok(Self {
                members,
                suppressions,
            })
        })
    }

    fn refusal(&self, address: &Address) -> Option<SkipReason> {
        let mut reason = SkipReason::Removed;
        for (_, list) in &self.members {
            match self.refusal_of(list, address)? {
                SkipReason::Removed => {}
                other => reason = other,
            }
        }
        Some(reason)
    }

    fn refusal_of(&self, list: &Membership, address: &Address) -> Option<SkipReason> {
        if self.suppressions.contains(&list.id, address) {
            return Some(SkipReason::Suppressed);
        }
        match list.status(address) {
            Some(SubscriberStatus::Active) => None,
            Some(SubscriberStatus::Suspended) => Some(SkipReason::Suspended),
            None => Some(SkipReason::Removed),
        }
    }

    /// Returns the list through which someone is reached now, unless it is the one
    /// that they were to be.
    fn other_list(&self, recipient: &Recipient) -> Option<&ListName> {
        let mut reaching = self
            .members
            .iter()
            .filter(|(_, list)| self.refusal_of(list, &recipient.address).is_none())
            .map(|(name, _)| name);
        let first = reaching.next()?;
        let is_reached = *first == recipient.list || reaching.any(|name| *name == recipient.list);
        (!is_reached).then_some(first)
    }
}

#[cfg(test)]
mod tests {
    use jiff::Timestamp;

    use super::*;
    use crate::domain::{
        list::{List, ListId},
        subscriber::{Origin, Subscriber},
    };

    #[test]
    fn whoever_changes_lists_while_they_are_read_is_on_one_of_them() {
        let folder = tempfile::tempdir().unwrap();
        let store = Store::new(folder.path().to_owned());
        let names = ["ce1", "cp"].map(|name| ListName::parse(name).unwrap());
        let parent = Address::parse("parent@x.fr").unwrap();
        let now = Timestamp::UNIX_EPOCH;
        let import = |on: &ListName| {
            let lists = names.iter().zip(1..).map(|(name, number)| {
                let owner = Address::parse("dir@ac-x.fr").unwrap();
                let mut list = List::new(ListId::new([number; 16], now), owner, now);
                if name == on {
                    let parent = Subscriber::new(parent.clone(), Origin::Onde, now);
                    list.subscribers.insert(parent);
                }
                (name, list)
            });
            store.lock(|| ()).unwrap().save_lists(lists).unwrap();
        };
        let [ce1, cp] = &names;
        for imports in [1, READINGS - 1] {
            import(cp);
            let mut readings = 0;
            let mut nobody_could_change_them = false;
            let (found, _) = Snapshot::reading(&store, &names, || {
                let on_ce1 = store.list(ce1)?.subscribers.get(&parent).is_some();
                readings += 1;
                nobody_could_change_them = store.is_locked();
                if readings <= imports {
                    import(if readings % 2 == 1 { ce1 } else { cp });
                }
                let on_cp = store.list(cp)?.subscribers.get(&parent).is_some();
                Ok::<_, StoreError>((on_ce1, on_cp))
            })
            .unwrap();
            assert_ne!(found.0, found.1, "{imports}: {found:?}");
            assert_eq!(readings, imports + 1);
            assert_eq!(nobody_could_change_them, readings == READINGS);
        }
    }
}
