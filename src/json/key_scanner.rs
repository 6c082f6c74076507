//! Looks for certain members of an object without walking over the others.
//!
//! What it says is proven, if the text is JSON as far as it went and holds no backslash there: quotes then open and close
//! strings by turns, and each bracket is shown to stand outside of them by its neighbours. Whatever it cannot prove is a
//! surprise, after which somebody has to walk.

use super::scan::{Span, skip_value};
use crate::simd::{CHUNK, Pairs, next_chunk};

/// What is looked for.
#[derive(Clone, Debug)]
pub struct KeyMarks(Pairs);

/// How far an object was looked through. It holds no text, so that its owner may keep it beside the text.
#[derive(Clone, Copy, Debug)]
pub struct KeyScanner {
    /// What comes before was looked at.
    at: usize,
    /// Where the chunk begins that is looked at, and what is left to look at in it.
    start: usize,
    hits: u64,
    /// Where the next one begins.
    next: usize,
    /// Brackets that are open.
    depth: usize,
}

/// What was come upon.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum KeyMark {
    /// The opening quote of a string that may be a key of the object.
    Quote(usize),
    /// The closing bracket of the object, the last byte of the text.
    End,
    /// Something that could mean anything.
    Surprise,
}

impl KeyMarks {
    /// Strings that begin with one of these letters, letter case ignored.
    pub fn new(letters: impl Iterator<Item = u8>) -> Self {
        let pairs: Vec<[u8; 2]> = letters.map(|letter| [b'"', letter]).collect();
        Self(Pairs::new(&[b"\\", b"{}[]"], &pairs))
    }
}

impl KeyScanner {
    /// At the first member of the object that `text` is, if it begins with its bracket.
    pub fn object(text: &[u8]) -> Option<Self> {
        let begins = text.first() == Some(&b'{') && u32::try_from(text.len()).is_ok();
        begins.then_some(Self {
            at: 1,
            start: 1,
            hits: 0,
            next: 1,
            depth: 1,
        })
    }

    /// The next mark. Strings inside of nested values are none. After [`KeyMark::End`] it comes again.
    #[inline]
    pub fn next(&mut self, marks: &KeyMarks, text: &[u8]) -> KeyMark {
        loop {
            while self.hits != 0 {
                let at = self.start + self.hits.trailing_zeros() as usize;
                self.at = at;
                match text.get(at) {
                    Some(b'}') if self.depth == 1 && at + 1 == text.len() => return KeyMark::End,
                    Some(b'"') if self.depth == 1 => {
                        self.hits &= self.hits - 1;
                        return KeyMark::Quote(at);
                    }
                    Some(b'"') => {}
                    Some(b'{' | b'[') if opens(text, at) => self.depth += 1,
                    Some(b'}' | b']') if self.depth > 1 && closes(text, at) => self.depth -= 1,
                    _ => return KeyMark::Surprise,
                }
                self.hits &= self.hits - 1;
            }
            (self.start, self.hits) = next_chunk(&marks.0, text, self.next);
            if self.hits == 0 {
                return KeyMark::Surprise;
            }
            self.next = self.start + CHUNK;
        }
    }

    /// The value that starts at `start`, behind a key of the object; steps over it. `None` if it is none.
    #[inline]
    pub fn value(&mut self, text: &[u8], start: usize) -> Option<Span> {
        let end = skip_value(text, start).ok()?;
        let behind = end.saturating_sub(self.start);
        if behind < CHUNK {
            self.hits &= u64::MAX << behind;
        } else {
            (self.hits, self.next) = (0, end);
        }
        self.at = end;
        matches!(text.get(end), Some(b',' | b'}')).then_some(Span::new(start, end))
    }
}

/// Whether a bracket stands behind a key: the quote before its colon follows a letter, so it ends a string.
#[inline]
fn opens(text: &[u8], at: usize) -> bool {
    let before = at.checked_sub(3).and_then(|start| text.get(start..at));
    matches!(before, Some([letter, b'"', b':']) if letter.is_ascii_alphanumeric())
}

/// Whether a bracket stands before a comma and a key: a letter follows the quote, so it begins a string.
#[inline]
fn closes(text: &[u8], at: usize) -> bool {
    let behind = text.get(at + 1..at + 4);
    matches!(behind, Some([b',', b'"', letter]) if letter.is_ascii_alphanumeric())
}

#[cfg(test)]
mod tests {
    use proptest::prelude::*;

    use super::super::scan::ObjectIter;
    use super::*;

    /// The members whose keys begin with `a`, and how it ended.
    fn probed(text: &str) -> (Vec<(usize, String)>, KeyMark) {
        let marks = KeyMarks::new(b"a".iter().copied());
        let mut probe = KeyScanner::object(text.as_bytes()).unwrap();
        let mut found = Vec::new();
        loop {
            match probe.next(&marks, text.as_bytes()) {
                KeyMark::Quote(at) if text[at..].starts_with("\"a\":") => {
                    let value = probe.value(text.as_bytes(), at + 4);
                    let Some(value) = value else {
                        return (found, KeyMark::Surprise);
                    };
                    let value = value.of(text.as_bytes());
                    found.push((at, String::from_utf8_lossy(value).into_owned()));
                }
                KeyMark::Quote(_) => {}
                end => return (found, end),
            }
        }
    }

    #[test]
    fn members_are_found_at_their_own_depth() {
        for (text, wanted, end) in [
            (
                r#"{"a":1,"b":"a","a":"x"}"#,
                vec!["1", "\"x\""],
                KeyMark::End,
            ),
            (r#"{"b1":{"a":1},"a":2}"#, vec!["2"], KeyMark::End),
            (r#"{"b1":{"c":["a"],"d":1},"a":2}"#, vec!["2"], KeyMark::End),
            (r#"{"b1":{"c":["a"]},"a":2}"#, vec![], KeyMark::Surprise),
            (r#"{"b1":"}","a":2}"#, vec![], KeyMark::Surprise),
            (r#"{"b1":":{","a":2}"#, vec![], KeyMark::Surprise),
            (r#"{"b1":"},","a":2}"#, vec![], KeyMark::Surprise),
            (r#"{"b":"\"","a":2}"#, vec![], KeyMark::Surprise),
            (r#"{"a":2}{"a":3}"#, vec!["2"], KeyMark::Surprise),
            (r#"{"a":2"#, vec![], KeyMark::Surprise),
            (r#"{"a":"x"y"}"#, vec![], KeyMark::Surprise),
        ] {
            let (found, how) = probed(text);
            let found: Vec<String> = found.into_iter().map(|(_, value)| value).collect();
            assert_eq!(found, wanted, "{text}");
            assert_eq!(how, end, "{text}");
        }
    }

    proptest! {
        /// Of an object that is JSON, what was found before a surprise is what a walk finds first.
        #[test]
        fn what_is_found_is_what_a_walk_finds(members in prop::collection::vec((
            "a|b|ab|a1|B",
            r#"[0-9]|"[a{}:,\[\]x ]{0,4}"|"\\"|"a"|\{\}|\[\]|\{"a":1\}|\{"b":\{"a":[12]\},"a1":"x"\}|\["a","a"\]"#,
        ), 0..6)) {
            let members: Vec<String> = members.iter().map(|(key, value)| format!("\"{key}\":{value}")).collect();
            let text = format!("{{{}}}", members.join(","));
            let bytes = text.as_bytes();
            let mut walk = ObjectIter::object(bytes).unwrap();
            let mut walked = Vec::new();
            while let Ok(Some(member)) = walk.next(bytes) {
                if member.key.of(bytes) == b"a" {
                    let value = String::from_utf8(member.value.of(bytes).to_vec()).unwrap();
                    walked.push((member.key.start as usize - 1, value));
                }
            }
            let (found, end) = probed(&text);
            prop_assert_eq!(&found[..], &walked[..found.len()], "{}", text);
            prop_assert!(end == KeyMark::Surprise || found.len() == walked.len(), "{}", text);
        }
    }
}
