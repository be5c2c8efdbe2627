//! A lock that is held for microseconds, thousands of times a second.

use std::{
    hint,
    num::NonZero,
    thread::{self, available_parallelism},
};

use parking_lot::{Mutex, MutexGuard};

/// How often a waiter looks whether the lock is free before it lets others run:
/// for some ten microseconds.
const SPINS: u32 = 500;
/// How often it lets others run before it sleeps after all: a disk may be slow.
const YIELDS: u32 = 500;

/// A lock that whoever waits for it hardly ever sleeps over.
///
/// To be put to sleep and woken takes longer than such a lock is held. What is
/// worse, a thread that is woken goes on wherever its waker runs, away from who
/// answers it; with a server on the same computer, every answer then has to wake
/// another processor. A panic of its holder does not poison it.
#[derive(Debug)]
pub struct BriefLock<T> {
    mutex: Mutex<T>,
    /// With one processor, its holder cannot go on while others look.
    spins: u32,
}

impl<T> BriefLock<T> {
    /// Puts a value under a lock.
    pub fn new(value: T) -> Self {
        let processors = available_parallelism().map_or(1, NonZero::get);
        Self {
            mutex: Mutex::new(value),
            spins: if processors > 1 { SPINS } else { 0 },
        }
    }

    /// Waits until nobody else has the value, and takes it.
    pub fn lock(&self) -> MutexGuard<'_, T> {
        for look in 0..self.spins + YIELDS {
            let free = !self.mutex.is_locked();
            if let Some(guard) = free.then(|| self.mutex.try_lock()).flatten() {
                return guard;
            }
            if look < self.spins {
                hint::spin_loop();
            } else {
                thread::yield_now();
            }
        }
        self.mutex.lock()
    }

    /// Takes the value out.
    pub fn into_inner(self) -> T {
        self.mutex.into_inner()
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn many_threads_change_the_value_one_after_the_other() {
        let lock = BriefLock::new(0);
        thread::scope(|scope| {
            for _ in 0..8 {
                scope.spawn(|| {
                    for _ in 0..10_000 {
                        *lock.lock() += 1;
                    }
                });
            }
        });
        assert_eq!(lock.into_inner(), 80_000);
    }

    #[test]
    fn a_lock_that_is_held_for_long_is_waited_for() {
        let lock = BriefLock::new(0);
        let held = lock.lock();
        thread::scope(|scope| {
            let waiter = scope.spawn(|| *lock.lock() += 1);
            // It sleeps by then, or is about to.
            for _ in 0..10 * (SPINS + YIELDS) {
                thread::yield_now();
            }
            assert!(!waiter.is_finished());
            drop(held);
        });
        assert_eq!(lock.into_inner(), 1);
    }

    #[test]
    fn a_panic_of_its_holder_keeps_nobody_from_it() {
        let lock = BriefLock::new(1);
        let panicked = thread::scope(|scope| {
            let holder = scope.spawn(|| {
                let _held = lock.lock();
                panic!("of the test");
            });
            holder.join().is_err()
        });
        assert!(panicked);
        assert_eq!(*lock.lock(), 1);
    }
}
