//! A node's container log: `2019-04-30T02:12:41.8443515Z stdout F {…}`.
//!
//! `P` marks a piece of a line that the runtime split (at 16 KiB as a rule), `F` the last piece or a whole line.
//! Pieces are not joined: a piece is no whole object, so it is found malformed.

use super::stamp::stamp;
use super::{Envelope, Opened};

pub(super) const ENVELOPE: Envelope = Envelope {
    name: "cri",
    doc: "container log of a node: TIME stdout|stderr F|P {...}",
    verbatim: true,
    sniff: |line| split(line).is_some(),
    open: |line, _| split(line),
};

fn split(line: &[u8]) -> Option<Opened<'_>> {
    let (time, rest) = stamp(line)?;
    let rest = rest
        .strip_prefix(b"stdout ")
        .or_else(|| rest.strip_prefix(b"stderr "))?;
    // the tag may grow parts behind colons // kubernetes pkg/kubelet/kuberuntime/logs: logTagDelimiter
    let end = memchr::memchr(b' ', rest).unwrap_or(rest.len());
    let (tag, rest) = rest.split_at(end);
    let known = matches!(tag, [b'F' | b'P'] | [b'F' | b'P', b':', ..]);
    known.then(|| Opened {
        payload: rest.strip_prefix(b" ").unwrap_or(rest),
        time: Some(time),
    })
}
