//! Lines and wrappers, by their shape.

use super::*;

const TIME: &str = "2025-07-20T08:26:40.000000001Z";
const OBJECT: &str = r#"{"Operation":"Process"}"#;

fn auto(line: &str) -> Unwrapped<'_> {
    any_row(open(
        Choice::Auto,
        line.as_bytes(),
        Box::leak(Box::default()),
    ))
}

/// The same, by whichever row it was opened.
fn any_row(line: Unwrapped<'_>) -> Unwrapped<'_> {
    match line {
        Unwrapped::Payload(opened, _) => {
            let opened = Opened {
                host: None,
                reader: None,
                ..opened
            };
            Unwrapped::Payload(opened, &bare::ENVELOPE)
        }
        other => other,
    }
}

fn payload<'a>(payload: &'a str, time: Option<&'a str>) -> Unwrapped<'a> {
    let opened = Opened {
        payload: payload.as_bytes(),
        time: time.map(str::as_bytes),
        ..Opened::default()
    };
    Unwrapped::Payload(opened, &bare::ENVELOPE)
}

#[test]
fn a_wrapper_names_the_node_and_the_pod_that_was_read() {
    let hec = format!(r#"{{"time":1,"host":"node-1","event":{OBJECT}}}"#);
    let stern = format!(r#"{{"message":{OBJECT},"nodeName":"node-1","podName":"relay-1"}}"#);
    for (line, host, reader) in [
        (format!("[pod/relay-1/c] {OBJECT}"), None, Some("relay-1")),
        (format!("relay-1 relay {OBJECT}"), None, Some("relay-1")),
        (
            format!("<1>{TIME} node-1 k[7]: {OBJECT}"),
            Some("node-1"),
            None,
        ),
        (format!("{TIME} tag: {OBJECT}"), None, None),
        (
            format!("<165>1 {TIME} node-1 a - - - {OBJECT}"),
            Some("node-1"),
            None,
        ),
        (format!("<165>1 {TIME} - a - - - {OBJECT}"), None, None),
        (hec, Some("node-1"), None),
        (format!(r#"{{"host":null,"event":{OBJECT}}}"#), None, None),
        (
            format!(r#"{{"host":{{"name":"a"}},"event":{OBJECT}}}"#),
            None,
            None,
        ),
        (format!("{TIME} - tag: {OBJECT}"), None, None),
        (stern, Some("node-1"), Some("relay-1")),
    ] {
        let mut scratch = Vec::new();
        let Unwrapped::Payload(opened, row) = open(Choice::Auto, line.as_bytes(), &mut scratch)
        else {
            panic!("{line}");
        };
        let mut found = Vec::new();
        let mut note = |opened: Opened<'_>| {
            let text = |bytes: &[u8]| String::from_utf8_lossy(bytes).into_owned();
            found.push((opened.host.map(text), opened.reader.map(text)));
        };
        if *row == bare::ENVELOPE {
            inside(Choice::Auto, opened.payload, &mut note);
        } else {
            note(opened);
        }
        assert_eq!(
            found,
            [(host.map(str::to_owned), reader.map(str::to_owned))],
            "{line}"
        );
    }
}

#[test]
fn every_wrapper_opens_to_the_same_payload() {
    let stamped = Some(TIME);
    for (line, time) in [
        (OBJECT.to_owned(), None),
        (format!(" \t{OBJECT} \r"), None),
        (format!("\u{feff}{OBJECT}"), None),
        (format!("\u{1e}{OBJECT}"), None),
        (format!("[pod/a-1/b] {OBJECT}\r"), None),
        (format!("{TIME} {OBJECT}"), stamped),
        (format!("[pod/a/b.c] {TIME}  {OBJECT}"), stamped),
        (format!("{TIME} stdout F {OBJECT}"), stamped),
        (format!("{TIME} stderr P {OBJECT}"), stamped),
        (format!("{TIME} stdout F:x {OBJECT} "), stamped),
        (format!("relay-1.a relay {OBJECT}"), None),
        (format!("relay-1 relay {TIME} {OBJECT}"), stamped),
        (format!("<34>Nov 16 14:55:56 node-1 relay: {OBJECT}"), None),
        (
            format!("Mar  4 11:19:16 node-1 kubearmor[40479]: {OBJECT}"),
            None,
        ),
        (format!("<1>{TIME} node-1 Kubearmor[7]: {OBJECT}"), stamped),
        (format!("{TIME} node-1 feeder: {OBJECT}"), stamped),
        (
            format!("<165>1 {TIME} node-1 feeder 8710 - - {OBJECT}"),
            stamped,
        ),
        (
            format!("<165>1 {TIME} node-1 feeder - ID47 [a@1 b=\"c d\"] {OBJECT}"),
            stamped,
        ),
    ] {
        assert_eq!(auto(&line), payload(OBJECT, time), "{line:?}");
    }
}

#[test]
fn timestamps_come_in_many_shapes() {
    for time in [
        "2025-07-20T08:26:40Z",
        "2025-07-20T08:26:40+02:00",
        "2025-07-20T08:26:40.123456789-11:30",
    ] {
        assert_eq!(
            auto(&format!("{time} {OBJECT}")),
            payload(OBJECT, Some(time))
        );
    }
    for time in [
        "2025-07-20 08:26:40Z",
        "2025-07-20T08:26:40",
        "2025-07-20T08:26:40.Z",
        "2025-07-20T08:26:4xZ",
    ] {
        assert_eq!(
            foreign(auto(&format!("{time} {OBJECT}"))),
            Some(Foreign::Text),
            "{time}"
        );
    }
}

fn malformed(line: Unwrapped<'_>) -> Option<&[u8]> {
    match line {
        Unwrapped::Malformed(opened, _) => Some(opened.payload),
        _ => None,
    }
}

fn foreign(line: Unwrapped<'_>) -> Option<Foreign> {
    match line {
        Unwrapped::Foreign(kind, ..) => Some(kind),
        _ => None,
    }
}

#[test]
fn what_is_no_whole_object_is_malformed() {
    for line in [
        "{",
        r#"{"a":1"#,
        "[",
        "[]",
        r#"[{"a":1}]"#,
        r#"[{"a":1}] x"#,
        "[{",
        "[ [ ] ,",
        "[1, \"a\", null ]",
        "[1, \"a",
        r#"["a", {"b":"#,
    ] {
        assert_eq!(malformed(auto(line)), Some(line.as_bytes()), "{line:?}");
    }
    let piece = format!("{TIME} stdout P {{\"a\":");
    assert_eq!(malformed(auto(&piece)), Some(&br#"{"a":"#[..]));
    assert_eq!(malformed(auto("[pod/a/b] {")), Some(&b"{"[..]));
    assert_eq!(malformed(auto("a\0b")), Some(&b"a\0b"[..]));
    assert_eq!(malformed(auto("\0\0")), Some(&b"\0\0"[..]));
}

#[test]
fn blank_lines_are_blank_in_every_wrapper() {
    for line in [
        "",
        " ",
        "\t \r",
        "[pod/a/b] ",
        "[pod/a/b]",
        TIME,
        &format!("{TIME} stdout F"),
        &format!("{TIME} stdout F "),
    ] {
        assert_eq!(auto(line), Unwrapped::Blank, "{line:?}");
    }
}

#[test]
fn logs_of_others_are_told_apart() {
    let klog = r#"E1009 11:24:17.445983       1 reflector.go:200] "Failed to watch" err="x""#;
    assert_eq!(foreign(auto(klog)), Some(Foreign::Klog));
    assert_eq!(
        foreign(auto(&format!("[pod/a/b] {TIME} {klog}"))),
        Some(Foreign::Klog)
    );
    for text in [
        "Created a gRPC client (:32767)",
        "E1009",
        "X1009 11:24:17.445983 1 a",
        "2023-11-28 09:13:56.215345\tINFO\tx",
        "[ERROR] x",
        "[INFO] starting",
        "[#1] Received",
        "[1] foo",
        "[12:30:01] foo",
        "[2026-03-14] foo",
        "[notice] x",
        "[false alarm] x",
        "[true] x",
        "[{kubelet}] x",
        "[[main]] x",
        "[\"a\" x",
        "[0, main] x",
        "[pod/a b/c] {}",
        "[pod/a] {}",
        "[pod/a/b]{}",
    ] {
        assert_eq!(foreign(auto(text)), Some(Foreign::Text), "{text:?}");
    }
}

#[test]
fn only_one_envelope_means_only_that() {
    let only = |name: &str| Choice::Only(ENVELOPES.iter().find(|row| row.name == name).unwrap());
    let cri = format!("{TIME} stdout F {OBJECT}");
    let scratch = &mut Vec::new();
    assert_eq!(
        any_row(open(only("cri"), cri.as_bytes(), scratch)),
        payload(OBJECT, Some(TIME))
    );
    assert_eq!(
        open(only("bare"), OBJECT.as_bytes(), scratch),
        payload(OBJECT, None)
    );
    assert_eq!(
        malformed(open(only("cri"), OBJECT.as_bytes(), scratch)),
        Some(OBJECT.as_bytes())
    );
    assert_eq!(
        foreign(open(only("bare"), cri.as_bytes(), scratch)),
        Some(Foreign::Text)
    );
}

#[test]
fn rows_are_fit_for_help() {
    for (at, row) in ENVELOPES.iter().enumerate() {
        assert!(row.doc.chars().count() <= 72, "{}", row.name);
        assert!(ENVELOPES[..at].iter().all(|other| other.name != row.name));
    }
}

#[test]
fn lines_are_what_lies_between_lfs() {
    let of = |block: &'static str| {
        lines(block.as_bytes())
            .map(|line| str::from_utf8(line).unwrap())
            .collect::<Vec<_>>()
    };
    assert_eq!(of(""), [""; 0]);
    assert_eq!(of("a"), ["a"]);
    assert_eq!(of("a\n"), ["a"]);
    assert_eq!(of("\n\nb\r\n\nc"), ["", "", "b\r", "", "c"]);
}

proptest::proptest! {
    #[test]
    fn no_line_is_too_odd(line: Vec<u8>) {
        for choice in ENVELOPES.iter().map(Choice::Only).chain([Choice::Auto]) {
            let scratch = &mut Vec::new();
            if let Unwrapped::Payload(opened, _) = open(choice, &line, scratch) {
                let whole = opened.payload.starts_with(b"{") && opened.payload.ends_with(b"}");
                proptest::prop_assert!(whole);
            }
        }
    }
}
