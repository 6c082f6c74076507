//! No wrapper: one object a line.

use super::{Envelope, Opened};

pub(super) const ENVELOPE: Envelope = Envelope {
    name: "bare",
    doc: "one JSON object a line: kubectl logs, karmor logs --json, a log file",
    verbatim: true,
    sniff: |line| line.starts_with(b"{"),
    open: |line, _| {
        line.starts_with(b"{").then_some(Opened {
            payload: line,
            time: None,
        })
    },
};
