//! A partition of all groups, by the hashes of their labels: what is measured in one reading where all of them are too many.
//!
//! Which groups are in a partition depends on nothing but their labels and a key. So a reading whose groups become too many
//! lets those of the higher half of its hashes go, again and again, and those that it has in the end it has measured
//! whole. How many there are is known then, about, and so into how many partitions the rest must be parted for each to be
//! measured in one reading. What comes out is exact, whatever the key, the blocks and the threads.

use std::hash::BuildHasher;
use std::ops::RangeInclusive;

use foldhash::quality::RandomState;

use super::store;

/// Groups that an answer has, at most.
pub const MOST_GROUPS: usize = 1_000_000;

/// Bytes that groups take at a time, unless more is asked for.
pub const MOST_MEMORY: usize = 256 << 20;

/// Percent of the room that a share is meant to take: how many groups it has is known about.
const FILLED: u128 = 85;

/// What there is room for at a time.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct Room {
    /// Groups.
    pub groups: usize,
    /// Bytes that they take, their labels among them.
    pub bytes: usize,
}

impl Room {
    /// Room for so many groups, whatever they take.
    pub const fn groups(groups: usize) -> Self {
        Self {
            groups,
            bytes: usize::MAX,
        }
    }

    /// Room for as many groups as take so many bytes.
    pub const fn bytes(bytes: usize) -> Self {
        Self {
            groups: store::MOST,
            bytes,
        }
    }

    /// Whether there is too much; one group is never.
    pub(super) const fn is_exceeded(self, groups: usize, bytes: usize) -> bool {
        groups > 1 && (groups > self.groups || bytes > self.bytes)
    }

    /// How many rooms as large take `times` as much as this one has in it, in `of` parts of it.
    fn needed(self, groups: usize, bytes: usize, (times, of): (u64, u64)) -> u64 {
        let needed = |used: usize, room: usize| {
            let all = (used as u128).saturating_mul(u128::from(times).saturating_mul(100));
            let each = (room.max(1) as u128).saturating_mul(u128::from(of.max(1)) * FILLED);
            all.div_ceil(each)
        };
        let most = needed(groups, self.groups).max(needed(bytes, self.bytes));
        u64::try_from(most.max(1)).unwrap_or(u64::MAX)
    }
}

/// The groups that are measured in one reading.
#[derive(Clone, Debug)]
pub struct Partition {
    hasher: RandomState,
    pub(super) room: Room,
    /// The hashes of their labels.
    hashes: RangeInclusive<u64>,
}

impl Partition {
    /// All groups, for which there is so much room at a time.
    pub fn all(room: Room) -> Self {
        Self {
            hasher: RandomState::default(),
            room: Room {
                groups: room.groups.clamp(1, store::MOST),
                ..room
            },
            hashes: 0..=u64::MAX,
        }
    }

    pub(super) fn hash(&self, label: &[u8]) -> u64 {
        self.hasher.hash_one(label)
    }

    /// Whether a hash is one of the partition, as far as it goes to `last`.
    pub(super) fn holds(&self, hash: u64, last: u64) -> bool {
        self.hashes.contains(&hash) && hash <= last
    }

    /// The last hash of the lower half of what goes to `last`; `None` if that is one hash.
    pub(super) fn half(&self, last: u64) -> Option<u64> {
        let (start, last) = (*self.hashes.start(), last.min(*self.hashes.end()));
        (start < last).then(|| start + (last - start) / 2)
    }

    /// What is behind `last`, in partitions that there is room for, if up to there it was so many groups of so many bytes.
    pub(super) fn rest(
        &self,
        last: u64,
        groups: usize,
        bytes: usize,
    ) -> impl Iterator<Item = Self> + '_ {
        let (start, end) = (*self.hashes.start(), *self.hashes.end());
        let left = end.saturating_sub(last);
        let measured = (last.min(end) - start).saturating_add(1);
        let parts = self.room.needed(groups, bytes, (left, measured)).min(left);
        let width = left.checked_div(parts).unwrap_or(0).max(1);
        (0..parts).map(move |part| {
            let from = last + 1 + part * width;
            let to = if part + 1 == parts {
                end
            } else {
                from + (width - 1)
            };
            Self {
                hashes: from..=to,
                ..self.clone()
            }
        })
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn what_is_left_is_parted_without_a_gap() {
        let all = Partition::all(Room::groups(100));
        let half = all.half(u64::MAX).unwrap();
        assert_eq!(half, u64::MAX / 2);
        let quarter = all.half(half).unwrap();
        for (last, groups, parts) in [
            (half, 80, 1),
            (half, 90, 2),
            (quarter, 100, 4),
            (0, 1, 1 << 40),
        ] {
            let rest: Vec<Partition> = all.rest(last, groups, 0).take(9).collect();
            assert_eq!(rest.len(), parts.min(9), "{last}");
            let mut next = last + 1;
            for one in &rest {
                assert_eq!(*one.hashes.start(), next);
                next = one.hashes.end().wrapping_add(1);
            }
            assert_eq!(next == 0, parts < 9, "the last partition goes to the end");
        }
        assert_eq!(all.rest(u64::MAX, 100, 0).count(), 0);
    }

    #[test]
    fn a_partition_of_one_hash_is_not_halved() {
        let all = Partition::all(Room::groups(1));
        assert_eq!(all.half(0), None);
    }
}
