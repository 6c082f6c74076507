//! Moments as short as the span that they are of allows: never so short that two of them look alike but for the year.

use jiff::tz::TimeZone;

use crate::record::time::Time;

/// How moments of a span are shown.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq)]
pub enum Clock {
    /// The time of day: all are of one day.
    #[default]
    Day,
    /// The day and the time of it: all are of one year.
    Year,
    /// The date and the time of day, to the minute.
    Any,
}

impl Clock {
    /// As it is needed for a span.
    pub fn of(span: Option<(Time, Time)>, zone: &TimeZone) -> Self {
        let Some((first, last)) = span else {
            return Self::Day;
        };
        let [first, last] = [first, last].map(|time| time.in_zone(zone).to_string());
        let is_same = |bytes: usize| first.get(..bytes) == last.get(..bytes);
        match (is_same(10), is_same(4)) {
            (true, _) => Self::Day,
            (false, true) => Self::Year,
            (false, false) => Self::Any,
        }
    }

    /// Columns that it takes.
    pub const fn width(self) -> usize {
        match self {
            Self::Day => 8,
            Self::Year => 14,
            Self::Any => 16,
        }
    }

    /// A moment.
    pub fn text(self, time: Time, zone: &TimeZone) -> String {
        let text = time.in_zone(zone).to_string();
        let part = match self {
            Self::Day => text.get(11..19),
            Self::Year => text.get(5..19),
            Self::Any => text.get(..16),
        };
        part.unwrap_or(&text).replace('T', " ")
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn moments_are_as_short_as_their_span_allows() {
        let second = 1_000_000_000;
        let start = Time(1_773_480_000 * second);
        for (seconds, shown) in [
            (60, "09:21:00"),
            (86_400, "03-15 09:20:00"),
            (400 * 86_400, "2027-04-18 09:20"),
        ] {
            let end = Time(start.0 + seconds * second);
            let clock = Clock::of(Some((start, end)), &TimeZone::UTC);
            assert_eq!(clock.text(end, &TimeZone::UTC), shown);
            assert_eq!(clock.width(), shown.len());
        }
        assert_eq!(Clock::of(None, &TimeZone::UTC), Clock::Day);
    }
}
