//! Headers of syslog: on the wire and in files, RFC 3164, RFC 5424 and what rsyslog and journald write.
//!
//! `<34>Nov 16 14:55:56 host tag: {…}`, `Mar 24 11:19:16 host tag[pid]: {…}`, `2026-03-14T09:40:00Z host tag: {…}`,
//! `<165>1 2026-03-14T09:40:00Z host app procid msgid - {…}`. Only a line that ends in an object is taken for one.

use memchr::memmem;

use super::stamp::stamp;
use super::{Envelope, Form, Opened};

pub(super) const ENVELOPE: Envelope = Envelope {
    name: "syslog",
    doc: "syslog and journalctl: <PRI>TIME HOST TAG: {...}, RFC 3164 and RFC 5424",
    spans_lines: false,
    form: Form::Line(|line, _| open(line)),
};

/// A header is no longer than this: priority, time, a host name of 255 bytes, a tag.
const LONGEST: usize = 512;

fn open(line: &[u8]) -> Option<Opened<'_>> {
    if !line.ends_with(b"}") {
        return None;
    }
    let (has_priority, rest) = match priority(line) {
        Some(rest) => (true, rest),
        None => (false, line),
    };
    if has_priority && let Some(opened) = rest.strip_prefix(b"1 ").and_then(rfc5424) {
        return Some(opened);
    }
    let (time, rest) = match stamp(rest) {
        Some((time, rest)) => (Some(time), rest),
        None => (None, month(rest)?),
    };
    // HOST TAG: {
    let window = rest.get(..LONGEST).unwrap_or(rest);
    let start = memmem::find(window, b": {")?;
    if window[..start].contains(&b'{') {
        return None;
    }
    let words = window[..start]
        .split(|byte| *byte == b' ')
        .filter(|word| !word.is_empty());
    let words: Vec<&[u8]> = words.take(4).collect();
    let host = match words.as_slice() {
        [_tag] => None,
        [host, _] | [host, _, _] => named(host),
        _ => return None,
    };
    Some(Opened {
        payload: &rest[start + 2..],
        time,
        host,
        reader: None,
    })
}

/// A host, unless it is the `-` of a header that names none.
fn named(host: &[u8]) -> Option<&[u8]> {
    (host != b"-").then_some(host)
}

/// What follows `<34>`.
fn priority(line: &[u8]) -> Option<&[u8]> {
    let rest = line.strip_prefix(b"<")?;
    let digits = rest.iter().take_while(|byte| byte.is_ascii_digit()).count();
    let rest = (1..=3).contains(&digits).then(|| &rest[digits..])?;
    rest.strip_prefix(b">")
}

/// `TIME HOST APP PROCID MSGID SD {…}`, behind the version.
fn rfc5424(rest: &[u8]) -> Option<Opened<'_>> {
    let (time, rest) = stamp(rest)?;
    let window = rest.get(..LONGEST).unwrap_or(rest);
    let mut words = window.splitn(5, |byte| *byte == b' ');
    let host = words.next().and_then(named);
    let structured = words.last()?;
    // No structured data, or some in brackets; it may hold blanks.
    let start = match structured.first()? {
        b'-' => 1,
        b'[' => memmem::find(structured, b"] ")? + 1,
        _ => return None,
    };
    let at = structured.as_ptr().addr() - rest.as_ptr().addr() + start;
    let payload = rest.get(at..)?.trim_ascii_start();
    payload.starts_with(b"{").then_some(Opened {
        payload,
        time: Some(time),
        host,
        reader: None,
    })
}

/// What follows `Mar  4 11:19:16 `. It names no year and no zone, so it is no time to go by.
fn month(line: &[u8]) -> Option<&[u8]> {
    let (stamp, rest) = line.split_at_checked(b"Mar 24 11:19:16 ".len())?;
    let months = b"JanFebMarAprMayJunJulAugSepOctNovDec";
    let is_month = months.chunks(3).any(|name| stamp.starts_with(name));
    let is_shaped = stamp
        .iter()
        .zip(b"??? ?D DD:DD:DD ")
        .all(|(byte, kind)| match kind {
            b'?' => true,
            b'D' => byte.is_ascii_digit(),
            _ => byte == kind,
        });
    (is_month && is_shaped).then_some(rest)
}
