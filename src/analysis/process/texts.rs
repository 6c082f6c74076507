//! Texts of records, each kept once. Knows nothing of what they say.

use std::borrow::Cow;
use std::collections::HashMap;
use std::sync::Arc;

use super::MOST_MEMORY;
use crate::text::sanitize;

/// A text that is kept, told by its number. Two equal texts have one number.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq, PartialOrd, Ord, Hash)]
pub(super) struct TextId(u32);

impl TextId {
    /// No text.
    pub(super) const NONE: Self = Self(0);

    pub(super) fn is_some(self) -> bool {
        self != Self::NONE
    }

    /// This text, or the other one if there is none.
    pub(super) fn or(self, other: Self) -> Self {
        if self.is_some() { self } else { other }
    }

    /// Whether both are there and not the same.
    pub(super) fn differs(self, other: Self) -> bool {
        self.is_some() && other.is_some() && self != other
    }
}

/// Bytes of one text that are kept; `KubeArmor` writes at most 4096 of `Resource`.
pub(super) const LONGEST: usize = 4096;

/// Bytes that a text takes beside its own: its allocation, and its places in the list and in the table.
const BESIDE: usize = 96;

/// Texts, escaped.
#[derive(Debug)]
pub(super) struct Texts {
    numbers: HashMap<Arc<str>, TextId, foldhash::fast::RandomState>,
    all: Vec<Arc<str>>,
    /// Bytes that are left for them, and for what else is kept.
    pub(super) left: usize,
}

impl Default for Texts {
    fn default() -> Self {
        Self {
            numbers: HashMap::default(),
            all: Vec::new(),
            left: MOST_MEMORY,
        }
    }
}

impl Texts {
    /// Takes so many of the bytes that are left; answers whether there were as many.
    pub(super) const fn take(&mut self, bytes: usize) -> bool {
        let has_room = bytes <= self.left;
        if has_room {
            self.left -= bytes;
        }
        has_room
    }

    /// The number of a text that is safe already; `None` if it is new and there is no room for it.
    pub(super) fn number(&mut self, safe: &str) -> Option<TextId> {
        if safe.is_empty() {
            return Some(TextId::NONE);
        }
        if let Some(known) = self.numbers.get(safe) {
            return Some(*known);
        }
        if !self.take(safe.len() + BESIDE) {
            return None;
        }
        let text: Arc<str> = safe.into();
        self.all.push(text.clone());
        let number = TextId(u32::try_from(self.all.len()).ok()?);
        self.numbers.insert(text, number);
        Some(number)
    }

    /// The text of a number.
    pub(super) fn text(&self, number: TextId) -> &str {
        let at = (number.0 as usize).checked_sub(1);
        at.and_then(|at| self.all.get(at)).map_or("", |text| text)
    }
}

/// A text of a record as it is kept: escaped, and cut where it is longer than any that is written honestly.
pub(super) fn safe(text: &str) -> Cow<'_, str> {
    if text.len() <= LONGEST {
        return sanitize(text);
    }
    let end = (0..=LONGEST).rev().find(|at| text.is_char_boundary(*at));
    let kept = text.get(..end.unwrap_or(0)).unwrap_or_default();
    format!("{}…", sanitize(kept)).into()
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn equal_texts_have_one_number() {
        let mut texts = Texts::default();
        let (a, b) = (texts.number("a").unwrap(), texts.number("b").unwrap());
        assert_ne!(a, b);
        assert_eq!(texts.number("a"), Some(a));
        assert_eq!(texts.number(""), Some(TextId::NONE));
        assert_eq!(
            (texts.text(a), texts.text(b), texts.text(TextId::NONE)),
            ("a", "b", "")
        );
    }

    #[test]
    fn what_is_kept_is_escaped_and_of_bounded_length() {
        assert_eq!(safe("a\u{1b}[2J"), r"a\x1b[2J");
        let long = "é".repeat(LONGEST);
        assert_eq!(safe(&long).chars().count(), LONGEST / 2 + 1);
        assert!(safe(&long).ends_with('…'));
        assert_eq!(safe(&long[..LONGEST]), long[..LONGEST]);
    }
}
