//! Restoring a backup: everything is read before it is put in its place, and
//! whoever may have been written to since is not written to again.

use std::{
    io::Read,
    path::{Path, PathBuf},
};

use jiff::Timestamp;
use serde::Serialize;

use super::{
    doctor::with_causes,
    sending::{close_run, deliveries},
};
use crate::{
    config::{Dirs, SecretSource, Settings},
    domain::{
        address::Address,
        delivery::DeliveryState,
        event::Event,
        message::{Message, MessageId, MessageState},
    },
    store::{BackupCounts, LockedStore, Store, StoreError, boot_id},
    text,
};

/// What was restored, and what a person should know of it.
#[derive(Debug)]
pub struct Restored {
    /// When the backup was made.
    pub created: Timestamp,
    /// How many lists and messages there are.
    pub counts: BackupCounts,
    /// The messages that may have gone on after the backup.
    pub uncertain: Vec<UncertainMessage>,
    /// The accounts whose password has to be given again.
    pub passwords: Vec<Address>,
    /// What was damaged when it was backed up.
    pub damaged: Vec<String>,
}

/// A message that was not finished when it was backed up.
#[derive(Clone, Debug, PartialEq, Eq, Serialize)]
pub struct UncertainMessage {
    /// What identifies it.
    pub id: MessageId,
    /// Its subject.
    pub subject: String,
    /// How many may have it, and are not written to again by themselves.
    pub recipients: usize,
}

/// Restores a backup into an empty store.
///
/// `path` is what the backup is called in errors.
pub fn restore(
    dirs: &Dirs,
    locked: &LockedStore<'_>,
    input: impl Read,
    path: &Path,
    now: Timestamp,
) -> anyhow::Result<Restored> {
    locked.check_unoccupied(&dirs.config_file())?;
    let unpacked = locked.unpack(input, path)?;
    let store = unpacked.store();
    let mut check = Check {
        root: store.root().to_owned(),
        damaged: Vec::new(),
    };
    let settings = check.read(Settings::load(&Dirs::under(store.root())))?;
    check.read(store.suppressions())?;
    let names = store.list_names()?;
    for name in &names {
        check.read(store.list(name))?;
    }
    let ids = store.message_ids()?;
    let mut uncertain = Vec::new();
    for id in &ids {
        let Some(message) = check.message(&store, id)? else {
            continue;
        };
        if message.state == MessageState::Queued {
            uncertain.push(leave_uncertain(&store, message, now)?);
        }
    }
    for id in store.draft_ids()? {
        let draft = store.draft(&id);
        check.read(draft.and_then(|draft| store.draft_contents(&draft)))?;
    }
    let accounts = settings.unwrap_or_default().accounts;
    let restored = Restored {
        created: unpacked.manifest.created,
        counts: BackupCounts {
            lists: names.len(),
            messages: ids.len(),
        },
        uncertain,
        passwords: accounts
            .into_iter()
            .filter(|account| SecretSource::of(dirs, account) == SecretSource::Missing)
            .map(|account| account.address)
            .collect(),
        damaged: check.damaged,
    };
    unpacked.put_in_place(locked, &dirs.config_file())?;
    Ok(restored)
}

/// Reads what was unpacked, and remembers what is damaged.
struct Check {
    root: PathBuf,
    damaged: Vec<String>,
}

impl Check {
    /// Returns what was read, if it could be; what a later version wrote is not restored at all.
    fn read<T>(&mut self, read: Result<T, StoreError>) -> Result<Option<T>, StoreError> {
        match read.map_err(|error| error.relative_to(&self.root)) {
            Ok(value) => Ok(Some(value)),
            Err(error @ StoreError::TooNew { .. }) => Err(error),
            Err(error) => {
                self.damaged.push(with_causes(&error));
                Ok(None)
            }
        }
    }

    /// Reads all there is of a message.
    fn message(&mut self, store: &Store, id: &MessageId) -> Result<Option<Message>, StoreError> {
        let Some(message) = self.read(store.message(id))? else {
            return Ok(None);
        };
        self.read(store.content(&message))?;
        self.read(store.recipients(&message))?;
        self.read(store.exclusions(&message))?;
        let deliveries = self.read(deliveries(store, &message))?;
        Ok(deliveries.map(|_| message))
    }
}

/// Writes down that everybody who was still to be written to may have the
/// message: it may have gone on after the backup, on the computer that made it.
fn leave_uncertain(
    store: &Store,
    mut message: Message,
    now: Timestamp,
) -> anyhow::Result<UncertainMessage> {
    let lock = store.lock_message(&message.id)?;
    let open: Vec<u32> = (0..)
        .zip(deliveries(store, &message)?)
        .filter(|(_, delivery)| {
            matches!(
                delivery.state,
                DeliveryState::Pending | DeliveryState::Deferred
            )
        })
        .map(|(recipient, _)| recipient)
        .collect();
    // The start closes what the interrupted run left open.
    let mut events = vec![Event::Started {
        at: now,
        boot: boot_id(),
    }];
    events.extend(open.into_iter().map(|recipient| Event::Uncertain {
        recipient,
        at: now,
        reason: text!("restored-uncertain").to_string(),
    }));
    events.push(Event::Ended { at: now });
    lock.journal()?.append(&events)?;
    close_run(store, &lock, &mut message, now)?;
    Ok(UncertainMessage {
        id: message.id,
        subject: message.subject,
        recipients: message.counts.uncertain,
    })
}
