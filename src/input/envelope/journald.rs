//! The journal as JSON: `journalctl -o json`.

use super::object::Inside;
use super::{Envelope, Form};

pub(super) const ENVELOPE: Envelope = Envelope {
    name: "journald",
    doc: "journalctl -o json: {\"MESSAGE\":\"...\"}",
    spans_lines: false,
    form: Form::Object(&[Inside {
        path: &["MESSAGE"],
        time: Some("__REALTIME_TIMESTAMP"),
        convert: None,
    }]),
};
