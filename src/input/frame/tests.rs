//! What framing does to lines.

use proptest::prelude::*;

use super::*;

fn framed(text: &str) -> String {
    let mut framer = Framer::new(false);
    let mut out = Vec::new();
    for line in text.split_terminator('\n') {
        assert!(framer.wants(line.as_bytes(), 1));
        framer.line(line.as_bytes(), &mut out);
    }
    framer.finish(&mut out);
    String::from_utf8(out).unwrap()
}

#[test]
fn lines_of_whole_objects_and_other_text_stay_as_they_are() {
    for text in [
        "{\"a\": 1 }\n\n {\"b\":[2,]}\nnot JSON\n",
        "[pod/a/b] {\"a\":1}\n[ERROR] x\n]\n, \n",
        "{\"torn\":\"x\n{\"a\":1}\n",
        "E1009 11:24:17.445983 1 a.go:2] x\n== x\nKey: value\n",
    ] {
        assert_eq!(framed(text), text);
        assert!(!Framer::is_needed(text.as_bytes(), true), "{text}");
    }
}

#[test]
fn an_object_over_lines_becomes_one_line_and_the_lines_after_keep_their_number() {
    for (text, wanted) in [
        (
            "{\n  \"a\": 1,\n  \"b\": {\n    \"c\": \"x y\"\n  }\n}\nz\n",
            "{\"a\":1,\"b\":{\"c\":\"x y\"}}\n\n\n\n\n\nz\n",
        ),
        (
            "{   \r\n\"a\":\r\n1}\r\n{\"b\":2}\n",
            "{\"a\":1}\n\n\n{\"b\":2}\n",
        ),
        (
            "{\"a\":1}{\"b\":2} {\n\"c\":3}\n",
            "{\"a\":1}{\"b\":2}{\"c\":3}\n\n",
        ),
        ("{\n\"a\": tr\nue}\n", "{\"a\":tr ue}\n\n\n"),
    ] {
        assert_eq!(framed(text), wanted, "{text}");
    }
}

#[test]
fn a_list_that_is_never_closed_leaves_its_bracket_behind() {
    for (text, wanted) in [
        ("[\n{\"a\":1},\n{\"b\":2},\n", "\n{\"a\":1}\n{\"b\":2}\n[\n"),
        ("[{\"a\":1}\n", "{\"a\":1}\n[\n"),
        ("[\n", "\n[\n"),
        // Malformed by itself.
        ("[{\"a\":\n", "{\"a\":\n"),
    ] {
        assert_eq!(framed(text), wanted, "{text}");
    }
}

#[test]
fn a_list_gives_its_elements() {
    for (text, wanted) in [
        ("[{\"a\":1},{\"b\":2}]\n", "{\"a\":1}{\"b\":2}\n"),
        (
            "[\n  {\n    \"a\": 1\n  },\n  {\n    \"b\": 2\n  }\n]\n",
            "\n{\"a\":1}\n\n\n{\"b\":2}\n\n\n\n",
        ),
        (
            "[\n{\"a\":1}\n,\n{\"b\":2}\n]\nz\n",
            "\n{\"a\":1}\n\n{\"b\":2}\n\nz\n",
        ),
        ("[]\n", "\n"),
        ("[\n[{\"a\":1}],\n[]\n]\n", "\n{\"a\":1}\n\n\n"),
    ] {
        assert_eq!(framed(text), wanted, "{text}");
    }
}

#[test]
fn a_list_that_is_never_closed_is_one_malformed_line() {
    for (text, wanted) in [
        ("[\n{\"a\":1},\n{\"b\":2},\n", "\n{\"a\":1}\n{\"b\":2}\n[\n"),
        ("[{\"a\":1},\n", "{\"a\":1}\n[\n"),
        ("[\n", "\n[\n"),
        (
            "[\n{\"a\":1}\n[\n{\"b\":2}\n]\n",
            "\n{\"a\":1}\n\n{\"b\":2}\n\n[\n",
        ),
        // What was torn off with the list's end is malformed itself.
        ("[\n{\"a\":1},\n{\"b\":\n", "\n{\"a\":1}\n{\"b\":\n"),
        ("[\n{\"a\":1},\n{\"b\":\"x\n", "\n{\"a\":1}\n{\"b\":\"x\n"),
        ("[\n{\"a\":\"x\n{\"b\":2}\n", "\n{\"a\":\"x\n{\"b\":2}\n[\n"),
    ] {
        assert_eq!(framed(text), wanted, "{text}");
    }
}

#[test]
fn commas_that_documents_forget_or_add_are_mended_over_lines_alone() {
    assert_eq!(
        framed("{\n\"a\": 1,\n\"b\": [2, ],\n}\n"),
        "{\"a\":1,\"b\":[2]}\n\n\n\n"
    );
    assert_eq!(
        framed("{\n\"a\": \"x\"\n\"b\": {\"c\": 1}\n\"d\": 2\n}\n"),
        "{\"a\":\"x\",\"b\":{\"c\":1},\"d\":2}\n\n\n\n\n"
    );
    assert_eq!(framed("{\"a\":1,}\n"), "{\"a\":1,}\n");
}

#[test]
fn what_is_torn_takes_nothing_along() {
    for (text, neighbours) in [
        ("{\n  \"a\": 1,\n{\"b\":2}\n{\"c\":3}\n", 2),
        ("{\n  \"a\": [\n{\"b\":2}\n", 1),
        ("{\n  \"a\": \"x\n{\n\"b\":2\n}\n", 1),
        ("{\n  \"a\": 1,\n  \"b\":\n{\n\"c\":3\n}\n}\n{\"d\":4}\n", 2),
        ("{\n  \"a\": 1]\n{\"b\":2}\n", 1),
        ("\"a\": 1\n},\n{\"b\":2}\n", 1),
    ] {
        let framed = framed(text);
        let whole = framed
            .lines()
            .filter(|line| crate::json::full::validate(line.as_bytes()).is_ok());
        assert_eq!(whole.count(), neighbours, "{text}\n{framed}");
        assert_eq!(
            framed.matches('\n').count(),
            text.matches('\n').count(),
            "{text}"
        );
    }
}

#[test]
fn pieces_of_a_runtime_are_joined_by_stream() {
    const T: &str = "2026-03-14T09:40:00Z";
    let text = format!(
        "{T} stdout P {{\"a\":\n{T} stderr F noise\n{T} stdout P 1,\n{T} stdout F \"b\":2}}\n"
    );
    let wanted = format!("\n{T} stderr F noise\n\n{T} stdout F {{\"a\":1,\"b\":2}}\n");
    assert_eq!(framed(&text), wanted);
    let text = "{\"log\":\"{\\\"a\\\":\",\"stream\":\"stdout\"}\n{\"log\":\"1}\\n\",\"stream\":\"stdout\"}\n";
    assert_eq!(
        framed(text),
        "\n{\"log\":\"{\\\"a\\\":1}\\n\",\"stream\":\"stdout\"}\n"
    );
    let lonely = format!("{T} stdout P {{\"a\":\n");
    assert_eq!(framed(&lonely), format!("\n{lonely}"));
}

#[test]
fn records_of_text_are_joined_by_separators() {
    let text = "banner\n== Alert / 2026-03-14 09:40:00.1 ==\nHostName: n\nSource: sh -c a\nb\nResult: x\n\nHostName: a\nPID: 1\nHostName: b\nKey: c\nnoise\n";
    let wanted = "banner\n== Alert / 2026-03-14 09:40:00.1 ==\x1eHostName: n\x1eSource: sh -c a\x1fb\x1eResult: x\n\n\n\n\n\nHostName: a\x1ePID: 1\n\nHostName: b\x1eKey: c\n\nnoise\n";
    assert_eq!(framed(text), wanted);
    assert_eq!(
        framed("== Log ==\nSource: a\x1eUID: 0\n"),
        "== Log ==\x1eSource: a\x1aUID: 0\n\n"
    );
}

#[test]
fn the_head_alone_decides() {
    let line = "{\"a\":1}\n";
    let pretty = "{\n\"a\": 1\n}\n";
    let below = line.repeat(HEAD / line.len() - 2) + pretty;
    assert!(Framer::is_needed(below.as_bytes(), true));
    let above = line.repeat(HEAD / line.len()) + pretty;
    assert!(!Framer::is_needed(&above.as_bytes()[..HEAD], false));
    let long = format!("[{{\"a\":\"{}\"}}]", "x".repeat(HEAD));
    assert!(Framer::is_needed(&long.as_bytes()[..HEAD], false));
}

/// Values with what could mislead a scanner inside of strings.
fn value() -> impl Strategy<Value = serde_json::Value> {
    let text = r#"[a-z{}\[\]",:\\ \n\x00é]{0,8}"#;
    let leaf = prop_oneof![
        Just(serde_json::Value::Null),
        any::<bool>().prop_map(Into::into),
        any::<i32>().prop_map(Into::into),
        text.prop_map(Into::into),
    ];
    leaf.prop_recursive(3, 12, 4, |inner| {
        prop_oneof![
            prop::collection::vec(inner.clone(), 0..4).prop_map(Into::into),
            prop::collection::btree_map("[a-z]{0,3}", inner, 0..4)
                .prop_map(|members| serde_json::Value::Object(members.into_iter().collect())),
        ]
    })
}

fn object() -> impl Strategy<Value = serde_json::Value> {
    prop::collection::btree_map("[a-z]{0,3}", value(), 0..5)
        .prop_map(|members| serde_json::Value::Object(members.into_iter().collect()))
}

proptest! {
    #[test]
    fn pretty_objects_come_out_whole_and_in_their_place(objects in prop::collection::vec((object(), any::<bool>()), 0..6)) {
        let mut text = String::new();
        let mut at = Vec::new();
        for (object, is_pretty) in &objects {
            at.push(text.matches('\n').count());
            text += &if *is_pretty { serde_json::to_string_pretty(object) } else { serde_json::to_string(object) }.unwrap();
            text.push('\n');
        }
        let framed = framed(&text);
        prop_assert_eq!(framed.matches('\n').count(), text.matches('\n').count());
        let lines: Vec<&str> = framed.lines().collect();
        for ((object, _), at) in objects.iter().zip(at) {
            let found: serde_json::Value = serde_json::from_str(lines[at]).unwrap();
            prop_assert_eq!(&found, object);
        }
    }

    #[test]
    fn a_cut_anywhere_costs_one_object(objects in prop::collection::vec(object(), 2..5), cut in any::<prop::sample::Index>(), len in 1_usize..40) {
        let pretty: Vec<String> = objects.iter().map(|object| serde_json::to_string_pretty(object).unwrap() + "\n").collect();
        let mut text = pretty.concat();
        let start = cut.index(text.len());
        let end = (start + len).min(text.len());
        prop_assume!(text.is_char_boundary(start) && text.is_char_boundary(end));
        text.replace_range(start..end, "");
        let framed = framed(&text);
        let mut at = 0;
        for (object, pretty) in objects.iter().zip(&pretty) {
            let is_hurt = start < at + pretty.len() && at < end;
            // A cut that took the break before an object has moved it up a line.
            let is_moved = end == at;
            at += pretty.len();
            if is_hurt || is_moved {
                continue;
            }
            let is_there = framed.lines().any(|line| serde_json::from_str::<serde_json::Value>(line).is_ok_and(|found| found == *object));
            prop_assert!(is_there, "{} lost from {}", object, text);
        }
    }

    #[test]
    fn any_bytes_keep_their_line_breaks(bytes in "[{}\\[\\]\":,a=\\\\ \n\r\u{1e}]{0,120}") {
        let text = bytes + "\n";
        let framed = framed(&text);
        let lines = text.matches('\n').count();
        let is_more = framed.matches('\n').count() == lines + 1 && framed.ends_with("[\n") && text.contains('[');
        prop_assert!(is_more || framed.matches('\n').count() == lines, "{text:?} {framed:?}");
    }
}
