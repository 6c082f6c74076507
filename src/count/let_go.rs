//! What is known of values that are not kept any more: which those may be (a Bloom filter), and how many records one of
//! them has at most.

use std::hash::BuildHasher;

use foldhash::quality::FixedState;

/// Values that were let go.
#[derive(Debug)]
pub(super) struct LetGo {
    /// A power of two; empty while nothing was let go.
    words: Vec<u64>,
    /// How many words there are then.
    room: usize,
    floor: u64,
}

/// Bits that a value sets.
const BITS: u64 = 4;

/// What hashes are made with: always the same, so that an answer is too.
const SEED: u64 = 0x6b6e_6f78;

impl LetGo {
    /// None yet; they are told apart by so many bytes.
    pub(super) fn within(bytes: usize) -> Self {
        let words = (bytes / size_of::<u64>()).max(1);
        Self {
            words: Vec::new(),
            room: 1 << words.ilog2(),
            floor: 0,
        }
    }

    /// The most records that one of them has.
    pub(super) const fn floor(&self) -> u64 {
        self.floor
    }

    /// One of them may have so many.
    pub(super) fn raise(&mut self, floor: u64) {
        self.floor = self.floor.max(floor);
    }

    /// Takes one in.
    pub(super) fn note(&mut self, key: &[u8]) {
        self.words.resize(self.room, 0);
        for (word, bit) in self.places(key) {
            if let Some(word) = self.words.get_mut(word) {
                *word |= bit;
            }
        }
    }

    /// How many records of a value may have been let go, at most; 0 if it never was.
    pub(super) fn missed(&self, key: &[u8]) -> u64 {
        let is_set =
            |(word, bit): (usize, u64)| self.words.get(word).is_some_and(|word| word & bit != 0);
        match self.words.is_empty() || !self.places(key).all(is_set) {
            true => 0,
            false => self.floor,
        }
    }

    /// Takes in those of other records, told apart by as many bytes or not. A value may be one of both.
    pub(super) fn join(&mut self, other: &Self) {
        self.floor += other.floor;
        if other.words.is_empty() {
            return;
        }
        self.words.resize(self.room, 0);
        // Rooms are powers of two, so a value's place in the smaller one is that in the larger one, less its upper bits.
        for at in 0..self.room.max(other.room) {
            let theirs = other.words.get(at % other.room).copied();
            if let Some(word) = self.words.get_mut(at % self.room) {
                *word |= theirs.unwrap_or_default();
            }
        }
    }

    /// The words and the bits of them that are a value's.
    fn places(&self, key: &[u8]) -> impl Iterator<Item = (usize, u64)> + use<> {
        let hash = FixedState::with_seed(SEED).hash_one(key);
        let (step, mask) = (
            (hash >> 32) | 1,
            self.room as u64 * u64::from(u64::BITS) - 1,
        );
        (0..BITS).map(move |nth| {
            let bit = hash.wrapping_add(nth.wrapping_mul(step)) & mask;
            let word = usize::try_from(bit / u64::from(u64::BITS)).unwrap_or_default();
            (word, 1 << (bit % u64::from(u64::BITS)))
        })
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn who_was_let_go_is_known_and_few_others_are_taken_for_it() {
        let mut gone = LetGo::within(1 << 10);
        assert_eq!(gone.missed(b"a"), 0);
        for name in 0_u32..800 {
            gone.note(&name.to_le_bytes());
        }
        gone.raise(7);
        assert!((0_u32..800).all(|name| gone.missed(&name.to_le_bytes()) == 7));
        let mistaken = (800_u32..10_800).filter(|name| gone.missed(&name.to_le_bytes()) > 0);
        assert!(mistaken.count() < 600);
        let mut other = LetGo::within(1 << 10);
        other.note(b"a");
        other.raise(2);
        gone.join(&other);
        assert_eq!(
            (gone.missed(b"a"), gone.missed(&0_u32.to_le_bytes())),
            (9, 9)
        );
    }

    #[test]
    fn who_was_let_go_from_a_smaller_or_larger_room_is_known() {
        let let_go = |bytes, names: std::ops::Range<u32>| {
            let mut gone = LetGo::within(bytes);
            names.for_each(|name| gone.note(&name.to_le_bytes()));
            gone.raise(1);
            gone
        };
        for (room, other) in [(10, 12), (12, 10), (11, 11)] {
            for first in [0, 100] {
                let mut gone = LetGo::within(1 << room);
                if first > 0 {
                    gone = let_go(1 << room, 0..first);
                }
                gone.join(&let_go(1 << other, first..200));
                let is_known = |name: u32| gone.missed(&name.to_le_bytes()) > 0;
                assert!((0..200).all(is_known), "{room} {other} {first}");
                let mistaken = (200..10_200).filter(|name| is_known(*name)).count();
                assert!(mistaken < 600, "{room} {other}: {mistaken}");
            }
        }
    }
}
