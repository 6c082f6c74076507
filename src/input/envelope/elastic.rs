//! Elasticsearch and OpenSearch: a hit, and the answer to a search.

use super::object::{EACH, Inside};
use super::{Envelope, Form};

pub(super) const ENVELOPE: Envelope = Envelope {
    name: "elastic",
    doc: "Elasticsearch, OpenSearch: a hit or a search response (_source)",
    spans_lines: false,
    form: Form::Object(&[
        Inside {
            path: &["_source"],
            time: None,
            convert: None,
        },
        Inside {
            path: &["hits", "hits", EACH, "_source"],
            time: None,
            convert: None,
        },
        Inside {
            path: &[EACH, "_source"],
            time: None,
            convert: None,
        },
    ]),
};
