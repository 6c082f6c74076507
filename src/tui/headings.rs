//! The columns of the list that are more than one field: one row each.

use crate::record::Record;
use crate::record::derived::workload::outcome_of;
use crate::record::field;
use crate::record::key::Key;
use crate::text::sanitize;

/// One column of the list.
pub struct Heading {
    /// Its name, as lists of columns have it.
    pub name: &'static str,
    /// What stands above it.
    pub title: &'static str,
    /// What it shows.
    pub doc: &'static str,
    /// Columns of the terminal that it takes at least.
    pub least: u16,
    /// Its share of what is left.
    pub share: u16,
    /// The field that a filter by this cell asks for.
    pub field: &'static str,
    pub(super) cell: fn(&Record<'_>) -> String,
}

impl std::fmt::Debug for Heading {
    fn fmt(&self, out: &mut std::fmt::Formatter<'_>) -> std::fmt::Result {
        out.write_str(self.name)
    }
}

const fn heading(
    name: &'static str,
    title: &'static str,
    doc: &'static str,
    [least, share]: [u16; 2],
    field: &'static str,
    cell: fn(&Record<'_>) -> String,
) -> Heading {
    Heading {
        name,
        title,
        doc,
        least,
        share,
        field,
        cell,
    }
}

/// The list's own columns, which are also those it begins with.
#[rustfmt::skip]
pub static HEADINGS: &[Heading] = &[
    heading("when", "TIME", "the event's time", [12, 0], "time", |_| String::new()),
    heading("where", "NS/POD", "namespace and pod, or the host", [10, 3], "pod", place),
    heading("op", "OP", "the operation, four letters of it", [4, 0], "op", operation),
    heading("by", "EXE", "the executable's base name", [8, 1], "exe", executable),
    heading("what", "RESOURCE", "the file, the peer, the command line", [14, 5], "resource", what),
    heading("end", "RESULT", "how it ended, and what the policy did", [12, 0], "outcome", end),
];

/// The values of a field, escaped, joined by commas.
fn text(record: &Record<'_>, name: &str) -> String {
    let mut text = String::new();
    if let Some(target) = field::named(name) {
        target.any(record, &mut |value| {
            if !text.is_empty() {
                text.push(',');
            }
            text.push_str(&sanitize(&value.text));
            false
        });
    }
    text
}

fn place(record: &Record<'_>) -> String {
    let parts = [text(record, "ns"), text(record, "pod")];
    let parts: Vec<&str> = parts
        .iter()
        .map(String::as_str)
        .filter(|part| !part.is_empty())
        .collect();
    match parts.is_empty() {
        true => format!("host:{}", text(record, "host")),
        false => parts.join("/"),
    }
}

fn operation(record: &Record<'_>) -> String {
    let name = text(record, "op");
    match name.to_ascii_lowercase().as_str() {
        "process" => "Proc".to_owned(),
        "network" => "Net".to_owned(),
        "networkfirewall" => "NetF".to_owned(),
        "alertthreshold" => "GAP".to_owned(),
        "capabilities" => "Caps".to_owned(),
        "syscall" => "Sysc".to_owned(),
        "device" => "Dev".to_owned(),
        _ => name,
    }
}

fn executable(record: &Record<'_>) -> String {
    let path = text(record, "exe");
    let base = path.rsplit('/').next().unwrap_or_default();
    match base.is_empty() {
        true => path,
        false => base.to_owned(),
    }
}

fn what(record: &Record<'_>) -> String {
    let operation = record.text(Key::Operation).unwrap_or_default();
    match operation.to_ascii_lowercase().as_str() {
        "process" => text(record, "cmd"),
        "network" | "networkfirewall" => peer(record),
        "alertthreshold" => format!(
            "alerts dropped above {}/s, for {} s",
            text(record, "maxalerts"),
            text(record, "dropinterval")
        ),
        _ => first(record, &["resource", "data", "message"]),
    }
}

/// The peer of a connection: `egress 198.51.100.23:4444`.
fn peer(record: &Record<'_>) -> String {
    let (address, port) = (text(record, "ip"), text(record, "port"));
    if address.is_empty() && port.is_empty() {
        return first(record, &["dns", "remotehost", "resource", "data"]);
    }
    let parts = [
        text(record, "hook"),
        text(record, "dir"),
        format!("{address}:{port}"),
        text(record, "dns"),
    ];
    let parts: Vec<&str> = parts
        .iter()
        .map(String::as_str)
        .filter(|part| !part.is_empty())
        .collect();
    parts.join(" ")
}

fn first(record: &Record<'_>, names: &[&str]) -> String {
    let mut texts = names.iter().map(|name| text(record, name));
    texts.find(|text| !text.is_empty()).unwrap_or_default()
}

fn end(record: &Record<'_>) -> String {
    let result = record.text(Key::Result);
    let action = text(record, "action");
    let outcome = match result.as_deref().map(outcome_of) {
        None => "",
        Some("passed") => "ok",
        Some(other) => other,
    };
    match (outcome, action.as_str()) {
        ("", action) => action.to_owned(),
        (outcome, "") => outcome.to_owned(),
        (outcome, action) => format!("{outcome} {action}"),
    }
}
