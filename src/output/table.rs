//! `table`: aligned columns, streamed. Widths are fixed by the field, so no row waits for another.

use super::{Column, Format, Header, Place, Sheet};
use crate::record::Record;
use crate::record::derived::workload::outcome_of;
use crate::record::key::Key;
use crate::text::{Role, fit, width};

pub(super) static FORMAT: Format = Format {
    name: "table",
    aliases: &[],
    doc: "aligned columns; on a terminal cut to its width",
    columns: &["time", "ns", "pod", "op", "exe", "resource", "outcome"],
    head,
    row,
};

/// Columns between two columns.
const GAP: usize = 2;

fn head(sheet: &Sheet, out: &mut Vec<u8>) {
    if sheet.header == Header::Shown {
        let names = sheet
            .columns
            .iter()
            .map(|column| column.name.to_uppercase());
        let style = sheet.paint.style(Role::Heading);
        write_cells(sheet, &names.collect::<Vec<_>>(), style, out);
    }
}

fn row(record: &Record<'_>, sheet: &Sheet, out: &mut Vec<u8>) {
    let cells: Vec<String> = sheet
        .columns
        .iter()
        .map(|column| cell(column, record, sheet))
        .collect();
    let is_denied = record
        .text(Key::Result)
        .is_some_and(|result| outcome_of(&result) == "denied");
    let style = if is_denied {
        sheet.paint.style(Role::Denied)
    } else {
        anstyle::Style::new()
    };
    write_cells(sheet, &cells, style, out);
}

fn cell(column: &Column, record: &Record<'_>, sheet: &Sheet) -> String {
    let mut bytes = Vec::new();
    column.write(record, &sheet.zone, &mut bytes);
    if bytes.is_empty() {
        return "-".to_owned();
    }
    String::from_utf8(bytes).unwrap_or_default()
}

fn write_cells(sheet: &Sheet, cells: &[String], style: anstyle::Style, out: &mut Vec<u8>) {
    out.extend_from_slice(style.render().to_string().as_bytes());
    let mut used = 0;
    for (index, (cell, column)) in cells.iter().zip(&sheet.columns).enumerate() {
        let is_last = index + 1 == cells.len();
        let room = match sheet.place {
            Place::Terminal(columns) if is_last => columns.saturating_sub(used).max(1),
            Place::Terminal(columns) => column.width().min(columns.saturating_sub(used).max(1)),
            Place::Elsewhere => usize::MAX,
        };
        let cell = fit(cell, room);
        out.extend_from_slice(cell.as_bytes());
        if !is_last {
            let pad = column.width().saturating_sub(width(&cell)) + GAP;
            out.extend(std::iter::repeat_n(b' ', pad));
            used += width(&cell) + pad;
        }
    }
    out.extend_from_slice(style.render_reset().to_string().as_bytes());
    out.push(b'\n');
}
