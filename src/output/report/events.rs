//! The first matches by time, as cells, and no more of them than fit on a page.

use std::sync::atomic::{AtomicI64, Ordering};

use jiff::tz::TimeZone;

use super::shortened;
use crate::engine::Fold;
use crate::record::Record;
use crate::record::column::Column;
use crate::record::derived::workload::event_time;

/// Keeps the first matches by time; of those at the same time, the first in the input; those without a time come last.
pub struct Events<'c> {
    columns: &'c [Column],
    zone: TimeZone,
    most: usize,
    /// The time of the last one that is kept: a later one need not be written.
    last: AtomicI64,
}

/// Some matches.
#[derive(Debug, Default)]
pub struct Earliest {
    rows: Vec<(i64, Vec<String>)>,
}

impl<'c> Events<'c> {
    /// Cells of these columns, of so many matches.
    pub const fn new(columns: &'c [Column], zone: TimeZone, most: usize) -> Self {
        Self {
            columns,
            zone,
            most,
            last: AtomicI64::new(i64::MAX),
        }
    }

    /// Takes in those of the next block.
    pub fn take(&self, all: &mut Earliest, other: Earliest) {
        all.rows.extend(other.rows);
        if all.rows.len() > 2 * self.most {
            self.cut(all);
        }
    }

    /// The cells of those that are kept, in their order.
    pub fn rows(&self, mut all: Earliest) -> Vec<Vec<String>> {
        self.cut(&mut all);
        all.rows.into_iter().map(|(_, cells)| cells).collect()
    }

    /// Sorting keeps equals as they came, which is the order of the input.
    fn cut(&self, all: &mut Earliest) {
        all.rows.sort_by_key(|(time, _)| *time);
        all.rows.truncate(self.most);
        if let Some((time, _)) = all.rows.last().filter(|_| all.rows.len() == self.most) {
            self.last.fetch_min(*time, Ordering::Relaxed);
        }
    }

    fn cell(&self, column: &Column, record: &Record<'_>) -> String {
        let mut cell = Vec::new();
        column.write(record, &self.zone, &mut cell);
        shortened(String::from_utf8(cell).unwrap_or_default())
    }
}

impl Fold for Events<'_> {
    type Part = Earliest;

    fn visit(&self, record: &Record<'_>, part: &mut Earliest) {
        // The last nanosecond that fits is in the year 2262; what is later than that is so together.
        let time = event_time(record).map_or(i64::MAX, |time| {
            i64::try_from(time.0).unwrap_or(if time.0 < 0 { i64::MIN } else { i64::MAX - 1 })
        });
        if self.most == 0 || time > self.last.load(Ordering::Relaxed) {
            return;
        }
        let cells = self.columns.iter().map(|column| self.cell(column, record));
        part.rows.push((time, cells.collect()));
        if part.rows.len() > 2 * self.most {
            self.cut(part);
        }
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::output::report::LONGEST;
    use crate::record::Origin;
    use crate::record::column::columns;
    use proptest::prelude::*;

    proptest! {
        #[test]
        fn the_first_by_time_are_kept_whatever_the_blocks(
            seconds in prop::collection::vec(prop::option::weighted(0.9, 0..20_u32), 0..80),
            most in 0..12_usize,
            block in 1..30_usize,
        ) {
            let shown = columns(["pid"], None).unwrap();
            let fold = Events::new(&shown, TimeZone::UTC, most);
            let line = |(nth, second): (usize, &Option<u32>)| {
                let time = second.map(|second| format!(r#""UpdatedTime":"2026-03-14T09:00:{second:02}Z","#));
                format!(r#"{{{}"PID":{nth}}}"#, time.unwrap_or_default())
            };
            let lines: Vec<String> = seconds.iter().enumerate().map(line).collect();
            let mut all = Earliest::default();
            for block in lines.chunks(block) {
                let mut part = Earliest::default();
                for line in block {
                    fold.visit(&Record::new(line.as_bytes(), Origin::default()).unwrap(), &mut part);
                }
                fold.take(&mut all, part);
            }
            let mut naive: Vec<(u32, usize)> = seconds.iter().enumerate()
                .map(|(nth, second)| (second.unwrap_or(u32::MAX), nth))
                .collect();
            naive.sort_unstable();
            let naive: Vec<Vec<String>> = naive.iter().take(most).map(|(_, nth)| vec![nth.to_string()]).collect();
            prop_assert_eq!(fold.rows(all), naive);
        }
    }

    #[test]
    fn a_huge_cell_is_cut_and_says_so() {
        let shown = columns(["resource"], None).unwrap();
        let fold = Events::new(&shown, TimeZone::UTC, 1);
        let line = format!(r#"{{"Resource":"{}"}}"#, "é".repeat(LONGEST + 7));
        let mut part = Earliest::default();
        fold.visit(
            &Record::new(line.as_bytes(), Origin::default()).unwrap(),
            &mut part,
        );
        let rows = fold.rows(part);
        assert_eq!(rows[0][0], format!("{}… (7 more)", "é".repeat(LONGEST)));
    }
}
