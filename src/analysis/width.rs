//! Widths of buckets of time, and where buckets of a width begin.
//!
//! Buckets of less than a day lie on the grid of UTC. Days begin at midnight in a zone, so one may have 23 hours or 25;
//! several days together are counted from a Monday, so that seven of them are the week. Years begin on the first of
//! January.

use std::fmt;

use jiff::ToSpan;
use jiff::civil::{Date, DateTime};
use jiff::tz::TimeZone;

use crate::query::parse_duration;
use crate::record::time::Time;

/// How wide a bucket is.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct Width {
    /// What is counted.
    pub unit: Unit,
    /// How many of it, at least 1.
    pub count: i128,
}

/// What a width is a number of.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Unit {
    /// Nanoseconds.
    Nano,
    /// Days of a zone.
    Day,
    /// Years of a zone.
    Year,
}

const MILLI: i128 = 1_000_000;
const SECOND: i128 = 1000 * MILLI;
const MINUTE: i128 = 60 * SECOND;
const HOUR: i128 = 60 * MINUTE;
const DAY: i128 = 24 * HOUR;

/// The day that days are counted from: a Monday.
const MONDAY: Date = Date::constant(1969, 12, 29);

const fn nanos(count: i128) -> Width {
    let unit = Unit::Nano;
    Width { unit, count }
}

const fn days(count: i128) -> Width {
    let unit = Unit::Day;
    Width { unit, count }
}

const fn years(count: i128) -> Width {
    let unit = Unit::Year;
    Width { unit, count }
}

/// The widths that are chosen from, finest first. The last ones are for times that are not to be believed.
pub static LADDER: [Width; 33] = [
    nanos(MILLI),
    nanos(2 * MILLI),
    nanos(5 * MILLI),
    nanos(10 * MILLI),
    nanos(20 * MILLI),
    nanos(50 * MILLI),
    nanos(100 * MILLI),
    nanos(200 * MILLI),
    nanos(500 * MILLI),
    nanos(SECOND),
    nanos(2 * SECOND),
    nanos(5 * SECOND),
    nanos(10 * SECOND),
    nanos(15 * SECOND),
    nanos(30 * SECOND),
    nanos(MINUTE),
    nanos(2 * MINUTE),
    nanos(5 * MINUTE),
    nanos(10 * MINUTE),
    nanos(15 * MINUTE),
    nanos(30 * MINUTE),
    nanos(HOUR),
    nanos(2 * HOUR),
    nanos(3 * HOUR),
    nanos(6 * HOUR),
    nanos(12 * HOUR),
    days(1),
    days(7),
    days(30),
    years(1),
    years(10),
    years(100),
    years(1000),
];

/// What one moment has for a width.
pub(super) const SECONDLY: Width = nanos(SECOND);

impl Width {
    /// The width that a text names: `1ms` to `12h`, `1d`, `1w`, `1y`, or several units of the same kind, `1h30m`. A day
    /// is one of the calendar, `24h` is not.
    ///
    /// ```
    /// use knoxlog::analysis::{Unit, Width};
    /// let parse = |text| Width::parse(text).map(|width| (width.unit, width.count));
    /// assert_eq!(parse("2s"), Some((Unit::Nano, 2_000_000_000)));
    /// assert_eq!(parse("1w"), Some((Unit::Day, 7)));
    /// assert_eq!(parse("0s"), None);
    /// ```
    pub fn parse(text: &str) -> Option<Self> {
        let width = if let Some(count) = text.strip_suffix('y') {
            let is_number = count.bytes().all(|byte| byte.is_ascii_digit());
            years(count.parse().ok().filter(|_| is_number)?)
        } else {
            let length = parse_duration(text)?;
            match text.contains(['d', 'w']) && length % DAY == 0 {
                true => days(length / DAY),
                false => nanos(length),
            }
        };
        (1..=MOST).contains(&width.count).then_some(width)
    }

    /// Its length in nanoseconds; that of an ordinary day, and of a year of 365 of them.
    pub const fn nanos(self) -> i128 {
        match self.unit {
            Unit::Nano => self.count,
            Unit::Day => self.count.saturating_mul(DAY),
            Unit::Year => self.count.saturating_mul(365 * DAY),
        }
    }

    /// The bucket that a moment lies in. Buckets are numbered as they follow each other.
    pub fn index(self, time: Time, zone: &TimeZone) -> i128 {
        let at = match self.unit {
            Unit::Nano => time.0,
            Unit::Day => day(date(time, zone)),
            Unit::Year => i128::from(date(time, zone).year()),
        };
        at.div_euclid(self.count)
    }

    /// The first moment of a bucket; before and beyond the calendar, its first and last.
    pub fn start(self, index: i128, zone: &TimeZone) -> Time {
        let at = index.saturating_mul(self.count);
        let date = match self.unit {
            Unit::Nano => return Time(at),
            Unit::Day => i32::try_from(at)
                .ok()
                .and_then(|at| MONDAY.checked_add(at.days()).ok()),
            Unit::Year => i16::try_from(at)
                .ok()
                .and_then(|at| Date::new(at, 1, 1).ok()),
        };
        let date = date.unwrap_or(if at < 0 { Date::MIN } else { Date::MAX });
        // A midnight that clocks leave out is the moment behind it; of one that comes twice, the first is taken.
        match zone.to_timestamp(midnight(date)) {
            Ok(timestamp) => timestamp.into(),
            Err(_) => Time(i128::from(civil_seconds(date)) * SECOND),
        }
    }

    /// How many buckets a span takes.
    pub(super) fn buckets(self, (first, last): (Time, Time), zone: &TimeZone) -> u128 {
        let apart = self.index(last, zone) - self.index(first, zone);
        apart.unsigned_abs() + 1
    }
}

/// Counts beyond this make no width: there are not as many nanoseconds between the ends of the calendar.
const MOST: i128 = 1 << 70;

/// The day of a moment in a zone; of a moment that no zone is known for, in UTC.
fn date(time: Time, zone: &TimeZone) -> Date {
    if let Some(timestamp) = time.timestamp() {
        return zone.to_datetime(timestamp).date();
    }
    let days = i32::try_from(time.0.div_euclid(DAY)).ok();
    let date = days.and_then(|days| Date::constant(1970, 1, 1).checked_add(days.days()).ok());
    date.unwrap_or(if time.0 < 0 { Date::MIN } else { Date::MAX })
}

/// The days from [`MONDAY`] to a date.
fn day(date: Date) -> i128 {
    i128::from(civil_seconds(date).div_euclid(86_400)) + 3
}

/// The seconds from 1970 to the beginning of a date, in UTC.
fn civil_seconds(date: Date) -> i64 {
    let epoch = DateTime::constant(1970, 1, 1, 0, 0, 0, 0);
    midnight(date).duration_since(epoch).as_secs()
}

fn midnight(date: Date) -> DateTime {
    DateTime::from_parts(date, jiff::civil::Time::midnight())
}

impl fmt::Display for Width {
    fn fmt(&self, out: &mut fmt::Formatter<'_>) -> fmt::Result {
        let units: &[(i128, &str)] = match self.unit {
            Unit::Nano => &[
                (HOUR, "h"),
                (MINUTE, "m"),
                (SECOND, "s"),
                (MILLI, "ms"),
                (1, "ns"),
            ],
            Unit::Day => &[(1, "d")],
            Unit::Year => &[(1, "y")],
        };
        let whole = units.iter().find(|(length, _)| self.count % length == 0);
        let (length, name) = whole.copied().unwrap_or((1, "ns"));
        write!(out, "{}{name}", self.count / length)
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use proptest::prelude::*;

    fn at(text: &str) -> Time {
        Time::parse(text).unwrap()
    }

    fn berlin() -> TimeZone {
        TimeZone::posix("CET-1CEST,M3.5.0,M10.5.0/3").unwrap()
    }

    /// Where the bucket of a moment begins.
    fn start(width: &str, moment: &str, zone: &TimeZone) -> String {
        let width = Width::parse(width).unwrap();
        let start = width.start(width.index(at(moment), zone), zone);
        start.in_zone(zone).to_string()
    }

    #[test]
    fn a_text_names_a_width_and_a_width_its_text() {
        for (text, shown) in [
            ("1ms", "1ms"),
            ("1000ms", "1s"),
            ("90s", "90s"),
            ("1h30m", "90m"),
            ("24h", "24h"),
            ("1d", "1d"),
            ("2w", "14d"),
            ("1d12h", "36h"),
            ("10y", "10y"),
        ] {
            let width = Width::parse(text).unwrap();
            assert_eq!(width.to_string(), shown);
        }
        for text in [
            "", "0s", "0d", "0y", "y", "-1y", "5", "m", "1 m", "auto", "1y6d",
        ] {
            assert_eq!(Width::parse(text), None, "{text}");
        }
        assert_eq!(
            Width::parse(&format!("{}w", i128::MAX / 10_i128.pow(15))),
            None
        );
    }

    #[test]
    fn each_rung_is_wider_and_reads_as_it_is_written() {
        assert!(LADDER.is_sorted_by(|left, right| left.nanos() < right.nanos()));
        for width in LADDER {
            assert_eq!(Width::parse(&width.to_string()), Some(width));
        }
    }

    #[test]
    fn days_are_those_of_the_zone() {
        let zone = berlin();
        assert_eq!(
            start("1d", "2026-03-28T23:30:00Z", &zone),
            "2026-03-29T00:00:00.000000+01:00"
        );
        assert_eq!(
            start("1d", "2026-03-29T22:00:00Z", &zone),
            "2026-03-30T00:00:00.000000+02:00"
        );
        assert_eq!(
            start("1d", "2026-03-28T23:30:00Z", &TimeZone::UTC),
            "2026-03-28T00:00:00.000000Z"
        );
        assert_eq!(
            start("1y", "2025-12-31T23:30:00Z", &zone),
            "2026-01-01T00:00:00.000000+01:00"
        );
        assert_eq!(
            start("7d", "2026-03-14T09:00:00Z", &zone),
            "2026-03-09T00:00:00.000000+01:00"
        );
        assert_eq!(
            start("6h", "2026-03-14T09:00:00Z", &zone),
            "2026-03-14T07:00:00.000000+01:00"
        );
    }

    #[test]
    fn the_ends_of_the_calendar_have_buckets() {
        let last = at("9999-12-31T23:59:59Z");
        for width in LADDER {
            for time in [last, at("0000-01-01T00:00:00Z"), Time(i128::MAX)] {
                let index = width.index(time, &berlin());
                assert!(width.start(index, &berlin()) <= time, "{width}");
            }
            let none = width.start(width.index(Time(i128::MIN), &berlin()), &berlin());
            assert!(none < at("0000-01-01T00:00:00Z"), "{width}");
        }
        assert_eq!(years(1).index(last, &berlin()), 9999);
        assert_eq!(
            years(1000).buckets((at("0000-01-02T00:00:00Z"), last), &TimeZone::UTC),
            10
        );
    }

    proptest! {
        #[test]
        fn a_moment_lies_in_its_bucket_and_not_in_the_next(
            nanos in -60_000_000_000_000_000_000..250_000_000_000_000_000_000_i128,
            rung in 0..LADDER.len(),
            is_utc in any::<bool>(),
        ) {
            let zone = if is_utc { TimeZone::UTC } else { berlin() };
            let width = LADDER[rung];
            let index = width.index(Time(nanos), &zone);
            prop_assert!(width.start(index, &zone) <= Time(nanos));
            prop_assert!(Time(nanos) < width.start(index + 1, &zone));
        }
    }
}
