//! Splunk: events as the HTTP collector takes them, and results as its export gives them.

use super::object::Inside;
use super::{Envelope, Form};

pub(super) const ENVELOPE: Envelope = Envelope {
    name: "splunk",
    doc: "Splunk: HEC {\"time\":...,\"event\":{...}}, export {\"result\":{\"_raw\":...}}",
    spans_lines: false,
    form: Form::Object(&[
        Inside::at(&["event"]).time("time").host("host"),
        Inside::at(&["result", "_raw"]).time("_time").host("host"),
        Inside::at(&["_raw"]).time("_time").host("host"),
    ]),
};
