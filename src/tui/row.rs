//! What a row of the list shows of a record, escaped.

use jiff::tz::TimeZone;

use super::draw::middle;
use crate::output::list_column::ListColumn;
use crate::record::Record;

/// The cells of one record, escaped, one a column.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub struct Row {
    /// The texts.
    pub cells: Vec<String>,
}

impl Row {
    /// The cells of a record.
    pub fn of(record: &Record<'_>, columns: &[ListColumn], zone: &TimeZone) -> Self {
        let cell = |column: &ListColumn| cut(column.text(record, zone));
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
