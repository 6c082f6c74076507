//! Random lines: records in their wrappers, and what is no telemetry at all.

use crate::records::record;
use proptest::prelude::*;
use proptest::sample::{Index, select};

/// A line, and the record in it if it holds one: its text, and the time of its wrapper.
#[derive(Clone, Debug)]
pub(crate) struct Line {
    pub(crate) bytes: Vec<u8>,
    pub(crate) payload: Option<(String, Option<String>)>,
}

/// A line that holds a record in one of its wrappers.
fn wrapped() -> impl Strategy<Value = Line> {
    let stamp = select(
        &[
            "2023-10-05T05:58:00.123456789Z",
            "2023-10-05T05:58:00Z",
            "2023-10-04T12:00:00.5Z",
        ][..],
    );
    (record(), 0..10_usize, stamp, any::<bool>()).prop_map(|(record, wrapper, stamp, crlf)| {
        let (prefix, timed) = match wrapper {
            0 => (" \t ".to_owned(), false),
            1 => ("[pod/kubearmor-relay-0/relay] ".to_owned(), false),
            2 => (format!("{stamp} "), true),
            3 => (format!("[pod/kubearmor-relay-0/relay] {stamp} "), true),
            4 => (format!("{stamp} stdout F "), true),
            5 => (format!("{stamp} stderr F "), true),
            _ => (String::new(), false),
        };
        let end = if crlf && wrapper == 9 { "\r" } else { "" };
        let bytes = format!("{prefix}{record}{end}").into_bytes();
        Line {
            bytes,
            payload: Some((record, timed.then(|| stamp.to_owned()))),
        }
    })
}

/// A line that holds no telemetry.
///
/// None of these begins an object that the next line could end: how far a torn object reaches is framing, not filtering.
const NOISE: &[&str] = &[
    "",
    "   ",
    r#"{"level":"info","ts":"2025-10-09 11:24:16.417205","caller":"log/logger.go:54","msg":"Created a relay server (:32767)"}"#,
    r#"{"level":"info","ts":1759.5,"caller":"x","msg":"remoteip=8.8.8.8 port=53 protocol=TCP Operation"}"#,
    r#"E1009 11:24:17.445983       1 reflector.go:200] "Failed to watch" err="x""#,
    "Created a gRPC client (:32767)",
    r#"ource":"/bin/sh","Operation":"File","Resource":"/etc/passwd"}"#,
    r#"{"Operation":"File",,"Resource":"/etc/passwd"}"#,
    r#"{"Operation":"File","Resource":"/etc/passwd"]}"#,
    r#"{"Operation":"File","PID":01}"#,
    r#"{"Operation":"File","Resource":"\q"}"#,
    "{}",
    "null",
    "5",
    r#""Operation""#,
    r#"{"ClusterName":"default"}"#,
    r#"{"Operation":"","Type":"Other"}"#,
];

/// One line of a file.
pub(crate) fn line() -> impl Strategy<Value = Line> {
    let noise = select(NOISE).prop_map(|text| Line {
        bytes: text.into(),
        payload: None,
    });
    prop_oneof![5 => wrapped(), 1 => noise]
}

/// A file's lines; the last may be torn.
pub(crate) fn lines() -> impl Strategy<Value = Vec<Line>> {
    let torn = (record(), any::<Index>()).prop_map(|(record, at)| {
        let cut = (0..record.len())
            .filter(|cut| record.is_char_boundary(*cut))
            .collect::<Vec<_>>();
        Line {
            bytes: record[..*at.get(&cut)].into(),
            payload: None,
        }
    });
    (
        prop::collection::vec(line(), 1..40),
        prop::option::weighted(0.1, torn),
    )
        .prop_map(|(mut lines, torn)| {
            lines.extend(torn);
            lines
        })
}
