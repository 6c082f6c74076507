//! Counts by time and the values of a field: a lane for each of the most frequent values.

use super::timeline::Scale;
use crate::analysis;
use crate::count::{Counted, HeavyHitters, Measure};

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
    /// The most frequent values, at most [`SHOWN`].
    first: Vec<Lane>,
    /// All others.
    others: Vec<u32>,
}

/// Lanes that are shown besides that of all others.
pub const SHOWN: usize = 12;

/// One lane.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Lane {
    /// The value, escaped; empty for records without one.
    pub name: String,
    /// Whether it is of all values that have no lane of their own.
    pub is_rest: bool,
    /// Whether there may be more records of it, or other values that are more frequent.
    pub is_about: bool,
    /// How many records there are.
    pub total: u64,
    /// How many there are in each bucket.
    pub counts: Vec<u32>,
}

/// The buckets of a value's records.
#[derive(Clone, Debug)]
pub struct Buckets {
    total: u64,
    bins: analysis::Bins,
}

/// Numbers of buckets.
static NUMBERS: analysis::Scale = analysis::Scale::new(&[1], 1 << 20);

impl Default for Buckets {
    fn default() -> Self {
        Self {
            total: 0,
            bins: analysis::Bins::new(&NUMBERS),
        }
    }
}

impl Buckets {
    /// Counts a record.
    pub fn add(&mut self, bucket: usize) {
        self.total += 1;
        self.bins.add(i128::try_from(bucket).unwrap_or_default(), 1);
    }

    /// Adds the counts to those of a lane.
    fn add_to(&self, counts: &mut [u32]) {
        for (bucket, count) in self.bins.buckets() {
            let bucket = usize::try_from(bucket).ok();
            if let Some(known) = bucket.and_then(|bucket| counts.get_mut(bucket)) {
                *known = known.saturating_add(u32::try_from(count).unwrap_or(u32::MAX));
            }
        }
    }
}

impl Measure for Buckets {
    fn join(&mut self, other: Self) {
        self.total += other.total;
        self.bins.merge(&other.bins);
    }

    fn beside(&self) -> usize {
        self.bins.bytes()
    }
}

impl Counted for Buckets {
    fn count(&self) -> u64 {
        self.total
    }
}

impl Lanes {
    /// Those of a field, of what was counted so far.
    pub fn of(
        counts: &HeavyHitters<Buckets>,
        (generation, field): (u64, String),
        scale: Scale,
        is_whole: bool,
    ) -> Self {
        let ranked = counts.ranked();
        let (first, rest) = ranked.split_at(SHOWN.min(ranked.len()));
        let first = first.iter().map(|row| {
            let mut counts = vec![0; scale.buckets];
            row.measure.add_to(&mut counts);
            Lane {
                name: String::from_utf8_lossy(row.key).into_owned(),
                is_rest: false,
                is_about: !row.is_exact,
                total: row.measure.total,
                counts,
            }
        });
        let mut others = vec![0; scale.buckets];
        for buckets in rest.iter().map(|row| row.measure).chain(counts.others()) {
            buckets.add_to(&mut others);
        }
        Self {
            generation,
            field,
            scale,
            is_whole,
            first: first.collect(),
            others,
        }
    }

    /// The lanes: the most frequent values, then all others as one; no more than there is room for.
    pub fn shown(&self, room: usize) -> Vec<Lane> {
        let mut lanes = self.first.clone();
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
            name: "other".to_owned(),
            is_rest: true,
            is_about: false,
            total: others.iter().map(|count| u64::from(*count)).sum(),
            counts: others,
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
        let mut counts = HeavyHitters::<Buckets>::default();
        for value in 0..20_usize {
            for _ in 0..20 - value {
                counts.update(format!("v{value:02}").as_bytes(), |buckets| {
                    buckets.add(value % 10);
                });
            }
        }
        let lanes = Lanes::of(&counts, (1, "ns".into()), scale, true);
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
