//! `json`: the record's own bytes, one record a line.

use super::{Format, Place, Sheet, no_head};
use crate::record::Record;
use crate::text::json_terminal_safe;

pub(super) static FORMAT: Format = Format {
    name: "json",
    aliases: &["ndjson"],
    doc: "the record's own bytes, one record a line",
    is_whole: true,
    columns: &[],
    head: no_head,
    row,
};

/// On a terminal, characters that it would obey are spelt `\uXXXX`, which is the same value.
fn row(record: &Record<'_>, sheet: &Sheet, out: &mut Vec<u8>) {
    match sheet.place {
        Place::Elsewhere => out.extend_from_slice(record.payload()),
        Place::Terminal(_) => out.extend_from_slice(&json_terminal_safe(record.payload())),
    }
    out.push(b'\n');
}
