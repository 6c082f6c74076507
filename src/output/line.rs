//! `line`: one readable line per event. What was denied stands out without colour too.

use std::collections::HashMap;
use std::sync::LazyLock;

use super::{Charset, Format, Place, Sheet, no_head};
use crate::record::Record;
use crate::record::derived::workload::{event_time, outcome_of};
use crate::record::field::{self, Target};
use crate::record::key::Key;
use crate::text::{Paint, Role, sanitize, sanitize_into};

pub(super) static FORMAT: Format = Format {
    name: "line",
    aliases: &["text"],
    doc: "one readable line per event",
    is_whole: false,
    shows_gaps: true,
    shows_lines: false,
    columns: &[],
    head: no_head,
    row,
};

fn row(record: &Record<'_>, sheet: &Sheet, out: &mut Vec<u8>) {
    if sheet.columns.is_empty() {
        event(record, sheet, out);
    } else {
        listed(record, sheet, out);
    }
    out.push(b'\n');
}

/// The chosen columns, parted by two blanks; `-` where there is no value.
fn listed(record: &Record<'_>, sheet: &Sheet, out: &mut Vec<u8>) {
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
fn event(record: &Record<'_>, sheet: &Sheet, out: &mut Vec<u8>) {
    let mut line = Line {
        paint: sheet.paint,
        out,
        place: sheet.place,
        charset: sheet.charset,
    };
    let time = event_time(record).map(|time| time.in_zone(&sheet.zone).to_string());
    line.put(
        Role::Time,
        &format!("{:<27}", time.as_deref().unwrap_or("-")),
    );
    let (mark, role) = mark(record);
    line.put(role, &format!(" {mark:<7} "));
    line.place_of(record);
    let operation = record.text(Key::Operation).unwrap_or_default();
    line.put(Role::Dim, &format!("  {:<8} ", sanitize(&operation)));
    line.what(record);
    line.policy(record);
    line.field(Role::Dim, record, "filled", "  filled=");
    if let Some(hits) = sheet.hits(record) {
        line.put(Role::Alert, &format!("  ioc={hits}"));
    }
}

/// The word that tells how the event ended, the same width for each.
pub(super) fn mark(record: &Record<'_>) -> (&'static str, Role) {
    let result = record.text(Key::Result).unwrap_or_default();
    let has = |key| record.raw(key).is_some();
    match outcome_of(&result) {
        "denied" => ("DENIED", Role::Denied),
        "failed" if !result.is_empty() => ("failed", Role::Failed),
        _ if has(Key::MaxAlertsPerSec) || has(Key::DroppingAlertsInterval) => ("GAP", Role::Audit),
        _ if has(Key::PolicyName) => ("alert", Role::Audit),
        _ => ("-", Role::Dim),
    }
}

struct Line<'o> {
    paint: Paint,
    out: &'o mut Vec<u8>,
    place: Place,
    charset: Charset,
}

impl Line<'_> {
    /// Writes a text that is safe already.
    fn put(&mut self, role: Role, text: &str) {
        match self.paint {
            Paint::Plain => self.out.extend_from_slice(text.as_bytes()),
            Paint::Colour | Paint::Themed(_) => {
                self.out
                    .extend_from_slice(self.paint.painted(role, text).to_string().as_bytes());
            }
        }
    }

    /// Writes a text of the record.
    fn say(&mut self, role: Role, text: &str) {
        match self.paint {
            Paint::Plain => sanitize_into(text, self.out),
            Paint::Colour | Paint::Themed(_) => self.put(role, &sanitize(text)),
        }
    }

    /// `namespace/pod/container`, or the host of a host event.
    fn place_of(&mut self, record: &Record<'_>) {
        let keys = [Key::NamespaceName, Key::PodName, Key::ContainerName];
        let parts: Vec<_> = keys.iter().filter_map(|key| record.text(*key)).collect();
        if parts.is_empty() {
            self.put(Role::Place, "host:");
            return match is_there(record, "host") {
                true => self.field(Role::Place, record, "host", ""),
                false => self.put(Role::Place, "-"),
            };
        }
        let mut parts: Vec<&str> = parts.iter().map(AsRef::as_ref).collect();
        // A pod of one container often gives it its own name; twice says nothing more.
        parts.dedup();
        self.say(Role::Place, &parts.join("/"));
    }

    fn what(&mut self, record: &Record<'_>) {
        let operation = record
            .text(Key::Operation)
            .unwrap_or_default()
            .to_ascii_lowercase();
        match operation.as_str() {
            "process" => {
                self.field(Role::Process, record, "cmd", "");
                self.field(Role::Dim, record, "parent", "  parent=");
            }
            "file" => {
                self.field(Role::Process, record, "exe", "");
                self.field(Role::Process, record, "resource", " -> ");
                self.field(Role::Dim, record, "hook", "  ");
                self.field(Role::Dim, record, "flags", " ");
            }
            "network" | "networkfirewall" => self.network(record),
            _ => {
                self.field(Role::Process, record, "exe", "");
                self.field(Role::Process, record, "resource", " ");
                self.field(Role::Dim, record, "data", "  ");
                self.field(Role::Dim, record, "message", "  ");
                self.field(Role::Audit, record, "maxalerts", "  alerts dropped above ");
                self.field(Role::Audit, record, "dropinterval", "/s, for seconds: ");
            }
        }
        let result = record.text(Key::Result).unwrap_or_default();
        if !result.is_empty() && outcome_of(&result) != "passed" {
            self.put(Role::Dim, "  => ");
            self.say(Role::Failed, &result);
        }
    }

    fn network(&mut self, record: &Record<'_>) {
        self.field(Role::Process, record, "exe", "");
        self.field(Role::Dim, record, "hook", "  ");
        let has_peer = is_there(record, "ip") || is_there(record, "port");
        if has_peer {
            self.field(Role::Dim, record, "dir", " ");
            self.field(Role::Process, record, "ip", " ");
            self.field(Role::Process, record, "port", ":");
            self.field(Role::Process, record, "dns", " ");
            self.field(Role::Process, record, "remotehost", " ");
        } else {
            self.field(Role::Process, record, "resource", " ");
        }
    }

    fn policy(&mut self, record: &Record<'_>) {
        if record.raw(Key::PolicyName).is_some() {
            self.field(Role::Alert, record, "action", "  [");
            self.field(Role::Alert, record, "policy", " ");
            self.field(Role::Alert, record, "severity", " severity ");
            self.put(Role::Alert, "]");
        }
    }

    /// Writes the values of a field behind `before`; nothing at all if it has none.
    fn field(&mut self, role: Role, record: &Record<'_>, name: &str, before: &str) {
        let Some(target) = TARGETS.get(name) else {
            return;
        };
        let mut separator = before;
        target.any(record, &mut |value| {
            self.put(Role::Dim, separator);
            match self.place {
                Place::Terminal(_) => self.say(
                    role,
                    &self.charset.fit(&self.charset.shown(&value.text), LONGEST),
                ),
                Place::Elsewhere => self.say(role, &value.text),
            }
            separator = ",";
            false
        });
    }
}

/// Fields by their canonical names, looked up once.
pub(super) static TARGETS: LazyLock<HashMap<&str, Target>> = LazyLock::new(|| {
    let fields = field::FIELDS.iter().filter(|field| !field.is_map());
    fields
        .map(|field| (field.name, Target::Field(field)))
        .collect()
});

/// Columns that one value takes on a terminal, at most; `-o json` shows all of it.
const LONGEST: usize = 200;

fn is_there(record: &Record<'_>, name: &str) -> bool {
    TARGETS.get(name).is_some_and(|target| target.is_in(record))
}
