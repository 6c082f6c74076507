//! Rows in an order of their own, of which no more are kept than may still be shown.

use std::cmp::Ordering;
use std::collections::BinaryHeap;

use crate::cli::row_selection::SortDirection;
use crate::output::{ListedRow, RowKind, SortKey};
use crate::record::column::Column;

/// Which rows of the order are wanted.
#[derive(Clone, Copy, Debug)]
pub(super) enum KeptRows {
    All,
    /// Up to so many matches, and nothing behind the last of them.
    First(u64),
    /// So many from the end, whatever they are of.
    Last(usize),
}

/// Rows by their keys, and where those are equal as they came.
pub(super) struct SortedRows<'s> {
    order: RowOrder<'s>,
    wanted: KeptRows,
    /// The greatest is the one that is let go next.
    rows: BinaryHeap<HeapRow<'s>>,
    came: u64,
    matches: u64,
    /// Of the texts of the rows that are kept.
    pub(super) bytes: usize,
}

impl<'s> SortedRows<'s> {
    pub(super) fn new(sort: &'s [(Column, SortDirection)], wanted: KeptRows) -> Self {
        let is_from_end = matches!(wanted, KeptRows::Last(_));
        Self {
            order: RowOrder { sort, is_from_end },
            wanted,
            rows: BinaryHeap::new(),
            came: 0,
            matches: 0,
            bytes: 0,
        }
    }

    pub(super) fn push(&mut self, row: ListedRow) {
        self.came += 1;
        self.matches += u64::from(row.kind == RowKind::Match);
        self.bytes += row.bytes.len();
        self.rows.push(HeapRow {
            row,
            nth: self.came,
            order: self.order,
        });
        while self.is_beyond() {
            let Some(HeapRow { row, .. }) = self.rows.pop() else {
                return;
            };
            self.matches -= u64::from(row.kind == RowKind::Match);
            self.bytes -= row.bytes.len();
        }
    }

    /// Whether there is a row that is wanted no more.
    fn is_beyond(&self) -> bool {
        match self.wanted {
            KeptRows::All => false,
            KeptRows::First(most) => {
                let is_behind = |last: &HeapRow<'_>| last.row.kind != RowKind::Match;
                self.matches > most
                    || self.matches == most && self.rows.peek().is_some_and(is_behind)
            }
            KeptRows::Last(most) => self.rows.len() > most,
        }
    }

    /// The rows that are wanted, in their order.
    pub(super) fn into_rows(self) -> impl Iterator<Item = ListedRow> {
        let mut rows = self.rows.into_vec();
        rows.sort_unstable_by(HeapRow::in_order);
        rows.into_iter().map(|placed| placed.row)
    }
}

#[derive(Clone, Copy)]
struct RowOrder<'s> {
    sort: &'s [(Column, SortDirection)],
    /// Whether the first row of the order is the one that is let go next.
    is_from_end: bool,
}

struct HeapRow<'s> {
    row: ListedRow,
    /// Its number among all that came.
    nth: u64,
    order: RowOrder<'s>,
}

impl HeapRow<'_> {
    fn in_order(&self, other: &Self) -> Ordering {
        let keys = (self.row.keys.as_slice(), other.row.keys.as_slice());
        by_keys(keys, self.order.sort).then(self.nth.cmp(&other.nth))
    }
}

impl Ord for HeapRow<'_> {
    fn cmp(&self, other: &Self) -> Ordering {
        match self.order.is_from_end {
            true => other.in_order(self),
            false => self.in_order(other),
        }
    }
}

impl PartialOrd for HeapRow<'_> {
    fn partial_cmp(&self, other: &Self) -> Option<Ordering> {
        Some(self.cmp(other))
    }
}

impl PartialEq for HeapRow<'_> {
    fn eq(&self, other: &Self) -> bool {
        self.cmp(other).is_eq()
    }
}

impl Eq for HeapRow<'_> {}

/// By each key in turn; what has no value, as a line that is no record, comes last either way.
fn by_keys((left, right): (&[SortKey], &[SortKey]), sort: &[(Column, SortDirection)]) -> Ordering {
    let one = |(at, (_, way)): (usize, &(Column, SortDirection))| {
        let [left, right] = [left, right].map(|keys| keys.get(at).unwrap_or(&SortKey::Nothing));
        let up = left.partial_cmp(right).unwrap_or(Ordering::Equal);
        let is_apart = *left != SortKey::Nothing && *right != SortKey::Nothing;
        match *way == SortDirection::Down && is_apart {
            true => up.reverse(),
            false => up,
        }
    };
    let mut orders = sort.iter().enumerate().map(one);
    orders
        .find(|order| order.is_ne())
        .unwrap_or(Ordering::Equal)
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::output::EventMember;
    use crate::record::column::columns;
    use proptest::prelude::*;

    fn row(nth: usize, kind: RowKind, keys: Vec<SortKey>) -> ListedRow {
        ListedRow {
            bytes: nth.to_string().into_bytes(),
            kind,
            time: None,
            keys,
            group: String::new(),
            masked: 0,
            likeness: 0,
            trace: None,
            member: EventMember::default(),
        }
    }

    fn key() -> impl Strategy<Value = SortKey> {
        prop_oneof![
            (0..3_i8).prop_map(|number| SortKey::Number(f64::from(number))),
            (0..3_i128).prop_map(SortKey::Time),
            "[ab]?".prop_map(SortKey::Text),
            Just(SortKey::Nothing),
        ]
    }

    fn kind() -> impl Strategy<Value = RowKind> {
        prop_oneof![
            4 => Just(RowKind::Match),
            1 => Just(RowKind::Neighbour),
            1 => Just(RowKind::Gap),
            1 => Just(RowKind::Stray),
        ]
    }

    fn wanted() -> impl Strategy<Value = KeptRows> {
        prop_oneof![
            Just(KeptRows::All),
            (1..8_u64).prop_map(KeptRows::First),
            (1..8_usize).prop_map(KeptRows::Last),
        ]
    }

    /// The numbers of the rows that are wanted, all of them sorted and then cut.
    fn sorted_and_cut(
        rows: &[(RowKind, Vec<SortKey>)],
        sort: &[(Column, SortDirection)],
        wanted: KeptRows,
    ) -> Vec<usize> {
        let mut all: Vec<usize> = (0..rows.len()).collect();
        all.sort_by(|left, right| by_keys((&rows[*left].1, &rows[*right].1), sort));
        match wanted {
            KeptRows::All => {}
            KeptRows::First(most) => {
                let is_match = |nth: &&usize| rows[**nth].0 == RowKind::Match;
                let most = usize::try_from(most).unwrap();
                if let Some(last) = all.iter().filter(is_match).nth(most - 1).copied() {
                    let end = all.iter().position(|nth| *nth == last).unwrap();
                    all.truncate(end + 1);
                }
            }
            KeptRows::Last(most) => drop(all.drain(..all.len().saturating_sub(most))),
        }
        all
    }

    proptest! {
        #[test]
        fn what_is_kept_is_what_sorting_all_and_cutting_leaves(
            rows in prop::collection::vec((kind(), prop::collection::vec(key(), 2)), 0..40),
            ways in prop::collection::vec(any::<bool>(), 1..3),
            wanted in wanted(),
        ) {
            let keys = |(kind, keys): (RowKind, Vec<SortKey>)| match kind {
                RowKind::Stray => (kind, Vec::new()),
                kind => (kind, keys),
            };
            let rows: Vec<_> = rows.into_iter().map(keys).collect();
            let columns = columns(["ns", "pid"].into_iter(), None).unwrap();
            let ways = ways.into_iter().map(|is_down| if is_down { SortDirection::Down } else { SortDirection::Up });
            let sort: Vec<(Column, SortDirection)> = columns.into_iter().zip(ways).collect();
            let mut kept = SortedRows::new(&sort, wanted);
            for (nth, (kind, keys)) in rows.iter().enumerate() {
                kept.push(row(nth, *kind, keys.clone()));
                if rows.iter().all(|(kind, _)| *kind == RowKind::Match) {
                    let most = match wanted {
                        KeptRows::All => rows.len(),
                        KeptRows::First(most) => usize::try_from(most).unwrap(),
                        KeptRows::Last(most) => most,
                    };
                    prop_assert!(kept.rows.len() <= most);
                }
            }
            let bytes = kept.bytes;
            let shown: Vec<Vec<u8>> = kept.into_rows().map(|row| row.bytes).collect();
            prop_assert_eq!(bytes, shown.iter().map(Vec::len).sum::<usize>());
            let naive = sorted_and_cut(&rows, &sort, wanted);
            let naive: Vec<Vec<u8>> = naive.iter().map(|nth| nth.to_string().into_bytes()).collect();
            prop_assert_eq!(shown, naive);
        }
    }
}
