//! A set of ordinals, one bit each.

/// A set of ordinals. Grows to the largest one that was put in.
#[derive(Clone, Debug, Default)]
pub struct Bits(Vec<u64>);

impl Bits {
    /// Puts one in.
    pub fn set(&mut self, ordinal: u32) {
        let at = ordinal as usize / 64;
        if self.0.len() <= at {
            self.0.resize(at + 1, 0);
        }
        if let Some(word) = self.0.get_mut(at) {
            *word |= 1 << (ordinal % 64);
        }
    }

    /// Whether none is in.
    pub fn is_empty(&self) -> bool {
        self.0.iter().all(|word| *word == 0)
    }

    /// Whether one is in.
    pub fn has(&self, ordinal: u32) -> bool {
        let word = self.0.get(ordinal as usize / 64).copied().unwrap_or(0);
        word >> (ordinal % 64) & 1 == 1
    }
}
