//! OpenTelemetry's JSON, as the collector's file exporter writes it: `resourceLogs` down to `body`.
//!
//! The adapter of KubeArmor makes each record a list of keys and values, in which all numbers are doubles.

use super::object::{EACH, Inside, member};
use super::{Envelope, Form};
use crate::json::scan::any_element;

pub(super) const ENVELOPE: Envelope = Envelope {
    name: "otlp",
    doc: "OpenTelemetry JSON: {\"resourceLogs\":[...]}, one or more records a line",
    spans_lines: false,
    form: Form::Object(&[Inside::at(&[
        "resourceLogs",
        EACH,
        "scopeLogs",
        EACH,
        "logRecords",
        EACH,
        "body",
    ])
    .time("timeUnixNano")
    .convert(object)]),
};

/// A value of OTLP as JSON. // opentelemetry-proto `common.proto`, `AnyValue`
fn object(any: &[u8], out: &mut Vec<u8>) -> bool {
    let start = out.len();
    let is_object = member(any, "kvlistValue").is_some_and(|list| pairs(list, out));
    if !is_object {
        out.truncate(start);
        // The record may be a text, which the caller knows to open.
        if let Some([b'"', b'{', ..]) = member(any, "stringValue") {
            return crate::json::string::content(member(any, "stringValue").unwrap_or_default())
                .inspect(|text| out.extend_from_slice(text.as_bytes()))
                .is_some();
        }
    }
    is_object
}

fn pairs(list: &[u8], out: &mut Vec<u8>) -> bool {
    out.push(b'{');
    let start = out.len();
    let values = member(list, "values").unwrap_or_default();
    let is_broken = any_element(values, |pair| {
        let Some(key) = member(pair, "key") else {
            return true;
        };
        if out.len() > start {
            out.push(b',');
        }
        out.extend_from_slice(key);
        out.push(b':');
        value(member(pair, "value").unwrap_or_default(), out);
        false
    });
    out.push(b'}');
    !is_broken
}

fn value(any: &[u8], out: &mut Vec<u8>) {
    if let Some(text) = member(any, "stringValue") {
        out.extend_from_slice(text);
    } else if let Some(count) = member(any, "intValue") {
        // 64 bits stand in quotes in the JSON of protobuf.
        out.extend_from_slice(count.trim_ascii());
    } else if let Some(plain) = member(any, "doubleValue").or_else(|| member(any, "boolValue")) {
        out.extend_from_slice(plain);
    } else if let Some(list) = member(any, "arrayValue") {
        out.push(b'[');
        let start = out.len();
        any_element(member(list, "values").unwrap_or_default(), |element| {
            if out.len() > start {
                out.push(b',');
            }
            value(element, out);
            false
        });
        out.push(b']');
    } else if let Some(list) = member(any, "kvlistValue") {
        pairs(list, out);
    } else {
        out.extend_from_slice(b"null");
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_list_of_pairs_is_an_object() {
        let body = br#"{"kvlistValue":{"values":[{"key":"PID","value":{"doubleValue":7}},{"key":"a\"b","value":{"stringValue":"x\n"}},{"key":"l","value":{"arrayValue":{"values":[{"boolValue":true},{}]}}},{"key":"o","value":{"kvlistValue":{"values":[]}}},{"key":"n","value":{"intValue":"5"}}]}}"#;
        let mut out = Vec::new();
        assert!(object(body, &mut out));
        assert_eq!(
            String::from_utf8(out).unwrap(),
            r#"{"PID":7,"a\"b":"x\n","l":[true,null],"o":{},"n":"5"}"#
        );
        assert!(!object(br#"{"stringValue":"plain"}"#, &mut Vec::new()));
        assert!(!object(
            br#"{"kvlistValue":{"values":[{}]}}"#,
            &mut Vec::new()
        ));
    }
}
