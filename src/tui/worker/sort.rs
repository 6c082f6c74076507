//! Puts rows in the order of a column.

use std::cmp::Ordering;
use std::sync::Arc;

use super::Desk;
use super::query::{Collector, Query};
use crate::engine::Fold;
use crate::output::list_column::ListColumn;
use crate::record::Record;
use crate::tui::bits::Bits;
use crate::tui::job::{Job, Message, Slot, Sorted};
use crate::tui::store::Store;
use jiff::tz::TimeZone;

/// Rows that are put in order, at most: each is held with the text it is ordered by.
const MOST: usize = 1_000_000;

/// Bytes of a text that count for its order.
const LONGEST: usize = 64;

/// What a row is ordered by: numbers before texts, and nothing at the end.
#[derive(Clone, Debug, PartialEq)]
enum SortKey {
    Number(f64),
    Text(Box<str>),
    None,
}

impl SortKey {
    fn of(text: &str) -> Self {
        if text.is_empty() {
            return Self::None;
        }
        match text.parse::<f64>() {
            Ok(number) if number.is_finite() => Self::Number(number),
            _ => Self::Text(text.chars().take(LONGEST).collect()),
        }
    }

    fn order(&self, other: &Self, is_down: bool) -> Ordering {
        let rank = |key: &Self| match key {
            Self::Number(_) => 0,
            Self::Text(_) => 1,
            Self::None => 2,
        };
        let order = match (self, other) {
            (Self::Number(left), Self::Number(right)) => left.total_cmp(right),
            (Self::Text(left), Self::Text(right)) => left.cmp(right),
            (left, right) => return rank(left).cmp(&rank(right)),
        };
        if is_down { order.reverse() } else { order }
    }
}

/// Does such a job; the order of time stays where the column is equal.
pub(super) fn sort(job: Job, desk: &Desk) {
    let Job::Sort {
        generation,
        column,
        is_down,
        rows,
        zone,
        store,
    } = job
    else {
        return;
    };
    if rows.len() > MOST {
        let why = format!("{} rows are too many to sort; filter first", rows.len());
        let rows = Err(why);
        desk.tell(Message::Sorted(Sorted { generation, rows }));
        return;
    }
    let Ok(all) = desk.session.language.compile(&[]) else {
        return;
    };
    let mut wanted = Bits::default();
    rows.iter().for_each(|row| wanted.set(*row));
    let mut sorting = Sorting {
        wanted,
        is_down,
        keys: Vec::with_capacity(rows.len()),
    };
    let fold = Keys { column, zone };
    let mut query = Query::new(Slot::Sort, generation, all.plan);
    query.run(desk, &store, &fold, &mut sorting);
}

/// The keys of the rows that are wanted.
struct Sorting {
    wanted: Bits,
    is_down: bool,
    keys: Vec<(SortKey, u32)>,
}

impl Collector<Vec<((u32, u32), SortKey)>> for Sorting {
    fn merge(&mut self, store: &Store, block: usize, part: Vec<((u32, u32), SortKey)>) {
        for ((at, nth), key) in part {
            let ordinal = store.find(block, at, nth);
            let ordinal = ordinal.filter(|row| self.wanted.has(*row));
            self.keys.extend(ordinal.map(|row| (key, row)));
        }
    }

    fn snapshot(&mut self, store: &Store, query: &Query, is_whole: bool) -> Option<Message> {
        if !is_whole {
            return None;
        }
        let mut keys = std::mem::take(&mut self.keys);
        let time = |row: &u32| (store.time(*row), *row);
        keys.sort_by(|(left, one), (right, other)| {
            left.order(right, self.is_down)
                .then_with(|| time(one).cmp(&time(other)))
        });
        let rows: Vec<u32> = keys.into_iter().map(|(_, row)| row).collect();
        Some(Message::Sorted(Sorted {
            generation: query.generation,
            rows: Ok(Arc::new(rows)),
        }))
    }
}

/// The text of a column, and where its record stands.
struct Keys {
    column: ListColumn,
    zone: TimeZone,
}

impl Fold for Keys {
    type Part = Vec<((u32, u32), SortKey)>;

    fn visit(&self, record: &Record<'_>, part: &mut Self::Part) {
        let spot = record.origin().spot;
        let text = self.column.text(record, &self.zone);
        part.push(((spot.at, spot.nth), SortKey::of(&text)));
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn numbers_come_before_texts_and_nothing_comes_last() {
        let sorted = |is_down| {
            let mut keys: Vec<SortKey> = ["b", "10", "", "9", "a"].map(SortKey::of).into();
            keys.sort_by(|left, right| left.order(right, is_down));
            keys
        };
        let key = SortKey::of;
        assert_eq!(sorted(false), ["9", "10", "a", "b", ""].map(key));
        assert_eq!(sorted(true), ["10", "9", "b", "a", ""].map(key));
    }
}
