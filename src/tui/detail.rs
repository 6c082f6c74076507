//! All that a record says: its fields in groups, those that are read out of others below what they are read from, and
//! its JSON.

use std::borrow::Cow;
use std::sync::Arc;

use jiff::tz::TimeZone;

use super::look::Look;
use crate::record::Record;
use crate::record::column::{Column, columns};
use crate::record::field::{FIELDS, FieldSource, INDICATORS};
use crate::record::indicators::Indicators;
use crate::record::key::Key;
use crate::record::member::members;
use crate::record::pretty::{self, outline};
use crate::record::value::Type;
use crate::text::{json_terminal_safe, sanitize};

/// All that a record says.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub struct Detail {
    /// The fields that have a value, under the titles of their groups; then the members that are empty, under theirs.
    pub lines: Vec<FieldLine>,
    /// How many of the lines there are before those of the empty ones.
    pub full: usize,
    /// Its JSON as it is shown: the same values.
    pub json: Vec<pretty::PrettyLine>,
    /// The bytes of its line.
    pub raw: Vec<u8>,
    /// Where it stands: `alerts.ndjson:812`. Escaped.
    pub place: String,
}

/// One line of the fields.
#[derive(Clone, Debug, PartialEq, Eq)]
pub enum FieldLine {
    /// The title of a group.
    Title(&'static str),
    /// A value of a field.
    Value(FieldValue),
}

/// A value of a field.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct FieldValue {
    /// The field's name in the language.
    pub name: String,
    /// The value. Not escaped.
    pub raw: String,
    /// How it is shown, where that is another text.
    pub safe: Option<String>,
    /// Whether it is read out of other fields.
    pub is_derived: bool,
    /// Whether it says nothing.
    pub is_empty: bool,
    /// Whether its name and what it says make a condition that finds it.
    pub is_askable: bool,
}

impl FieldValue {
    /// The value as it is shown.
    pub fn shown(&self) -> &str {
        self.safe.as_deref().unwrap_or(&self.raw)
    }

    /// The value that is asked for; none where it is asked that there is none.
    pub fn wanted(&self) -> Option<&str> {
        (!self.is_empty).then_some(&self.raw)
    }

    const fn plain(name: String, raw: String, is_derived: bool) -> Self {
        Self {
            name,
            raw,
            safe: None,
            is_derived,
            is_empty: false,
            is_askable: true,
        }
    }
}

/// The groups, in their order: a title, and the names of fields. What is read out of others follows what it is read from.
#[rustfmt::skip]
const GROUPS: &[(&str, &[&str])] = &[
    ("Where", &["time", "cluster", "host", "scope", "ns", "pod", "workload", "owner.kind", "container", "image", "cid", "labels"]),
    ("Who", &["exe", "parent", "cmd", "source", "user", "uid", "oid", "pid", "ppid", "hpid", "hppid", "tty", "cwd", "execid", "execname"]),
    ("What", &["op", "result", "outcome", "resource", "path", "data", "hook", "syscall", "lsm", "fd", "flags", "dir", "ip", "port",
        "family", "proto", "socktype", "sun_path", "dns", "qtype", "remotehost"]),
    ("Policy", &["type", "kind", "policy", "action", "enforcer", "severity", "message", "tag", "attack", "cis", "nist", "pci"]),
    ("Hashes", &["hashalgo", "hash"]),
    ("Daemon", &["level", "nodeid", "hostip", "version", "maxalerts", "dropinterval"]),
    ("Source", &["input", "line", "reader", "filled"]),
];

impl Detail {
    /// All of a record, as a screen can show it.
    pub fn of(
        record: &Record<'_>,
        zone: &TimeZone,
        indicators: Option<&Arc<Indicators>>,
        look: Look,
    ) -> Self {
        let of = |name| values(record, name, zone, indicators);
        let mut lines = Vec::new();
        for (title, names) in GROUPS {
            add(&mut lines, title, names.iter().copied().flat_map(of));
        }
        add(&mut lines, "Indicators", of(INDICATORS).into_iter());
        add(&mut lines, "Other", others().flat_map(of));
        let (empty, unknown): (Vec<FieldValue>, Vec<FieldValue>) =
            unshown(record).partition(|value| value.is_empty);
        add(
            &mut lines,
            "Members",
            unknown.into_iter().map(FieldLine::Value),
        );
        let full = lines.len();
        add(&mut lines, "Empty", empty.into_iter().map(FieldLine::Value));
        for line in &mut lines {
            if let FieldLine::Value(value) = line
                && let Cow::Owned(safe) = look.value(&value.raw)
            {
                value.safe = Some(safe);
            }
        }
        let origin = record.origin();
        let mut json = outline(&json_terminal_safe(record.payload()));
        for line in &mut json {
            if let Cow::Owned(safe) = look.safe(&line.text) {
                line.text = safe;
            }
        }
        Self {
            lines,
            full,
            json,
            raw: origin.bytes.to_vec(),
            place: format!("{}:{}", sanitize(origin.input), origin.line),
        }
    }

    /// The values of a field, as the record has them.
    pub fn values(&self, name: &str) -> impl Iterator<Item = &str> {
        self.lines.iter().filter_map(move |line| match line {
            FieldLine::Value(value) if value.name == name => value.wanted(),
            FieldLine::Value(_) | FieldLine::Title(_) => None,
        })
    }

    /// How many members are empty.
    pub fn empty(&self) -> usize {
        self.lines.len().saturating_sub(self.full + 1)
    }

    /// The first value of a field.
    pub fn first(&self, name: &str) -> Option<&str> {
        self.values(name).next()
    }
}

/// Adds a group under its title, if there is anything in it.
fn add(lines: &mut Vec<FieldLine>, title: &'static str, group: impl Iterator<Item = FieldLine>) {
    let mut group = group.peekable();
    if group.peek().is_some() {
        lines.push(FieldLine::Title(title));
        lines.extend(group);
    }
}

/// The members that no field shows.
fn unshown(record: &Record<'_>) -> impl Iterator<Item = FieldValue> {
    members(record).into_iter().map(|member| FieldValue {
        is_empty: member.is_empty,
        is_askable: member.is_askable,
        ..FieldValue::plain(member.name, member.text, false)
    })
}

/// Fields that are in no group.
fn others() -> impl Iterator<Item = &'static str> {
    let is_grouped = |name: &&str| GROUPS.iter().any(|(_, names)| names.contains(name));
    let fields = FIELDS.iter().filter(|field| !field.is_map());
    fields
        .map(|field| field.name)
        .filter(move |name| !is_grouped(name))
}

/// The values of a field, a line each.
fn values(
    record: &Record<'_>,
    name: &str,
    zone: &TimeZone,
    indicators: Option<&Arc<Indicators>>,
) -> Vec<FieldLine> {
    let column = columns([name], indicators)
        .ok()
        .and_then(|mut columns| columns.pop());
    let Some(column) = column else {
        return Vec::new();
    };
    let field = FIELDS.iter().find(|field| field.name == name);
    let is_derived = field
        .is_some_and(|field| matches!(field.from, FieldSource::Pairs(_) | FieldSource::Derived(_)));
    let is_derived = is_derived && name != "time";
    let line = |raw: String| FieldLine::Value(FieldValue::plain(name.to_owned(), raw, is_derived));
    let mut lines: Vec<FieldLine> = texts(&column, record, zone).into_iter().map(line).collect();
    if name == "labels" {
        lines.extend(labels(record));
    }
    lines
}

/// Its values as the record has them, not escaped.
fn texts(column: &Column, record: &Record<'_>, zone: &TimeZone) -> Vec<String> {
    if column.is_time() {
        return column.values(record, zone);
    }
    let mut texts = Vec::new();
    let is_set = column.target.ty() == Type::Symbols;
    column.target.any(record, &mut |value| {
        match is_set {
            // Each of them is asked for alone.
            true => texts.extend(value.text.split('|').map(str::to_owned)),
            false => texts.push(value.text.clone().into_owned()),
        }
        false
    });
    if texts.is_empty() {
        // A zero that was left out.
        texts = column.values(record, zone);
    }
    texts
}

/// The labels one by one, which are a field each.
fn labels(record: &Record<'_>) -> Vec<FieldLine> {
    let Some(labels) = record.text(Key::Labels) else {
        return Vec::new();
    };
    let pairs = labels
        .split([',', ' '])
        .filter_map(|item| item.split_once('='));
    let line = |(key, value): (&str, &str)| {
        let name = format!("labels.{key}");
        FieldLine::Value(FieldValue::plain(name, value.to_owned(), true))
    };
    pairs
        .filter(|(key, value)| !key.is_empty() && !value.is_empty())
        .map(line)
        .collect()
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::record::Origin;

    #[test]
    fn groups_hold_fields_each_of_them_once() {
        let mut seen = std::collections::HashSet::new();
        for name in GROUPS
            .iter()
            .flat_map(|(_, names)| names.iter().copied())
            .chain(others())
        {
            assert!(seen.insert(name), "{name} is there twice");
            assert!(
                FIELDS.iter().any(|field| field.name == name),
                "{name} is no field"
            );
        }
        let plain = FIELDS.iter().filter(|field| !field.is_map()).count();
        assert_eq!(seen.len(), plain);
    }

    #[test]
    fn what_is_read_out_of_a_text_follows_it() {
        let json = br#"{"Operation":"File","Data":"syscall=SYS_OPENAT flags=O_RDONLY|O_CLOEXEC","Labels":"app=x","UID":0,"Result":"Passed","HostPID":3}"#;
        let record = Record::new(json, Origin::default()).unwrap();
        let look = Look {
            is_ascii: false,
            paint: crate::text::Paint::Plain,
        };
        let detail = Detail::of(&record, &TimeZone::UTC, None, look);
        let shown: Vec<String> = detail
            .lines
            .iter()
            .map(|line| match line {
                FieldLine::Title(title) => (*title).to_owned(),
                FieldLine::Value(value) => {
                    let mark = if value.is_derived { "> " } else { "" };
                    format!("{mark}{} {}", value.name, value.raw)
                }
            })
            .collect();
        assert_eq!(
            shown[..22],
            [
                "Where",
                "> scope host",
                "labels app=x",
                "> labels.app x",
                "Who",
                "uid 0",
                "ppid 0?",
                "hpid 3",
                "What",
                "op File",
                "result Passed",
                "> outcome passed",
                "data syscall=SYS_OPENAT flags=O_RDONLY|O_CLOEXEC",
                "> hook SYS_OPENAT",
                "> syscall SYS_OPENAT",
                "> flags O_RDONLY",
                "> flags O_CLOEXEC",
                "Policy",
                "> kind log",
                "Source",
                "input ",
                "line 0",
            ]
        );
    }
}
