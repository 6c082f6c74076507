//! `tsv`: tab separated values. Tabs and line breaks inside a value are escaped, so no quotes are needed.

use super::{BARE, Format, FormulaGuard, Header, RowOptions, csv};
use crate::record::Record;

pub(super) static FORMAT: Format = Format {
    name: "tsv",
    doc: "tab separated values with a header; no quotes",
    columns: csv::COLUMNS,
    head,
    row,
    ..BARE
};

fn head(sheet: &RowOptions, out: &mut Vec<u8>) {
    if sheet.header == Header::Shown {
        let names: Vec<&str> = sheet
            .columns
            .iter()
            .map(|column| column.name.as_str())
            .collect();
        out.extend_from_slice(names.join("\t").as_bytes());
        out.push(b'\n');
    }
}

fn row(record: &Record<'_>, sheet: &RowOptions, out: &mut Vec<u8>) {
    let mut cell = Vec::new();
    for (index, column) in sheet.columns.iter().enumerate() {
        if index > 0 {
            out.push(b'\t');
        }
        cell.clear();
        column.write(record, &sheet.zone, &mut cell);
        if sheet.guard == FormulaGuard::On {
            csv::guard(&mut cell);
        }
        out.extend_from_slice(&cell);
    }
    out.push(b'\n');
}
