//! What all records of the view come to: counts of values, apart or together. Knows records and times, nothing of the
//! screen.

use std::collections::HashMap;

use jiff::tz::TimeZone;

use crate::analysis::{Bins, enclosing};
use crate::engine::Fold;
use crate::record::Record;
use crate::record::column::Column;
use crate::record::derived::workload::event_time;
use crate::record::time::Time;

/// What is counted.
#[derive(Clone, Debug)]
pub struct Counting {
    /// Columns whose values are counted together; each list apart from the others.
    pub groupings: Vec<Vec<Column>>,
    /// Whether it is counted over time too.
    pub is_spread: bool,
    /// Which groups come first.
    pub order: Order,
    /// How many groups of each grouping are told.
    pub most: usize,
}

/// Which groups come first.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq)]
pub enum Order {
    /// The most frequent.
    #[default]
    Most,
    /// The least frequent.
    Least,
    /// Those that were seen first.
    Oldest,
    /// Those that were seen last.
    Latest,
}

impl Order {
    /// How it is called.
    pub const fn name(self) -> &'static str {
        match self {
            Self::Most => "most first",
            Self::Least => "rarest first",
            Self::Oldest => "oldest first",
            Self::Latest => "latest first",
        }
    }

    /// The one after it.
    #[must_use]
    pub const fn next(self) -> Self {
        match self {
            Self::Most => Self::Least,
            Self::Least => Self::Oldest,
            Self::Oldest => Self::Latest,
            Self::Latest => Self::Most,
        }
    }
}

/// When something was seen, and how often.
#[derive(Clone, Debug, Default)]
pub struct Sight {
    /// How many records there are.
    pub count: u64,
    /// The first and the last of those that have a time.
    pub span: Option<(Time, Time)>,
    /// The same over time, if that was asked for.
    pub bins: Option<Box<Bins>>,
}

impl Sight {
    fn take(&mut self, time: Option<Time>, is_spread: bool) {
        self.count += 1;
        self.span = enclosing(self.span, time.map(|time| (time, time)));
        if is_spread {
            self.bins.get_or_insert_default().take(time);
        }
    }

    fn join(&mut self, other: Self) {
        self.count += other.count;
        self.span = enclosing(self.span, other.span);
        match (&mut self.bins, other.bins) {
            (Some(bins), Some(more)) => bins.merge(&more),
            (bins @ None, more) => *bins = more,
            (Some(_), None) => {}
        }
    }
}

/// The values of a group, one a column; `None` where a record has none. Not escaped.
pub type Values = Vec<Option<String>>;

/// Groups that are counted apart, for each grouping.
pub const MOST_GROUPS: usize = 20_000;

/// Bytes of values that are kept, for each grouping: they are as long as whoever wrote the records wants.
const MOST_BYTES: usize = 8 << 20;

/// The counts of one grouping.
#[derive(Clone, Debug, Default)]
pub struct Tally {
    groups: HashMap<Box<[u8]>, Sight, foldhash::fast::RandomState>,
    /// Bytes of the labels.
    bytes: usize,
    /// Records of groups beyond those that are counted apart. A record may belong to several.
    pub others: u64,
}

impl Tally {
    fn take(&mut self, label: &[u8], time: Option<Time>, is_spread: bool) {
        if let Some(sight) = self.groups.get_mut(label) {
            return sight.take(time, is_spread);
        }
        let mut sight = Sight::default();
        sight.take(time, is_spread);
        self.put(label.into(), sight);
    }

    fn put(&mut self, label: Box<[u8]>, sight: Sight) {
        let bytes = self.bytes + label.len();
        if self.groups.len() >= MOST_GROUPS || bytes > MOST_BYTES {
            self.others += sight.count;
            return;
        }
        self.bytes = bytes;
        self.groups.insert(label, sight);
    }

    /// Adds what was counted in another block.
    pub fn merge(&mut self, other: Self) {
        self.others += other.others;
        let mut groups: Vec<_> = other.groups.into_iter().collect();
        // In an order that does not depend on a seed, so that the same groups are counted apart each time.
        groups.sort_unstable_by(|left, right| left.0.cmp(&right.0));
        for (label, sight) in groups {
            match self.groups.get_mut(&label) {
                Some(known) => known.join(sight),
                None => self.put(label, sight),
            }
        }
    }

    /// How many groups are counted apart.
    pub fn len(&self) -> usize {
        self.groups.len()
    }

    /// Whether there are none.
    pub fn is_empty(&self) -> bool {
        self.groups.is_empty()
    }

    /// The first `most` groups in an order; ties by their values.
    pub fn ranked(&self, order: Order, most: usize) -> Vec<(Values, Sight)> {
        let mut groups: Vec<(&Box<[u8]>, &Sight)> = self.groups.iter().collect();
        groups.sort_unstable_by(|(one, left), (other, right)| {
            let first = |sight: &Sight| sight.span.map(|span| span.0);
            let last = |sight: &Sight| sight.span.map(|span| span.1);
            let order = match order {
                Order::Most => right.count.cmp(&left.count),
                Order::Least => left.count.cmp(&right.count),
                // Groups without a time come last either way.
                Order::Oldest => (first(left).is_none(), first(left))
                    .cmp(&(first(right).is_none(), first(right))),
                Order::Latest => last(right).cmp(&last(left)),
            };
            order.then_with(|| cells(one).cmp(cells(other)))
        });
        let groups = groups.into_iter().take(most);
        groups
            .map(|(label, sight)| (values(label), sight.clone()))
            .collect()
    }
}

/// In front of each value its length; where there is none, this.
const NONE: [u8; 4] = u32::MAX.to_be_bytes();

fn write(value: &str, label: &mut Vec<u8>) {
    // No line is that long.
    let len = u32::try_from(value.len()).unwrap_or(u32::MAX - 1);
    label.extend(len.to_be_bytes());
    label.extend(value.as_bytes());
}

/// The values that a label is made of, as bytes. In this order groups are told that are equal else.
fn cells(mut label: &[u8]) -> impl Iterator<Item = Option<&[u8]>> {
    std::iter::from_fn(move || {
        let (head, rest) = label.split_first_chunk::<4>()?;
        let len = match *head {
            NONE => 0,
            head => usize::try_from(u32::from_be_bytes(head)).unwrap_or(usize::MAX),
        };
        let (value, rest) = rest.split_at_checked(len)?;
        label = rest;
        Some((*head != NONE).then_some(value))
    })
}

fn values(label: &[u8]) -> Values {
    let text = |value: &[u8]| String::from_utf8_lossy(value).into_owned();
    cells(label).map(|value| value.map(text)).collect()
}

/// Counts groups in every block.
pub struct Counter<'q> {
    /// What is counted.
    pub counting: &'q Counting,
    /// The zone of times.
    pub zone: &'q TimeZone,
}

/// What one block came to.
#[derive(Debug, Default)]
pub struct Part {
    /// One a grouping.
    pub tallies: Vec<Tally>,
    /// All records.
    pub all: Sight,
    /// The label of the last record, for its room.
    label: Vec<u8>,
}

impl Part {
    /// Adds what was counted in another block.
    pub fn merge(&mut self, other: Self) {
        self.all.join(other.all);
        self.tallies
            .resize_with(self.tallies.len().max(other.tallies.len()), Tally::default);
        for (known, new) in self.tallies.iter_mut().zip(other.tallies) {
            known.merge(new);
        }
    }
}

impl Fold for Counter<'_> {
    type Part = Part;

    /// A record that has several values in one column belongs to the group of each.
    fn visit(&self, record: &Record<'_>, part: &mut Part) {
        let groupings = &self.counting.groupings;
        let is_spread = self.counting.is_spread;
        let time = event_time(record);
        part.all.take(time, false);
        part.tallies.resize_with(groupings.len(), Tally::default);
        for (columns, tally) in groupings.iter().zip(&mut part.tallies) {
            part.label.clear();
            if self.write_only(columns, record, &mut part.label) {
                tally.take(&part.label, time, is_spread);
                continue;
            }
            let (labels, beyond) = self.labels(columns, record);
            for label in labels {
                tally.take(&label, time, is_spread);
            }
            tally.others += beyond;
        }
    }
}

/// Groups that one record belongs to, at most: whoever writes it may write thousands of values.
const MOST_OF_ONE: usize = 64;

impl Counter<'_> {
    /// Writes the label of a record; or answers that it has several.
    fn write_only(&self, columns: &[Column], record: &Record<'_>, label: &mut Vec<u8>) -> bool {
        columns.iter().all(|column| {
            let mut count = 0;
            column.each(record, self.zone, &mut |value| {
                count += 1;
                write(value, label);
            });
            if count == 0 {
                label.extend(NONE);
            }
            count <= 1
        })
    }

    /// The labels of every choice of one value a column, and how many there are beyond those.
    fn labels(&self, columns: &[Column], record: &Record<'_>) -> (Vec<Vec<u8>>, u64) {
        let (mut labels, mut all) = (vec![Vec::new()], 1_u64);
        for column in columns {
            let mut cells: Vec<Vec<u8>> = Vec::new();
            column.each(record, self.zone, &mut |value| {
                let mut cell = Vec::new();
                write(value, &mut cell);
                cells.push(cell);
            });
            cells.sort_unstable();
            cells.dedup();
            if cells.is_empty() {
                cells.push(NONE.into());
            }
            all = all.saturating_mul(cells.len() as u64);
            let longer = |label: &Vec<u8>| -> Vec<Vec<u8>> {
                let cells = cells.iter().take(MOST_OF_ONE);
                cells
                    .map(|cell| [label.as_slice(), cell].concat())
                    .collect()
            };
            labels = labels.iter().flat_map(longer).take(MOST_OF_ONE).collect();
        }
        let beyond = all - labels.len() as u64;
        (labels, beyond)
    }
}

#[cfg(test)]
mod tests {
    use std::collections::BTreeMap;

    use super::*;
    use crate::record::Origin;
    use crate::record::column::columns;

    fn counting(lists: &[&str]) -> Counting {
        let list = |list: &&str| columns(list.split(','), None).unwrap();
        Counting {
            groupings: lists.iter().map(list).collect(),
            is_spread: true,
            order: Order::Most,
            most: 10,
        }
    }

    fn counted(lines: &[String], counting: &Counting, blocks: usize) -> Part {
        let fold = Counter {
            counting,
            zone: &TimeZone::UTC,
        };
        let mut all = Part::default();
        for block in lines.chunks(lines.len().div_ceil(blocks).max(1)) {
            let mut part = Part::default();
            for line in block {
                let record = Record::new(line.as_bytes(), Origin::default()).unwrap();
                fold.visit(&record, &mut part);
            }
            all.merge(part);
        }
        all
    }

    fn line(at: usize, ns: &str, tags: &[&str]) -> String {
        let tags = serde_json::json!(tags);
        format!(
            "{{\"UpdatedTime\":\"2026-03-14T09:40:{:02}Z\",\"NamespaceName\":{},\"ATags\":{tags},\"PID\":{}}}",
            at % 60,
            serde_json::json!(ns),
            at % 3
        )
    }

    #[test]
    fn counts_are_those_of_a_naive_search_however_the_blocks_are_cut() {
        let names = ["shop", "", "a\u{1b}[31m\n", "日本", "shop"];
        let lines: Vec<String> = (0..50)
            .map(|at| line(at, names[at % 5], &["x", "y", "x"][..at % 4]))
            .collect();
        let counting = counting(&["ns", "ns,pid", "tag"]);
        let mut naive: BTreeMap<Values, u64> = BTreeMap::new();
        for at in 0..50 {
            let ns = Some(names[at % 5]).filter(|name| !name.is_empty());
            let values = vec![ns.map(str::to_owned), Some((at % 3).to_string())];
            *naive.entry(values).or_default() += 1;
        }
        for blocks in [1, 7, 50] {
            let part = counted(&lines, &counting, blocks);
            assert_eq!(part.all.count, 50);
            let ranked = part.tallies[1].ranked(Order::Most, 100);
            let found = ranked
                .iter()
                .map(|(values, sight)| (values.clone(), sight.count));
            assert_eq!(found.collect::<BTreeMap<_, _>>(), naive);
            assert!(ranked.is_sorted_by_key(|(_, sight)| std::cmp::Reverse(sight.count)));
            let tags = part.tallies[2].ranked(Order::Most, 100);
            let tags: Vec<_> = tags
                .iter()
                .map(|(values, sight)| (values[0].as_deref(), sight.count))
                .collect();
            // A tag that a record has twice counts once.
            assert_eq!(tags, [(Some("x"), 37), (Some("y"), 24), (None, 13)]);
            let spread: u64 = ranked
                .iter()
                .filter_map(|(_, sight)| Some(sight.bins.as_ref()?.total()))
                .sum();
            assert_eq!(spread, 50);
        }
    }

    #[test]
    fn what_is_not_counted_apart_is_counted_together() {
        let mut tally = Tally::default();
        for at in 0..=MOST_GROUPS {
            tally.take(&at.to_be_bytes(), None, false);
        }
        tally.take(&0_usize.to_be_bytes(), None, false);
        assert_eq!((tally.len(), tally.others), (MOST_GROUPS, 1));
        let mut tally = Tally::default();
        let long = vec![b'x'; MOST_BYTES - 10];
        for end in 0..3 {
            tally.take(&[&long[..], &[end; 8]].concat(), None, false);
        }
        assert_eq!((tally.len(), tally.others), (1, 2));
    }

    #[test]
    fn a_record_of_thousands_of_values_makes_few_groups_and_tells_of_the_rest() {
        let tags: Vec<String> = (0..1000).map(|at| format!("t{at}")).collect();
        let tags: Vec<&str> = tags.iter().map(String::as_str).collect();
        let counting = counting(&["tag", "tag,ns"]);
        let part = counted(&[line(1, "a", &tags)], &counting, 1);
        for tally in &part.tallies {
            assert_eq!(
                (tally.len(), tally.others),
                (MOST_OF_ONE, 1000 - MOST_OF_ONE as u64)
            );
        }
    }

    #[test]
    fn groups_come_in_the_order_that_is_asked_for() {
        let lines: Vec<String> = [(5, "b"), (9, "a"), (3, "c"), (7, "b"), (50, "c"), (6, "c")]
            .map(|(at, ns)| line(at, ns, &[]))
            .into();
        let part = counted(&lines, &counting(&["ns"]), 1);
        for (order, names) in [
            (Order::Most, "c b a"),
            (Order::Least, "a b c"),
            (Order::Oldest, "c b a"),
            (Order::Latest, "c a b"),
        ] {
            let ranked = part.tallies[0].ranked(order, 10);
            let found: Vec<&str> = ranked
                .iter()
                .filter_map(|(values, _)| values[0].as_deref())
                .collect();
            assert_eq!(found.join(" "), names, "{order:?}");
        }
        assert_eq!(part.tallies[0].ranked(Order::Most, 1).len(), 1);
    }
}
