//! Numbers: decimal text and literals, compared exactly where both are integers (decision 5).

use regex::Regex;
use std::cmp::Ordering;

/// A number as it was written.
#[derive(Clone, Copy, Debug)]
pub(crate) enum Number {
    Whole(i128),
    Real(f64),
}

impl Number {
    fn real(self) -> f64 {
        match self {
            #[expect(
                clippy::cast_precision_loss,
                reason = "decision 5 asks for f64 where one side is no integer"
            )]
            Number::Whole(whole) => whole as f64,
            Number::Real(real) => real,
        }
    }

    /// Less, equal or greater.
    pub(crate) fn compare(self, other: Number) -> Option<Ordering> {
        match (self, other) {
            (Number::Whole(a), Number::Whole(b)) => Some(a.cmp(&b)),
            _ => self.real().partial_cmp(&other.real()),
        }
    }
}

/// Decision 4: `[+-]?digits[.digits][e[+-]digits]`.
///
/// Reading: `E` is `e`, as in JSON.
pub(crate) fn read(text: &str) -> Option<Number> {
    let shape = Regex::new(r"\A[+-]?[0-9]+(\.[0-9]+)?([eE][+-]?[0-9]+)?\z").unwrap();
    if !shape.is_match(text) {
        return None;
    }
    text.parse()
        .map(Number::Whole)
        .or_else(|_| text.parse().map(Number::Real))
        .ok()
}

/// Decision 19: decimal, sign, or 0x.
fn literal(text: &str) -> Option<Number> {
    let (sign, digits) = text
        .strip_prefix('-')
        .map_or((1, text.strip_prefix('+').unwrap_or(text)), |rest| {
            (-1, rest)
        });
    match digits.to_ascii_lowercase().strip_prefix("0x") {
        Some(hex) => i128::from_str_radix(hex, 16)
            .ok()
            .map(|whole| Number::Whole(sign * whole)),
        None => read(text),
    }
}

/// A literal, or an inclusive range open at either end.
pub(crate) fn range(text: &str) -> (Option<Number>, Option<Number>) {
    let end = |text: &str| (!text.is_empty()).then(|| one(text));
    match text.split_once("..") {
        Some((from, to)) => (end(from), end(to)),
        None => (end(text), end(text)),
    }
}

/// A literal the filter must hold.
pub(crate) fn one(text: &str) -> Number {
    literal(text).unwrap_or_else(|| panic!("`{text}` is no number"))
}
