//! A table that is whole before it is written: answers, not records.

use super::charset::ABOUT;
use super::moment::{Moment, Precision};
use super::{Flow, RowOptions};
use crate::record::column::Column;
use crate::text::restore;

/// Rows under headings. Texts are escaped already.
pub struct Grid {
    /// The headings.
    pub head: Vec<Heading>,
    /// The cells; `None` where there is nothing.
    pub rows: Vec<Vec<Option<Cell>>>,
    /// The measures of what has no row of its own, if there is any.
    pub others: Option<Vec<Option<Cell>>>,
}

/// What stands above a column.
#[derive(Clone)]
pub struct Heading {
    /// Its name, lower case.
    pub name: String,
    pub(super) kind: ColumnRole,
}

/// What a column holds.
#[derive(Clone, Copy, PartialEq)]
pub(super) enum ColumnRole {
    /// Values of records.
    Value,
    /// What was measured of them: in a table these columns come first.
    Measure,
    /// What else was measured: in a table these columns come last.
    Detail,
}

impl ColumnRole {
    /// Whether it is of values, not of what was measured of them.
    pub(super) const fn is_value(self) -> bool {
        matches!(self, Self::Value)
    }
}

impl Heading {
    /// Of a column of values.
    pub fn of(column: &Column) -> Self {
        Self::text(&column.name)
    }

    /// Of a column that stays where it stands.
    pub fn text(name: &str) -> Self {
        Self {
            name: name.to_owned(),
            kind: ColumnRole::Value,
        }
    }

    /// Of what was measured: in a table such columns come first.
    pub fn measure(name: &str) -> Self {
        Self {
            name: name.to_owned(),
            kind: ColumnRole::Measure,
        }
    }

    /// Of what else was measured: in a table such columns come last.
    pub fn detail(name: &str) -> Self {
        Self {
            name: name.to_owned(),
            kind: ColumnRole::Detail,
        }
    }
}

/// One cell.
#[derive(Clone, Debug, PartialEq)]
pub enum Cell {
    /// A count.
    Count(u64),
    /// A share in percent, from 0 to 100.
    Share(f64),
    /// A moment, to the microsecond; in a table, to the second.
    Moment(Moment),
    /// A text.
    Text(String),
    /// Several texts.
    Texts(Vec<String>),
}

impl From<&str> for Cell {
    fn from(text: &str) -> Self {
        Self::Text(text.to_owned())
    }
}

impl Cell {
    /// A count, marked where it is about.
    pub(super) fn counted(count: u64, is_exact: bool) -> Self {
        match is_exact {
            true => Self::Count(count),
            false => Self::Text(format!("{ABOUT}{count}")),
        }
    }

    /// As programs read it.
    pub(super) fn text(&self) -> String {
        match self {
            Self::Count(count) => count.to_string(),
            Self::Share(percent) => rounded(*percent).to_string(),
            Self::Text(text) => text.clone(),
            Self::Moment(moment) => moment.whole().to_owned(),
            Self::Texts(texts) => texts.join(", "),
        }
    }

    /// As people read it.
    pub(super) fn shown(&self) -> String {
        match self {
            Self::Share(percent) if *percent > 0.0 && *percent < 0.05 => "<0.1%".to_owned(),
            Self::Share(percent) => format!("{percent:.1}%"),
            Self::Moment(moment) => moment.cut(Precision::Second),
            _ => self.text(),
        }
    }

    pub(super) fn json(&self) -> serde_json::Value {
        match self {
            Self::Count(count) => (*count).into(),
            Self::Share(percent) => rounded(*percent).into(),
            Self::Text(text) => restore(text).into(),
            Self::Moment(moment) => moment.whole().into(),
            Self::Texts(texts) => texts.iter().map(|text| restore(text)).collect(),
        }
    }

    pub(super) const fn is_number(&self) -> bool {
        matches!(self, Self::Count(_) | Self::Share(_))
    }
}

/// To four decimals: one in a million is not 0.
fn rounded(percent: f64) -> f64 {
    (percent * 10_000.0).round() / 10_000.0
}

impl Grid {
    /// Formats that a grid is written in.
    pub const FORMATS: &[&str] = &["table", "json", "csv", "tsv", "md"];

    /// Its rows, one by one.
    pub fn flow(&self) -> Flow<'_> {
        Flow {
            head: self.head.as_slice().into(),
            rows: Box::new(|visit| self.rows.iter().for_each(|row| visit(row))),
            others: self.others.clone(),
        }
    }

    /// Writes it as the sheet says; a format that it does not have is taken for `table`.
    pub fn write(&self, sheet: &RowOptions, out: &mut Vec<u8>) {
        // A buffer in memory takes everything.
        let _ = self.flow().write(sheet, out);
    }

    /// The rows as people read them, that of the others among them.
    pub(super) fn shown(&self) -> Vec<Vec<String>> {
        let text = |cell: &Option<Cell>| cell.as_ref().map_or_else(|| "-".to_owned(), Cell::shown);
        let mut rows = Vec::with_capacity(self.rows.len());
        self.flow()
            .lines(&mut |row| rows.push(row.iter().map(text).collect()));
        rows
    }

    /// Whether a column holds numbers alone.
    pub(super) fn are_numbers(&self, at: usize) -> bool {
        let is_number = |row: &Vec<Option<Cell>>| {
            row.get(at)
                .is_some_and(|cell| cell.as_ref().is_none_or(Cell::is_number))
        };
        !self.rows.is_empty() && self.rows.iter().all(is_number)
    }

    /// Writes it as a table in Markdown.
    pub(super) fn write_markdown(&self, sheet: &RowOptions, out: &mut Vec<u8>) {
        let _ = self.flow().write_markdown(sheet, out);
    }
}
