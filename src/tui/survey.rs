//! What all records of the view come to: counts of values, apart or together. Knows records and times, nothing of the
//! screen.

use std::cmp::Reverse;

use jiff::tz::TimeZone;

use crate::analysis::{Bins, Labels, enclosing};
use crate::count::{Counted, HeavyHitter, HeavyHitters, Label, Measure, values};
use crate::engine::Fold;
use crate::record::Record;
use crate::record::column::Column;
use crate::record::derived::workload::event_time;
use crate::record::time::Time;
use crate::text::{Count, restore};

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
    /// Whether there may be more records, or groups that are not told before it.
    pub is_about: bool,
}

impl Sight {
    fn take(&mut self, time: Option<Time>, is_spread: bool) {
        self.count += 1;
        self.span = enclosing(self.span, time.map(|time| (time, time)));
        if is_spread {
            self.bins.get_or_insert_default().take(time);
        }
    }
}

impl Sight {
    /// The count; `about` before it where there may be more, or groups before it that are not told.
    pub fn text(&self, about: &str) -> String {
        let about = if self.is_about { about } else { "" };
        format!("{about}{}", Count(self.count))
    }
}

impl Measure for Sight {
    fn join(&mut self, other: Self) {
        self.count += other.count;
        self.span = enclosing(self.span, other.span);
        match (&mut self.bins, other.bins) {
            (Some(bins), Some(more)) => bins.merge(&more),
            (bins @ None, more) => *bins = more,
            (Some(_), None) => {}
        }
    }

    fn beside(&self) -> usize {
        let bins = self.bins.as_ref();
        bins.map_or(0, |bins| size_of::<Bins>() + bins.bytes())
    }
}

impl Counted for Sight {
    fn count(&self) -> u64 {
        self.count
    }
}

/// The values of a group, one a column; `None` where a record has none. Not escaped.
pub type Values = Vec<Option<String>>;

/// Groups of each grouping that are told, at most.
pub const MOST_GROUPS: usize = 20_000;

/// Bytes that the groups of a grouping take; with counts over time so many times as much.
const ROOM: usize = 16 << 20;
const SPREAD: usize = 4;

/// The first `most` groups in an order; ties by their values.
pub fn ranked(
    groups: &HeavyHitters<Sight>,
    order: Order,
    most: usize,
) -> impl Iterator<Item = (Values, Sight)> {
    let (mut rows, others) = (groups.ranked(), groups.others());
    match order {
        Order::Most => {}
        Order::Least => rows.sort_by_key(|row| (row.measure.count, row.key)),
        // Groups without a time come last either way.
        Order::Oldest => rows.sort_by_key(|row| {
            let first = first(row.measure);
            (first.is_none(), first, row.key)
        }),
        Order::Latest => rows.sort_by_key(|row| (Reverse(last(row.measure)), row.key)),
    }
    rows.into_iter().take(most).map(move |row| {
        let cells = values(row.key).into_iter();
        let cells = cells.map(|cell| cell.map(|text| restore(text).into_owned()));
        let sight = Sight {
            span: row.measure.span.filter(|_| row.missed == 0),
            is_about: !is_exact(&row, order, others),
            ..row.measure.clone()
        };
        (cells.collect(), sight)
    })
}

fn first(sight: &Sight) -> Option<Time> {
    sight.span.map(|span| span.0)
}

fn last(sight: &Sight) -> Option<Time> {
    sight.span.map(|span| span.1)
}

/// Whether a group's count is so, and no group that is not kept, as `others` are not, comes before it in an order.
fn is_exact(row: &HeavyHitter<'_, Sight>, order: Order, others: Option<&Sight>) -> bool {
    let Some(others) = others else { return true };
    let sight = row.measure;
    let comes_first = match order {
        Order::Most => row.is_exact,
        Order::Least => sight.count <= 1,
        Order::Oldest => match (first(sight), first(others)) {
            (Some(own), Some(other)) => own <= other,
            (Some(_), None) => true,
            (None, _) => false,
        },
        Order::Latest => last(sight) >= last(others),
    };
    comes_first && row.missed == 0
}

/// Counts groups in every block.
pub struct Counter<'q> {
    labels: Vec<Labels<'q>>,
    is_spread: bool,
}

/// What one block came to, or all.
#[derive(Debug, Default)]
pub struct Part {
    /// One a grouping.
    pub tallies: Vec<HeavyHitters<Sight>>,
    /// All records.
    pub all: Sight,
    /// The label of the last record, for its room.
    label: Label,
}

impl Part {
    /// Adds what was counted in another block.
    pub fn merge(&mut self, other: Self) {
        self.all.join(other.all);
        if self.tallies.is_empty() {
            self.tallies = other.tallies;
            return;
        }
        for (known, new) in self.tallies.iter_mut().zip(other.tallies) {
            known.merge(new);
        }
    }
}

impl<'q> Counter<'q> {
    /// Counts these; times are those of the zone.
    pub fn new(counting: &'q Counting, zone: &TimeZone) -> Self {
        let labels = counting.groupings.iter();
        Self {
            labels: labels
                .map(|columns| Labels::new(columns, zone.clone()))
                .collect(),
            is_spread: counting.is_spread,
        }
    }

    fn room(&self) -> usize {
        if self.is_spread { SPREAD * ROOM } else { ROOM }
    }
}

impl Fold for Counter<'_> {
    type Part = Part;

    /// A record that has several values in one column belongs to the group of each.
    fn visit(&self, record: &Record<'_>, part: &mut Part) {
        let time = event_time(record);
        part.all.take(time, false);
        let new = || HeavyHitters::within(self.room());
        part.tallies.resize_with(self.labels.len(), new);
        for (labels, groups) in self.labels.iter().zip(&mut part.tallies) {
            labels.each(record, &mut part.label, |label| {
                groups.update(label, |sight| sight.take(time, self.is_spread));
            });
        }
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
        let fold = Counter::new(counting, &TimeZone::UTC);
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
            let ranked: Vec<_> = ranked(&part.tallies[1], Order::Most, 100).collect();
            let found = ranked
                .iter()
                .map(|(values, sight)| (values.clone(), sight.count));
            assert_eq!(found.collect::<BTreeMap<_, _>>(), naive);
            assert!(ranked.is_sorted_by_key(|(_, sight)| std::cmp::Reverse(sight.count)));
            let tags: Vec<_> = super::ranked(&part.tallies[2], Order::Most, 100).collect();
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
    fn what_is_said_of_groups_is_so_where_most_are_let_go() {
        // Sixty names that come once, three that come often among them, and so on, each time others.
        let names = (0..3000).map(|at| match at % 10 {
            7 => "often".to_owned(),
            8 if at > 2900 => "late".to_owned(),
            _ => format!("n{at}"),
        });
        let names: Vec<String> = names.collect();
        let mut groups = HeavyHitters::within(8 << 10);
        for (at, name) in names.iter().enumerate() {
            let time = Time(i128::try_from(at).unwrap());
            groups.update(format!("{name}\u{1f}").as_bytes(), |sight: &mut Sight| {
                sight.take(Some(time), true);
            });
        }
        let mut naive: BTreeMap<&str, (usize, usize, usize)> = BTreeMap::new();
        for (at, name) in names.iter().enumerate() {
            let known = naive.entry(name).or_insert((0, at, at));
            *known = (known.0 + 1, known.1, at);
        }
        for order in [Order::Most, Order::Least, Order::Oldest, Order::Latest] {
            let told: Vec<_> = ranked(&groups, order, 1000).collect();
            let mut left = naive.clone();
            for (values, sight) in &told {
                let known = left.remove(values[0].as_deref().unwrap()).unwrap();
                if let Some((first, last)) = sight.span {
                    assert_eq!((first.0, last.0), (known.1 as i128, known.2 as i128));
                }
                if sight.is_about {
                    continue;
                }
                assert_eq!(known.0 as u64, sight.count, "{values:?}");
                let is_before = |other: &(usize, usize, usize)| match order {
                    Order::Most => other.0 > known.0,
                    Order::Least => other.0 < known.0,
                    Order::Oldest => other.1 < known.1,
                    Order::Latest => other.2 > known.2,
                };
                assert!(!left.values().any(is_before), "{order:?} {values:?}");
            }
            assert!(!told.is_empty() && told.len() < 1000);
            let sum: u64 = told.iter().map(|(_, sight)| sight.count).sum();
            assert_eq!(sum + groups.others().unwrap().count, 3000);
        }
        let most = ranked(&groups, Order::Most, 1).next().unwrap();
        assert_eq!(most.0[0].as_deref(), Some("often"));
    }

    #[test]
    fn a_record_of_thousands_of_values_counts_under_each_or_as_many() {
        let counted_of = |count: usize| {
            let tags: Vec<String> = (0..count).map(|at| format!("t{at}")).collect();
            let tags: Vec<&str> = tags.iter().map(String::as_str).collect();
            let part = counted(&[line(1, "a", &tags)], &counting(&["tag", "tag,ns"]), 1);
            part.tallies
                .iter()
                .map(HeavyHitters::len)
                .collect::<Vec<_>>()
        };
        assert_eq!(counted_of(1000), [1000, 1000]);
        assert_eq!(counted_of(20_000), [1, 1]);
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
            let told: Vec<_> = ranked(&part.tallies[0], order, 10).collect();
            let found: Vec<&str> = told
                .iter()
                .filter_map(|(values, _)| values[0].as_deref())
                .collect();
            assert_eq!(found.join(" "), names, "{order:?}");
        }
        assert_eq!(ranked(&part.tallies[0], Order::Most, 1).count(), 1);
    }
}
