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
    let Some(rest) = prefix(line) else {
        return stamp(line).map(|(time, payload)| Opened {
            payload,
            time: Some(time),
        });
    };
    Some(match stamp(rest) {
        Some((time, payload)) => Opened {
            payload,
            time: Some(time),
        },
        None => Opened {
            payload: rest,
            time: None,
        },
    })
}

/// What follows `[pod/NAME/CONTAINER] `. // kubectl pkg/cmd/logs/logs.go, addPrefix
fn prefix(line: &[u8]) -> Option<&[u8]> {
    let rest = line.strip_prefix(b"[pod/")?;
    let end = memchr::memchr(b']', rest)?;
    let (name, rest) = rest.split_at(end);
    let plain = |byte: &u8| byte.is_ascii_alphanumeric() || b"-./_".contains(byte);
    // an empty line has been trimmed to its prefix
    let rest = rest.strip_prefix(b"] ").or((rest == b"]").then_some(&[]))?;
    (name.contains(&b'/') && name.iter().all(plain)).then_some(rest)
}
