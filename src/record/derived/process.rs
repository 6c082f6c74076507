//! What ran, and on which file.

use crate::record::Record;
use crate::record::key::Key;
use crate::record::value::{Shape, Value};

use super::pairs::is_operation;
use super::{Visit, part};

/// The command line: `Resource` of a process event, else `Source`, which there holds the acting
/// process's path and arguments (`monitor/logUpdate.go`).
pub(crate) fn command<'a>(record: &Record<'a>, _: &str, visit: Visit<'_, 'a>) -> bool {
    let key = if is_operation(record, "Process") {
        Key::Resource
    } else {
        Key::Source
    };
    stored(record, key, visit)
}

/// The file: `Resource` of a file event; of a process event the executable, which is the first
/// word of `Resource`, or `ProcessName` where `Resource` was dropped.
pub(crate) fn path<'a>(record: &Record<'a>, _: &str, visit: Visit<'_, 'a>) -> bool {
    if is_operation(record, "File") {
        return stored(record, Key::Resource, visit);
    }
    if !is_operation(record, "Process") {
        return false;
    }
    let Some(raw) = record.raw(Key::Resource) else {
        return stored(record, Key::ProcessName, visit);
    };
    Value::of(raw).is_some_and(|value| {
        if value.shape != Shape::Text {
            return visit(&value);
        }
        let end = value.text.find(' ').unwrap_or(value.text.len());
        let word = part(&value.text, 0..end);
        !word.is_empty() && visit(&Value::text(word))
    })
}

fn stored<'a>(record: &Record<'a>, key: Key, visit: Visit<'_, 'a>) -> bool {
    record
        .raw(key)
        .and_then(Value::of)
        .is_some_and(|value| visit(&value))
}
