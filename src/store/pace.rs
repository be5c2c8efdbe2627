//! `pace/ADDRESS`: when an account's messages left, so that its limits hold across runs and processes.

use std::{
    fs::File,
    io::Write as _,
    path::{Path, PathBuf},
};

use jiff::Timestamp;

use super::{
    Store,
    error::{Action, StoreError},
    file,
};
use crate::domain::{
    address::Address,
    limits::{Limit, longest_window, next_slot},
};

/// A record is one instant, in microseconds since 1970, little-endian.
const RECORD: usize = 8;

/// Counts the messages of one account against its limits.
#[derive(Debug)]
pub struct Pace {
    limits: Vec<Limit>,
    path: PathBuf,
    lock: File,
    sent: Vec<Timestamp>,
    /// Bytes of the file that `sent` was read from.
    known: u64,
}

impl Store {
    /// Opens the record of an account's messages.
    pub fn pace(&self, account: &Address, limits: &[Limit]) -> Result<Pace, StoreError> {
        let folder = self.root.join("pace");
        file::create_folder(&folder)?;
        let path = folder.join(account.to_file_name());
        let lock = file::open_lock(&path.with_added_extension("lock"))?;
        Ok(Pace {
            limits: limits.to_vec(),
            path,
            lock,
            sent: Vec::new(),
            known: 0,
        })
    }
}

impl Store {
    /// Returns the records whose end was cut short: those added after it cannot be read.
    pub fn torn_paces(&self) -> Vec<PathBuf> {
        let entries = std::fs::read_dir(self.root.join("pace"));
        let paths = entries
            .into_iter()
            .flatten()
            .flatten()
            .map(|one| one.path());
        let mut torn: Vec<PathBuf> = paths
            .filter(|path| path.extension().is_none_or(|end| end != "lock"))
            .filter(|path| is_torn(path))
            .collect();
        torn.sort();
        torn
    }

    /// Drops the end that was cut short; tells whether nobody was at work on it.
    pub fn cut_pace(&self, path: &Path) -> Result<bool, StoreError> {
        let failed = |error| StoreError::io(Action::Write, path)(error);
        let lock_path = path.with_added_extension("lock");
        let lock = file::open_lock(&lock_path)?;
        if !file::try_lock(&lock, &lock_path)? {
            return Ok(false);
        }
        let record = File::options().write(true).open(path).map_err(failed)?;
        let length = record.metadata().map_err(failed)?.len();
        record
            .set_len(length - length % RECORD as u64)
            .map_err(failed)?;
        Ok(true)
    }
}

fn is_torn(path: &Path) -> bool {
    std::fs::metadata(path)
        .is_ok_and(|metadata| metadata.is_file() && metadata.len() % RECORD as u64 != 0)
}

impl Pace {
    /// Takes the right to send one message now; otherwise returns when to ask again.
    pub fn take(&mut self, now: Timestamp) -> Result<Option<Timestamp>, StoreError> {
        if self.limits.is_empty() {
            return Ok(None);
        }
        self.lock
            .lock()
            .map_err(StoreError::io(Action::Lock, &self.path))?;
        let result = self.take_locked(now);
        self.lock
            .unlock()
            .map_err(StoreError::io(Action::Lock, &self.path))?;
        result
    }

    fn take_locked(&mut self, now: Timestamp) -> Result<Option<Timestamp>, StoreError> {
        self.refresh(now)?;
        let slot = next_slot(&self.limits, &self.sent, now);
        if slot > now {
            return Ok(Some(slot));
        }
        let mut file = file::private_options()
            .create(true)
            .append(true)
            .open(&self.path)
            .map_err(StoreError::io(Action::Write, &self.path))?;
        file.write_all(&now.as_microsecond().to_le_bytes())
            .map_err(StoreError::io(Action::Write, &self.path))?;
        self.known += RECORD as u64;
        self.sent.push(now);
        Ok(None)
    }

    /// Reads what other processes added, and forgets what no window reaches any more.
    fn refresh(&mut self, now: Timestamp) -> Result<(), StoreError> {
        let length = std::fs::metadata(&self.path).map_or(0, |metadata| metadata.len());
        if length != self.known {
            let bytes = file::read_optional(&self.path)?.unwrap_or_default();
            self.sent = bytes
                .chunks_exact(RECORD)
                .filter_map(|record| {
                    Timestamp::from_microsecond(i64::from_le_bytes(record.try_into().ok()?)).ok()
                })
                .collect();
            self.sent.sort_unstable();
            self.known = length;
        }
        let horizon = now
            .checked_sub(longest_window(&self.limits))
            .unwrap_or(Timestamp::MIN);
        let old = self.sent.partition_point(|&sent| sent <= horizon);
        if old > 0 && old >= self.sent.len() / 2 {
            self.sent.drain(..old);
            let bytes: Vec<u8> = self
                .sent
                .iter()
                .flat_map(|sent| sent.as_microsecond().to_le_bytes())
                .collect();
            file::write_whole(&self.path, &bytes)?;
            self.known = bytes.len() as u64;
        }
        Ok(())
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_limit_holds_across_processes_and_window_edges() {
        let folder = tempfile::tempdir().unwrap();
        let store = Store::new(folder.path().to_owned());
        let account = Address::parse("dir@ac-x.fr").unwrap();
        let limits: Vec<Limit> = ["3/min", "5/h"]
            .iter()
            .map(|limit| limit.parse().unwrap())
            .collect();
        let at = |second| Timestamp::from_second(second).unwrap();
        let mut one = store.pace(&account, &limits).unwrap();
        let mut other = store.pace(&account, &limits).unwrap();
        assert_eq!(one.take(at(0)).unwrap(), None);
        assert_eq!(other.take(at(1)).unwrap(), None);
        assert_eq!(one.take(at(2)).unwrap(), None);
        assert_eq!(other.take(at(59)).unwrap(), Some(at(60)));
        assert_eq!(other.take(at(60)).unwrap(), None);
        assert_eq!(one.take(at(61)).unwrap(), None);
        // Five within the hour: the next one when the first is an hour old.
        let mut later = store.pace(&account, &limits).unwrap();
        assert_eq!(later.take(at(200)).unwrap(), Some(at(3600)));
        assert_eq!(later.take(at(3600)).unwrap(), None);
        assert_eq!(one.take(at(3600)).unwrap(), Some(at(3601)));
    }
}
