//! `suppressions.json`: addresses that must not be added again (R8), none in clear.
//!
//! Each entry is a keyed hash. The key stands in the same file: losing it
//! would let a deleted address come back, which is worse than what a thief of
//! both could guess.

use std::{collections::BTreeMap, path::PathBuf};

use jiff::Timestamp;
use ring::hmac;
use serde::{Deserialize, Serialize};

use super::{LockedStore, Store, error::StoreError, file, random::random_bytes};
use crate::{
    domain::{address::Address, hex::to_hex, list::ListId},
    text,
};

/// Bytes of the key.
const KEY_LENGTH: usize = 32;

/// What no identifier of a list is: the scope of those who were taken off their last list.
const LEFT: &str = "*";

/// Addresses deleted on request, from one list or from all.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
pub struct Suppressions {
    #[serde(default)]
    key: String,
    /// Hash → when the address was deleted.
    entries: BTreeMap<String, Timestamp>,
}

impl Suppressions {
    fn empty() -> Self {
        Self {
            key: to_hex(&random_bytes::<KEY_LENGTH>()),
            entries: BTreeMap::new(),
        }
    }

    fn has_key(&self) -> bool {
        self.key.len() == 2 * KEY_LENGTH && self.key.bytes().all(|byte| byte.is_ascii_hexdigit())
    }

    fn hash(&self, scope: &str, address: &Address) -> String {
        let key = hmac::Key::new(hmac::HMAC_SHA256, self.key.as_bytes());
        to_hex(hmac::sign(&key, format!("{scope}\n{}", address.key()).as_bytes()).as_ref())
    }

    /// Tells whether an address must not be added to a list, nor written to through it.
    pub fn contains(&self, list: &ListId, address: &Address) -> bool {
        // Most stores have none, and an import asks for every row.
        !self.entries.is_empty()
            && (self
                .entries
                .contains_key(&self.hash(list.as_str(), address))
                || self.is_erased(address))
    }

    /// Tells whether an address was erased from everywhere.
    pub fn is_erased(&self, address: &Address) -> bool {
        !self.entries.is_empty() && self.entries.contains_key(&self.hash("", address))
    }

    /// Remembers that an address was deleted from a list.
    pub fn suppress(&mut self, list: &ListId, address: &Address, now: Timestamp) {
        let hash = self.hash(list.as_str(), address);
        self.entries.entry(hash).or_insert(now);
    }

    /// Tells whether an address was taken off its last list, so that no import puts it onto another.
    pub fn has_left(&self, address: &Address) -> bool {
        !self.entries.is_empty() && self.entries.contains_key(&self.hash(LEFT, address))
    }

    /// Remembers that an address was taken off its last list.
    ///
    /// A class has another list each year, and a list may be made again: whoever
    /// asked to leave the one there was is not to come back through the next one.
    pub fn leave(&mut self, address: &Address, now: Timestamp) {
        let hash = self.hash(LEFT, address);
        self.entries.entry(hash).or_insert(now);
    }

    /// Remembers that an address was erased from everywhere.
    pub fn erase(&mut self, address: &Address, now: Timestamp) {
        let hash = self.hash("", address);
        self.entries.entry(hash).or_insert(now);
    }

    /// Allows an address on a list again; returns whether it was kept from there.
    pub fn allow(&mut self, list: &ListId, address: &Address) -> bool {
        let hashes = [list.as_str(), LEFT].map(|scope| self.hash(scope, address));
        let removed = hashes.map(|hash| self.entries.remove(&hash));
        removed.iter().any(Option::is_some)
    }

    /// Returns how many entries there are.
    pub fn len(&self) -> usize {
        self.entries.len()
    }

    /// Tells whether nothing was ever suppressed.
    pub fn is_empty(&self) -> bool {
        self.entries.is_empty()
    }
}

impl Store {
    /// Returns the file of the suppressions.
    pub fn suppressions_path(&self) -> PathBuf {
        self.root.join("suppressions.json")
    }

    /// Reads the suppressions; none when there is no file yet.
    ///
    /// Without the key of its hashes no address would be known again.
    pub fn suppressions(&self) -> Result<Suppressions, StoreError> {
        let path = self.suppressions_path();
        let Some(suppressions) = file::read_json::<Suppressions>(&path)? else {
            return Ok(Suppressions::empty());
        };
        if suppressions.has_key() {
            Ok(suppressions)
        } else {
            let reason = text!("corrupt-no-key");
            Err(StoreError::Corrupt { path, reason })
        }
    }
}

impl LockedStore<'_> {
    /// Writes the suppressions.
    pub fn save_suppressions(&self, suppressions: &Suppressions) -> Result<(), StoreError> {
        file::write_json(&self.suppressions_path(), suppressions)
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn r8_a_suppressed_address_is_known_again_and_nowhere_in_clear() {
        let folder = tempfile::tempdir().unwrap();
        let store = Store::new(folder.path().to_owned());
        let (cp, ce1) = (
            ListId::new([1; 16], Timestamp::UNIX_EPOCH),
            ListId::new([2; 16], Timestamp::UNIX_EPOCH),
        );
        let address = Address::parse("Zoe@x.fr").unwrap();
        let mut suppressions = store.suppressions().unwrap();
        suppressions.suppress(&cp, &address, Timestamp::UNIX_EPOCH);
        store
            .lock(|| ())
            .unwrap()
            .save_suppressions(&suppressions)
            .unwrap();

        let mut read = store.suppressions().unwrap();
        let same = Address::parse("zoe@X.fr").unwrap();
        assert!(read.contains(&cp, &same));
        assert!(!read.contains(&ce1, &same));
        assert!(
            !std::fs::read_to_string(store.suppressions_path())
                .unwrap()
                .to_lowercase()
                .contains("zoe")
        );
        assert!(read.allow(&cp, &same));
        assert!(!read.contains(&cp, &same));
        read.erase(&same, Timestamp::UNIX_EPOCH);
        assert!(read.contains(&cp, &same) && read.contains(&ce1, &same));
    }
}
