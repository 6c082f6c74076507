//! A message with a record as its text: `stern -o json` and `extjson`, CloudWatch, `logstash`.

use super::object::{EACH, Inside};
use super::{Envelope, Form};

pub(super) const ENVELOPE: Envelope = Envelope {
    name: "message",
    doc: "{\"message\":...}: stern -o json, CloudWatch exports and {\"events\":[...]}",
    spans_lines: false,
    form: Form::Object(&[
        Inside::at(&["message"])
            .time("timestamp")
            .host("nodeName")
            .reader("podName"),
        Inside::at(&["events", EACH, "message"]).time("timestamp"),
    ]),
};
