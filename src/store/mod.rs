//! Lists and messages on disk.
//!
//! [`Store`] reads; [`LockedStore`] is the only type that changes lists, so
//! that two processes never lose each other's changes. Messages have a lock
//! each, held by whoever sends them.

mod backup;
mod brief_lock;
mod drafts;
mod error;
pub mod file;
mod identifiers;
mod journal;
mod lists;
mod messages;
mod pace;
mod pending;
mod queue;
mod random;
mod restore;
mod search;
mod suppressions;

use std::{
    fs::File,
    ops::Deref,
    path::{Path, PathBuf},
    sync::mpsc,
    time::Duration,
};

pub use self::{
    backup::{BackupCounts, Manifest},
    brief_lock::BriefLock,
    drafts::{DraftLock, draft_attachment},
    error::{Action, StoreError},
    journal::{Journal, boot_id, is_torn, read_journal},
    lists::ListSummary,
    messages::{Frozen, MessageLock},
    pace::{Pace, PaceRecord},
    queue::QueueLock,
    random::random_bytes,
    restore::{BackupError, Unpacked},
    suppressions::Suppressions,
};

/// The format that this version writes, of every JSON file.
pub const FORMAT: u32 = 1;

/// How long a change waits for another process to finish its own.
const LOCK_PATIENCE: Duration = Duration::from_secs(5);
/// How long it waits without a word.
const LOCK_QUIET: Duration = Duration::from_millis(500);

/// Where lists and messages are; reads only.
#[derive(Clone, Debug)]
pub struct Store {
    root: PathBuf,
}

impl Store {
    /// Names a store; nothing is read or created.
    pub const fn new(root: PathBuf) -> Self {
        Self { root }
    }

    /// Returns the folder that holds everything.
    pub fn root(&self) -> &Path {
        &self.root
    }

    /// Tells whether another process is changing lists or configuration at this moment.
    pub fn is_locked(&self) -> bool {
        file::is_locked(&self.root.join("lock"))
    }

    /// Waits for its turn to change lists or configuration.
    ///
    /// A change that was cut short after it was decided is completed first.
    /// `on_wait` is called once if another process has to be waited for. Fails
    /// with [`StoreError::Busy`] after five seconds.
    pub fn lock(&self, on_wait: impl FnOnce()) -> Result<LockedStore<'_>, StoreError> {
        file::create_folder(&self.root)?;
        let path = self.root.join("lock");
        let mut lock = file::open_lock(&path)?;
        if !file::try_lock(&lock, &path)? {
            lock = wait_for_lock(lock, &path, on_wait)?;
        }
        let locked = LockedStore {
            store: self,
            _lock: lock,
        };
        locked.finish_lists()?;
        Ok(locked)
    }
}

/// Waits in the system's queue, where nobody overtakes; not longer than the patience.
///
/// The thread that waits is left behind when the patience ends: on some network
/// file systems a lock may block for ever (cargo, `src/util/flock.rs`).
fn wait_for_lock(lock: File, path: &Path, on_wait: impl FnOnce()) -> Result<File, StoreError> {
    let (sender, receiver) = mpsc::channel();
    std::thread::spawn(move || {
        let result = lock.lock().map(|()| lock);
        // Nobody listens any more when the patience has ended.
        let _ignored = sender.send(result);
    });
    let answer = receiver.recv_timeout(LOCK_QUIET).or_else(|_| {
        on_wait();
        receiver.recv_timeout(LOCK_PATIENCE.saturating_sub(LOCK_QUIET))
    });
    match answer {
        Ok(result) => result.map_err(StoreError::io(Action::Lock, path)),
        Err(_) => Err(StoreError::Busy {
            path: path.to_owned(),
        }),
    }
}

/// A store that no other process changes until this value is dropped.
#[derive(Debug)]
pub struct LockedStore<'a> {
    store: &'a Store,
    /// The operating system's lock goes with the open file, so a dead process never holds it.
    _lock: File,
}

impl Deref for LockedStore<'_> {
    type Target = Store;

    fn deref(&self) -> &Store {
        self.store
    }
}
