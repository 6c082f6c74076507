//! `raw`: the line as it arrived, with its wrapper.

use super::{BARE, Destination, Format, RowOptions};
use crate::record::Record;
use crate::text::shield_bytes;

pub(super) static FORMAT: Format = Format {
    name: "raw",
    doc: "the line as it arrived, with what was wrapped round it",
    is_whole: true,
    row,
    ..BARE
};

fn row(record: &Record<'_>, sheet: &RowOptions, out: &mut Vec<u8>) {
    let line = record.origin().bytes;
    match sheet.place {
        Destination::Elsewhere => out.extend_from_slice(line),
        Destination::Terminal(_) => out.extend_from_slice(shield_bytes(line).as_bytes()),
    }
    out.push(b'\n');
}
