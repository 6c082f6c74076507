//! Labels and what was measured of each, close together: ten million short ones take half a gigabyte, not two.

use hashbrown::HashTable;

use super::Measure;
use super::label::Label;

/// Measures by labels. Whoever asks brings the hash of a label, always the same for the same label.
#[derive(Debug)]
pub(super) struct Store<M> {
    /// The numbers of the groups, by the hashes of their labels.
    numbers: HashTable<u32>,
    labels: Labels,
    measures: Vec<M>,
}

/// Labels, one behind the other.
#[derive(Debug, Default)]
struct Labels {
    text: Vec<u8>,
    /// Where each ends.
    ends: Vec<usize>,
}

/// Bytes of a group beside its label and its measure: where the label ends, and 5 bytes a slot of a table that is between
/// 7/16 and 7/8 full.
const OTHERS: usize = size_of::<usize>() + 12;

/// Groups that have numbers, at most.
pub(super) const MOST: usize = u32::MAX as usize - 1;

impl<M> Default for Store<M> {
    fn default() -> Self {
        Self {
            numbers: HashTable::new(),
            labels: Labels::default(),
            measures: Vec::new(),
        }
    }
}

impl Labels {
    fn get(&self, number: usize) -> &[u8] {
        let start = number
            .checked_sub(1)
            .and_then(|before| self.ends.get(before));
        let bounds = start.copied().unwrap_or(0)..self.ends.get(number).copied().unwrap_or(0);
        self.text.get(bounds).unwrap_or_default()
    }

    fn push(&mut self, label: &[u8]) {
        self.text.extend_from_slice(label);
        self.ends.push(self.text.len());
    }

    /// Keeps the first `kept` labels, of which the last was moved up from `number`.
    fn move_up(&mut self, number: usize, kept: usize) {
        let start = kept.checked_sub(1).and_then(|before| self.ends.get(before));
        let start = start.copied().unwrap_or(0);
        let from = number
            .checked_sub(1)
            .and_then(|before| self.ends.get(before));
        let (from, to) = (from.copied().unwrap_or(0), self.ends.get(number).copied());
        let to = to.unwrap_or(from);
        self.text.copy_within(from..to, start);
        if let Some(end) = self.ends.get_mut(kept) {
            *end = start + (to - from);
        }
    }
}

impl<M: Measure> Store<M> {
    /// How many groups there are.
    pub(super) const fn len(&self) -> usize {
        self.measures.len()
    }

    /// Bytes that they take, about.
    pub(super) const fn bytes(&self) -> usize {
        let each = size_of::<M>() + M::BESIDE + OTHERS;
        self.labels.text.len() + self.measures.len() * each
    }

    /// What was measured of a label; nothing yet, if it is new. `None` if there is no number left.
    pub(super) fn measure(
        &mut self,
        label: &[u8],
        hash: u64,
        hash_of: impl Fn(&[u8]) -> u64,
    ) -> Option<&mut M> {
        let labels = &mut self.labels;
        let is_it = |number: &u32| labels.get(*number as usize) == label;
        if let Some(known) = self.numbers.find(hash, is_it) {
            return self.measures.get_mut(*known as usize);
        }
        let number = u32::try_from(self.measures.len()).ok()?;
        labels.push(label);
        self.measures.push(M::default());
        let hash_of = |number: &u32| hash_of(labels.get(*number as usize));
        self.numbers.insert_unique(hash, number, hash_of);
        self.measures.last_mut()
    }

    /// Keeps the groups of the hashes that are wanted.
    pub(super) fn retain(
        &mut self,
        hash_of: impl Fn(&[u8]) -> u64,
        is_wanted: impl Fn(u64) -> bool,
    ) {
        self.numbers.clear();
        let mut kept = 0;
        for number in 0..self.measures.len() {
            let hash = hash_of(self.labels.get(number));
            if !is_wanted(hash) {
                continue;
            }
            if kept < number {
                self.labels.move_up(number, kept);
                self.measures.swap(kept, number);
            }
            kept += 1;
        }
        self.labels.ends.truncate(kept);
        self.labels
            .text
            .truncate(self.labels.ends.last().copied().unwrap_or(0));
        self.measures.truncate(kept);
        for number in (0..kept).filter_map(|number| u32::try_from(number).ok()) {
            let hash_of = |number: &u32| hash_of(self.labels.get(*number as usize));
            self.numbers
                .insert_unique(hash_of(&number), number, hash_of);
        }
    }

    /// Hands out each label with what was measured of it, in the order in which they came.
    pub(super) fn each(self, mut visit: impl FnMut(&[u8], M)) {
        drop(self.numbers);
        for (number, measure) in self.measures.into_iter().enumerate() {
            visit(self.labels.get(number), measure);
        }
    }
}

/// Bytes of a label that is kept by itself.
pub(super) const fn bytes_of<M: Measure>(label: &Label) -> usize {
    // What an allocation takes beside what is asked for.
    const ALLOCATION: usize = 16;
    label.capacity() + size_of::<(Label, M)>() + M::BESIDE + ALLOCATION
}

#[cfg(test)]
mod tests {
    use super::*;
    use proptest::prelude::*;
    use std::collections::BTreeMap;

    /// Bad on purpose: labels that collide are told apart all the same.
    fn hash(label: &[u8]) -> u64 {
        label.iter().map(|byte| u64::from(*byte)).sum()
    }

    proptest! {
        #[test]
        fn it_is_a_map(labels in prop::collection::vec("[ab]{0,5}", 0..200), from in 0_u64..300) {
            let (mut store, mut naive) = (Store::<u64>::default(), BTreeMap::<String, u64>::new());
            for label in &labels {
                *store.measure(label.as_bytes(), hash(label.as_bytes()), hash).unwrap() += 1;
                *naive.entry(label.clone()).or_default() += 1;
            }
            store.retain(hash, |hash| hash >= from);
            naive.retain(|label, _| hash(label.as_bytes()) >= from);
            for label in labels.iter().filter(|label| hash(label.as_bytes()) >= from) {
                *store.measure(label.as_bytes(), hash(label.as_bytes()), hash).unwrap() += 1;
                *naive.get_mut(label).unwrap() += 1;
            }
            prop_assert_eq!(store.len(), naive.len());
            let mut all = BTreeMap::new();
            store.each(|label, count| {
                all.insert(String::from_utf8(label.to_vec()).unwrap(), count);
            });
            prop_assert_eq!(all, naive);
        }
    }
}
