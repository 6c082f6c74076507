//! Names by number, in the order in which they came.

use std::collections::HashMap;

/// At most so many names, each by its number from 0.
#[derive(Debug, Default)]
pub(super) struct NameTable<const MOST: usize> {
    numbers: HashMap<String, u32, foldhash::fast::RandomState>,
    all: Vec<String>,
    /// The number of the last one: the next one is most often the same.
    last: Option<u32>,
}

impl<const MOST: usize> NameTable<MOST> {
    /// The number of a name; `None` of one for which there is no room.
    pub(super) fn number(&mut self, name: &str) -> Option<u32> {
        let last = self.last.and_then(|last| self.name(last));
        if last != Some(name) {
            self.last = self.look_up(name);
        }
        self.last
    }

    fn look_up(&mut self, name: &str) -> Option<u32> {
        if let Some(number) = self.numbers.get(name) {
            return Some(*number);
        }
        let number = u32::try_from(self.all.len()).ok()?;
        (self.all.len() < MOST).then(|| {
            self.all.push(name.to_owned());
            self.numbers.insert(name.to_owned(), number);
            number
        })
    }

    /// The own numbers of the names of others, in the order of theirs.
    pub(super) fn numbers(&mut self, others: &Self) -> Vec<Option<u32>> {
        others.all.iter().map(|name| self.look_up(name)).collect()
    }

    /// The name of a number.
    pub(super) fn name(&self, number: u32) -> Option<&str> {
        self.all.get(number as usize).map(String::as_str)
    }

    /// How many there are.
    pub(super) const fn len(&self) -> usize {
        self.all.len()
    }
}
