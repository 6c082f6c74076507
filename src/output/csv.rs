//! `csv`: RFC 4180, for spreadsheets and scripts.

use super::{BARE, Format, FormulaGuard, Header, RowOptions};
use crate::record::Record;

/// What a row shows if nothing else is asked for.
pub(super) const COLUMNS: &[&str] = &[
    "time",
    "host",
    "ns",
    "pod",
    "container",
    "type",
    "op",
    "exe",
    "parent",
    "uid",
    "source",
    "resource",
    "data",
    "result",
    "action",
    "policy",
    "severity",
    "message",
];

pub(super) static FORMAT: Format = Format {
    name: "csv",
    doc: "comma separated values with a header, RFC 4180",
    columns: COLUMNS,
    head,
    row,
    ..BARE
};

fn head(sheet: &RowOptions, out: &mut Vec<u8>) {
    if sheet.header == Header::Shown {
        write_row(
            sheet.columns.iter().map(|column| column.name.as_bytes()),
            out,
        );
    }
}

fn row(record: &Record<'_>, sheet: &RowOptions, out: &mut Vec<u8>) {
    let mut cell = Vec::new();
    for (index, column) in sheet.columns.iter().enumerate() {
        if index > 0 {
            out.push(b',');
        }
        cell.clear();
        column.write(record, &sheet.zone, &mut cell);
        if sheet.guard == FormulaGuard::On {
            guard(&mut cell);
        }
        if cell.is_empty() && sheet.columns.len() == 1 {
            out.extend_from_slice(NOTHING);
        }
        write_cell(&cell, out);
    }
    out.push(b'\n');
}

/// An empty cell that is alone in its row: an empty line would be passed over by who reads it.
const NOTHING: &[u8] = b"\"\"";

/// Writes cells that need no guard, or have it.
pub(super) fn write_row<'c>(cells: impl Iterator<Item = &'c [u8]>, out: &mut Vec<u8>) {
    let start = out.len();
    for (index, cell) in cells.enumerate() {
        if index > 0 {
            out.push(b',');
        }
        write_cell(cell, out);
    }
    if out.len() == start {
        out.extend_from_slice(NOTHING);
    }
    out.push(b'\n');
}

/// What a spreadsheet takes for the beginning of a formula, full-width forms included.
const FORMULA: &[&[u8]] = &[
    b"=",
    b"+",
    b"-",
    b"@",
    b"\\t",
    b"\\r",
    "＝".as_bytes(),
    "＋".as_bytes(),
    "－".as_bytes(),
    "＠".as_bytes(),
];

/// Puts `'` before a cell that begins as a formula, whatever its column holds as a rule: log content is written by the
/// attacker, and spreadsheets run formulas. A number is none. What looks guarded already is guarded once more, so that no two
/// cells become one.
pub(super) fn guard(cell: &mut Vec<u8>) {
    let quotes = cell.iter().take_while(|byte| **byte == b'\'').count();
    let inner = cell.get(quotes..).unwrap_or_default();
    if FORMULA.iter().any(|sign| inner.starts_with(sign)) && !is_number(inner) {
        cell.insert(0, b'\'');
    }
}

/// Whether a cell is a number and nothing else: `-12`, `+1.5`.
fn is_number(cell: &[u8]) -> bool {
    let [b'+' | b'-', rest @ ..] = cell else {
        return false;
    };
    let mut parts = rest.splitn(2, |byte| *byte == b'.');
    parts.all(|part| !part.is_empty() && part.iter().all(u8::is_ascii_digit))
}

fn write_cell(cell: &[u8], out: &mut Vec<u8>) {
    let needs_quotes = cell
        .iter()
        .any(|byte| matches!(byte, b',' | b'"' | b'\n' | b'\r'))
        || cell.first() == Some(&b' ')
        || cell.last() == Some(&b' ');
    if !needs_quotes {
        return out.extend_from_slice(cell);
    }
    out.push(b'"');
    for byte in cell {
        if *byte == b'"' {
            out.push(b'"');
        }
        out.push(*byte);
    }
    out.push(b'"');
}

#[cfg(test)]
mod tests {
    use super::*;

    fn cell(text: &str) -> String {
        let mut guarded = text.as_bytes().to_vec();
        guard(&mut guarded);
        let mut out = Vec::new();
        write_cell(&guarded, &mut out);
        String::from_utf8(out).unwrap()
    }

    #[test]
    fn formulas_are_defused_and_cells_quoted() {
        for (text, expected) in [
            ("plain", "plain"),
            ("a,b", "\"a,b\""),
            ("say \"hi\"", "\"say \"\"hi\"\"\""),
            ("=cmd|' /C calc'!A0", "'=cmd|' /C calc'!A0"),
            ("@SUM(1,2)", "\"'@SUM(1,2)\""),
            ("-1+2", "'-1+2"),
            ("-12", "-12"),
            ("+1.5", "+1.5"),
            ("-", "'-"),
            ("-1.", "'-1."),
            ("-1e5", "'-1e5"),
            ("+cmd", "'+cmd"),
            ("\\tx", "'\\tx"),
            ("＝1", "'＝1"),
            ("'=1", "''=1"),
            ("'-12", "'-12"),
            ("it's", "it's"),
            (" =1", "\" =1\""),
        ] {
            assert_eq!(cell(text), expected, "{text}");
        }
    }
}
