//! Counts in one reading, bounded in bytes: the frequent values are kept, and of each it is known how far its count may be off.
//!
//! Space-Saving by batches: where the room is full, the half of the values that may have the lowest counts is let go, and
//! `floor` becomes the highest count that one of them may have. So a value that is not kept has at most `floor` records,
//! which is at most 2N/m of N records where there is room for m values. A value that comes (again) may have been let go
//! before, unless [`LetGo`] has not seen it: then its count, and when it was first seen, are exact all the same.

use std::cmp::Reverse;
use std::hash::BuildHasher;

use foldhash::fast::RandomState;

use super::Counted;
use super::let_go::LetGo;
use super::store::Store;

/// Bytes that values and their counts take, unless another room is given.
const ROOM: usize = 16 << 20;

/// A key is kept if it takes at most such a part of the room, so that there is room for more than a few.
const LONGEST_PART: usize = 128;

/// Values and what was measured of each, in bounded room.
#[derive(Debug)]
pub struct HeavyHitters<M> {
    store: Store<Kept<M>>,
    hasher: RandomState,
    /// Bytes that values and their measures may take.
    room: usize,
    /// Bytes that measures take beside their own.
    beside: usize,
    let_go: LetGo,
    /// Records of keys that are too long to be kept.
    too_long: u64,
    /// What was measured of values while they were not kept.
    others: Option<M>,
}

#[derive(Debug)]
struct Kept<M> {
    measure: M,
    /// Records of the value that may have been let go before those that are measured, at most.
    missed: u64,
}

impl<M: Counted> Kept<M> {
    /// How many records the value may have.
    fn most(&self) -> u64 {
        self.measure.count().saturating_add(self.missed)
    }
}

/// A value that is kept.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct HeavyHitter<'h, M> {
    /// The value.
    pub key: &'h [u8],
    /// What was measured of it.
    pub measure: &'h M,
    /// Records of it that may not have been measured, at most: they came before. 0 if all were.
    pub missed: u64,
    /// Whether all of its records were measured, and whatever is ranked behind it, or is not kept, is not more frequent.
    pub is_exact: bool,
}

impl<M> Default for HeavyHitters<M> {
    fn default() -> Self {
        Self::within(ROOM)
    }
}

impl<M> HeavyHitters<M> {
    /// Nothing yet; values and measures take so many bytes, and a sixteenth more where some were let go.
    pub fn within(room: usize) -> Self {
        Self {
            store: Store::default(),
            hasher: RandomState::default(),
            room,
            beside: 0,
            let_go: LetGo::within(room / 16),
            too_long: 0,
            others: None,
        }
    }

    /// How many values are kept.
    pub const fn len(&self) -> usize {
        self.store.len()
    }

    /// Whether none is.
    pub const fn is_empty(&self) -> bool {
        self.store.len() == 0
    }

    /// Whether every value is kept, and all of its records were measured.
    pub const fn is_whole(&self) -> bool {
        self.others.is_none()
    }

    /// What was measured of values while they were not kept; `None` if all are.
    pub const fn others(&self) -> Option<&M> {
        self.others.as_ref()
    }

    const fn bytes(&self) -> usize {
        self.store.bytes() + self.beside
    }
}

impl<M: Counted> HeavyHitters<M> {
    /// The most records that a value which is not kept may have; 0 if all are.
    pub fn floor(&self) -> u64 {
        self.let_go.floor().max(self.too_long)
    }

    /// Measures more of a value.
    pub fn update(&mut self, key: &[u8], take: impl FnOnce(&mut M)) {
        self.measure(key, 0, take);
    }

    /// The same, where more records of the value may have been let go.
    fn measure(&mut self, key: &[u8], missed: u64, take: impl FnOnce(&mut M)) {
        if key.len() > self.room / LONGEST_PART {
            let others = self.others.get_or_insert_default();
            let before = others.count();
            take(others);
            self.too_long += others.count() - before;
            return;
        }
        let (hasher, let_go) = (&self.hasher, &self.let_go);
        let new = || Kept {
            measure: M::default(),
            missed: let_go.missed(key),
        };
        let hash_of = |key: &[u8]| hasher.hash_one(key);
        let Some(kept) = self.store.measure_or(key, hash_of(key), hash_of, new) else {
            return;
        };
        let before = kept.measure.beside();
        take(&mut kept.measure);
        kept.missed += missed;
        self.beside = self.beside + kept.measure.beside() - before;
        if self.bytes() > self.room {
            self.shrink();
        }
    }

    /// Counts what was measured of more records of a value.
    pub fn add(&mut self, key: &[u8], measure: M) {
        self.update(key, |known| known.join(measure));
    }

    /// Lets values go until there is room for some more.
    fn shrink(&mut self) {
        while self.bytes() > self.room / 4 * 3 && self.store.len() > 1 {
            self.halve();
        }
    }

    /// Lets the half of the values go that may have the lowest counts, of equal ones those that came later.
    fn halve(&mut self) {
        let mut counts: Vec<u64> = self.store.measures().map(Kept::most).collect();
        let gone = counts.len() / 2;
        let (below, floor, _) = counts.select_nth_unstable(gone.saturating_sub(1));
        let floor = *floor;
        let below = below.iter().filter(|count| **count < floor).count();
        // Of those that have as many as the last that goes, so many stay.
        let mut stay = counts.iter().filter(|count| **count == floor).count() - (gone - below);
        let (let_go, hasher) = (&mut self.let_go, &self.hasher);
        let dropped = self.store.retain(
            |key| hasher.hash_one(key),
            |key, _, kept| {
                let stays = match kept.most().cmp(&floor) {
                    std::cmp::Ordering::Less => false,
                    std::cmp::Ordering::Equal => {
                        let stays = stay > 0;
                        stay = stay.saturating_sub(1);
                        stays
                    }
                    std::cmp::Ordering::Greater => true,
                };
                if !stays {
                    let_go.note(key);
                }
                stays
            },
        );
        let others = self.others.get_or_insert_default();
        for kept in dropped {
            self.beside -= kept.measure.beside();
            others.join(kept.measure);
        }
        self.let_go.raise(floor);
    }

    /// Takes in what was measured of records that come later in the input, in as much room.
    pub fn merge(&mut self, other: Self) {
        if let Some(others) = other.others {
            self.others.get_or_insert_default().join(others);
            let is_there = |key: &[u8]| other.store.get(key, other.hasher.hash_one(key)).is_some();
            for (key, kept) in self.store.iter_mut().filter(|(key, _)| !is_there(key)) {
                kept.missed += other.let_go.missed(key);
            }
        }
        self.too_long += other.too_long;
        other.store.each(|key, kept| {
            self.measure(key, kept.missed, |known| known.join(kept.measure));
        });
        self.let_go.join(&other.let_go);
    }

    /// The values that are kept, the most frequent first, equally frequent ones by the bytes of their keys.
    pub fn ranked(&self) -> Vec<HeavyHitter<'_, M>> {
        let rows = self.store.iter().map(|(key, kept)| HeavyHitter {
            key,
            measure: &kept.measure,
            missed: kept.missed,
            is_exact: kept.missed == 0,
        });
        let mut rows: Vec<_> = rows.collect();
        rows.sort_unstable_by_key(|row| (Reverse(row.measure.count()), row.key));
        let mut behind = self.floor();
        for row in rows.iter_mut().rev() {
            let count = row.measure.count();
            row.is_exact &= count >= behind;
            behind = behind.max(count.saturating_add(row.missed));
        }
        rows
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use proptest::prelude::*;
    use std::collections::BTreeMap;

    type Naive = BTreeMap<String, u64>;

    fn counted(names: &[String], room: usize, blocks: usize) -> HeavyHitters<u64> {
        let mut all = HeavyHitters::within(room);
        for block in names.chunks(names.len().div_ceil(blocks).max(1)) {
            let mut part = HeavyHitters::within(room);
            for name in block {
                part.add(name.as_bytes(), 1);
            }
            all.merge(part);
        }
        all
    }

    fn naive(names: &[String]) -> Naive {
        let mut naive = Naive::new();
        for name in names {
            *naive.entry(name.clone()).or_default() += 1;
        }
        naive
    }

    /// All that is said of values is true by a naive count.
    fn check(heavy: &HeavyHitters<u64>, naive: &Naive) -> Result<(), TestCaseError> {
        let rows = heavy.ranked();
        let mut left = naive.clone();
        let mut sum = heavy.others().copied().unwrap_or_default();
        for row in &rows {
            let key = std::str::from_utf8(row.key).unwrap();
            let count = left.remove(key).unwrap();
            sum += row.measure;
            prop_assert!(
                (*row.measure..=row.measure + row.missed).contains(&count),
                "{key}: {count}, not {} to {} more",
                row.measure,
                row.missed
            );
            if row.is_exact {
                prop_assert_eq!(count, *row.measure);
                prop_assert!(left.values().all(|other| *other <= count), "{}", key);
            }
        }
        prop_assert_eq!(sum, naive.values().sum::<u64>(), "no record is lost");
        prop_assert!(left.values().all(|count| *count <= heavy.floor()));
        prop_assert_eq!(
            heavy.is_whole(),
            left.is_empty() && rows.iter().all(|row| row.missed == 0)
        );
        Ok(())
    }

    fn names(distinct: usize, frequent: &[(&str, usize)]) -> Vec<String> {
        let rare = (0..distinct).map(|at| format!("rare-{at}"));
        let frequent = frequent.iter();
        rare.chain(
            frequent.flat_map(|(name, count)| std::iter::repeat_n((*name).to_owned(), *count)),
        )
        .collect()
    }

    #[test]
    fn what_is_frequent_is_found_behind_what_is_rare() {
        let names = names(60_000, &[("cat", 5000), ("evil", 300)]);
        for blocks in [1, 60] {
            let heavy = counted(&names, 256 << 10, blocks);
            check(&heavy, &naive(&names)).unwrap();
            let rows = heavy.ranked();
            assert_eq!(rows[0].key, b"cat");
            assert_eq!(rows[1].key, b"evil");
            assert!(heavy.floor() < 300 && !heavy.is_whole());
        }
    }

    #[test]
    fn what_was_never_let_go_is_exact_behind_what_was() {
        let names = names(20_000, &[("cat", 50)]);
        let heavy = counted(&names, 512 << 10, 10);
        let first = heavy.ranked()[0];
        assert_eq!((first.key, *first.measure), (&b"cat"[..], 50));
        assert!(first.is_exact && !heavy.is_whole());
    }

    #[test]
    fn room_is_kept_whatever_the_keys() {
        let room = 64 << 10;
        let mut heavy = HeavyHitters::<u64>::within(room);
        for at in 0..2000_usize {
            heavy.add(format!("{at}{}", "x".repeat(at % 700)).as_bytes(), 1);
            assert!(heavy.bytes() <= room);
        }
        assert!(heavy.len() > 50);
        assert_eq!(heavy.others().unwrap() + heavy.len() as u64, 2000);
    }

    proptest! {
        #[test]
        fn whatever_is_said_is_so(
            names in prop::collection::vec("[a-e]{1,3}|x{0,90}", 0..600),
            room in 500_usize..9000,
            blocks in 1_usize..20,
        ) {
            check(&counted(&names, room, blocks), &naive(&names))?;
        }

        #[test]
        fn no_value_of_more_than_its_part_is_let_go(names in prop::collection::vec("[a-z]{1,2}|hot", 300..900)) {
            let heavy = counted(&names, 4000, 1);
            // Names and counts of at most 48 bytes: room for 62 of them at the least, when three quarters are full.
            let part = 2 * names.len() as u64 / 62;
            prop_assert!(heavy.floor() <= part, "{} of {part}", heavy.floor());
        }
    }
}
