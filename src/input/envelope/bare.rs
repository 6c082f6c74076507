//! No wrapper: one object a line.

use super::{Envelope, Form, Opened};

pub(super) const ENVELOPE: Envelope = Envelope {
    name: "bare",
    doc: "one JSON object a line: kubectl logs, karmor logs --json, a log file",
    spans_lines: false,
    form: Form::Line(|line, _| {
        line.starts_with(b"{").then_some(Opened {
            payload: line,
            ..Opened::default()
        })
    }),
};
