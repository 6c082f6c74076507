//! Records by the values of columns, and what is measured of each group.

use std::collections::HashMap;
use std::marker::PhantomData;

use jiff::tz::TimeZone;

use super::Partition;
use super::label::{END, Label, Labels};
use super::store::Store;
use crate::engine::Fold;
use crate::record::Record;
use crate::record::column::Column;
use crate::record::key::Key;

/// What is measured of a group.
pub trait Measure: Default + Send {
    /// Bytes that it takes beside its own, at most.
    const BESIDE: usize = 0;

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
    labels: Labels<'c>,
    /// The keys that the columns show, if each shows what is stored under one and nothing else.
    keys: Option<Vec<Key>>,
    share: Partition,
    measure: PhantomData<fn() -> M>,
}

/// Labels that a block remembers.
const MOST_KNOWN: usize = 4096;

/// What was measured of each group of a share.
#[derive(Debug)]
pub struct GroupCounts<M = u64> {
    groups: Store<M>,
    /// The label of the last record, for its room.
    label: Label,
    /// Labels of the block by the JSON of their values, so that these are decoded once.
    known: HashMap<Vec<u8>, Label, foldhash::fast::RandomState>,
    /// The last hash of the share whose groups are measured, since there was too little room for all.
    last: u64,
    /// How many records there are, each as often as there are groups that it belongs to, of the share or not.
    pub sum: u64,
    /// Records that would belong to more groups than one record may.
    pub wide: u64,
}

impl<M> Default for GroupCounts<M> {
    fn default() -> Self {
        Self {
            groups: Store::default(),
            label: Label::new(),
            known: HashMap::default(),
            last: u64::MAX,
            sum: 0,
            wide: 0,
        }
    }
}

impl<M: Measure> GroupCounts<M> {
    fn take(&mut self, label: &[u8], record: &Record<'_>, share: &Partition) {
        self.sum += 1;
        self.measure(label, share, |measure| measure.take(record));
    }

    /// Measures more of a group, if it is one of those that are measured.
    fn measure(&mut self, label: &[u8], share: &Partition, take: impl FnOnce(&mut M)) {
        let hash = share.hash(label);
        if !share.holds(hash, self.last) {
            return;
        }
        let measure = self.groups.measure(label, hash, |label| share.hash(label));
        measure.map(take);
        while share
            .room
            .is_exceeded(self.groups.len(), self.groups.bytes())
            && let Some(last) = share.half(self.last)
        {
            self.stop_at(last, share);
        }
    }

    /// Lets the groups behind a hash go.
    fn stop_at(&mut self, last: u64, share: &Partition) {
        self.last = last;
        self.groups
            .retain(|label| share.hash(label), |hash| share.holds(hash, last));
    }

    /// Takes in what was measured of another block, of the same share.
    pub fn merge(&mut self, other: Self, share: &Partition) {
        self.sum += other.sum;
        self.wide += other.wide;
        if other.last < self.last {
            self.stop_at(other.last, share);
        }
        other.groups.each(|label, measure| {
            self.measure(label, share, |known| known.join(measure));
        });
    }

    /// Whether every group of the share was measured.
    pub const fn is_whole(&self) -> bool {
        self.last == u64::MAX
    }

    /// Shares of which nothing was measured, as there was too little room, each as large as there seems to be room for.
    pub fn missing<'s>(
        &self,
        share: &'s Partition,
    ) -> impl Iterator<Item = Partition> + use<'s, M> {
        share.rest(self.last, self.groups.len(), self.groups.bytes())
    }

    /// Hands out the groups with what was measured of them, in no order.
    pub(super) fn each(self, visit: impl FnMut(&[u8], M)) {
        self.groups.each(visit);
    }
}

impl<M: Measure> Fold for Groups<'_, M> {
    type Part = GroupCounts<M>;

    fn tells_duplicates(&self) -> bool {
        false
    }

    /// A record that has several values in one column belongs to the group of each.
    fn visit(&self, record: &Record<'_>, part: &mut GroupCounts<M>) {
        if let Some(keys) = &self.keys {
            return self.visit_stored(keys, record, part);
        }
        let mut label = std::mem::take(&mut part.label);
        let is_wide = self.labels.each(record, &mut label, |label| {
            part.take(label, record, &self.share);
        });
        part.wide += u64::from(is_wide);
        part.label = label;
    }
}

impl<M: Measure> Groups<'_, M> {
    /// Takes a record each of whose values is stored under one of the keys.
    fn visit_stored(&self, keys: &[Key], record: &Record<'_>, part: &mut GroupCounts<M>) {
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
            part.take(label, record, &self.share);
        } else {
            let mut label = Label::new();
            self.labels.each(record, &mut label, |label| {
                part.take(label, record, &self.share);
            });
            if known.len() < MOST_KNOWN {
                known.insert(stored.clone(), label);
            }
        }
        (part.label, part.known) = (stored, known);
    }
}

impl<'c, M> Groups<'c, M> {
    /// Groups by these columns, those of the share; times are those of the zone.
    pub fn new(columns: &'c [Column], zone: TimeZone, share: Partition) -> Self {
        Self {
            labels: Labels::new(columns, zone),
            keys: columns.iter().map(Column::key).collect(),
            share,
            measure: PhantomData,
        }
    }
}
