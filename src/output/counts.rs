//! Counts, as a number or by groups.

use std::io;

use super::{Cell, Grid, Header, Heading, Sheet};
use crate::answer::Ranking;
use crate::record::column::Column;

/// The groups and how many records each has.
pub fn counts(ranking: &Ranking<u64>, columns: &[Column]) -> Grid {
    let mut head: Vec<Heading> = columns.iter().map(Heading::of).collect();
    head.push(Heading::measure("count"));
    let rows = ranking.rows().map(|(group, count)| {
        let values = group.into_iter().map(|value| value.map(Cell::from));
        values.chain([Some(Cell::Count(*count))]).collect()
    });
    Grid {
        head,
        rows: rows.collect(),
        others: ranking.rest.map(|count| vec![Some(Cell::Count(count))]),
    }
}

/// Writes one number.
///
/// # Errors
/// Those of the writer.
pub fn write_count(count: u64, sheet: &Sheet, out: &mut impl io::Write) -> io::Result<()> {
    match sheet.format.name {
        "json" => writeln!(out, "{{\"count\":{count}}}"),
        "csv" if sheet.header == Header::Shown => writeln!(out, "count\n{count}"),
        _ => writeln!(out, "{count}"),
    }
}
