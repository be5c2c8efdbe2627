//! Spans of time as people write them: `30s`, `10min`, `24h`, `2d`.

use std::{fmt, str::FromStr, time::Duration};

use serde::{Deserialize, Deserializer, Serialize, Serializer, de};

use crate::text;

/// The units as they are written, the largest first, in milliseconds.
const UNITS: [(&str, u64); 5] = [
    ("d", 86_400_000),
    ("h", 3_600_000),
    ("min", 60_000),
    ("s", 1_000),
    ("ms", 1),
];

/// A span of time, in whole milliseconds; a day has 24 hours.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord)]
pub struct TimeSpan {
    milliseconds: u64,
}

impl TimeSpan {
    /// Makes a span of so many seconds.
    pub const fn from_secs(seconds: u64) -> Self {
        Self {
            milliseconds: seconds * 1_000,
        }
    }

    /// Returns the span as the standard library has it.
    pub const fn get(self) -> Duration {
        Duration::from_millis(self.milliseconds)
    }

    /// Returns the span as a number of the largest unit that leaves no rest.
    pub fn in_largest_unit(self) -> (u64, &'static str) {
        let (unit, length) = UNITS
            .into_iter()
            .find(|(_, length)| {
                self.milliseconds >= *length && self.milliseconds.is_multiple_of(*length)
            })
            .unwrap_or(("s", 1_000));
        (self.milliseconds / length, unit)
    }
}

impl From<TimeSpan> for Duration {
    fn from(span: TimeSpan) -> Self {
        span.get()
    }
}

impl fmt::Display for TimeSpan {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        let (number, unit) = self.in_largest_unit();
        write!(f, "{number}{unit}")
    }
}

impl FromStr for TimeSpan {
    type Err = TimeSpanError;

    /// Reads one number with its unit, or several: `1h30min`, `1 h 30 min`.
    fn from_str(input: &str) -> Result<Self, TimeSpanError> {
        let mut rest = input.trim();
        let mut milliseconds = 0_u64;
        loop {
            let digits = rest.bytes().take_while(u8::is_ascii_digit).count();
            let (number, after) = rest.split_at(digits);
            let number: u64 = number.parse().map_err(|_| TimeSpanError)?;
            let after = after.trim_start();
            let letters = after
                .find(|c: char| !c.is_alphabetic())
                .unwrap_or(after.len());
            let (unit, after) = after.split_at(letters);
            milliseconds = number
                .checked_mul(unit_length(unit).ok_or(TimeSpanError)?)
                .and_then(|part| milliseconds.checked_add(part))
                .ok_or(TimeSpanError)?;
            rest = after.trim_start();
            if rest.is_empty() {
                return Ok(Self { milliseconds });
            }
        }
    }
}

/// Returns the milliseconds of a unit, in the words of either language.
fn unit_length(unit: &str) -> Option<u64> {
    let written = match unit {
        "sec" | "second" | "seconds" | "seconde" | "secondes" => "s",
        "m" | "minute" | "minutes" => "min",
        "hour" | "hours" | "heure" | "heures" => "h",
        "j" | "day" | "days" | "jour" | "jours" => "d",
        unit => unit,
    };
    let known = UNITS.into_iter().find(|(unit, _)| *unit == written);
    known.map(|(_, length)| length)
}

impl Serialize for TimeSpan {
    fn serialize<S: Serializer>(&self, serializer: S) -> Result<S::Ok, S::Error> {
        serializer.collect_str(self)
    }
}

impl<'de> Deserialize<'de> for TimeSpan {
    fn deserialize<D: Deserializer<'de>>(deserializer: D) -> Result<Self, D::Error> {
        String::deserialize(deserializer)?
            .parse()
            .map_err(de::Error::custom)
    }
}

/// Something is not a span of time.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct TimeSpanError;

impl fmt::Display for TimeSpanError {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        text!("time-span-invalid").fmt(f)
    }
}

impl std::error::Error for TimeSpanError {}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_span_is_read_in_either_language_and_written_in_its_largest_unit() {
        for (written, shown) in [
            ("24h", "1d"),
            ("90min", "90min"),
            ("120s", "2min"),
            ("2 jours", "2d"),
            ("1h30min", "90min"),
            (" 1 h 30 min ", "90min"),
            ("300ms", "300ms"),
            ("0s", "0s"),
        ] {
            let span: TimeSpan = written.parse().unwrap();
            assert_eq!(span.to_string(), shown, "{written}");
            assert_eq!(shown.parse(), Ok(span));
        }
        for text in [
            "",
            "h",
            "5",
            "5 years",
            "-1h",
            "1h30",
            "99999999999999999d",
            "1,5h",
        ] {
            assert_eq!(text.parse::<TimeSpan>(), Err(TimeSpanError), "{text}");
        }
    }
}
