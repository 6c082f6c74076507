//! Keys and what was measured of each, close together: ten million short ones take half a gigabyte, not two.

use hashbrown::HashTable;

/// Measures by keys. Whoever asks brings the hash of a key, always the same for the same key.
#[derive(Debug)]
pub(super) struct Store<M> {
    /// The numbers of the keys, by their hashes.
    numbers: HashTable<u32>,
    keys: Keys,
    measures: Vec<M>,
}

/// Keys, one behind the other.
#[derive(Debug, Default)]
struct Keys {
    text: Vec<u8>,
    /// Where each ends.
    ends: Vec<usize>,
}

/// Bytes that are taken beside a key and its measure: where the key ends, and 5 bytes a slot of a table that is between
/// 7/16 and 7/8 full.
const OTHERS: usize = size_of::<usize>() + 12;

/// Keys that have numbers, at most.
pub(super) const MOST: usize = u32::MAX as usize - 1;

impl<M> Default for Store<M> {
    fn default() -> Self {
        Self {
            numbers: HashTable::new(),
            keys: Keys::default(),
            measures: Vec::new(),
        }
    }
}

impl Keys {
    fn get(&self, number: usize) -> &[u8] {
        let start = number
            .checked_sub(1)
            .and_then(|before| self.ends.get(before));
        let bounds = start.copied().unwrap_or(0)..self.ends.get(number).copied().unwrap_or(0);
        self.text.get(bounds).unwrap_or_default()
    }

    fn push(&mut self, key: &[u8]) {
        self.text.extend_from_slice(key);
        self.ends.push(self.text.len());
    }

    /// Keeps the first `kept` keys, of which the last was moved up from `number`.
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

impl<M> Store<M> {
    /// How many keys there are.
    pub(super) const fn len(&self) -> usize {
        self.measures.len()
    }

    /// Bytes that they take, about, without what measures take beside their own.
    pub(super) const fn bytes(&self) -> usize {
        let each = size_of::<M>() + OTHERS;
        self.keys.text.len() + self.measures.len() * each
    }

    fn number(&self, key: &[u8], hash: u64) -> Option<usize> {
        let is_it = |number: &u32| self.keys.get(*number as usize) == key;
        self.numbers
            .find(hash, is_it)
            .map(|number| *number as usize)
    }

    /// What was measured of a key.
    pub(super) fn get(&self, key: &[u8], hash: u64) -> Option<&M> {
        self.measures.get(self.number(key, hash)?)
    }

    /// The same to measure more of it, if the key is new what `new` makes. `None` if there is no number left.
    pub(super) fn measure_or(
        &mut self,
        key: &[u8],
        hash: u64,
        hash_of: impl Fn(&[u8]) -> u64,
        new: impl FnOnce() -> M,
    ) -> Option<&mut M> {
        if let Some(known) = self.number(key, hash) {
            return self.measures.get_mut(known);
        }
        let number = u32::try_from(self.measures.len()).ok()?;
        let keys = &mut self.keys;
        keys.push(key);
        self.measures.push(new());
        let hash_of = |number: &u32| hash_of(keys.get(*number as usize));
        self.numbers.insert_unique(hash, number, hash_of);
        self.measures.last_mut()
    }

    /// Keeps the keys that are wanted, told by themselves, their hashes and their measures; hands out the measures of others.
    pub(super) fn retain(
        &mut self,
        hash_of: impl Fn(&[u8]) -> u64,
        mut is_wanted: impl FnMut(&[u8], u64, &M) -> bool,
    ) -> Vec<M> {
        self.numbers.clear();
        let mut kept = 0;
        for number in 0..self.measures.len() {
            let key = self.keys.get(number);
            let measure = self.measures.get(number);
            if !measure.is_some_and(|measure| is_wanted(key, hash_of(key), measure)) {
                continue;
            }
            if kept < number {
                self.keys.move_up(number, kept);
                self.measures.swap(kept, number);
            }
            kept += 1;
        }
        self.keys.ends.truncate(kept);
        let end = self.keys.ends.last().copied().unwrap_or(0);
        self.keys.text.truncate(end);
        let others = self.measures.split_off(kept);
        for number in (0..kept).filter_map(|number| u32::try_from(number).ok()) {
            let hash_of = |number: &u32| hash_of(self.keys.get(*number as usize));
            self.numbers
                .insert_unique(hash_of(&number), number, hash_of);
        }
        others
    }

    /// What was measured, in the order in which the keys came.
    pub(super) fn measures(&self) -> impl Iterator<Item = &M> {
        self.measures.iter()
    }

    /// Each key with what was measured of it, in the order in which they came.
    pub(super) fn iter(&self) -> impl Iterator<Item = (&[u8], &M)> {
        let measures = self.measures.iter().enumerate();
        measures.map(|(number, measure)| (self.keys.get(number), measure))
    }

    /// The same to be changed.
    pub(super) fn iter_mut(&mut self) -> impl Iterator<Item = (&[u8], &mut M)> {
        let (keys, measures) = (&self.keys, self.measures.iter_mut().enumerate());
        measures.map(|(number, measure)| (keys.get(number), measure))
    }

    /// Hands out each key with what was measured of it, in the order in which they came.
    pub(super) fn each(self, mut visit: impl FnMut(&[u8], M)) {
        drop(self.numbers);
        for (number, measure) in self.measures.into_iter().enumerate() {
            visit(self.keys.get(number), measure);
        }
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use proptest::prelude::*;
    use std::collections::BTreeMap;

    /// Bad on purpose: keys that collide are told apart all the same.
    fn hash(key: &[u8]) -> u64 {
        key.iter().map(|byte| u64::from(*byte)).sum()
    }

    fn count(store: &mut Store<u64>, key: &str) {
        let key = key.as_bytes();
        *store.measure_or(key, hash(key), hash, || 0).unwrap() += 1;
    }

    proptest! {
        #[test]
        fn it_is_a_map(keys in prop::collection::vec("[ab]{0,5}", 0..200), from in 0_u64..300) {
            let (mut store, mut naive) = (Store::<u64>::default(), BTreeMap::<String, u64>::new());
            for key in &keys {
                count(&mut store, key);
                *naive.entry(key.clone()).or_default() += 1;
            }
            let gone: u64 = store.retain(hash, |_, hash, _| hash >= from).iter().sum();
            let before: u64 = naive.values().sum();
            naive.retain(|key, _| hash(key.as_bytes()) >= from);
            prop_assert_eq!(gone, before - naive.values().sum::<u64>());
            for key in keys.iter().filter(|key| hash(key.as_bytes()) >= from) {
                count(&mut store, key);
                *naive.get_mut(key).unwrap() += 1;
            }
            prop_assert_eq!(store.len(), naive.len());
            for (key, count) in &naive {
                prop_assert_eq!(store.get(key.as_bytes(), hash(key.as_bytes())), Some(count));
            }
            let mut all = BTreeMap::new();
            store.each(|key, count| {
                all.insert(String::from_utf8(key.to_vec()).unwrap(), count);
            });
            prop_assert_eq!(all, naive);
        }
    }
}
