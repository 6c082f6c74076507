//! What `kubectl logs --prefix` and `--timestamps` put before a line: `[pod/NAME/CONTAINER] TIME {…}`.

use super::stamp::stamp;
use super::{Envelope, Form, Opened};

pub(super) const ENVELOPE: Envelope = Envelope {
    name: "kubectl",
    doc: "kubectl logs --prefix and --timestamps: [pod/NAME/CONTAINER] TIME {...}",
    spans_lines: false,
    form: Form::Line(|line, _| split(line)),
};

fn split(line: &[u8]) -> Option<Opened<'_>> {
    let (reader, rest) = match prefix(line) {
        Some((pod, rest)) => (Some(pod), rest),
        None => (None, line),
    };
    let stamped = stamp(rest);
    let (time, payload) = stamped.map_or((None, rest), |(time, payload)| (Some(time), payload));
    (reader.is_some() || time.is_some()).then_some(Opened {
        payload,
        time,
        reader,
        host: None,
    })
}

/// The pod's name, and what follows `[pod/NAME/CONTAINER] `. // kubectl pkg/cmd/logs/logs.go, addPrefix
fn prefix(line: &[u8]) -> Option<(&[u8], &[u8])> {
    let rest = line.strip_prefix(b"[pod/")?;
    let end = memchr::memchr(b']', rest)?;
    let (name, rest) = rest.split_at(end);
    let plain = |byte: &u8| byte.is_ascii_alphanumeric() || b"-./_".contains(byte);
    // an empty line has been trimmed to its prefix
    let rest = rest.strip_prefix(b"] ").or((rest == b"]").then_some(&[]))?;
    let pod = &name[..memchr::memchr(b'/', name)?];
    name.iter().all(plain).then_some((pod, rest))
}
