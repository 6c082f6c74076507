//! Rows that are looked at once more before they are written: to be sorted, merged, cut, or shown with their neighbours.

use std::hash::{BuildHasher, RandomState};

use super::{EventMember, Gaps, RowWriter};
use crate::analysis::Trace;
use crate::engine::{Fold, Timed};
use crate::json::scan::ObjectIter;
use crate::record::Record;
use crate::record::column::Column;
use crate::record::derived::workload::event_time;
use crate::record::key::Key;
use crate::record::time::Time;
use crate::record::value::{Number, Type};
use crate::text::{sanitize, shield_bytes};

/// One row, written out.
#[derive(Debug)]
pub struct ListedRow {
    /// Its text.
    pub bytes: Vec<u8>,
    /// What it is of.
    pub kind: RowKind,
    /// The record's time.
    pub time: Option<Time>,
    /// What it is sorted by.
    pub keys: Vec<SortKey>,
    /// The values of the field by which neighbours are told.
    pub group: String,
    /// How many secrets were masked in it.
    pub masked: u32,
    /// What stands for the record without its times, to find its equals.
    pub likeness: u64,
    /// What rules look at to find the other records of its event.
    pub trace: Option<Trace>,
    /// The record as one of an event; empty unless events are looked for.
    pub member: EventMember,
}

/// What a row is of.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum RowKind {
    /// A record that matched.
    Match,
    /// A record that did not.
    Neighbour,
    /// A record that did not, and tells of dropped alerts.
    Gap,
    /// A line that is no record.
    Stray,
}

/// What a row is sorted by: numbers before texts, nothing last.
#[derive(Clone, Debug, PartialEq, PartialOrd)]
pub enum SortKey {
    /// A number or a time.
    Number(f64),
    /// A time, in nanoseconds.
    Time(i128),
    /// Any other text.
    Text(String),
    /// No value.
    Nothing,
}

/// Writes rows that are kept apart.
#[expect(
    clippy::struct_excessive_bools,
    reason = "each asks for more of a row, whatever the others do"
)]
pub struct Listing {
    /// How they look.
    pub rows: RowWriter,
    /// The columns to sort by.
    pub sort: Vec<Column>,
    /// Whether records that do not match are rows too.
    pub has_neighbours: bool,
    /// The field by which neighbours are told.
    pub group: Option<Column>,
    /// Whether equals are looked for.
    pub has_likeness: bool,
    /// Whether the records of one event are looked for.
    pub has_traces: bool,
    /// Whether lines that are no records are rows too.
    pub has_strays: bool,
    /// Makes likenesses that nobody can foresee.
    pub hasher: RandomState,
}

impl Listing {
    fn row(&self, record: &Record<'_>, kind: RowKind) -> ListedRow {
        let sheet = &self.rows.sheet;
        let mut bytes = Vec::new();
        (sheet.format.row)(record, sheet, &mut bytes);
        let group = self
            .group
            .as_ref()
            .map(|column| column.values(record, &sheet.zone).join(","));
        ListedRow {
            bytes,
            kind,
            time: event_time(record),
            keys: self.sort.iter().map(|column| key(column, record)).collect(),
            group: group.unwrap_or_default(),
            masked: u32::try_from(record.origin().masked.len()).unwrap_or(u32::MAX),
            likeness: if self.has_likeness {
                self.likeness(record)
            } else {
                0
            },
            trace: self.has_traces.then(|| Trace::of(record)).flatten(),
            member: match self.has_traces {
                true => self.member(record),
                false => EventMember::default(),
            },
        }
    }

    fn member(&self, record: &Record<'_>) -> EventMember {
        let origin = record.origin();
        let payload = match self.rows.sheet.derived {
            true => record.payload().to_vec(),
            false => Vec::new(),
        };
        EventMember {
            place: format!("{}:{}", sanitize(origin.input), origin.line),
            payload,
        }
    }

    /// Every member but the times; secrets that were masked are not equal for that.
    fn likeness(&self, record: &Record<'_>) -> u64 {
        let payload = record.payload();
        let mut rest = Vec::with_capacity(payload.len());
        let Ok(mut walk) = ObjectIter::object(payload) else {
            return 0;
        };
        while let Ok(Some(member)) = walk.next(payload) {
            let name = member.key.of(payload);
            let is_time = Key::of(name)
                .is_some_and(|known| matches!(known.key, Key::Timestamp | Key::UpdatedTime));
            if !is_time {
                rest.extend_from_slice(name);
                rest.push(0);
                rest.extend_from_slice(member.value.of(payload));
                rest.push(0);
            }
        }
        self.hasher.hash_one((rest, record.origin().masked))
    }
}

fn key(column: &Column, record: &Record<'_>) -> SortKey {
    let ty = column.target.ty();
    if ty == Type::Time {
        return event_time(record).map_or(SortKey::Nothing, |time| SortKey::Time(time.0));
    }
    let mut key = SortKey::Nothing;
    column.target.any(record, &mut |value| {
        let number = || match Number::parse(&value.text)? {
            #[expect(
                clippy::cast_precision_loss,
                reason = "an order of numbers beyond 2^53 is of no use"
            )]
            Number::Int(count) => Some(count as f64),
            Number::Float(count) => Some(count),
        };
        key = match number().filter(|_| ty == Type::Number) {
            Some(number) => SortKey::Number(number),
            None => SortKey::Text(column.shown(&value.text).into_owned()),
        };
        true
    });
    key
}

impl Fold for Listing {
    type Part = Vec<ListedRow>;

    fn visit(&self, record: &Record<'_>, part: &mut Vec<ListedRow>) {
        match part.last_mut() {
            // It was seen before it was asked whether it matches.
            Some(row) if self.has_neighbours => row.kind = RowKind::Match,
            _ => part.push(self.row(record, RowKind::Match)),
        }
    }

    fn wants_all(&self) -> bool {
        self.has_neighbours
    }

    fn on_record(&self, record: &Record<'_>, part: &mut Vec<ListedRow>) {
        if self.has_neighbours {
            part.push(self.row(record, RowKind::Neighbour));
        }
    }

    fn on_throttle(&self, record: &Record<'_>, part: &mut Vec<ListedRow>) {
        if self.rows.sheet.gaps == Gaps::Counted {
            return;
        }
        match part.last_mut() {
            Some(row) if self.has_neighbours => row.kind = RowKind::Gap,
            _ => part.push(self.row(record, RowKind::Gap)),
        }
    }

    fn on_non_record(&self, line: &[u8], part: &mut Vec<ListedRow>) {
        if self.has_strays {
            part.push(ListedRow {
                bytes: [shield_bytes(line).as_bytes(), b"\n"].concat(),
                kind: RowKind::Stray,
                time: None,
                keys: Vec::new(),
                group: String::new(),
                masked: 0,
                likeness: 0,
                trace: None,
                member: EventMember::default(),
            });
        }
    }
}

impl Timed for ListedRow {
    fn time(&self) -> Option<Time> {
        self.time
    }
}
