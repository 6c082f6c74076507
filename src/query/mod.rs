//! Filter text to plan. Pure: no I/O, no threads, no clock of its own.

pub mod ast;
mod check;
pub mod error;
pub mod item;
mod lex;
mod literal;
pub mod macros;
pub mod op;
mod parse;
mod plan;

use std::io;
use std::sync::Arc;

pub use ast::Ast;
pub use check::Checked;
pub use op::{Clock, Period, parse_duration, parse_moment};
pub use parse::{MAX_DEPTH, parse, parse_flag};
pub use plan::{Expected, Plan, Within};

use error::Error;
use macros::Macro;

use crate::record::indicators::Indicators;

/// One condition that a record must meet, and the text it was read from.
#[derive(Clone, Debug, PartialEq)]
pub struct Term {
    /// The text, for messages.
    pub text: String,
    /// The condition.
    pub tree: Ast,
}

impl Term {
    /// Reads a term: a whole filter, as if in parentheses.
    ///
    /// # Errors
    /// If the text is not of the grammar.
    pub fn parse(text: &str) -> Result<Self, Error> {
        let tree = parse(text)?;
        Ok(Self {
            text: text.to_owned(),
            tree,
        })
    }

    /// Reads the values of a flag that stands for `field=value`.
    ///
    /// # Errors
    /// If a value is empty.
    pub fn flag(field: &str, values: &[&str]) -> Result<Self, Error> {
        let tree = parse_flag(field, values)?;
        let text = format!("{field}={}", values.join(","));
        Ok(Self { text, tree })
    }

    /// The opposite term.
    #[must_use]
    pub fn negated(self) -> Self {
        Self {
            tree: Ast::Not(Box::new(self.tree)),
            ..self
        }
    }
}

/// Terms, all of which a record must meet.
#[derive(Clone, Debug, Default, PartialEq)]
pub struct Filter {
    /// The terms.
    pub terms: Vec<Term>,
    /// Whether it is those records that are wanted that do not meet them all.
    pub inverted: bool,
    /// Terms that hold besides, inverted or not: the window of time.
    pub within: Vec<Term>,
}

/// What a filter is compiled in.
pub struct Setting<'s> {
    /// The moment and zone for times.
    pub clock: Clock,
    /// What `is:` names.
    pub macros: &'s [Macro],
    /// What an absent number means.
    pub infer: Infer,
    /// Reads a file that `@file` names.
    pub read: &'s dyn Fn(&str) -> io::Result<Vec<u8>>,
    /// The indicators that `ioc` names.
    pub indicators: Option<&'s Arc<Indicators>>,
}

/// What an absent `uid` or `ppid` means.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Infer {
    /// Zero, where the record has a `HostPID`: builds of 2021-05 to 2023-09 leave zeros out.
    Zero,
    /// Nothing.
    Nothing,
}
