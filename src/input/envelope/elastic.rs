//! Elasticsearch and OpenSearch: a hit, and the answer to a search.

use super::object::{EACH, Inside};
use super::{Envelope, Form};

pub(super) const ENVELOPE: Envelope = Envelope {
    name: "elastic",
    doc: "Elasticsearch, OpenSearch: a hit or a search response (_source)",
    spans_lines: false,
    form: Form::Object(&[
        Inside::at(&["_source"]),
        Inside::at(&["hits", "hits", EACH, "_source"]),
        Inside::at(&[EACH, "_source"]),
    ]),
};
