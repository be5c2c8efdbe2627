//! How many recipients one sync of the journal reserves.

use std::time::{Duration, Instant};

/// The smallest and the largest block: after a power loss, at most two blocks
/// are uncertain, and what was in flight besides.
const SIZE: (usize, usize) = (16, 4_096);
/// A block that lasts less than this is doubled, so that syncs cost little; one
/// that lasts less than a quarter of it is made four times as large.
const SHORT: Duration = Duration::from_millis(100);
/// A block that lasts more than this is halved, so that little is uncertain.
const LONG: Duration = Duration::from_secs(1);

/// The size of the blocks of a run, as large as its speed wants them.
#[derive(Debug)]
pub(super) struct Blocks {
    size: usize,
    /// When the last one was taken.
    taken: Option<Instant>,
    /// Whether they stay small: where the account's limits make most of a run a
    /// wait, a power loss falls into it.
    limited: bool,
}

impl Blocks {
    /// Begins with a small block.
    pub const fn new(limited: bool) -> Self {
        Self {
            size: SIZE.0,
            taken: None,
            limited,
        }
    }

    /// Tells whether a block should be taken when so many are left of those
    /// before: ahead of need, so that no link need wait for the disk.
    pub const fn is_due(&self, left: usize) -> bool {
        left < self.size / 2
    }

    /// Returns the size of the block that is taken now.
    pub fn take(&mut self) -> usize {
        match self.taken.map(|taken| taken.elapsed()) {
            _ if self.limited => {}
            Some(lasted) if lasted < SHORT / 4 => self.size = (self.size * 4).min(SIZE.1),
            Some(lasted) if lasted < SHORT => self.size = (self.size * 2).min(SIZE.1),
            Some(lasted) if lasted > LONG => self.size = (self.size / 2).max(SIZE.0),
            _ => {}
        }
        self.taken = Some(Instant::now());
        self.size
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    /// Takes far more blocks than it needs to come to the largest; returns the
    /// smallest and the largest.
    fn take_many(limited: bool) -> (usize, usize) {
        let mut blocks = Blocks::new(limited);
        let sizes: Vec<usize> = (0..100).map(|_| blocks.take()).collect();
        assert!(sizes.is_sorted(), "{sizes:?}");
        (sizes[0], sizes[99])
    }

    #[test]
    fn blocks_that_last_for_no_time_grow_until_they_are_as_large_as_may_be_uncertain() {
        assert_eq!(take_many(false), (16, 4_096));
    }

    #[test]
    fn blocks_of_a_run_that_mostly_waits_stay_small() {
        assert_eq!(take_many(true), (16, 16));
    }
}
