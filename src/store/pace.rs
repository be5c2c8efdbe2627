//! `pace/ADDRESS`: when an account's messages left, so that its limits hold across runs and processes.
//!
//! A server counts a message at some moment between its first command and the
//! answer to its last byte. So while it is under way it counts as one that
//! leaves now, and afterwards as of its answer: however slow the server is, it
//! never counts more within a window than the limit.
//!
//! A killed program loses nothing of the record. A run syncs it with each block
//! of recipients that it reserves, before anyone of the block is tried; so a power
//! loss takes no more than the messages of two blocks, 32 for an account with
//! limits, and no more than so many too many may leave within a window.

use std::{
    fs::{File, TryLockError},
    io::{self, Seek as _, SeekFrom, Write as _},
    path::{Path, PathBuf},
};

use jiff::{SignedDuration, Timestamp};

use super::{
    Store,
    error::{Action, StoreError},
    file,
};
use crate::domain::{
    address::Address,
    limits::{Limit, longest_window, next_slot},
};

/// A record is the instant at which a message was answered, in microseconds
/// since 1970, little-endian; of one under way, that of its beginning, negated.
const RECORD: usize = 8;
/// What was answered later than this from now was so before the clock was set back.
const TOLERANCE: SignedDuration = SignedDuration::from_mins(1);

/// Counts the messages of one account against its limits.
#[derive(Debug)]
pub struct Pace {
    limits: Vec<Limit>,
    path: PathBuf,
    /// Held by whoever reads and writes the record.
    lock: File,
    /// Shared by whoever has messages under way.
    presence: File,
    /// How many of those under way are this process's own.
    under_way: usize,
}

impl Store {
    /// Opens the record of an account's messages.
    pub fn pace(
        &self,
        account: &Address,
        limits: &[Limit],
        now: Timestamp,
    ) -> Result<Pace, StoreError> {
        let folder = self.root.join("pace");
        file::create_folder(&folder)?;
        let path = folder.join(account.to_file_name());
        let mut pace = Pace {
            limits: limits.to_vec(),
            lock: file::open_lock(&path.with_added_extension("lock"))?,
            presence: file::open_lock(&path.with_added_extension("sending.lock"))?,
            under_way: 0,
            path,
        };
        pace.locked(|pace| {
            pace.create()?;
            pace.settle_left(now)?;
            pace.enter()
        })?;
        Ok(pace)
    }
}

/// The record of an account's messages, which others write to while it is synced.
#[derive(Debug)]
pub struct PaceRecord {
    path: PathBuf,
}

impl PaceRecord {
    /// Returns once everything written before is on the disk itself.
    pub fn sync(&self) -> Result<(), StoreError> {
        // One that is gone is not begun again: nothing would be counted any more.
        file::sync_file(&self.path)
    }
}

fn open_record(path: &Path) -> io::Result<File> {
    file::private_options()
        .create(true)
        .truncate(false)
        .write(true)
        .open(path)
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
    /// Returns the record, to be synced while it is written to.
    pub fn record(&self) -> PaceRecord {
        PaceRecord {
            path: self.path.clone(),
        }
    }

    /// Creates the record where there is none, so that a power loss leaves its name.
    fn create(&self) -> Result<(), StoreError> {
        let folder = file::folder_of(&self.path);
        open_record(&self.path)
            .and_then(|_| file::sync_folder(folder))
            .and_then(|()| file::sync_folder(file::folder_of(folder)))
            .map_err(StoreError::io(Action::Write, &self.path))
    }

    /// Takes the right to send one message now; otherwise returns when to ask again.
    pub fn take(&mut self, now: Timestamp) -> Result<Option<Timestamp>, StoreError> {
        self.locked(|pace| {
            let (slot, records) = pace.slot(now)?;
            if slot > now {
                return Ok(Some(slot));
            }
            pace.put(records, -now.as_microsecond())?;
            pace.under_way += 1;
            Ok(None)
        })
    }

    /// Returns when the next message may be sent, without taking the right to.
    pub fn next(&mut self, now: Timestamp) -> Result<Timestamp, StoreError> {
        self.locked(|pace| Ok(pace.slot(now)?.0))
    }

    /// Returns when the next message may be sent, and how many records there are.
    fn slot(&self, now: Timestamp) -> Result<(Timestamp, usize), StoreError> {
        let look = || {
            let records = self.read(now)?;
            let slot = next_slot(&self.limits, &counted(&records, now), now);
            Ok((slot, records))
        };
        let (mut slot, mut records) = look()?;
        if slot > now && under_way(&records) > self.under_way {
            // Those of a process that was killed would count for ever.
            self.leave()?;
            self.settle_left(now)?;
            self.enter()?;
            (slot, records) = look()?;
        }
        Ok((slot, records.len()))
    }

    /// Notes that one of the messages under way is answered, or given up.
    pub fn settle(&mut self, now: Timestamp) -> Result<(), StoreError> {
        self.locked(|pace| {
            pace.under_way = pace.under_way.saturating_sub(1);
            let records = pace.read(now)?;
            // Whichever it is, they all count alike.
            match records.iter().position(|&record| is_under_way(record)) {
                Some(place) => pace.put(place, now.as_microsecond()),
                None => Ok(()),
            }
        })
    }

    /// Says that messages may be under way from now on.
    fn enter(&self) -> Result<(), StoreError> {
        let failed = |error| StoreError::io(Action::Lock, &self.path)(error);
        self.presence.lock_shared().map_err(failed)
    }

    fn leave(&self) -> Result<(), StoreError> {
        let failed = |error| StoreError::io(Action::Lock, &self.path)(error);
        self.presence.unlock().map_err(failed)
    }

    /// Settles what killed processes left under way, unless another one is there
    /// whose they may be.
    fn settle_left(&self, now: Timestamp) -> Result<(), StoreError> {
        match self.presence.try_lock() {
            Ok(()) => {
                self.settle_all_but_own(now)?;
                self.leave()
            }
            Err(TryLockError::WouldBlock) => Ok(()),
            Err(TryLockError::Error(error)) => Err(StoreError::io(Action::Lock, &self.path)(error)),
        }
    }

    fn settle_all_but_own(&self, now: Timestamp) -> Result<(), StoreError> {
        let mut records = self.read(now)?;
        let left = under_way(&records).saturating_sub(self.under_way);
        if left == 0 {
            return Ok(());
        }
        let all = records.iter_mut().filter(|record| is_under_way(**record));
        for record in all.take(left) {
            *record = now.as_microsecond();
        }
        self.replace(&records)
    }

    /// Does something while no other process reads or writes the record.
    fn locked<T>(
        &mut self,
        act: impl FnOnce(&mut Self) -> Result<T, StoreError>,
    ) -> Result<T, StoreError> {
        let locked = self.lock.lock();
        locked.map_err(StoreError::io(Action::Lock, &self.path))?;
        let result = act(self);
        let unlocked = self.lock.unlock();
        unlocked.map_err(StoreError::io(Action::Lock, &self.path))?;
        result
    }

    /// Reads the record, of which other processes write a part, and forgets
    /// what no window reaches any more.
    fn read(&self, now: Timestamp) -> Result<Vec<i64>, StoreError> {
        let bytes = file::read_optional(&self.path)?.unwrap_or_default();
        let (whole, _) = bytes.as_chunks::<RECORD>();
        let mut records: Vec<i64> = whole.iter().copied().map(i64::from_le_bytes).collect();
        let horizon = now.checked_sub(longest_window(&self.limits));
        let horizon = horizon.unwrap_or(Timestamp::MIN).as_microsecond();
        let is_old = |&record: &i64| !is_under_way(record) && record <= horizon;
        let soon = now.saturating_add(TOLERANCE).unwrap_or(now);
        let is_ahead = |record: &i64| *record > soon.as_microsecond();
        let old = records.iter().filter(|record| is_old(record)).count();
        if (old > 0 && old >= records.len() / 2) || records.iter().any(is_ahead) {
            records.retain(|record| !is_old(record));
            for record in records.iter_mut().filter(|record| is_ahead(record)) {
                *record = now.as_microsecond();
            }
            self.replace(&records)?;
        }
        Ok(records)
    }

    fn replace(&self, records: &[i64]) -> Result<(), StoreError> {
        let bytes = records.iter().flat_map(|record| record.to_le_bytes());
        file::write_whole(&self.path, &bytes.collect::<Vec<u8>>())
    }

    /// Writes a record at its place among the others.
    fn put(&self, place: usize, record: i64) -> Result<(), StoreError> {
        let put = || -> io::Result<()> {
            let mut file = open_record(&self.path)?;
            file.seek(SeekFrom::Start((place * RECORD) as u64))?;
            file.write_all(&record.to_le_bytes())
        };
        put().map_err(StoreError::io(Action::Write, &self.path))
    }
}

const fn is_under_way(record: i64) -> bool {
    record < 0
}

fn under_way(records: &[i64]) -> usize {
    let under_way = |record: &&i64| is_under_way(**record);
    records.iter().filter(under_way).count()
}

/// Returns as of when each message counts, the earliest first.
fn counted(records: &[i64], now: Timestamp) -> Vec<Timestamp> {
    let instant = |&record: &i64| {
        let answered = (!is_under_way(record)).then_some(record);
        answered.map_or(Some(now), |answered| {
            Timestamp::from_microsecond(answered).ok()
        })
    };
    let mut counted: Vec<Timestamp> = records.iter().filter_map(instant).collect();
    counted.sort_unstable();
    counted
}

#[cfg(test)]
mod tests {
    use super::*;

    fn account() -> Address {
        Address::parse("dir@ac-x.fr").unwrap()
    }

    fn limits(limits: &[&str]) -> Vec<Limit> {
        limits.iter().map(|limit| limit.parse().unwrap()).collect()
    }

    /// So many seconds after some beginning.
    fn at(second: i64) -> Timestamp {
        Timestamp::from_second(1_000_000 + second).unwrap()
    }

    /// Sends a message that is answered at once; otherwise returns when to ask again.
    fn send(pace: &mut Pace, now: Timestamp) -> Option<Timestamp> {
        let later = pace.take(now).unwrap();
        if later.is_none() {
            pace.settle(now).unwrap();
        }
        later
    }

    #[test]
    fn a_limit_holds_across_processes_and_window_edges() {
        let folder = tempfile::tempdir().unwrap();
        let store = Store::new(folder.path().to_owned());
        let limits = limits(&["3/min", "5/h"]);
        let mut one = store.pace(&account(), &limits, at(0)).unwrap();
        let mut other = store.pace(&account(), &limits, at(0)).unwrap();
        assert_eq!(send(&mut one, at(0)), None);
        assert_eq!(send(&mut other, at(1)), None);
        assert_eq!(send(&mut one, at(2)), None);
        assert_eq!(send(&mut other, at(59)), Some(at(60)));
        assert_eq!(send(&mut other, at(60)), None);
        assert_eq!(send(&mut one, at(61)), None);
        // Five within the hour: the next one when the first is an hour old.
        let mut later = store.pace(&account(), &limits, at(61)).unwrap();
        assert_eq!(send(&mut later, at(200)), Some(at(3600)));
        assert_eq!(send(&mut later, at(3600)), None);
        assert_eq!(send(&mut one, at(3600)), Some(at(3601)));
    }

    #[test]
    fn a_message_counts_until_it_is_answered_and_a_window_longer() {
        let folder = tempfile::tempdir().unwrap();
        let store = Store::new(folder.path().to_owned());
        let limits = limits(&["1/min"]);
        let mut slow = store.pace(&account(), &limits, at(0)).unwrap();
        let mut other = store.pace(&account(), &limits, at(0)).unwrap();
        assert_eq!(slow.take(at(0)).unwrap(), None);
        assert_eq!(other.take(at(70)).unwrap(), Some(at(130)));
        slow.settle(at(75)).unwrap();
        assert_eq!(other.take(at(130)).unwrap(), Some(at(135)));
        assert_eq!(other.take(at(135)).unwrap(), None);
    }

    #[test]
    fn what_a_killed_process_had_under_way_counts_as_of_the_next_one_s_beginning() {
        let folder = tempfile::tempdir().unwrap();
        let store = Store::new(folder.path().to_owned());
        let limits = limits(&["1/min"]);
        let mut killed = store.pace(&account(), &limits, at(0)).unwrap();
        assert_eq!(killed.take(at(0)).unwrap(), None);
        // While it lives, another one that begins knows that it does.
        let mut other = store.pace(&account(), &limits, at(70)).unwrap();
        assert_eq!(other.take(at(75)).unwrap(), Some(at(135)));
        drop(killed);
        // It settles what was left, as of the moment at which it finds that out.
        assert_eq!(other.take(at(80)).unwrap(), Some(at(140)));
        assert_eq!(other.take(at(139)).unwrap(), Some(at(140)));
        assert_eq!(other.take(at(140)).unwrap(), None);
        drop(other);
        let mut next = store.pace(&account(), &limits, at(150)).unwrap();
        assert_eq!(next.take(at(160)).unwrap(), Some(at(210)));
        assert_eq!(next.take(at(210)).unwrap(), None);
    }

    #[test]
    fn a_clock_that_was_ahead_keeps_nobody_waiting_for_longer_than_a_window() {
        let folder = tempfile::tempdir().unwrap();
        let store = Store::new(folder.path().to_owned());
        let limits = limits(&["1/min"]);
        let mut pace = store.pace(&account(), &limits, at(86_400)).unwrap();
        assert_eq!(send(&mut pace, at(86_400)), None);
        assert_eq!(send(&mut pace, at(0)), Some(at(60)));
        assert_eq!(send(&mut pace, at(60)), None);
    }

    #[test]
    fn whenever_the_server_counts_a_message_no_window_holds_too_many() {
        let folder = tempfile::tempdir().unwrap();
        let store = Store::new(folder.path().to_owned());
        let limits = limits(&["3/10s", "7/min"]);
        let mut links: Vec<Pace> = (0..3)
            .map(|_| store.pace(&account(), &limits, at(0)).unwrap())
            .collect();
        let mut under_way = vec![None; links.len()];
        let mut counted = Vec::new();
        let mut random = 1_u32;
        for second in 0..2_000 {
            for (link, counts) in links.iter_mut().zip(&mut under_way) {
                // A linear congruence (Numerical Recipes); its high bits are random enough.
                random = random.wrapping_mul(1_664_525).wrapping_add(1_013_904_223);
                let chance = random >> 24;
                match counts {
                    Some(false) if chance < 64 => {
                        counted.push(second);
                        *counts = Some(true);
                    }
                    Some(true) if chance < 64 => {
                        link.settle(at(second)).unwrap();
                        *counts = None;
                    }
                    None if link.take(at(second)).unwrap().is_none() => *counts = Some(false),
                    _ => {}
                }
            }
        }
        assert!(counted.len() > 100, "{}", counted.len());
        for (count, window) in [(3, 10), (7, 60)] {
            let too_many = counted.windows(count + 1);
            let mut spans = too_many.map(|instants| instants[count] - instants[0]);
            assert!(spans.all(|span| span >= window), "{count} in {window} s");
        }
    }
}
