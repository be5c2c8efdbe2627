//! The only source of the current time.

use std::{
    sync::{
        Arc,
        atomic::{AtomicI64, Ordering},
    },
    time::Duration,
};

use jiff::{Timestamp, tz::TimeZone};

/// Tells the time, and lets it pass: the system's, or that of a test.
///
/// A clock that a test has set stands still, and moves on by as much as it is
/// waited for: what takes hours is tried in no time.
#[derive(Clone, Debug)]
pub struct Clock {
    /// Microseconds since 1970; copies of a clock show the same time.
    set: Option<Arc<AtomicI64>>,
    zone: TimeZone,
}

impl Clock {
    /// Makes the clock that the environment asks for.
    ///
    /// `CARNET_CLOCK` (RFC 3339) sets it to one instant, so that output can be
    /// compared; it is meant for tests.
    #[expect(
        clippy::disallowed_methods,
        reason = "the one place that reads the clock's variable"
    )]
    pub fn from_environment() -> Self {
        let set = std::env::var("CARNET_CLOCK")
            .ok()
            .and_then(|instant| instant.parse().ok());
        Self {
            set: set.map(stopped_at),
            zone: TimeZone::system(),
        }
    }

    /// Makes a clock that is set to an instant, in UTC.
    pub fn set_to(instant: Timestamp) -> Self {
        Self {
            set: Some(stopped_at(instant)),
            zone: TimeZone::UTC,
        }
    }

    /// Returns the current instant in whole seconds, as people and files are told it.
    pub fn now(&self) -> Timestamp {
        whole_second(self.instant())
    }

    /// Returns the current instant, as precise as the system has it.
    #[expect(
        clippy::disallowed_methods,
        reason = "the one place that asks the system"
    )]
    pub fn instant(&self) -> Timestamp {
        match &self.set {
            Some(set) => {
                Timestamp::from_microsecond(set.load(Ordering::Relaxed)).unwrap_or(Timestamp::MAX)
            }
            None => Timestamp::now(),
        }
    }

    /// Returns at an instant, or sooner: nobody waits here longer than `most`.
    pub fn wait_until(&self, instant: Timestamp, most: Duration) {
        if let Some(set) = &self.set {
            set.fetch_max(instant.as_microsecond(), Ordering::Relaxed);
        } else {
            let left = Duration::try_from(instant.duration_since(self.instant()));
            std::thread::sleep(left.unwrap_or_default().min(most));
        }
    }

    /// Returns the time zone that people here read the time in.
    pub const fn zone(&self) -> &TimeZone {
        &self.zone
    }

    /// Returns the minute of an instant here, as `2026-11-23 08:00`.
    pub fn minute(&self, instant: Timestamp) -> String {
        instant
            .to_zoned_datetime(self.zone.clone())
            .strftime("%Y-%m-%d %H:%M")
            .to_string()
    }
}

/// Returns an instant in whole seconds.
pub fn whole_second(instant: Timestamp) -> Timestamp {
    Timestamp::from_second(instant.as_second()).unwrap_or(Timestamp::UNIX_EPOCH)
}

fn stopped_at(instant: Timestamp) -> Arc<AtomicI64> {
    Arc::new(AtomicI64::new(instant.as_microsecond()))
}
