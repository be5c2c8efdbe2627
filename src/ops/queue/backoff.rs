//! Patience with what failed: it is left alone for a while, each time for longer.

use std::{collections::BTreeMap, ops::Range};

use jiff::{SignedDuration, Timestamp};

/// What failed, and until when it is left alone.
#[derive(Clone, Debug)]
pub struct Backoff<K> {
    first: SignedDuration,
    most: SignedDuration,
    /// From when to when each is left alone, and for how long its last failure had it be.
    resting: BTreeMap<K, (Range<Timestamp>, SignedDuration)>,
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
        self.resting.insert(key, (now..until, rest));
        until
    }

    /// Leaves something alone that works, and is not to be used before an instant.
    pub fn rest(&mut self, key: K, until: Timestamp, now: Timestamp) {
        self.resting.insert(key, (now..until, SignedDuration::ZERO));
    }

    /// Forgets that something failed: it works now.
    pub fn succeed(&mut self, key: &K) {
        self.resting.remove(key);
    }

    /// Returns until when something is left alone, if it is.
    pub fn rests_until(&self, key: &K, now: Timestamp) -> Option<Timestamp> {
        // Before its beginning, the clock was set back.
        let (rest, _) = self.resting.get(key)?;
        rest.contains(&now).then_some(rest.end)
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

    #[test]
    fn nothing_is_left_alone_by_a_clock_that_has_been_set_back() {
        let mut backoff = Backoff::new(SignedDuration::from_mins(1), SignedDuration::from_mins(30));
        let ahead = Timestamp::from_second(7_200).unwrap();
        let until = backoff.fail("failed", ahead);
        backoff.rest("full", until, ahead);
        for key in ["failed", "full"] {
            assert_eq!(backoff.rests_until(&key, ahead), Some(until));
            assert_eq!(backoff.rests_until(&key, Timestamp::UNIX_EPOCH), None);
        }
        let again = backoff.fail("failed", Timestamp::UNIX_EPOCH);
        assert_eq!(again, Timestamp::from_second(120).unwrap());
    }
}
