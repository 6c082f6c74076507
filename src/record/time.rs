//! Moments, in nanoseconds since 1970 in UTC.

use std::fmt;

use jiff::civil::DateTime;
use jiff::tz::TimeZone;
use jiff::{SignedDuration, Timestamp};

use crate::json::number::Number;

/// A moment: nanoseconds since 1970-01-01T00:00:00Z.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord, Hash)]
pub struct Time(pub i128);

const SECOND: i128 = 1_000_000_000;

impl Time {
    /// A moment as a record writes it: RFC 3339, any number of fraction digits; UTC where no
    /// offset stands, as in `KubeArmor`'s own documentation. `None` for any other text.
    pub fn parse(text: &str) -> Option<Self> {
        fixed_layout(text.as_bytes()).or_else(|| loose(text))
    }

    /// A moment from a count since 1970, whose unit is told by its magnitude: below 10^11 seconds,
    /// below 10^14 milliseconds, below 10^17 microseconds, else nanoseconds.
    pub fn from_epoch(count: i128) -> Option<Self> {
        let unit = epoch_unit(count);
        let nanos = count.checked_mul(unit)?;
        Timestamp::from_nanosecond(nanos).ok()?;
        Some(Self(nanos))
    }

    /// The moment that a number in text names, counted since 1970 as in [`Time::from_epoch`]. A fraction is one of that
    /// unit, exact to the nanosecond; a number with an exponent is as exact as a 64-bit float.
    pub fn from_epoch_text(text: &str) -> Option<Self> {
        let (whole, fraction) = text.split_once('.').unwrap_or((text, ""));
        let is_exact = fraction.len() <= 9 && fraction.bytes().all(|byte| byte.is_ascii_digit());
        let (whole, share) = match whole.parse::<i128>() {
            Ok(whole) if is_exact => (whole, format!("{fraction:0<9}").parse::<i128>().ok()?),
            _ => match Number::parse(text)? {
                Number::Int(whole) => (whole, 0),
                #[expect(
                    clippy::cast_possible_truncation,
                    reason = "what is out of range is refused below"
                )]
                Number::Float(count) => {
                    (count.trunc() as i128, (count.fract().abs() * 1e9) as i128)
                }
            },
        };
        let sign = if text.starts_with('-') { -1 } else { 1 };
        let nanos = share * epoch_unit(whole) / SECOND;
        Some(Self(Self::from_epoch(whole)?.0 + sign * nanos))
    }

    /// The moment as `jiff` knows it; `None` outside the years -9999 to 9999.
    pub fn timestamp(self) -> Option<Timestamp> {
        Timestamp::from_nanosecond(self.0).ok()
    }

    /// The date and time in UTC; `None` outside the years -9999 to 9999.
    fn civil(self) -> Option<DateTime> {
        let seconds = i64::try_from(self.0.div_euclid(SECOND)).ok()?;
        let nanos = i32::try_from(self.0.rem_euclid(SECOND)).ok()?;
        DateTime::constant(1970, 1, 1, 0, 0, 0, 0)
            .checked_add(SignedDuration::new(seconds, nanos))
            .ok()
    }

    /// The moment in UTC, to the nanosecond.
    pub fn exact(self) -> String {
        self.timestamp()
            .map_or_else(|| self.0.to_string(), |timestamp| format!("{timestamp:.9}"))
    }

    /// The moment in a zone, to the microsecond, the offset always shown.
    pub fn in_zone(self, zone: &TimeZone) -> InZone<'_> {
        InZone { time: self, zone }
    }
}

impl From<Timestamp> for Time {
    fn from(timestamp: Timestamp) -> Self {
        Self(timestamp.as_nanosecond())
    }
}

/// Nanoseconds in the unit that an epoch count of this magnitude has. See [`Time::from_epoch`].
pub const fn epoch_unit(count: i128) -> i128 {
    match count.unsigned_abs() {
        0..100_000_000_000 => SECOND,
        100_000_000_000..100_000_000_000_000 => 1_000_000,
        100_000_000_000_000..100_000_000_000_000_000 => 1_000,
        _ => 1,
    }
}

/// A moment that knows in which zone it is to be shown.
pub struct InZone<'z> {
    time: Time,
    zone: &'z TimeZone,
}

impl fmt::Display for InZone<'_> {
    fn fmt(&self, out: &mut fmt::Formatter<'_>) -> fmt::Result {
        let Some(timestamp) = self.time.timestamp() else {
            // The last hours of the year 9999, which no zone is known for.
            return match self.time.civil() {
                Some(civil) => write!(out, "{civil:.6}Z"),
                None => write!(out, "{}ns", self.time.0),
            };
        };
        let offset = self.zone.to_offset(timestamp);
        let local = offset.to_datetime(timestamp);
        let fields = [
            (0..4, i32::from(local.year())),
            (5..7, local.month().into()),
            (8..10, local.day().into()),
            (11..13, local.hour().into()),
            (14..16, local.minute().into()),
            (17..19, local.second().into()),
            (20..26, local.subsec_nanosecond() / 1000),
        ];
        let mut text = *b"0000-00-00T00:00:00.000000";
        for (place, number) in fields {
            let mut number = number.unsigned_abs();
            for digit in text[place].iter_mut().rev() {
                *digit += u8::try_from(number % 10).unwrap_or_default();
                number /= 10;
            }
        }
        let text = std::str::from_utf8(&text).unwrap_or_default();
        if local.year() < 0 {
            write!(out, "{:04}", local.year())?;
            out.write_str(text.get(4..).unwrap_or_default())?;
        } else {
            out.write_str(text)?;
        }
        match offset.seconds() {
            0 => out.write_str("Z"),
            seconds => {
                let sign = if seconds < 0 { '-' } else { '+' };
                let minutes = seconds.abs() / 60;
                write!(out, "{sign}{:02}:{:02}", minutes / 60, minutes % 60)
            }
        }
    }
}

/// `2023-10-05T05:57:47.935622Z`, the one layout that `KubeArmor` writes
/// (`KubeArmor/common/common.go`: `2006-01-02T15:04:05.000000Z`), with 0 to 9 fraction digits.
fn fixed_layout(text: &[u8]) -> Option<Time> {
    let (head, tail) = text.split_first_chunk::<19>()?;
    let separators = (head[4], head[7], head[10], head[13], head[16]);
    if separators != (b'-', b'-', b'T', b':', b':') {
        return None;
    }
    let year = i64::from(digits(&head[0..4])?);
    let (month, day) = (digits(&head[5..7])?, digits(&head[8..10])?);
    let (hour, minute, second) = (
        digits(&head[11..13])?,
        digits(&head[14..16])?,
        digits(&head[17..19])?,
    );
    if !(1..=12).contains(&month) || day < 1 || day > month_days(year, month) {
        return None;
    }
    if hour > 23 || minute > 59 || second > 59 {
        return None;
    }
    let nanos = match tail {
        [b'Z'] => 0,
        [b'.', fraction @ .., b'Z'] if (1..=9).contains(&fraction.len()) => {
            #[expect(clippy::cast_possible_truncation, reason = "at most nine digits")]
            let missing = 9 - fraction.len() as u32;
            digits(fraction)? * 10_u32.pow(missing)
        }
        _ => return None,
    };
    let days = days_from_civil(year, i64::from(month), i64::from(day));
    let seconds = days * 86_400 + i64::from(hour * 3600 + minute * 60 + second);
    Some(Time(i128::from(seconds) * SECOND + i128::from(nanos)))
}

/// The number that at most nine ASCII digits write.
fn digits(bytes: &[u8]) -> Option<u32> {
    bytes.iter().try_fold(0_u32, |number, byte| {
        let digit = byte.wrapping_sub(b'0');
        (digit < 10).then(|| number * 10 + u32::from(digit))
    })
}

const fn month_days(year: i64, month: u32) -> u32 {
    match month {
        4 | 6 | 9 | 11 => 30,
        2 if year % 4 == 0 && (year % 100 != 0 || year % 400 == 0) => 29,
        2 => 28,
        _ => 31,
    }
}

/// Days since 1970-01-01 of a proleptic Gregorian date (Hinnant, "chrono-compatible low-level date
/// algorithms": years begin in March, so that the leap day comes last).
const fn days_from_civil(year: i64, month: i64, day: i64) -> i64 {
    let year = if month <= 2 { year - 1 } else { year };
    let era = year.div_euclid(400);
    let year_of_era = year.rem_euclid(400);
    let day_of_year = (153 * ((month + 9) % 12) + 2) / 5 + day - 1;
    era * 146_097 + year_of_era * 365 + year_of_era / 4 - year_of_era / 100 + day_of_year - 719_468
}

/// Other offsets, lower case, a leap second, or no offset at all.
fn loose(text: &str) -> Option<Time> {
    if text.len() < 16 {
        return None;
    }
    if let Ok(timestamp) = text.parse::<Timestamp>() {
        return Some(timestamp.into());
    }
    let civil: DateTime = text.parse().ok()?;
    TimeZone::UTC.to_timestamp(civil).ok().map(Time::from)
}

#[cfg(test)]
mod tests {
    use super::*;
    use proptest::prelude::*;

    fn nanos(text: &str) -> Option<i128> {
        Time::parse(text).map(|time| time.0)
    }

    #[test]
    fn the_writers_layouts_are_read() {
        let base = 1_696_485_467_000_000_000;
        assert_eq!(
            nanos("2023-10-05T05:57:47.935622Z"),
            Some(base + 935_622_000)
        );
        assert_eq!(nanos("2023-10-05T05:57:47.935Z"), Some(base + 935_000_000));
        assert_eq!(nanos("2023-10-05T05:57:47Z"), Some(base));
        assert_eq!(nanos("2023-10-05T07:57:47+02:00"), Some(base));
        assert_eq!(nanos("2023-10-05T05:57:47.1"), Some(base + 100_000_000));
        assert_eq!(nanos("2023-10-05 05:57:47"), Some(base));
    }

    #[test]
    fn other_text_is_no_time() {
        for text in [
            "",
            "now",
            "2023-10-05",
            "05:57:47",
            "2023-13-05T05:57:47Z",
            "2023-02-29T05:57:47Z",
            "2023-10-05T24:57:47Z",
            "2023-10-05T05:60:47Z",
            "2023-10-05T05:57:47.Z",
            "262144-01-01T00:00:00Z",
            "2023-10-05T05:57:47.935622Zx",
            "9223372036854775807",
        ] {
            assert_eq!(nanos(text), None, "{text}");
        }
    }

    #[test]
    fn the_ends_of_the_calendar_are_no_panic() {
        assert!(nanos("0000-01-01T00:00:00Z").is_some());
        assert!(nanos("9999-12-30T23:59:59.999999999Z").is_some());
        let _ = nanos("9999-12-31T23:59:60Z");
        assert_eq!(
            Time::from_epoch(i128::from(i64::MAX)).map(|t| t.0),
            Some(i128::from(i64::MAX))
        );
        assert_eq!(Time::from_epoch(i128::MAX), None);
        assert_eq!(
            Time(i128::MIN).in_zone(&TimeZone::UTC).to_string(),
            format!("{}ns", i128::MIN)
        );
    }

    #[test]
    fn epochs_tell_their_unit() {
        let second = Time(1_696_326_880 * SECOND);
        for count in [
            1_696_326_880,
            1_696_326_880_000,
            1_696_326_880_000_000,
            1_696_326_880_000_000_000,
        ] {
            assert_eq!(Time::from_epoch(count), Some(second));
        }
    }

    #[test]
    fn a_moment_is_shown_with_its_offset() {
        let time = Time::parse("2023-10-05T05:57:47.935622Z").unwrap();
        assert_eq!(
            time.in_zone(&TimeZone::UTC).to_string(),
            "2023-10-05T05:57:47.935622Z"
        );
        let zone = TimeZone::fixed(jiff::tz::Offset::from_seconds(19_800).unwrap());
        assert_eq!(
            time.in_zone(&zone).to_string(),
            "2023-10-05T11:27:47.935622+05:30"
        );
    }

    proptest! {
        #[test]
        fn the_fixed_layout_agrees_with_jiff(text in r"[0-9]{4}-[01][0-9]-[0-3][0-9]T[0-2][0-9]:[0-6][0-9]:[0-5][0-9](\.[0-9]{1,9})?Z") {
            let ours = fixed_layout(text.as_bytes());
            let theirs = text.parse::<Timestamp>().ok().map(Time::from);
            prop_assert_eq!(ours, theirs);
        }
    }
}
