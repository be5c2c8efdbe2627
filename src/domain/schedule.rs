//! When a message is to leave: a local time as people write it, and how late it may be.

use std::{fmt, str::FromStr};

use jiff::{
    Timestamp,
    civil::DateTime,
    fmt::strtime::BrokenDownTime,
    tz::{AmbiguousOffset, Offset, TimeZone},
};
use serde::{Deserialize, Serialize};

use super::duration::TimeSpan;
use crate::{text, texts::Text};

/// When a frozen message leaves, and how late it may be.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Serialize, Deserialize)]
pub struct Schedule {
    /// It does not leave before.
    pub due: Timestamp,
    /// It does not begin to leave after.
    pub expires: Timestamp,
    /// Who receives it.
    #[serde(default)]
    pub audience: AudienceChoice,
}

/// When it is chosen who receives a scheduled message.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq, Serialize, Deserialize)]
#[serde(rename_all = "lowercase")]
pub enum AudienceChoice {
    /// It was, when the message was frozen.
    #[default]
    Frozen,
    /// It will be, when the message is due.
    Late,
    /// It was, when the message became due.
    Chosen,
}

impl Schedule {
    /// Schedules a message, which cannot have been due already.
    pub fn new(
        due: Timestamp,
        lateness: TimeSpan,
        audience: AudienceChoice,
        now: Timestamp,
        zone: &TimeZone,
    ) -> Result<Self, TimeError> {
        let schedule = Self {
            due,
            expires: due.checked_add(lateness.get()).unwrap_or(Timestamp::MAX),
            audience,
        };
        schedule.still_ahead(now, zone)
    }

    /// Returns it if the message is not due already.
    pub fn still_ahead(self, now: Timestamp, zone: &TimeZone) -> Result<Self, TimeError> {
        if self.due < now {
            return Err(TimeError::Past {
                due: zone.to_datetime(self.due),
                now: zone.to_datetime(now),
            });
        }
        Ok(self)
    }

    /// Makes a message leave now, and as late as it might have been.
    #[must_use]
    pub fn moved_to(self, now: Timestamp) -> Self {
        let lateness = self.due.duration_until(self.expires);
        Self {
            due: now,
            expires: now.saturating_add(lateness).unwrap_or(Timestamp::MAX),
            ..self
        }
    }
}

/// A local time as it was typed, with its offset from UTC if one was given.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct LocalTime {
    local: DateTime,
    offset: Option<Offset>,
}

impl LocalTime {
    /// Returns the instant that this time is in a zone.
    ///
    /// Fails where the clocks change: some times come twice, and some never.
    pub fn resolve(&self, zone: &TimeZone) -> Result<Timestamp, TimeError> {
        let local = self.local;
        let at = |offset: Offset| offset.to_timestamp(local).map_err(|_| TimeError::Invalid);
        if let Some(offset) = self.offset {
            return at(offset);
        }
        match zone.to_ambiguous_timestamp(local).offset() {
            AmbiguousOffset::Unambiguous { offset } => at(offset),
            AmbiguousOffset::Fold { before, after } => Err(TimeError::Twice {
                local,
                first: before,
                second: after,
            }),
            AmbiguousOffset::Gap { before, after } => Err(TimeError::Never {
                local,
                // As if the clocks had changed already, and as if they had not yet.
                earlier: zone.to_datetime(at(after)?),
                later: zone.to_datetime(at(before)?),
            }),
        }
    }
}

/// How a local time is written; `T` may stand for the space, and `Z` for `+00:00`.
const FORMATS: [&str; 4] = [
    "%Y-%m-%d %H:%M",
    "%Y-%m-%d %H:%M:%S",
    "%Y-%m-%d %H:%M%:z",
    "%Y-%m-%d %H:%M:%S%:z",
];

impl FromStr for LocalTime {
    type Err = TimeError;

    fn from_str(input: &str) -> Result<Self, TimeError> {
        let input = input.trim().replacen('T', " ", 1).replace('Z', "+00:00");
        let read = |format| {
            let parsed = BrokenDownTime::parse(format, &input).ok()?;
            Some(Self {
                local: parsed.to_datetime().ok()?,
                offset: parsed.offset(),
            })
        };
        FORMATS.iter().find_map(read).ok_or(TimeError::Invalid)
    }
}

/// Why a time is not one at which a message can leave.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum TimeError {
    /// It is no date and time.
    Invalid,
    /// It comes twice, when the clocks go back.
    Twice {
        local: DateTime,
        first: Offset,
        second: Offset,
    },
    /// It never comes, when the clocks go forward.
    Never {
        local: DateTime,
        earlier: DateTime,
        later: DateTime,
    },
    /// It is past.
    Past { due: DateTime, now: DateTime },
}

impl TimeError {
    /// Returns what to type instead.
    pub fn hint(&self) -> Option<Text> {
        match self {
            Self::Invalid => None,
            Self::Past { now, .. } => {
                let tomorrow = now.date().tomorrow().ok()?.at(8, 0, 0, 0);
                Some(text!("hint-time-past", time = minute(tomorrow)))
            }
            Self::Twice {
                local,
                first,
                second,
            } => {
                let with = |offset| format!("{}{}", minute(*local), numeric(offset));
                Some(text!(
                    "hint-time-twice",
                    first = with(*first),
                    second = with(*second)
                ))
            }
            Self::Never { earlier, later, .. } => Some(text!(
                "hint-time-never",
                earlier = minute(*earlier),
                later = minute(*later)
            )),
        }
    }

    fn text(&self) -> Text {
        let utc = |local: DateTime, offset: Offset| {
            offset
                .to_timestamp(local)
                .map(|at| at.strftime("%H:%M").to_string())
                .unwrap_or_default()
        };
        match *self {
            Self::Invalid => text!("time-invalid"),
            Self::Twice {
                local,
                first,
                second,
            } => text!(
                "time-twice",
                time = minute(local),
                first = utc(local, first),
                second = utc(local, second)
            ),
            Self::Never {
                local,
                earlier,
                later,
            } => text!(
                "time-never",
                time = minute(local),
                earlier = earlier.strftime("%H:%M").to_string(),
                later = later.strftime("%H:%M").to_string()
            ),
            Self::Past { due, now } => {
                text!("time-past", time = minute(due), now = minute(now))
            }
        }
    }
}

fn minute(local: DateTime) -> String {
    local.strftime("%Y-%m-%d %H:%M").to_string()
}

fn numeric(offset: Offset) -> String {
    let minutes = offset.seconds() / 60;
    let sign = if minutes < 0 { '-' } else { '+' };
    format!("{sign}{:02}:{:02}", minutes.abs() / 60, minutes.abs() % 60)
}

impl fmt::Display for TimeError {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        self.text().fmt(f)
    }
}

impl std::error::Error for TimeError {}

#[cfg(test)]
mod tests {
    use super::*;

    fn paris() -> TimeZone {
        TimeZone::get("Europe/Paris").unwrap()
    }

    fn in_paris(input: &str) -> Result<String, TimeError> {
        let time: LocalTime = input.parse()?;
        Ok(time.resolve(&paris())?.to_string())
    }

    #[test]
    fn a_local_time_is_an_instant_of_its_zone_in_winter_and_in_summer() {
        for (input, instant) in [
            ("2026-12-01 08:00", "2026-12-01T07:00:00Z"),
            ("2026-12-01T8:00", "2026-12-01T07:00:00Z"),
            (" 2026-06-01  08:00:30 ", "2026-06-01T06:00:30Z"),
            ("2026-10-25 01:59", "2026-10-24T23:59:00Z"),
            ("2026-10-25 03:00", "2026-10-25T02:00:00Z"),
            ("2026-03-29 01:59", "2026-03-29T00:59:00Z"),
            ("2026-03-29 03:00", "2026-03-29T01:00:00Z"),
        ] {
            assert_eq!(in_paris(input).as_deref(), Ok(instant), "{input}");
        }
        for input in [
            "",
            "tomorrow 8:00",
            "2026-12-01",
            "08:00",
            "2026-02-30 08:00",
            "2026-12-01 25:00",
            "2026-12-01 08:60",
            "01/12/2026 08:00",
            "2026-12-01 08:00 x",
        ] {
            assert_eq!(in_paris(input), Err(TimeError::Invalid), "{input}");
        }
    }

    #[test]
    fn a_time_that_comes_twice_is_refused_until_its_offset_is_given() {
        let error = in_paris("2026-10-25 02:30").unwrap_err();
        let words = format!("{error} {}", error.hint().unwrap());
        for reading in ["00:30 UTC", "01:30 UTC", "02:30+02:00", "02:30+01:00"] {
            assert!(words.contains(reading), "{words}");
        }
        for (input, instant) in [
            ("2026-10-25 02:30+02:00", "2026-10-25T00:30:00Z"),
            ("2026-10-25 02:30+01:00", "2026-10-25T01:30:00Z"),
            ("2026-10-25T02:30:00Z", "2026-10-25T02:30:00Z"),
        ] {
            assert_eq!(in_paris(input).as_deref(), Ok(instant), "{input}");
        }
    }

    #[test]
    fn a_time_that_never_comes_is_refused_with_those_beside_it() {
        let error = in_paris("2026-03-29 02:30").unwrap_err();
        let hint = error.hint().unwrap().to_string();
        for reading in ["2026-03-29 01:30", "2026-03-29 03:30"] {
            assert!(hint.contains(reading), "{hint}");
            in_paris(reading).unwrap();
        }
    }

    #[test]
    fn a_message_cannot_be_scheduled_for_the_past() {
        let now: Timestamp = "2026-12-01T07:00:00Z".parse().unwrap();
        let schedule = |due: &str| {
            let due = due.parse().unwrap();
            let day = TimeSpan::from_secs(86_400);
            Schedule::new(due, day, AudienceChoice::Frozen, now, &paris())
        };
        let schedule_now = schedule("2026-12-01T07:00:00Z").unwrap();
        assert_eq!(schedule_now.expires.to_string(), "2026-12-02T07:00:00Z");
        let error = schedule("2026-12-01T06:59:59Z").unwrap_err();
        assert!(error.to_string().contains("2026-12-01 07:59"), "{error}");
    }
}
