//! What was never seen before, as a table.

use super::{Cell, Grid, Heading};
use crate::analysis::New;
use crate::record::column::Column;

/// A row a combination: its values, how many records have it, when it was first seen, and where, doing what.
pub fn new_groups(all: &[&New], columns: &[Column], zone: &jiff::tz::TimeZone) -> Grid {
    let mut head: Vec<Heading> = columns.iter().map(Heading::of).collect();
    head.extend(["count", "first"].map(Heading::measure));
    head.extend(["at", "example"].map(Heading::text));
    let row = |new: &&New| {
        let values = new.group().into_iter();
        let mut row: Vec<Option<Cell>> = values.map(|value| value.map(Cell::from)).collect();
        let first = new.first.map(|time| time.in_zone(zone).to_string());
        let example = Some(new.example.as_str()).filter(|text| !text.is_empty());
        row.extend([
            Some(Cell::Count(new.count)),
            first.map(Cell::Text),
            Some(new.at.as_str().into()),
            example.map(Cell::from),
        ]);
        row
    };
    Grid {
        head,
        rows: all.iter().map(row).collect(),
        others: None,
    }
}
