//! The values that the data has for fields that a filter insists on: so that a typo, which matches
//! nothing, can be told from a trustworthy no.

use std::sync::atomic::{AtomicBool, Ordering};

use super::Fold;
use crate::count::HeavyHitters;
use crate::query::Expected;
use crate::record::Record;
use crate::record::key::Key;

/// Bytes that the values of one field take.
const ROOM: usize = 4 << 20;
/// What stands for the operation of a record that names none.
const NO_OPERATION: &str = "none";

/// Counts the values of expected fields in every record that it is shown, beside another fold of the same reading.
pub struct ValueHints<'w> {
    /// What the filter insists on; empty to count nothing.
    expected: &'w [Expected],
    /// Whether it insists on a place and a kind of operation, so that the operations of the place are counted too.
    asks_kind: bool,
    /// Whether all of that was met by some record, so that its values are of no interest.
    is_met: AtomicBool,
}

impl<'w> ValueHints<'w> {
    /// Counts the values of these fields until a record matches.
    pub fn new(expected: &'w [Expected]) -> Self {
        let asks = |what: fn(&Expected) -> bool| expected.iter().any(what);
        Self {
            asks_kind: asks(Expected::is_place) && asks(Expected::is_kind),
            expected,
            is_met: AtomicBool::new(expected.is_empty()),
        }
    }

    /// How many lists of values a part has: one for each expected field, and behind them, where the filter insists on a place
    /// and a kind of operation, the operations of the records of that place.
    pub fn lists(&self) -> usize {
        self.expected.len() + usize::from(self.asks_kind)
    }

    fn is_met(&self) -> bool {
        self.is_met.load(Ordering::Relaxed)
    }

    /// Which operations the records of the place have, and whether one has the kind that is insisted on.
    fn note_kind(&self, record: &Record<'_>, values: &mut Values) {
        let mut places = self.expected.iter().filter(|expected| expected.is_place());
        if values.is_met || !places.all(|expected| expected.plan.matches(record)) {
            return;
        }
        let mut kinds = self.expected.iter().filter(|expected| expected.is_kind());
        if kinds.all(|expected| expected.plan.matches(record)) {
            values.is_met = true;
            return;
        }
        let operation = record.text(Key::Operation);
        let operation = operation.as_deref().unwrap_or(NO_OPERATION);
        values.counts.add(operation.as_bytes(), 1);
    }
}

/// The values of one field.
#[derive(Debug)]
pub struct Values {
    /// Whether a record has what the filter insists on.
    pub is_met: bool,
    counts: HeavyHitters<u64>,
}

impl Default for Values {
    fn default() -> Self {
        Self {
            is_met: false,
            counts: HeavyHitters::within(ROOM),
        }
    }
}

impl Values {
    /// The values, the most frequent first; whether the count, and that no other value is more frequent, is certain.
    pub fn ranked(&self) -> impl ExactSizeIterator<Item = (&str, u64, bool)> {
        let rows = self.counts.ranked().into_iter();
        rows.map(|row| {
            let text = std::str::from_utf8(row.key).unwrap_or_default();
            (text, *row.measure, row.is_exact)
        })
    }

    /// Whether there may be more values than those.
    pub const fn is_whole(&self) -> bool {
        self.counts.is_whole()
    }
}

/// Adds the values of a block to those of the blocks before it.
pub fn join(all: &mut Vec<Values>, block: Vec<Values>) {
    all.resize_with(all.len().max(block.len()), Values::default);
    for (known, new) in all.iter_mut().zip(block) {
        known.is_met |= new.is_met;
        known.counts.merge(new.counts);
    }
}

impl Fold for ValueHints<'_> {
    type Part = Vec<Values>;

    fn visit(&self, _: &Record<'_>, _: &mut Vec<Values>) {
        // No record matches that does not meet them all. Written once, since threads share it.
        if !self.is_met() {
            self.is_met.store(true, Ordering::Relaxed);
        }
    }

    fn on_record(&self, record: &Record<'_>, part: &mut Vec<Values>) {
        if self.is_met() {
            return;
        }
        part.resize_with(self.lists(), Values::default);
        for (values, expected) in part.iter_mut().zip(self.expected) {
            values.is_met = values.is_met || expected.plan.matches(record);
            if !values.is_met {
                expected.target.any(record, &mut |value| {
                    values.counts.add(value.text.as_bytes(), 1);
                    false
                });
            }
        }
        if let Some(values) = part.get_mut(self.expected.len()) {
            self.note_kind(record, values);
        }
    }

    fn wants_skipped(&self) -> bool {
        !self.is_met()
    }

    fn tells_duplicates(&self) -> bool {
        false
    }
}
