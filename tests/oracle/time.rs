//! Times (§4.8, decision 20), in nanoseconds since 1970.

use crate::event::Event;
use crate::interpret::Context;
use crate::json::Json;
use jiff::Timestamp;
use jiff::civil::{Date, DateTime};
use jiff::tz::{Offset, TimeZone};
use regex::{Captures, Regex};

/// Nanoseconds since 1970.
pub(crate) type Nanos = i128;

const SECOND: Nanos = 1_000_000_000;
const MINUTE: Nanos = 60 * SECOND;

/// From the first instant, before the second.
#[derive(Clone, Copy, Debug, PartialEq)]
pub(crate) struct Period {
    pub(crate) start: Nanos,
    pub(crate) end: Nanos,
}

/// `UpdatedTime` › `Timestamp` › envelope, and the text of the one that was taken.
///
/// Reading: one that cannot be read is passed over for the next.
pub(crate) fn of_event(event: &Event) -> Option<(Nanos, String)> {
    let updated = event
        .string("UpdatedTime")
        .and_then(|text| Some((stamp(text)?, text.to_owned())));
    let seconds = || match event.known("Timestamp")? {
        Json::Number(text) | Json::Text(text) => Some((epoch(text)?.start, text.clone())),
        _ => None,
    };
    let envelope = || {
        event
            .envelope_time
            .as_ref()
            .and_then(|text| Some((stamp(text)?, text.clone())))
    };
    updated
        .or_else(seconds)
        .or_else(envelope)
        .filter(|(nanos, _)| Timestamp::from_nanosecond(*nanos).is_ok())
}

/// RFC 3339, UTC where no zone is given.
fn stamp(text: &str) -> Option<Nanos> {
    let shape = Regex::new(r"\A[0-9]{4}-[0-9]{2}-[0-9]{2}[Tt ][0-9]{2}:[0-9]{2}:[0-9]{2}").unwrap();
    shape
        .find(text)
        .and_then(|_| date_time(text, &TimeZone::UTC))
        .map(|period| period.start)
}

/// What a literal names: a period, of a nanosecond where it is an instant.
pub(crate) fn literal(text: &str, context: &Context) -> Option<Period> {
    named(text, context)
        .or_else(|| epoch(text))
        .or_else(|| relative(text, context))
        .or_else(|| date_time(text, &context.zone))
        .or_else(|| clock(text, civil(now(context), &context.zone)?, &context.zone))
}

/// `a..b` is `[start(a), start(b))`, open at either end; a single literal is its period.
pub(crate) fn range(text: &str, context: &Context) -> (Option<Nanos>, Option<Nanos>) {
    let Some((from, to)) = text.split_once("..") else {
        let period = must(text, context);
        return (Some(period.start), Some(period.end));
    };
    let start = (!from.is_empty()).then(|| must(from, context).start);
    let end = (!to.is_empty()).then(|| ending(to, from, start, context));
    (start, end)
}

/// The end inherits what it lacks from the start: its day, and its zone.
fn ending(to: &str, from: &str, start: Option<Nanos>, context: &Context) -> Nanos {
    let zone = zone_of(from).unwrap_or_else(|| context.zone.clone());
    let inherited = start.and_then(|start| clock(to, civil(start, &zone)?, &zone));
    inherited.unwrap_or_else(|| must(to, context)).start
}

/// A literal the filter must hold.
pub(crate) fn must(text: &str, context: &Context) -> Period {
    literal(text, context).unwrap_or_else(|| panic!("`{text}` is no time"))
}

fn instant(at: Nanos) -> Period {
    Period {
        start: at,
        end: at + 1,
    }
}

fn now(context: &Context) -> Nanos {
    context.now.as_nanosecond()
}

fn civil(at: Nanos, zone: &TimeZone) -> Option<Date> {
    Timestamp::from_nanosecond(at)
        .ok()
        .map(|at| at.to_zoned_datetime(zone.clone()).date())
}

fn at(civil: DateTime, zone: &TimeZone) -> Option<Nanos> {
    civil
        .to_zoned_datetime(zone.clone())
        .ok()
        .map(|zoned| zoned.timestamp().as_nanosecond())
}

fn day(date: Date, zone: &TimeZone) -> Option<Period> {
    let midnight = |date: Date| at(date.at(0, 0, 0, 0), zone);
    Some(Period {
        start: midnight(date)?,
        end: midnight(date.tomorrow().ok()?)?,
    })
}

/// `now`, `today`, `yesterday`.
fn named(text: &str, context: &Context) -> Option<Period> {
    let today = civil(now(context), &context.zone)?;
    match text.to_ascii_lowercase().as_str() {
        "now" => Some(instant(now(context))),
        "today" => day(today, &context.zone),
        "yesterday" => day(today.yesterday().ok()?, &context.zone),
        _ => None,
    }
}

/// Seconds, milli-, micro- or nanoseconds since 1970 by magnitude; a fraction is of that unit.
fn epoch(text: &str) -> Option<Period> {
    let shape = Regex::new(r"\A([+-]?)([0-9]+)(?:\.([0-9]{1,9}))?\z").unwrap();
    let parts = shape.captures(text)?;
    let whole: Nanos = parts[2].parse().ok()?;
    let unit = match whole {
        0..100_000_000_000 => SECOND,
        100_000_000_000..100_000_000_000_000 => SECOND / 1_000,
        100_000_000_000_000..100_000_000_000_000_000 => SECOND / 1_000_000,
        _ => 1,
    };
    let mut nanos = whole.checked_mul(unit)?;
    let mut width = unit;
    if let Some(fraction) = parts.get(3) {
        let scale = 10_i128.pow(u32::try_from(fraction.len()).ok()?);
        nanos += fraction.as_str().parse::<Nanos>().ok()? * unit / scale;
        width = (unit / scale).max(1);
    }
    let start = if &parts[1] == "-" { -nanos } else { nanos };
    Some(Period {
        start,
        end: start + width,
    })
}

/// `-15m`, `15m`, `15m ago`, `2h30m`, `3d`, `1w`: that long before now.
fn relative(text: &str, context: &Context) -> Option<Period> {
    let shape = Regex::new(r"\A-?((?:[0-9]+[smhdw])+)(?: +ago)?\z").unwrap();
    let parts = shape.captures(text)?;
    let mut back = 0;
    for part in Regex::new(r"([0-9]+)([smhdw])")
        .unwrap()
        .captures_iter(&parts[1])
    {
        let unit = match &part[2] {
            "s" => SECOND,
            "m" => MINUTE,
            "h" => 60 * MINUTE,
            "d" => 24 * 60 * MINUTE,
            _ => 7 * 24 * 60 * MINUTE,
        };
        back += part[1].parse::<Nanos>().ok()? * unit;
    }
    Some(instant(now(context) - back))
}

fn zone_of(text: &str) -> Option<TimeZone> {
    let shape = Regex::new(r"(?:[Zz]|([+-])([0-9]{2}):([0-9]{2}))\z").unwrap();
    let parts = shape.captures(text)?;
    let Some(sign) = parts.get(1) else {
        return Some(TimeZone::UTC);
    };
    let seconds = parts[2].parse::<i32>().ok()? * 3600 + parts[3].parse::<i32>().ok()? * 60;
    let signed = if sign.as_str() == "-" {
        -seconds
    } else {
        seconds
    };
    Offset::from_seconds(signed).ok().map(TimeZone::fixed)
}

/// `2023-06-27`, `2023-06-27T12:21[:47[.932]]`, with or without a zone.
fn date_time(text: &str, zone: &TimeZone) -> Option<Period> {
    let shape =
        r"\A([0-9]{4})-([0-9]{2})-([0-9]{2})(?:[Tt ]([0-9:.]+?)([Zz]|[+-][0-9]{2}:[0-9]{2})?)?\z";
    let parts = Regex::new(shape).unwrap().captures(text)?;
    let date = Date::new(
        parts[1].parse().ok()?,
        parts[2].parse().ok()?,
        parts[3].parse().ok()?,
    )
    .ok()?;
    match parts.get(4) {
        None => day(date, zone),
        Some(time) => {
            let zone = parts
                .get(5)
                .and_then(|z| zone_of(z.as_str()))
                .unwrap_or_else(|| zone.clone());
            clock(time.as_str(), date, &zone)
        }
    }
}

/// `12:21[:47[.932]]` of a day.
fn clock(text: &str, date: Date, zone: &TimeZone) -> Option<Period> {
    let shape =
        Regex::new(r"\A([0-9]{1,2}):([0-9]{2})(?::([0-9]{2})(?:\.([0-9]{1,9}))?)?\z").unwrap();
    let parts = shape.captures(text)?;
    let (hour, minute) = (parts[1].parse().ok()?, parts[2].parse().ok()?);
    let second = parts.get(3).map_or(Some(0), |s| s.as_str().parse().ok())?;
    let fraction = fraction(&parts)?;
    let time = jiff::civil::Time::new(hour, minute, second, fraction).ok()?;
    let start = at(date.to_datetime(time), zone)?;
    let width = match (parts.get(3), parts.get(4)) {
        (None, _) => MINUTE,
        (Some(_), None) => SECOND,
        (Some(_), Some(digits)) => SECOND / 10_i128.pow(u32::try_from(digits.len()).ok()?),
    };
    Some(Period {
        start,
        end: start + width,
    })
}

fn fraction(parts: &Captures<'_>) -> Option<i32> {
    parts.get(4).map_or(Some(0), |digits| {
        format!("{:0<9}", digits.as_str()).parse().ok()
    })
}
