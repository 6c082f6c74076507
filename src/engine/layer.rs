//! Where a payload comes from.

use crate::input::envelope::Envelope;

/// The wrapper of a payload, and what is round it.
#[derive(Clone, Copy)]
pub(super) struct Layer {
    /// The wrapper it came out of.
    pub(super) row: &'static Envelope,
    /// How many are round that.
    pub(super) depth: usize,
    /// Whether it is known to hold one object at most.
    pub(super) is_one: bool,
}

impl Layer {
    /// Of a line.
    pub(super) const fn of(row: &'static Envelope) -> Self {
        Self {
            row,
            depth: 0,
            is_one: false,
        }
    }

    /// Of what is inside it.
    pub(super) const fn within(self, row: &'static Envelope) -> Self {
        Self {
            row,
            depth: self.depth + 1,
            is_one: false,
        }
    }

    /// Of one of several that stand side by side.
    pub(super) const fn of_one(self) -> Self {
        Self {
            is_one: true,
            ..self
        }
    }
}
