//! A share of all groups, by the hashes of their labels: what is measured in one reading where all of them are too many.
//!
//! Which groups are in a share depends on nothing but their labels and a key. So a reading whose groups become too many
//! lets half of them go, again and again, and those that it has in the end it has measured whole; the rest is measured
//! in further readings. What comes out is exact, whatever the key, the blocks and the threads.

use std::hash::BuildHasher;

use foldhash::fast::RandomState;

/// Groups that are measured in one reading, at most.
pub const MOST_GROUPS: usize = 1_000_000;

/// Times that a share is halved, at most. Labels that are still together then have equal hashes.
const MOST_BITS: u32 = 40;

/// The groups that are measured in one reading.
#[derive(Clone, Debug)]
pub struct Share {
    hasher: RandomState,
    /// Groups that may be measured at a time.
    pub(super) most: usize,
    /// How often all groups were halved.
    bits: u32,
    /// The lowest bits of the hashes of their labels.
    low: u64,
}

impl Share {
    /// All groups, of which so many are measured at a time.
    pub fn all(most: usize) -> Self {
        Self {
            hasher: RandomState::default(),
            most: most.max(1),
            bits: 0,
            low: 0,
        }
    }

    /// What is left of this share where it was halved to `bits`.
    pub(super) fn rest(&self, bits: u32) -> impl Iterator<Item = Self> + '_ {
        (self.bits..bits).map(|bit| Self {
            bits: bit + 1,
            low: self.low | 1 << bit,
            ..self.clone()
        })
    }

    /// Whether a label belongs to the share, halved to `bits`.
    pub(super) fn holds(&self, label: &[u8], bits: u32) -> bool {
        let mask = (1_u64 << bits.max(self.bits)) - 1;
        mask == 0 || self.hasher.hash_one(label) & mask == self.low
    }

    /// To how many bits it is halved next; `None` if that would be of no use.
    pub(super) fn halved(&self, bits: u32) -> Option<u32> {
        Some(bits.max(self.bits) + 1).filter(|bits| *bits <= MOST_BITS)
    }
}
