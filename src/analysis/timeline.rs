//! Matches over time, by the values of a field, and where the log is blind meanwhile.

use std::collections::HashSet;

use jiff::tz::TimeZone;

use super::bins::{Bins, Scale};
use super::enclosing;
use super::gaps::Gaps;
use super::histogram::{Axis, Histogram, Series, TooMany};
use super::width::{LADDER, SECONDLY, Unit, Width};
use crate::count::{Counted, END, HeavyHitter, HeavyHitters, MOST_MEMORY, Measure};
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
    /// The values that are counted apart, if not all are.
    only: Option<Only>,
}

/// Values that may be the most frequent, from a reading before.
struct Only {
    values: HashSet<Vec<u8>, foldhash::fast::RandomState>,
    /// The most records that another value may have that was let go.
    floor: u64,
}

/// Counts of one unit: a width that all that is asked for is a multiple of, and how many buckets of it are kept.
#[derive(Clone)]
struct Tier {
    width: Width,
    scale: &'static Scale,
}

/// Buckets of a width that was asked for, at most.
pub const MOST_BUCKETS: usize = 10_000;
/// Buckets of a width that is chosen, at most.
const MOST_CHOSEN: usize = 120;
/// The key of records without a value: no text is, and it comes behind all.
const NO_VALUE: &[u8] = &[0xff];

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
            only: None,
        }
    }

    /// The same for one more reading, where it is left open which values are the most frequent, or how many records those
    /// have: it counts apart only what may be among them. `None` if that is known, or would not be known then.
    pub fn again(&self, course: &TimelineCounts, most_values: usize) -> Option<Self> {
        let (ranked, floor) = (course.values.ranked(), course.values.floor());
        let least = ranked.iter().take(most_values).map(|row| row.measure.total);
        let least = least.min()?;
        let most = |row: &HeavyHitter<'_, Counts>| row.measure.total + row.missed;
        let is_known = ranked.iter().take(most_values).all(|row| row.is_exact);
        if is_known || ranked.iter().map(most).max()? < floor {
            return None;
        }
        let candidates = ranked.iter().filter(|row| most(row) >= least);
        Some(Self {
            tiers: self.tiers.clone(),
            by: self.by.clone(),
            zone: self.zone.clone(),
            only: Some(Only {
                values: candidates.map(|row| row.key.to_vec()).collect(),
                floor,
            }),
            ..*self
        })
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
        let ranked = course.values.ranked();
        let (shown, rest) = ranked.split_at(most_values.min(ranked.len()));
        let floor = self.only.as_ref().map_or(0, |only| only.floor);
        let series = shown.iter().map(|row| Series {
            is_exact: row.is_exact && row.measure.total >= floor,
            ..self.series(text(row.key), row.measure, &axis)
        });
        let series: Vec<Series> = series.collect();
        let mut others = course.values.others().cloned().unwrap_or_default();
        let beyond = others.total;
        others.merge(&course.rest);
        for row in rest {
            others.merge(row.measure);
        }
        let others = self.series(None, &others, &axis);
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

    fn series(&self, value: Option<&str>, counts: &Counts, axis: &Axis) -> Series {
        let mut series = Series {
            value: value.map(str::to_owned),
            is_exact: true,
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

/// What a key says; `None` of records without a value.
fn text(key: &[u8]) -> Option<&str> {
    std::str::from_utf8(key).ok()
}

/// What was counted, of one block or of all.
#[derive(Debug)]
pub struct TimelineCounts {
    /// The first and the last match.
    span: Option<(Time, Time)>,
    /// The first and the last record.
    seen: Option<(Time, Time)>,
    all: Counts,
    values: HeavyHitters<Counts>,
    /// Records of values that are not counted apart on purpose.
    rest: Counts,
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
    total: u64,
}

impl Counts {
    fn add(&mut self, at: Option<&Positions>, tiers: &[Tier]) {
        self.total += 1;
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

    fn merge(&mut self, other: &Self) {
        self.total += other.total;
        self.untimed += other.untimed;
        if self.bins.is_empty() {
            self.bins.clone_from(&other.bins);
            return;
        }
        for (bins, other) in self.bins.iter_mut().zip(&other.bins) {
            bins.merge(other);
        }
    }
}

impl Measure for Counts {
    fn join(&mut self, other: Self) {
        match self.total {
            0 => *self = other,
            _ => self.merge(&other),
        }
    }

    fn beside(&self) -> usize {
        let bins = self.bins.iter().map(Bins::bytes);
        self.bins.capacity() * size_of::<Bins>() + bins.sum::<usize>()
    }
}

impl Counted for Counts {
    fn count(&self) -> u64 {
        self.total
    }
}

impl Default for TimelineCounts {
    fn default() -> Self {
        Self::within(MOST_MEMORY)
    }
}

impl TimelineCounts {
    /// Nothing yet; values and their counts take so many bytes, about.
    pub fn within(memory: usize) -> Self {
        Self {
            span: None,
            seen: None,
            all: Counts::default(),
            values: HeavyHitters::within(memory / 4),
            rest: Counts::default(),
            gaps: Gaps::default(),
            room: Vec::new(),
        }
    }

    /// Takes in what was counted of another block, that comes later in the input.
    pub fn merge(&mut self, other: Self) {
        self.span = enclosing(self.span, other.span);
        self.seen = enclosing(self.seen, other.seen);
        self.all.merge(&other.all);
        self.rest.merge(&other.rest);
        self.values.merge(other.values);
        self.gaps.merge(other.gaps);
    }

    fn take(&mut self, record: &Record<'_>, timeline: &Timeline) {
        let time = event_time(record);
        self.span = enclosing(self.span, time.map(|time| (time, time)));
        let at = time.map(|time| timeline.positions(time));
        self.all.add(at.as_ref(), &timeline.tiers);
        let Some(by) = &timeline.by else { return };
        let mut room = std::mem::take(&mut self.room);
        room.clear();
        match by.write_each(record, &timeline.zone, &mut room, END) {
            0 => self.count(NO_VALUE, at.as_ref(), timeline),
            1 => self.count(without_end(&room), at.as_ref(), timeline),
            _ => {
                let mut values: Vec<&[u8]> = room.split_inclusive(|byte| *byte == END).collect();
                values.sort_unstable();
                values.dedup();
                for value in values {
                    self.count(without_end(value), at.as_ref(), timeline);
                }
            }
        }
        self.room = room;
    }

    /// Counts a record of a value.
    fn count(&mut self, value: &[u8], at: Option<&Positions>, timeline: &Timeline) {
        let only = timeline.only.as_ref();
        match only.is_none_or(|only| only.values.contains(value)) {
            true => self
                .values
                .update(value, |counts| counts.add(at, &timeline.tiers)),
            false => self.rest.add(at, &timeline.tiers),
        }
    }
}

fn without_end(value: &[u8]) -> &[u8] {
    value.strip_suffix(&[END]).unwrap_or(value)
}

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
    use std::cmp::Reverse;
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
        seen_within(timeline, blocks, MOST_MEMORY)
    }

    fn seen_within(timeline: &Timeline, blocks: &[&[String]], memory: usize) -> TimelineCounts {
        let mut all = TimelineCounts::within(memory);
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
    fn what_is_frequent_behind_many_values_is_found_and_exact_when_read_again() {
        let timeline = by_exe(None, TimeZone::UTC);
        let once = (0..3000).map(|nth| format!("/bin/{nth}"));
        let often = std::iter::repeat_n("/bin/cat".to_owned(), 300);
        let lines: Vec<String> = once.chain(often).map(|exe| line(None, &exe)).collect();
        let blocks: Vec<&[String]> = lines.chunks(400).collect();
        let little = 256 << 10;
        let course = seen_within(&timeline, &blocks, little);
        let first = timeline.histogram(&course, 60, 3).unwrap();
        assert_eq!(first.series[0].value.as_deref(), Some("/bin/cat"));
        assert!(first.beyond > 0 && !first.series[1].is_exact);
        let again = timeline.again(&course, 3).unwrap();
        let course = seen_within(&again, &blocks, little);
        for (histogram, is_again) in [
            (&first, false),
            (&again.histogram(&course, 60, 3).unwrap(), true),
        ] {
            let sum: u64 = histogram.stacked().map(|(_, series)| series.total()).sum();
            assert_eq!((sum, histogram.all.total()), (3300, 3300));
            if is_again {
                assert_eq!(
                    (histogram.series[0].total(), histogram.series[0].is_exact),
                    (300, true)
                );
            }
        }
        assert!(
            timeline.again(&seen(&timeline, &blocks), 3).is_none(),
            "nothing is open"
        );
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
