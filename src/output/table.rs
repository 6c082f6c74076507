//! `table`: aligned columns, streamed. Widths are fixed by the field, so no row waits for another.

use super::summary::Ending;
use super::{BARE, Destination, Format, Gaps, Header, RowOptions, TABLE_COLUMNS};
use crate::record::column::Column;
use crate::record::field::{Field, known};
use crate::record::{Class, Record};
use crate::text::{Role, sanitize, width};

pub(super) static FORMAT: Format = Format {
    name: "table",
    doc: "aligned columns; on a terminal cut to its width",
    shows_gaps: true,
    columns: TABLE_COLUMNS,
    head,
    row,
    ..BARE
};

/// Columns between two columns.
const GAP: usize = 2;

pub(super) fn head(sheet: &RowOptions, out: &mut Vec<u8>) {
    if sheet.header == Header::Shown {
        let names = sheet
            .columns
            .iter()
            .map(|column| column.name.to_uppercase());
        let style = sheet.paint.style(Role::Heading);
        write_cells(sheet, &names.collect::<Vec<_>>(), style, out);
    }
}

pub(super) fn row(record: &Record<'_>, sheet: &RowOptions, out: &mut Vec<u8>) {
    let mut cells: Vec<String> = sheet
        .columns
        .iter()
        .map(|column| cell(column, record, sheet))
        .collect();
    if sheet.gaps != Gaps::Counted && record.class() == Class::Throttle {
        mark_gap(record, sheet, &mut cells);
        return write_cells(sheet, &cells, sheet.paint.style(Role::Audit), out);
    }
    let style = match Ending::of(record) {
        Ending::Denied => sheet.paint.style(Role::Denied),
        Ending::Failed | Ending::Gap | Ending::Alert | Ending::Plain => anstyle::Style::new(),
    };
    write_cells(sheet, &cells, style, out);
}

/// Says where nothing stands that alerts were dropped.
fn mark_gap(record: &Record<'_>, sheet: &RowOptions, cells: &mut [String]) {
    for (cell, column) in cells.iter_mut().zip(&sheet.columns) {
        if cell == "-" && column.name == "outcome" {
            "GAP".clone_into(cell);
        } else if cell == "-" && column.name == "resource" {
            let most = first(const { known("maxalerts") }, record);
            let most = most.unwrap_or_else(|| "?".to_owned());
            *cell = format!("alerts dropped above {most}/s");
        }
    }
}

/// The first value of a field, escaped.
fn first(field: &Field, record: &Record<'_>) -> Option<String> {
    let mut found = None;
    field.any(record, "", &mut |value| {
        found = Some(sanitize(&value.text).into_owned());
        true
    });
    found
}

fn cell(column: &Column, record: &Record<'_>, sheet: &RowOptions) -> String {
    let mut bytes = Vec::new();
    column.write(record, &sheet.zone, &mut bytes);
    if bytes.is_empty() {
        return "-".to_owned();
    }
    String::from_utf8(bytes).unwrap_or_default()
}

fn write_cells(sheet: &RowOptions, cells: &[String], style: anstyle::Style, out: &mut Vec<u8>) {
    out.extend_from_slice(style.render().to_string().as_bytes());
    let widths = widths(sheet);
    let last = widths.len().saturating_sub(1);
    for (index, (cell, room)) in cells.iter().zip(&widths).enumerate() {
        let shown = sheet.charset.shown(cell);
        let cell = match sheet.place {
            Destination::Terminal(_) => sheet.charset.fit(&shown, *room),
            Destination::Elsewhere => shown,
        };
        out.extend_from_slice(cell.as_bytes());
        if index < last {
            let pad = room.saturating_sub(width(&cell)) + GAP;
            out.extend(std::iter::repeat_n(b' ', pad));
        }
    }
    out.extend_from_slice(style.render_reset().to_string().as_bytes());
    out.push(b'\n');
}

/// The width of each column. On a terminal they are made to fit: the last one takes what is left,
/// and where that is too little, the widest give way; times are the last to do so.
fn widths(sheet: &RowOptions) -> Vec<usize> {
    let mut widths: Vec<usize> = sheet.columns.iter().map(Column::width).collect();
    let Destination::Terminal(columns) = sheet.place else {
        return widths;
    };
    let room = columns.saturating_sub(GAP * widths.len().saturating_sub(1));
    let is_time = |at: &usize| sheet.columns.get(*at).is_some_and(Column::is_time);
    for least in [LEAST, 1] {
        while widths.iter().sum::<usize>() > room {
            let shrinkable = (0..widths.len()).filter(|at| least == 1 || !is_time(at));
            let widest = shrinkable.max_by_key(|at| widths.get(*at));
            match widest.and_then(|at| widths.get_mut(at)) {
                Some(width) if *width > least => *width -= 1,
                _ => break,
            }
        }
    }
    let others: usize = widths.iter().rev().skip(1).sum();
    if let Some(last) = widths.last_mut() {
        *last = room.saturating_sub(others).max(1);
    }
    widths
}

/// Columns that a text keeps as long as times are whole.
const LEAST: usize = 6;
