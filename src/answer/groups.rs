//! Records by the values of columns, and what is measured of each group.

use std::collections::HashMap;
use std::marker::PhantomData;

use jiff::tz::TimeZone;

use super::Share;
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
    share: Share,
    measure: PhantomData<fn() -> M>,
}

/// A group's values, one a column, escaped; `None` where a record has none.
pub type Group<'t> = Vec<Option<&'t str>>;

/// The same as one text: each value and [`END`], or [`NONE`] and [`END`]. Escaped values hold neither.
pub(super) type Label = Vec<u8>;

pub(super) const END: u8 = 0x1f;
pub(super) const NONE: u8 = 0;

/// Groups that one record may belong to. Beyond that each of its columns with several values gives [`MANY`].
pub const MOST_CHOICES: usize = 10_000;
const MANY: &[u8] = b"(many)\x1f";

/// What was measured of each group of a share.
#[derive(Debug, Default)]
pub struct Tallies<M = u64> {
    groups: HashMap<Label, M, foldhash::fast::RandomState>,
    /// The label of the last record, for its room.
    label: Label,
    /// How far the share was halved, since there were too many groups.
    bits: u32,
    /// How many records there are, each as often as there are groups that it belongs to, of the share or not.
    pub sum: u64,
    /// Records that would belong to more groups than one record may.
    pub wide: u64,
}

impl<M: Measure> Tallies<M> {
    fn take(&mut self, label: &[u8], record: &Record<'_>, share: &Share) {
        self.sum += 1;
        if let Some(known) = self.groups.get_mut(label) {
            known.take(record);
        } else if share.holds(label, self.bits) {
            self.groups.entry(label.to_vec()).or_default().take(record);
            self.fit(share);
        }
    }

    /// Takes in what was measured of another block, of the same share.
    pub fn merge(&mut self, other: Self, share: &Share) {
        self.sum += other.sum;
        self.wide += other.wide;
        if other.bits > self.bits {
            self.halve(other.bits, share);
        }
        for (label, measure) in other.groups {
            if let Some(known) = self.groups.get_mut(&label) {
                known.join(measure);
            } else if share.holds(&label, self.bits) {
                self.groups.insert(label, measure);
                self.fit(share);
            }
        }
    }

    /// Lets half of the groups go until they are not too many.
    fn fit(&mut self, share: &Share) {
        while self.groups.len() > share.most
            && let Some(bits) = share.halved(self.bits)
        {
            self.halve(bits, share);
        }
    }

    fn halve(&mut self, bits: u32, share: &Share) {
        self.bits = bits;
        self.groups.retain(|label, _| share.holds(label, bits));
    }

    /// Whether every group of the share was measured.
    pub const fn is_whole(&self) -> bool {
        self.bits == 0
    }

    /// The shares of which nothing was measured, as there were too many groups.
    pub fn missing(&self, share: &Share) -> Vec<Share> {
        share.rest(self.bits).collect()
    }

    /// The groups with what was measured of them, in no order.
    pub(super) fn into_groups(self) -> impl Iterator<Item = (Label, M)> {
        self.groups.into_iter()
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
            part.take(&label, record, &self.share);
        } else {
            let cells: Vec<Cells> = self
                .columns
                .iter()
                .map(|column| self.cells(column, record))
                .collect();
            part.wide += u64::from(are_too_many(&cells));
            for label in labels(&cells) {
                part.take(&label, record, &self.share);
            }
        }
        part.label = label;
    }
}

impl<'c, M> Groups<'c, M> {
    /// Groups by these columns, those of the share; times are those of the zone.
    pub const fn new(columns: &'c [Column], zone: TimeZone, share: Share) -> Self {
        Self {
            columns,
            zone,
            share,
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

    fn cells(&self, column: &Column, record: &Record<'_>) -> Cells {
        let mut text = Label::new();
        let count = column.write_each(record, &self.zone, &mut text, END);
        if count == 0 {
            text.extend([NONE, END]);
        }
        Cells { text, count }
    }
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
