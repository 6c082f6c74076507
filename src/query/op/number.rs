//! Comparisons with numbers.

use super::intervals::Intervals;
use super::sign::Sign;
use super::{Compiled, Diagnostic, Given, Test, range_ends};
use crate::query::error::What;
use crate::query::item::Item;
use crate::record::value::Number;
use crate::record::value::Type;

const LEAST: Number = Number::Float(f64::NEG_INFINITY);
const MOST: Number = Number::Float(f64::INFINITY);

/// `=` on a number: values and ranges.
pub(super) fn compile_ranges(given: &Given<'_>) -> Compiled {
    let ranges: Result<Vec<_>, Diagnostic> =
        given.items.iter().map(|item| range(given, item)).collect();
    let is_whole = |(low, high): &(Number, Number)| is_whole(*low) && is_whole(*high);
    let (whole, others) = ranges?.into_iter().partition(is_whole);
    let whole = Intervals::new(whole);
    Ok(Ranges { whole, others }.into())
}

/// Whether a range may end here and still be sorted among whole numbers. Beyond 2^53 fractions may
/// equal two neighbours, which do not equal each other.
const fn is_whole(end: Number) -> bool {
    match end {
        Number::Int(_) => true,
        Number::Float(float) => float.is_infinite(),
    }
}

#[derive(Debug)]
struct Ranges {
    whole: Intervals<Number>,
    others: Vec<(Number, Number)>,
}

impl Test for Ranges {
    fn passes(&self, text: &str) -> bool {
        let is_in = |number: &Number| {
            let holds = |(low, high): &(Number, Number)| low <= number && number <= high;
            self.whole.holds(*number) || self.others.iter().any(holds)
        };
        Number::parse(text).as_ref().is_some_and(is_in)
    }
}

fn range(given: &Given<'_>, item: &Item) -> Result<(Number, Number), Diagnostic> {
    let text = given.plain_text(item)?;
    let read = |part: &str| {
        literal(part).ok_or_else(|| {
            let what = What::NotANumber {
                field: given.field(),
                text: text.clone(),
            };
            (item.at.0.clone(), what)
        })
    };
    let (low, high) = match range_ends(&text) {
        None | Some(("", "")) => {
            let number = read(&text)?;
            (number, number)
        }
        Some(("", high)) => (LEAST, read(high)?),
        Some((low, "")) => (read(low)?, MOST),
        Some((low, high)) => (read(low)?, read(high)?),
    };
    if low > high {
        return Err((item.at.0.clone(), What::BackwardsRange { text }));
    }
    Ok((low, high))
}

/// A number as a query writes it: decimal, or hexadecimal behind `0x`.
fn literal(text: &str) -> Option<Number> {
    let unsigned = text.strip_prefix(['+', '-']).unwrap_or(text);
    let Some(digits) = unsigned
        .strip_prefix("0x")
        .or_else(|| unsigned.strip_prefix("0X"))
    else {
        return Number::parse(text);
    };
    if !digits.bytes().all(|byte| byte.is_ascii_hexdigit()) {
        return None;
    }
    let number = i128::from_str_radix(digits, 16).ok()?;
    Some(Number::Int(if text.starts_with('-') {
        -number
    } else {
        number
    }))
}

/// `> >= < <=` on a number, or on a value that may be one.
pub(super) fn compile_order(given: &Given<'_>, item: &Item, sign: Sign) -> Compiled {
    let text = given.plain_text(item)?;
    let Some(bound) = literal(&text) else {
        let field = given.field();
        let what = match given.target.ty() {
            Type::Number => What::NotANumber { field, text },
            _ => What::NotANumberLiteral {
                field,
                op: given.op.spelling().to_owned(),
                text,
            },
        };
        return Err((item.at.0.clone(), what));
    };
    Ok(NumberOrder { sign, bound }.into())
}

#[derive(Debug)]
struct NumberOrder {
    sign: Sign,
    bound: Number,
}

impl Test for NumberOrder {
    fn passes(&self, text: &str) -> bool {
        Number::parse(text).is_some_and(|number| self.sign.holds(&number, &self.bound))
    }
}
