//! Records by the values of columns, and what is measured of each group.

use std::collections::HashMap;
use std::marker::PhantomData;

use jiff::tz::TimeZone;

use super::label::Labels;
use crate::count::{END, GroupCounts, Label, Measure, Partition};
use crate::engine::Fold;
use crate::record::Record;
use crate::record::column::Column;
use crate::record::key::Key;

/// A measure of records.
pub trait Observe: Measure {
    /// Takes one record in.
    fn take(&mut self, record: &Record<'_>);
}

/// The number of records.
impl Observe for u64 {
    fn take(&mut self, _: &Record<'_>) {
        *self += 1;
    }
}

/// Parts the matches by the values of columns, and measures each group.
pub struct Groups<'c, M = u64> {
    labels: Labels<'c>,
    /// The keys that the columns show, if each shows what is stored under one and nothing else.
    keys: Option<Vec<Key>>,
    partition: Partition,
    measure: PhantomData<fn() -> M>,
}

/// Labels that a block remembers.
const MOST_KNOWN: usize = 4096;

/// What was measured of each group of a partition.
#[derive(Debug)]
pub struct GroupPart<M = u64> {
    /// The groups.
    pub counts: GroupCounts<M>,
    /// The label of the last record, for its room.
    label: Label,
    /// Labels of the block by the JSON of their values, so that these are decoded once.
    known: HashMap<Vec<u8>, Label, foldhash::fast::RandomState>,
    /// Records that would belong to more groups than one record may.
    pub wide: u64,
}

impl<M> Default for GroupPart<M> {
    fn default() -> Self {
        Self {
            counts: GroupCounts::default(),
            label: Label::new(),
            known: HashMap::default(),
            wide: 0,
        }
    }
}

impl<M: Observe> GroupPart<M> {
    fn take(&mut self, label: &[u8], record: &Record<'_>, partition: &Partition) {
        self.counts
            .count(label, partition, |measure| measure.take(record));
    }

    /// Takes in what was measured of another block, of the same partition.
    pub fn merge(&mut self, other: Self, partition: &Partition) {
        self.wide += other.wide;
        self.counts.merge(other.counts, partition);
    }
}

impl<M: Observe> Fold for Groups<'_, M> {
    type Part = GroupPart<M>;

    fn tells_duplicates(&self) -> bool {
        false
    }

    /// A record that has several values in one column belongs to the group of each.
    fn visit(&self, record: &Record<'_>, part: &mut GroupPart<M>) {
        if let Some(keys) = &self.keys {
            return self.visit_stored(keys, record, part);
        }
        let mut label = std::mem::take(&mut part.label);
        let is_wide = self.labels.each(record, &mut label, |label| {
            part.take(label, record, &self.partition);
        });
        part.wide += u64::from(is_wide);
        part.label = label;
    }
}

impl<M: Observe> Groups<'_, M> {
    /// Takes a record each of whose values is stored under one of the keys.
    fn visit_stored(&self, keys: &[Key], record: &Record<'_>, part: &mut GroupPart<M>) {
        let (mut stored, mut known) = (
            std::mem::take(&mut part.label),
            std::mem::take(&mut part.known),
        );
        stored.clear();
        for key in keys {
            stored.extend_from_slice(record.raw(*key).unwrap_or_default());
            stored.push(END);
        }
        if let Some(label) = known.get(stored.as_slice()) {
            part.take(label, record, &self.partition);
        } else {
            let mut label = Label::new();
            self.labels.each(record, &mut label, |label| {
                part.take(label, record, &self.partition);
            });
            if known.len() < MOST_KNOWN {
                known.insert(stored.clone(), label);
            }
        }
        (part.label, part.known) = (stored, known);
    }
}

impl<'c, M> Groups<'c, M> {
    /// Groups by these columns, those of the partition; times are those of the zone.
    pub fn new(columns: &'c [Column], zone: TimeZone, partition: Partition) -> Self {
        Self {
            labels: Labels::new(columns, zone),
            keys: columns.iter().map(Column::key).collect(),
            partition,
            measure: PhantomData,
        }
    }
}
