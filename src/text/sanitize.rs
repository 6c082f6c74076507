//! Untrusted text made safe to show: the one place that decides which characters a reader never gets raw.
//!
//! A record is written by whoever runs in the watched container, so every value may hold what a terminal obeys (ESC,
//! C1, CR), what reorders a line (bidi), what can't be seen (zero-width, tags, fillers) and what looks like a plain
//! blank but isn't. All of these are shown, never dropped:
//!
//! | character | shown as |
//! |---|---|
//! | TAB, LF, CR | `\t` `\n` `\r` |
//! | other C0, DEL | `\x1b` |
//! | everything else that [`hostile`] names | `\u{202e}` |
//! | a byte that isn't UTF-8 ([`sanitize_bytes`]) | `\xff` |
//! | a `\` before `n`, `x1b` or what else would be read as one of these | `\\` |
//!
//! So two texts never look alike, and [`restore`] gives the text back. A **backslash** stays single wherever it can't be
//! mistaken: paths, regexes and command lines stay readable, `C:\Windows` and `\d+` among them. Of several in a row all are
//! doubled or none. **Combining marks** stay: languages need them, and a pile of them smears only over its own neighbours.
//!
//! What is a text of ours, a line as it came or an expression of the filter language is no value: [`shield`] makes it safe
//! and leaves its backslashes alone.

mod escape;

use std::{borrow::Cow, ffi::OsStr, fmt, path::Path};

pub use escape::restore;
use escape::{Escape, backslashes, tail, trailing_backslashes};

/// Characters above ASCII that are never shown raw, as sorted, inclusive ranges (Unicode 16).
///
/// General categories Cc, Cf, Zl, Zp, Zs and Co, all of `Default_Ignorable_Code_Point`, the noncharacters inside the
/// blocks (those at the end of each plane are told by their low bits), and five that draw as a blank: U+2800,
/// U+13441, U+13442, U+16FE4, U+1D159. And what makes one glyph with its neighbour, of which terminals disagree how wide it
/// is, so that a screen drawn cell by cell keeps parts of it: regional indicators and skin tones. A test walks all code points to hold the table to that.
const HOSTILE: &[(u32, u32)] = &[
    (0x0080, 0x00A0), // C1, no-break space
    (0x00AD, 0x00AD),
    (0x034F, 0x034F),
    (0x0600, 0x0605),
    (0x061C, 0x061C),
    (0x06DD, 0x06DD),
    (0x070F, 0x070F),
    (0x0890, 0x0891),
    (0x08E2, 0x08E2),
    (0x115F, 0x1160),
    (0x1680, 0x1680),
    (0x17B4, 0x17B5),
    (0x180B, 0x180F),
    (0x2000, 0x200F), // spaces, zero-width, LRM, RLM
    (0x2028, 0x202F), // line and paragraph separators, bidi embeddings
    (0x205F, 0x206F), // word joiner, bidi isolates
    (0x2800, 0x2800),
    (0x3000, 0x3000),
    (0x3164, 0x3164),
    (0xE000, 0xF8FF),
    (0xFDD0, 0xFDEF),
    (0xFE00, 0xFE0F),
    (0xFEFF, 0xFEFF),
    (0xFFA0, 0xFFA0),
    (0xFFF0, 0xFFFB),
    (0x110BD, 0x110BD),
    (0x110CD, 0x110CD),
    (0x13430, 0x1343F),
    (0x13441, 0x13442),
    (0x16FE4, 0x16FE4),
    (0x1BCA0, 0x1BCA3),
    (0x1D159, 0x1D159),
    (0x1D173, 0x1D17A),
    (0x1F1E6, 0x1F1FF),    // regional indicators
    (0x1F3FB, 0x1F3FF),    // skin tones
    (0xE_0000, 0xE_0FFF),  // tags, variation selectors
    (0xF_0000, 0x10_FFFF), // private use
];

/// Whether a reader must not get `c` raw. See [`sanitize`] for what is written instead.
pub fn hostile(c: char) -> bool {
    let code = u32::from(c);
    if code < 0x80 {
        return c.is_ascii_control();
    }
    let row = HOSTILE.partition_point(|&(_, last)| last < code);
    HOSTILE.get(row).is_some_and(|&(first, _)| first <= code) || code & 0xFFFE == 0xFFFE
}

/// `text` with every [`hostile`] character written as an escape; borrowed if there is none.
///
/// ```
/// use knoxlog::text::sanitize;
/// assert_eq!(sanitize("/bin/ls -l"), "/bin/ls -l");
/// assert_eq!(sanitize("\x1b]0;pwned\x07 a\u{202e}b\n"), r"\x1b]0;pwned\x07 a\u{202e}b\n");
/// assert_eq!(sanitize(r"C:\Windows \d+"), r"C:\Windows \d+"); // a backslash stays single
/// assert_eq!(sanitize(r"C:\new"), r"C:\\new"); // unless it would be read as a line feed
/// ```
pub fn sanitize(text: &str) -> Cow<'_, str> {
    let Some((at, _)) = next_mark(text, 0, Next::Free) else {
        return Cow::Borrowed(text);
    };
    let mut safe = String::with_capacity(text.len() + 16);
    safe.push_str(&text[..at]);
    pieces(&text[at..], Next::Free, &mut |piece| safe.push_str(piece));
    Cow::Owned(safe)
}

/// `text` with every [`hostile`] character written as an escape, and nothing else changed: for texts of ours and of the
/// filter language, and for lines as they came. What is safe stays as it is.
///
/// ```
/// use knoxlog::text::shield;
/// assert_eq!(shield("cmd=\"a\\nb\"\x1b"), r#"cmd="a\nb"\x1b"#);
/// ```
pub fn shield(text: &str) -> Cow<'_, str> {
    let Some((at, _)) = next_hostile(text, 0) else {
        return Cow::Borrowed(text);
    };
    let mut safe = String::with_capacity(text.len() + 16);
    safe.push_str(&text[..at]);
    hostile_pieces(&text[at..], &mut |piece| safe.push_str(piece));
    Cow::Owned(safe)
}

/// [`shield`] for bytes of unknown encoding; a byte that isn't UTF-8 is `\xff`.
pub fn shield_bytes(bytes: &[u8]) -> Cow<'_, str> {
    if let Ok(text) = std::str::from_utf8(bytes) {
        return shield(text);
    }
    let mut safe = String::with_capacity(bytes.len() + 16);
    for chunk in bytes.utf8_chunks() {
        hostile_pieces(chunk.valid(), &mut |piece| safe.push_str(piece));
        for &byte in chunk.invalid() {
            safe.push_str(Escape::byte(byte).as_str());
        }
    }
    Cow::Owned(safe)
}

/// Appends what [`sanitize`] would return. Clean ASCII is copied in one go, at about the speed of memory.
pub fn sanitize_into(text: &str, out: &mut Vec<u8>) {
    pieces(text, Next::Free, &mut |piece| {
        out.extend_from_slice(piece.as_bytes());
    });
}

/// Safe text in ASCII alone: any other character is spelt as [`sanitize`] spells the hostile ones.
///
/// ```
/// assert_eq!(knoxlog::text::ascii("/tmp/caf\u{e9}"), r"/tmp/caf\u{e9}");
/// ```
pub fn ascii(text: &str) -> Cow<'_, str> {
    if text.is_ascii() {
        return Cow::Borrowed(text);
    }
    let mut spelt = String::with_capacity(text.len() + 16);
    for c in text.chars() {
        if c.is_ascii() {
            spelt.push(c);
            continue;
        }
        let run = trailing_backslashes(&spelt);
        spelt.extend(std::iter::repeat_n('\\', run));
        spelt.push_str(Escape::of(c).as_str());
    }
    Cow::Owned(spelt)
}

/// Bytes of unknown encoding as safe text: the UTF-8 in them as by [`sanitize`], every other byte as `\xff`.
///
/// ```
/// assert_eq!(knoxlog::text::sanitize_bytes(b"caf\xc3\xa9 \x9b2J"), "café \\x9b2J");
/// ```
pub fn sanitize_bytes(bytes: &[u8]) -> Cow<'_, str> {
    if let Ok(text) = std::str::from_utf8(bytes) {
        return sanitize(text);
    }
    let mut safe = String::with_capacity(bytes.len() + 16);
    byte_pieces(bytes, |piece| safe.push_str(piece));
    Cow::Owned(safe)
}

/// Valid JSON text with every [`hostile`] character inside it spelt `\uXXXX`: the same value, safe on a terminal.
///
/// Between tokens JSON allows TAB, LF and CR raw: the first two stay, CR becomes a blank, since it would let a
/// record overwrite its own start. What isn't JSON is made safe too, but changes: a raw control character is
/// spelt out, and each run of bytes that isn't UTF-8 becomes `\ufffd`.
pub fn json_terminal_safe(json: &[u8]) -> Cow<'_, [u8]> {
    let harmless = |c: char| c == '\n' || c == '\t' || !hostile(c);
    if std::str::from_utf8(json).is_ok_and(|text| clean_until(text, 0, harmless).is_none()) {
        return Cow::Borrowed(json);
    }
    let mut safe = Vec::with_capacity(json.len() + 32);
    for chunk in json.utf8_chunks() {
        let text = chunk.valid();
        let mut from = 0;
        while let Some((at, c)) = clean_until(text, from, harmless) {
            safe.extend_from_slice(&text.as_bytes()[from..at]);
            push_json_escape(c, &mut safe);
            from = at + c.len_utf8();
        }
        safe.extend_from_slice(&text.as_bytes()[from..]);
        if !chunk.invalid().is_empty() {
            push_json_escape(char::REPLACEMENT_CHARACTER, &mut safe);
        }
    }
    Cow::Owned(safe)
}

/// Anything from outside, displayed as [`sanitize_bytes`] would have it, a line as [`shield_bytes`]: for messages. Honours
/// width and fill.
///
/// ```
/// use knoxlog::text::Safe;
/// assert_eq!(Safe::path("a\x1b[2J.log").to_string(), r"a\x1b[2J.log");
/// ```
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct Safe<'a>(&'a [u8], TextKind);

/// What it is.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
enum TextKind {
    /// A value, a name: no two look alike.
    Value,
    /// A line as it came.
    Line,
}

impl<'a> Safe<'a> {
    /// Text of a record, or of the user.
    pub fn text(text: &'a str) -> Self {
        Safe(text.as_bytes(), TextKind::Value)
    }

    /// Bytes of unknown encoding, such as the start of a malformed line.
    pub fn bytes(bytes: &'a [u8]) -> Self {
        Safe(bytes, TextKind::Line)
    }

    /// A path or any other string of the operating system.
    pub fn path<P: AsRef<OsStr> + ?Sized>(path: &'a P) -> Self {
        Safe(path.as_ref().as_encoded_bytes(), TextKind::Value)
    }
}

impl<'a> From<&'a str> for Safe<'a> {
    fn from(text: &'a str) -> Self {
        Safe::text(text)
    }
}

impl<'a> From<&'a [u8]> for Safe<'a> {
    fn from(bytes: &'a [u8]) -> Self {
        Safe::bytes(bytes)
    }
}

impl<'a> From<&'a OsStr> for Safe<'a> {
    fn from(name: &'a OsStr) -> Self {
        Safe::path(name)
    }
}

impl<'a> From<&'a Path> for Safe<'a> {
    fn from(path: &'a Path) -> Self {
        Safe::path(path)
    }
}

impl fmt::Display for Safe<'_> {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.pad(&match self.1 {
            TextKind::Value => sanitize_bytes(self.0),
            TextKind::Line => shield_bytes(self.0),
        })
    }
}

/// What follows a text.
#[derive(Clone, Copy, PartialEq, Eq)]
enum Next {
    /// Nothing, or what is no escape.
    Free,
    /// An escape.
    Escaped,
}

/// Hands out `text` piece by piece: clean stretches as they are, hostile characters escaped, backslashes doubled where
/// they would be read with what follows.
fn pieces(text: &str, end: Next, each: &mut dyn FnMut(&str)) {
    let mut from = 0;
    while let Some((at, c)) = next_mark(text, from, end) {
        each(&text[from..at]);
        from = at + c.len_utf8();
        if c == '\\' {
            from = at + backslashes(&text[at..]);
            each(&text[at..from]);
            each(&text[at..from]);
        } else {
            each(Escape::of(c).as_str());
        }
    }
    each(&text[from..]);
}

/// [`pieces`] for bytes of unknown encoding.
fn byte_pieces(bytes: &[u8], mut each: impl FnMut(&str)) {
    for chunk in bytes.utf8_chunks() {
        let end = match chunk.invalid() {
            [] => Next::Free,
            _ => Next::Escaped,
        };
        pieces(chunk.valid(), end, &mut each);
        for &byte in chunk.invalid() {
            each(Escape::byte(byte).as_str());
        }
    }
}

/// Hands out `text` with its hostile characters escaped.
fn hostile_pieces(text: &str, each: &mut dyn FnMut(&str)) {
    let mut from = 0;
    while let Some((at, c)) = next_hostile(text, from) {
        each(&text[from..at]);
        each(Escape::of(c).as_str());
        from = at + c.len_utf8();
    }
    each(&text[from..]);
}

/// The first character at or after byte `from` that is not written as it is, and where: a hostile one, or the first of
/// the backslashes that are to be doubled. `from` is not amid backslashes.
fn next_mark(text: &str, from: usize, end: Next) -> Option<(usize, char)> {
    let mut at = from;
    loop {
        at += plain_prefix(&text.as_bytes()[at..]);
        let c = text[at..].chars().next()?;
        if c != '\\' {
            if hostile(c) {
                return Some((at, c));
            }
            at += c.len_utf8();
            continue;
        }
        let behind = at + backslashes(&text[at..]);
        let rest = &text[behind..];
        let is_read = match rest.chars().next() {
            None => end == Next::Escaped,
            Some(next) => hostile(next) || tail(rest).is_some(),
        };
        if is_read {
            return Some((at, c));
        }
        at = behind;
    }
}

/// The first hostile character at or after byte `from`, and where it is.
fn next_hostile(text: &str, from: usize) -> Option<(usize, char)> {
    clean_until(text, from, |c| !hostile(c))
}

/// The first character at or after byte `from` that isn't `clean`; printable ASCII is clean without asking.
fn clean_until(text: &str, from: usize, clean: impl Fn(char) -> bool) -> Option<(usize, char)> {
    let mut at = from;
    loop {
        at += prefix(&text.as_bytes()[at..], |b| b.wrapping_sub(0x20) < 0x5F);
        let c = text[at..].chars().next()?;
        if !clean(c) {
            return Some((at, c));
        }
        at += c.len_utf8();
    }
}

/// How many bytes at the start are printable ASCII, and no backslash.
fn plain_prefix(bytes: &[u8]) -> usize {
    prefix(bytes, |b| b.wrapping_sub(0x20) < 0x5F && b != b'\\')
}

/// How many bytes at the start are of a kind.
fn prefix(bytes: &[u8], is_one: impl Fn(u8) -> bool) -> usize {
    // Texts in other scripts are asked about at each of their characters.
    if !bytes.first().is_some_and(|&first| is_one(first)) {
        return 0;
    }
    // An or over a whole stretch, without an early way out, is what the compiler turns into vector code.
    let clean = |stretch: &&[u8]| !stretch.iter().fold(false, |bad, &b| bad | !is_one(b));
    let whole = bytes.chunks_exact(32).take_while(clean).count() * 32;
    whole + bytes[whole..].iter().take_while(|&&b| is_one(b)).count()
}

/// `\uXXXX`, as a surrogate pair above U+FFFF; a carriage return can only be a blank between tokens.
fn push_json_escape(c: char, out: &mut Vec<u8>) {
    if c == '\r' {
        out.push(b' ');
        return;
    }
    for unit in c.encode_utf16(&mut [0; 2]) {
        out.extend_from_slice(b"\\u");
        for shift in [12, 8, 4, 0] {
            out.push(b"0123456789abcdef"[usize::from(*unit >> shift & 0xF)]);
        }
    }
}

#[cfg(test)]
mod tests;
