//! The text that a JSON string spells.

use std::borrow::Cow;

/// The text of a JSON string given with its quotes; borrowed where it holds no escape.
///
/// `None` if it is not a string, not UTF-8, or holds an escape that JSON does not have.
/// A lone surrogate becomes the visible text `\u{d800}`, so that what is shown can be searched; backslashes before it, and
/// before a text that reads the same, are doubled, so that no two strings have one text. [`encode_surrogates`] undoes that.
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

/// JSON of texts that [`decode`] gave, its lone surrogates such again.
///
/// ```
/// use knoxlog::json::string::{decode, encode_surrogates};
/// let text = decode(br#""a\ud800b""#).unwrap();
/// assert_eq!(encode_surrogates(format!("{:?}", text)), r#""a\ud800b""#);
/// ```
pub fn encode_surrogates(json: String) -> String {
    if next_surrogate(&json).is_none() {
        return json;
    }
    let mut out = String::with_capacity(json.len());
    let mut rest = json.as_str();
    while let Some(at) = next_surrogate(rest) {
        let (before, tail) = rest.split_at(at);
        // Each backslash of the text is two of the JSON.
        let run = trailing_backslashes(before) / 2;
        let kept = before.len() - run * 2 + run / 2 * 2;
        out.push_str(before.get(..kept).unwrap_or(before));
        let (tail, behind) = tail.split_at(TAIL);
        if run.is_multiple_of(2) {
            out.push_str(tail);
        } else {
            out.push_str("\\u");
            out.push_str(tail.get(2..6).unwrap_or_default());
        }
        rest = behind;
    }
    out.push_str(rest);
    out
}

/// What a surrogate's text begins with.
const SURROGATE: &[u8] = b"\\u{d";
/// Bytes of it behind its backslash.
const TAIL: usize = "u{d800}".len();

/// Where a surrogate's text begins, behind its backslash.
fn next_surrogate(text: &str) -> Option<usize> {
    let mut finds = memchr::memmem::find_iter(text.as_bytes(), SURROGATE).map(|at| at + 1);
    finds.find(|at| is_surrogate(text.as_bytes().get(*at..*at + TAIL).unwrap_or_default()))
}

fn is_surrogate(tail: &[u8]) -> bool {
    let [b'u', b'{', b'd', digits @ .., b'}'] = tail else {
        return false;
    };
    let is_lower = |byte: &u8| matches!(byte, b'0'..=b'9' | b'a'..=b'f');
    digits.iter().all(is_lower) && digits.first().is_some_and(|byte| *byte >= b'8')
}

fn trailing_backslashes(text: &str) -> usize {
    text.bytes().rev().take_while(|byte| *byte == b'\\').count()
}

/// The text of a JSON string that holds a text to be read on, JSON or another: as it is, backslashes and all. A lone
/// surrogate is shown as by [`decode`], whatever stands before it.
pub fn content(raw: &[u8]) -> Option<Cow<'_, str>> {
    let [b'"', inner @ .., b'"'] = raw else {
        return None;
    };
    let text = std::str::from_utf8(inner).ok()?;
    match memchr::memchr(b'\\', inner) {
        None => Some(Cow::Borrowed(text)),
        Some(first) => spelt(text, first, &mut Vec::new()).map(Cow::Owned),
    }
}

fn expand(text: &str, first: usize) -> Option<String> {
    let mut lone = Vec::new();
    let out = spelt(text, first, &mut lone)?;
    Some(match next_surrogate(&out) {
        None => out,
        Some(_) => told_apart(&out, &lone),
    })
}

/// Doubles the backslashes before the text of a surrogate: its own, which begins in one of these places, is left single.
fn told_apart(text: &str, lone: &[usize]) -> String {
    let mut out = String::with_capacity(text.len() + 8);
    let mut rest = text;
    while let Some(at) = next_surrogate(rest) {
        let (before, tail) = rest.split_at(at);
        let place = text.len() - tail.len();
        let own = usize::from(lone.contains(&(place - 1)));
        out.push_str(before);
        out.extend(std::iter::repeat_n(
            '\\',
            trailing_backslashes(before) - own,
        ));
        let (tail, behind) = tail.split_at(TAIL);
        out.push_str(tail);
        rest = behind;
    }
    out.push_str(rest);
    out
}

/// What a string with escapes spells; a lone surrogate as its text, whose place is noted.
fn spelt(text: &str, first: usize, lone: &mut Vec<usize>) -> Option<String> {
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
            b'u' => push_unicode(&mut out, tail, lone)?,
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
fn push_unicode<'a>(out: &mut String, tail: &'a str, lone: &mut Vec<usize>) -> Option<&'a str> {
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
    lone.push(out.len());
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
    fn a_lone_surrogate_is_told_from_its_text() {
        for (json, text) in [
            (r#""\ud800""#, r"\u{d800}"),
            (r#""\\u{d800}""#, r"\\u{d800}"),
            (r#""\\\ud800""#, r"\\\u{d800}"),
            (r#""\\\\u{dfff}\udfff""#, r"\\\\u{dfff}\u{dfff}"),
            (r#""\\u{d7ff}\\u{D800}\\u{d80""#, r"\u{d7ff}\u{D800}\u{d80"),
        ] {
            assert_eq!(decode(json.as_bytes()).unwrap(), text, "{json}");
            let again = serde_json::Value::from(text).to_string();
            assert_eq!(encode_surrogates(again), json);
        }
        assert_eq!(
            content(br#""\\u{d800}\ud800""#).unwrap(),
            r"\u{d800}\u{d800}"
        );
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

    /// The inside of strings of what spells surrogates, and of what looks as if it did.
    fn misleading() -> impl Strategy<Value = String> {
        let piece = prop::sample::select(vec![
            r"\\", r"\ud800", r"\udc00", "u{d800}", r"\u0075", "{d8", "00}", "x",
        ]);
        prop::collection::vec(piece, 0..7).prop_map(|pieces| pieces.concat())
    }

    /// The units of UTF-16 that the inside of a string spells.
    fn units(inner: &str) -> Vec<u16> {
        let mut units = Vec::new();
        let mut rest = inner;
        while let Some(char) = rest.chars().next() {
            let len = match rest.as_bytes() {
                [b'\\', b'u', ..] => {
                    units.push(u16::from_str_radix(&rest[2..6], 16).unwrap());
                    6
                }
                [b'\\', ..] => {
                    units.push(u16::from(b'\\'));
                    2
                }
                _ => {
                    units.extend(char.encode_utf16(&mut [0; 2]).iter());
                    char.len_utf8()
                }
            };
            rest = &rest[len..];
        }
        units
    }

    proptest! {
        #[test]
        fn two_strings_never_have_one_text(a in misleading(), b in misleading()) {
            let text = |inner: &str| unescape(inner.as_bytes()).unwrap().into_owned();
            prop_assert_eq!(text(&a) == text(&b), units(&a) == units(&b));
            let json = encode_surrogates(serde_json::Value::from(text(&a)).to_string());
            prop_assert_eq!(units(&json[1..json.len() - 1]), units(&a));
        }

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
