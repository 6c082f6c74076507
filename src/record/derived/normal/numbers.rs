//! Digits that count something: ids, indices, times. Versions, ports and public addresses are no such thing.

use std::borrow::Cow;
use std::ops::Range;
use std::sync::LazyLock;

use regex::Regex;

use super::{Of, has_digit, pattern};

/// Digits that count something wherever they stand; no port has as many.
const MANY: usize = 6;
/// Digits that do where no port could stand.
const SOME: usize = 5;
/// Digits that do as a part of their own of a name in a path.
const FEW: usize = 3;

pub(super) fn numbers(text: &str, _: Of) -> Cow<'_, str> {
    static ADDRESS: LazyLock<Option<Regex>> = LazyLock::new(|| pattern(r"\d{1,3}(?:\.\d{1,3}){3}"));
    if !has_digit(text) {
        return Cow::Borrowed(text);
    }
    let mut addresses = ADDRESS.iter().flat_map(|pattern| pattern.find_iter(text));
    let mut address = addresses.next();
    let mut out = String::new();
    let (mut kept, mut at, mut word) = (0, 0, Word::default());
    let bytes = text.as_bytes();
    while let Some(byte) = bytes.get(at) {
        word.pass(bytes, at, *byte);
        if !byte.is_ascii_digit() {
            at += 1;
            continue;
        }
        let digits = bytes
            .iter()
            .skip(at)
            .take_while(|byte| byte.is_ascii_digit());
        let run = at..at + digits.count();
        at = run.end;
        while address.is_some_and(|found| found.end() <= run.start) {
            address = addresses.next();
        }
        let is_address = address.is_some_and(|found| found.range().contains(&run.start));
        let place = DigitRun {
            text,
            word,
            run: run.clone(),
        };
        if !is_address && place.counts() {
            out.push_str(text.get(kept..run.start).unwrap_or_default());
            out.push_str("<n>");
            kept = run.end;
        }
    }
    if kept == 0 {
        return Cow::Borrowed(text);
    }
    out.push_str(text.get(kept..).unwrap_or_default());
    Cow::Owned(out)
}

/// The word that a byte stands in, as far as it was passed. A word may be as long as the text, and each of its numbers asks
/// for what stands before it.
#[derive(Clone, Copy, Default)]
struct Word {
    /// Where it begins.
    start: usize,
    /// Whether a slash was passed.
    has_slash: bool,
    /// Whether a directory for temporary files was.
    is_temporary: bool,
}

impl Word {
    /// Passes the byte at `at`.
    fn pass(&mut self, text: &[u8], at: usize, byte: u8) {
        if byte.is_ascii_whitespace() || b"\"'=,;|&(".contains(&byte) {
            *self = Self {
                start: at + 1,
                ..Self::default()
            };
        } else if byte == b'/' {
            let so_far = text.get(self.start..=at).unwrap_or_default();
            self.has_slash = true;
            self.is_temporary |= so_far.ends_with(b"/tmp/") || so_far.ends_with(b"/temp/");
        }
    }
}

/// Where a run of digits stands.
struct DigitRun<'t> {
    text: &'t str,
    word: Word,
    run: Range<usize>,
}

impl DigitRun<'_> {
    /// Whether they count something.
    fn counts(&self) -> bool {
        let before = self.text.get(self.word.start..self.run.start);
        let before = before.unwrap_or_default();
        let last = before.bytes().next_back();
        let next = self.text.as_bytes().get(self.run.end);
        let is_socket = before.starts_with("/dev/tcp/") || before.starts_with("/dev/udp/");
        match self.run.len() {
            MANY.. => true,
            _ if is_socket || is_of_word(before) => false,
            _ if !self.word.has_slash => self.run.len() >= SOME && !self.may_be_port(before),
            _ if self.word.is_temporary => true,
            len => {
                let is_name = last == Some(b'/') && next.is_none_or(|byte| !is_of_name(*byte));
                let is_apart = last.is_some_and(|byte| b"/-_.@#+".contains(&byte))
                    && next.is_none_or(|byte| !byte.is_ascii_alphabetic());
                is_name || len >= FEW && is_apart || len >= SOME && last != Some(b':')
            }
        }
    }

    /// Whether the number stands where a port may, and is not too large for one.
    fn may_be_port(&self, before: &str) -> bool {
        let digits = self.text.get(self.run.clone()).unwrap_or_default();
        let is_alone = before.is_empty() || before.ends_with(':');
        is_alone && digits.parse::<u16>().is_ok()
    }
}

/// Whether one letter or two lead up to the number, as in `ed25519`, `x86` and `-p31337`.
fn is_of_word(before: &str) -> bool {
    let letters = before.bytes().rev();
    let count = letters.take_while(u8::is_ascii_alphabetic).count();
    (1..=2).contains(&count)
}

/// Whether a byte goes on with the name of a file.
const fn is_of_name(byte: u8) -> bool {
    byte.is_ascii_alphanumeric() || matches!(byte, b'-' | b'_' | b'.' | b'+' | b'@' | b'#')
}
