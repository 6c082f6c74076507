//! Stretches of records that are there twice: a file read twice, exports that overlap, `kubectl logs --since` again.
//!
//! **A record is there twice if it belongs to [`WINDOW`] records in a row that equal, byte for byte, as many that came
//! before them, and are not all of one moment.** An event that is repeated makes equal records too, but only within one
//! moment: times are to the microsecond, or else to the second, and what comes later has a later one. Sixteen in a row,
//! since a stretch that is written twice is longer than a handful of late records.
//!
//! Every window has a key, and 262,144 keys are kept; of more, those that end in so many zeros, which are the same in both
//! places. What lies between two of them is compared by a sum over all that came before. So a stretch is told to the
//! record in a file of that many records; in a longer one its ends may be cut off, and it is told to be at least so long.
//! 16 MB. Records without a time are of one moment, and are told of no stretch by themselves.

use std::collections::{HashMap, VecDeque};
use std::hash::BuildHasher;

use super::names::NameTable;
use crate::record::Record;
use crate::record::time::Time;
use crate::text::sanitize;

/// Records in a row that make a stretch.
const WINDOW: usize = 16;
/// Keys that are kept, at most.
const MOST_KEYS: usize = 1 << 18;
/// Stretches that are kept, at most; of more, only their records are counted.
const MOST_STRETCHES: usize = 1000;
/// Inputs that are told by their names, at most.
const MOST_INPUTS: usize = 10_000;
/// What sums are multiplied by for each record: odd, and anything else.
const BASE: u64 = 0x2545_f491_4f6c_dd1d;

/// What was seen of records that are there twice. A part is of one block.
#[derive(Debug, Default)]
pub struct Doubles {
    /// The records of a block that were not joined to those before.
    fresh: Vec<Print>,
    /// The input that they are of.
    source: String,
    inputs: NameTable<MOST_INPUTS>,
    /// The number of the next record, from 0.
    nth: u64,
    /// The sum over all records so far.
    sum: u64,
    recent: VecDeque<Recent>,
    keys: HashMap<u64, Anchor, foldhash::fast::RandomState>,
    /// Keys end in so many zeros.
    thin: u32,
    open: Option<Repeat>,
    /// Records up to this number are counted.
    covered: u64,
    stretches: Vec<Repeat>,
    /// Records of all stretches.
    records: u64,
}

/// A record as it is compared.
#[derive(Clone, Copy, Debug)]
struct Print {
    digest: u64,
    time: Option<Time>,
    line: u64,
}

/// One of the last records.
#[derive(Clone, Copy, Debug)]
struct Recent {
    /// The sum over all before it.
    before: u64,
    time: Option<Time>,
    spot: Spot,
}

#[derive(Clone, Copy, Debug)]
struct Spot {
    input: Option<u32>,
    line: u64,
}

/// The first window of its key.
#[derive(Clone, Copy, Debug)]
struct Anchor {
    /// The number of its last record.
    nth: u64,
    /// The sum up to there.
    sum: u64,
    /// Its first record.
    first: Spot,
}

/// Records that were there before.
#[derive(Clone, Copy, Debug)]
struct Repeat {
    anchor: Anchor,
    /// The number of its last record, and the sum up to there.
    last: (u64, u64),
    /// Records that are counted for it.
    count: u64,
    /// The first and the last of them.
    spots: (Spot, Spot),
    /// The first record of the same before.
    original: Spot,
    /// Whether it is of more than one moment.
    is_told: bool,
}

/// What is there twice.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub struct Doubled {
    /// Records that were there before: what `--dedupe` would leave out of the stretches.
    pub records: u64,
    /// Whether there may be more.
    pub is_least: bool,
    /// The stretches, the longest first.
    pub stretches: Vec<Stretch>,
}

/// Records in a row that are there twice.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Stretch {
    /// How many.
    pub records: u64,
    /// The input; escaped.
    pub input: String,
    /// The lines of the first and the last of them; 0 where lines are not counted.
    pub lines: (u64, u64),
    /// Where they were before: the input, escaped, and the line of the first.
    pub before: (String, u64),
}

impl Doubles {
    /// Takes in the next record of a block.
    pub fn take(&mut self, record: &Record<'_>, time: Option<Time>) {
        let origin = record.origin();
        if self.fresh.is_empty() {
            origin.input.clone_into(&mut self.source);
        }
        let hasher = foldhash::quality::FixedState::default();
        self.fresh.push(Print {
            digest: hasher.hash_one(record.payload()),
            time,
            line: origin.line,
        });
    }

    /// Takes in what was seen of the next block.
    pub fn merge(&mut self, other: Self) {
        if other.fresh.is_empty() {
            return;
        }
        let input = self.inputs.number(&other.source);
        for print in other.fresh {
            self.join(print, input);
        }
    }

    fn join(&mut self, print: Print, input: Option<u32>) {
        if self.recent.len() == WINDOW {
            self.recent.pop_front();
        }
        let line = print.line;
        self.recent.push_back(Recent {
            before: self.sum,
            time: print.time,
            spot: Spot { input, line },
        });
        self.sum = self.sum.wrapping_mul(BASE).wrapping_add(print.digest);
        if self.recent.len() == WINDOW {
            self.compare();
        }
        self.nth += 1;
    }

    /// Compares the last window with those before.
    fn compare(&mut self) {
        let (Some(first), Some(last)) = (self.recent.front(), self.recent.back()) else {
            return;
        };
        let key = mixed(between(first.before, self.sum, WINDOW as u64));
        if key.trailing_zeros() < self.thin {
            return;
        }
        let spots = (first.spot, last.spot);
        match self.keys.get(&key) {
            Some(anchor) if self.nth - anchor.nth >= WINDOW as u64 => self.repeat(*anchor, spots),
            Some(_) => self.close(),
            None => {
                self.close();
                let anchor = Anchor {
                    nth: self.nth,
                    sum: self.sum,
                    first: spots.0,
                };
                self.keys.insert(key, anchor);
                while self.keys.len() > MOST_KEYS {
                    self.thin += 1;
                    let thin = self.thin;
                    self.keys.retain(|key, _| key.trailing_zeros() >= thin);
                }
            }
        }
    }

    /// Takes in that the last window was there before.
    fn repeat(&mut self, anchor: Anchor, spots: (Spot, Spot)) {
        let mut times = self.recent.iter().map(|recent| recent.time);
        let first = times.next();
        let is_told = times.any(|time| Some(time) != first);
        let now = (self.nth, self.sum);
        if let Some(run) = &mut self.open {
            let steps = now.0 - run.last.0;
            let is_same = now.0 - anchor.nth == run.last.0 - run.anchor.nth
                && between(run.last.1, now.1, steps) == between(run.anchor.sum, anchor.sum, steps);
            if is_same {
                run.count += steps;
                run.last = now;
                run.anchor = anchor;
                run.spots.1 = spots.1;
                run.is_told |= is_told;
                return;
            }
        }
        self.close();
        self.open = Some(Repeat {
            anchor,
            last: now,
            count: (now.0 + 1 - self.covered).min(WINDOW as u64),
            spots,
            original: anchor.first,
            is_told,
        });
    }

    fn close(&mut self) {
        if let Some(run) = self.open.take().filter(|run| run.is_told) {
            self.covered = run.last.0 + 1;
            self.records += run.count;
            if self.stretches.len() < MOST_STRETCHES {
                self.stretches.push(run);
            }
        }
    }

    /// What is there twice.
    pub fn doubled(&self) -> Doubled {
        let name = |spot: Spot| {
            let name = spot.input.and_then(|input| self.inputs.name(input));
            sanitize(name.unwrap_or("-")).into_owned()
        };
        let open = self.open.iter().filter(|run| run.is_told);
        let runs = self.stretches.iter().chain(open.clone());
        let mut stretches: Vec<Stretch> = runs
            .map(|run| Stretch {
                records: run.count,
                input: name(run.spots.0),
                lines: (run.spots.0.line, run.spots.1.line),
                before: (name(run.original), run.original.line),
            })
            .collect();
        stretches.sort_by_key(|stretch| std::cmp::Reverse(stretch.records));
        let open: u64 = open.map(|run| run.count).sum();
        Doubled {
            records: self.records + open,
            is_least: self.thin > 0,
            stretches,
        }
    }
}

/// The sum over so many records alone, of the sums before and behind them.
const fn between(before: u64, behind: u64, steps: u64) -> u64 {
    let mut power: u64 = 1;
    let (mut base, mut left) = (BASE, steps);
    while left > 0 {
        if left & 1 == 1 {
            power = power.wrapping_mul(base);
        }
        base = base.wrapping_mul(base);
        left >>= 1;
    }
    behind.wrapping_sub(before.wrapping_mul(power))
}

/// A key whose every bit depends on all of the sum. // the finalizer of `MurmurHash3`
pub(super) const fn mixed(sum: u64) -> u64 {
    let sum = (sum ^ (sum >> 33)).wrapping_mul(0xff51_afd7_ed55_8ccd);
    let sum = (sum ^ (sum >> 33)).wrapping_mul(0xc4ce_b9fe_1a85_ec53);
    sum ^ (sum >> 33)
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::record::Origin;

    /// So many records from one on, a record each so many milliseconds.
    fn records(from: u64, count: u64, millis: u64) -> Vec<(String, Option<Time>)> {
        (from..from + count)
            .map(|nth| {
                let time = i128::from(nth / 4 * millis) * 1_000_000;
                (format!(r#"{{"PID":{nth}}}"#), Some(Time(time)))
            })
            .collect()
    }

    fn seen(blocks: &[&[(String, Option<Time>)]]) -> Doubles {
        let mut all = Doubles::default();
        let mut line = 0;
        for block in blocks {
            let mut part = Doubles::default();
            for (json, time) in *block {
                line += 1;
                let origin = Origin {
                    input: "a",
                    line,
                    ..Origin::default()
                };
                part.take(&Record::new(json.as_bytes(), origin).unwrap(), *time);
            }
            all.merge(part);
        }
        all
    }

    /// Of a stretch: how many, the lines, and the first line before.
    type Told = (u64, (u64, u64), u64);

    fn told(all: &[(String, Option<Time>)]) -> (u64, Vec<Told>) {
        let doubled = seen(&[all]).doubled();
        assert!(!doubled.is_least);
        let stretches = doubled.stretches.into_iter();
        let stretches = stretches.map(|one| (one.records, one.lines, one.before.1));
        (doubled.records, stretches.collect())
    }

    #[test]
    fn a_stretch_is_told_to_the_record_and_where_it_was_before() {
        let all = [
            records(0, 3000, 1),
            records(500, 2000, 1),
            records(3000, 100, 1),
        ]
        .concat();
        assert_eq!(told(&all), (2000, vec![(2000, (3001, 5000), 501)]));
        let twice = [records(0, 40, 1), records(0, 40, 1), records(0, 40, 1)].concat();
        assert_eq!(told(&twice).0, 80);
    }

    #[test]
    fn fifteen_are_no_stretch_and_sixteen_are() {
        for (count, doubled) in [(15, 0), (16, 16), (17, 17)] {
            let all = [
                records(0, 100, 1),
                records(7, count, 1),
                records(100, 50, 1),
            ]
            .concat();
            assert_eq!(told(&all).0, doubled, "{count}");
        }
    }

    #[test]
    fn an_event_that_is_repeated_within_its_moment_is_none() {
        let same = vec![records(0, 1, 1).remove(0); 200];
        assert_eq!(told(&same).0, 0);
        // The same twenty files are read again and again within a second.
        let loops = records(0, 20, 0)
            .into_iter()
            .cycle()
            .take(200)
            .collect::<Vec<_>>();
        assert_eq!(told(&loops).0, 0);
        // Beside it, what is there twice is found: to the record, though most windows are of one second.
        let coarse = |from, count| {
            let mut all = records(from, count, 1);
            for (nth, (_, time)) in (from..).zip(&mut all) {
                *time = Some(Time(i128::from(nth / 100)));
            }
            all
        };
        let all = [coarse(0, 1000), loops, coarse(310, 400)].concat();
        assert_eq!(told(&all), (400, vec![(400, (1201, 1600), 311)]));
    }

    #[test]
    fn blocks_make_no_difference() {
        let all = [records(0, 300, 1), records(100, 150, 1), records(300, 9, 1)].concat();
        let whole = seen(&[&all]).doubled();
        assert_eq!(whole.records, 150);
        for cut in [1, 15, 16, 299, 305, 449, 450] {
            let (left, right) = all.split_at(cut);
            assert_eq!(seen(&[left, right]).doubled(), whole, "{cut}");
        }
        assert_eq!(seen(&all.chunks(7).collect::<Vec<_>>()).doubled(), whole);
    }

    #[test]
    fn of_many_records_at_least_what_lies_between_keys_is_told() {
        let many = MOST_KEYS as u64 * 3;
        let all = [
            records(0, many, 1),
            records(5000, 2000, 1),
            records(many, 100, 1),
        ]
        .concat();
        let all = seen(&all.chunks(1000).collect::<Vec<_>>());
        assert!(all.keys.len() <= MOST_KEYS);
        let doubled = all.doubled();
        assert!(doubled.is_least);
        assert!(
            (1950..=2000).contains(&doubled.records),
            "{}",
            doubled.records
        );
    }
}
