//! What `logcli -o jsonl` prints, and the line that the OpenTelemetry exporter gives Loki.

use super::object::Inside;
use super::{Envelope, Form};

pub(super) const ENVELOPE: Envelope = Envelope {
    name: "loki",
    doc: "logcli -o jsonl: {\"labels\":...,\"line\":\"...\"}; OTLP lines {\"body\":{...}}",
    spans_lines: false,
    form: Form::Object(&[
        Inside::at(&["line"]).time("timestamp"),
        Inside::at(&["body"]),
    ]),
};
