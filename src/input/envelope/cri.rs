//! A node's container log: `2019-04-30T02:12:41.8443515Z stdout F {…}`.
//!
//! `P` marks a piece of a line that the runtime split (at 16 KiB as a rule), `F` the last piece or a whole line. Pieces
//! are put together before they come here; one that is left alone is no whole object, so it is found malformed.

use super::stamp::stamp;
use super::{Envelope, Form, Opened};

pub(super) const ENVELOPE: Envelope = Envelope {
    name: "cri",
    doc: "container log of a node: TIME stdout|stderr F|P {...}",
    spans_lines: true,
    form: Form::Line(|line, _| {
        piece(line).map(|piece| Opened {
            payload: piece.payload,
            time: Some(piece.time),
            ..Opened::default()
        })
    }),
};

/// A line of the log.
pub(in crate::input) struct CriLine<'a> {
    time: &'a [u8],
    pub(in crate::input) payload: &'a [u8],
    pub(in crate::input) is_stderr: bool,
    /// Whether the line goes on in the next one of its stream.
    pub(in crate::input) is_partial: bool,
}

pub(in crate::input) fn piece(line: &[u8]) -> Option<CriLine<'_>> {
    let (time, rest) = stamp(line)?;
    let (is_stderr, rest) = match rest.strip_prefix(b"stdout ") {
        Some(rest) => (false, rest),
        None => (true, rest.strip_prefix(b"stderr ")?),
    };
    // the tag may grow parts behind colons // kubernetes pkg/kubelet/kuberuntime/logs: logTagDelimiter
    let end = memchr::memchr(b' ', rest).unwrap_or(rest.len());
    let (tag, rest) = rest.split_at(end);
    let is_known = matches!(tag, [b'F' | b'P'] | [b'F' | b'P', b':', ..]);
    is_known.then(|| CriLine {
        time,
        payload: rest.strip_prefix(b" ").unwrap_or(rest),
        is_stderr,
        is_partial: tag.starts_with(b"P"),
    })
}
