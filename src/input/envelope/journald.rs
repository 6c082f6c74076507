//! The journal as JSON: `journalctl -o json`.

use super::object::Inside;
use super::{Envelope, Form};

pub(super) const ENVELOPE: Envelope = Envelope {
    name: "journald",
    doc: "journalctl -o json: {\"MESSAGE\":\"...\"}",
    spans_lines: false,
    form: Form::Object(&[Inside::at(&["MESSAGE"])
        .time("__REALTIME_TIMESTAMP")
        .host("_HOSTNAME")]),
};
