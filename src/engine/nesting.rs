//! Where a payload comes from.

use crate::input::envelope::Envelope;

/// The wrapper of a payload, and what is round it.
#[derive(Clone, Copy)]
pub(super) struct Nesting {
    /// The wrapper it came out of.
    pub(super) row: &'static Envelope,
    /// How many are round that.
    pub(super) depth: usize,
}

impl Nesting {
    /// Of a line.
    pub(super) const fn of(row: &'static Envelope) -> Self {
        Self { row, depth: 0 }
    }

    /// Of what is inside it.
    pub(super) const fn within(self, row: &'static Envelope) -> Self {
        Self {
            row,
            depth: self.depth + 1,
        }
    }
}
