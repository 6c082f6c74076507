//! The values that the data has for fields that a filter insists on: so that a typo, which matches
//! nothing, can be told from a trustworthy no.

use std::collections::BTreeMap;
use std::sync::atomic::{AtomicBool, Ordering};

use super::Fold;
use crate::query::Expected;
use crate::record::Record;
use crate::record::key::Key;

/// Distinct values of one field that are remembered: the first ones in the order of their texts, so that it does not matter
/// which came first.
const MOST: usize = 1000;
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
        values.add(operation.as_deref().unwrap_or(NO_OPERATION), 1);
    }
}

/// The values of one field.
#[derive(Debug, Default)]
pub struct Values {
    /// Whether a record has what the filter insists on.
    pub is_met: bool,
    /// How many records have which value; [`MOST`] of them.
    counts: BTreeMap<String, u64>,
}

impl Values {
    fn add(&mut self, text: &str, count: u64) {
        if let Some(known) = self.counts.get_mut(text) {
            *known += count;
            return;
        }
        let is_full = self.counts.len() >= MOST;
        let is_beyond = |(last, _): (&String, &u64)| last.as_str() < text;
        if is_full && self.counts.last_key_value().is_some_and(is_beyond) {
            return;
        }
        self.counts.insert(text.to_owned(), count);
        if is_full {
            self.counts.pop_last();
        }
    }

    /// The values, the most frequent first.
    pub fn sorted(&self) -> Vec<(&str, u64)> {
        let mut all: Vec<_> = self
            .counts
            .iter()
            .map(|(text, count)| (text.as_str(), *count))
            .collect();
        all.sort_unstable_by(|left, right| right.1.cmp(&left.1).then(left.0.cmp(right.0)));
        all
    }
}

/// Adds the values of a block to those of the blocks before it.
pub fn join(all: &mut Vec<Values>, block: Vec<Values>) {
    all.resize_with(all.len().max(block.len()), Values::default);
    for (known, new) in all.iter_mut().zip(block) {
        known.is_met |= new.is_met;
        for (text, count) in &new.counts {
            known.add(text, *count);
        }
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
                    values.add(&value.text, 1);
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
