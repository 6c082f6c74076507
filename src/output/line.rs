//! `line`: one readable line per event. What was denied stands out without colour too.

use std::io::Write;

use super::summary::{Ending, OperationKind, place_names};
use super::{BARE, Charset, Destination, Format, RowOptions};
use crate::record::Record;
use crate::record::derived::workload::{event_time, outcome_of};
use crate::record::field::{Field, known};
use crate::record::key::Key;
use crate::text::{Paint, Role, sanitize, sanitize_into};

pub(super) static FORMAT: Format = Format {
    name: "line",
    aliases: &["text"],
    doc: "one readable line per event",
    shows_gaps: true,
    row,
    ..BARE
};

fn row(record: &Record<'_>, sheet: &RowOptions, out: &mut Vec<u8>) {
    if sheet.columns.is_empty() {
        event(record, sheet, out);
    } else {
        listed(record, sheet, out);
    }
    out.push(b'\n');
}

/// The chosen columns, parted by two blanks; `-` where there is no value.
fn listed(record: &Record<'_>, sheet: &RowOptions, out: &mut Vec<u8>) {
    for (index, column) in sheet.columns.iter().enumerate() {
        if index > 0 {
            out.extend_from_slice(b"  ");
        }
        let start = out.len();
        column.write(record, &sheet.zone, out);
        if out.len() == start {
            out.push(b'-');
        }
    }
}

/// When, how it ended, where, what: `2026-03-14T… DENIED web/shop-0/app  File  cat -> /etc/shadow`.
fn event(record: &Record<'_>, sheet: &RowOptions, out: &mut Vec<u8>) {
    let mut line = EventLine {
        paint: sheet.paint,
        out,
        place: sheet.place,
        charset: sheet.charset,
    };
    line.within(Role::Time, |out| {
        let start = out.len();
        match event_time(record) {
            Some(time) => write(out, format_args!("{}", time.in_zone(&sheet.zone))),
            None => out.push(b'-'),
        }
        pad(out, start, TIME);
    });
    let ending = Ending::of(record);
    line.within(ending.role(), |out| {
        out.push(b' ');
        let start = out.len();
        out.extend_from_slice(ending.word().as_bytes());
        pad(out, start, MARK);
        out.push(b' ');
    });
    line.place_of(record);
    let operation = record.text(Key::Operation).unwrap_or_default();
    line.within(Role::Dim, |out| {
        out.extend_from_slice(b"  ");
        write(out, format_args!("{:<OPERATION$} ", sanitize(&operation)));
    });
    line.what(record, &operation);
    line.policy(record);
    line.all(record, FILLED);
    if let Some(hits) = sheet.hits(record) {
        line.put(Role::Alert, &format!("  ioc={hits}"));
    }
}

/// Columns of the time, of the word that tells how it ended, and of the operation.
const TIME: usize = 27;
const MARK: usize = 7;
const OPERATION: usize = 8;

/// Fills what was written since `start`, which is ASCII, to a number of columns.
fn pad(out: &mut Vec<u8>, start: usize, columns: usize) {
    out.resize(out.len().max(start + columns), b' ');
}

fn write(out: &mut Vec<u8>, text: std::fmt::Arguments<'_>) {
    // A buffer in memory takes everything.
    let _ = out.write_fmt(text);
}

/// The role of the values of a field, the field, and what stands before them.
type ShownField = (Role, &'static Field, &'static str);

const HOST: &[ShownField] = &[(Role::Place, known("host"), "")];
const PROCESS: &[ShownField] = &[
    (Role::Process, known("cmd"), ""),
    (Role::Dim, known("parent"), "  parent="),
];
const FILE: &[ShownField] = &[
    (Role::Process, known("exe"), ""),
    (Role::Process, known("resource"), " -> "),
    (Role::Dim, known("hook"), "  "),
    (Role::Dim, known("flags"), " "),
];
const ACTOR: &[ShownField] = &[
    (Role::Process, known("exe"), ""),
    (Role::Dim, known("hook"), "  "),
];
const DIRECTION: &[ShownField] = &[(Role::Dim, known("dir"), " ")];
const PEER: &[ShownField] = &[
    (Role::Process, known("ip"), " "),
    (Role::Process, known("port"), ":"),
];
const NAMES: &[ShownField] = &[
    (Role::Process, known("dns"), " "),
    (Role::Process, known("remotehost"), " "),
];
const RESOURCE: &[ShownField] = &[(Role::Process, known("resource"), " ")];
const OTHER: &[ShownField] = &[
    (Role::Process, known("exe"), ""),
    (Role::Process, known("resource"), " "),
    (Role::Dim, known("data"), "  "),
    (Role::Dim, known("message"), "  "),
    (Role::Audit, known("maxalerts"), "  alerts dropped above "),
    (Role::Audit, known("dropinterval"), "/s, for seconds: "),
];
const POLICY: &[ShownField] = &[
    (Role::Alert, known("action"), "  ["),
    (Role::Alert, known("policy"), " "),
    (Role::Alert, known("severity"), " severity "),
];
const FILLED: &[ShownField] = &[(Role::Dim, known("filled"), "  filled=")];

struct EventLine<'o> {
    paint: Paint,
    out: &'o mut Vec<u8>,
    place: Destination,
    charset: Charset,
}

impl EventLine<'_> {
    /// Writes between the colours of a role.
    fn within(&mut self, role: Role, body: impl FnOnce(&mut Vec<u8>)) {
        let is_plain = self.paint == Paint::Plain;
        if !is_plain {
            write(self.out, format_args!("{}", self.paint.start(role)));
        }
        body(self.out);
        if !is_plain {
            write(self.out, format_args!("{}", self.paint.end(role)));
        }
    }

    /// Writes a text that is safe already.
    fn put(&mut self, role: Role, text: &str) {
        self.within(role, |out| out.extend_from_slice(text.as_bytes()));
    }

    /// Writes a text of the record.
    fn say(&mut self, role: Role, text: &str) {
        self.within(role, |out| sanitize_into(text, out));
    }

    /// `namespace/pod/container`, or the host of a host event.
    fn place_of(&mut self, record: &Record<'_>) {
        let keys = [Key::NamespaceName, Key::PodName, Key::ContainerName];
        let names = keys.iter().filter_map(|key| record.text(*key));
        let mut parts = place_names(names).peekable();
        if parts.peek().is_none() {
            self.put(Role::Place, "host:");
            if !self.all(record, HOST) {
                self.put(Role::Place, "-");
            }
            return;
        }
        self.within(Role::Place, |out| {
            for (index, part) in parts.enumerate() {
                if index > 0 {
                    out.push(b'/');
                }
                sanitize_into(&part, out);
            }
        });
    }

    fn what(&mut self, record: &Record<'_>, operation: &str) {
        match OperationKind::of(operation) {
            OperationKind::Network => self.network(record),
            OperationKind::Process => {
                self.all(record, PROCESS);
            }
            OperationKind::File => {
                self.all(record, FILE);
            }
            OperationKind::Dropped | OperationKind::Other => {
                self.all(record, OTHER);
            }
        }
        let result = record.text(Key::Result).unwrap_or_default();
        if !result.is_empty() && outcome_of(&result) != "passed" {
            self.put(Role::Dim, "  => ");
            self.say(Role::Failed, &result);
        }
    }

    fn network(&mut self, record: &Record<'_>) {
        self.all(record, ACTOR);
        let without_peer = self.out.len();
        self.all(record, DIRECTION);
        if self.all(record, PEER) {
            self.all(record, NAMES);
        } else {
            self.out.truncate(without_peer);
            self.all(record, RESOURCE);
        }
    }

    fn policy(&mut self, record: &Record<'_>) {
        if record.raw(Key::PolicyName).is_some() {
            self.all(record, POLICY);
            self.put(Role::Alert, "]");
        }
    }

    /// Writes the values of these fields; answers whether there are any.
    fn all(&mut self, record: &Record<'_>, fields: &[ShownField]) -> bool {
        let start = self.out.len();
        for told in fields {
            self.field(record, told);
        }
        self.out.len() > start
    }

    fn field(&mut self, record: &Record<'_>, (role, field, before): &ShownField) {
        let mut separator = *before;
        field.any(record, "", &mut |value| {
            self.put(Role::Dim, separator);
            match self.place {
                Destination::Terminal(_) => self.say(
                    *role,
                    &self.charset.fit(&self.charset.shown(&value.text), LONGEST),
                ),
                Destination::Elsewhere => self.say(*role, &value.text),
            }
            separator = ",";
            false
        });
    }
}

/// Columns that one value takes on a terminal, at most; `-o json` shows all of it.
const LONGEST: usize = 200;
