//! Records of text, as `karmor logs` prints them, to JSON. `input::frame` has put their lines together.
//!
//! Objects come as Go prints maps, `map[Name:nginx Ref:Deployment]`, in which blanks part both items and words: a value
//! with a blank before what looks like a key is cut there. Numbers of a million and more have lost digits in clients
//! before 2025-06 (`1.252628e+06`).

use super::{Envelope, Form, Opened};
use crate::input::frame::{BREAK, INNER, is_heading, key};

pub(super) const ENVELOPE: Envelope = Envelope {
    name: "karmor",
    doc: "text of karmor logs: == Alert / TIME ==, then Key: value lines",
    spans_lines: true,
    form: Form::Line(open),
};

fn open<'a>(line: &'a [u8], scratch: &'a mut Vec<u8>) -> Option<Opened<'a>> {
    if !line.contains(&BREAK) {
        return None;
    }
    let (heading, pairs) = match line.split(|byte| *byte == BREAK).next()? {
        first if is_heading(first) => (Some(first), &line[first.len()..]),
        first => {
            key(first)?;
            (None, line)
        }
    };
    scratch.clear();
    scratch.push(b'{');
    if let Some(time) = heading.and_then(time) {
        member(b"UpdatedTime", scratch);
        string(&[time.as_slice(), b"Z"].concat(), scratch);
    }
    for pair in pairs.split(|byte| *byte == BREAK) {
        let Some(name) = key(pair) else {
            continue;
        };
        let spelt: Vec<u8> = name.iter().copied().filter(|byte| *byte != b' ').collect();
        // `Log Type` until 2021.
        member(if spelt == b"LogType" { b"Type" } else { &spelt }, scratch);
        let rest = &pair[name.len() + 1..];
        value(rest.strip_prefix(b" ").unwrap_or(rest), scratch);
    }
    scratch.push(b'}');
    Some(Opened {
        payload: scratch,
        ..Opened::default()
    })
}

/// The time of `== Alert / 2023-03-22 06:40:00.241489 ==`, as RFC 3339 has it.
fn time(heading: &[u8]) -> Option<Vec<u8>> {
    let (_, rest) = split_once(heading, b"/ ")?;
    let text = rest.strip_suffix(b"==")?.trim_ascii();
    let mut text = text.to_vec();
    *text.iter_mut().find(|byte| **byte == b' ')? = b'T';
    Some(text)
}

fn split_once<'a>(text: &'a [u8], by: &[u8]) -> Option<(&'a [u8], &'a [u8])> {
    let at = memchr::memmem::find(text, by)?;
    Some((&text[..at], &text[at + by.len()..]))
}

/// Writes the comma if one is due, the key and the colon.
fn member(name: &[u8], out: &mut Vec<u8>) {
    if !out.ends_with(b"{") {
        out.push(b',');
    }
    string(name, out);
    out.push(b':');
}

fn value(text: &[u8], out: &mut Vec<u8>) {
    let inside = |open: &[u8]| text.strip_prefix(open)?.strip_suffix(b"]");
    if let Some(items) = inside(b"map[") {
        map(items, out);
    } else if let Some(items) = inside(b"[") {
        out.push(b'[');
        let words = items
            .split(|byte| *byte == b' ')
            .filter(|word| !word.is_empty());
        for (index, word) in words.enumerate() {
            if index > 0 {
                out.push(b',');
            }
            string(word, out);
        }
        out.push(b']');
    } else {
        string(text, out);
    }
}

/// `Name:nginx Namespace:default Ref:Deployment`
fn map(items: &[u8], out: &mut Vec<u8>) {
    out.push(b'{');
    let mut rest = items;
    while let Some(end) = memchr::memchr(b':', rest) {
        let (name, tail) = (&rest[..end], &rest[end + 1..]);
        let next = next_key(tail);
        member(name.trim_ascii(), out);
        string(tail[..next].trim_ascii_end(), out);
        rest = &tail[next..];
    }
    out.push(b'}');
}

/// Where the next `Key:` begins behind a blank, or the end.
fn next_key(text: &[u8]) -> usize {
    let is_char = |byte: &u8| byte.is_ascii_alphanumeric() || *byte == b'_';
    for at in memchr::memchr_iter(b' ', text) {
        let word = &text[at + 1..];
        let len = word.iter().take_while(|byte| is_char(byte)).count();
        let is_name = word.first().is_some_and(u8::is_ascii_uppercase);
        if is_name && word.get(len) == Some(&b':') {
            return at + 1;
        }
    }
    text.len()
}

/// A JSON string. What is not UTF-8 becomes U+FFFD, as Go's own encoder would have it.
fn string(text: &[u8], out: &mut Vec<u8>) {
    let text: Vec<u8> = text
        .iter()
        .map(|byte| if *byte == INNER { b'\n' } else { *byte })
        .collect();
    out.push(b'"');
    for char in String::from_utf8_lossy(&text).chars() {
        match char {
            '"' => out.extend_from_slice(b"\\\""),
            '\\' => out.extend_from_slice(b"\\\\"),
            '\n' => out.extend_from_slice(b"\\n"),
            '\0'..='\x1f' => {
                out.extend_from_slice(format!("\\u{:04x}", u32::from(char)).as_bytes());
            }
            char => out.extend_from_slice(char.encode_utf8(&mut [0; 4]).as_bytes()),
        }
    }
    out.push(b'"');
}
