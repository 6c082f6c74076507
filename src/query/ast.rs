//! The tree of a filter, as it was written. Names and values are not looked up yet.

use std::fmt;
use std::ops::Range;

use super::op::Op;
use crate::text::quoted;

/// Where something stands in the text of its term. Does not tell two trees apart.
#[derive(Clone, Debug, Default)]
pub struct At(pub Range<usize>);

impl PartialEq for At {
    fn eq(&self, _: &Self) -> bool {
        true
    }
}

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
