//! `queue.lock`: one process at a time works through the queue.

use std::fs::File;

use super::{
    Store,
    error::{Action, StoreError},
    file,
};

/// The right to work through the queue; no other process has it until this value is dropped.
#[derive(Debug)]
pub struct QueueLock {
    _lock: File,
}

impl Store {
    /// Takes the right to work through the queue, unless another process has it.
    pub fn lock_queue(&self) -> Result<QueueLock, StoreError> {
        file::create_folder(&self.root)?;
        let path = self.root.join("queue.lock");
        let lock = file::open_lock(&path)?;
        if file::try_lock(&lock, &path)? {
            Ok(QueueLock { _lock: lock })
        } else {
            Err(StoreError::QueueBusy)
        }
    }

    /// Waits for the right to work through the queue, as long as it takes.
    ///
    /// `on_wait` is called if another process has to be waited for.
    pub fn wait_for_queue(&self, on_wait: impl FnOnce()) -> Result<QueueLock, StoreError> {
        match self.lock_queue() {
            Err(StoreError::QueueBusy) => on_wait(),
            other => return other,
        }
        let path = self.root.join("queue.lock");
        let lock = file::open_lock(&path)?;
        lock.lock().map_err(StoreError::io(Action::Lock, path))?;
        Ok(QueueLock { _lock: lock })
    }
}
