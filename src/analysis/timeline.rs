//! Matches over time, by the values of a field, and where the log is blind meanwhile.

use std::cmp::Reverse;
use std::collections::HashMap;

use jiff::tz::TimeZone;

use super::bins::{Bins, Scale};
use super::enclosing;
use super::gaps::Gaps;
use super::histogram::{Axis, Histogram, Series, TooMany};
use super::width::{LADDER, SECONDLY, Unit, Width};
use crate::engine::Fold;
use crate::record::Record;
use crate::record::column::Column;
use crate::record::derived::workload::event_time;
use crate::record::time::Time;

/// Counts the matches over time.
pub struct Timeline {
    tiers: Vec<Tier>,
    every: Option<Width>,
    by: Option<Column>,
    zone: TimeZone,
    /// The first and the last moment of the stretch that is asked about, where that is known.
    reach: (Option<Time>, Option<Time>),
}

/// Counts of one unit: a width that all that is asked for is a multiple of, and how many buckets of it are kept.
struct Tier {
    width: Width,
    scale: &'static Scale,
}

/// Buckets of a width that was asked for, at most.
pub const MOST_BUCKETS: usize = 10_000;
/// Buckets of a width that is chosen, at most.
const MOST_CHOSEN: usize = 120;
/// Values that are counted apart, at most; records of others are counted together.
pub const MOST_VALUES: usize = 1000;

const MS: i128 = 1_000_000;

/// Of a width that is chosen, what is kept meanwhile is at least as fine and divides it: the span takes more than 2048
/// buckets of the rung before, so a 120th of it is at least 17 times as wide as that.
static INSTANTS: Scale = Scale::new(
    &[
        MS,
        10 * MS,
        100 * MS,
        1000 * MS,
        5000 * MS,
        60_000 * MS,
        300_000 * MS,
        3_600_000 * MS,
    ],
    2048,
);
/// The same for days: 120 buckets of 30 days and more.
static DAYS: Scale = Scale::new(&[1], 4096);
/// The same for years: all of the calendar.
static YEARS: Scale = Scale::new(&[1, 10, 100, 1000], 2048);
/// Numbers of buckets of a width that was asked for.
static ASKED: Scale = Scale::new(&[1], MOST_BUCKETS);

/// Where a time lies on each tier.
type Positions = [i128; 3];

impl Timeline {
    /// In buckets of a width, or of one that suits the span; by the values of a column; days are those of the zone.
    pub fn new(every: Option<Width>, by: Option<Column>, zone: TimeZone) -> Self {
        let tier = |(unit, scale)| Tier {
            width: Width { unit, count: 1 },
            scale,
        };
        let chosen = [
            (Unit::Nano, &INSTANTS),
            (Unit::Day, &DAYS),
            (Unit::Year, &YEARS),
        ];
        let tiers = match every {
            Some(width) => vec![Tier {
                width,
                scale: &ASKED,
            }],
            None => chosen.into_iter().map(tier).collect(),
        };
        Self {
            tiers,
            every,
            by,
            zone,
            reach: (None, None),
        }
    }

    /// The same of a stretch of time of which an end is known, or both: buckets reach from one to the other, whatever
    /// matches. An end that is open is that of the data.
    #[must_use]
    pub fn within(self, reach: (Option<Time>, Option<Time>)) -> Self {
        Self { reach, ..self }
    }

    /// The span that buckets are to take; `None` if there is none.
    fn span(&self, course: &TimelineCounts) -> Option<(Time, Time)> {
        if self.reach == (None, None) {
            return course.span;
        }
        let seen = course.seen;
        let start = self.reach.0.or_else(|| seen.map(|seen| seen.0));
        let end = self.reach.1.or_else(|| seen.map(|seen| seen.1));
        let asked = start.zip(end).filter(|(start, end)| start <= end);
        enclosing(asked, course.span)
    }

    fn positions(&self, time: Time) -> Positions {
        let mut positions = Positions::default();
        for (position, tier) in positions.iter_mut().zip(&self.tiers) {
            *position = tier.width.index(time, &self.zone);
        }
        positions
    }

    /// What was counted, in at most so many buckets where their width is chosen; at most so many values apart.
    ///
    /// # Errors
    /// If the width that was asked for gives too many buckets.
    pub fn histogram(
        &self,
        course: &TimelineCounts,
        most: usize,
        most_values: usize,
    ) -> Result<Histogram, Box<TooMany>> {
        let axis = |span: Option<(Time, Time)>| match span {
            Some(span) => self.axis(span, most),
            None => Ok(Axis::empty(
                self.every.unwrap_or(SECONDLY),
                self.zone.clone(),
            )),
        };
        let (axis, cut) = match axis(self.span(course)) {
            Ok(axis) => (axis, None),
            // What matches is shown where there is no room for all that is asked about.
            Err(refused) => (axis(course.span)?, Some(refused)),
        };
        let mut series: Vec<Series> = course
            .values
            .iter()
            .map(|(value, counts)| self.series(Some(value), counts, &axis))
            .chain(
                course
                    .valueless
                    .iter()
                    .map(|counts| self.series(None, counts, &axis)),
            )
            .collect();
        series.sort_unstable_by(|left, right| {
            let rank = |series: &Series| (Reverse(series.total()), series.value.is_none());
            let values = || left.value.cmp(&right.value);
            rank(left).cmp(&rank(right)).then_with(values)
        });
        let rest = series.split_off(most_values.min(series.len()));
        let mut others = self.series(None, &course.others, &axis);
        let beyond = others.total();
        for one in &rest {
            others.add(one);
        }
        let all = self.series(None, &course.all, &axis);
        let histogram = Histogram::new(
            axis,
            all,
            series,
            others,
            beyond,
            (&course.gaps, course.seen),
        );
        Ok(Histogram { cut, ..histogram })
    }

    fn axis(&self, span: (Time, Time), most: usize) -> Result<Axis, Box<TooMany>> {
        let fits = |width: &&Width, most: usize| width.buckets(span, &self.zone) <= most as u128;
        let finest = |most| LADDER.iter().find(|width| fits(width, most)).copied();
        let width = match self.every {
            Some(width) if !fits(&&width, most.max(1)) => {
                return Err(Box::new(TooMany {
                    width,
                    buckets: width.buckets(span, &self.zone),
                    most,
                    finest: finest(most),
                    span,
                }));
            }
            Some(width) => width,
            None if span.0 == span.1 => SECONDLY,
            None => finest(most.min(MOST_CHOSEN)).unwrap_or(SECONDLY),
        };
        Ok(Axis::new(width, self.zone.clone(), span))
    }

    fn series(&self, value: Option<&String>, counts: &Counts, axis: &Axis) -> Series {
        let mut series = Series {
            value: value.cloned(),
            counts: vec![0; axis.len()],
            untimed: counts.untimed,
        };
        let mut tiers = self.tiers.iter().zip(&counts.bins);
        let Some((tier, bins)) = tiers.find(|(tier, _)| tier.width.unit == axis.width.unit) else {
            return series;
        };
        let ratio = axis.width.count / tier.width.count;
        for (position, count) in bins.buckets() {
            let bucket = axis.bucket(position.div_euclid(ratio));
            if let Some(bucket) = bucket.and_then(|at| series.counts.get_mut(at)) {
                *bucket += count;
            }
        }
        series
    }
}

/// What was counted, of one block or of all.
#[derive(Debug, Default)]
pub struct TimelineCounts {
    /// The first and the last match.
    span: Option<(Time, Time)>,
    /// The first and the last record.
    seen: Option<(Time, Time)>,
    all: Counts,
    values: HashMap<String, Counts, foldhash::fast::RandomState>,
    /// Records without a value.
    valueless: Option<Counts>,
    /// Records of values beyond the first [`MOST_VALUES`].
    others: Counts,
    /// Where the log is blind: alerts that may have been among the matches and were dropped, nodes that fell silent.
    pub gaps: Gaps,
    /// The values of the last record, for its room.
    room: Vec<u8>,
}

/// Counts on each tier.
#[derive(Clone, Debug, Default)]
struct Counts {
    bins: Vec<Bins>,
    untimed: u64,
}

impl Counts {
    fn add(&mut self, at: Option<&Positions>, tiers: &[Tier]) {
        let Some(positions) = at else {
            self.untimed += 1;
            return;
        };
        if self.bins.is_empty() {
            self.bins = tiers.iter().map(|tier| Bins::new(tier.scale)).collect();
        }
        for (bins, position) in self.bins.iter_mut().zip(positions) {
            bins.add(*position, 1);
        }
    }

    fn merge(&mut self, other: Self) {
        self.untimed += other.untimed;
        if self.bins.is_empty() {
            self.bins = other.bins;
            return;
        }
        for (bins, other) in self.bins.iter_mut().zip(&other.bins) {
            bins.merge(other);
        }
    }
}

impl TimelineCounts {
    /// Takes in what was counted of another block, that comes later in the input.
    pub fn merge(&mut self, other: Self) {
        self.span = enclosing(self.span, other.span);
        self.seen = enclosing(self.seen, other.seen);
        self.all.merge(other.all);
        self.others.merge(other.others);
        if let Some(counts) = other.valueless {
            self.valueless.get_or_insert_default().merge(counts);
        }
        let mut values: Vec<_> = other.values.into_iter().collect();
        // In an order that does not depend on the seed, so that the same values are kept each time.
        values.sort_unstable_by(|left, right| left.0.cmp(&right.0));
        for (value, counts) in values {
            self.of(&value).merge(counts);
        }
        self.gaps.merge(other.gaps);
    }

    /// The counts of a value.
    fn of(&mut self, value: &str) -> &mut Counts {
        if self.values.len() < MOST_VALUES && !self.values.contains_key(value) {
            self.values.insert(value.to_owned(), Counts::default());
        }
        match self.values.get_mut(value) {
            Some(counts) => counts,
            None => &mut self.others,
        }
    }

    fn take(&mut self, record: &Record<'_>, timeline: &Timeline) {
        let time = event_time(record);
        self.span = enclosing(self.span, time.map(|time| (time, time)));
        let at = time.map(|time| timeline.positions(time));
        self.all.add(at.as_ref(), &timeline.tiers);
        let Some(by) = &timeline.by else { return };
        let mut room = std::mem::take(&mut self.room);
        room.clear();
        if by.write_each(record, &timeline.zone, &mut room, END) == 0 {
            let counts = self.valueless.get_or_insert_default();
            counts.add(at.as_ref(), &timeline.tiers);
        }
        let mut values: Vec<&[u8]> = room.split_inclusive(|byte| *byte == END).collect();
        values.sort_unstable();
        values.dedup();
        for value in values {
            let value = value.strip_suffix(&[END]).unwrap_or(value);
            // What is escaped is text.
            let value = std::str::from_utf8(value).unwrap_or_default();
            self.of(value).add(at.as_ref(), &timeline.tiers);
        }
        self.room = room;
    }
}

/// Stands behind each value; escaped values do not hold it.
const END: u8 = 0x1f;

impl Fold for Timeline {
    type Part = TimelineCounts;

    fn visit(&self, record: &Record<'_>, part: &mut TimelineCounts) {
        part.take(record, self);
        part.gaps.throttles.take(record, event_time(record));
    }

    /// A node is silent only if it says nothing at all.
    fn on_record(&self, record: &Record<'_>, part: &mut TimelineCounts) {
        if let Some(time) = event_time(record) {
            part.seen = enclosing(part.seen, Some((time, time)));
            part.gaps.hear(record, Some(time));
        }
    }

    fn wants_all(&self) -> bool {
        true
    }

    fn on_throttle(&self, record: &Record<'_>, part: &mut TimelineCounts) {
        part.gaps.throttles.take(record, event_time(record));
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::analysis::Label;
    use crate::record::Origin;
    use crate::record::column::columns;
    use proptest::prelude::*;
    use std::collections::BTreeMap;

    fn berlin() -> TimeZone {
        TimeZone::posix("CET-1CEST,M3.5.0,M10.5.0/3").unwrap()
    }

    fn line(time: Option<Time>, exe: &str) -> String {
        let time = time.map(|time| format!(r#""UpdatedTime":"{}","#, time.exact()));
        let time = time.unwrap_or_default();
        format!(r#"{{{time}"HostName":"n1","ProcessName":"{exe}","Operation":"File"}}"#)
    }

    fn seen(timeline: &Timeline, blocks: &[&[String]]) -> TimelineCounts {
        let mut all = TimelineCounts::default();
        for block in blocks {
            let mut part = TimelineCounts::default();
            for line in *block {
                let record = Record::new(line.as_bytes(), Origin::default()).unwrap();
                timeline.on_record(&record, &mut part);
                timeline.visit(&record, &mut part);
            }
            all.merge(part);
        }
        all
    }

    fn by_exe(every: Option<&str>, zone: TimeZone) -> Timeline {
        let by = columns(["exe"], None).unwrap().pop();
        Timeline::new(every.map(|text| Width::parse(text).unwrap()), by, zone)
    }

    fn at(text: &str) -> Time {
        Time::parse(text).unwrap()
    }

    #[test]
    fn one_record_is_one_bucket_and_none_is_none() {
        let timeline = by_exe(None, TimeZone::UTC);
        let empty = timeline
            .histogram(&TimelineCounts::default(), 60, 7)
            .unwrap();
        assert!(empty.axis.is_empty() && empty.others.is_none());
        let one = seen(
            &timeline,
            &[&[line(Some(at("2026-03-14T09:00:00.25Z")), "/bin/sh")]],
        );
        let one = timeline.histogram(&one, 60, 7).unwrap();
        assert_eq!(
            (one.axis.width.to_string(), one.all.counts.as_slice()),
            ("1s".into(), &[1][..])
        );
        assert_eq!(one.axis.start(0), at("2026-03-14T09:00:00Z"));
    }

    #[test]
    fn records_without_a_time_are_in_no_bucket_and_still_counted() {
        let timeline = by_exe(None, TimeZone::UTC);
        let untimed = seen(
            &timeline,
            &[&[line(None, "/bin/sh"), line(None, "/bin/ls")]],
        );
        let untimed = timeline.histogram(&untimed, 60, 1).unwrap();
        assert_eq!((untimed.axis.len(), untimed.all.untimed), (0, 2));
        assert_eq!(
            untimed.series[0].total() + untimed.others.unwrap().total(),
            2
        );
    }

    #[test]
    fn a_record_at_each_end_of_the_calendar_takes_ten_buckets() {
        let timeline = by_exe(None, TimeZone::UTC);
        let ends = ["0000-01-02T00:00:00Z", "9999-12-30T00:00:00Z"]
            .map(|text| line(Some(at(text)), "/bin/sh"));
        let ends = timeline
            .histogram(&seen(&timeline, &[&ends]), 60, 7)
            .unwrap();
        assert_eq!(
            (ends.axis.width.to_string(), ends.axis.len()),
            ("1000y".into(), 10)
        );
        assert_eq!((ends.all.counts[0], ends.all.counts[9]), (1, 1));
    }

    #[test]
    fn a_stretch_that_is_asked_about_is_shown_to_its_ends() {
        let moments = ["09:03:10", "09:05:40"].map(|time| format!("2026-03-14T{time}Z"));
        let lines = moments.map(|time| line(Some(at(&time)), "/bin/sh"));
        let late = [line(Some(at("2026-03-14T09:30:00Z")), "/bin/ls")];
        let reach = |first: &str, last: &str| {
            let end = |text: &str| (!text.is_empty()).then(|| at(&format!("2026-03-14T{text}Z")));
            (end(first), end(last))
        };
        for (first, last, start, counts) in [
            ("", "", "09:03", "101"),
            ("09:00:00", "09:07:59.9", "09:00", "00010100"),
            (
                "09:00:00",
                "",
                "09:00",
                &format!("000101{}", "0".repeat(25)),
            ),
            ("", "09:07:00", "09:03", "10100"),
            // Wider than what was counted, and beside it: no match is left out.
            ("09:04:00", "09:04:30", "09:03", "101"),
            ("09:07:00", "09:06:00", "09:03", "101"),
        ] {
            let timeline = by_exe(Some("1m"), TimeZone::UTC).within(reach(first, last));
            let mut course = seen(&timeline, &[&lines]);
            // It was read and does not match.
            let record = Record::new(late[0].as_bytes(), Origin::default()).unwrap();
            timeline.on_record(&record, &mut course);
            let histogram = timeline.histogram(&course, 60, 7).unwrap();
            let found: String = histogram.all.counts.iter().map(u64::to_string).collect();
            assert_eq!(found, counts, "{first}..{last}");
            let start = at(&format!("2026-03-14T{start}:00Z"));
            assert_eq!(histogram.axis.start(0), start, "{first}..{last}");
            // What was read begins with the first match.
            let beyond = histogram.touched.iter().map(|touched| touched.1);
            let before = if start < at("2026-03-14T09:03:00Z") {
                3
            } else {
                0
            };
            assert_eq!(beyond.sum::<u64>(), before, "{first}..{last}");
        }
    }

    #[test]
    fn a_stretch_in_which_nothing_matches_is_empty_buckets() {
        let reach = (
            Some(at("2026-03-14T09:00:00Z")),
            Some(at("2026-03-14T09:59:59Z")),
        );
        for (every, len) in [(None, 60), (Some("10m"), 6)] {
            let timeline = by_exe(every, TimeZone::UTC).within(reach);
            let empty = timeline
                .histogram(&TimelineCounts::default(), 60, 7)
                .unwrap();
            assert_eq!(empty.all.counts, vec![0; len]);
            assert_eq!(empty.touched, vec![(0, 1); len]);
            assert!(empty.others.is_none());
        }
    }

    #[test]
    fn where_a_stretch_takes_too_many_buckets_what_matches_is_shown() {
        let reach = (
            Some(at("2020-01-01T00:00:00Z")),
            Some(at("2026-03-14T09:59:59Z")),
        );
        let lines = ["2026-03-14T09:00:00Z", "2026-03-14T09:01:00Z"];
        let lines = lines.map(|time| line(Some(at(time)), "/bin/sh"));
        let timeline = by_exe(Some("1m"), TimeZone::UTC).within(reach);
        let histogram = timeline
            .histogram(&seen(&timeline, &[&lines]), 10_000, 7)
            .unwrap();
        assert_eq!(histogram.all.counts, [1, 1]);
        assert_eq!(
            histogram.cut.unwrap().span,
            (reach.0.unwrap(), reach.1.unwrap())
        );
        let nothing = timeline
            .histogram(&TimelineCounts::default(), 10_000, 7)
            .unwrap();
        assert!(nothing.axis.is_empty() && nothing.cut.is_some());
        // A width that is chosen suits the stretch; what was counted more finely is added up.
        let timeline = by_exe(None, TimeZone::UTC).within(reach);
        let histogram = timeline
            .histogram(&seen(&timeline, &[&lines]), 60, 7)
            .unwrap();
        assert!(histogram.cut.is_none() && histogram.axis.len() <= 60);
        assert_eq!(histogram.all.counts.iter().sum::<u64>(), 2);
    }

    #[test]
    fn too_many_buckets_are_refused_with_the_finest_width_that_fits() {
        let timeline = by_exe(Some("1s"), TimeZone::UTC);
        let day = ["2026-03-14T00:00:00Z", "2026-03-14T23:59:59Z"]
            .map(|text| line(Some(at(text)), "/bin/sh"));
        let refused = timeline
            .histogram(&seen(&timeline, &[&day]), MOST_BUCKETS, 7)
            .unwrap_err();
        assert_eq!(
            (refused.buckets, refused.finest.unwrap().to_string()),
            (86_400, "10s".into())
        );
    }

    #[test]
    fn values_beyond_those_that_are_kept_are_counted_together() {
        let timeline = by_exe(None, TimeZone::UTC);
        let lines: Vec<String> = (0..MOST_VALUES + 5)
            .map(|nth| line(None, &format!("/bin/{nth}")))
            .collect();
        let all = timeline
            .histogram(&seen(&timeline, &[&lines]), 60, 3)
            .unwrap();
        assert_eq!((all.series.len(), all.beyond), (3, 5));
        assert_eq!(all.others.unwrap().total(), MOST_VALUES as u64 + 5 - 3);
    }

    #[test]
    fn where_the_log_is_blind_touches_its_buckets() {
        let timeline = by_exe(Some("10s"), TimeZone::UTC);
        let mut course = seen(
            &timeline,
            &[&[
                line(Some(at("2026-03-14T09:00:00Z")), "/bin/sh"),
                line(Some(at("2026-03-14T09:00:59Z")), "/bin/sh"),
            ]],
        );
        for (time, seconds) in [
            ("2026-03-14T09:00:15Z", 20),
            ("2026-03-14T08:00:00Z", 30),
            ("2026-03-14T09:00:55Z", u32::MAX),
        ] {
            let line = format!(
                r#"{{"Operation":"AlertThreshold","UpdatedTime":"{time}","HostName":"n1","DroppingAlertsInterval":{seconds}}}"#
            );
            let record = Record::new(line.as_bytes(), Origin::default()).unwrap();
            timeline.on_throttle(&record, &mut course);
        }
        let histogram = timeline.histogram(&course, 60, 7).unwrap();
        let throttled: Vec<u64> = histogram.touched.iter().map(|touched| touched.0).collect();
        assert_eq!(throttled, [0, 1, 1, 1, 0, 1]);
        assert_eq!(histogram.blind.len(), 2);
    }

    /// Around changes of the clocks, with a few far away.
    fn moment() -> impl Strategy<Value = Option<i128>> {
        let change = at("2026-03-29T01:00:00Z").0;
        let near = |reach: i128| (change - reach..change + reach).prop_map(Some);
        prop_oneof![
            1 => Just(None),
            20 => near(3_000_000_000),
            5 => near(1_000_000_000_000_000),
            1 => near(10_000_000_000_000_000_000),
        ]
    }

    proptest! {
        #[test]
        fn counts_are_those_of_a_naive_search(
            events in prop::collection::vec((moment(), 0..5_u8), 1..60),
            few in prop::sample::select(vec![3, 60, 120_usize]),
            every in prop::sample::select(vec![None, Some("7d"), Some("1d"), Some("1y"), Some("90s")]),
            asked in prop::option::of((moment(), moment())),
            cut in any::<prop::sample::Index>(),
        ) {
            let zone = berlin();
            let asked = asked.map_or((None, None), |(start, end)| (start.map(Time), end.map(Time)));
            let timeline = by_exe(every, zone.clone()).within(asked);
            let lines: Vec<String> = events.iter()
                .map(|(nanos, exe)| line(nanos.map(Time), &format!("/bin/{exe}")))
                .collect();
            let (left, right) = lines.split_at(cut.index(lines.len()));
            let ours = timeline.histogram(&seen(&timeline, &[left, right]), few, 3);

            let times: Vec<Time> = events.iter().filter_map(|(nanos, _)| nanos.map(Time)).collect();
            let (first, last) = (times.iter().min(), times.iter().max());
            let Some((first, last)) = first.zip(last) else {
                if let Ok(ours) = ours {
                    prop_assert_eq!(ours.all.untimed, events.len() as u64);
                }
                return Ok(());
            };
            let (mut first, mut last) = (*first, *last);
            if let (start, end) = (asked.0.unwrap_or(first), asked.1.unwrap_or(last))
                && start <= end
                && ours.as_ref().is_ok_and(|ours| ours.cut.is_none())
            {
                (first, last) = (first.min(start), last.max(end));
            }
            let needed = |width: &Width| width.index(last, &zone) - width.index(first, &zone) + 1;
            let fits = |width: &Width| needed(width) <= few as i128;
            let width = match every.and_then(Width::parse) {
                Some(width) if fits(&width) => width,
                Some(width) => {
                    let refused = ours.unwrap_err();
                    prop_assert_eq!(refused.buckets, needed(&width).unsigned_abs());
                    return Ok(());
                }
                None if first == last => SECONDLY,
                None => LADDER.into_iter().find(fits).unwrap(),
            };
            let ours = ours.unwrap();
            prop_assert_eq!(ours.axis.width, width);
            prop_assert_eq!(ours.axis.len() as i128, needed(&width));
            let mut naive: BTreeMap<(usize, i128), u64> = BTreeMap::new();
            let mut totals: BTreeMap<String, u64> = BTreeMap::new();
            for (_, exe) in &events {
                *totals.entry(format!("/bin/{exe}")).or_default() += 1;
            }
            let mut order: Vec<_> = totals.into_iter().collect();
            order.sort_by_key(|(_, total)| Reverse(*total));
            for (nanos, exe) in &events {
                let rank = order.iter().position(|(value, _)| *value == format!("/bin/{exe}")).unwrap();
                let bucket = nanos.map_or(-1, |nanos| width.index(Time(nanos), &zone) - width.index(first, &zone));
                *naive.entry((rank.min(3), bucket)).or_default() += 1;
            }
            let mut told: BTreeMap<(usize, i128), u64> = BTreeMap::new();
            for (rank, (label, series)) in ours.stacked().enumerate() {
                prop_assert_eq!(label == Label::Others, rank == 3);
                for (bucket, count) in series.counts.iter().enumerate().filter(|(_, count)| **count > 0) {
                    told.insert((rank, bucket as i128), *count);
                }
                if series.untimed > 0 {
                    told.insert((rank, -1), series.untimed);
                }
            }
            prop_assert_eq!(told, naive);
        }
    }
}
