//! What a row of the list shows of a record, escaped.

use std::sync::Arc;

use jiff::tz::TimeZone;

use super::draw::middle;
use super::headings::{HEADINGS, Heading};
use crate::record::Record;
use crate::record::column::{Column, columns};
use crate::record::field::{INDICATORS, names};
use crate::record::indicators::Indicators;
use crate::text::nearest;

/// What a column of the list shows.
#[derive(Clone, Debug)]
pub enum Shown {
    /// Something of the list's own.
    Heading(&'static Heading),
    /// A field.
    Field(Column),
}

impl Shown {
    /// What a name stands for: one of the list's own columns, else a field.
    pub fn named(name: &str, indicators: Option<&Arc<Indicators>>) -> Option<Self> {
        let own = HEADINGS.iter().find(|heading| heading.name == name);
        own.map(Self::Heading).or_else(|| {
            let column = columns([name], indicators).ok()?.pop()?;
            Some(Self::Field(column))
        })
    }

    /// The name by which it is called.
    pub fn name(&self) -> &str {
        match self {
            Self::Heading(heading) => heading.name,
            Self::Field(column) => &column.name,
        }
    }

    /// The text of its cell, escaped.
    pub fn text(&self, record: &Record<'_>, zone: &TimeZone) -> String {
        match self {
            Self::Heading(heading) => (heading.cell)(record),
            Self::Field(column) => column.values(record, zone).join(","),
        }
    }

    /// The columns of a list to begin with.
    pub fn usual() -> Vec<Self> {
        HEADINGS.iter().map(Self::Heading).collect()
    }
}

/// What is wrong with names of columns: the first that is none, and why.
pub fn column_fault<'n>(names_of: impl IntoIterator<Item = &'n str>) -> Option<(&'n str, String)> {
    let is_column = |name: &str| name == INDICATORS || Shown::named(name, None).is_some();
    let wrong = names_of.into_iter().find(|name| !is_column(name))?;
    let own = HEADINGS.iter().map(|heading| heading.name);
    let near = nearest(wrong, own.chain(names()));
    let near: Vec<String> = near.iter().map(|near| format!("`{near}`")).collect();
    let why = match near.is_empty() {
        true => format!("the list has no column `{wrong}`"),
        false => format!(
            "the list has no column `{wrong}`; near: {}",
            near.join(", ")
        ),
    };
    Some((wrong, why))
}

/// The cells of one record, escaped, one a column.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub struct Row {
    /// The texts.
    pub cells: Vec<String>,
}

impl Row {
    /// The cells of a record.
    pub fn of(record: &Record<'_>, columns: &[Shown], zone: &TimeZone) -> Self {
        let cell = |column: &Shown| cut(column.text(record, zone));
        Self {
            cells: columns.iter().map(cell).collect(),
        }
    }
}

/// Columns of a cell that are kept, at most: more than any screen has.
const WIDEST: usize = 1000;

/// A text in no more columns than that; what is in its middle is left out.
fn cut(text: String) -> String {
    match text.len() > WIDEST {
        true => middle(&text, WIDEST, "…"),
        false => text,
    }
}
