//! What `stern` prints: the pod, the container, and with `--timestamps` the time before each line.

use super::stamp::stamp;
use super::{Envelope, Form, Opened};

pub(super) const ENVELOPE: Envelope = Envelope {
    name: "stern",
    doc: "stern: POD CONTAINER [TIME] {...}",
    spans_lines: false,
    form: Form::Line(|line, _| open(line)),
};

fn open(line: &[u8]) -> Option<Opened<'_>> {
    let rest = word(word(line)?)?;
    let (time, payload) = match stamp(rest) {
        Some((time, payload)) => (Some(time), payload),
        None => (None, rest),
    };
    (payload.starts_with(b"{") && payload.ends_with(b"}")).then_some(Opened { payload, time })
}

/// What follows a name of Kubernetes and a blank. // RFC 1123 subdomain
fn word(text: &[u8]) -> Option<&[u8]> {
    let is_char =
        |byte: &u8| byte.is_ascii_lowercase() || byte.is_ascii_digit() || b"-.".contains(byte);
    let len = text.iter().take_while(|byte| is_char(byte)).count();
    (1..=253)
        .contains(&len)
        .then(|| &text[len..])?
        .strip_prefix(b" ")
}
