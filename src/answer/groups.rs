//! Records by the values of columns, and what is measured of each group.

use std::collections::HashMap;
use std::marker::PhantomData;

use jiff::tz::TimeZone;

use crate::engine::Fold;
use crate::record::Record;
use crate::record::column::Column;

/// What is measured of a group.
pub trait Measure: Default + Send {
    /// Takes one record in.
    fn take(&mut self, record: &Record<'_>);

    /// Takes in what was measured elsewhere.
    fn join(&mut self, other: Self);
}

/// The number of records.
impl Measure for u64 {
    fn take(&mut self, _: &Record<'_>) {
        *self += 1;
    }

    fn join(&mut self, other: Self) {
        *self += other;
    }
}

/// Parts the matches by the values of columns, and measures each group.
pub struct Groups<'c, M = u64> {
    columns: &'c [Column],
    zone: TimeZone,
    measure: PhantomData<fn() -> M>,
}

/// A group's values, one a column, escaped; `None` where a record has none.
pub type Group<'t> = Vec<Option<&'t str>>;

/// The same as one text: each value and [`END`], or [`NONE`] and [`END`]. Escaped values hold neither.
type Label = Vec<u8>;

const END: u8 = 0x1f;
const NONE: u8 = 0;

/// Distinct groups that are kept; what comes after them is measured together.
pub(super) const MOST_GROUPS: usize = 1_000_000;

/// What was measured of each group.
#[derive(Debug, Default)]
pub struct Tallies<M = u64> {
    groups: HashMap<Label, M, foldhash::fast::RandomState>,
    /// The label of the last record, for its room.
    label: Label,
    /// What was measured of the groups that came after the last that was kept; `None` if all were.
    pub others: Option<M>,
}

impl<M: Measure> Tallies<M> {
    fn take(&mut self, label: &[u8], record: &Record<'_>) {
        if let Some(known) = self.groups.get_mut(label) {
            known.take(record);
        } else if self.groups.len() >= MOST_GROUPS {
            self.others.get_or_insert_default().take(record);
        } else {
            self.groups.entry(label.to_vec()).or_default().take(record);
        }
    }

    /// Takes in what was measured of another block.
    pub fn merge(&mut self, other: Self) {
        // In an order that does not depend on the seed, so that the same groups are kept each time.
        let mut groups: Vec<_> = other.groups.into_iter().collect();
        if self.groups.len() + groups.len() > MOST_GROUPS {
            groups.sort_unstable_by(|left, right| left.0.cmp(&right.0));
        }
        for (label, measure) in groups {
            if let Some(known) = self.groups.get_mut(&label) {
                known.join(measure);
            } else if self.groups.len() >= MOST_GROUPS {
                self.others.get_or_insert_default().join(measure);
            } else {
                self.groups.insert(label, measure);
            }
        }
        if let Some(others) = other.others {
            self.others.get_or_insert_default().join(others);
        }
    }

    /// The groups with what was measured of them, in the order of their values.
    pub fn sorted(&self) -> Vec<(Group<'_>, &M)> {
        let mut all: Vec<_> = self.groups.iter().collect();
        all.sort_unstable_by(|left, right| left.0.cmp(right.0));
        all.into_iter()
            .map(|(label, measure)| (values(label), measure))
            .collect()
    }
}

/// The values that a label is made of.
fn values(label: &[u8]) -> Group<'_> {
    let cells = label.split_inclusive(|byte| *byte == END);
    cells
        .map(|cell| match cell {
            [NONE, END] | [] => None,
            [text @ .., _] => std::str::from_utf8(text).ok(),
        })
        .collect()
}

impl<M: Measure> Fold for Groups<'_, M> {
    type Part = Tallies<M>;

    /// A record that has several values in one column belongs to the group of each.
    fn visit(&self, record: &Record<'_>, part: &mut Tallies<M>) {
        let mut label = std::mem::take(&mut part.label);
        label.clear();
        let is_one = self
            .columns
            .iter()
            .all(|column| self.write_only(column, record, &mut label));
        if is_one {
            part.take(&label, record);
        } else {
            for label in self.labels(record) {
                part.take(&label, record);
            }
        }
        part.label = label;
    }
}

impl<'c, M> Groups<'c, M> {
    /// Groups by these columns; times are those of the zone.
    pub const fn new(columns: &'c [Column], zone: TimeZone) -> Self {
        Self {
            columns,
            zone,
            measure: PhantomData,
        }
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

    /// The labels of every choice of one value a column.
    fn labels(&self, record: &Record<'_>) -> Vec<Label> {
        let mut labels = vec![Label::new()];
        for column in self.columns {
            let mut cells = Label::new();
            if column.write_each(record, &self.zone, &mut cells, END) == 0 {
                cells.extend([NONE, END]);
            }
            let mut cells: Vec<&[u8]> = cells.split_inclusive(|byte| *byte == END).collect();
            cells.sort_unstable();
            cells.dedup();
            labels = labels
                .iter()
                .flat_map(|label| cells.iter().map(move |cell| [label, *cell].concat()))
                .collect();
        }
        labels
    }
}
