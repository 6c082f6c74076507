//! Holds the table to Unicode's own classes, and the three forms of escaping to each other.

use super::*;
use proptest::prelude::*;

/// Every character of a regex class.
fn class(pattern: &str) -> Vec<bool> {
    let mut member = vec![false; 0x11_0000];
    let hir = regex_syntax::parse(pattern).expect("a valid class");
    let regex_syntax::hir::HirKind::Class(regex_syntax::hir::Class::Unicode(class)) = hir.kind()
    else {
        panic!("{pattern} is no class")
    };
    for range in class.ranges() {
        member[range.start() as usize..=range.end() as usize].fill(true);
    }
    member
}

#[test]
fn exactly_the_documented_classes_are_hostile() {
    let must = class(
        r"[\p{Cc}\p{Cf}\p{Zl}\p{Zp}\p{Zs}\p{Co}\p{Default_Ignorable_Code_Point}\p{Noncharacter_Code_Point}\p{Regional_Indicator}\p{Emoji_Modifier}\u{2800}\u{13441}\u{13442}\u{16FE4}\u{1D159}--\x20]",
    );
    let raw = class(
        r"[\p{Bidi_Control}\p{Variation_Selector}\p{White_Space}\p{Pattern_White_Space}--\x20]",
    );
    for code in 0..=0x10_FFFF_u32 {
        let Some(c) = char::from_u32(code) else {
            continue;
        };
        assert_eq!(hostile(c), must[code as usize], "U+{code:04X}");
        assert!(
            hostile(c) || !raw[code as usize],
            "U+{code:04X} must not pass"
        );
        assert_eq!(
            sanitize(c.encode_utf8(&mut [0; 4])) != c.to_string(),
            hostile(c),
            "U+{code:04X}"
        );
    }
}

#[test]
fn the_table_is_sorted() {
    assert!(HOSTILE.iter().all(|&(first, last)| first <= last));
    assert!(HOSTILE.windows(2).all(|pair| pair[0].1 < pair[1].0));
}

#[test]
fn each_kind_has_its_spelling() {
    for (raw, shown) in [
        ("\x1b[31m", r"\x1b[31m"),
        ("\0\x07\x08\x7f", r"\x00\x07\x08\x7f"),
        ("a\tb\nc\r", r"a\tb\nc\r"),
        ("\u{9b}2J\u{85}", r"\u{9b}2J\u{85}"),
        (
            "\u{202e}\u{2066}\u{200e}\u{61c}",
            r"\u{202e}\u{2066}\u{200e}\u{61c}",
        ),
        ("a\u{200b}b\u{feff}\u{ad}", r"a\u{200b}b\u{feff}\u{ad}"),
        (
            "\u{e0041}\u{fe0f}\u{10ffff}",
            r"\u{e0041}\u{fe0f}\u{10ffff}",
        ),
        (
            "\u{a0}\u{3000}\u{3164}\u{2800}",
            r"\u{a0}\u{3000}\u{3164}\u{2800}",
        ),
        (
            "\u{1f1e9}\u{1f1ea}👍\u{1f3fd}",
            "\\u{1f1e9}\\u{1f1ea}👍\\u{1f3fd}",
        ),
        ("naïve 日本 Ω 🦀 e\u{301}", "naïve 日本 Ω 🦀 e\u{301}"),
        (r"\x1b is told from one", r"\\x1b is told from one"),
        (r"C:\Windows\d+\.\s\share", r"C:\Windows\d+\.\s\share"),
        (
            r"C:\new\temp\run\x1\xZZ\u{}",
            r"C:\\new\\temp\\run\x1\xZZ\u{}",
        ),
        (r"\\n \\s", r"\\\\n \\s"),
        ("\\\n", r"\\\n"),
        ("\\\\\u{202e}", r"\\\\\u{202e}"),
        (
            r"\u{202e} \u{202E} \u{d800} \u{1234567}",
            r"\\u{202e} \\u{202E} \u{d800} \u{1234567}",
        ),
    ] {
        assert_eq!(sanitize(raw), shown);
        assert_eq!(restore(shown), raw);
    }
}

#[test]
fn what_is_safe_is_shielded_as_it_is() {
    for (raw, shown) in [
        (r"a\nb", r"a\nb"),
        ("a\nb", r"a\nb"),
        ("\\\x1b", r"\\x1b"),
        ("", ""),
    ] {
        assert_eq!(shield(raw), shown);
        assert_eq!(shield(shown), shown);
    }
    assert_eq!(shield_bytes(b"\\n\xff\x07"), r"\n\xff\x07");
}

#[test]
fn a_backslash_before_what_is_spelt_in_ascii_is_told_from_its_escape() {
    assert_eq!(ascii(&sanitize(r"\é")), r"\\\u{e9}");
    assert_eq!(ascii(&sanitize(r"\u{e9}é")), r"\\u{e9}\u{e9}");
}

#[test]
fn clean_text_is_borrowed() {
    let long = "printable ~ ASCII and ünïcode ".repeat(9);
    for text in ["", "a", &long] {
        assert!(matches!(sanitize(text), Cow::Borrowed(same) if same == text));
        assert!(matches!(sanitize_bytes(text.as_bytes()), Cow::Borrowed(_)));
        assert!(matches!(
            json_terminal_safe(text.as_bytes()),
            Cow::Borrowed(_)
        ));
    }
}

#[test]
fn a_hostile_byte_is_found_at_every_offset() {
    for at in 0..100 {
        for evil in ["\x1b", "\x7f", "\n", "\u{80}"] {
            let text = format!("{}{evil}{}", "a".repeat(at), "b".repeat(40));
            assert_eq!(next_hostile(&text, 0).map(|(found, _)| found), Some(at));
        }
    }
}

#[test]
fn bytes_that_are_not_utf8_are_spelt_out() {
    assert_eq!(
        sanitize_bytes(b"\xff\x9b\xe2\x80ok\xc3"),
        r"\xff\x9b\xe2\x80ok\xc3"
    );
}

#[test]
fn safe_takes_all_that_comes_from_outside_and_pads() {
    assert_eq!(Safe::from("a\rb").to_string(), r"a\rb");
    assert_eq!(Safe::from(&b"\xfe"[..]).to_string(), r"\xfe");
    assert_eq!(
        Safe::from(Path::new("/tmp/\u{7}")).to_string(),
        r"/tmp/\x07"
    );
    assert_eq!(
        Safe::from(OsStr::new("x\u{200b}")).to_string(),
        r"x\u{200b}"
    );
    assert_eq!(
        format!("{:>4}|{:<3}|", Safe::text("\t"), Safe::text("a")),
        r"  \t|a  |"
    );
}

#[test]
fn json_keeps_its_value_and_loses_its_teeth() {
    let hostile_json = "{\"a\u{9b}\":\"x\\\\\u{202e}\u{7f}\\u0001\u{e0041}é\",\r\n\t\"n\":1}";
    let safe = json_terminal_safe(hostile_json.as_bytes());
    assert_eq!(
        std::str::from_utf8(&safe).unwrap(),
        "{\"a\\u009b\":\"x\\\\\\u202e\\u007f\\u0001\\udb40\\udc41é\", \n\t\"n\":1}"
    );
    let value = |json: &[u8]| serde_json::from_slice::<serde_json::Value>(json).unwrap();
    assert_eq!(value(&safe), value(hostile_json.as_bytes()));
}

#[test]
fn what_is_not_json_is_still_safe() {
    assert_eq!(
        &*json_terminal_safe(b"\x1b[2J\xff\x9b\0"),
        br"\u001b[2J\ufffd\ufffd\u0000"
    );
}

/// Texts of what makes escapes, and of what they stand for.
fn misleading() -> impl Strategy<Value = String> {
    let piece = prop::sample::select(vec![
        "\\", "\\", "n", "t", "x", "1", "b", "u", "{", "}", "0", "a", "\n", "\t", "\x1b", "\u{80}",
        "\u{202e}", "é", "d80",
    ]);
    prop::collection::vec(piece, 0..9).prop_map(|pieces| pieces.concat())
}

fn misleading_bytes() -> impl Strategy<Value = Vec<u8>> {
    let piece = prop::sample::select(vec![
        &b"\\"[..],
        b"x",
        b"f",
        b"f",
        b"\xff",
        b"8",
        b"0",
        b"\x80",
        b"\n",
        b"n",
    ]);
    prop::collection::vec(piece, 0..7).prop_map(|pieces| pieces.concat())
}

proptest! {
    #[test]
    fn nothing_hostile_is_left(text in any::<String>(), bytes in any::<Vec<u8>>()) {
        let safe = sanitize(&text);
        prop_assert!(!safe.chars().any(hostile));
        let mut out = b"kept".to_vec();
        sanitize_into(&text, &mut out);
        prop_assert_eq!(&out[4..], safe.as_bytes());
        prop_assert_eq!(sanitize_bytes(text.as_bytes()), safe.as_ref());
        prop_assert!(!sanitize_bytes(&bytes).chars().any(hostile));
        prop_assert!(!shield(&text).chars().any(hostile));
        prop_assert_eq!(shield(&safe), safe.as_ref());
    }

    #[test]
    fn what_was_shown_is_read_back(text in misleading(), any in any::<String>()) {
        for text in [text, any] {
            let shown = sanitize(&text);
            let spelt = ascii(&shown);
            let back = [restore(&shown), restore(&spelt)].map(Cow::into_owned);
            prop_assert_eq!(back, [text.clone(), text]);
        }
    }

    #[test]
    fn two_texts_never_look_alike(a in misleading(), b in misleading()) {
        prop_assert_eq!(sanitize(&a) == sanitize(&b), a == b);
    }

    #[test]
    fn nor_do_bytes(a in misleading_bytes(), b in misleading_bytes()) {
        prop_assert_eq!(sanitize_bytes(&a) == sanitize_bytes(&b), a == b);
    }

    #[test]
    fn json_means_the_same(text in any::<String>()) {
        let json = serde_json::to_vec(&text).unwrap();
        let safe = json_terminal_safe(&json);
        prop_assert!(!std::str::from_utf8(&safe).unwrap().chars().any(hostile));
        prop_assert_eq!(serde_json::from_slice::<String>(&safe).unwrap(), text);
    }
}
