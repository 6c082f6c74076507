//! What docker's json-file driver writes: the line as text, with its stream and time.

use super::object::Inside;
use super::{Envelope, Form};

pub(super) const ENVELOPE: Envelope = Envelope {
    name: "docker",
    doc: "docker json-file: {\"log\":\"...\",\"stream\":...,\"time\":...}",
    spans_lines: true,
    form: Form::Object(&[Inside::at(&["log"]).time("time")]),
};
