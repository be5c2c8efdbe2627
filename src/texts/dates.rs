//! Dates and times in words, as people here say them; `--json` has them in RFC 3339.

use jiff::{Timestamp, ZonedDateTime, tz::TimeZone};

use super::Text;
use crate::text;

/// Beyond so many days nobody counts any more.
const COUNTED_DAYS: i64 = 30;

/// An instant, seen from another one in the same place.
#[derive(Clone, Debug)]
pub struct Moment {
    at: ZonedDateTime,
    now: ZonedDateTime,
}

impl Moment {
    /// Places an instant and the present in a time zone.
    pub fn new(at: Timestamp, now: Timestamp, zone: &TimeZone) -> Self {
        Self {
            at: at.to_zoned_datetime(zone.clone()),
            now: now.to_zoned_datetime(zone.clone()),
        }
    }

    /// Returns day and time: `today at 8:00`, `Monday 1 December at 8:00`.
    pub fn text(&self) -> Text {
        text!("moment", day = self.day(), time = self.time())
    }

    /// Returns day and time in few words, for tables: `today at 8:00`, `1 Dec at 8:00`.
    pub fn short(&self) -> Text {
        let day = self.near_day().unwrap_or_else(|| {
            text!(
                "day-short",
                day = self.at.day().unsigned_abs(),
                month = self.at.month().unsigned_abs(),
                year = self.other_year()
            )
        });
        text!("moment", day = day, time = self.time())
    }

    /// Returns day and time, and how long ago that was if people would count it.
    pub fn with_age(&self) -> Text {
        match -self.days_from_now() {
            days @ 2..=COUNTED_DAYS => text!(
                "moment-days-ago",
                moment = self.text(),
                count = days.unsigned_abs()
            ),
            _ => self.text(),
        }
    }

    /// Returns the day: `today`, `Monday 1 December`, with its year if that is another one.
    pub fn day(&self) -> Text {
        self.near_day().unwrap_or_else(|| {
            text!(
                "day-long",
                weekday = self.at.weekday().to_monday_one_offset().unsigned_abs(),
                day = self.at.day().unsigned_abs(),
                month = self.at.month().unsigned_abs(),
                year = self.other_year()
            )
        })
    }

    fn near_day(&self) -> Option<Text> {
        match self.days_from_now() {
            -1 => Some(text!("day-yesterday")),
            0 => Some(text!("day-today")),
            1 => Some(text!("day-tomorrow")),
            _ => None,
        }
    }

    fn days_from_now(&self) -> i64 {
        let between = self.at.date().duration_since(self.now.date());
        between.as_hours() / 24
    }

    /// Returns the year if it is not the present one, and zero if it is.
    fn other_year(&self) -> u16 {
        if self.at.year() == self.now.year() {
            0
        } else {
            self.at.year().unsigned_abs()
        }
    }

    fn time(&self) -> Text {
        let minute = self.at.minute().unsigned_abs();
        text!(
            "time",
            hour = self.at.hour().unsigned_abs(),
            minute = minute,
            minutes = format!("{minute:02}")
        )
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::texts::Language;

    fn moment(at: &str) -> Moment {
        let zone = TimeZone::fixed(jiff::tz::offset(1));
        let now = "2026-11-23T08:00:00+01:00".parse().unwrap();
        Moment::new(at.parse().unwrap(), now, &zone)
    }

    #[test]
    fn a_day_is_named_as_people_name_it() {
        for (at, french, english) in [
            (
                "2026-11-23T00:00:00+01:00",
                "aujourd’hui à 0 h",
                "today at 0:00",
            ),
            (
                "2026-11-22T23:05:00+01:00",
                "hier à 23 h 05",
                "yesterday at 23:05",
            ),
            (
                "2026-11-24T08:30:00+01:00",
                "demain à 8 h 30",
                "tomorrow at 8:30",
            ),
            (
                "2026-12-01T08:00:00+01:00",
                "mardi 1er décembre à 8 h",
                "Tuesday 1 December at 8:00",
            ),
            (
                "2025-09-02T09:00:00+01:00",
                "mardi 2 septembre 2025 à 9 h",
                "Tuesday 2 September 2025 at 9:00",
            ),
        ] {
            let text = moment(at).text();
            let plain = |language| text.in_language(language).replace('\u{a0}', " ");
            assert_eq!(plain(Language::French), french);
            assert_eq!(plain(Language::English), english);
        }
    }

    #[test]
    fn a_table_has_few_words_and_no_weekday() {
        for (at, french, english) in [
            (
                "2026-11-23T07:59:00+01:00",
                "aujourd’hui à 7 h 59",
                "today at 7:59",
            ),
            (
                "2026-11-01T16:30:00+01:00",
                "1er nov. à 16 h 30",
                "1 Nov at 16:30",
            ),
            (
                "2025-07-14T16:00:00+01:00",
                "14 juil. 2025 à 16 h",
                "14 Jul 2025 at 16:00",
            ),
        ] {
            let text = moment(at).short();
            let plain = |language| text.in_language(language).replace('\u{a0}', " ");
            assert_eq!(plain(Language::French), french);
            assert_eq!(plain(Language::English), english);
        }
    }

    #[test]
    fn days_are_counted_as_long_as_people_count_them() {
        for (at, french) in [
            ("2026-11-22T08:00:00+01:00", "hier à 8 h"),
            (
                "2026-11-20T23:00:00+01:00",
                "vendredi 20 novembre à 23 h (il y a 3 jours)",
            ),
            ("2026-09-01T08:00:00+01:00", "mardi 1er septembre à 8 h"),
            ("2026-11-26T08:00:00+01:00", "jeudi 26 novembre à 8 h"),
        ] {
            let text = moment(at).with_age().in_language(Language::French);
            assert_eq!(text.replace('\u{a0}', " "), french);
        }
    }
}
