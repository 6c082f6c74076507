//! Columns of a list of events: a field, or what several fields tell together.

use std::sync::Arc;

use jiff::tz::TimeZone;

use super::summary::{OperationKind, first_of, values};
use crate::record::Record;
use crate::record::column::{Column, columns};
use crate::record::derived::workload::outcome_of;
use crate::record::field::{INDICATORS, Target, names};
use crate::record::indicators::Indicators;
use crate::record::key::Key;
use crate::text::near;

/// What a column of a list shows.
#[derive(Clone, Debug)]
pub enum ListColumn {
    /// What several fields tell.
    Event(&'static EventColumn),
    /// A field.
    Field(Column),
}

/// A column that is more than one field.
pub struct EventColumn {
    /// Its name, as lists of columns have it.
    pub name: &'static str,
    /// What stands above it.
    pub title: &'static str,
    /// What it shows.
    pub doc: &'static str,
    /// Columns of a terminal that it takes at least.
    pub least: u16,
    /// Its share of what is left.
    pub share: u16,
    cell: fn(&Record<'_>) -> String,
    /// The fields that a cell is told by, for an operation: a filter asks for the first that has a value.
    asked: fn(OperationKind) -> &'static [&'static str],
}

impl std::fmt::Debug for EventColumn {
    fn fmt(&self, out: &mut std::fmt::Formatter<'_>) -> std::fmt::Result {
        out.write_str(self.name)
    }
}

const fn column(
    [name, title, doc]: [&'static str; 3],
    [least, share]: [u16; 2],
    asked: fn(OperationKind) -> &'static [&'static str],
    cell: fn(&Record<'_>) -> String,
) -> EventColumn {
    EventColumn {
        name,
        title,
        doc,
        least,
        share,
        cell,
        asked,
    }
}

/// Every column that is more than one field, in the order of a list that no columns were chosen for.
#[rustfmt::skip]
pub static EVENT_COLUMNS: &[EventColumn] = &[
    column(["when", "TIME", "the event's time"], [12, 0], |_| &["time"], |_| String::new()),
    column(["where", "NS/POD", "namespace and pod, or the host"], [10, 3], |_| &["pod", "ns", "host"], place),
    column(["op", "OP", "the operation, four letters of it"], [4, 0], |_| &["op"], operation),
    column(["by", "EXE", "the executable's base name"], [8, 1], |_| &["exe"], executable),
    column(["what", "RESOURCE", "the file, the peer, the command line"], [14, 5], OperationKind::objects, what),
    column(["end", "RESULT", "how it ended, and what the policy did"], [12, 0], |_| &["outcome", "action"], end),
];

impl ListColumn {
    /// What a name stands for: a column of its own, else a field.
    pub fn named(name: &str, indicators: Option<&Arc<Indicators>>) -> Option<Self> {
        let own = EVENT_COLUMNS.iter().find(|column| column.name == name);
        own.map(Self::Event).or_else(|| {
            let column = columns([name], indicators).ok()?.pop()?;
            Some(Self::Field(column))
        })
    }

    /// The name by which it is called.
    pub fn name(&self) -> &str {
        match self {
            Self::Event(column) => column.name,
            Self::Field(column) => &column.name,
        }
    }

    /// What stands above it.
    pub fn title(&self) -> String {
        match self {
            Self::Event(column) => column.title.to_owned(),
            Self::Field(column) => column.name.to_uppercase(),
        }
    }

    /// What it shows, in words; nothing of what is no field of the table.
    pub fn doc(&self) -> &'static str {
        match self {
            Self::Event(column) => column.doc,
            Self::Field(Column {
                target: Target::Field(field),
                ..
            }) => field.doc,
            Self::Field(_) => "",
        }
    }

    /// The text of its cell, escaped; nothing for `when`, which is shown as short as a list allows.
    pub fn text(&self, record: &Record<'_>, zone: &TimeZone) -> String {
        match self {
            Self::Event(column) => (column.cell)(record),
            Self::Field(column) => column.values(record, zone).join(","),
        }
    }

    /// The field that a cell is told by, and its value in a record of which `first` knows the first values of fields.
    pub fn asked<'r>(&self, first: impl Fn(&str) -> Option<&'r str>) -> Option<(String, &'r str)> {
        match self {
            Self::Event(column) => {
                let operation = OperationKind::of(first("op").unwrap_or_default());
                let mut names = (column.asked)(operation).iter();
                names.find_map(|name| Some(((*name).to_owned(), first(name)?)))
            }
            Self::Field(column) if column.is_cut() => None,
            Self::Field(column) => Some((column.name.clone(), first(&column.target.to_string())?)),
        }
    }

    /// The columns of a list that none were chosen for.
    pub fn usual() -> Vec<Self> {
        EVENT_COLUMNS.iter().map(Self::Event).collect()
    }
}

/// What is wrong with names of columns: the first that is none, and why.
pub fn column_fault<'n>(typed: impl IntoIterator<Item = &'n str>) -> Option<(&'n str, String)> {
    let is_column = |name: &str| name == INDICATORS || ListColumn::named(name, None).is_some();
    let wrong = typed.into_iter().find(|name| !is_column(name))?;
    let own = EVENT_COLUMNS.iter().map(|column| column.name);
    let near = near(wrong, own.chain(names()));
    Some((wrong, format!("the list has no column `{wrong}`{near}")))
}

fn place(record: &Record<'_>) -> String {
    let mut parts = [values(record, "ns"), values(record, "pod")].to_vec();
    parts.retain(|part| !part.is_empty());
    match parts.is_empty() {
        true => format!("host:{}", values(record, "host")),
        false => parts.join("/"),
    }
}

fn operation(record: &Record<'_>) -> String {
    let name = values(record, "op");
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
    let path = values(record, "exe");
    let base = path.rsplit('/').next().unwrap_or_default();
    match base.is_empty() {
        true => path,
        false => base.to_owned(),
    }
}

fn what(record: &Record<'_>) -> String {
    let operation = record.text(Key::Operation).unwrap_or_default();
    match OperationKind::of(&operation) {
        OperationKind::Process => values(record, "cmd"),
        OperationKind::Network => peer(record),
        OperationKind::Dropped => format!(
            "alerts dropped above {}/s, for {} s",
            values(record, "maxalerts"),
            values(record, "dropinterval")
        ),
        OperationKind::File | OperationKind::Other => {
            first_of(record, &["resource", "data", "message"])
        }
    }
}

/// The peer of a connection: `egress 198.51.100.23:4444`.
fn peer(record: &Record<'_>) -> String {
    let (address, port) = (values(record, "ip"), values(record, "port"));
    if address.is_empty() && port.is_empty() {
        return first_of(record, &["dns", "remotehost", "resource", "data"]);
    }
    let mut parts = [
        values(record, "hook"),
        values(record, "dir"),
        format!("{address}:{port}"),
        values(record, "dns"),
    ]
    .to_vec();
    parts.retain(|part| !part.is_empty());
    parts.join(" ")
}

fn end(record: &Record<'_>) -> String {
    let result = record.text(Key::Result);
    let action = values(record, "action");
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

#[cfg(test)]
mod tests {
    use super::*;
    use crate::record::Origin;

    #[test]
    fn a_cell_is_asked_for_by_what_it_shows_however_the_operation_is_spelt() {
        for (json, field) in [
            (
                r#"{"Operation":"Process","Source":"/bin/sh -c id","Resource":"/bin/id"}"#,
                "cmd",
            ),
            (
                r#"{"Operation":"process","Source":"/bin/sh -c id","Resource":"/bin/id"}"#,
                "cmd",
            ),
            (
                r#"{"Operation":"NETWORK","Resource":"remoteip=10.0.0.1 port=53"}"#,
                "ip",
            ),
            (r#"{"Operation":"file","Resource":"/etc/shadow"}"#, "path"),
        ] {
            let record = Record::new(json.as_bytes(), Origin::default()).unwrap();
            let texts: Vec<(&str, String)> =
                names().map(|name| (name, values(&record, name))).collect();
            let first = |name: &str| {
                let known = texts.iter().find(|(known, _)| *known == name)?;
                Some(known.1.as_str()).filter(|text| !text.is_empty())
            };
            let column = ListColumn::named("what", None).unwrap();
            let (asked, value) = column.asked(first).unwrap();
            assert_eq!(asked, field, "{json}");
            assert!(
                column.text(&record, &TimeZone::UTC).contains(value),
                "{json}"
            );
        }
    }

    #[test]
    fn a_name_that_is_no_column_is_told_with_what_is_near() {
        let (name, why) = column_fault(["when", "ouctome"]).unwrap();
        assert_eq!(name, "ouctome");
        assert_eq!(why, "the list has no column `ouctome`; near: `outcome`");
        assert_eq!(column_fault(["when", "path/2", INDICATORS]), None);
    }
}
