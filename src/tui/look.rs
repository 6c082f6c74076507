//! What the terminal can show, and texts as it may show them.

use std::borrow::Cow;

use crate::text::{ascii, sanitize, shield};

/// What the terminal can show.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct Look {
    /// Whether there is nothing but ASCII.
    pub is_ascii: bool,
    /// The colours.
    pub paint: crate::text::Paint,
}

impl Look {
    /// A text that is escaped already, or none of a record, as it may be shown.
    pub fn safe(self, text: &str) -> Cow<'_, str> {
        self.spelt(shield(text))
    }

    /// A value as it may be shown: so that no two look alike.
    pub fn value(self, text: &str) -> Cow<'_, str> {
        self.spelt(sanitize(text))
    }

    fn spelt(self, safe: Cow<'_, str>) -> Cow<'_, str> {
        match self.is_ascii && !safe.is_ascii() {
            true => Cow::Owned(ascii(&safe).into_owned()),
            false => safe,
        }
    }
}
