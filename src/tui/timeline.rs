//! Time in buckets: what the strip above the list shows. Knows times and counts, nothing of cells and colours.

use crate::analysis::{LADDER, Width};
use crate::record::vocabulary::OPERATIONS;

use super::store::{Entry, Kind, Outcome, Store, UNTIMED};

/// Nanoseconds of a second.
pub const SECOND: i64 = 1_000_000_000;
/// Nanoseconds of a day.
pub const DAY: i64 = 86_400 * SECOND;

/// What the bars are stacked by: something that the index knows of every record.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq)]
pub enum Dimension {
    /// How the event ended.
    #[default]
    Outcome,
    /// What kind of record it is.
    Kind,
    /// The operation.
    Operation,
}

/// Fields that the timeline has lanes of, when it has all of the screen.
pub const LANES: &[&str] = &["outcome", "op", "ns", "pod", "exe", "policy", "host"];

/// Bands of a bar, at most.
pub const BANDS: usize = 9;

impl Dimension {
    /// All of them, in the order in which they are gone through.
    pub const ALL: [Self; 3] = [Self::Outcome, Self::Kind, Self::Operation];

    /// Its name, which is the field's.
    pub const fn name(self) -> &'static str {
        match self {
            Self::Outcome => "outcome",
            Self::Kind => "kind",
            Self::Operation => "op",
        }
    }

    /// The one after it.
    #[must_use]
    pub const fn next(self) -> Self {
        match self {
            Self::Outcome => Self::Kind,
            Self::Kind => Self::Operation,
            Self::Operation => Self::Outcome,
        }
    }

    /// The names of its bands, the least alarming first.
    pub fn bands(self) -> Vec<&'static str> {
        match self {
            Self::Outcome => vec!["none", "passed", "failed", "denied"],
            Self::Kind => vec!["log", "other", "alert", "gap"],
            Self::Operation => OPERATIONS.iter().copied().chain(["other"]).collect(),
        }
    }

    /// The band of an entry.
    pub fn band(self, entry: Entry) -> usize {
        match self {
            Self::Outcome => entry.outcome() as usize,
            Self::Kind => match entry.kind() {
                Kind::Log => 0,
                Kind::Other => 1,
                Kind::Alert => 2,
                Kind::Gap => 3,
            },
            Self::Operation => entry.operation().min(BANDS - 1),
        }
    }
}

/// How time is cut.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct Scale {
    /// Where the first bucket begins; a multiple of the step.
    pub start: i64,
    /// The width of a bucket.
    pub step: i64,
    /// How many there are.
    pub buckets: usize,
    /// What they are stacked by.
    pub dimension: Dimension,
}

impl Scale {
    /// The smallest step of the ladder with which so many buckets are enough for a span; the largest where none is.
    pub fn fit((from, until): (i64, i64), columns: usize, dimension: Dimension) -> Self {
        let columns = columns.max(1);
        let enough = |step: &i64| count((from, until), *step) <= columns as u64;
        let step = steps().map(|(step, _)| step).find(enough);
        let step = step.or(steps().map(|(step, _)| step).last()).unwrap_or(DAY);
        let start = from.div_euclid(step).saturating_mul(step);
        let buckets = usize::try_from(count((from, until), step)).unwrap_or(columns);
        Self {
            start,
            step,
            buckets,
            dimension,
        }
    }

    /// How the step is called.
    pub fn step_name(&self) -> String {
        let row = steps().find(|(step, _)| *step == self.step);
        row.map_or_else(String::new, |(_, width)| width.to_string())
    }

    /// When a bucket begins.
    pub fn start_of(&self, bucket: usize) -> i64 {
        let steps = i64::try_from(bucket).unwrap_or(i64::MAX);
        self.start.saturating_add(self.step.saturating_mul(steps))
    }

    /// Behind the last bucket.
    pub fn end(&self) -> i64 {
        self.start_of(self.buckets)
    }

    /// The bucket of a moment, if it is among these.
    pub fn bucket(&self, time: i64) -> Option<usize> {
        if time < self.start || time == UNTIMED {
            return None;
        }
        let bucket = usize::try_from(time.saturating_sub(self.start) / self.step).ok()?;
        (bucket < self.buckets).then_some(bucket)
    }
}

/// The widths of buckets, and how long each is; those aside that are longer than the index can tell.
fn steps() -> impl Iterator<Item = (i64, Width)> {
    let step = |width: &Width| Some((i64::try_from(width.nanos()).ok()?, *width));
    LADDER.iter().filter_map(step)
}

/// How many buckets of a width a span touches.
fn count((from, until): (i64, i64), step: i64) -> u64 {
    let (first, last) = (from.div_euclid(step), until.div_euclid(step));
    last.abs_diff(first) + 1
}

/// Counts of one bucket.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq)]
pub struct Bucket {
    /// All records.
    pub all: u64,
    /// Those that match, by band.
    pub bands: [u64; BANDS],
}

impl Bucket {
    /// All that match.
    pub fn matched(&self) -> u64 {
        self.bands.iter().sum()
    }
}

/// Counts by time.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Bins {
    /// How time is cut.
    pub scale: Scale,
    /// The buckets.
    pub buckets: Vec<Bucket>,
    /// Records without a time.
    pub untimed: Bucket,
}

impl Bins {
    /// Counts records: all of the store, and `rows`, which match.
    pub fn count(scale: Scale, store: &Store, rows: &[u32]) -> Self {
        let mut bins = Self {
            scale,
            buckets: vec![Bucket::default(); scale.buckets],
            untimed: Bucket::default(),
        };
        let before = |at: i64| store.before(&store.order, at);
        bins.untimed.all = before(UNTIMED + 1) as u64;
        let mut from = before(scale.start);
        for (at, bucket) in bins.buckets.iter_mut().enumerate() {
            let until = before(scale.start_of(at + 1));
            bucket.all = until.saturating_sub(from) as u64;
            from = until;
        }
        let (first, last) = (
            store.before(rows, scale.start),
            store.before(rows, scale.end()),
        );
        let untimed = store.before(rows, UNTIMED + 1);
        let untimed = rows.get(..untimed).unwrap_or_default();
        let timed = rows.get(first..last).unwrap_or_default();
        for row in untimed.iter().chain(timed) {
            let Some(entry) = store.entry(*row) else {
                continue;
            };
            let bucket = match scale.bucket(entry.time) {
                Some(bucket) => bins.buckets.get_mut(bucket),
                None => Some(&mut bins.untimed),
            };
            let band = scale.dimension.band(entry);
            if let Some(count) = bucket.and_then(|bucket| bucket.bands.get_mut(band)) {
                *count += 1;
            }
        }
        bins
    }

    /// The largest number of records of a bucket.
    pub fn peak(&self) -> u64 {
        self.buckets
            .iter()
            .map(|bucket| bucket.all)
            .max()
            .unwrap_or(0)
    }
}

/// The span of time of a store's records; `None` if none has a time.
pub fn extent(store: &Store) -> Option<(i64, i64)> {
    let timed = store.before(&store.order, UNTIMED + 1);
    let first = store.order.get(timed)?;
    let last = store.order.last()?;
    Some((store.time(*first), store.time(*last)))
}

impl Outcome {
    /// Whether it was denied.
    pub fn is_denied(self) -> bool {
        self == Self::Denied
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::input::Block;
    use crate::tui::store::{Builder, Lines};
    use proptest::prelude::*;

    fn store(times: &[i64]) -> Store {
        let mut builder = Builder::default();
        let outcome = |at: u32| {
            if at.is_multiple_of(3) {
                Outcome::Denied
            } else {
                Outcome::Passed
            }
        };
        let entries = times.iter().zip(0..);
        let entries =
            entries.map(|(time, at)| Entry::new(*time, [at, 1, 0], outcome(at), Kind::Log, 0));
        builder.add(
            Lines::of(&Block::again(0, 0, 1, vec![b'x'])),
            entries.collect(),
        );
        builder.snapshot()
    }

    #[test]
    fn a_step_is_the_smallest_of_the_ladder_that_is_enough() {
        let scale =
            |seconds: i64, columns| Scale::fit((0, seconds * SECOND), columns, Dimension::Outcome);
        for (seconds, columns, step, buckets) in [
            (0, 80, "1ms", 1),
            (79, 80, "1s", 80),
            (80, 80, "2s", 41),
            (705, 80, "10s", 71),
            (86_400 * 30, 80, "12h", 61),
        ] {
            let scale = scale(seconds, columns);
            assert_eq!(
                (scale.step_name().as_str(), scale.buckets),
                (step, buckets),
                "{seconds}"
            );
        }
        let ends = Scale::fit((i64::MIN + 1, i64::MAX), 80, Dimension::Kind);
        assert_eq!(ends.step_name(), "10y");
        assert!(ends.bucket(i64::MAX).is_some() && ends.bucket(UNTIMED).is_none());
    }

    proptest! {
        #[test]
        fn every_record_is_in_one_bucket(times in prop::collection::vec(prop_oneof![Just(UNTIMED), -50_i64..50], 1..40), keep in 1_usize..4) {
            let times: Vec<i64> = times.into_iter().map(|time| if time == UNTIMED { time } else { time * SECOND / 7 }).collect();
            let store = store(&times);
            let rows: Vec<u32> = store.order.iter().copied().step_by(keep).collect();
            let span = extent(&store).unwrap_or((0, 0));
            for columns in [1, 7, 200] {
                let scale = Scale::fit(span, columns, Dimension::Outcome);
                prop_assert!(scale.buckets <= columns.max(2));
                let bins = Bins::count(scale, &store, &rows);
                let all: u64 = bins.buckets.iter().map(|bucket| bucket.all).sum();
                prop_assert_eq!(all + bins.untimed.all, times.len() as u64);
                let matched: u64 = bins.buckets.iter().map(Bucket::matched).sum();
                prop_assert_eq!(matched + bins.untimed.matched(), rows.len() as u64);
                for (at, bucket) in bins.buckets.iter().enumerate() {
                    let is_in = |time: &&i64| scale.bucket(**time) == Some(at);
                    prop_assert_eq!(bucket.all, times.iter().filter(is_in).count() as u64);
                }
            }
        }
    }
}
