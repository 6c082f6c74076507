//! The combinations of values that a record has, as bytes by which they are told apart.

use jiff::tz::TimeZone;

use crate::count::{END, Label, NONE};
use crate::record::Record;
use crate::record::column::Column;

/// Combinations that one record may have. Beyond that each of its columns with several values gives `(many)`.
pub const MOST_CHOICES: usize = 10_000;
/// Bytes that those may take together, if that is more than its values take: one long text would be copied as often.
pub(super) const MOST_CHOICE_BYTES: usize = 1 << 20;
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
    pub fn each(
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
        let mut choices: Vec<Vec<&[u8]>> = cells.iter().map(Cells::apart).collect();
        let is_wide = are_too_many(&choices);
        if is_wide {
            let several = choices.iter_mut().filter(|cells| cells.len() > 1);
            several.for_each(|cells| *cells = vec![MANY]);
        }
        each_choice(&choices, label, take);
        is_wide
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
        Cells(text)
    }
}

/// The values that a column gives of a record, each with its end.
struct Cells(Label);

impl Cells {
    /// Each once.
    fn apart(&self) -> Vec<&[u8]> {
        let mut cells: Vec<&[u8]> = self.0.split_inclusive(|byte| *byte == END).collect();
        cells.sort_unstable();
        cells.dedup();
        cells
    }
}

/// Whether there are too many ways to take one cell of each column, or they take too much. Told before any is taken.
fn are_too_many(columns: &[Vec<&[u8]>]) -> bool {
    let counts = || columns.iter().map(Vec::len);
    let count = counts().fold(1, usize::saturating_mul);
    // Each cell is in as many choices as the other columns have.
    let bytes = columns.iter().map(|cells| {
        let bytes: usize = cells.iter().map(|cell| cell.len()).sum();
        (bytes, bytes.saturating_mul(count / cells.len().max(1)))
    });
    let (own, all) = bytes.fold((0, 0_usize), |(own, all), (bytes, copied)| {
        (own + bytes, all.saturating_add(copied))
    });
    count > MOST_CHOICES || all > own.max(MOST_CHOICE_BYTES)
}

/// Calls `take` with the label of every choice of one cell a column. One label is there at a time.
fn each_choice(columns: &[Vec<&[u8]>], label: &mut Label, mut take: impl FnMut(&[u8])) {
    let mut choice = vec![0; columns.len()];
    loop {
        label.clear();
        for (cells, at) in columns.iter().zip(&choice) {
            label.extend_from_slice(cells.get(*at).copied().unwrap_or_default());
        }
        take(label);
        // The next one: the last column that goes on does, and those behind it begin again.
        let goes_on = choice.iter_mut().zip(columns).rev().any(|(at, cells)| {
            *at = (*at + 1) % cells.len().max(1);
            *at != 0
        });
        if !goes_on {
            return;
        }
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    fn choices(columns: &[&[&str]]) -> (bool, Vec<String>) {
        let columns: Vec<Vec<&[u8]>> = columns
            .iter()
            .map(|cells| cells.iter().map(|cell| cell.as_bytes()).collect())
            .collect();
        let mut all = Vec::new();
        each_choice(&columns, &mut Label::new(), |label| {
            all.push(String::from_utf8(label.to_vec()).unwrap());
        });
        (are_too_many(&columns), all)
    }

    #[test]
    fn every_choice_is_taken_once() {
        let (is_wide, all) = choices(&[&["a", "b"], &["x"], &["1", "2"]]);
        assert_eq!(
            (is_wide, all.join(" ").as_str()),
            (false, "ax1 ax2 bx1 bx2")
        );
        assert_eq!(choices(&[]).1, [""]);
    }

    #[test]
    fn what_is_too_much_is_told_by_numbers_and_by_bytes() {
        let many: Vec<String> = (0..=MOST_CHOICES).map(|cell| cell.to_string()).collect();
        let cells = |count: usize| many[..count].iter().map(String::as_bytes).collect();
        let is_wide = |columns: &[Vec<&[u8]>]| are_too_many(columns);
        assert!(!is_wide(&[cells(MOST_CHOICES)]));
        assert!(is_wide(&[cells(MOST_CHOICES + 1)]));
        assert!(!is_wide(&[cells(100), cells(100)]));
        assert!(is_wide(&[cells(100), cells(101)]));
        let long = vec![b'x'; MOST_CHOICE_BYTES];
        assert!(!is_wide(&[vec![&long[..]], cells(1)]));
        assert!(is_wide(&[vec![&long[..]], cells(2)]));
        assert!(
            !is_wide(&[vec![&long[1..], &long[2..]]]),
            "as long as it is itself"
        );
    }
}
