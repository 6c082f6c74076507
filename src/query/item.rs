//! One value of a filter, with its wildcards, and where it stands.

use std::fmt;
use std::ops::Range;

use crate::text::quoted;

/// Where something stands in the text of its term. Does not tell two trees apart.
#[derive(Clone, Debug, Default)]
pub struct At(pub Range<usize>);

impl PartialEq for At {
    fn eq(&self, _: &Self) -> bool {
        true
    }
}

/// One value.
#[derive(Clone, Debug, PartialEq)]
pub struct Item {
    /// The value's characters; wildcards are characters too, where they are live.
    pub chars: Vec<Char>,
    /// Whether it was written in quotes.
    pub quoted: bool,
    /// Where it stands, quotes included.
    pub at: At,
}

/// One character of a value.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Char {
    /// Itself.
    Literal(char),
    /// `*`: any run of characters, also none.
    Run,
    /// `?`: any one character.
    One,
}

impl Char {
    /// A typed character, of which `*` and `?` are wildcards.
    pub const fn live(char: char) -> Self {
        match char {
            '*' => Self::Run,
            '?' => Self::One,
            char => Self::Literal(char),
        }
    }
}

impl Item {
    /// A value without wildcards.
    pub fn literal(text: &str, at: Range<usize>) -> Self {
        Self {
            chars: text.chars().map(Char::Literal).collect(),
            quoted: true,
            at: At(at),
        }
    }

    /// Whether a wildcard is live in it.
    pub fn has_wildcards(&self) -> bool {
        self.chars
            .iter()
            .any(|char| !matches!(char, Char::Literal(_)))
    }

    /// Its text, with live wildcards as they are typed.
    pub fn text(&self) -> String {
        let char = |char: &Char| match char {
            Char::Literal(char) => *char,
            Char::Run => '*',
            Char::One => '?',
        };
        self.chars.iter().map(char).collect()
    }
}

/// Whether a character can stand in an unquoted value without a backslash.
pub(crate) fn is_bare(char: char) -> bool {
    !char.is_whitespace() && !char.is_control() && !matches!(char, '(' | ')' | ',' | '"' | '\'')
}

impl fmt::Display for Item {
    fn fmt(&self, out: &mut fmt::Formatter<'_>) -> fmt::Result {
        let is_plain = |char: &Char| match char {
            Char::Literal(char) => is_bare(*char) && !matches!(char, '*' | '?' | '\\'),
            Char::Run | Char::One => true,
        };
        // Behind an operator sign, `=` and `~` would lengthen it, and `@` name a file.
        let starts_plain = !matches!(
            self.chars.first(),
            None | Some(Char::Literal('@' | '=' | '~'))
        );
        if starts_plain && !self.quoted && self.chars.iter().all(is_plain) {
            return out.write_str(&self.text());
        }
        if self.has_wildcards() || !self.quoted && !self.chars.is_empty() {
            return self.chars.iter().try_for_each(|char| match char {
                Char::Literal(char)
                    if is_bare(*char) && !matches!(char, '*' | '?' | '\\' | '@' | '=' | '~') =>
                {
                    write!(out, "{char}")
                }
                Char::Literal(char) => write!(out, "\\{char}"),
                Char::Run => out.write_str("*"),
                Char::One => out.write_str("?"),
            });
        }
        quoted(&self.text()).fmt(out)
    }
}
