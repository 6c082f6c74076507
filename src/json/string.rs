//! The text that a JSON string spells.

use std::borrow::Cow;

/// The text of a JSON string given with its quotes; borrowed where it holds no escape.
///
/// `None` if it is not a string, not UTF-8, or holds an escape that JSON does not have.
/// A lone surrogate becomes the visible text `\u{d800}`, so that what is shown can be searched.
pub fn decode(raw: &[u8]) -> Option<Cow<'_, str>> {
    let [b'"', inner @ .., b'"'] = raw else {
        return None;
    };
    unescape(inner)
}

/// The text that the inside of a JSON string spells. See [`decode`].
pub fn unescape(inner: &[u8]) -> Option<Cow<'_, str>> {
    let text = std::str::from_utf8(inner).ok()?;
    match memchr::memchr(b'\\', inner) {
        None => Some(Cow::Borrowed(text)),
        Some(first) => expand(text, first).map(Cow::Owned),
    }
}

/// Whether the inside of a JSON string spells `text`.
pub fn spells(inner: &[u8], text: &[u8]) -> bool {
    if memchr::memchr(b'\\', inner).is_none() {
        return inner == text;
    }
    unescape(inner).is_some_and(|found| found.as_bytes() == text)
}

fn expand(text: &str, first: usize) -> Option<String> {
    let mut out = String::with_capacity(text.len());
    let (clean, mut rest) = text.split_at_checked(first)?;
    out.push_str(clean);
    while let Some(after) = rest.strip_prefix('\\') {
        let tail = after.get(1..)?;
        rest = match after.as_bytes().first()? {
            b'"' => push(&mut out, '"', tail),
            b'\\' => push(&mut out, '\\', tail),
            b'/' => push(&mut out, '/', tail),
            b'b' => push(&mut out, '\u{8}', tail),
            b'f' => push(&mut out, '\u{c}', tail),
            b'n' => push(&mut out, '\n', tail),
            b'r' => push(&mut out, '\r', tail),
            b't' => push(&mut out, '\t', tail),
            b'u' => push_unicode(&mut out, tail)?,
            _ => return None,
        };
        let run = rest.find('\\').unwrap_or(rest.len());
        let (clean, next) = rest.split_at(run);
        out.push_str(clean);
        rest = next;
    }
    Some(out)
}

fn push<'a>(out: &mut String, char: char, tail: &'a str) -> &'a str {
    out.push(char);
    tail
}

/// Reads the four digits behind `\u`, and the second half of a surrogate pair if one follows.
fn push_unicode<'a>(out: &mut String, tail: &'a str) -> Option<&'a str> {
    let high = hex4(tail)?;
    let after = tail.get(4..)?;
    if let Some(char) = char::from_u32(high) {
        return Some(push(out, char, after));
    }
    if high < 0xDC00
        && let Some(low) = after.strip_prefix("\\u").and_then(hex4)
        && (0xDC00..0xE000).contains(&low)
    {
        let char = char::from_u32(0x1_0000 + ((high - 0xD800) << 10) + (low - 0xDC00))?;
        return Some(push(out, char, after.get(6..)?));
    }
    out.push_str("\\u{");
    out.push_str(&tail.get(..4)?.to_ascii_lowercase());
    out.push('}');
    Some(after)
}

fn hex4(text: &str) -> Option<u32> {
    let digits = text.get(..4)?;
    if !digits.bytes().all(|byte| byte.is_ascii_hexdigit()) {
        return None;
    }
    u32::from_str_radix(digits, 16).ok()
}

#[cfg(test)]
mod tests {
    use super::*;
    use proptest::prelude::*;

    #[test]
    fn a_string_without_escapes_is_borrowed() {
        assert!(matches!(decode(br#""abc""#), Some(Cow::Borrowed("abc"))));
    }

    #[test]
    fn every_escape_is_read() {
        let found = decode(br#""\"\\\/\b\f\n\r\t\u0041\u003c\ud83d\ude00z""#).unwrap();
        assert_eq!(found, "\"\\/\u{8}\u{c}\n\r\tA<\u{1f600}z");
    }

    #[test]
    fn a_lone_surrogate_is_shown_as_its_escape() {
        assert_eq!(decode(br#""a\ud800b""#).unwrap(), "a\\u{d800}b");
        assert_eq!(decode(br#""\udC00""#).unwrap(), "\\u{dc00}");
        assert_eq!(decode(br#""\ud800\u0041""#).unwrap(), "\\u{d800}A");
        assert_eq!(decode(br#""\ud800\ud800""#).unwrap(), "\\u{d800}\\u{d800}");
    }

    #[test]
    fn what_is_no_string_is_none() {
        for text in [
            &b"abc"[..],
            b"\"",
            b"\"\\q\"",
            b"\"\\u00g0\"",
            b"\"\\u12\"",
            b"\"\\\"",
            b"\"\xff\"",
            b"\"\\u+041\"",
        ] {
            assert_eq!(decode(text), None, "{text:?}");
        }
    }

    #[test]
    fn spells_sees_through_escapes() {
        assert!(spells(br"\u0050ID", b"PID"));
        assert!(spells(b"PID", b"PID"));
        assert!(!spells(b"PPID", b"PID"));
    }

    proptest! {
        #[test]
        fn decode_undoes_serde(text in any::<String>()) {
            let json = serde_json::to_string(&text).unwrap();
            prop_assert_eq!(decode(json.as_bytes()).unwrap(), text);
        }

        #[test]
        fn decode_agrees_with_serde(inner in r#"([ -~]|\\["\\/bfnrt]|\\u[0-9a-fA-F]{4}|é){0,20}"#) {
            let json = format!("\"{inner}\"");
            if let Ok(expected) = serde_json::from_str::<String>(&json) {
                prop_assert_eq!(decode(json.as_bytes()).unwrap(), expected);
            }
        }
    }
}
