//! `json`: the record's own bytes, one record a line.

use super::{BARE, Destination, Format, RowOptions};
use crate::json::number::Number;
use crate::json::string::encode_surrogates;
use crate::record::Record;
use crate::record::derived::workload::is_host_filled;
use crate::record::field::{self, FIELDS, INDICATORS, Target};
use crate::record::value::Type;
use crate::text::json_terminal_safe;

pub(super) static FORMAT: Format = Format {
    name: "json",
    aliases: &["ndjson"],
    doc: "the record's own bytes, one record a line",
    is_whole: true,
    row,
    ..BARE
};

/// On a terminal, characters that it would obey are spelt `\uXXXX`, which is the same value.
fn row(record: &Record<'_>, sheet: &RowOptions, out: &mut Vec<u8>) {
    let extended = sheet.derived.then(|| with_derived(record, sheet)).flatten();
    let json = extended.as_deref().unwrap_or(record.payload());
    match sheet.place {
        Destination::Elsewhere => out.extend_from_slice(json),
        Destination::Terminal(_) => out.extend_from_slice(&json_terminal_safe(json)),
    }
    out.push(b'\n');
}

/// The record with one more member, `knox`: the fields that are read out of others and have a value.
fn with_derived(record: &Record<'_>, sheet: &RowOptions) -> Option<Vec<u8>> {
    let fields = FIELDS
        .iter()
        .filter(|field| !field.is_map() && is_derived(field.from, record));
    let mut knox = serde_json::Map::new();
    for field in fields {
        let mut values = Vec::new();
        Target::Field(field).any(record, &mut |value| {
            let number = match field.ty {
                Type::Number => Number::parse(&value.text),
                _ => None,
            };
            values.push(match number {
                Some(Number::Int(int)) => {
                    i64::try_from(int).map_or_else(|_| value.text.clone().into(), Into::into)
                }
                _ => serde_json::Value::from(value.text.clone()),
            });
            false
        });
        let value = match values.len() {
            0 => continue,
            1 => values.remove(0),
            _ => values.into(),
        };
        knox.insert(field.name.to_owned(), value);
    }
    if let Some(list) = &sheet.indicators {
        let mut hits = Vec::new();
        list.any(record, &mut |value| {
            hits.push(serde_json::Value::from(value.text.clone()));
            false
        });
        knox.insert(INDICATORS.to_owned(), hits.into());
    }
    let inner = record
        .payload()
        .trim_ascii_end()
        .strip_suffix(b"}")?
        .trim_ascii_end();
    let comma: &[u8] = if inner.ends_with(b"{") { b"" } else { b"," };
    let knox = encode_surrogates(serde_json::Value::Object(knox).to_string());
    Some([inner, comma, b"\"knox\":", knox.as_bytes(), b"}"].concat())
}

fn is_derived(place: field::FieldSource, record: &Record<'_>) -> bool {
    match place {
        field::FieldSource::Derived(_) | field::FieldSource::Pairs(_) => true,
        field::FieldSource::Host => is_host_filled(record),
        _ => false,
    }
}
