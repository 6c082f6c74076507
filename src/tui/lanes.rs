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
    /// Whether it is of all values that have no lane of their own.
    pub is_rest: bool,
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

    /// The lanes: the most frequent values, then all others as one; no more than there is room for.
    pub fn shown(&self, room: usize) -> Vec<Lane> {
        let lane = |name: &str, counts: &[u32]| Lane {
            name: name.to_owned(),
            is_rest: false,
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
        let has_others = self.others.iter().any(|count| *count > 0);
        let is_room = lanes.len() + usize::from(has_others) <= room;
        let apart = if is_room {
            room
        } else {
            room.saturating_sub(1)
        };
        let mut others = self.others.clone();
        for lane in lanes.drain(SHOWN.min(apart).min(lanes.len())..) {
            for (sum, count) in others.iter_mut().zip(&lane.counts) {
                *sum = sum.saturating_add(*count);
            }
        }
        let others = Lane {
            is_rest: true,
            ..lane("other", &others)
        };
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
        let shown = lanes.shown(40);
        assert_eq!(shown.len(), SHOWN + 1);
        assert_eq!((shown[0].name.as_str(), shown[0].total), ("v00", 20));
        assert_eq!(shown[0].counts[0], 20);
        let last = &shown[SHOWN];
        assert_eq!((last.name.as_str(), last.total), ("other", (1..=8).sum()));
        // Where there is less room, the rest is of more; no record is missing.
        for room in 1..=SHOWN + 1 {
            let shown = lanes.shown(room);
            assert_eq!(shown.len(), room);
            assert!(shown.last().unwrap().is_rest);
            let all: u64 = shown.iter().map(|lane| lane.total).sum();
            assert_eq!(all, 210, "{room}");
        }
    }
}
