//! `md`: a table of Markdown, for a ticket.
//!
//! Values are written by the attacker, and a ticket renders links, images and mentions. So every value is code, in which
//! Markdown knows nothing but backticks; a table adds `|`.

use std::borrow::Cow;

use super::{BARE, Format, Header, RowOptions, TABLE_COLUMNS};
use crate::record::Record;
use crate::record::column::Column;
use crate::text::sanitize;

pub(super) static FORMAT: Format = Format {
    name: "md",
    aliases: &["markdown"],
    doc: "a Markdown table for a ticket; values are code, so nothing is rendered",
    columns: TABLE_COLUMNS,
    head,
    row,
    ..BARE
};

fn head(sheet: &RowOptions, out: &mut Vec<u8>) {
    if sheet.header == Header::Shown {
        write_head(sheet.columns.iter().map(|column| column.name.as_str()), out);
    }
}

fn row(record: &Record<'_>, sheet: &RowOptions, out: &mut Vec<u8>) {
    let cell = |column: &Column| {
        let mut cell = Vec::new();
        column.write(record, &sheet.zone, &mut cell);
        cell
    };
    let cells: Vec<Vec<u8>> = sheet.columns.iter().map(cell).collect();
    write_row(cells.iter().map(Vec::as_slice), out);
}

/// Writes the names of columns and the rule beneath them. A name that is not plain letters is code: it may be a value.
pub(super) fn write_head<'n>(names: impl Iterator<Item = &'n str>, out: &mut Vec<u8>) {
    let is_plain = |name: &str| {
        name.bytes()
            .all(|byte| byte.is_ascii_alphanumeric() || byte == b'_')
    };
    let mut count = 0;
    for name in names {
        out.extend_from_slice(b"| ");
        match is_plain(name) {
            true => out.extend_from_slice(name.as_bytes()),
            false => code(&in_table(name.as_bytes()), out),
        }
        out.push(b' ');
        count += 1;
    }
    out.extend_from_slice(b"|\n");
    out.extend_from_slice("| --- ".repeat(count).as_bytes());
    out.extend_from_slice(b"|\n");
}

/// Writes cells whose text is escaped already.
pub(super) fn write_row<'c>(cells: impl Iterator<Item = &'c [u8]>, out: &mut Vec<u8>) {
    for cell in cells {
        out.extend_from_slice(b"| ");
        code(&in_table(cell), out);
        out.push(b' ');
    }
    out.extend_from_slice(b"|\n");
}

/// A line of a list: what was noted at a time. Both are code, as all that is not ours.
pub(super) fn note(time: &str, note: &str) -> String {
    let mut out = b"- ".to_vec();
    code(sanitize(time).as_bytes(), &mut out);
    out.extend_from_slice(b": ");
    code(sanitize(note).as_bytes(), &mut out);
    out.push(b'\n');
    String::from_utf8_lossy(&out).into_owned()
}

/// A text as it stands in a cell, where `|` would end it, in code too.
fn in_table(text: &[u8]) -> Cow<'_, [u8]> {
    match std::str::from_utf8(text) {
        Ok(text) if text.contains('|') => text.replace('|', "\\|").into_bytes().into(),
        _ => text.into(),
    }
}

/// A code span: fenced by one backtick more than the longest run inside.
pub(super) fn code(text: &[u8], out: &mut Vec<u8>) {
    if text.is_empty() {
        return;
    }
    let longest = text
        .split(|byte| *byte != b'`')
        .map(<[u8]>::len)
        .max()
        .unwrap_or(0);
    let fence = "`".repeat(longest + 1);
    let pad = if text.starts_with(b"`") || text.ends_with(b"`") {
        " "
    } else {
        ""
    };
    out.extend_from_slice(fence.as_bytes());
    out.extend_from_slice(pad.as_bytes());
    out.extend_from_slice(text);
    out.extend_from_slice(pad.as_bytes());
    out.extend_from_slice(fence.as_bytes());
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_value_stays_inside_its_code() {
        for (text, wanted) in [
            ("", ""),
            ("a|b", "`a\\|b`"),
            ("![x](http://a)", "`![x](http://a)`"),
            ("a`b``c", "```a`b``c```"),
            ("`", "`` ` ``"),
        ] {
            let mut out = Vec::new();
            code(&in_table(text.as_bytes()), &mut out);
            assert_eq!(String::from_utf8(out).unwrap(), wanted);
        }
    }
}
