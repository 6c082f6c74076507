//! Moments for people: in parts, and as short as what they stand beside allows.

use jiff::tz::TimeZone;

use crate::record::time::Time;

/// A moment in a zone, as RFC 3339 writes it to the microsecond, and its parts.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Moment {
    text: String,
    /// Where the time of day and where the offset begins; the end for what has none.
    clock: usize,
    offset: usize,
}

/// How exact a time of day is.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Precision {
    /// `09:41`.
    Minute,
    /// `09:41:02`.
    Second,
    /// `09:41:02.123`.
    Milli,
    /// `09:41:02.123456`.
    Micro,
}

impl Precision {
    /// Columns that a time of day takes.
    pub const fn width(self) -> usize {
        match self {
            Self::Minute => 5,
            Self::Second => 8,
            Self::Milli => 12,
            Self::Micro => 15,
        }
    }
}

impl Moment {
    /// The parts of a moment.
    pub fn new(time: Time, zone: &TimeZone) -> Self {
        let text = time.in_zone(zone).to_string();
        let clock = text.find('T').map_or(text.len(), |at| at + 1);
        let rest = text.get(clock..).unwrap_or_default();
        let offset = rest.find(['Z', '+', '-']).unwrap_or(rest.len());
        Self {
            offset: clock + offset,
            clock,
            text,
        }
    }

    /// All of it.
    pub fn whole(&self) -> &str {
        &self.text
    }

    /// `2026-03-14`; beyond the calendar, all of it.
    pub fn date(&self) -> &str {
        let date = self.text.get(..self.clock).unwrap_or_default();
        date.strip_suffix('T').unwrap_or(date)
    }

    /// `2026`.
    pub fn year(&self) -> &str {
        let date = self.date();
        let sign = date.len() - date.trim_start_matches('-').len();
        date.get(..sign + 4).unwrap_or(date)
    }

    /// `03-14`: the date but for its year.
    pub fn day(&self) -> &str {
        self.date().get(self.year().len() + 1..).unwrap_or_default()
    }

    /// The time of day.
    pub fn clock(&self, precision: Precision) -> &str {
        let clock = self.text.get(self.clock..self.offset).unwrap_or_default();
        clock.get(..precision.width()).unwrap_or(clock)
    }

    /// `Z`, `+01:00`.
    pub fn offset(&self) -> &str {
        self.text.get(self.offset..).unwrap_or_default()
    }

    /// As RFC 3339 writes it, cut to a precision: `2026-03-14T09:41:02Z`.
    pub fn cut(&self, precision: Precision) -> String {
        match self.clock(precision) {
            "" => self.text.clone(),
            clock => format!("{}T{clock}{}", self.date(), self.offset()),
        }
    }
}

/// How much of its date a moment needs to be told from the others of a span.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq)]
pub enum DatePart {
    /// Nothing: all are of one day.
    #[default]
    None,
    /// Month and day: all are of one year.
    Day,
    /// All of it.
    Whole,
}

impl DatePart {
    /// As a span needs it.
    pub fn of(span: Option<(Time, Time)>, zone: &TimeZone) -> Self {
        let Some((first, last)) = span else {
            return Self::None;
        };
        let [first, last] = [first, last].map(|time| Moment::new(time, zone));
        match () {
            () if first.date() == last.date() => Self::None,
            () if first.year() == last.year() => Self::Day,
            () => Self::Whole,
        }
    }

    /// That part of a date.
    pub fn date(self, moment: &Moment) -> &str {
        match self {
            Self::None => "",
            Self::Day => moment.day(),
            Self::Whole => moment.date(),
        }
    }

    /// Columns of a moment of a precision.
    pub const fn width(self, precision: Precision) -> usize {
        let date = match self {
            Self::None => 0,
            Self::Day => "03-14 ".len(),
            Self::Whole => "2026-03-14 ".len(),
        };
        date + precision.width()
    }

    /// `03-14 09:41:02`.
    pub fn text(self, time: Time, zone: &TimeZone, precision: Precision) -> String {
        let moment = Moment::new(time, zone);
        match (self.date(&moment), moment.clock(precision)) {
            ("", clock) => clock.to_owned(),
            (date, "") => date.to_owned(),
            (date, clock) => format!("{date} {clock}"),
        }
    }

    /// The precision of a narrow column: seconds, beside a whole date minutes.
    pub const fn brief(self) -> Precision {
        match self {
            Self::None | Self::Day => Precision::Second,
            Self::Whole => Precision::Minute,
        }
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    const SECOND: i128 = 1_000_000_000;
    const START: Time = Time(1_773_480_000 * SECOND);

    #[test]
    fn moments_are_as_short_as_their_span_allows() {
        for (seconds, shown) in [
            (60, "09:21:00"),
            (86_400, "03-15 09:20:00"),
            (400 * 86_400, "2027-04-18 09:20"),
        ] {
            let end = Time(START.0 + seconds * SECOND);
            let part = DatePart::of(Some((START, end)), &TimeZone::UTC);
            let text = part.text(end, &TimeZone::UTC, part.brief());
            assert_eq!(text, shown);
            assert_eq!(part.width(part.brief()), shown.len());
        }
        assert_eq!(DatePart::of(None, &TimeZone::UTC), DatePart::None);
    }

    #[test]
    fn a_moment_has_its_parts_in_any_zone_and_year() {
        let zone = TimeZone::fixed(jiff::tz::offset(-3));
        let moment = Moment::new(Time(START.0 + 1_234_567), &zone);
        assert_eq!(moment.whole(), "2026-03-14T06:20:00.001234-03:00");
        let parts = [moment.year(), moment.day(), moment.date(), moment.offset()];
        assert_eq!(parts, ["2026", "03-14", "2026-03-14", "-03:00"]);
        assert_eq!(moment.clock(Precision::Milli), "06:20:00.001");
        assert_eq!(moment.cut(Precision::Second), "2026-03-14T06:20:00-03:00");
        let before = Moment::new(Time(-100_000_000_000 * SECOND), &TimeZone::UTC);
        let parts = [before.year(), before.day(), before.offset()];
        assert_eq!(parts, ["-1199", "02-15", "Z"]);
        let never = Moment::new(Time(i128::MAX), &TimeZone::UTC);
        assert_eq!(never.cut(Precision::Second), never.whole());
        assert_eq!((never.date(), never.offset()), (never.whole(), ""));
    }
}
