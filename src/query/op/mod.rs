//! The table of operators: one row each, one family a file.

mod address;
mod affix;
mod contains;
mod intervals;
mod moment;
mod names;
mod number;
mod path;
mod pattern;
mod sign;
mod symbols;
mod wildcard;

use std::fmt::Debug;
use std::ops::Range;

use jiff::tz::TimeZone;

use super::error::{Caution, What};
use super::item::{Char, Item};
use super::literal;
use crate::record::field::Target;
use crate::record::time::Time;
use crate::record::value::Type;

use sign::Sign;

pub use address::{CLASSES, is_public};
pub(crate) use contains::Contains;
pub use moment::{Period, parse_duration, parse_moment};

/// A comparison, ready to run. It can't fail.
pub trait Test: Send + Sync + Debug {
    /// Whether the text of one value passes.
    fn passes(&self, text: &str) -> bool;

    /// Texts, at least one of which stands in every value that passes, cut as `literal::run` does; `None` if there
    /// are none such.
    fn literals(&self) -> Option<Vec<String>> {
        None
    }

    /// The first and the last moment that passes, in nanoseconds since 1970; `None` if it compares no times.
    fn reach(&self) -> Option<(i128, i128)> {
        None
    }

    /// What it costs beside finding the value: 1 for a short comparison.
    fn cost(&self) -> u32 {
        1
    }
}

/// What an operator takes on its right side.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Takes {
    /// Values, any of which may pass.
    List,
    /// One value.
    One,
    /// A regular expression.
    Pattern,
}

/// One operator.
pub struct Op {
    /// Its name in the tree.
    pub name: &'static str,
    /// The signs and words for it; the first is how it is printed.
    pub tokens: &'static [&'static str],
    /// The signs and words for its opposite.
    pub negated: &'static [&'static str],
    /// What it does, in at most 72 columns.
    pub doc: &'static str,
    /// A term that uses it.
    pub example: &'static str,
    /// What it takes on its right side.
    pub takes: Takes,
    /// Which types of field it compares.
    pub fits: fn(Type) -> bool,
    compile: fn(&Given<'_>) -> Compiled,
}

/// What an operator is compiled from.
pub(crate) struct Given<'g> {
    pub(crate) target: &'g Target,
    /// The field as it was typed, for messages.
    pub(crate) name: &'g str,
    pub(crate) op: &'static Op,
    pub(crate) items: &'g [Item],
    /// The regular expression, for an operator that takes one.
    pub(crate) pattern: &'g str,
    /// The place of the operand, for faults that are not of one item.
    pub(crate) at: Range<usize>,
    pub(crate) clock: &'g Clock,
}

/// The moment and zone in which times are read.
#[derive(Clone, Debug)]
pub struct Clock {
    /// The moment that `now` names, fixed at start.
    pub now: Time,
    /// The zone of times that state none.
    pub zone: TimeZone,
}

/// A place in a term and what is wrong there.
pub(crate) type Diagnostic = (Range<usize>, What);
type Compiled = Result<Ready, Diagnostic>;

/// A compiled comparison and what looked odd on the way.
pub(crate) struct Ready {
    pub(crate) test: Box<dyn Test>,
    pub(crate) cautions: Vec<(Range<usize>, Caution)>,
}

impl<T: Test + 'static> From<T> for Ready {
    fn from(test: T) -> Self {
        Self {
            test: Box::new(test),
            cautions: Vec::new(),
        }
    }
}

/// Every operator.
#[rustfmt::skip]
pub static OPS: &[Op] = &[
    Op { name: "equal", tokens: &["=", "==", "eq", "in"], negated: &["!=", "ne"], takes: Takes::List, fits: |_| true, compile: equal,
        doc: "equal to any of the values, by the field's type", example: "ns=default,payments" },
    Op { name: "contains", tokens: &[":", "contains"], negated: &[], takes: Takes::List, fits: |_| true, compile: contains::compile,
        doc: "contains any of the texts, letter case ignored", example: "cmd:curl,wget" },
    Op { name: "matches", tokens: &["~", "=~", "matches"], negated: &["!~"], takes: Takes::Pattern, fits: |_| true, compile: pattern::compile,
        doc: "a regular expression matches in it, unanchored", example: "proc~'/(ba)?sh$'" },
    Op { name: "greater", tokens: &[">", "gt"], negated: &[], takes: Takes::One, fits: is_ordered, compile: order,
        doc: "greater than a number or later than a time", example: "'port>1023'" },
    Op { name: "at least", tokens: &[">=", "ge"], negated: &[], takes: Takes::One, fits: is_ordered, compile: order,
        doc: "at least a number, or not before a time", example: "'severity>=8'" },
    Op { name: "less", tokens: &["<", "lt"], negated: &[], takes: Takes::One, fits: is_ordered, compile: order,
        doc: "less than a number or before a time", example: "'port<1024'" },
    Op { name: "at most", tokens: &["<=", "le"], negated: &[], takes: Takes::One, fits: is_ordered, compile: order,
        doc: "at most a number, or not after a time", example: "'pid<=1'" },
    Op { name: "like", tokens: &["like"], negated: &[], takes: Takes::List, fits: is_text, compile: equal,
        doc: "as = does; wildcards work in quotes too", example: "'pod like \"web-*\"'" },
    Op { name: "under", tokens: &["under"], negated: &[], takes: Takes::List, fits: is_pathlike, compile: path::compile_under,
        doc: "the path itself or anything below it", example: "'path under /etc'" },
    Op { name: "starts with", tokens: &["startswith"], negated: &[], takes: Takes::List, fits: is_text, compile: affix::compile,
        doc: "begins with any of the texts", example: "'cmd startswith /bin/'" },
    Op { name: "ends with", tokens: &["endswith"], negated: &[], takes: Takes::List, fits: is_text, compile: affix::compile,
        doc: "ends with any of the texts", example: "'dns endswith .example'" },
];

const fn is_ordered(ty: Type) -> bool {
    matches!(ty, Type::Number | Type::Time | Type::Names | Type::Texts)
}

const fn is_text(ty: Type) -> bool {
    !matches!(ty, Type::Number | Type::Time | Type::Address)
}

const fn is_pathlike(ty: Type) -> bool {
    matches!(ty, Type::Path | Type::Text | Type::Names | Type::Texts)
}

/// The signs and words of all operators, each with whether it stands for the opposite.
fn tokens() -> impl Iterator<Item = (&'static Op, &'static str, bool)> {
    OPS.iter().flat_map(|op| {
        let plain = op.tokens.iter().map(move |token| (op, *token, false));
        plain.chain(op.negated.iter().map(move |token| (op, *token, true)))
    })
}

/// The longest operator sign that `text` begins with.
pub(crate) fn sign_at(text: &str) -> Option<(&'static Op, &'static str, bool)> {
    tokens()
        .filter(|(_, token, _)| !token.starts_with(char::is_alphabetic) && text.starts_with(token))
        .max_by_key(|(_, token, _)| token.len())
}

/// The operator that a word is, letter case ignored.
pub(crate) fn word(word: &str) -> Option<(&'static Op, &'static str, bool)> {
    tokens().find(|(_, token, _)| {
        token.starts_with(char::is_alphabetic) && token.eq_ignore_ascii_case(word)
    })
}

impl Op {
    /// How it is printed.
    pub fn spelling(&self) -> &'static str {
        self.tokens.first().copied().unwrap_or_default()
    }
}

/// The operator `=`.
pub(crate) fn equality() -> &'static Op {
    &OPS[0]
}

impl PartialEq for Op {
    fn eq(&self, other: &Self) -> bool {
        self.name == other.name
    }
}

impl Debug for Op {
    fn fmt(&self, out: &mut std::fmt::Formatter<'_>) -> std::fmt::Result {
        out.write_str(self.name)
    }
}

/// `=` and `like`, by the field's type.
fn equal(given: &Given<'_>) -> Compiled {
    match given.target.ty() {
        Type::Enum(known) => Ok(names::compile_enum(given, known)),
        Type::Name | Type::Tags | Type::Names | Type::Text | Type::Texts => {
            Ok(names::compile(given).into())
        }
        Type::Symbols => Ok(symbols::compile(given).into()),
        Type::Path => Ok(path::compile(given).into()),
        Type::Number => number::compile_ranges(given),
        Type::Address => address::compile(given),
        Type::Time => moment::compile_ranges(given),
    }
}

/// `> >= < <=`, by the field's type.
fn order(given: &Given<'_>) -> Compiled {
    let spelt = given.op.spelling();
    let [item] = given.items else {
        let op = spelt.to_owned();
        return Err((given.at.clone(), What::OneValue { op }));
    };
    match given.target.ty() {
        Type::Time => moment::compile_order(given, item, Sign::of(spelt)),
        _ => number::compile_order(given, item, Sign::of(spelt)),
    }
}

/// Whether `=` ignores letter case on fields of this type (`language.md` §4.4).
const fn ignores_case(ty: Type) -> bool {
    !matches!(ty, Type::Path | Type::Text | Type::Texts)
}

impl Given<'_> {
    /// Compiles the comparison.
    pub(crate) fn compile(&self) -> Compiled {
        (self.op.compile)(self)
    }

    /// The items, with wildcards live where the operator says so.
    fn patterns(&self) -> impl Iterator<Item = Item> {
        let is_like = self.op.name == "like";
        self.items.iter().map(move |item| {
            let mut item = item.clone();
            for char in item.chars.iter_mut().filter(|_| is_like && item.quoted) {
                *char = match *char {
                    Char::Literal('*') => Char::Run,
                    Char::Literal('?') => Char::One,
                    other => other,
                };
            }
            item
        })
    }

    fn field(&self) -> String {
        self.name.to_owned()
    }

    /// The text of an item of a typed literal, in which wildcards are a fault.
    fn plain_text(&self, item: &Item) -> Result<String, Diagnostic> {
        if item.has_wildcards() {
            let what = What::WildcardInNumber {
                field: self.field(),
                ty: self.target.ty().word(),
            };
            return Err((item.at.0.clone(), what));
        }
        Ok(item.text())
    }
}

/// The two ends of `a..b`, if a text is a range; an empty end is open.
fn range_ends(text: &str) -> Option<(&str, &str)> {
    let (low, high) = text.split_once("..")?;
    Some((low.trim(), high.trim()))
}

/// Whether a word is an operator sign, and nothing else.
pub fn is_sign(text: &str) -> bool {
    sign_at(text).is_some_and(|(_, sign, _)| sign == text)
}

/// Whether a word is an operator.
pub fn is_word(text: &str) -> bool {
    word(text).is_some()
}

/// The operator that is printed as `sign`; equality if there is none such.
pub fn named(sign: &str) -> &'static Op {
    OPS.iter()
        .find(|op| op.spelling() == sign)
        .unwrap_or_else(|| equality())
}
