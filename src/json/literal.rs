//! A short text to compare with, all of it at once.

use crate::simd::{WIDTH, Window, equal, window};

/// A text to compare with, of at most 32 bytes.
#[derive(Clone, Copy, Debug)]
pub struct Literal {
    padded: Window,
    len: usize,
}

impl Literal {
    /// A literal of a text.
    ///
    /// # Panics
    /// If it is longer than 32 bytes: when this is compiled, where literals are constants.
    pub const fn new(text: &str) -> Self {
        let text = text.as_bytes();
        let mut padded = [0; WIDTH];
        let mut at = 0;
        while at < text.len() {
            padded[at] = text[at];
            at += 1;
        }
        let len = text.len();
        Self { padded, len }
    }

    /// How many bytes it has.
    #[inline]
    #[expect(clippy::len_without_is_empty, reason = "none is empty")]
    pub const fn len(&self) -> usize {
        self.len
    }

    /// Whether it stands in a text at a place.
    #[inline]
    pub fn is_at(&self, text: &[u8], at: usize) -> bool {
        if let Some(window) = window(text, at) {
            let wanted = u32::MAX >> (WIDTH - self.len);
            return !equal(window, &self.padded) & wanted == 0;
        }
        let own = self.padded.get(..self.len).unwrap_or_default();
        text.get(at..).is_some_and(|rest| rest.starts_with(own))
    }
}

#[cfg(test)]
mod tests {
    use proptest::prelude::*;

    use super::*;

    proptest! {
        #[test]
        fn a_literal_is_where_it_stands(before in "[ab]{0,40}", text in "[ab]{1,32}", behind in "[ab]{0,40}", at in 0..80_usize) {
            let literal = Literal::new(&text);
            let hay = format!("{before}{text}{behind}");
            let wanted = hay.get(at..).is_some_and(|rest| rest.starts_with(&text));
            prop_assert_eq!(literal.is_at(hay.as_bytes(), at), wanted);
            prop_assert!(literal.is_at(hay.as_bytes(), before.len()));
        }
    }
}
