//! `yaml`: a document for each record, its members in their order. Strings are quoted, so that no value is read as
//! anything else; characters that a terminal would obey are escaped, which YAML reads back as they were.

use super::{BARE, Format, RowOptions};
use crate::json::scan::{ObjectIter, any_element};
use crate::json::{ValueKind, kind, string};
use crate::record::Record;
use crate::record::field::INDICATORS;
use crate::text::{hostile, restore};

pub(super) static FORMAT: Format = Format {
    name: "yaml",
    aliases: &["yml"],
    doc: "a YAML document a record; with -c, of those fields",
    row,
    ..BARE
};

fn row(record: &Record<'_>, sheet: &RowOptions, out: &mut Vec<u8>) {
    out.extend_from_slice(b"---\n");
    if sheet.columns.is_empty() {
        members(record.payload(), 0, out);
        if let Some(hits) = sheet.hits(record) {
            key(INDICATORS, 0, out);
            out.push(b' ');
            quoted(&restore(&hits), out);
            out.push(b'\n');
        }
        return;
    }
    for column in &sheet.columns {
        let mut values = Vec::new();
        column.each(record, &sheet.zone, &mut |text| {
            values.push(text.to_owned());
        });
        key(&column.name, 0, out);
        match values.as_slice() {
            [] => out.extend_from_slice(b" null\n"),
            [only] => {
                out.push(b' ');
                quoted(only, out);
                out.push(b'\n');
            }
            many => {
                out.push(b'\n');
                for value in many {
                    out.extend_from_slice(b"  - ");
                    quoted(value, out);
                    out.push(b'\n');
                }
            }
        }
    }
}

fn key(name: &str, depth: usize, out: &mut Vec<u8>) {
    out.extend(std::iter::repeat_n(b' ', depth * 2));
    let is_plain = name.chars().all(|char| char.is_ascii_alphanumeric())
        && name.starts_with(|char: char| char.is_ascii_alphabetic());
    if is_plain {
        out.extend_from_slice(name.as_bytes());
    } else {
        quoted(name, out);
    }
    out.push(b':');
}

/// The members of an object. Records are validated before they are written, and nest at most 128 deep.
fn members(object: &[u8], depth: usize, out: &mut Vec<u8>) {
    let Ok(mut walk) = ObjectIter::object(object) else {
        return;
    };
    while let Ok(Some(member)) = walk.next(object) {
        let name = string::unescape(member.key.of(object)).unwrap_or_default();
        key(&name, depth, out);
        value(member.value.of(object), depth, out);
    }
}

/// A value behind its key or dash, and the line break.
fn value(raw: &[u8], depth: usize, out: &mut Vec<u8>) {
    match kind(raw) {
        ValueKind::Object if !crate::json::is_empty(raw) => {
            out.push(b'\n');
            members(raw, depth + 1, out);
        }
        ValueKind::Array if !crate::json::is_empty(raw) => {
            out.push(b'\n');
            any_element(raw, |element| {
                out.extend(std::iter::repeat_n(b' ', depth * 2 + 2));
                out.push(b'-');
                value(element, depth + 1, out);
                false
            });
        }
        ValueKind::String => {
            out.push(b' ');
            quoted(&string::decode(raw).unwrap_or_default(), out);
            out.push(b'\n');
        }
        _ => {
            out.push(b' ');
            out.extend_from_slice(raw);
            out.push(b'\n');
        }
    }
}

/// A double-quoted scalar. // YAML 1.2.2, 5.7
fn quoted(text: &str, out: &mut Vec<u8>) {
    out.push(b'"');
    for char in text.chars() {
        let code = u32::from(char);
        match char {
            '"' | '\\' => out.extend_from_slice(&[b'\\', code.to_le_bytes()[0]]),
            '\n' => out.extend_from_slice(b"\\n"),
            '\t' => out.extend_from_slice(b"\\t"),
            '\r' => out.extend_from_slice(b"\\r"),
            _ if !hostile(char) => out.extend_from_slice(char.encode_utf8(&mut [0; 4]).as_bytes()),
            _ if code <= 0xFF => out.extend_from_slice(format!("\\x{code:02x}").as_bytes()),
            _ if code <= 0xFFFF => out.extend_from_slice(format!("\\u{code:04x}").as_bytes()),
            _ => out.extend_from_slice(format!("\\U{code:08x}").as_bytes()),
        }
    }
    out.push(b'"');
}
