//! The combinations of values that a record has, as bytes by which they are told apart.

use jiff::tz::TimeZone;

use crate::record::Record;
use crate::record::column::Column;

/// The values of a combination, one a column, escaped; `None` where a record has none.
pub type Group<'t> = Vec<Option<&'t str>>;

/// The same as one text: each value and [`END`], or [`NONE`] and [`END`]. Escaped values hold neither.
pub(super) type Label = Vec<u8>;

pub(super) const END: u8 = 0x1f;
pub(super) const NONE: u8 = 0;

/// Combinations that one record may have. Beyond that each of its columns with several values gives `(many)`.
pub const MOST_CHOICES: usize = 10_000;
const MANY: &[u8] = b"(many)\x1f";

/// Makes the labels of records.
pub struct Labels<'c> {
    columns: &'c [Column],
    zone: TimeZone,
}

impl<'c> Labels<'c> {
    /// Of the values of these columns; times are those of the zone.
    pub const fn new(columns: &'c [Column], zone: TimeZone) -> Self {
        Self { columns, zone }
    }

    /// Calls `take` with each label of a record, several if it has several values in a column: one for each choice.
    /// Answers whether there are too many to tell. `label` is taken for its room.
    pub(super) fn each(
        &self,
        record: &Record<'_>,
        label: &mut Label,
        mut take: impl FnMut(&[u8]),
    ) -> bool {
        label.clear();
        let is_one = self
            .columns
            .iter()
            .all(|column| self.write_only(column, record, label));
        if is_one {
            take(label);
            return false;
        }
        let cells = self.columns.iter().map(|column| self.cells(column, record));
        let cells: Vec<Cells> = cells.collect();
        for label in labels(&cells) {
            take(&label);
        }
        are_too_many(&cells)
    }

    /// Writes the part of a label that a column gives; or answers that it gives several.
    fn write_only(&self, column: &Column, record: &Record<'_>, label: &mut Label) -> bool {
        let start = label.len();
        let count = column.write_each(record, &self.zone, label, END);
        if count == 0 {
            label.truncate(start);
            label.extend([NONE, END]);
        }
        count <= 1
    }

    fn cells(&self, column: &Column, record: &Record<'_>) -> Cells {
        let mut text = Label::new();
        let count = column.write_each(record, &self.zone, &mut text, END);
        if count == 0 {
            text.extend([NONE, END]);
        }
        Cells { text, count }
    }
}

/// The values that a label is made of.
pub(super) fn values(label: &[u8]) -> Group<'_> {
    let cells = label.split_inclusive(|byte| *byte == END);
    cells
        .map(|cell| match cell {
            [NONE, END] | [] => None,
            [text @ .., _] => std::str::from_utf8(text).ok(),
        })
        .collect()
}

/// What a column gives of a record.
struct Cells {
    /// Its values, each with its end.
    text: Label,
    count: usize,
}

impl Cells {
    /// Each once.
    fn apart(&self) -> Vec<&[u8]> {
        let mut cells: Vec<&[u8]> = self.text.split_inclusive(|byte| *byte == END).collect();
        cells.sort_unstable();
        cells.dedup();
        cells
    }
}

/// Whether there are too many ways to take one cell of each column.
fn are_too_many(cells: &[Cells]) -> bool {
    let counts = cells.iter().map(|cells| cells.count.max(1));
    counts.fold(1, usize::saturating_mul) > MOST_CHOICES
}

/// The labels of every choice of one cell a column.
fn labels(cells: &[Cells]) -> Vec<Label> {
    let are_too_many = are_too_many(cells);
    let mut labels = vec![Label::new()];
    for cells in cells {
        let cells = match are_too_many && cells.count > 1 {
            true => vec![MANY],
            false => cells.apart(),
        };
        labels = labels
            .iter()
            .flat_map(|label| cells.iter().map(move |cell| [label, *cell].concat()))
            .collect();
    }
    labels
}
