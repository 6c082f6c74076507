//! Counts by time and the values of a field: a lane for each of the most frequent values.

use std::collections::HashMap;

use super::timeline::Scale;

/// Lanes.
#[derive(Clone, Debug)]
pub struct Lanes {
    /// Of which demand.
    pub generation: u64,
    /// The field.
    pub field: String,
    /// How time is cut.
    pub scale: Scale,
    /// Whether all was looked at.
    pub is_whole: bool,
    counts: HashMap<String, Vec<u32>>,
    /// Records of values beyond those that are counted apart.
    others: Vec<u32>,
}

/// Values that are counted apart.
const MOST: usize = 4096;

/// Lanes that are shown besides that of all others.
pub const SHOWN: usize = 12;

/// One lane.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Lane {
    /// The value, escaped; empty for records without one.
    pub name: String,
    /// How many records there are.
    pub total: u64,
    /// How many there are in each bucket.
    pub counts: Vec<u32>,
}

impl Lanes {
    /// None yet.
    pub fn new(generation: u64, field: String, scale: Scale) -> Self {
        Self {
            generation,
            field,
            scale,
            is_whole: false,
            counts: HashMap::new(),
            others: vec![0; scale.buckets],
        }
    }

    /// Adds the records of a block: for each value, the buckets of those that have it.
    pub fn add(&mut self, block: &HashMap<String, Vec<usize>>) {
        let mut values: Vec<_> = block.iter().collect();
        // In an order of its own, so that the same values are counted apart each time.
        values.sort_unstable_by_key(|(value, _)| *value);
        for (value, buckets) in values {
            if !self.counts.contains_key(value) && self.counts.len() < MOST {
                self.counts
                    .insert(value.clone(), vec![0; self.scale.buckets]);
            }
            let lane = self.counts.get_mut(value).unwrap_or(&mut self.others);
            for bucket in buckets {
                if let Some(count) = lane.get_mut(*bucket) {
                    *count = count.saturating_add(1);
                }
            }
        }
    }

    /// The lanes: the most frequent values, then all others as one.
    pub fn shown(&self) -> Vec<Lane> {
        let lane = |name: &str, counts: &[u32]| Lane {
            name: name.to_owned(),
            total: counts.iter().map(|count| u64::from(*count)).sum(),
            counts: counts.to_vec(),
        };
        let all = self.counts.iter();
        let mut lanes: Vec<Lane> = all.map(|(name, counts)| lane(name, counts)).collect();
        lanes.retain(|lane| lane.total > 0);
        lanes.sort_by(|left, right| {
            let order = right.total.cmp(&left.total);
            order.then_with(|| left.name.cmp(&right.name))
        });
        let mut others = self.others.clone();
        for lane in lanes.drain(SHOWN.min(lanes.len())..) {
            for (sum, count) in others.iter_mut().zip(&lane.counts) {
                *sum = sum.saturating_add(*count);
            }
        }
        let others = lane("other", &others);
        lanes.extend((others.total > 0).then_some(others));
        lanes
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::tui::timeline::Dimension;

    #[test]
    fn the_most_frequent_have_a_lane_and_the_rest_share_one() {
        let scale = Scale::fit((0, 9_000_000_000), 10, Dimension::Outcome);
        let mut lanes = Lanes::new(1, "ns".into(), scale);
        for value in 0..20_usize {
            let block = HashMap::from([(format!("v{value:02}"), vec![value % 10; 20 - value])]);
            lanes.add(&block);
        }
        let shown = lanes.shown();
        assert_eq!(shown.len(), SHOWN + 1);
        assert_eq!((shown[0].name.as_str(), shown[0].total), ("v00", 20));
        assert_eq!(shown[0].counts[0], 20);
        let last = &shown[SHOWN];
        assert_eq!((last.name.as_str(), last.total), ("other", (1..=8).sum()));
    }
}
