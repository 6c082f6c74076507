//! How often something was seen, and when.

use super::Bins;
use super::groups::Observe;
use crate::count::{Counted, Measure};
use crate::record::Record;
use crate::record::derived::workload::event_time;
use crate::record::time::Time;

/// How many records there are, the first and the last time of them, and, if `T` measures it, more of how they lie in time.
#[derive(Clone, Debug, Default)]
pub struct Summary<T = ()> {
    /// Records.
    pub count: u64,
    /// The first and the last time that a record has.
    pub span: Option<(Time, Time)>,
    /// What else was measured.
    pub trend: T,
}

impl<T: Observe> Observe for Summary<T> {
    fn take(&mut self, record: &Record<'_>) {
        self.count += 1;
        if let Some(time) = event_time(record) {
            self.span = enclosing(self.span, Some((time, time)));
        }
        self.trend.take(record);
    }
}

impl<T: Measure> Counted for Summary<T> {
    fn count(&self) -> u64 {
        self.count
    }
}

impl<T: Measure> Measure for Summary<T> {
    const BESIDE: usize = T::BESIDE;

    fn join(&mut self, other: Self) {
        self.count += other.count;
        self.span = enclosing(self.span, other.span);
        self.trend.join(other.trend);
    }

    fn beside(&self) -> usize {
        self.trend.beside()
    }
}

/// What tells how records lie in time.
pub trait Distribution: Observe {
    /// How many there are in each of at most `most` equal parts of a span that encloses theirs; `None` if that was not
    /// measured.
    fn over(&self, span: (Time, Time), most: usize) -> Option<Vec<u64>>;
}

impl Distribution for () {
    fn over(&self, _: (Time, Time), _: usize) -> Option<Vec<u64>> {
        None
    }
}

impl Distribution for Bins {
    fn over(&self, (first, last): (Time, Time), most: usize) -> Option<Vec<u64>> {
        Some(Self::over(self, (first.0, last.0), most))
    }
}

/// The span that two take together.
pub fn enclosing(left: Option<(Time, Time)>, right: Option<(Time, Time)>) -> Option<(Time, Time)> {
    match (left, right) {
        (Some(left), Some(right)) => Some((left.0.min(right.0), left.1.max(right.1))),
        (one, other) => one.or(other),
    }
}

/// Nothing.
impl Observe for () {
    fn take(&mut self, _: &Record<'_>) {}
}

/// The times of the records.
impl Observe for Bins {
    fn take(&mut self, record: &Record<'_>) {
        Self::take(self, event_time(record));
    }
}

impl Measure for Bins {
    const BESIDE: usize = Self::MOST_BESIDE;

    fn join(&mut self, other: Self) {
        self.merge(&other);
    }

    fn beside(&self) -> usize {
        self.bytes()
    }
}
