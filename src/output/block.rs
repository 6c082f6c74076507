//! `block`: a record over several lines, one member a line, with what is read out of it beneath.

use super::summary::Ending;
use super::{BARE, Format, RowOptions};
use crate::json::scan::ObjectIter;
use crate::json::{ValueKind, kind, string};
use crate::record::Record;
use crate::record::derived::tags::attack_name;
use crate::record::derived::workload::{event_time, is_host_filled};
use crate::record::field::{Field, INDICATORS, known};
use crate::record::key::Key;
use crate::text::{Role, json_terminal_safe, sanitize, shield_bytes};

pub(super) static FORMAT: Format = Format {
    name: "block",
    doc: "one member a line, and beneath it the fields read out of it",
    shows_lines: true,
    row,
    ..BARE
};

/// Columns of a name.
const NAME: usize = 18;

/// Fields that are read out of a member, shown beneath it.
const DERIVED: &[(Key, &[&Field])] = &[
    (Key::Owner, &[known("workload")]),
    (Key::Type, &[known("kind")]),
    (
        Key::Resource,
        &[
            known("path"),
            known("ip"),
            known("port"),
            known("proto"),
            known("remotehost"),
        ],
    ),
    (
        Key::Data,
        &[
            known("syscall"),
            known("lsm"),
            known("hook"),
            known("flags"),
            known("dir"),
            known("dns"),
        ],
    ),
    (Key::Result, &[known("outcome")]),
    (Key::Tags, &[known("attack")]),
];

fn row(record: &Record<'_>, sheet: &RowOptions, out: &mut Vec<u8>) {
    let time = event_time(record).map(|time| time.in_zone(&sheet.zone).to_string());
    let ending = Ending::of(record);
    let origin = record.origin();
    let place = if origin.line > 0 {
        format!("  {}:{}", sanitize(origin.input), origin.line)
    } else {
        String::new()
    };
    let heading = format!(
        "{} {}{place}",
        time.as_deref().unwrap_or("-"),
        ending.word()
    );
    out.extend_from_slice(
        sheet
            .paint
            .painted(ending.role(), &heading)
            .to_string()
            .as_bytes(),
    );
    out.push(b'\n');
    if sheet.columns.is_empty() {
        members(record, sheet, out);
        of_wrapper(record, sheet, out);
        if let Some(hits) = sheet.hits(record) {
            pair(1, INDICATORS, &hits, sheet, out);
        }
    } else {
        for column in &sheet.columns {
            let values = column.values(record, &sheet.zone);
            let text = if values.is_empty() {
                "-".to_owned()
            } else {
                values.join(",")
            };
            pair(1, &column.name, &text, sheet, out);
        }
    }
}

fn members(record: &Record<'_>, sheet: &RowOptions, out: &mut Vec<u8>) {
    let payload = record.payload();
    let Ok(mut walk) = ObjectIter::object(payload) else {
        return;
    };
    // What is read out of a member is shown once, however often its key is there.
    let mut untold: Vec<&(Key, &[&Field])> = DERIVED.iter().collect();
    while let Ok(Some(member)) = walk.next(payload) {
        let (name, raw) = (member.key.of(payload), member.value.of(payload));
        let text = match kind(raw) {
            ValueKind::String => string::decode(raw).map(|text| sanitize(&text).into_owned()),
            _ => None,
        };
        pair(
            1,
            &of_json(name),
            &text.unwrap_or_else(|| of_json(raw)),
            sheet,
            out,
        );
        let known = Key::of(name).map(|found| found.key);
        let told = untold.iter().position(|(key, _)| known == Some(*key));
        let fields = told.map(|at| untold.swap_remove(at).1);
        for field in fields.unwrap_or_default() {
            beneath(record, field, sheet, out);
        }
    }
}

/// JSON as it is written, on one line.
fn of_json(raw: &[u8]) -> String {
    shield_bytes(&json_terminal_safe(raw)).into_owned()
}

/// What the wrapper states: the node if the record names none, and whose log it was read from.
fn of_wrapper(record: &Record<'_>, sheet: &RowOptions, out: &mut Vec<u8>) {
    if is_host_filled(record) {
        beneath(record, const { known("host") }, sheet, out);
    }
    for field in const { [known("filled"), known("reader")] } {
        beneath(record, field, sheet, out);
    }
}

/// The values of a field read out of a member, if there are any.
fn beneath(record: &Record<'_>, field: &Field, sheet: &RowOptions, out: &mut Vec<u8>) {
    let mut values = Vec::new();
    field.any(record, "", &mut |value| {
        let named = attack_name(&value.text).filter(|_| field.name == "attack");
        let name = named.map(|name| format!(" {name}")).unwrap_or_default();
        values.push(sanitize(&value.text).into_owned() + &name);
        false
    });
    if !values.is_empty() {
        pair(2, field.name, &values.join(", "), sheet, out);
    }
}

pub(super) fn pair(depth: usize, name: &str, text: &str, sheet: &RowOptions, out: &mut Vec<u8>) {
    out.extend(std::iter::repeat_n(b' ', depth * 2));
    let name = format!("{name:<width$} ", width = NAME - (depth - 1) * 2);
    out.extend_from_slice(sheet.paint.painted(Role::Dim, &name).to_string().as_bytes());
    out.extend_from_slice(text.as_bytes());
    out.push(b'\n');
}
