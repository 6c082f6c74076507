//! AccuKnox's API and `knoxctl api`: a list under `response`.

use super::object::{EACH, Inside};
use super::{Envelope, Form};

pub(super) const ENVELOPE: Envelope = Envelope {
    name: "saas",
    doc: "AccuKnox API, knoxctl: {\"response\":[{...}]}",
    spans_lines: false,
    form: Form::Object(&[Inside::at(&["response", EACH])]),
};
