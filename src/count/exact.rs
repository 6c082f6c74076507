//! Groups of a partition, each counted whole.

use super::{Measure, Partition, store::Store};

/// What was measured of each group of a partition.
#[derive(Debug)]
pub struct GroupCounts<M = u64> {
    groups: Store<M>,
    /// The last hash of the partition whose groups are measured, since there was too little room for all.
    last: u64,
    /// How many records there are, each as often as there are groups that it belongs to, of the partition or not.
    pub sum: u64,
}

impl<M> Default for GroupCounts<M> {
    fn default() -> Self {
        Self {
            groups: Store::default(),
            last: u64::MAX,
            sum: 0,
        }
    }
}

impl<M: Measure> GroupCounts<M> {
    /// Measures a record of a group.
    pub fn count(&mut self, label: &[u8], partition: &Partition, take: impl FnOnce(&mut M)) {
        self.sum += 1;
        self.measure(label, partition, take);
    }

    /// Measures more of a group, if it is one of those that are measured.
    fn measure(&mut self, label: &[u8], partition: &Partition, take: impl FnOnce(&mut M)) {
        let hash = partition.hash(label);
        if !partition.holds(hash, self.last) {
            return;
        }
        let hash_of = |label: &[u8]| partition.hash(label);
        let measure = self.groups.measure_or(label, hash, hash_of, M::default);
        measure.map(take);
        while partition.room.is_exceeded(self.groups.len(), self.bytes())
            && let Some(last) = partition.half(self.last)
        {
            self.stop_at(last, partition);
        }
    }

    const fn bytes(&self) -> usize {
        self.groups.bytes() + self.groups.len() * M::BESIDE
    }

    /// Lets the groups behind a hash go.
    fn stop_at(&mut self, last: u64, partition: &Partition) {
        self.last = last;
        self.groups.retain(
            |label| partition.hash(label),
            |_, hash, _| partition.holds(hash, last),
        );
    }

    /// Takes in what was measured of another block, of the same partition.
    pub fn merge(&mut self, other: Self, partition: &Partition) {
        self.sum += other.sum;
        if other.last < self.last {
            self.stop_at(other.last, partition);
        }
        other.groups.each(|label, measure| {
            self.measure(label, partition, |known| known.join(measure));
        });
    }

    /// Whether every group of the partition was measured.
    pub const fn is_whole(&self) -> bool {
        self.last == u64::MAX
    }

    /// Partitions of which nothing was measured, as there was too little room, each as large as there seems to be room for.
    pub fn missing<'s>(
        &self,
        partition: &'s Partition,
    ) -> impl Iterator<Item = Partition> + use<'s, M> {
        partition.rest(self.last, self.groups.len(), self.bytes())
    }

    /// Hands out the groups with what was measured of them, in no order.
    pub(super) fn each(self, visit: impl FnMut(&[u8], M)) {
        self.groups.each(visit);
    }
}
