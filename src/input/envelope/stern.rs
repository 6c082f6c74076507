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
    let (pod, rest) = word(line)?;
    let (_container, rest) = word(rest)?;
    let (time, payload) = match stamp(rest) {
        Some((time, payload)) => (Some(time), payload),
        None => (None, rest),
    };
    (payload.starts_with(b"{") && payload.ends_with(b"}")).then_some(Opened {
        payload,
        time,
        reader: Some(pod),
        host: None,
    })
}

/// A name of Kubernetes, and what follows it and a blank. // RFC 1123 subdomain
fn word(text: &[u8]) -> Option<(&[u8], &[u8])> {
    let is_char =
        |byte: &u8| byte.is_ascii_lowercase() || byte.is_ascii_digit() || b"-.".contains(byte);
    let len = text.iter().take_while(|byte| is_char(byte)).count();
    let (name, rest) = text.split_at(len);
    let rest = rest.strip_prefix(b" ")?;
    (1..=253).contains(&len).then_some((name, rest))
}
