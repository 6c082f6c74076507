//! The tree of a filter, as it was written. Names and values are not looked up yet.

use std::fmt;

use super::item::{At, Item, is_bare};
use super::op::Op;
use crate::text::quoted;

/// A condition.
#[derive(Clone, Debug, PartialEq)]
pub enum Ast {
    /// All of these; of none, true.
    All(Vec<Ast>),
    /// Any of these.
    Any(Vec<Ast>),
    /// The opposite.
    Not(Box<Ast>),
    /// `has:field`
    Has(Name),
    /// `is:macro`
    Is(Name),
    /// `any:value`
    Anywhere(Operand),
    /// `raw:value`
    Line(Operand),
    /// `field op values`
    Test(Test),
}

/// A field, an operator and what it is compared with.
#[derive(Clone, Debug, PartialEq)]
pub struct Test {
    /// The field.
    pub field: Name,
    /// The operator; a negated one stands in [`Ast::Not`].
    pub op: &'static Op,
    /// Where the operator stands.
    pub op_at: At,
    /// What follows it.
    pub operand: Operand,
}

/// A word and its place.
#[derive(Clone, Debug, PartialEq)]
pub struct Name {
    /// The word as written.
    pub text: String,
    /// Where it stands.
    pub at: At,
}

/// What stands behind an operator.
#[derive(Clone, Debug, PartialEq)]
pub enum Operand {
    /// One value or several.
    List(Vec<Item>),
    /// `@file`: one value a line.
    File(Name),
    /// A regular expression, as it is to be compiled.
    Pattern(Name),
}

impl Ast {
    /// `field=items`
    pub fn equal(field: &str, items: Vec<Item>) -> Self {
        let field = Name {
            text: field.to_owned(),
            at: At::default(),
        };
        let operand = Operand::List(items);
        Self::Test(Test {
            field,
            op: super::op::equality(),
            op_at: At::default(),
            operand,
        })
    }
}

impl fmt::Display for Operand {
    fn fmt(&self, out: &mut fmt::Formatter<'_>) -> fmt::Result {
        match self {
            Self::List(items) => write_list(out, items),
            Self::File(name)
                if !name.text.is_empty() && name.text.chars().all(|c| is_bare(c) && c != '\\') =>
            {
                write!(out, "@{}", name.text)
            }
            Self::File(name) => {
                out.write_str("@")?;
                quoted(&name.text).fmt(out)
            }
            Self::Pattern(name) if !name.text.contains('\'') => write!(out, "'{}'", name.text),
            Self::Pattern(name) => write_pattern(out, &name.text),
        }
    }
}

/// Writes a regular expression that holds a single quote.
fn write_pattern(out: &mut fmt::Formatter<'_>, text: &str) -> fmt::Result {
    write!(
        out,
        "\"{}\"",
        text.replace('\\', r"\\").replace('"', "\\\"")
    )
}

fn write_list(out: &mut fmt::Formatter<'_>, items: &[Item]) -> fmt::Result {
    items.iter().enumerate().try_for_each(|(index, item)| {
        let comma = if index == 0 { "" } else { "," };
        write!(out, "{comma}{item}")
    })
}

/// Prints the condition so that reading it gives the same tree.
impl fmt::Display for Ast {
    fn fmt(&self, out: &mut fmt::Formatter<'_>) -> fmt::Result {
        match self {
            Self::All(parts) => write_joined(out, parts, " and ", |part| {
                matches!(part, Self::Any(_) | Self::All(_))
            }),
            Self::Any(parts) => {
                write_joined(out, parts, " or ", |part| matches!(part, Self::Any(_)))
            }
            Self::Not(inner) if matches!(**inner, Self::All(_) | Self::Any(_)) => {
                write!(out, "not ({inner})")
            }
            Self::Not(inner) => write!(out, "not {inner}"),
            Self::Has(field) => write!(out, "has:{}", field.text),
            Self::Is(name) => write!(out, "is:{}", name.text),
            Self::Anywhere(operand) => write!(out, "any:{operand}"),
            Self::Line(operand) => write!(out, "raw:{operand}"),
            Self::Test(test) => {
                let spelt = test.op.spelling();
                let blank = if spelt.chars().all(char::is_alphabetic) {
                    " "
                } else {
                    ""
                };
                write!(
                    out,
                    "{}{blank}{spelt}{blank}{}",
                    test.field.text, test.operand
                )
            }
        }
    }
}

fn write_joined(
    out: &mut fmt::Formatter<'_>,
    parts: &[Ast],
    word: &str,
    needs: fn(&Ast) -> bool,
) -> fmt::Result {
    parts.iter().enumerate().try_for_each(|(index, part)| {
        let word = if index == 0 { "" } else { word };
        if needs(part) {
            write!(out, "{word}({part})")
        } else {
            write!(out, "{word}{part}")
        }
    })
}
