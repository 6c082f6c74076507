//! Counts, as a number or by groups.

use std::io;

use super::{Cell, Flow, Header, Heading, RowOptions};
use crate::count::Ranking;
use crate::record::column::Column;

/// The groups and how many records each has.
pub fn counts<'r>(ranking: &'r Ranking<u64>, columns: &[Column]) -> Flow<'r> {
    let mut head: Vec<Heading> = columns.iter().map(Heading::of).collect();
    head.push(Heading::measure("count"));
    Flow {
        head: head.into(),
        rows: Box::new(|visit| {
            for (group, count) in ranking.rows() {
                let values = group.into_iter().map(|value| value.map(Cell::from));
                let cells: Vec<_> = values.chain([Some(Cell::Count(*count))]).collect();
                visit(&cells);
            }
        }),
        others: ranking.rest.map(|count| vec![Some(Cell::Count(count))]),
    }
}

/// Writes one number.
///
/// # Errors
/// Those of the writer.
pub fn write_count(count: u64, sheet: &RowOptions, out: &mut impl io::Write) -> io::Result<()> {
    match sheet.format.name {
        "json" => writeln!(out, "{{\"count\":{count}}}"),
        "csv" if sheet.header == Header::Shown => writeln!(out, "count\n{count}"),
        _ => writeln!(out, "{count}"),
    }
}
