//! Times as people type them, and comparisons with them.

use jiff::Timestamp;
use jiff::civil::{Date, DateTime, Time as TimeOfDay};
use jiff::tz::{Offset, TimeZone};

use super::intervals::Intervals;
use super::sign::Sign;
use super::{Clock, Compiled, Diagnostic, Given, Test, range_ends};
use crate::query::error::What;
use crate::query::item::Item;
use crate::record::time::{Time, epoch_unit};

/// What a time literal names: the day of a date, the minute of `12:21`, the instant of `now`.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct Period {
    /// Its first moment.
    pub start: Time,
    /// The same; where clocks were set back and it comes twice, that of the second time.
    pub last: Time,
    /// The first moment behind it.
    pub end: Time,
}

impl Period {
    const fn lasting(start: Time, nanos: i128) -> Self {
        Self {
            start,
            last: start,
            end: Time(start.0.saturating_add(nanos)),
        }
    }
}

const SECOND: i128 = 1_000_000_000;
/// Smaller counts are no epoch, but a year or a slip: 1973-03-03 in seconds.
const LEAST_EPOCH: i128 = 100_000_000;

/// Reads one time literal (`language.md` §4.8); `None` if it is none.
///
/// ```
/// # use knoxlog::query::{Clock, parse_moment};
/// # use knoxlog::record::time::Time;
/// let clock = Clock { now: Time::parse("2026-03-14T09:30:00Z").unwrap(), zone: jiff::tz::TimeZone::UTC };
/// let start = |text| parse_moment(text, &clock).map(|period| period.start);
/// assert_eq!(start("-15m"), Time::parse("2026-03-14T09:15:00Z"));
/// assert_eq!(start("2026-03-13"), Time::parse("2026-03-13T00:00:00Z"));
/// ```
pub fn parse_moment(text: &str, clock: &Clock) -> Option<Period> {
    named(text, clock).or_else(|| Written::parse(text)?.resolve(None, clock))
}

/// Words, relative times and epochs.
fn named(text: &str, clock: &Clock) -> Option<Period> {
    let now = clock.now;
    match text.to_ascii_lowercase().as_str() {
        "now" => return Some(Period::lasting(now, 1)),
        "today" => return day(clock, 0),
        "yesterday" => return day(clock, -1),
        _ => {}
    }
    if let Some(ago) = parse_ago(text) {
        return Some(Period::lasting(Time(now.0.checked_sub(ago)?), 1));
    }
    if !text.bytes().all(|byte| byte.is_ascii_digit()) {
        return None;
    }
    let count = text.parse().ok().filter(|count| *count >= LEAST_EPOCH)?;
    Some(Period::lasting(Time::from_epoch(count)?, epoch_unit(count)))
}

fn day(clock: &Clock, offset: i64) -> Option<Period> {
    let today = clock.zone.to_datetime(clock.now.timestamp()?).date();
    let date = today
        .checked_add(jiff::Span::new().try_days(offset).ok()?)
        .ok()?;
    whole_day(date, &clock.zone)
}

fn whole_day(date: Date, zone: &TimeZone) -> Option<Period> {
    let midnight = |date: Date| -> Option<Time> {
        let midnight = DateTime::from_parts(date, TimeOfDay::midnight());
        Some(zone.to_timestamp(midnight).ok()?.into())
    };
    let start = midnight(date)?;
    Some(Period {
        start,
        last: start,
        end: midnight(date.tomorrow().ok()?)?,
    })
}

/// `15m`, `-15m`, `15m ago`, `2h30m`, `1w2d`: nanoseconds before now.
fn parse_ago(text: &str) -> Option<i128> {
    let text = text.strip_suffix("ago").map_or(text, str::trim_end);
    parse_duration(text.strip_prefix('-').unwrap_or(text))
}

/// `2h30m`, `15m`, `3d`, `1w`, `500ms`: nanoseconds. A day has 24 hours.
pub fn parse_duration(text: &str) -> Option<i128> {
    let mut total = 0_i128;
    let mut rest = text;
    while !rest.is_empty() {
        let digits = rest.find(|char: char| !char.is_ascii_digit())?;
        let (count, tail) = rest.split_at(digits);
        let letters = tail
            .find(|char: char| !char.is_ascii_alphabetic())
            .unwrap_or(tail.len());
        let (unit, tail) = tail.split_at(letters);
        let nanos = match unit {
            "w" => 604_800 * SECOND,
            "d" => 86_400 * SECOND,
            "h" => 3600 * SECOND,
            "m" | "min" => 60 * SECOND,
            "s" => SECOND,
            "ms" => SECOND / 1000,
            _ => return None,
        };
        total = total.checked_add(count.parse::<i128>().ok()?.checked_mul(nanos)?)?;
        rest = tail;
    }
    (!text.is_empty()).then_some(total)
}

/// A calendar time as typed, of which parts may be missing.
#[derive(Clone, Copy, Debug)]
struct Written {
    date: Option<Date>,
    /// The time of day, and how long the smallest typed unit lasts, in nanoseconds.
    time: Option<(TimeOfDay, i128)>,
    offset: Option<Offset>,
}

impl Written {
    /// `2026-03-14`, `2026-03-14T09:30[:15[.25]]`, `09:30…`, each with an optional `Z` or offset.
    fn parse(text: &str) -> Option<Self> {
        let (date, rest) = match text.get(..10).and_then(|head| head.parse::<Date>().ok()) {
            Some(date) => (Some(date), text.get(10..)?),
            None => (None, text),
        };
        let time_text = match date {
            Some(_) if rest.is_empty() => {
                return Some(Self {
                    date,
                    time: None,
                    offset: None,
                });
            }
            Some(_) => rest.strip_prefix(['T', 't', ' '])?,
            None => rest,
        };
        let (time_text, offset) = split_offset(time_text)?;
        let time = Some(parse_time_of_day(time_text)?);
        Some(Self { date, time, offset })
    }

    /// The period that it names; what is missing comes from `start`, else from the clock.
    fn resolve(self, start: Option<Self>, clock: &Clock) -> Option<Period> {
        let offset = self.offset.or_else(|| start?.offset);
        let zone = offset.map_or_else(|| clock.zone.clone(), TimeZone::fixed);
        let date = match self.date.or_else(|| start?.date) {
            Some(date) => date,
            None => zone.to_datetime(clock.now.timestamp()?).date(),
        };
        let Some((time, unit)) = self.time else {
            return whole_day(date, &zone);
        };
        // Where clocks were set back, an hour comes twice: the period holds both. Where they were set forward, it is
        // what lies about the gap.
        let written = zone.to_ambiguous_timestamp(DateTime::from_parts(date, time));
        let (first, last): (Timestamp, Timestamp) =
            (written.earlier().ok()?, written.later().ok()?);
        Some(Period {
            start: first.into(),
            ..Period::lasting(last.into(), unit)
        })
    }
}

/// Cuts `Z` or `+05:30` off the end.
fn split_offset(text: &str) -> Option<(&str, Option<Offset>)> {
    if let Some(time) = text.strip_suffix(['Z', 'z']) {
        return Some((time, Some(Offset::UTC)));
    }
    let Some(at) = text.rfind(['+', '-']) else {
        return Some((text, None));
    };
    let (time, offset) = text.split_at(at);
    let (hours, minutes) = match offset.get(1..)?.split_once(':') {
        Some(parts) => parts,
        None if offset.len() == 5 => (offset.get(1..3)?, offset.get(3..5)?),
        None => (offset.get(1..)?, "00"),
    };
    let number = |text: &str| two_digits(text).map(i32::from);
    let seconds = number(hours)? * 3600 + number(minutes)? * 60;
    let signed = if offset.starts_with('-') {
        -seconds
    } else {
        seconds
    };
    Some((time, Some(Offset::from_seconds(signed).ok()?)))
}

fn two_digits(text: &str) -> Option<i8> {
    (text.len() == 2 && text.bytes().all(|byte| byte.is_ascii_digit()))
        .then(|| text.parse().ok())?
}

/// `09:30`, `09:30:15`, `09:30:15.25`, with the length of the smallest unit.
fn parse_time_of_day(text: &str) -> Option<(TimeOfDay, i128)> {
    let mut parts = text.splitn(3, ':');
    let hour = two_digits(parts.next()?)?;
    let minute = two_digits(parts.next()?)?;
    let Some(seconds) = parts.next() else {
        return Some((TimeOfDay::new(hour, minute, 0, 0).ok()?, 60 * SECOND));
    };
    let (second, fraction) = seconds.split_once('.').unwrap_or((seconds, ""));
    let second = two_digits(second)?;
    let is_bare_dot = seconds.ends_with('.');
    if is_bare_dot || fraction.len() > 9 || !fraction.bytes().all(|byte| byte.is_ascii_digit()) {
        return None;
    }
    let nanos: i32 = format!("{fraction:0<9}").parse().ok()?;
    let digits = u32::try_from(fraction.len()).ok()?;
    let time = TimeOfDay::new(hour, minute, second, nanos).ok()?;
    Some((time, SECOND / 10_i128.pow(digits)))
}

/// `=` on a time: inside the period of any literal, or inside `[a,b)` of a range.
pub(super) fn compile_ranges(given: &Given<'_>) -> Compiled {
    let ranges: Result<Vec<_>, Diagnostic> =
        given.items.iter().map(|item| range(given, item)).collect();
    let closed = ranges?
        .into_iter()
        .filter(|(start, end)| start < end)
        .map(|(start, end)| (start, end - 1));
    Ok(InPeriods(Intervals::new(closed.collect())).into())
}

fn range(given: &Given<'_>, item: &Item) -> Result<(i128, i128), Diagnostic> {
    let text = given.plain_text(item)?;
    let clock = given.clock;
    let fault = || {
        let what = What::NotATime {
            field: given.field(),
            text: text.clone(),
        };
        (item.at.0.clone(), what)
    };
    let Some((low, high)) = range_ends(&text).filter(|ends| *ends != ("", "")) else {
        let period = parse_moment(&text, clock).ok_or_else(fault)?;
        return Ok((period.start.0, period.end.0));
    };
    let start = match low {
        "" => i128::MIN,
        low => parse_moment(low, clock).ok_or_else(fault)?.start.0,
    };
    let end = match high {
        "" => i128::MAX,
        high => {
            let after_start = || Written::parse(high)?.resolve(Written::parse(low), clock);
            named(high, clock)
                .or_else(after_start)
                .ok_or_else(fault)?
                .last
                .0
        }
    };
    if start > end {
        return Err((item.at.0.clone(), What::BackwardsRange { text }));
    }
    Ok((start, end))
}

/// `> >= < <=` on a time: compared with the start of the literal's period.
pub(super) fn compile_order(given: &Given<'_>, item: &Item, sign: Sign) -> Compiled {
    let text = given.plain_text(item)?;
    match parse_moment(&text, given.clock) {
        Some(period) => Ok(TimeOrder {
            sign,
            bound: match sign {
                Sign::Less | Sign::AtMost => period.last,
                Sign::Greater | Sign::AtLeast => period.start,
            },
        }
        .into()),
        None => Err((
            item.at.0.clone(),
            What::NotATime {
                field: given.field(),
                text,
            },
        )),
    }
}

/// The moment that a stored text states, by whichever of the record's keys it came from.
pub(crate) fn stored_moment(text: &str) -> Option<Time> {
    Time::parse(text).or_else(|| Time::from_epoch_text(text))
}

#[derive(Debug)]
struct InPeriods(Intervals<i128>);

impl Test for InPeriods {
    fn passes(&self, text: &str) -> bool {
        stored_moment(text).is_some_and(|time| self.0.holds(time.0))
    }

    fn reach(&self) -> Option<(i128, i128)> {
        // Without an interval, nothing passes.
        let (first, last) = self.0.ends().unwrap_or((i128::MAX, i128::MIN));
        // An end that is open does not belong to it either.
        let last = if last == i128::MAX - 1 {
            i128::MAX
        } else {
            last
        };
        Some((first, last))
    }

    fn cost(&self) -> u32 {
        3
    }
}

#[derive(Debug)]
struct TimeOrder {
    sign: Sign,
    bound: Time,
}

impl Test for TimeOrder {
    fn passes(&self, text: &str) -> bool {
        stored_moment(text).is_some_and(|time| self.sign.holds(&time, &self.bound))
    }

    fn reach(&self) -> Option<(i128, i128)> {
        let bound = self.bound.0;
        Some(match self.sign {
            Sign::Greater => (bound.saturating_add(1), i128::MAX),
            Sign::AtLeast => (bound, i128::MAX),
            Sign::Less => (i128::MIN, bound.saturating_sub(1)),
            Sign::AtMost => (i128::MIN, bound),
        })
    }

    fn cost(&self) -> u32 {
        3
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    fn clock() -> Clock {
        Clock {
            now: Time::parse("2026-03-14T09:30:00Z").unwrap(),
            zone: TimeZone::UTC,
        }
    }

    fn period(text: &str) -> Option<(String, i128)> {
        let period = parse_moment(text, &clock())?;
        let start = period.start.in_zone(&TimeZone::UTC).to_string();
        Some((
            start.trim_end_matches(".000000Z").to_owned(),
            period.end.0 - period.start.0,
        ))
    }

    #[test]
    fn an_hour_that_comes_twice_is_meant_both_times() {
        let zone = TimeZone::posix("CET-1CEST,M3.5.0,M10.5.0/3").unwrap();
        let now = Time::parse("2024-10-27T12:00:00Z").unwrap();
        let clock = Clock { now, zone };
        let time = |text| Time::parse(text).unwrap();
        let twice = parse_moment("2024-10-27T02:30", &clock).unwrap();
        assert_eq!(
            (twice.start, twice.last),
            (time("2024-10-27T00:30:00Z"), time("2024-10-27T01:30:00Z"))
        );
        assert_eq!(twice.end, time("2024-10-27T01:31:00Z"));
        let never = parse_moment("2024-03-31T02:30", &clock).unwrap();
        assert_eq!(
            (never.start, never.last),
            (time("2024-03-31T00:30:00Z"), time("2024-03-31T01:30:00Z"))
        );
        let once = parse_moment("2024-10-27T04:30", &clock).unwrap();
        assert_eq!(
            (once.start, once.last),
            (time("2024-10-27T03:30:00Z"), time("2024-10-27T03:30:00Z"))
        );
    }

    #[test]
    fn literals_name_periods() {
        for (text, start, nanos) in [
            ("2026-03-13", "2026-03-13T00:00:00", 86_400 * SECOND),
            ("2026-03-13T12:21", "2026-03-13T12:21:00", 60 * SECOND),
            ("2026-03-13 12:21:47", "2026-03-13T12:21:47", SECOND),
            (
                "2026-03-13T12:21:47.9Z",
                "2026-03-13T12:21:47.900000Z",
                SECOND / 10,
            ),
            ("2026-03-13T12:21:47+05:30", "2026-03-13T06:51:47", SECOND),
            ("12:21", "2026-03-14T12:21:00", 60 * SECOND),
            ("today", "2026-03-14T00:00:00", 86_400 * SECOND),
            ("yesterday", "2026-03-13T00:00:00", 86_400 * SECOND),
            ("NOW", "2026-03-14T09:30:00", 1),
            ("-15m", "2026-03-14T09:15:00", 1),
            ("15m ago", "2026-03-14T09:15:00", 1),
            ("2h30m", "2026-03-14T07:00:00", 1),
            ("1w", "2026-03-07T09:30:00", 1),
            ("1696326880", "2023-10-03T09:54:40", SECOND),
            ("1696326880000", "2023-10-03T09:54:40", SECOND / 1000),
        ] {
            assert_eq!(period(text), Some((start.to_owned(), nanos)), "{text}");
        }
    }

    #[test]
    fn other_texts_are_no_times() {
        for text in [
            "",
            "soon",
            "2026",
            "2026-13-01",
            "25:00",
            "12",
            "12:",
            "5 parsecs",
            "-",
            "ago",
            "12:21:47.",
            "99999999999999999999999999999999999999999d",
        ] {
            assert_eq!(period(text), None, "{text}");
        }
    }

    #[test]
    fn a_day_in_a_zone_may_have_23_hours() {
        let zone = TimeZone::posix("CET-1CEST,M3.5.0,M10.5.0/3").unwrap();
        let clock = Clock { zone, ..clock() };
        let period = parse_moment("2026-03-29", &clock).unwrap();
        assert_eq!(period.end.0 - period.start.0, 23 * 3600 * SECOND);
    }
}
