//! The only source of the current time.

use jiff::{Timestamp, tz::TimeZone};

/// Tells the time: the system's, or a fixed one for tests and examples.
#[derive(Clone, Debug)]
pub struct Clock {
    fixed: Option<Timestamp>,
    zone: TimeZone,
}

impl Clock {
    /// Makes the clock that the environment asks for.
    ///
    /// `CARNET_CLOCK` (RFC 3339) stops it at one instant, so that output can be
    /// compared; it is meant for tests.
    #[expect(
        clippy::disallowed_methods,
        reason = "the one place that reads the clock's variable"
    )]
    pub fn from_environment() -> Self {
        let fixed = std::env::var("CARNET_CLOCK")
            .ok()
            .and_then(|instant| instant.parse().ok());
        Self {
            fixed,
            zone: TimeZone::system(),
        }
    }

    /// Makes a clock that always shows the same instant, in UTC.
    pub const fn fixed(instant: Timestamp) -> Self {
        Self {
            fixed: Some(instant),
            zone: TimeZone::UTC,
        }
    }

    /// Returns the current instant in whole seconds, as people and files are told it.
    pub fn now(&self) -> Timestamp {
        Timestamp::from_second(self.instant().as_second()).unwrap_or(Timestamp::UNIX_EPOCH)
    }

    /// Returns the current instant, as precise as the system has it.
    #[expect(
        clippy::disallowed_methods,
        reason = "the one place that asks the system"
    )]
    pub fn instant(&self) -> Timestamp {
        self.fixed.unwrap_or_else(Timestamp::now)
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
