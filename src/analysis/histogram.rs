//! Counts in buckets of one width, the empty ones among them.

use jiff::tz::TimeZone;

use super::gaps::Gaps;
use super::width::Width;
use crate::record::time::Time;

/// Buckets of one width, one after the other.
#[derive(Clone, Debug)]
pub struct Axis {
    /// How wide they are.
    pub width: Width,
    /// The zone whose days and years they are.
    pub zone: TimeZone,
    first: i128,
    len: usize,
}

impl Axis {
    /// The buckets that a span takes.
    pub(super) fn new(width: Width, zone: TimeZone, span: (Time, Time)) -> Self {
        let len = usize::try_from(width.buckets(span, &zone)).unwrap_or_default();
        let first = width.index(span.0, &zone);
        Self {
            width,
            zone,
            first,
            len,
        }
    }

    /// No bucket.
    pub(super) const fn empty(width: Width, zone: TimeZone) -> Self {
        Self {
            width,
            zone,
            first: 0,
            len: 0,
        }
    }

    /// How many buckets there are.
    pub const fn len(&self) -> usize {
        self.len
    }

    /// Whether there is none.
    pub const fn is_empty(&self) -> bool {
        self.len == 0
    }

    /// The first moment of a bucket; of the one behind the last, the end of all.
    pub fn start(&self, bucket: usize) -> Time {
        let index = i128::try_from(bucket).unwrap_or(i128::MAX);
        self.width
            .start(self.first.saturating_add(index), &self.zone)
    }

    /// The place of the bucket of a number.
    pub(super) fn bucket(&self, index: i128) -> Option<usize> {
        let place = usize::try_from(index.checked_sub(self.first)?).ok()?;
        (place < self.len).then_some(place)
    }

    /// The place of the bucket of a moment; 0 for what is before the first, the number of all for what is behind the last.
    fn place(&self, time: Time) -> usize {
        let place = self.width.index(time, &self.zone) - self.first;
        usize::try_from(place.max(0)).map_or(self.len, |place| place.min(self.len))
    }

    /// The buckets that a stretch of time touches, its end left out; `None` if it lies beside them.
    pub fn touched(&self, start: Time, end: Time) -> Option<(usize, usize)> {
        let number = |time| self.width.index(time, &self.zone) - self.first;
        let last = Time(end.0.saturating_sub(1).max(start.0));
        let (from, to) = (number(start).max(0), number(last));
        let most = i128::try_from(self.len).unwrap_or(i128::MAX) - 1;
        let place = |number: i128| usize::try_from(number.min(most)).ok();
        (from <= most).then_some(())?;
        Some((place(from)?, place(to)?))
    }
}

/// The counts of one value, or of all.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Series {
    /// The value, escaped; `None` for records without one.
    pub value: Option<String>,
    /// Whether all of its records are counted, and no value that is not shown, or behind it, is more frequent.
    pub is_exact: bool,
    /// One count a bucket.
    pub counts: Vec<u64>,
    /// Records without a time.
    pub untimed: u64,
}

impl Series {
    /// All of its records.
    pub fn total(&self) -> u64 {
        self.untimed + self.counts.iter().sum::<u64>()
    }
}

/// A width gives more buckets than are allowed.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct TooMany {
    /// The width.
    pub width: Width,
    /// How many it gives.
    pub buckets: u128,
    /// How many are allowed.
    pub most: usize,
    /// The finest width to choose from that gives few enough.
    pub finest: Option<Width>,
    /// The first and the last time.
    pub span: (Time, Time),
}

/// Why the log does not tell all of a stretch of time.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Blind {
    /// What happened.
    pub why: Why,
    /// Where: a node, or a container; escaped.
    pub place: String,
    /// Its first moment.
    pub start: Time,
    /// The first moment behind it; its first, if that is not known.
    pub end: Time,
}

/// What happened that a log does not tell all.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Why {
    /// Alerts were dropped, above so many a second where that is known.
    Throttled(Option<u32>),
    /// A node said nothing for longer than is ordinary for it.
    Silent,
    /// The log does not reach there: all of its records are later, or earlier.
    Beyond,
}

/// Matches over time.
#[derive(Clone, Debug)]
pub struct Histogram {
    /// The buckets.
    pub axis: Axis,
    /// All matches.
    pub all: Series,
    /// Those of the most frequent values, the most frequent first. A record with several values counts under each.
    pub series: Vec<Series>,
    /// Those of all other values; `None` if there are none.
    pub others: Option<Series>,
    /// Matches among the others that were of values which were not kept, as there were too many.
    pub beyond: u64,
    /// Where the log is blind within the buckets, by time.
    pub blind: Vec<Blind>,
    /// One a bucket: how many stretches of dropped alerts touch it, and how many of silence.
    pub touched: Vec<(u64, u64)>,
    /// Why the buckets take only what matches, and not all of the stretch that was asked about, if so.
    pub cut: Option<Box<TooMany>>,
}

impl Histogram {
    pub(super) fn new(
        axis: Axis,
        all: Series,
        series: Vec<Series>,
        others: Series,
        beyond: u64,
        (gaps, seen): (&Gaps, Option<(Time, Time)>),
    ) -> Self {
        let mut blind = blind(gaps);
        blind.extend(unreached(&axis, seen));
        blind.retain(|blind| axis.touched(blind.start, blind.end).is_some());
        blind.sort_by(|left, right| {
            (left.start, left.end, &left.place).cmp(&(right.start, right.end, &right.place))
        });
        let touched = touched(&blind, &axis);
        Self {
            axis,
            all,
            series,
            others: Some(others).filter(|others| others.total() > 0),
            beyond,
            blind,
            touched,
            cut: None,
        }
    }

    /// Each value with its counts, then the others, which have none.
    pub fn stacked(&self) -> impl Iterator<Item = (Label<'_>, &Series)> {
        let values = self.series.iter().map(|series| {
            let label = series.value.as_deref().map_or(Label::None, Label::Value);
            (label, series)
        });
        values.chain(self.others.iter().map(|series| (Label::Others, series)))
    }

    /// The highest count of a bucket, stacked.
    pub fn highest(&self) -> u64 {
        let stacked = |bucket: usize| {
            let counts = self.stacked().filter_map(|(_, one)| one.counts.get(bucket));
            counts.sum::<u64>()
        };
        let all = self.all.counts.iter().enumerate();
        all.map(|(bucket, count)| stacked(bucket).max(*count))
            .max()
            .unwrap_or_default()
    }
}

/// What a series is of.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Label<'h> {
    /// Records with this value; escaped.
    Value(&'h str),
    /// Records without one.
    None,
    /// Records of all other values.
    Others,
}

/// Every stretch whose time is known.
fn blind(gaps: &Gaps) -> Vec<Blind> {
    let mut all = Vec::new();
    for (place, windows) in gaps.throttles.by_place() {
        for window in windows {
            if let Some(start) = window.start {
                all.push(Blind {
                    why: Why::Throttled(window.limit),
                    place: place.to_string(),
                    start,
                    end: window.end().unwrap_or(start),
                });
            }
        }
    }
    let silences = gaps.judged().1.silences.into_iter();
    all.extend(silences.map(|silence| Blind {
        why: Why::Silent,
        place: silence.host,
        start: silence.start,
        end: silence.end,
    }));
    all
}

/// The stretches of whole buckets that the log does not reach, of which these are the first and the last record.
fn unreached(axis: &Axis, seen: Option<(Time, Time)>) -> Vec<Blind> {
    let stretch = |from: usize, to: usize| {
        (from < to).then(|| Blind {
            why: Why::Beyond,
            place: String::new(),
            start: axis.start(from),
            end: axis.start(to),
        })
    };
    let len = axis.len();
    let Some((first, last)) = seen else {
        return stretch(0, len).into_iter().collect();
    };
    let place = |time: Time| axis.place(time);
    let (before, behind) = (place(first), place(last).saturating_add(1).min(len));
    stretch(0, before.min(len))
        .into_iter()
        .chain(stretch(behind, len))
        .collect()
}

/// How many stretches touch each bucket: where each begins and ends is noted, then summed up.
fn touched(blind: &[Blind], axis: &Axis) -> Vec<(u64, u64)> {
    let mut changes = vec![(0_i64, 0_i64); axis.len() + 1];
    let mut change = |at: usize, why: Why, by: i64| {
        if let Some((throttled, silent)) = changes.get_mut(at) {
            match why {
                Why::Throttled(_) => *throttled += by,
                Why::Silent | Why::Beyond => *silent += by,
            }
        }
    };
    for one in blind {
        if let Some((first, last)) = axis.touched(one.start, one.end) {
            change(first, one.why, 1);
            change(last + 1, one.why, -1);
        }
    }
    let sums = changes.iter().scan((0, 0), |sum: &mut (i64, i64), change| {
        *sum = (sum.0 + change.0, sum.1 + change.1);
        Some((sum.0.unsigned_abs(), sum.1.unsigned_abs()))
    });
    sums.take(axis.len()).collect()
}
