//! How often each value occurs. Knows keys, which are bytes, and what is measured of each; nothing of records.
//!
//! [`GroupCounts`] counts exactly, those groups that are in a [`Partition`]: where there is too little room for all, the input is
//! read again for others. [`HeavyHitters`] counts in one reading and in bounded room: what is frequent is kept, and how far each count may be off is
//! known.

mod exact;
mod heavy;
mod label;
mod let_go;
mod partition;
mod ranking;
mod store;

pub use exact::GroupCounts;
pub use heavy::{HeavyHitter, HeavyHitters};
pub use label::{END, Group, Label, NONE, values};
pub use partition::{MOST_GROUPS, MOST_MEMORY, Partition, Room};
pub use ranking::{Ranking, Wanted, percent};

/// What is measured of the records of a key.
pub trait Measure: Default + Send {
    /// Bytes that it takes beside its own, at most.
    const BESIDE: usize = 0;

    /// Takes in what was measured of other records.
    fn join(&mut self, other: Self);

    /// Bytes that it takes beside its own now.
    fn beside(&self) -> usize {
        0
    }
}

/// A measure that tells how many records were measured.
pub trait Counted: Measure {
    /// How many there were.
    fn count(&self) -> u64;
}

/// Nothing.
impl Measure for () {
    fn join(&mut self, (): Self) {}
}

/// The number of records.
impl Measure for u64 {
    fn join(&mut self, other: Self) {
        *self += other;
    }
}

impl Counted for u64 {
    fn count(&self) -> u64 {
        *self
    }
}
