//! Times beside a tree: of one day as times, of several with their dates.

use jiff::tz::TimeZone;

use super::RowOptions;
use crate::analysis::process::{Forest, State};
use crate::output::Header;
use crate::record::time::Time;

/// How times are written.
pub(super) struct When {
    /// The day and the offset that all times have in common, where a heading tells them.
    day: Option<(String, String)>,
}

impl When {
    pub(super) fn new(forest: &Forest<'_>, sheet: &RowOptions) -> Self {
        let mut times = forest
            .ids()
            .map(|id| forest.node(id))
            .filter(|node| node.state() == State::Seen)
            .filter_map(|node| node.span())
            .map(|(from, _)| parts(from, &sheet.zone));
        let first = times.next().flatten();
        let day = first.map(|[day, _, offset]| (day, offset));
        let is_one = sheet.header == Header::Shown
            && times.all(|parts| parts.map(|[day, _, offset]| (day, offset)) == day);
        Self {
            day: day.filter(|_| is_one),
        }
    }

    pub(super) fn head(&self) -> String {
        match &self.day {
            Some((day, offset)) => format!("{day}{offset}"),
            None => "START".to_owned(),
        }
    }

    pub(super) fn width(&self) -> usize {
        match &self.day {
            Some(_) => self.head().len(),
            None => "2026-03-14T09:40:54+01:00".len(),
        }
    }

    pub(super) fn start(&self, time: Time, sheet: &RowOptions) -> String {
        match parts(time, &sheet.zone) {
            Some([_, clock, _]) if self.day.is_some() => clock,
            Some([day, clock, offset]) => format!("{day}T{clock}{offset}"),
            None => time.in_zone(&sheet.zone).to_string(),
        }
    }
}

/// The day, the time to the second, and the offset of a moment.
fn parts(time: Time, zone: &TimeZone) -> Option<[String; 3]> {
    let text = time.in_zone(zone).to_string();
    let (day, rest) = text.split_once('T')?;
    let (clock, rest) = rest.split_once('.')?;
    let offset = rest.trim_start_matches(|digit: char| digit.is_ascii_digit());
    Some([day, clock, offset].map(str::to_owned))
}

/// How long there is word of something, in at most six columns; nothing if that is one moment.
pub(super) fn lasted(from: Time, to: Time) -> String {
    let millis = (to.0 - from.0) / 1_000_000;
    let seconds = millis / 1000;
    let (minutes, hours, days) = (seconds / 60, seconds / 3600, seconds / 86_400);
    match () {
        () if from == to => String::new(),
        () if millis < 1 => "<1ms".to_owned(),
        () if seconds < 1 => format!("{millis}ms"),
        () if minutes < 1 => format!("{seconds}s"),
        () if hours < 1 => format!("{minutes}m{:02}s", seconds % 60),
        () if days < 1 => format!("{hours}h{:02}m", minutes % 60),
        () if days < 1000 => format!("{days}d{:02}h", hours % 24),
        () => format!("{}y", days / 365),
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn durations_take_six_columns() {
        for (millis, text) in [
            (0, ""),
            (999, "999ms"),
            (1000, "1s"),
            (59_999, "59s"),
            (331_000, "5m31s"),
            (3_600_000 * 23, "23h00m"),
            (86_400_000 * 999, "999d00h"),
            (86_400_000 * 1000, "2y"),
        ] {
            assert_eq!(lasted(Time(0), Time(millis * 1_000_000)), text);
        }
    }
}
