//! What a filter is made of.

use crate::field::Field;

/// A filter.
#[derive(Clone, Debug, PartialEq)]
pub(crate) enum Filter {
    /// The empty filter.
    Everything,
    /// One of them.
    Or(Vec<Filter>),
    /// All of them.
    And(Vec<Filter>),
    /// Not it.
    Not(Box<Filter>),
    /// `has:field`.
    Has(Field),
    /// `any:a,b`: in any scalar of the record.
    Any(Vec<Value>),
    /// `raw:a,b`: in the line as it arrived.
    Raw(Vec<Value>),
    /// `field op values`: true for any of the values (§4.7).
    Test(Field, Op, Values),
}

/// A positive operator; the negative ones are `Not` of these (§4.2).
#[derive(Clone, Copy, Debug, PartialEq)]
pub(crate) enum Op {
    Equal,
    Contains,
    Matches,
    Like,
    Under,
    StartsWith,
    EndsWith,
    Less,
    LessOrEqual,
    Greater,
    GreaterOrEqual,
}

/// What a field is compared with.
#[derive(Clone, Debug, PartialEq)]
pub(crate) enum Values {
    /// Values of the filter itself.
    List(Vec<Value>),
    /// `@file`.
    File(String),
}

/// One value: its characters, and how it was given.
#[derive(Clone, Debug, PartialEq)]
pub(crate) struct Value {
    /// Its characters, wildcards apart.
    pub(crate) glyphs: Vec<Glyph>,
    /// Whether it stood in quotes: `like` makes its wildcards live.
    pub(crate) quoted: bool,
}

/// A character of a value.
#[derive(Clone, Copy, Debug, PartialEq)]
pub(crate) enum Glyph {
    /// Itself.
    Plain(char),
    /// A live `*`: any run, also none.
    Star,
    /// A live `?`: any one character.
    Mark,
}

impl Value {
    /// A value without wildcards.
    pub(crate) fn literal(text: &str, quoted: bool) -> Self {
        Self {
            glyphs: text.chars().map(Glyph::Plain).collect(),
            quoted,
        }
    }

    /// The value as text, wildcards as they were typed.
    pub(crate) fn text(&self) -> String {
        let spelt = |glyph: &Glyph| match glyph {
            Glyph::Plain(c) => *c,
            Glyph::Star => '*',
            Glyph::Mark => '?',
        };
        self.glyphs.iter().map(spelt).collect()
    }

    /// The value with its wildcards live although it stands in quotes (decision 13, `like`).
    pub(crate) fn alive(&self) -> Self {
        let live = |glyph: &Glyph| match glyph {
            Glyph::Plain('*') if self.quoted => Glyph::Star,
            Glyph::Plain('?') if self.quoted => Glyph::Mark,
            other => *other,
        };
        Self {
            glyphs: self.glyphs.iter().map(live).collect(),
            quoted: self.quoted,
        }
    }
}
