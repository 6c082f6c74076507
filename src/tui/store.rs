//! What was read so far: an index of every record, from which its text can be found again. Knows blocks and times,
//! nothing of screens.
//!
//! Records keep the order in which they were read, which is that of inputs and lines, so that a record's number (its
//! *ordinal*) breaks ties of time. An entry takes 24 bytes, its place in the order of time 4, and its place among the
//! matches another 4.

use std::io;
use std::ops::Range;
use std::sync::Arc;

use crate::input::{Block, Home};

/// Entries that are kept together: a chunk that is full is never copied again.
const CHUNK: usize = 1 << 14;

/// The time of a record that has none: it comes before all others.
pub const UNTIMED: i64 = i64::MIN;

/// How an event ended.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq, PartialOrd, Ord)]
#[repr(u8)]
pub enum Outcome {
    /// The record has no result.
    #[default]
    Unknown,
    /// It passed.
    Passed,
    /// It failed for another reason than a policy.
    Failed,
    /// It was denied.
    Denied,
}

/// What kind of record it is.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq)]
#[repr(u8)]
pub enum Kind {
    /// Telemetry without a policy.
    #[default]
    Log,
    /// A policy spoke.
    Alert,
    /// A message of the daemon, or of the system.
    Other,
    /// Alerts were dropped.
    Gap,
}

/// One record of the index.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct Entry {
    /// The event's time in nanoseconds since 1970, or [`UNTIMED`]. Times before 1677 and after 2262 are cut to these.
    pub time: i64,
    /// The block that holds its line.
    pub block: u32,
    /// Where the line begins in its block.
    pub at: u32,
    /// Bytes of the line.
    pub len: u32,
    bits: u32,
}

/// Objects of one line that an entry can tell apart.
pub const MOST_OF_A_LINE: u32 = 1 << 24;

impl Entry {
    /// An entry of the `nth` object of a line; below [`MOST_OF_A_LINE`].
    pub const fn new(
        time: i64,
        [at, len, nth]: [u32; 3],
        outcome: Outcome,
        kind: Kind,
        operation: u8,
    ) -> Self {
        let hot = (outcome as u32) | (kind as u32) << 2 | (operation as u32 & 15) << 4;
        Self {
            time,
            block: 0,
            at,
            len,
            bits: (nth & (MOST_OF_A_LINE - 1)) << 8 | hot,
        }
    }

    /// Which of the objects of its line it is.
    pub const fn nth(self) -> u32 {
        self.bits >> 8
    }

    /// How the event ended.
    pub const fn outcome(self) -> Outcome {
        match self.bits & 3 {
            1 => Outcome::Passed,
            2 => Outcome::Failed,
            3 => Outcome::Denied,
            _ => Outcome::Unknown,
        }
    }

    /// What kind of record it is.
    pub const fn kind(self) -> Kind {
        match self.bits >> 2 & 3 {
            1 => Kind::Alert,
            2 => Kind::Other,
            3 => Kind::Gap,
            _ => Kind::Log,
        }
    }

    /// Its operation: an index into the table of operations, past its end for any other.
    pub const fn operation(self) -> usize {
        (self.bits >> 4 & 15) as usize
    }
}

/// A run of lines that records stand in.
#[derive(Clone, Debug)]
pub struct Lines {
    /// Index into the inputs.
    pub source: usize,
    /// Where it begins in its input's stream.
    pub offset: u64,
    /// Number of its first line.
    pub line: u64,
    /// Its length in bytes.
    pub len: usize,
    /// Ordinal of its first record.
    pub first: u32,
    text: Text,
}

/// Where the bytes of a block are.
#[derive(Clone, Debug)]
enum Text {
    /// In a file.
    Home(Home),
    /// In memory: they came through a pipe, or were decoded.
    Kept(Arc<[u8]>),
    /// Nowhere: they were the oldest when memory was full.
    Dropped,
}

impl Lines {
    /// The lines of a block; their bytes are kept only if they can't be read again.
    pub fn of(block: &Block) -> Self {
        let text = match &block.home {
            Some(home) => Text::Home(home.clone()),
            None => Text::Kept(block.bytes().into()),
        };
        Self {
            source: block.source,
            offset: block.offset,
            line: block.line,
            len: block.bytes().len(),
            first: 0,
            text,
        }
    }

    /// Bytes that it keeps in memory.
    pub fn kept(&self) -> usize {
        match &self.text {
            Text::Kept(bytes) => bytes.len(),
            Text::Home(_) | Text::Dropped => 0,
        }
    }

    /// Whether its text is gone.
    pub const fn is_dropped(&self) -> bool {
        matches!(self.text, Text::Dropped)
    }

    /// Lets the text go.
    fn drop_text(&mut self) {
        self.text = Text::Dropped;
    }

    /// Part of its bytes.
    ///
    /// # Errors
    /// If the file can't be read, or the bytes are gone.
    pub fn read(&self, range: Range<usize>) -> io::Result<Vec<u8>> {
        let gone = || io::Error::new(io::ErrorKind::NotFound, "no longer in memory");
        match &self.text {
            Text::Home(home) => home.read(range.start as u64, range.len()),
            Text::Kept(bytes) => bytes.get(range).map(<[u8]>::to_vec).ok_or_else(gone),
            Text::Dropped => Err(gone()),
        }
    }

    /// All of it, as a block to scan again.
    ///
    /// # Errors
    /// See [`Self::read`].
    pub fn block(&self) -> io::Result<Block> {
        let bytes = self.read(0..self.len)?;
        Ok(Block::again(self.source, self.offset, self.line, bytes))
    }
}

/// What was read up to some moment. Cheap to clone; never changes.
#[derive(Clone, Debug, Default)]
pub struct Store {
    chunks: Vec<Arc<Vec<Entry>>>,
    blocks: Vec<Arc<Vec<Lines>>>,
    count: usize,
    block_count: usize,
    /// Ordinals in the order of time; those that were dropped are not among them.
    pub order: Arc<Vec<u32>>,
    /// Records that were dropped, oldest first, since memory was full.
    pub dropped: u64,
    /// Blocks that were gone through for texts to drop.
    gone: usize,
    /// Whether there was one among them that is in a file.
    has_files: bool,
}

/// Blocks that are kept together.
const BLOCKS: usize = 256;

impl Store {
    /// How many records were read, dropped ones too.
    pub const fn len(&self) -> usize {
        self.count
    }

    /// Whether there are none.
    pub const fn is_empty(&self) -> bool {
        self.count == 0
    }

    /// How many blocks were read.
    pub const fn blocks(&self) -> usize {
        self.block_count
    }

    /// The entry of an ordinal.
    pub fn entry(&self, ordinal: u32) -> Option<Entry> {
        let at = ordinal as usize;
        self.chunks.get(at / CHUNK)?.get(at % CHUNK).copied()
    }

    /// The time of an ordinal; [`UNTIMED`] also if there is no such record.
    pub fn time(&self, ordinal: u32) -> i64 {
        self.entry(ordinal).map_or(UNTIMED, |entry| entry.time)
    }

    /// A block.
    pub fn lines(&self, block: usize) -> Option<&Lines> {
        self.blocks.get(block / BLOCKS)?.get(block % BLOCKS)
    }

    /// Ordinals of a block's records.
    pub fn records_of(&self, block: usize) -> Range<u32> {
        let first = |block| self.lines(block).map(|lines| lines.first);
        let end = u32::try_from(self.count).unwrap_or(u32::MAX);
        first(block).unwrap_or(end)..first(block + 1).unwrap_or(end)
    }

    /// The ordinal of the record at a place of a block.
    pub fn find(&self, block: usize, at: u32, nth: u32) -> Option<u32> {
        let Range { mut start, mut end } = self.records_of(block);
        while start < end {
            let middle = start + (end - start) / 2;
            let entry = self.entry(middle)?;
            match (entry.at, entry.nth()).cmp(&(at, nth)) {
                std::cmp::Ordering::Equal => return Some(middle),
                std::cmp::Ordering::Less => start = middle + 1,
                std::cmp::Ordering::Greater => end = middle,
            }
        }
        None
    }

    /// Where an ordinal stands among `rows`, which are in the order of time; where it would, if it is not there.
    pub fn position(&self, rows: &[u32], ordinal: u32) -> usize {
        let key = (self.time(ordinal), ordinal);
        rows.partition_point(|row| (self.time(*row), *row) < key)
    }

    /// How many of `rows`, which are in the order of time, are before a moment.
    pub fn before(&self, rows: &[u32], time: i64) -> usize {
        rows.partition_point(|row| self.time(*row) < time)
    }
}

/// Builds a store while its inputs are read.
#[derive(Debug, Default)]
pub struct Builder {
    store: Store,
    /// Ordinals that stand in no order yet.
    fresh: Vec<u32>,
    kept: usize,
}

impl Builder {
    /// Takes a block and the entries of its records, in their order.
    pub fn add(&mut self, mut lines: Lines, entries: Vec<Entry>) {
        let block = u32::try_from(self.store.block_count).unwrap_or(u32::MAX);
        let count = |len: usize| u32::try_from(len).unwrap_or(u32::MAX);
        lines.first = count(self.store.count);
        self.kept += lines.kept();
        push(&mut self.store.blocks, BLOCKS, lines);
        self.store.block_count += 1;
        for entry in entries {
            self.fresh.push(count(self.store.count));
            push(&mut self.store.chunks, CHUNK, Entry { block, ..entry });
            self.store.count += 1;
        }
    }

    /// Lets the oldest texts in memory go if more than `most` bytes are kept; an eighth at once, since all that is left
    /// has to be gone through for it.
    pub fn keep(&mut self, most: usize) {
        if self.kept <= most {
            return;
        }
        while self.kept > most - most / 8 && self.store.gone + 1 < self.store.block_count {
            let at = self.store.gone;
            self.store.gone += 1;
            let records = self.store.records_of(at).len();
            let blocks = self.store.blocks.get_mut(at / BLOCKS).map(Arc::make_mut);
            let lines = blocks.and_then(|blocks| blocks.get_mut(at % BLOCKS));
            match lines.filter(|lines| lines.kept() > 0) {
                Some(lines) => {
                    self.kept -= lines.kept();
                    self.store.dropped += records as u64;
                    lines.drop_text();
                }
                None => self.store.has_files = true,
            }
        }
        self.order();
        let store = &self.store;
        let is_there = |ordinal: &u32| {
            let block = store.entry(*ordinal).map_or(0, |entry| entry.block);
            let lines = store.lines(block as usize);
            lines.is_some_and(|lines| !lines.is_dropped())
        };
        let left = store.order.iter().copied().filter(is_there).collect();
        self.store.order = Arc::new(left);
        self.forget();
    }

    /// Forgets the entries of records that were dropped, where all before some are.
    fn forget(&mut self) {
        let store = &mut self.store;
        if store.has_files {
            return;
        }
        let live = store.records_of(store.gone).start as usize;
        for chunk in store.chunks.iter_mut().take(live / CHUNK) {
            if !chunk.is_empty() {
                *chunk = Arc::default();
            }
        }
        for blocks in store.blocks.iter_mut().take(store.gone / BLOCKS) {
            if !blocks.is_empty() {
                *blocks = Arc::default();
            }
        }
    }

    /// What was taken so far, in the order of time.
    pub fn snapshot(&mut self) -> Store {
        self.order();
        self.store.clone()
    }

    /// Puts what is fresh in its place. Costs little where it is later than all before it.
    fn order(&mut self) {
        let store = &mut self.store;
        let mut fresh = std::mem::take(&mut self.fresh);
        let mut order = Arc::unwrap_or_clone(std::mem::take(&mut store.order));
        let key = |store: &Store, ordinal: u32| (store.time(ordinal), ordinal);
        fresh.sort_by_key(|ordinal| key(store, *ordinal));
        if let Some(first) = fresh.first() {
            let first = key(store, *first);
            let stays = order.partition_point(|ordinal| key(store, *ordinal) < first);
            let late = order.split_off(stays);
            order.reserve(late.len() + fresh.len());
            let (mut late, mut fresh) = (late.into_iter().peekable(), fresh.into_iter().peekable());
            while let (Some(left), Some(right)) = (late.peek(), fresh.peek()) {
                let next = match key(store, *left) < key(store, *right) {
                    true => late.next(),
                    false => fresh.next(),
                };
                order.extend(next);
            }
            order.extend(late.chain(fresh));
        }
        store.order = Arc::new(order);
    }
}

/// Adds to the last chunk, or begins a new one. A chunk that somebody else holds is copied.
fn push<T: Clone>(chunks: &mut Vec<Arc<Vec<T>>>, most: usize, item: T) {
    match chunks.last_mut() {
        Some(chunk) if chunk.len() < most => Arc::make_mut(chunk).push(item),
        _ => chunks.push(Arc::new(vec![item])),
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use proptest::prelude::*;

    fn entry(time: i64, at: u32) -> Entry {
        Entry::new(time, [at, 1, 0], Outcome::Denied, Kind::Alert, 2)
    }

    fn lines(bytes: usize) -> Lines {
        Lines::of(&Block::again(0, 0, 1, vec![b'x'; bytes]))
    }

    /// A store of these blocks of times, looked at after each.
    fn built(blocks: &[Vec<i64>]) -> Store {
        let mut builder = Builder::default();
        let mut store = Store::default();
        for times in blocks {
            let entries = times.iter().zip(0..).map(|(time, at)| entry(*time, at));
            builder.add(lines(10), entries.collect());
            store = builder.snapshot();
        }
        store
    }

    #[test]
    fn an_entry_keeps_what_it_was_given_in_24_bytes() {
        let kept = Entry::new(
            -5,
            [7, 8, MOST_OF_A_LINE - 1],
            Outcome::Failed,
            Kind::Gap,
            15,
        );
        assert_eq!((kept.time, kept.at, kept.len), (-5, 7, 8));
        assert_eq!((kept.nth(), kept.operation()), (MOST_OF_A_LINE - 1, 15));
        assert_eq!((kept.outcome(), kept.kind()), (Outcome::Failed, Kind::Gap));
        assert_eq!(size_of::<Entry>(), 24);
    }

    #[test]
    fn texts_are_dropped_from_the_oldest_on_and_their_records_counted() {
        let mut builder = Builder::default();
        for block in 0..5_u32 {
            let entries = (0..3).map(|at| entry(i64::from(block), at)).collect();
            builder.add(lines(100), entries);
            builder.keep(250);
        }
        let store = builder.snapshot();
        assert_eq!((store.len(), store.dropped), (15, 9));
        assert_eq!(**store.order, (9..15).collect::<Vec<u32>>());
        assert!(store.lines(2).unwrap().read(0..1).is_err());
        assert!(store.lines(3).unwrap().read(0..1).is_ok());
    }

    #[test]
    fn an_endless_stream_takes_no_more_than_what_is_kept() {
        let mut builder = Builder::default();
        let per_block = 100;
        for block in 0..2000_u32 {
            let entries = (0..per_block)
                .map(|at| entry(i64::from(block), at))
                .collect();
            builder.add(lines(100), entries);
            builder.keep(10_000);
        }
        let store = builder.snapshot();
        let entries: usize = store.chunks.iter().map(|chunk| chunk.len()).sum();
        assert!(entries <= 100 * 100 + CHUNK, "{entries}");
        assert_eq!(store.order.len() as u64 + store.dropped, 200_000);
        let (first, last) = (store.order[0], *store.order.last().unwrap());
        assert_eq!((store.time(last), last), (1999, 199_999));
        let kept = store.entry(first).unwrap();
        assert!(store.lines(kept.block as usize).unwrap().read(0..1).is_ok());
        assert_eq!(store.find(kept.block as usize, kept.at, 0), Some(first));
        assert_eq!((store.entry(0), store.find(0, 0, 0)), (None, None));
    }

    proptest! {
        #[test]
        fn the_order_is_that_of_a_stable_sort_by_time(blocks in prop::collection::vec(prop::collection::vec(-3_i64..9, 0..6), 0..8)) {
            let store = built(&blocks);
            let times: Vec<i64> = blocks.concat();
            let mut sorted: Vec<u32> = (0..u32::try_from(times.len()).unwrap()).collect();
            sorted.sort_by_key(|ordinal| times[*ordinal as usize]);
            prop_assert_eq!(&**store.order, &sorted);
            for (place, ordinal) in sorted.iter().enumerate() {
                prop_assert_eq!(store.position(&sorted, *ordinal), place);
            }
            prop_assert_eq!(store.before(&sorted, 4), times.iter().filter(|time| **time < 4).count());
        }

        #[test]
        fn a_record_is_found_by_its_place(counts in prop::collection::vec(0_usize..5, 1..6)) {
            let blocks: Vec<Vec<i64>> = counts.iter().map(|count| vec![0; *count]).collect();
            let store = built(&blocks);
            let mut ordinal = 0;
            for (block, count) in counts.iter().enumerate() {
                for at in 0..u32::try_from(*count).unwrap() {
                    prop_assert_eq!(store.find(block, at, 0), Some(ordinal));
                    ordinal += 1;
                }
                prop_assert_eq!(store.find(block, 99, 0), None);
            }
        }
    }
}
