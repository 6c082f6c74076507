//! The values of a field and how many records have them: what a filter can ask for.

use crate::count::HeavyHitters;

/// Values of a field.
#[derive(Debug, Default)]
pub struct Values {
    /// Of which demand.
    pub generation: u64,
    /// The field.
    pub field: String,
    /// The most frequent values first, at most `SHOWN`, and whether that is certain. Not escaped.
    pub top: Vec<(String, u64, bool)>,
    /// How many values there are; at least so many if not all were kept.
    pub distinct: usize,
    /// Whether all were kept.
    pub are_all: bool,
    /// Whether all was looked at.
    pub is_whole: bool,
    counts: HeavyHitters<u64>,
}

/// Values that are told.
const SHOWN: usize = 500;

impl Values {
    /// None yet.
    pub fn new(generation: u64, field: String) -> Self {
        Self {
            generation,
            field,
            ..Self::default()
        }
    }

    /// Adds those of a block.
    pub fn add(&mut self, block: HeavyHitters<u64>) {
        self.counts.merge(block);
    }

    /// What there is so far, the most frequent first.
    #[must_use]
    pub fn shown(&self, is_whole: bool) -> Self {
        let ranked = self.counts.ranked().into_iter().take(SHOWN);
        let top = ranked.map(|row| {
            let value = String::from_utf8_lossy(row.key).into_owned();
            (value, *row.measure, row.is_exact)
        });
        Self {
            generation: self.generation,
            field: self.field.clone(),
            top: top.collect(),
            distinct: self.counts.len(),
            are_all: self.counts.is_whole(),
            is_whole,
            counts: HeavyHitters::default(),
        }
    }
}
