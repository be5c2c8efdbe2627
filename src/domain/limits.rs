//! How many messages an account may send within a window of time.

use std::{fmt, str::FromStr};

use jiff::{SignedDuration, Timestamp};
use serde::{Deserialize, Deserializer, Serialize, Serializer, de};

use super::duration::TimeSpan;
use crate::text;

/// At most `count` messages within any `window`, such as `400/min` or `3500/h`.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord)]
pub struct Limit {
    /// How many messages.
    pub count: u32,
    /// The length of the sliding window, in seconds.
    pub seconds: u32,
}

/// The longest window, in seconds: what an account sent is remembered that long.
const LONGEST: u64 = 31 * 86_400;

impl Limit {
    const fn window(self) -> SignedDuration {
        SignedDuration::from_secs(self.seconds as i64)
    }
}

/// Returns the earliest instant at which one more message may leave.
///
/// `sent` holds the instants of the messages sent, oldest first.
pub fn next_slot(limits: &[Limit], sent: &[Timestamp], now: Timestamp) -> Timestamp {
    let slot = |limit: &Limit| {
        let full = sent.len().checked_sub(limit.count as usize)?;
        // The message that must have left the window before one more enters it.
        sent.get(full)?.checked_add(limit.window()).ok()
    };
    limits.iter().filter_map(slot).fold(now, Timestamp::max)
}

/// Returns how long back messages must be remembered.
pub fn longest_window(limits: &[Limit]) -> SignedDuration {
    limits
        .iter()
        .map(|limit| limit.window())
        .max()
        .unwrap_or(SignedDuration::ZERO)
}

/// Returns how long a number of messages takes at the least, within limits, from a fresh start.
pub fn shortest_duration(limits: &[Limit], messages: usize) -> SignedDuration {
    let needed = |limit: &Limit| {
        let full_windows = messages.saturating_sub(1) / limit.count as usize;
        limit
            .window()
            .saturating_mul(i32::try_from(full_windows).unwrap_or(i32::MAX))
    };
    limits
        .iter()
        .map(needed)
        .max()
        .unwrap_or(SignedDuration::ZERO)
}

impl fmt::Display for Limit {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        match TimeSpan::from_secs(self.seconds.into()).in_largest_unit() {
            (1, unit) => write!(f, "{}/{unit}", self.count),
            (several, unit) => write!(f, "{}/{several}{unit}", self.count),
        }
    }
}

impl FromStr for Limit {
    type Err = LimitError;

    fn from_str(input: &str) -> Result<Self, LimitError> {
        let (count, window) = input.trim().split_once('/').ok_or(LimitError)?;
        let count: u32 = count.trim().parse().map_err(|_| LimitError)?;
        let window = window.trim();
        let window = if window.starts_with(|c: char| c.is_ascii_digit()) {
            window.parse()
        } else {
            format!("1{window}").parse()
        };
        let window = window.map_err(|_| LimitError)?;
        // Of whole seconds, so that it is written as it is counted.
        let seconds = Some(TimeSpan::get(window))
            .filter(|window| window.subsec_nanos() == 0)
            .map(|window| window.as_secs())
            .filter(|seconds| (1..=LONGEST).contains(seconds))
            .and_then(|seconds| u32::try_from(seconds).ok())
            .ok_or(LimitError)?;
        if count == 0 {
            Err(LimitError)
        } else {
            Ok(Self { count, seconds })
        }
    }
}

impl Serialize for Limit {
    fn serialize<S: Serializer>(&self, serializer: S) -> Result<S::Ok, S::Error> {
        serializer.collect_str(self)
    }
}

impl<'de> Deserialize<'de> for Limit {
    fn deserialize<D: Deserializer<'de>>(deserializer: D) -> Result<Self, D::Error> {
        String::deserialize(deserializer)?
            .parse()
            .map_err(de::Error::custom)
    }
}

/// Something is not a limit.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct LimitError;

impl fmt::Display for LimitError {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        text!("limit-invalid").fmt(f)
    }
}

impl std::error::Error for LimitError {}

#[cfg(test)]
mod tests {
    use super::*;

    fn at(seconds: i64) -> Timestamp {
        Timestamp::from_second(seconds).unwrap()
    }

    #[test]
    fn a_limit_is_written_as_it_is_read() {
        for text in ["400/min", "3500/h", "800/10min", "1/s", "2000/d"] {
            assert_eq!(text.parse::<Limit>().unwrap().to_string(), text);
        }
        assert_eq!("5/60s".parse::<Limit>().unwrap().to_string(), "5/min");
        for text in [
            "400",
            "0/min",
            "x/min",
            "4/",
            "4/year",
            "4/0min",
            "-1/h",
            "4/99999999999h",
        ] {
            assert!(text.parse::<Limit>().is_err(), "{text}");
        }
    }

    #[test]
    fn one_more_message_waits_until_the_oldest_leaves_the_window() {
        let limits = ["2/min".parse().unwrap(), "3/h".parse().unwrap()];
        assert_eq!(next_slot(&limits, &[], at(100)), at(100));
        assert_eq!(next_slot(&limits, &[at(90)], at(100)), at(100));
        assert_eq!(next_slot(&limits, &[at(90), at(95)], at(100)), at(150));
        assert_eq!(
            next_slot(&limits, &[at(0), at(90), at(95)], at(200)),
            at(3600)
        );
    }

    #[test]
    fn a_duration_is_that_of_the_tightest_limit() {
        let limits = ["400/min".parse().unwrap(), "500/h".parse().unwrap()];
        assert_eq!(shortest_duration(&limits, 400), SignedDuration::ZERO);
        assert_eq!(
            shortest_duration(&limits, 401),
            SignedDuration::from_secs(60)
        );
        assert_eq!(
            shortest_duration(&limits, 501),
            SignedDuration::from_secs(3600)
        );
        assert_eq!(shortest_duration(&[], 501), SignedDuration::ZERO);
    }
}
