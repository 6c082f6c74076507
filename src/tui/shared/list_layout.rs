//! Where the rows and columns of the list are, and its times in columns of the terminal.

use jiff::tz::TimeZone;

use super::{Shared, layout};
use crate::output::list_column::ListColumn;
use crate::output::moment::{DatePart, Precision};
use crate::record::time::Time;
use crate::tui::blind::Cause;
use crate::tui::pane::PaneId;
use crate::tui::store::UNTIMED;

/// Columns of the terminal that a column has, at most.
pub const WIDEST: usize = 200;

/// Rows of records that the list shows.
pub fn page(shared: &Shared) -> usize {
    layout::height(shared, PaneId::Events)
        .saturating_sub(HEAD)
        .max(1)
}

/// Rows above the first record.
pub const HEAD: usize = 2;

/// Columns before the first cell: the cursor, the mark and a blank.
pub const GUTTER: usize = 4;

/// What stands in a row.
#[derive(Clone, Debug, PartialEq, Eq)]
pub enum Laid {
    /// A record: its place among the rows of the list.
    Record(usize),
    /// What a node did not say between two of them.
    Silence(String),
}

/// What stands in so many rows below the head, from a record on.
pub fn laid(shared: &Shared, top: usize, height: usize) -> Vec<Laid> {
    let records = (top..shared.rows().len()).flat_map(|at| {
        let silence = silence_behind(shared, at).map(Laid::Silence);
        std::iter::once(Laid::Record(at)).chain(silence)
    });
    records.take(height).collect()
}

/// What a node did not say between a row and the one behind it, in the order of time.
pub fn silence_behind(shared: &Shared, at: usize) -> Option<String> {
    let time = |at: usize| Some(shared.store().time(*shared.rows().get(at)?));
    let (from, until) = (time(at)?, time(at + 1)?);
    if shared.list.sort.is_some() || from == UNTIMED {
        return None;
    }
    let blind = &shared.progress.blind.stretches;
    let first = blind.partition_point(|stretch| stretch.start < from);
    let between = blind
        .iter()
        .skip(first)
        .take_while(|stretch| stretch.start < until);
    let mut silent = between.filter(|stretch| stretch.cause == Cause::Silent);
    let words = silent.next()?.words();
    Some(match silent.count() {
        0 => words,
        more => format!("{words}, and {more} more"),
    })
}

/// How wide each column is: what it needs, and its share of what is left.
pub fn widths(shared: &Shared, room: usize) -> Vec<usize> {
    let columns = &shared.list.columns;
    let chosen = |column: &ListColumn| shared.list.widths.get(column.name()).copied();
    let wanted = |column: &ListColumn| match column {
        column if chosen(column).is_some() => (chosen(column).unwrap_or_default(), 0),
        ListColumn::Event(heading) if heading.name == "when" => (time_width(shared), 0),
        ListColumn::Event(heading) => (usize::from(heading.least), usize::from(heading.share)),
        ListColumn::Field(column) => (column.width().min(24), usize::from(!column.is_number())),
    };
    let wanted: Vec<(usize, usize)> = columns.iter().map(wanted).collect();
    let least: usize = wanted.iter().map(|(least, _)| least + 1).sum();
    let parts: usize = wanted.iter().map(|(_, share)| share).sum();
    let left = room.saturating_sub(least);
    let width = |(least, share): &(usize, usize)| least + left * share / parts.max(1);
    wanted.iter().map(width).collect()
}

/// How wide a column of the list is on the screen.
pub fn width_of(shared: &Shared, column: usize) -> Option<usize> {
    on_screen(shared).get(column).copied()
}

/// How wide the columns are on the screen.
fn on_screen(shared: &Shared) -> Vec<usize> {
    let room = usize::from(layout::area(shared, PaneId::Events).width).saturating_sub(GUTTER + 1);
    widths(shared, room)
}

/// Where columns of these widths begin.
pub fn starts(widths: &[usize]) -> impl Iterator<Item = usize> {
    let next = |start: &mut usize, width: &usize| {
        let own = *start;
        *start += width + 1;
        Some(own)
    };
    widths.iter().scan(GUTTER, next)
}

/// The column that is drawn at one of the screen's.
pub fn column_at(shared: &Shared, x: usize) -> Option<usize> {
    let widths = on_screen(shared);
    let mut columns = starts(&widths).zip(&widths);
    columns.position(|(start, width)| (start..start + width).contains(&x))
}

/// Columns of a time: with its day where the rows are of several, with its year where they are of several of these.
pub fn time_width(shared: &Shared) -> usize {
    let (store, rows) = (shared.store(), &shared.matched.rows);
    let timed = store.before(rows, UNTIMED + 1);
    let time = |row: &u32| Time(i128::from(store.time(*row)));
    let span = rows.get(timed).map(time).zip(rows.last().map(time));
    DatePart::of(span, &shared.zone).width(Precision::Milli)
}

/// A time in so many columns as [`time_width`] says.
pub fn clock(time: i64, zone: &TimeZone, columns: usize) -> String {
    if time == UNTIMED {
        return "-".to_owned();
    }
    let whole = DatePart::Whole.text(Time(i128::from(time)), zone, Precision::Milli);
    let start = whole.len().saturating_sub(columns);
    whole.get(start..).unwrap_or(&whole).to_owned()
}

/// A record in one line, for lists of other panes.
pub fn line(shared: &Shared, ordinal: u32, cells: &[String]) -> String {
    let Some(entry) = shared.store().entry(ordinal) else {
        return String::new();
    };
    let columns = shared.list.columns.iter().zip(cells);
    let cells = columns.map(|(column, text)| match column {
        ListColumn::Event(heading) if heading.name == "when" => {
            clock(entry.time, &shared.zone, time_width(shared))
        }
        _ => text.clone(),
    });
    cells
        .filter(|text| !text.is_empty())
        .collect::<Vec<_>>()
        .join("  ")
}
