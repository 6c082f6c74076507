//! A resumable walk over the members of an object. It skips values, it does not judge them.
//!
//! Strings are skipped eight bytes a step in safe code: most telemetry strings are under 20 bytes,
//! where a call to a SIMD search costs more than it saves.

use super::{Malformed, Reason};

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

    fn new(start: usize, end: usize) -> Self {
        // Lines are at most 4 GiB - 1 (`--max-line` is refused above), so offsets fit.
        #[expect(clippy::cast_possible_truncation, reason = "bounded by Walk::object")]
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
pub struct Walk {
    at: usize,
    first: bool,
    done: bool,
}

impl Walk {
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
    /// At the first byte that cannot be part of an object. Values are skipped, not validated.
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
        if text.get(at) != Some(&b':') {
            return Err(fault(at, Reason::Colon));
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
fn skip_value(text: &[u8], at: usize) -> Result<usize, Malformed> {
    match text.get(at) {
        Some(b'"') => skip_string(text, at + 1),
        Some(b'{' | b'[') => skip_nested(text, at),
        Some(b'-' | b'0'..=b'9' | b't' | b'f' | b'n') => Ok(skip_scalar(text, at)),
        Some(_) => Err(fault(at, Reason::Value)),
        None => Err(fault(at, Reason::End)),
    }
}

const ONES: u64 = 0x0101_0101_0101_0101;
const HIGHS: u64 = 0x8080_8080_8080_8080;

/// Bytes of `word` that equal `byte`, marked by their highest bit; exact up to the lowest mark.
#[inline]
const fn marks(word: u64, byte: u8) -> u64 {
    let mixed = word ^ (ONES * byte as u64);
    mixed.wrapping_sub(ONES) & !mixed & HIGHS
}

/// The offset just behind the closing quote; `at` is the first byte after the opening one.
#[inline]
fn skip_string(text: &[u8], mut at: usize) -> Result<usize, Malformed> {
    loop {
        while let Some(chunk) = text.get(at..).and_then(<[u8]>::first_chunk::<8>) {
            let word = u64::from_le_bytes(*chunk);
            let hits = marks(word, b'"') | marks(word, b'\\');
            if hits != 0 {
                at += (hits.trailing_zeros() / 8) as usize;
                break;
            }
            at += 8;
        }
        match text.get(at) {
            Some(b'"') => return Ok(at + 1),
            Some(b'\\') => at += 2,
            Some(_) => at += 1,
            None => return Err(fault(text.len(), Reason::End)),
        }
    }
}

/// Skips an object or array by counting brackets outside strings; no recursion, so no depth hurts.
fn skip_nested(text: &[u8], mut at: usize) -> Result<usize, Malformed> {
    let mut depth = 0_usize;
    while let Some(&byte) = text.get(at) {
        at += 1;
        match byte {
            b'"' => at = skip_string(text, at)?,
            b'{' | b'[' => depth += 1,
            b'}' | b']' => {
                depth -= 1;
                if depth == 0 {
                    return Ok(at);
                }
            }
            _ => {}
        }
    }
    Err(fault(text.len(), Reason::End))
}

fn skip_scalar(text: &[u8], at: usize) -> usize {
    let rest = text.get(at..).unwrap_or_default();
    let is_end = |byte: &u8| matches!(byte, b',' | b'}' | b']' | b' ' | b'\t' | b'\r' | b'\n');
    at + rest.iter().position(is_end).unwrap_or(rest.len())
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
        let mut walk = Walk::object(bytes)?;
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
    fn faults_name_their_place() {
        for (text, at, reason) in [
            ("[1]", 0, Reason::NotAnObject),
            ("", 0, Reason::NotAnObject),
            ("{", 1, Reason::End),
            (r#"{"a""#, 4, Reason::Colon),
            (r#"{"a":"#, 5, Reason::End),
            (r#"{"a":}"#, 5, Reason::Value),
            (r#"{"a":"x"#, 7, Reason::End),
            (r#"{"a":"x\"#, 8, Reason::End),
            (r#"{"a":1 "b":2}"#, 7, Reason::Comma),
            (r#"{"a":1,}"#, 7, Reason::Key),
            (r#"{,"a":1}"#, 1, Reason::Key),
            (r#"{"a":[{"b":1]"#, 13, Reason::End),
            (r#"{"a":1}{"b":2}"#, 7, Reason::Trailing),
        ] {
            assert_eq!(members(text).unwrap_err(), fault(at, reason), "{text}");
        }
    }

    #[test]
    fn two_thousand_levels_are_skipped_without_recursion() {
        let deep = format!(r#"{{"a":{}{},"b":1}}"#, "[".repeat(2000), "]".repeat(2000));
        assert_eq!(members(&deep).unwrap()[1].1, "1");
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
            if let Ok(mut walk) = Walk::object(&bytes) {
                while let Ok(Some(_)) = walk.next(&bytes) {}
            }
        }

        #[test]
        fn json_like_bytes_end_the_walk(text in r#"\{([\[\]{}",:\\ a1-]{0,60})\}"#) {
            if let Ok(mut walk) = Walk::object(text.as_bytes()) {
                while let Ok(Some(_)) = walk.next(text.as_bytes()) {}
            }
        }
    }
}
