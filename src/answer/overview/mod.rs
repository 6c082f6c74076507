//! What there is in the data at a glance, and what the data can't show.

mod census;
mod facts;
mod inflation;

use std::sync::LazyLock;

use super::gaps::{Clocks, Silences, Throttles};
use super::{Bins, Measure, Sight};
use crate::engine::Fold;
use crate::query::op::is_public;
use crate::record::column::{Column, columns};
use crate::record::derived::network::{address, parse_address};
use crate::record::derived::workload::{event_time, outcome_of};
use crate::record::key::Key;
use crate::record::time::Time;
use crate::record::{Class, Record};

pub use census::Census;
pub use facts::{Facts, Ranked, Throttled};
pub use inflation::{Estimate, Inflation};

/// Records counted by the values of some fields.
pub struct Section {
    /// Its name.
    pub name: &'static str,
    /// The fields.
    pub fields: &'static [&'static str],
    /// Which records it counts.
    takes: fn(&Record<'_>) -> bool,
}

/// What every record is counted by.
pub const DIMENSIONS: [Section; 5] = [
    section("kind", &["kind"], |_| true),
    section("operation", &["op"], |_| true),
    section("outcome", &["outcome"], |_| true),
    section("host", &["host"], |_| true),
    section("namespace", &["ns"], |_| true),
];

/// What records of one sort are counted by, with their first and last time.
pub const LISTS: [Section; 4] = [
    section(
        "denied",
        &["ns", "workload", "op", "exe", "path", "ip", "port"],
        is_denied,
    ),
    section("policy", &["policy", "action"], has_policy),
    section("peer", &["ip", "port", "exe"], has_public_peer),
    section("executable", &["exe"], has_exe),
];

const fn section(
    name: &'static str,
    fields: &'static [&'static str],
    takes: fn(&Record<'_>) -> bool,
) -> Section {
    Section {
        name,
        fields,
        takes,
    }
}

fn is_denied(record: &Record<'_>) -> bool {
    record
        .text(Key::Result)
        .is_some_and(|result| outcome_of(&result) == "denied")
}

fn has_policy(record: &Record<'_>) -> bool {
    record.raw(Key::PolicyName).is_some()
}

fn has_exe(record: &Record<'_>) -> bool {
    record.raw(Key::ProcessName).is_some()
}

fn has_public_peer(record: &Record<'_>) -> bool {
    let operation = record.text(Key::Operation).unwrap_or_default();
    let head = operation.get(..7).unwrap_or_default();
    head.eq_ignore_ascii_case("Network")
        && address(record, "", &mut |value| {
            parse_address(&value.text).is_some_and(is_public)
        })
}

/// The columns of sections, one list each.
static COLUMNS: LazyLock<Vec<Vec<Column>>> = LazyLock::new(|| {
    let sections = DIMENSIONS.iter().chain(&LISTS);
    let of = |section: &Section| columns(section.fields.iter().copied(), None);
    sections
        .map(|section| of(section).unwrap_or_default())
        .collect()
});

/// Looks at every record: counts those that match, and keeps an eye on what the data can't show.
pub struct Overview;

/// What was seen, in one block or all. Bounded by what [`Census`], [`Bins`] and [`super::gaps`] keep at most.
#[derive(Debug, Default)]
pub struct Glance {
    /// Records that matched.
    pub records: u64,
    /// When they were.
    pub times: Bins,
    /// By [`DIMENSIONS`].
    pub dimensions: [Census<u64>; DIMENSIONS.len()],
    /// By [`LISTS`].
    pub lists: [Census<Sight>; LISTS.len()],
    /// Records that tell of the same event as another, among them.
    pub inflation: Inflation,
    /// Where alerts were dropped that may have been among them.
    pub throttles: Throttles,
    /// When each node of the data was silent.
    pub silences: Silences,
    /// How the clocks of the data's nodes run.
    pub clocks: Clocks,
    /// The time of the record at hand.
    now: Option<Time>,
}

impl Glance {
    /// Takes in what was seen of the next block.
    pub fn merge(&mut self, other: Self) {
        self.records += other.records;
        self.times.merge(&other.times);
        for (own, other) in self.dimensions.iter_mut().zip(other.dimensions) {
            own.merge(other);
        }
        for (own, other) in self.lists.iter_mut().zip(other.lists) {
            own.merge(other);
        }
        self.inflation.merge(other.inflation);
        self.throttles.merge(other.throttles);
        self.silences.merge(other.silences);
        self.clocks.merge(other.clocks);
    }
}

/// Counts a record in the sections that take it.
fn count<M: Measure>(
    sections: &[Section],
    columns: &[Vec<Column>],
    record: &Record<'_>,
    censuses: &mut [Census<M>],
) {
    for ((section, columns), census) in sections.iter().zip(columns).zip(censuses) {
        if (section.takes)(record) {
            census.take(columns, record);
        }
    }
}

impl Fold for Overview {
    type Part = Glance;

    fn visit(&self, record: &Record<'_>, part: &mut Glance) {
        part.records += 1;
        part.times.take(part.now);
        let (dimensions, lists) = COLUMNS.split_at(DIMENSIONS.len());
        count(&DIMENSIONS, dimensions, record, &mut part.dimensions);
        count(&LISTS, lists, record, &mut part.lists);
        part.inflation.take(record);
        if record.class() == Class::Throttle {
            part.throttles.take(record, part.now);
        }
    }

    fn sees(&self) -> bool {
        true
    }

    /// Nodes are silent, and clocks run apart, whatever is looked for.
    fn see(&self, record: &Record<'_>, part: &mut Glance) {
        part.now = event_time(record);
        if let Some(time) = part.now {
            part.silences.take(record, time);
            part.clocks.take(record, time);
        }
    }

    fn gap(&self, record: &Record<'_>, part: &mut Glance) {
        part.throttles.take(record, part.now);
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn every_section_has_its_columns() {
        for (section, columns) in DIMENSIONS.iter().chain(&LISTS).zip(COLUMNS.iter()) {
            assert_eq!(columns.len(), section.fields.len(), "{}", section.name);
        }
    }
}
