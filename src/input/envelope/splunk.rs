//! Splunk: events as the HTTP collector takes them, and results as its export gives them.

use super::object::Inside;
use super::{Envelope, Form};

pub(super) const ENVELOPE: Envelope = Envelope {
    name: "splunk",
    doc: "Splunk: HEC {\"time\":...,\"event\":{...}}, export {\"result\":{\"_raw\":...}}",
    spans_lines: false,
    form: Form::Object(&[
        Inside {
            path: &["event"],
            time: Some("time"),
            convert: None,
        },
        Inside {
            path: &["result", "_raw"],
            time: Some("_time"),
            convert: None,
        },
        Inside {
            path: &["_raw"],
            time: Some("_time"),
            convert: None,
        },
    ]),
};
