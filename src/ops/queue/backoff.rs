//! Patience with what failed: it is left alone for a while, each time for longer.

use std::collections::BTreeMap;

use jiff::{SignedDuration, Timestamp};

/// What failed, and until when it is left alone.
#[derive(Clone, Debug)]
pub struct Backoff<K> {
    first: SignedDuration,
    most: SignedDuration,
    resting: BTreeMap<K, (Timestamp, SignedDuration)>,
}

impl<K: Ord> Backoff<K> {
    /// Leaves alone what failed for so long, the first time and at most.
    pub const fn new(first: SignedDuration, most: SignedDuration) -> Self {
        Self {
            first,
            most,
            resting: BTreeMap::new(),
        }
    }

    /// Leaves something alone that failed.
    pub fn fail(&mut self, key: K, now: Timestamp) -> Timestamp {
        let rest = self.resting.get(&key).map_or(self.first, |(_, rest)| {
            (*rest * 2).clamp(self.first, self.most)
        });
        let until = now.saturating_add(rest).unwrap_or(Timestamp::MAX);
        self.resting.insert(key, (until, rest));
        until
    }

    /// Leaves something alone that works, and is not to be used before an instant.
    pub fn rest(&mut self, key: K, until: Timestamp) {
        self.resting.insert(key, (until, SignedDuration::ZERO));
    }

    /// Forgets that something failed: it works now.
    pub fn succeed(&mut self, key: &K) {
        self.resting.remove(key);
    }

    /// Returns until when something is left alone, if it is.
    pub fn rests_until(&self, key: &K, now: Timestamp) -> Option<Timestamp> {
        let (until, _) = self.resting.get(key)?;
        Some(*until).filter(|until| now < *until)
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn what_fails_again_is_left_alone_for_longer_up_to_a_limit() {
        let minutes = SignedDuration::from_mins;
        let mut backoff = Backoff::new(minutes(1), minutes(30));
        let mut now = Timestamp::UNIX_EPOCH;
        let mut rests = Vec::new();
        for _ in 0..7 {
            let until = backoff.fail("a", now);
            assert_eq!(backoff.rests_until(&"a", now), Some(until));
            assert_eq!(backoff.rests_until(&"b", now), None);
            assert_eq!(backoff.rests_until(&"a", until), None);
            rests.push(now.duration_until(until).as_mins());
            now = until;
        }
        assert_eq!(rests, [1, 2, 4, 8, 16, 30, 30]);
        backoff.succeed(&"a");
        assert_eq!(now.duration_until(backoff.fail("a", now)).as_mins(), 1);
    }
}
