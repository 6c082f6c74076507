//! `logfmt`: `key=value` pairs on a line, those without a value left out.

use super::{BARE, Format, RowOptions, csv};
use crate::record::Record;

pub(super) static FORMAT: Format = Format {
    name: "logfmt",
    doc: "key=value pairs; what has no value is left out",
    columns: csv::COLUMNS,
    row,
    ..BARE
};

fn row(record: &Record<'_>, sheet: &RowOptions, out: &mut Vec<u8>) {
    let start = out.len();
    let mut cell = Vec::new();
    for column in &sheet.columns {
        cell.clear();
        column.write(record, &sheet.zone, &mut cell);
        if cell.is_empty() {
            continue;
        }
        if out.len() > start {
            out.push(b' ');
        }
        out.extend_from_slice(column.name.as_bytes());
        out.push(b'=');
        write_value(&cell, out);
    }
    out.push(b'\n');
}

/// Quotes a value that holds a blank, `=` or a quote; in quotes, `"` and `\` are escaped.
fn write_value(value: &[u8], out: &mut Vec<u8>) {
    let is_plain = |byte: &u8| !matches!(byte, b' ' | b'=' | b'"' | b'\\');
    if value.iter().all(is_plain) {
        return out.extend_from_slice(value);
    }
    out.push(b'"');
    for byte in value {
        if matches!(byte, b'"' | b'\\') {
            out.push(b'\\');
        }
        out.push(*byte);
    }
    out.push(b'"');
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn values_are_quoted_where_they_must_be() {
        for (value, wanted) in [
            ("a/b", "a/b"),
            ("a b", "\"a b\""),
            ("a=b", "\"a=b\""),
            ("\"\\", "\"\\\"\\\\\""),
        ] {
            let mut out = Vec::new();
            write_value(value.as_bytes(), &mut out);
            assert_eq!(String::from_utf8(out).unwrap(), wanted);
        }
    }
}
