//! What `logcli -o jsonl` prints, and the line that the OpenTelemetry exporter gives Loki.

use super::object::Inside;
use super::{Envelope, Form};

pub(super) const ENVELOPE: Envelope = Envelope {
    name: "loki",
    doc: "logcli -o jsonl: {\"labels\":...,\"line\":\"...\"}; OTLP lines {\"body\":{...}}",
    spans_lines: false,
    form: Form::Object(&[
        Inside {
            path: &["line"],
            time: Some("timestamp"),
            convert: None,
        },
        Inside {
            path: &["body"],
            time: None,
            convert: None,
        },
    ]),
};
