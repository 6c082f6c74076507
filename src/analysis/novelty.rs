//! What was never seen before: combinations of values that the data has and a baseline has not.

use std::collections::{BTreeSet, HashMap, HashSet};
use std::hash::{BuildHasher, RandomState};

use super::gaps::Gaps;
use super::label::Labels;
use crate::count::{Group, Label, values};
use crate::engine::Fold;
use crate::record::Record;
use crate::record::derived::workload::event_time;
use crate::record::key::Key;
use crate::record::time::Time;
use crate::text::sanitize;

/// Combinations of the baseline that are told apart, at most: 16 bytes each, 160 MB in all.
pub const MOST_KNOWN: usize = 4_000_000;
/// New combinations that are kept, at most, each with its example.
pub const MOST_NEW: usize = 1_000_000;
/// Bytes of those, at most.
pub const MOST_BYTES: usize = 256 << 20;
/// Characters of an example.
const LONGEST: usize = 1000;
/// Namespaces that are remembered; with more, nothing is concluded from them.
const MOST_NAMESPACES: usize = 10_000;

/// Which side records are of.
#[derive(Clone, Copy, Debug)]
pub enum Side {
    /// All are the baseline.
    Baseline,
    /// All are the data.
    Data,
    /// Those before the moment are the baseline, the others the data; those without a time are neither.
    Parted(Time),
}

/// Stands for a combination: no one can foresee two that have the same.
type Fingerprint = u128;

/// Makes likenesses.
#[derive(Debug, Default)]
pub struct Hashers([RandomState; 2]);

impl Hashers {
    fn of(&self, label: &[u8]) -> Fingerprint {
        let [high, low] = &self.0;
        u128::from(high.hash_one(label)) << 64 | u128::from(low.hash_one(label))
    }
}

type Known = HashSet<Fingerprint, foldhash::fast::RandomState>;

/// Sorts records into what is known and what is new.
pub struct Novelty<'n> {
    /// The combinations.
    pub labels: Labels<'n>,
    /// Which side records are of.
    pub side: Side,
    /// Makes likenesses; the same for both sides.
    pub hashers: &'n Hashers,
    /// What was seen of the baseline before.
    pub before: Option<&'n Seen>,
}

/// What is known of one side.
#[derive(Debug, Default)]
pub struct Extent {
    /// Its records.
    pub records: u64,
    /// Its first and last time.
    pub span: Option<(Time, Time)>,
    /// Its namespaces, that of host events being empty.
    namespaces: BTreeSet<String>,
}

/// A combination that the baseline has not.
#[derive(Debug)]
pub struct New {
    label: Label,
    /// Its records.
    pub count: u64,
    /// The time of the first.
    pub first: Option<Time>,
    /// What the first did: its command line, file or peer; escaped.
    pub example: String,
    /// Where the first stands: `today.ndjson:12`; escaped.
    pub at: String,
}

/// What was seen, in one block or all.
#[derive(Debug, Default)]
pub struct Seen {
    known: Known,
    new: HashMap<Fingerprint, New, foldhash::fast::RandomState>,
    bytes: usize,
    /// The label of the last record, for its room.
    label: Label,
    /// The baseline.
    pub baseline: Extent,
    /// Who spoke when in the baseline, of all records, whether or not they match.
    pub heard: Gaps,
    /// The data.
    pub data: Extent,
    /// Records that are of neither side, since they have no time.
    pub untimed: u64,
    /// Records of the data whose combination the baseline has.
    common: u64,
    /// Records that have too many combinations to tell each.
    pub wide: u64,
    /// What there was too much of.
    pub beyond: Option<Beyond>,
}

/// What there is too much of to answer.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Beyond {
    /// Combinations of the baseline.
    Known,
    /// Combinations that may be new.
    New,
}

/// Why a baseline is none.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Unlike {
    /// No record of it matches.
    Empty,
    /// It is of other namespaces.
    Namespaces,
    /// No combination is in both.
    Combinations,
}

impl Extent {
    fn take(&mut self, record: &Record<'_>, time: Option<Time>) {
        self.records += 1;
        self.span = wider(self.span, time.map(|time| (time, time)));
        let namespace = record.text(Key::NamespaceName).unwrap_or_default();
        if self.namespaces.len() <= MOST_NAMESPACES && !self.namespaces.contains(namespace.as_ref())
        {
            self.namespaces.insert(namespace.into_owned());
        }
    }

    fn merge(&mut self, other: Self) {
        self.records += other.records;
        self.span = wider(self.span, other.span);
        let room = (MOST_NAMESPACES + 1).saturating_sub(self.namespaces.len());
        self.namespaces
            .extend(other.namespaces.into_iter().take(room));
    }

    /// Whether it has no namespace in common with another; not if there are too many to say.
    fn is_apart(&self, other: &Self) -> bool {
        let are_all = |extent: &Self| extent.namespaces.len() <= MOST_NAMESPACES;
        are_all(self) && are_all(other) && self.namespaces.is_disjoint(&other.namespaces)
    }
}

fn wider(left: Option<(Time, Time)>, right: Option<(Time, Time)>) -> Option<(Time, Time)> {
    match (left, right) {
        (Some(left), Some(right)) => Some((left.0.min(right.0), left.1.max(right.1))),
        (one, other) => one.or(other),
    }
}

impl New {
    /// The values of the combination, one a column.
    pub fn group(&self) -> Group<'_> {
        values(&self.label)
    }

    fn bytes(&self) -> usize {
        self.label.len() + self.example.len() + self.at.len()
    }

    /// Takes in more of the same; what is earlier, or was there before, is the example.
    fn join(&mut self, other: Self) {
        self.count += other.count;
        if is_earlier(other.first, self.first) {
            let count = self.count;
            *self = Self { count, ..other };
        }
    }
}

/// Whether a time comes before another; one that is not known comes last.
fn is_earlier(time: Option<Time>, than: Option<Time>) -> bool {
    time.is_some_and(|time| than.is_none_or(|than| time < than))
}

impl Seen {
    fn know(&mut self, likeness: Fingerprint) {
        if self.known.len() < MOST_KNOWN {
            self.known.insert(likeness);
        } else if !self.known.contains(&likeness) {
            self.beyond.get_or_insert(Beyond::Known);
        }
    }

    /// Whether there is room for one more that is new.
    fn has_room(&mut self, bytes: usize) -> bool {
        let has_room = self.new.len() < MOST_NEW && self.bytes + bytes <= MOST_BYTES;
        if !has_room {
            self.beyond.get_or_insert(Beyond::New);
        }
        has_room
    }

    /// Takes in what was seen of another block, a later one.
    pub fn merge(&mut self, other: Self) {
        for likeness in other.known {
            self.know(likeness);
        }
        for (likeness, new) in other.new {
            if self.known.contains(&likeness) {
                self.common += new.count;
            } else if let Some(known) = self.new.get_mut(&likeness) {
                known.join(new);
            } else if self.has_room(new.bytes()) {
                self.bytes += new.bytes();
                self.new.insert(likeness, new);
            }
        }
        self.baseline.merge(other.baseline);
        self.heard.merge(other.heard);
        self.data.merge(other.data);
        self.untimed += other.untimed;
        self.common += other.common;
        self.wide += other.wide;
        self.beyond = self.beyond.or(other.beyond);
    }

    /// The new combinations, the first seen first; those without a time last, equal ones by their values.
    pub fn news(&mut self) -> Vec<&New> {
        let known = &self.known;
        let common = &mut self.common;
        self.new.retain(|likeness, new| {
            let is_new = !known.contains(likeness);
            *common += if is_new { 0 } else { new.count };
            is_new
        });
        let mut all: Vec<&New> = self.new.values().collect();
        all.sort_unstable_by_key(|new| (new.first.is_none(), new.first, &new.label));
        all
    }

    /// Why what is new here says nothing, if so. To be asked behind [`Seen::news`].
    pub fn unlike(&self, baseline: &Extent) -> Option<Unlike> {
        if baseline.records == 0 {
            Some(Unlike::Empty)
        } else if self.data.records == 0 || self.common > 0 && !self.data.is_apart(baseline) {
            None
        } else if self.data.is_apart(baseline) {
            Some(Unlike::Namespaces)
        } else {
            Some(Unlike::Combinations)
        }
    }
}

impl Fold for Novelty<'_> {
    type Part = Seen;

    fn visit(&self, record: &Record<'_>, part: &mut Seen) {
        let time = event_time(record);
        let is_baseline = match (self.side, time) {
            (Side::Baseline, _) => true,
            (Side::Data, _) => false,
            (Side::Parted(cut), Some(time)) => time < cut,
            (Side::Parted(_), None) => {
                part.untimed += 1;
                return;
            }
        };
        let extent = match is_baseline {
            true => &mut part.baseline,
            false => &mut part.data,
        };
        extent.take(record, time);
        let mut label = std::mem::take(&mut part.label);
        let is_wide = self.labels.each(record, &mut label, |label| {
            let likeness = self.hashers.of(label);
            if is_baseline {
                part.know(likeness);
            } else if self
                .before
                .is_some_and(|seen| seen.known.contains(&likeness))
            {
                part.common += 1;
            } else {
                sight(part, likeness, label, record, time);
            }
        });
        part.label = label;
        part.wide += u64::from(is_wide);
    }

    /// A baseline is blind where it holds nothing at all, whatever is looked for.
    fn wants_all(&self) -> bool {
        !matches!(self.side, Side::Data)
    }

    fn on_record(&self, record: &Record<'_>, part: &mut Seen) {
        let time = event_time(record);
        let is_baseline = match self.side {
            Side::Baseline => true,
            Side::Data => false,
            Side::Parted(cut) => time.is_some_and(|time| time < cut),
        };
        if is_baseline {
            part.heard.hear(record, time);
        }
    }
}

/// Counts a record of a combination that may be new.
fn sight(
    part: &mut Seen,
    likeness: Fingerprint,
    label: &[u8],
    record: &Record<'_>,
    time: Option<Time>,
) {
    if let Some(known) = part.new.get_mut(&likeness) {
        known.count += 1;
        if is_earlier(time, known.first) {
            known.first = time;
            (known.example, known.at) = example(record);
        }
        return;
    }
    let (example, at) = example(record);
    let new = New {
        label: label.to_vec(),
        count: 1,
        first: time,
        example,
        at,
    };
    part.new.insert(likeness, new);
}

/// What a record did, and where it stands.
fn example(record: &Record<'_>) -> (String, String) {
    let keys = [Key::Resource, Key::Data, Key::Message, Key::Source];
    let text = keys.iter().find_map(|key| record.text(*key));
    let text = text.unwrap_or_default();
    let short = match text.char_indices().nth(LONGEST) {
        Some((end, _)) => format!("{}…", sanitize(text.get(..end).unwrap_or_default())),
        None => sanitize(&text).into_owned(),
    };
    let origin = record.origin();
    (short, format!("{}:{}", sanitize(origin.input), origin.line))
}

#[cfg(test)]
mod tests;
