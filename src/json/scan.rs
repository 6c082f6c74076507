//! A resumable walk over the members of an object, which judges what it passes: an object walked
//! to its end is JSON through and through, but for its encoding.
//!
//! Strings are skipped 32 bytes a step: most telemetry strings are shorter, where a call to a search costs more than it
//! saves.

use super::{Literal, Malformed, Reason};
use crate::simd::{WIDTH, ends, no_digits, window};

/// The deepest nesting that is read, the object itself included. The same limit as `serde_json`'s.
pub const MAX_DEPTH: usize = 128;

/// A half-open range of byte offsets in the text walked.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq)]
pub struct Span {
    /// First byte.
    pub start: u32,
    /// One past the last byte.
    pub end: u32,
}

impl Span {
    /// The bytes of `text` that the span names; empty if it names none.
    pub fn of(self, text: &[u8]) -> &[u8] {
        text.get(self.start as usize..self.end as usize)
            .unwrap_or_default()
    }

    pub(super) fn new(start: usize, end: usize) -> Self {
        // Lines are at most 4 GiB - 1 (`--max-line` is refused above), so offsets fit.
        #[expect(
            clippy::cast_possible_truncation,
            reason = "bounded by ObjectIter::object"
        )]
        Self {
            start: start as u32,
            end: end as u32,
        }
    }
}

/// One member of an object.
#[derive(Clone, Copy, Debug)]
pub struct Member {
    /// The key, without its quotes, escapes kept.
    pub key: Span,
    /// The value's JSON text.
    pub value: Span,
}

/// Where a walk stands. It holds no text, so that its owner may keep it beside the text.
#[derive(Clone, Copy, Debug)]
pub struct ObjectIter {
    at: usize,
    first: bool,
    done: bool,
}

impl ObjectIter {
    /// A walk that stands before the first member of the object that `text` holds.
    ///
    /// # Errors
    /// If `text` does not begin with `{` (after blanks), or is 4 GiB or longer.
    pub fn object(text: &[u8]) -> Result<Self, Malformed> {
        let at = skip_blanks(text, 0);
        if text.get(at) != Some(&b'{') || u32::try_from(text.len()).is_err() {
            return Err(fault(at, Reason::NotAnObject));
        }
        Ok(Self {
            at: at + 1,
            first: true,
            done: false,
        })
    }

    /// The next member; `None` after the last one. `text` must be the text the walk began with.
    ///
    /// # Errors
    /// At the first byte that is not JSON. What stands behind the member is not looked at.
    #[inline]
    pub fn next(&mut self, text: &[u8]) -> Result<Option<Member>, Malformed> {
        if self.done {
            return Ok(None);
        }
        let mut at = skip_blanks(text, self.at);
        match text.get(at) {
            Some(b'}') if self.first => return self.finish(text, at),
            Some(b'"') if self.first => {}
            Some(b',') if !self.first => at = skip_blanks(text, at + 1),
            Some(b'}') => return self.finish(text, at),
            Some(_) if self.first => return Err(fault(at, Reason::Key)),
            Some(_) => return Err(fault(at, Reason::Comma)),
            None => return Err(fault(at, Reason::End)),
        }
        if text.get(at) != Some(&b'"') {
            return Err(fault(at, Reason::Key));
        }
        let key_end = skip_string(text, at + 1)?;
        let key = Span::new(at + 1, key_end - 1);
        at = skip_blanks(text, key_end);
        match text.get(at) {
            Some(b':') => {}
            Some(_) => return Err(fault(at, Reason::Colon)),
            None => return Err(fault(at, Reason::End)),
        }
        let start = skip_blanks(text, at + 1);
        let end = skip_value(text, start)?;
        self.at = end;
        self.first = false;
        Ok(Some(Member {
            key,
            value: Span::new(start, end),
        }))
    }

    /// The value of the next member, if that begins with `key`: its name in quotes and the colon. Otherwise `None`, and
    /// the walk stands where it stood.
    ///
    /// # Errors
    /// As [`ObjectIter::next`].
    #[inline]
    pub fn next_of(&mut self, text: &[u8], key: &Literal) -> Result<Option<Span>, Malformed> {
        let comma = usize::from(!self.first);
        let is_apart = self.first || text.get(self.at) == Some(&b',');
        if !is_apart || !key.is_at(text, self.at + comma) {
            return Ok(None);
        }
        let start = self.at + comma + key.len();
        let end = skip_value(text, start)?;
        self.at = end;
        self.first = false;
        Ok(Some(Span::new(start, end)))
    }

    fn finish(&mut self, text: &[u8], at: usize) -> Result<Option<Member>, Malformed> {
        let rest = skip_blanks(text, at + 1);
        if rest != text.len() {
            return Err(fault(rest, Reason::Trailing));
        }
        self.done = true;
        Ok(None)
    }
}

/// Calls `visit` for each element of a JSON array, until it answers `true`; answers whether it did.
/// A value that is no array has no elements; a broken one ends at the break.
pub fn any_element<'a>(array: &'a [u8], mut visit: impl FnMut(&'a [u8]) -> bool) -> bool {
    if array.first() != Some(&b'[') {
        return false;
    }
    let mut at = skip_blanks(array, 1);
    while let Some(&byte) = array.get(at) {
        if byte == b']' {
            return false;
        }
        let Ok(end) = skip_value(array, at) else {
            return false;
        };
        if visit(array.get(at..end).unwrap_or_default()) {
            return true;
        }
        at = skip_blanks(array, end);
        if array.get(at) == Some(&b',') {
            at = skip_blanks(array, at + 1);
        }
    }
    false
}

/// The offset just behind the value that starts at `at`.
#[inline]
pub(super) fn skip_value(text: &[u8], at: usize) -> Result<usize, Malformed> {
    match text.get(at) {
        Some(b'"') => skip_string(text, at + 1),
        _ => skip_other(text, at),
    }
}

/// The same, of a value that is no string.
fn skip_other(text: &[u8], at: usize) -> Result<usize, Malformed> {
    match text.get(at) {
        Some(b'{' | b'[') => skip_nested(text, at),
        Some(_) => skip_scalar(text, at),
        None => Err(fault(at, Reason::End)),
    }
}

/// The offset just behind the closing quote; `at` is the first byte after the opening one.
#[inline]
fn skip_string(text: &[u8], mut at: usize) -> Result<usize, Malformed> {
    loop {
        at = match window(text, at).map(ends) {
            Some(0) => {
                at += WIDTH;
                continue;
            }
            Some(ends) => at + ends.trailing_zeros() as usize,
            None => last_end(text, at),
        };
        match text.get(at) {
            Some(b'"') => return Ok(at + 1),
            Some(b'\\') => at = skip_escape(text, at + 1)?,
            Some(_) => return Err(fault(at, Reason::Control)),
            None => return Err(fault(text.len(), Reason::End)),
        }
    }
}

/// Where the next byte stands that can end a string, in the last bytes of a text; the end of the text if none does.
fn last_end(text: &[u8], at: usize) -> usize {
    let mut rest = text.iter().skip(at);
    let end = rest.position(|byte| matches!(byte, b'"' | b'\\' | ..0x20));
    end.map_or(text.len(), |end| at + end)
}

/// The offset behind an escape; `at` is the byte after its backslash.
pub(super) fn skip_escape(text: &[u8], at: usize) -> Result<usize, Malformed> {
    match text.get(at) {
        Some(b'"' | b'\\' | b'/' | b'b' | b'f' | b'n' | b'r' | b't') => Ok(at + 1),
        Some(b'u') => match text.get(at + 1..at + 5) {
            Some(digits) if digits.iter().all(u8::is_ascii_hexdigit) => Ok(at + 5),
            Some(_) => Err(fault(at, Reason::Escape)),
            None => Err(fault(text.len(), Reason::End)),
        },
        Some(_) => Err(fault(at, Reason::Escape)),
        None => Err(fault(text.len(), Reason::End)),
    }
}

/// The offset behind a number, `true`, `false` or `null`.
#[inline]
pub(super) fn skip_scalar(text: &[u8], at: usize) -> Result<usize, Malformed> {
    let word = match text.get(at) {
        Some(b't') => &b"true"[..],
        Some(b'f') => b"false",
        Some(b'n') => b"null",
        _ => return skip_number(text, at).ok_or(fault(at, Reason::Value)),
    };
    let is_there = text.get(at..).is_some_and(|rest| rest.starts_with(word));
    is_there
        .then_some(at + word.len())
        .ok_or(fault(at, Reason::Value))
}

/// The offset behind the number that stands at `at`.
#[inline]
fn skip_number(text: &[u8], at: usize) -> Option<usize> {
    let start = at + usize::from(text.get(at) == Some(&b'-'));
    let mut at = match text.get(start) {
        Some(b'0') => start + 1,
        _ => skip_digits(text, start)?,
    };
    if text.get(at) == Some(&b'.') {
        at = skip_digits(text, at + 1)?;
    }
    if matches!(text.get(at), Some(b'e' | b'E')) {
        let sign = usize::from(matches!(text.get(at + 1), Some(b'+' | b'-')));
        at = skip_digits(text, at + 1 + sign)?;
    }
    Some(at)
}

/// The offset behind the digits that stand at `at`, one at least.
#[inline]
fn skip_digits(text: &[u8], start: usize) -> Option<usize> {
    let mut at = start;
    while let Some(window) = window(text, at) {
        let count = no_digits(window).trailing_zeros() as usize;
        at += count;
        if count < WIDTH {
            return (at > start).then_some(at);
        }
    }
    let rest = text.get(at..).unwrap_or_default();
    at += rest.iter().take_while(|byte| byte.is_ascii_digit()).count();
    (at > start).then_some(at)
}

/// The offset behind an object or array. The open brackets are bits of a number, so that no depth
/// costs stack.
fn skip_nested(text: &[u8], start: usize) -> Result<usize, Malformed> {
    let mut open = Brackets::default();
    let mut at = start;
    loop {
        // At a value.
        match text.get(at) {
            Some(bracket @ (b'{' | b'[')) => {
                open.push(*bracket == b'{')
                    .ok_or(fault(at, Reason::Depth))?;
                let inner = skip_blanks(text, at + 1);
                if text.get(inner) != Some(&open.closing()) {
                    at = if open.is_object() {
                        skip_key(text, inner)?
                    } else {
                        inner
                    };
                    continue;
                }
                at = inner;
            }
            Some(_) => at = skip_blanks(text, skip_value(text, at)?),
            None => return Err(fault(text.len(), Reason::End)),
        }
        // Behind a value, or at the closing bracket of an empty one.
        while text.get(at) == Some(&open.closing()) {
            open.pop();
            if open.is_empty() {
                return Ok(at + 1);
            }
            at = skip_blanks(text, at + 1);
        }
        match text.get(at) {
            Some(b',') => at = skip_blanks(text, at + 1),
            Some(_) => return Err(fault(at, Reason::Comma)),
            None => return Err(fault(text.len(), Reason::End)),
        }
        if open.is_object() {
            at = skip_key(text, at)?;
        }
    }
}

/// The offset of the value behind the key that starts at `at`.
fn skip_key(text: &[u8], at: usize) -> Result<usize, Malformed> {
    if text.get(at) != Some(&b'"') {
        return Err(fault(
            at,
            if at < text.len() {
                Reason::Key
            } else {
                Reason::End
            },
        ));
    }
    let colon = skip_blanks(text, skip_string(text, at + 1)?);
    if text.get(colon) != Some(&b':') {
        return Err(fault(
            colon,
            if colon < text.len() {
                Reason::Colon
            } else {
                Reason::End
            },
        ));
    }
    Ok(skip_blanks(text, colon + 1))
}

/// The open brackets of a value, the innermost as the lowest bit: 1 is an object.
#[derive(Default)]
struct Brackets {
    objects: u128,
    depth: usize,
}

impl Brackets {
    /// Opens a bracket; `None` if that is deeper than records go. The walked object is one level.
    fn push(&mut self, is_object: bool) -> Option<()> {
        if self.depth + 1 >= MAX_DEPTH {
            return None;
        }
        self.depth += 1;
        self.objects = self.objects << 1 | u128::from(is_object);
        Some(())
    }

    const fn pop(&mut self) {
        self.depth = self.depth.saturating_sub(1);
        self.objects >>= 1;
    }

    const fn is_empty(&self) -> bool {
        self.depth == 0
    }

    const fn is_object(&self) -> bool {
        self.objects & 1 == 1
    }

    const fn closing(&self) -> u8 {
        if self.is_object() { b'}' } else { b']' }
    }
}

#[inline]
fn skip_blanks(text: &[u8], mut at: usize) -> usize {
    while matches!(text.get(at), Some(b' ' | b'\t' | b'\r' | b'\n')) {
        at += 1;
    }
    at
}

const fn fault(at: usize, reason: Reason) -> Malformed {
    Malformed { at, reason }
}

#[cfg(test)]
mod tests {
    use super::*;
    use proptest::prelude::*;

    fn members(text: &str) -> Result<Vec<(String, String)>, Malformed> {
        let bytes = text.as_bytes();
        let mut walk = ObjectIter::object(bytes)?;
        let mut all = Vec::new();
        while let Some(member) = walk.next(bytes)? {
            let show = |span: Span| String::from_utf8(span.of(bytes).to_vec()).unwrap();
            all.push((show(member.key), show(member.value)));
        }
        Ok(all)
    }

    #[test]
    fn members_come_in_order_with_their_text() {
        let found = members(r#" { "a" : "x\"y" ,"b":[1,{"c":"}"}],"d":-1.5e3 , "e":{} } "#);
        let expected = [
            ("a", r#""x\"y""#),
            ("b", r#"[1,{"c":"}"}]"#),
            ("d", "-1.5e3"),
            ("e", "{}"),
        ];
        let expected: Vec<_> = expected
            .iter()
            .map(|(k, v)| ((*k).to_owned(), (*v).to_owned()))
            .collect();
        assert_eq!(found.unwrap(), expected);
    }

    #[test]
    fn a_guessed_member_is_taken_or_left_where_it_is() {
        let text = br#"{"a":1,"b":"x" , "c":2,"d":}"#;
        let mut walk = ObjectIter::object(text).unwrap();
        assert!(
            walk.next_of(text, &Literal::new("\"b\":"))
                .unwrap()
                .is_none()
        );
        let value = walk
            .next_of(text, &Literal::new("\"a\":"))
            .unwrap()
            .unwrap();
        assert_eq!(value.of(text), b"1");
        let value = walk
            .next_of(text, &Literal::new("\"b\":"))
            .unwrap()
            .unwrap();
        assert_eq!(value.of(text), b"\"x\"");
        assert!(
            walk.next_of(text, &Literal::new("\"c\":"))
                .unwrap()
                .is_none()
        );
        assert_eq!(walk.next(text).unwrap().unwrap().key.of(text), b"c");
        assert_eq!(
            walk.next_of(text, &Literal::new("\"d\":")),
            Err(fault(27, Reason::Value))
        );
        assert_eq!(walk.next(text).unwrap_err(), fault(27, Reason::Value));
    }

    #[test]
    fn faults_name_their_place() {
        for (text, at, reason) in [
            ("[1]", 0, Reason::NotAnObject),
            ("", 0, Reason::NotAnObject),
            ("{", 1, Reason::End),
            (r#"{"a""#, 4, Reason::End),
            (r#"{"a":"#, 5, Reason::End),
            (r#"{"a":}"#, 5, Reason::Value),
            (r#"{"a":"x"#, 7, Reason::End),
            (r#"{"a":"x\"#, 8, Reason::End),
            (r#"{"a":1 "b":2}"#, 7, Reason::Comma),
            (r#"{"a":1,}"#, 7, Reason::Key),
            (r#"{,"a":1}"#, 1, Reason::Key),
            (r#"{"a":[{"b":1]"#, 12, Reason::Comma),
            (r#"{"a":1}{"b":2}"#, 7, Reason::Trailing),
        ] {
            assert_eq!(members(text).unwrap_err(), fault(at, reason), "{text}");
        }
    }

    #[test]
    fn the_128th_level_passes_and_the_129th_does_not() {
        let nested = |levels: usize| {
            format!(
                r#"{{"a":{}{}}}"#,
                "[".repeat(levels - 1),
                "]".repeat(levels - 1)
            )
        };
        assert!(members(&nested(128)).is_ok());
        assert_eq!(members(&nested(129)).unwrap_err().reason, Reason::Depth);
        assert_eq!(members(&nested(200_000)).unwrap_err().reason, Reason::Depth);
    }

    /// `serde_json` is what JSON is, but for lone surrogates, which it refuses in strings it reads.
    fn agrees(text: &str) -> Result<(), TestCaseError> {
        let ours = members(text).is_ok();
        let theirs = serde_json::from_str::<serde::de::IgnoredAny>(text).is_ok();
        prop_assert_eq!(
            ours,
            theirs && text.trim_start().starts_with('{'),
            "{}",
            text
        );
        Ok(())
    }

    #[test]
    fn elements_of_an_array() {
        let mut seen = Vec::new();
        any_element(br#"[ "a" , 1,[2],null]"#, |raw| {
            seen.push(String::from_utf8(raw.to_vec()).unwrap());
            false
        });
        assert_eq!(seen, [r#""a""#, "1", "[2]", "null"]);
        assert!(any_element(b"[1,2]", |raw| raw == b"2"));
        assert!(!any_element(b"[1,", |_| false));
        assert!(!any_element(br#"{"a":1}"#, |_| true));
    }

    proptest! {
        #[test]
        fn any_bytes_end_the_walk(bytes in proptest::collection::vec(any::<u8>(), 0..200)) {
            if let Ok(mut walk) = ObjectIter::object(&bytes) {
                while let Ok(Some(_)) = walk.next(&bytes) {}
            }
        }

        #[test]
        fn the_walk_judges_as_serde_json_does(text in r#"\{"a":([\[\]{}",: ]|-?0?[0-9]{0,2}|[.eE+-]|true|false|null|nul|"[a\\/nu0-9]{0,6}"|"b":|\t){0,14}\}"#) {
            agrees(&text)?;
        }

        #[test]
        fn mutated_json_is_judged_alike(at in 0_usize..80, with in r#"[\[\]{}",:\\ 0-9a-z.\x01-]"#) {
            let mut text = r#"{"a":[1,-2.5e3,{"b":"x\u0041\n","c":[],"d":{}}],"e":true,"f":null,"g":0.1}"#.to_owned();
            let at = at % text.len();
            text.replace_range(at..=at, &with);
            agrees(&text)?;
        }

        #[test]
        fn json_like_bytes_end_the_walk(text in r#"\{([\[\]{}",:\\ a1-]{0,60})\}"#) {
            if let Ok(mut walk) = ObjectIter::object(text.as_bytes()) {
                while let Ok(Some(_)) = walk.next(text.as_bytes()) {}
            }
        }
    }
}
