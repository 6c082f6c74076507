//! One escape: how it is spelt, and how it is read back.

use std::borrow::Cow;
use std::fmt;
use std::io::Write;

/// The text that [`sanitize`](super::sanitize) shows as `shown`.
///
/// ```
/// use knoxlog::text::restore;
/// assert_eq!(restore(r"a\nb C:\\new \d+"), "a\nb C:\\new \\d+");
/// ```
pub fn restore(shown: &str) -> Cow<'_, str> {
    if !shown.contains('\\') {
        return Cow::Borrowed(shown);
    }
    let mut text = String::with_capacity(shown.len());
    let mut rest = shown;
    while let Some(at) = rest.find('\\') {
        let (plain, escaped) = rest.split_at(at);
        let (run, behind) = escaped.split_at(backslashes(escaped));
        text.push_str(plain);
        rest = behind;
        let Some((spelt, len)) = tail(behind) else {
            text.push_str(run);
            continue;
        };
        text.push_str(&run[..run.len() / 2]);
        // An even number is doubled: what follows is text.
        match spelt {
            _ if run.len().is_multiple_of(2) => {}
            Some(c) => {
                text.push(c);
                rest = &behind[len..];
            }
            None => text.push('\\'),
        }
    }
    text.push_str(rest);
    Cow::Owned(text)
}

/// How many backslashes a text begins with.
pub(super) fn backslashes(text: &str) -> usize {
    text.bytes().take_while(|byte| *byte == b'\\').count()
}

/// How many backslashes a text ends with.
pub(super) fn trailing_backslashes(text: &str) -> usize {
    text.bytes().rev().take_while(|byte| *byte == b'\\').count()
}

/// What behind a backslash makes an escape of ours: the character that it spells, and its length. No character if there
/// is none of that number, or the escape is of a byte. Surrogates are none of ours: the decoder of JSON spells those.
pub(super) fn tail(text: &str) -> Option<(Option<char>, usize)> {
    let hex = |digits: &str| {
        let is_hex = !digits.is_empty() && digits.bytes().all(|byte| byte.is_ascii_hexdigit());
        is_hex
            .then(|| u32::from_str_radix(digits, 16).ok())
            .flatten()
    };
    match text.as_bytes() {
        [b't', ..] => Some((Some('\t'), 1)),
        [b'n', ..] => Some((Some('\n'), 1)),
        [b'r', ..] => Some((Some('\r'), 1)),
        [b'x', ..] => {
            let code = hex(text.get(1..3)?)?;
            Some((char::from_u32(code).filter(char::is_ascii), 3))
        }
        [b'u', b'{', ..] => {
            let window = text.as_bytes().get(2..).unwrap_or_default();
            let end = window.iter().take(7).position(|byte| *byte == b'}')?;
            let code = hex(text.get(2..2 + end)?)?;
            let is_surrogate = (0xD800..0xE000).contains(&code);
            (!is_surrogate).then_some((char::from_u32(code), end + 3))
        }
        _ => None,
    }
}

/// One escape, built on the stack.
pub(super) struct Escape {
    bytes: [u8; 12],
    len: usize,
}

impl Escape {
    pub(super) fn of(c: char) -> Self {
        match c {
            '\t' => Escape::spelt(format_args!("\\t")),
            '\n' => Escape::spelt(format_args!("\\n")),
            '\r' => Escape::spelt(format_args!("\\r")),
            '\0'..='\x7f' => Escape::spelt(format_args!("\\x{:02x}", u32::from(c))),
            _ => Escape::spelt(format_args!("\\u{{{:x}}}", u32::from(c))),
        }
    }

    pub(super) fn byte(byte: u8) -> Self {
        Escape::spelt(format_args!("\\x{byte:02x}"))
    }

    fn spelt(escape: fmt::Arguments<'_>) -> Self {
        let mut bytes = [0; 12];
        let mut rest = &mut bytes[..];
        let fits = rest.write_fmt(escape).is_ok();
        debug_assert!(fits, "the longest escape, \\u{{10ffff}}, is 10 bytes");
        let len = 12 - rest.len();
        Escape { bytes, len }
    }

    pub(super) fn as_str(&self) -> &str {
        std::str::from_utf8(&self.bytes[..self.len]).unwrap_or("\\u{fffd}")
    }
}
