//! What there is in the data at a glance, and what the data can't show.

mod facts;
mod inflation;
mod section_counts;

use std::sync::LazyLock;

use super::gaps::Gaps;
use super::{Bins, Scale, Summary};
use crate::count::{Counted, MOST_MEMORY};
use crate::engine::Fold;
use crate::query::op::is_public;
use crate::record::column::{Column, columns};
use crate::record::derived::network::{address, parse_address};
use crate::record::derived::workload::{event_time, outcome_of};
use crate::record::key::Key;
use crate::record::time::Time;
use crate::record::vocabulary::TYPES;
use crate::record::{Class, Record};

pub use facts::{Facts, GroupRow, Ranked, Throttled};
pub use inflation::{Estimate, Inflation};
use section_counts::SectionCounts;

/// Records counted by the values of some fields.
pub struct Section {
    /// Its name.
    pub name: &'static str,
    /// The fields.
    pub fields: &'static [&'static str],
    /// Which records it counts.
    takes: fn(&Record<'_>) -> bool,
    /// The stored value that alone decides the group, where one does.
    decided_by: Decider,
}

type Decider = for<'a> fn(&Record<'a>) -> Option<&'a [u8]>;

/// What every record is counted by.
pub const DIMENSIONS: [Section; 5] = [
    section("kind", &["kind"], |_| true, known_type),
    section("operation", &["op"], |_| true, |r| r.raw(Key::Operation)),
    section("outcome", &["outcome"], |_| true, |r| r.raw(Key::Result)),
    section("host", &["host"], |_| true, |r| r.raw(Key::HostName)),
    section(
        "namespace",
        &["ns"],
        |_| true,
        |r| r.raw(Key::NamespaceName),
    ),
];

/// What records of one sort are counted by, with their first and last time.
pub const LISTS: [Section; 4] = [
    section(
        "denied",
        &["ns", "workload", "op", "exe", "path", "ip", "port"],
        is_denied,
        |_| None,
    ),
    section("policy", &["policy", "action"], has_policy, |_| None),
    section("peer", &["ip", "port", "exe"], has_public_peer, |_| None),
    section("executable", &["exe"], has_exe, |r| r.raw(Key::ProcessName)),
];

const fn section(
    name: &'static str,
    fields: &'static [&'static str],
    takes: fn(&Record<'_>) -> bool,
    decided_by: Decider,
) -> Section {
    Section {
        name,
        fields,
        takes,
        decided_by,
    }
}

/// `Type`, if it is one that is known: of any other, further keys decide the kind.
fn known_type<'a>(record: &Record<'a>) -> Option<&'a [u8]> {
    let raw = record.raw(Key::Type)?;
    let name = raw.strip_prefix(b"\"")?.strip_suffix(b"\"")?;
    TYPES
        .iter()
        .any(|known| known.as_bytes() == name)
        .then_some(raw)
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
        && may_name_address(record)
        && address(record, "", &mut |value| {
            parse_address(&value.text).is_some_and(is_public)
        })
}

/// Whether there is what every address holds, a point or a colon, where one may be named: most sockets name none, and
/// looking for the keys costs more. A colon behind a quote parts the members of an object.
fn may_name_address(record: &Record<'_>) -> bool {
    let of = |key| record.raw(key).unwrap_or_default();
    let is_part = |raw: &[u8]| memchr::memchr3(b'.', b':', b'\\', raw).is_some();
    let event = of(Key::EventData);
    is_part(of(Key::Data))
        || is_part(of(Key::Resource))
        || memchr::memchr2(b'.', b'\\', event).is_some()
        || memchr::memchr_iter(b':', event).any(|at| at > 0 && event.get(at - 1) != Some(&b'"'))
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
pub struct OverviewFold;

/// What was seen, in one block or all. Bounded by what `SectionCounts`, [`Bins`] and [`super::gaps`] keep at most.
#[derive(Debug)]
pub struct Overview {
    /// Records that matched.
    pub records: u64,
    /// When they were.
    pub times: Bins,
    /// By [`DIMENSIONS`].
    dimensions: [SectionCounts<u64>; DIMENSIONS.len()],
    /// By [`LISTS`].
    lists: [SectionCounts<Summary>; LISTS.len()],
    /// Records that tell of the same event as another, among them.
    pub inflation: Inflation,
    /// Where the log is blind: alerts that were dropped and may have been among them; of all records, when each node
    /// was silent and how its clock ran.
    pub gaps: Gaps,
    /// The time of the record at hand.
    now: Option<Time>,
}

/// Widths of the bars, each twice the one before: from 16.8 ms on, since a block of records takes no less.
const WIDTHS: [i128; 100] = {
    let mut widths = [1 << 24; 100];
    let mut rung = 1;
    while rung < widths.len() {
        widths[rung] = 2 * widths[rung - 1];
        rung += 1;
    }
    widths
};
static BARS: Scale = Scale::new(&WIDTHS, 64);

impl Default for Overview {
    fn default() -> Self {
        Self::within(MOST_MEMORY)
    }
}

impl Overview {
    /// Nothing yet; groups take so many bytes, about.
    pub fn within(memory: usize) -> Self {
        // Nine sections, each of which has a sixteenth more for what was let go.
        let room = memory / 16;
        Self {
            records: 0,
            times: Bins::new(&BARS),
            dimensions: std::array::from_fn(|_| SectionCounts::within(room)),
            lists: std::array::from_fn(|_| SectionCounts::within(room)),
            inflation: Inflation::default(),
            gaps: Gaps::default(),
            now: None,
        }
    }

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
        self.gaps.merge(other.gaps);
    }
}

/// Takes a record into the sections that it is of.
fn count<M: Counted + Clone>(
    sections: &[Section],
    columns: &[Vec<Column>],
    record: &Record<'_>,
    measure: &M,
    all_counts: &mut [SectionCounts<M>],
) {
    for ((section, columns), counts) in sections.iter().zip(columns).zip(all_counts) {
        if (section.takes)(record) {
            let decided_by = (section.decided_by)(record);
            counts.take(columns, record, decided_by, measure.clone());
        }
    }
}

impl Fold for OverviewFold {
    type Part = Overview;

    fn visit(&self, record: &Record<'_>, part: &mut Overview) {
        part.records += 1;
        part.times.take(part.now);
        let (dimensions, lists) = COLUMNS.split_at(DIMENSIONS.len());
        let sight = Summary {
            count: 1,
            span: part.now.map(|time| (time, time)),
            trend: (),
        };
        count(&DIMENSIONS, dimensions, record, &1, &mut part.dimensions);
        count(&LISTS, lists, record, &sight, &mut part.lists);
        part.inflation.take(record);
        if record.class() == Class::Throttle {
            part.gaps.throttles.take(record, part.now);
        }
    }

    fn wants_all(&self) -> bool {
        true
    }

    /// Nodes are silent, and clocks run apart, whatever is looked for.
    fn on_record(&self, record: &Record<'_>, part: &mut Overview) {
        part.now = event_time(record);
        part.gaps.watch(record, part.now);
    }

    fn on_throttle(&self, record: &Record<'_>, part: &mut Overview) {
        part.gaps.throttles.take(record, part.now);
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::record::Origin;

    #[test]
    fn every_record_with_an_address_may_name_one() {
        for (json, may) in [
            (
                r#"{"Resource":"sa_family=AF_INET6 sin_addr=2001:db8::1 sin_port=1"}"#,
                true,
            ),
            (r#"{"Resource":"remoteip=1.2.3.4"}"#, true),
            (
                r#"{"Data":"kfunc=UDP_SENDSKB domain=x daddr=1\u002e2\u002e3\u002e4"}"#,
                true,
            ),
            (r#"{"EventData":{"Sin_addr":"::1"}}"#, true),
            (r#"{"EventData":{"Sin_addr":"8.8.8.8"}}"#, true),
            (
                r#"{"Data":"syscall=SYS_SOCKET","Resource":"domain=AF_INET type=SOCK_STREAM protocol=TCP","EventData":{"Domain":"AF_INET","Type":"SOCK_STREAM"}}"#,
                false,
            ),
        ] {
            let record = Record::new(json.as_bytes(), Origin::default()).unwrap();
            assert_eq!(may_name_address(&record), may, "{json}");
        }
    }

    #[test]
    fn every_section_has_its_columns() {
        for (section, columns) in DIMENSIONS.iter().chain(&LISTS).zip(COLUMNS.iter()) {
            assert_eq!(columns.len(), section.fields.len(), "{}", section.name);
        }
    }
}
