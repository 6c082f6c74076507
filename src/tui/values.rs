//! The values of a field and how many records have them: what a filter can ask for.

use std::collections::HashMap;

/// Values of a field.
#[derive(Clone, Debug, Default)]
pub struct Values {
    /// Of which demand.
    pub generation: u64,
    /// The field.
    pub field: String,
    /// The most frequent values first, at most `SHOWN`. Not escaped.
    pub top: Vec<(String, u64)>,
    /// How many values there are; at least so many if it is [`MOST`].
    pub distinct: usize,
    /// Whether all was looked at.
    pub is_whole: bool,
    counts: HashMap<String, u64>,
}

/// Values that are counted apart; of others, nothing is known.
pub const MOST: usize = 50_000;

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
    pub fn add(&mut self, block: HashMap<String, u64>) {
        for (value, count) in block {
            if let Some(known) = self.counts.get_mut(&value) {
                *known += count;
            } else if self.counts.len() < MOST {
                self.counts.insert(value, count);
            }
        }
    }

    /// What there is so far, the most frequent first.
    #[must_use]
    pub fn shown(&self, is_whole: bool) -> Self {
        let counts = self.counts.iter();
        let mut top: Vec<(String, u64)> = counts
            .map(|(value, count)| (value.clone(), *count))
            .collect();
        top.sort_unstable_by(|left, right| right.1.cmp(&left.1).then_with(|| left.0.cmp(&right.0)));
        top.truncate(SHOWN);
        Self {
            generation: self.generation,
            field: self.field.clone(),
            top,
            distinct: self.counts.len(),
            is_whole,
            counts: HashMap::new(),
        }
    }
}
