//! Lines and what is wrapped round them: the table of envelopes, and what one line is by its shape.
//!
//! Knows wrappers and the first and last byte of an object; whether the object is JSON is for a validator to say.

mod bare;
pub(super) mod cri;
mod docker;
mod elastic;
mod journald;
mod karmor;
mod kubectl;
mod loki;
mod message;
mod object;
mod otlp;
mod saas;
mod sidekick;
mod splunk;
mod stamp;
mod stern;
mod syslog;

#[cfg(test)]
mod tests;

use memchr::memchr;

pub use object::{Inside, inside, unopened};

use crate::json::full::value_end;

/// One way of wrapping records.
pub struct Envelope {
    /// The name on the command line.
    pub name: &'static str,
    /// One line for help, at most 72 columns.
    pub doc: &'static str,
    /// Whether a record may span lines, so that an input said to be of this form is framed from its start.
    pub spans_lines: bool,
    /// What it looks like.
    pub form: Form,
}

/// What a wrapper looks like.
pub enum Form {
    /// Text round one object, or in place of it. Opens a line without blanks at either end, or says that it is not of
    /// this form; what is no contiguous part of the line goes to the scratch buffer.
    Line(for<'a> fn(line: &'a [u8], scratch: &'a mut Vec<u8>) -> Option<Opened<'a>>),
    /// Objects inside of an object.
    Object(&'static [Inside]),
}

impl std::fmt::Debug for Envelope {
    fn fmt(&self, f: &mut std::fmt::Formatter<'_>) -> std::fmt::Result {
        f.debug_tuple("Envelope").field(&self.name).finish()
    }
}

impl PartialEq for Envelope {
    fn eq(&self, other: &Self) -> bool {
        self.name == other.name
    }
}

impl Envelope {
    /// Whether the records stand inside of an object.
    pub const fn is_object(&self) -> bool {
        matches!(self.form, Form::Object(_))
    }
}

/// A line without its wrapper, and what that states, as it was written.
#[derive(Clone, Copy, Debug, Default, PartialEq)]
pub struct Opened<'a> {
    /// What was wrapped.
    pub payload: &'a [u8],
    /// When the line was written.
    pub time: Option<&'a [u8]>,
    /// The node that it was written on.
    pub host: Option<&'a [u8]>,
    /// The pod whose log it is: the relay's or the daemon's, never the event's.
    pub reader: Option<&'a [u8]>,
}

/// All envelopes. A line is of the first form that it fits, and so is an object that is no telemetry itself.
pub static ENVELOPES: &[Envelope] = &[
    cri::ENVELOPE,
    syslog::ENVELOPE,
    kubectl::ENVELOPE,
    bare::ENVELOPE,
    karmor::ENVELOPE,
    stern::ENVELOPE,
    docker::ENVELOPE,
    splunk::ENVELOPE,
    elastic::ENVELOPE,
    otlp::ENVELOPE,
    loki::ENVELOPE,
    saas::ENVELOPE,
    sidekick::ENVELOPE,
    message::ENVELOPE,
    journald::ENVELOPE,
];

/// No wrapper.
pub static BARE: &Envelope = &bare::ENVELOPE;

/// Text of karmor.
pub static KARMOR: &Envelope = &karmor::ENVELOPE;

/// Text before or behind a record, of no form that is known.
pub static TEXT: &Envelope = &Envelope {
    name: "in text",
    doc: "text before or behind an object",
    spans_lines: false,
    form: Form::Line(|_, _| None),
};

/// Which envelopes to look for.
#[derive(Clone, Copy, Debug)]
pub enum Choice {
    /// Any of [`ENVELOPES`], line by line.
    Auto,
    /// This one; a line that does not wear it is no payload.
    Only(&'static Envelope),
}

/// What a line is, by its shape.
#[derive(Clone, Copy, Debug, PartialEq)]
pub enum Unwrapped<'a> {
    /// Nothing but blanks.
    Blank,
    /// Begins with `{` and ends with `}`, blanks round it left out. Not validated, and not searched for NULs.
    Payload(Opened<'a>, &'static Envelope),
    /// Begins with `{` or `[`, and is no whole object by its shape; or holds a NUL. The wrapper is off.
    Malformed(Opened<'a>, &'static Envelope),
    /// Text, without its wrapper.
    Foreign(Foreign, Opened<'a>, &'static Envelope),
}

/// What a line that is no telemetry is.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Foreign {
    /// A line of klog: `E1009 11:24:17.445983       1 reflector.go:200] ...`.
    Klog,
    /// Any other text.
    Text,
}

/// Tells what `line` (without its LF) is, and opens it. Blanks (space, tab, CR) at both ends are left out; so are,
/// before an object, a byte order mark and the record separator of RFC 7464.
///
/// A bare object costs three comparisons. `scratch` is for wrappers that are not verbatim.
#[inline]
pub fn open<'a>(choice: Choice, line: &'a [u8], scratch: &'a mut Vec<u8>) -> Unwrapped<'a> {
    if let (Choice::Auto, [b'{', .., b'}']) = (choice, line) {
        let opened = Opened {
            payload: line,
            ..Opened::default()
        };
        return Unwrapped::Payload(opened, &bare::ENVELOPE);
    }
    unwrap(choice, line, scratch)
}

fn unwrap<'a>(choice: Choice, line: &'a [u8], scratch: &'a mut Vec<u8>) -> Unwrapped<'a> {
    let line = trim(line);
    if line.is_empty() {
        return Unwrapped::Blank;
    }
    let bare = Opened {
        payload: line,
        ..Opened::default()
    };
    let Some((opened, row)) = first_fit(choice, line, scratch) else {
        return no_object(bare, BARE);
    };
    let payload = trim(opened.payload);
    let opened = Opened { payload, ..opened };
    match payload {
        [] => Unwrapped::Blank,
        [b'{', .., b'}'] => Unwrapped::Payload(opened, row),
        _ => no_object(opened, row),
    }
}

/// Opens a line by the first row that it fits.
fn first_fit<'a>(
    choice: Choice,
    line: &'a [u8],
    scratch: &'a mut Vec<u8>,
) -> Option<(Opened<'a>, &'static Envelope)> {
    let fits = |row: &&Envelope| match row.form {
        Form::Line(open) => open(line, &mut Vec::new()).is_some(),
        Form::Object(_) => false,
    };
    let row = match choice {
        Choice::Auto => ENVELOPES.iter().find(fits)?,
        Choice::Only(row) if row.is_object() => &bare::ENVELOPE,
        Choice::Only(row) => row,
    };
    match row.form {
        Form::Line(open) => Some((open(line, scratch)?, row)),
        Form::Object(_) => None,
    }
}

/// What a trimmed, non-empty payload is that is not to be taken for an object.
fn no_object<'a>(opened: Opened<'a>, row: &'static Envelope) -> Unwrapped<'a> {
    let payload = opened.payload;
    let is_json = match payload {
        [b'{', ..] => true,
        [b'[', ..] => is_list(payload),
        _ => false,
    };
    if is_json || memchr(0, payload).is_some() {
        Unwrapped::Malformed(opened, row)
    } else if is_klog(payload) {
        Unwrapped::Foreign(Foreign::Klog, opened, row)
    } else {
        Unwrapped::Foreign(Foreign::Text, opened, row)
    }
}

/// Whether what begins with `[` is a list of JSON, or the beginning of one, and not text such as `[INFO] starting`: an
/// object stands first in it, or it is one to its end, or as far as it goes.
fn is_list(payload: &[u8]) -> bool {
    let is_inner = |byte: &u8| !matches!(byte, b'[' | b' ' | b'\t');
    let inner = payload.iter().position(is_inner);
    match inner.and_then(|at| payload.get(at..)).unwrap_or_default() {
        [] | [b']', ..] => true,
        [b'{', behind @ ..] => matches!(trim(behind), [] | [b'"' | b'}', ..]),
        _ => match value_end(payload) {
            Ok(end) => payload.get(end..).is_none_or(|rest| trim(rest).is_empty()),
            Err(why) => why.at >= payload.len(),
        },
    }
}

/// `E1009 11:24:17.445983 `: level, month and day, time. // k8s.io/klog/v2 klog.go, `header`
fn is_klog(line: &[u8]) -> bool {
    let shape = b"LDDDD DD:DD:DD.DDDDDD ";
    line.len() >= shape.len()
        && line.iter().zip(shape).all(|(byte, kind)| match kind {
            b'L' => b"IWEF".contains(byte),
            b'D' => byte.is_ascii_digit(),
            _ => byte == kind,
        })
}

/// `line` without blanks at both ends, and without a mark or a separator before it.
fn trim(line: &[u8]) -> &[u8] {
    let mut rest = line;
    loop {
        rest = match rest {
            [b' ' | b'\t' | b'\r' | 0x1e, rest @ ..]
            | [rest @ .., b' ' | b'\t' | b'\r']
            | [0xef, 0xbb, 0xbf, rest @ ..] => rest,
            _ => return rest,
        };
    }
}

/// The lines of a block, each without its LF; the last may have lacked it. A CR before the LF is still there.
pub fn lines(block: &[u8]) -> impl Iterator<Item = &[u8]> + Clone {
    let mut rest = block;
    std::iter::from_fn(move || {
        let len = memchr(b'\n', rest).unwrap_or(rest.len());
        let line = rest.get(..len).filter(|_| !rest.is_empty())?;
        rest = rest.get(len + 1..).unwrap_or_default();
        Some(line)
    })
}
