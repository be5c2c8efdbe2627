//! Lists and messages on disk.
//!
//! [`Store`] reads; [`LockedStore`] is the only type that changes lists, so
//! that two processes never lose each other's changes. Messages have a lock
//! each, held by whoever sends them.

mod error;
pub mod file;
mod journal;
mod lists;
mod messages;
mod pace;
mod random;
mod suppressions;

use std::{
    fs::File,
    ops::Deref,
    path::{Path, PathBuf},
    time::{Duration, Instant},
};

pub use self::{
    error::{Action, StoreError},
    journal::{Journal, boot_id, is_torn, read_journal},
    lists::ListSummary,
    messages::{Frozen, MessageLock},
    pace::Pace,
    random::random_bytes,
    suppressions::Suppressions,
};

/// The format that this version writes, of every JSON file.
pub const FORMAT: u32 = 1;

/// How long a change waits for another process to finish its own.
const LOCK_PATIENCE: Duration = Duration::from_secs(5);
const LOCK_POLL: Duration = Duration::from_millis(7);

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

    /// Waits for its turn to change lists or configuration.
    ///
    /// `on_wait` is called once if another process has to be waited for. Fails
    /// with [`StoreError::Busy`] after five seconds.
    pub fn lock(&self, on_wait: impl FnOnce()) -> Result<LockedStore<'_>, StoreError> {
        file::create_folder(&self.root)?;
        let path = self.root.join("lock");
        let lock = file::open_lock(&path)?;
        let mut on_wait = Some(on_wait);
        let start = Instant::now();
        while !file::try_lock(&lock, &path)? {
            if start.elapsed() > LOCK_PATIENCE {
                return Err(StoreError::Busy { path });
            }
            if start.elapsed() > Duration::from_millis(500)
                && let Some(tell) = on_wait.take()
            {
                tell();
            }
            std::thread::sleep(LOCK_POLL);
        }
        Ok(LockedStore {
            store: self,
            _lock: lock,
        })
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
